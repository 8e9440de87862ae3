"""A filed form held against the dossiers, cell by cell: what an inspector does first, by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl

from cchc_audit.analysis.indicators import FORM_COLUMNS, FormRows
from cchc_audit.analysis.indicators.form_06a import cell_holds
from cchc_audit.analysis.summary import Key
from cchc_audit.intake.values.communes import commune_name
from cchc_audit.products.forms.filed_form import UNNAMED, Filed, FilledRow, read_filed, same_label
from cchc_audit.products.forms.official_form import Filled
from cchc_audit.render import numbers
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import FORM_COMPARE
from cchc_audit.texts import LANGS, Lang, Texts

Dossiers = Callable[[tuple[str | None, ...]], pl.DataFrame]
"""Key of rows → their dossiers: `key`, `came`, `state`, `dossier_id`."""

_IDS_TOLD = 5
_ZEROES: FilledRow = dict.fromkeys(FORM_COLUMNS, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that was filed otherwise than the dossiers say. `key` is the row's (None: not
    recorded, or the total), `filed` None where the cell is empty, no number, or not there at all.
    """

    key: str | None
    total: bool
    column: str
    filed: int | None
    counted: int
    dossiers: tuple[str, ...] = ()


def compare_form(
    path: Path,
    report: Report,
    found: FormRows,
    *,
    key: Key,
    dossiers: Dossiers,
    lang: Lang,
) -> Filled:
    """The form as counted, with `differences` beside it; for people a row a difference.

    The dossiers of a difference are those that the dossiers' own count puts into that cell; those
    of the total are the ones of the rows that make it differ.
    """
    texts = Texts(lang)
    rows = cast("list[dict[str, object]]", found.groups.to_dicts())
    counted = {cast("str | None", row[key.value]): _figures(row) for row in rows}
    known = [same_label(name) for name in counted if name is not None]
    filed = read_filed(path, label=_labels(key), known=known)
    differences = _differences(filed, counted)
    totals = _of_total(filed, _figures(found.total.to_dicts()[0]))
    listed = _with_dossiers(differences, dossiers)
    listed += [replace(one, dossiers=_behind(one.column, listed)) for one in totals]
    named = replace(
        report,
        extra={**report.extra, "compared_with": str(path), "differences": _document(listed)},
    )
    words = (
        *_other_period(filed, report, texts),
        *_words(filed, listed, report=report, path=path, texts=texts),
    )
    return Filled(named, people=_for_people(named, listed, words, texts))


def _labels(key: Key) -> Callable[[str], str]:
    def of_commune(text: str) -> str:
        return same_label(commune_name(text) or text)

    return of_commune if key is Key.COMMUNE else same_label


def _figures(row: dict[str, object]) -> dict[str, int]:
    return {name: cast("int", row[name]) for name in FORM_COLUMNS}


def _differences(filed: Filed, counted: dict[str | None, dict[str, int]]) -> list[Difference]:
    """The rows of the count in their order, then those that only the filed form has.

    What is not recorded may be called so in either language: the form may be filed in one and
    compared in the other.
    """
    unrecorded = (*(same_label(Texts(lang)("key.nothing")) for lang in LANGS), UNNAMED)
    left = dict(filed.rows)
    found = []
    for name, figures in counted.items():
        labels = unrecorded if name is None else (same_label(name),)
        theirs = next((left.pop(label) for label in labels if label in left), None)
        found += _row(name, theirs, figures)
    for label, theirs in left.items():
        found += _row(filed.names[label], theirs, dict.fromkeys(FORM_COLUMNS, 0))
    return found


def _row(name: str | None, theirs: FilledRow | None, figures: dict[str, int]) -> list[Difference]:
    return [
        Difference(name, False, column, None if theirs is None else theirs[column], count)
        for column, count in figures.items()
        if ((theirs or _ZEROES)[column] or 0) != count
    ]


def _of_total(filed: Filed, figures: dict[str, int]) -> list[Difference]:
    """What differs in the total row; a form without one is not asked for it."""
    if filed.total is None:
        return []
    return [replace(one, total=True) for one in _row(None, filed.total, figures)]


def _with_dossiers(differences: list[Difference], dossiers: Dossiers) -> list[Difference]:
    wanted = tuple(dict.fromkeys(one.key for one in differences))
    if not wanted:
        return []
    rows = dossiers(wanted).sort("dossier_id")

    def inside(one: Difference) -> tuple[str, ...]:
        same = pl.col("key").eq_missing(pl.lit(one.key, dtype=pl.String))
        return tuple(rows.filter(same & cell_holds(one.column))["dossier_id"])

    return [replace(one, dossiers=inside(one)) for one in differences]


def _behind(column: str, rows: list[Difference]) -> tuple[str, ...]:
    return tuple(i for one in rows if one.column == column for i in one.dossiers)


def _document(differences: list[Difference]) -> list[dict[str, object]]:
    return [
        {
            "key": one.key,
            "total": one.total,
            "column": one.column,
            "filed": one.filed,
            "counted": one.counted,
            "dossiers": list(one.dossiers),
        }
        for one in differences
    ]


def _for_people(
    report: Report,
    differences: list[Difference],
    words: tuple[str, ...],
    texts: Texts,
) -> Report:
    """One row a difference: the row and the column by name, both figures, the first dossiers."""

    def name(one: Difference) -> str:
        return texts("key.total_row") if one.total else one.key or texts("key.nothing")

    rows = pl.DataFrame(
        {
            "key": [name(one) for one in differences],
            "column": [_column(one.column, texts) for one in differences],
            "filed": [one.filed for one in differences],
            "counted": [one.counted for one in differences],
            "difference": [one.counted - (one.filed or 0) for one in differences],
            "dossiers": [_some(one.dossiers, texts) for one in differences],
        },
        schema={
            **{"key": pl.String, "column": pl.String},
            **dict.fromkeys(("filed", "counted", "difference"), pl.Int64),
            "dossiers": pl.String,
        },
    )
    return replace(
        report,
        kind=FORM_COMPARE,
        rows=rows.lazy(),
        total_rows=len(rows),
        shown=len(rows),
        keys=(),
        has_total=False,
        closing=words,
    )


def _balanced(row: FilledRow) -> bool:
    """Whether (3) = (7) + (11) holds in a row as filed."""
    return (row["received"] or 0) == (row["resolved"] or 0) + (row["open"] or 0)


def _column(name: str, texts: Texts) -> str:
    """`(10) Đã GQ quá hạn`: the column by its number and short name."""
    number = FORM_COLUMNS.index(name) + 3
    return texts("forms.numbered", number=number, name=texts.short(f"form_column.{name}"))


def _some(ids: tuple[str, ...], texts: Texts) -> str:
    told = ", ".join(ids[:_IDS_TOLD])
    more = len(ids) - _IDS_TOLD
    return told if more <= 0 else texts("indicators.views.more", ids=told, n=more)


def _other_period(filed: Filed, report: Report, texts: Texts) -> tuple[str, ...]:
    """That the form is of another period than the dossiers are counted in."""
    ours, theirs = report.extra["period"], filed.period
    if theirs is None or not isinstance(ours, Mapping):
        return ()
    # A report without a period of its own has no days.
    given = [ours["first"], ours["last"]]
    if None not in given and theirs.is_of(*(date.fromisoformat(str(day)) for day in given)):
        return ()
    first, last = numbers.day(theirs.first), numbers.day(theirs.last)
    name = texts("forms.span", first=first, last=last)
    if theirs.part:
        name = texts(f"forms.period.{theirs.part}", year=theirs.year, month=theirs.month)
    way = f"--period {theirs.name}" if theirs.name else f"--from {first} --to {last}"
    return (texts("forms.filed_period", name=name, way=way),)


def _words(
    filed: Filed, differences: list[Difference], *, report: Report, path: Path, texts: Texts
) -> tuple[str, ...]:
    """What the filed form was held against, whether it adds up itself, what could not be read."""
    n = numbers.whole(len(differences), texts)
    lines = [texts("forms.compared" if differences else "forms.compared_same", file=path, n=n)]
    if filed.total is None:
        lines.append(texts("forms.filed_no_total"))
    elif not _balanced(filed.total):
        lines.append(texts("forms.filed_broken"))
    for row, column, text in filed.unreadable:
        label = _column(column, texts)
        lines.append(texts("forms.filed_unreadable", row=row, column=label, text=text))
    return (*lines, *report.closing)
