"""The first page of a pack: what an inspector with five minutes reads before the visit.

Unit and period, four figures beside those of all others, a line for each dossier to ask for, what
to have ready. It fits on one A4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cchc_audit.core.vocabulary import Outcome
from cchc_audit.products.brief.pack import Figures, Gathered, Pack
from cchc_audit.products.brief.pack_lists import Cell, Head, Table, plain
from cchc_audit.products.brief.pack_sentences import DOCUMENTS, scope_words
from cchc_audit.render.numbers import NOTHING, day, percent, whole
from cchc_audit.render.wrapping import cut
from cchc_audit.texts import Texts

MOST = 12
"""Dossiers that fit on the page beside the rest."""
_NAME = 56
"""Letters of the name of a procedure, two lines of its column."""
_LIGHTEST = 1
"""What is only of note is asked about in the annex."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The page as values: sentences, two tables, the list of documents."""

    title: str
    scope: tuple[str, ...]
    figures: Table
    asked: Table
    more: str
    documents: tuple[str, ...]


def first_page(pack: Pack, gathered: Gathered, texts: Texts) -> FirstPage:
    """The first page of one unit."""
    worth = [row for row in pack.asked.to_dicts() if row["weight"] <= _LIGHTEST]
    rest = len(pack.asked) - min(len(worth), MOST)
    more = ""
    if not worth:
        more = texts("brief.first.none")
    elif rest:
        more = texts("brief.first.more", n=whole(rest, texts))
    return FirstPage(
        title=texts("brief.title", unit=pack.name),
        scope=tuple(scope_words(gathered, texts)),
        figures=_figures(pack, gathered, texts),
        asked=_asked(worth[:MOST], texts),
        more=more,
        documents=tuple(texts(key) for key in DOCUMENTS),
    )


def question(codes: list[str], outcome: str | None, texts: Texts) -> str:
    """The one question to put: that of the rule that weighs most, else why it is late."""
    key = f"rules.{codes[0]}.ask" if codes else ""
    if key and texts.has(key):
        return texts(key)
    open_now = outcome == Outcome.OVERDUE
    return texts("brief.first.why_open" if open_now else "brief.first.why_late")


def _asked(rows: list[dict[str, object]], texts: Texts) -> Table:
    names = ("number", "dossier_id", "procedure_name", "deadline", "days_late", "certainty", "ask")
    heads = tuple(
        Head(
            texts(f"brief.first.{name}"),
            number=name in ("number", "days_late"),
            prose=name in ("procedure_name", "ask"),
        )
        for name in names
    )
    lines = tuple(_line(number, row, texts) for number, row in enumerate(rows, start=1))
    return Table(texts("brief.first.asked"), heads, lines, named=1, whole=True)


def _line(number: int, row: Mapping[str, object], texts: Texts) -> tuple[Cell, ...]:
    codes = row["codes"] if isinstance(row["codes"], list) else []
    outcome, certainty = row["outcome"], row["certainty"]
    asked = question(codes, None if outcome is None else str(outcome), texts)
    return (
        Cell(str(number)),
        Cell(str(row["dossier_id"])),
        Cell(cut(str(row["procedure_name"] or NOTHING), _NAME)),
        Cell(day(row["deadline"]) if row["deadline"] else NOTHING),  # type: ignore[arg-type]
        Cell(NOTHING if row["days_late"] is None else str(row["days_late"])),
        Cell(texts.short(f"certainty.{certainty}") if certainty else NOTHING, str(certainty or "")),
        Cell(f"{asked} ({', '.join(codes)})" if codes else asked),
    )


def _figures(pack: Pack, gathered: Gathered, texts: Texts) -> Table:
    """Four figures of the unit, and of all the others together."""
    others = _others(pack.figures, gathered.peers)
    count = max(0, gathered.peers_count - 1)
    heads = (
        Head(texts("brief.figures.measure")),
        Head(texts("brief.figures.unit"), number=True),
        Head(texts("brief.first.others", n=whole(count, texts)), number=True),
    )
    rows = []
    for name, part, of in (
        ("resolved", "resolved", ""),
        ("late", "late", "resolved"),
        ("overdue", "overdue", "in_hand"),
        ("true_rate", "good", "due"),
    ):
        values = [_value(name, one, part, of, texts) for one in (_sums(pack.figures), others)]
        rows.append(plain([texts(f"brief.first.figure.{name}"), *values]))
    return Table(texts("brief.first.figures"), heads, tuple(rows))


def _sums(figures: Figures) -> dict[str, int]:
    """The counts that the four figures are made of."""

    def count(*names: str) -> int:
        return sum(int(figures[name] or 0) for name in names)

    return {
        "resolved": count("resolved"),
        "late": count("late"),
        "overdue": count("overdue"),
        "in_hand": count("pending", "overdue", "suspended"),
        "good": count("early", "on_time"),
        "due": count("resolved", "overdue"),
    }


def _others(unit: Figures, peers: Figures) -> dict[str, int]:
    """The counts of all units but this one."""
    mine = _sums(unit)
    return {name: n - mine[name] for name, n in _sums(peers).items()}


def _value(name: str, sums: Mapping[str, int], part: str, of: str, texts: Texts) -> str:
    """A count with its share, or the share alone; nothing where there is no whole."""
    total = sums[of] if of else 0
    share = percent(sums[part] / total, texts) if total else NOTHING
    if name == "true_rate":
        return share
    counted = whole(sums[part], texts)
    return f"{counted} ({share})" if of and total else counted
