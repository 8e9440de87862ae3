"""The sentence under the table of communes: where lateness comes from, and what is left to spare.

Figures alone are read as praise or blame; this says what to look at first.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from cchc_audit.analysis.summary.keys import Key, group_value
from cchc_audit.analysis.summary.measures import Summary
from cchc_audit.analysis.summary.order import natural_key
from cchc_audit.core.vocabulary import BEHIND
from cchc_audit.texts import Texts

_PROCEDURES_NAMED = 3
_COMMUNES_NAMED = 5
_NAME_LENGTH = 80


def count_lateness(dossiers: pl.LazyFrame) -> pl.LazyFrame:
    """Late and overdue dossiers by procedure; lazy and small.

    Columns: `procedure`, `procedure_name` (String, null where unknown), `n` (Int64). Frames of
    several parts may be concatenated. The order of rows is not fixed.
    """
    return (
        dossiers.filter(pl.col("outcome").is_in(BEHIND))
        .group_by(group_value(Key.PROCEDURE), "procedure_name")
        .agg(pl.len().cast(pl.Int64).alias("n"))
        .with_columns(pl.col("procedure", "procedure_name").cast(pl.String))
    )


def closing(communes: Summary, late: pl.DataFrame, *, target: Fraction, texts: Texts) -> str:
    """One finished sentence: the procedures behind most of the lateness, then what is left.

    `communes`: the summary by commune, whose groups give what each can still afford under `target`;
    `late`: what `count_lateness` gives for the same dossiers.
    """
    return texts(
        "summary.closing",
        lateness=_lateness(late, texts),
        allowance=_allowance(communes, target, texts),
    )


class _Procedure(NamedTuple):
    name: str
    n: int


def _procedures(late: pl.DataFrame, texts: Texts) -> list[_Procedure]:
    """The procedures, most late dossiers first; each under its most frequent name."""
    names: dict[str | None, dict[str, int]] = {}
    counts: dict[str | None, int] = {}
    for code, name, n in late.select("procedure", "procedure_name", "n").iter_rows():
        counts[code] = counts.get(code, 0) + n
        if name is not None:
            of = names.setdefault(code, {})
            of[name] = of.get(name, 0) + n

    def called(code: str | None) -> str:
        if code in names:
            return min(names[code], key=lambda name: (-names[code][name], natural_key(name)))
        return texts("summary.no_procedure") if code is None else code

    found = [_Procedure(called(code), n) for code, n in counts.items()]
    return sorted(found, key=lambda p: (-p.n, natural_key(p.name)))


def _lateness(late: pl.DataFrame, texts: Texts) -> str:
    procedures = _procedures(late, texts)
    total = sum(p.n for p in procedures)
    if not total:
        return texts("summary.nothing_late")
    named: list[_Procedure] = []
    for procedure in procedures[:_PROCEDURES_NAMED]:
        named.append(procedure)
        if 2 * sum(p.n for p in named) > total:
            break
    shown = sum(p.n for p in named)
    listed = (
        texts("summary.procedure", name=cut_at_word(p.name), n=texts.whole(p.n)) for p in named
    )
    return texts(
        "summary.lateness",
        procedures=_list(listed, texts),
        shown=texts.whole(shown),
        total=texts.whole(total),
        share=_percent(Fraction(shown, total), texts),
    )


def _allowance(communes: Summary, target: Fraction, texts: Texts) -> str:
    """What each commune can still afford, the tightest first; those that cannot by name too."""
    rows = communes.groups.select("commune", "late_allowed").drop_nulls("late_allowed").rows()
    if not rows:
        return texts("summary.nothing_resolved")
    left = sorted(
        ((allowed, name or texts("summary.no_commune")) for name, allowed in rows),
        key=lambda item: (item[0], natural_key(item[1])),
    )
    none = [name for allowed, name in left if allowed == 0]
    some = [
        texts("summary.spare", name=name, n=texts.whole(allowed))
        for allowed, name in left
        if allowed
    ]
    parts = []
    if some:
        parts.append(texts("summary.some_left", names=_named(some, texts)))
    if none:
        parts.append(texts("summary.none_left", names=_named(none, texts)))
    return texts(
        "summary.allowance",
        target=_percent(target, texts, finest="0.0001"),
        left="; ".join(parts),
    )


def _named(names: Sequence[str], texts: Texts) -> str:
    """The first few names, and how many more there are."""
    if len(names) <= _COMMUNES_NAMED + 1:  # "and 1 more" would take the room of the name
        return _list(names, texts)
    more = texts("summary.more", n=texts.whole(len(names) - _COMMUNES_NAMED))
    return _list([*names[:_COMMUNES_NAMED], more], texts)


def _list(parts: Iterable[str], texts: Texts) -> str:
    *front, last = parts
    return texts("summary.and", front=", ".join(front), last=last) if front else last


def cut_at_word(name: str) -> str:
    """A name short enough for a sentence: those of procedures run to two hundred letters."""
    if len(name) <= _NAME_LENGTH:
        return name
    cut = name.rfind(" ", 0, _NAME_LENGTH)
    return name[: cut if cut > 0 else _NAME_LENGTH] + "…"


def _percent(share: Fraction, texts: Texts, *, finest: str = "0.1") -> str:
    """`97%`, `72,4%`; less than the whole is never shown as 100%."""
    exact = Decimal(share.numerator * 100) / share.denominator
    rounding = ROUND_FLOOR if share < 1 and exact > Decimal("99.9") else ROUND_HALF_UP
    text = f"{exact.quantize(Decimal(finest), rounding)}".rstrip("0").removesuffix(".")
    return (text.replace(".", ",") if texts.lang == "vi" else text) + "%"
