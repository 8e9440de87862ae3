"""The changes in words: sentences under the table, and the table as people read it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from cchc_audit.analysis.snapshots import Change, Changes, State
from cchc_audit.analysis.snapshots.judge_changes import CODES
from cchc_audit.core.vocabulary import Severity
from cchc_audit.render import numbers
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

_DOSSIERS = 3
"""How many dossiers the summary names."""
_COMMUNES = 3
"""How many communes the summary names."""
_METHOD = ("calendar", "catalogue", "policy", "units", "version")
_BARE, _MINUTE = len("2026-11-21"), len("2026-11-21T08:15")
_MOMENT = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$"


def closing(found: Changes, rows: pl.DataFrame, texts: Texts) -> tuple[str, ...]:
    """What stands under the changes: what was compared, how many, where, and what to make of it."""
    lines = [texts("changes.compared", old=_state(found.old, texts), new=_state(found.new, texts))]
    if found.renumbered:
        return (*lines, texts("changes.renumbered"))
    alike = "changes.none_compared" if found.not_compared else "changes.none"
    lines.append(_by_kind(rows, texts) or texts(alike))
    coded = rows.filter(pl.col("code").is_not_null())
    lines += _coded(coded, texts)
    lines += _where(coded, texts)
    lines += _mass(found, texts)
    if found.not_compared:
        names = ", ".join(_field(name, texts) for name in found.not_compared)
        lines.append(texts("changes.not_compared", names=names))
    others = [texts(f"changes.method.{name}") for name in _METHOD if name in found.method]
    if others:
        lines.append(texts("changes.another_method", names=", ".join(others)))
    if coded.height:
        lines.append(texts("findings.risks"))
    return tuple(lines)


def coded_sentences(found: Changes | None, texts: Texts) -> list[str]:
    """The sentences of `closing` that say which rules are broken how often."""
    if found is None:
        return []
    return _coded(found.rows.filter(pl.col("code").is_not_null()), texts)


def _coded(coded: pl.DataFrame, texts: Texts) -> list[str]:
    lines = []
    for code in CODES:
        hit = coded.filter(pl.col("code") == code)
        if hit.height:
            lines.append(_told(code, hit, texts))
            lines += _removed(hit, texts)
    return lines


def _told(code: str, hit: pl.DataFrame, texts: Texts) -> str:
    """How many dossiers break a rule, and how many of them by a note only."""
    heavier = hit.filter(pl.col("severity") != Severity.NOTE.value)
    n = hit["dossier_id"].n_unique()
    notes = n - heavier["dossier_id"].n_unique()
    said = {"code": code, "said": texts(f"rules.{code}.title"), "n": _n(n, texts)}
    if notes:
        return texts("changes.code_and_notes", notes=_n(notes, texts), **said)
    return texts("changes.code", **said)


def _removed(hit: pl.DataFrame, texts: Texts) -> list[str]:
    """Of lateness that was removed the first few dossiers: fields and both deadlines."""
    removed = hit.filter(pl.col("fields").is_not_null()).head(_DOSSIERS)
    return [
        texts(
            "changes.lateness",
            id=row["dossier_id"],
            fields=name_fields(row["fields"], texts),
            **{side: came_to(row, side, texts) for side in ("then", "now")},
        )
        for row in removed.iter_rows(named=True)
    ]


def came_to(row: Mapping[str, object], side: str, texts: Texts) -> str:
    """What a dossier came to by one of the two states, with its deadline where it has one."""
    outcome, day = texts.short(f"outcome.{row[f'outcome_{side}']}"), row[f"deadline_{side}"]
    if day is None:
        return outcome
    said = numbers.day(date.fromisoformat(str(day)))
    return texts("changes.outcome", outcome=outcome, deadline=said)


def name_fields(names: str, texts: Texts) -> str:
    """The fields of a finding, joined by commas, by their labels."""
    return ", ".join(_field(name, texts) for name in names.split(","))


def _n(value: int, texts: Texts) -> str:
    return numbers.whole(value, texts)


def _state(state: State, texts: Texts) -> str:
    until = numbers.as_of(state.as_of, texts, key="changes.until")
    return texts("changes.state", until=until, n=_n(state.size, texts))


def _by_kind(rows: pl.DataFrame, texts: Texts) -> str:
    counts = {
        kind: rows.filter(pl.col("change") == kind)["dossier_id"].n_unique() for kind in Change
    }
    said = [f"{texts.short(f'change.{kind}')}: {_n(n, texts)}" for kind, n in counts.items() if n]
    return texts("changes.dossiers", counts="; ".join(said)) if said else ""


def _where(coded: pl.DataFrame, texts: Texts) -> list[str]:
    """The communes with most of what breaks a rule."""
    communes = (
        coded.drop_nulls("commune")
        .group_by("commune")
        .agg(pl.col("dossier_id").n_unique().alias("n"))
        .sort("n", "commune", descending=[True, False])
    )
    if communes.height < 2:
        return []
    named = "; ".join(f"{name} {_n(n, texts)}" for name, n in communes.head(_COMMUNES).rows())
    return [texts("changes.where", communes=named, n=_n(communes.height, texts))]


def _mass(found: Changes, texts: Texts) -> list[str]:
    """A sentence for each change that is one of the export, not of dossiers."""
    lines = []
    for mass in found.mass:
        values = {"n": _n(mass.dossiers, texts), "share": numbers.percent(mass.share, texts)}
        if mass.change is Change.GONE:
            lines.append(texts("changes.mass_gone", **values))
        else:
            field = _field(str(mass.field), texts)
            lines.append(texts("changes.mass", field=field, **values))
    return lines


def _field(name: str, texts: Texts) -> str:
    return texts(f"column.{name}")


def for_people(report: Report, texts: Texts, *, brief: bool) -> Report:
    """The same rows with words for fields, kinds and values, days as people write them.

    With `brief` the time of day is left out where the days differ already, for narrow tables.
    """
    return replace(report, rows=put_in_words(report.rows.collect(), texts, brief=brief).lazy())


def put_in_words(frame: pl.DataFrame, texts: Texts, *, brief: bool = False) -> pl.DataFrame:
    """Changes with words for fields, kinds and values, as `for_people`."""
    field, changed = pl.col("field"), frame["field"].drop_nulls().unique()
    kinds = {kind.value: texts.short(f"change.{kind}") for kind in Change}
    weights = {severity.value: texts(f"severity.{severity}") for severity in Severity}
    fields = {name: _field(name, texts) for name in changed}
    return frame.with_columns(
        pl.col("change").replace(kinds),
        pl.col("severity").replace(weights),
        field.replace(fields),
        *(_value(name, frame, texts, brief=brief).alias(name) for name in ("old", "new")),
    )


def _value(side: str, frame: pl.DataFrame, texts: Texts, *, brief: bool) -> pl.Expr:
    """A value in words: statuses, outcomes and channels by their labels, terms, days."""
    value = pl.col(side)
    said = value
    for field in ("status", "outcome", "channel", "legal_term"):
        held = frame.filter(pl.col("field") == field)[side].drop_nulls().unique()
        said = (
            pl.when(pl.col("field") == field)
            .then(value.replace({text: _word(field, text, texts) for text in held}))
            .otherwise(said)
        )
    same_day, alike = (
        pl.col("old").str.slice(0, length).eq_missing(pl.col("new").str.slice(0, length))
        for length in (_BARE, _MINUTE)
    )
    # Seconds matter only where all else is the same.
    clock = pl.when(alike).then(value.str.slice(11)).otherwise(value.str.slice(11, 5))
    timed = (value.str.len_chars() > _BARE) & (same_day | pl.lit(not brief))
    parts = [
        value.str.slice(8, 2) + "/" + value.str.slice(5, 2) + "/" + value.str.slice(0, 4),
        pl.when(timed).then(" " + clock).otherwise(pl.lit("")),
    ]
    return pl.when(value.str.contains(_MOMENT)).then(pl.concat_str(parts)).otherwise(said)


def _word(field: str, text: str, texts: Texts) -> str:
    if field == "legal_term":
        return numbers.term(text, texts)
    key = f"{field}.{text}"
    return texts.short(key) if texts.has(key) else text
