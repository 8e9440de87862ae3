"""Forms II.06a (by field) and II.06b (by commune): how dossiers were resolved in a period."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

import polars as pl

from cchc_audit.analysis.indicators import FormRows, form_counts, form_rows, in_hand
from cchc_audit.analysis.indicators.form_06a import in_cells
from cchc_audit.analysis.indicators.named_periods import Period, name_of
from cchc_audit.analysis.summary import Key, sorted_by
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult, run_queries
from cchc_audit.audit.scope import match_filters
from cchc_audit.products.forms.compare import compare_form
from cchc_audit.products.forms.editions import edition
from cchc_audit.products.forms.form_paper import form_paper
from cchc_audit.products.forms.form_sheet import FormSheet, write_form
from cchc_audit.products.forms.official_form import Filled, Wanted, at_the_end
from cchc_audit.render import numbers
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import FORM_06A, FORM_06B
from cchc_audit.texts import Texts

_KEYS = {"06a": Key.FIELD, "06b": Key.COMMUNE}
_REPORTS = {"06a": FORM_06A, "06b": FORM_06B}


def form_06a(request: Request, wanted: Wanted) -> Filled:
    """One row a field, and the total."""
    return _form("06a", request, wanted)


def form_06b(request: Request, wanted: Wanted) -> Filled:
    """One row a commune, and the total."""
    return _form("06b", request, wanted)


def _form(kind: str, request: Request, wanted: Wanted) -> Filled:
    request = at_the_end(request)
    dataset, key = open_dataset(request), _KEYS[kind]
    scope = in_hand(request.first, request.last) & match_filters(dataset)

    def counted(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        return [form_counts(rows.filter(scope), key, first=request.first, as_of=request.as_of)]

    result = run_queries(dataset, counted)
    found = form_rows(result.frames[0], key)
    report, beside = _report(kind, result, found), _beside(request, found)
    if wanted.compare is not None:
        cells = partial(_dossiers, result, scope, key)
        return compare_form(
            wanted.compare, report, found, key=key, dossiers=cells, lang=request.settings.lang
        )
    sheet = FormSheet(
        kind=kind,
        edition=edition(_last_day(request)),
        period=_period(request),
        unit=_unit(request),
        beside=beside,
    )
    texts = Texts(request.settings.lang)
    return Filled(
        report,
        lay_out=lambda path: write_form(report, path, sheet=sheet, texts=texts),
        paper=lambda: form_paper(report, sheet=sheet, texts=texts),
        beside=beside,
    )


def _report(kind: str, result: RunResult, found: FormRows) -> Report:
    """The rows of the form with the total last, and what stands below them."""
    request, key = result.dataset.request, _KEYS[kind]
    groups = found.groups
    if request.sort is not None:
        groups = sorted_by(groups, (key,), column=request.sort)
    shown = groups if request.limit is None else groups.head(request.limit)
    gap = {"" if name is None else name: n for name, n in found.gap.items()}
    return Report(
        _REPORTS[kind],
        pl.concat([shown, found.total]).lazy(),
        len(groups),
        len(shown),
        result.conclude(),
        keys=(key.value,),
        has_total=True,
        closing=_footnotes(result, found),
        extra={
            "form": kind,
            "period": _period_document(request),
            "identity": {"holds": not gap, "gap": gap},
            "undated": found.undated,
            "unknown_channel": found.unknown_channel,
        },
    )


def _beside(request: Request, found: FormRows) -> tuple[str, ...]:
    """What the form has no place for: dossiers whose channel nobody recorded."""
    if not found.unknown_channel:
        return ()
    texts = Texts(request.settings.lang)
    return (texts("forms.unknown_channel", n=numbers.whole(found.unknown_channel, texts)),)


def _footnotes(result: RunResult, found: FormRows) -> tuple[str, ...]:
    """The check of the columns, what counts as on time for want of a day, doubts about the form."""
    request = result.dataset.request
    texts = Texts(request.settings.lang)

    def count(column: str) -> str:
        return numbers.whole(int(found.total[column].item()), texts)

    sums = {name: count(name) for name in ("received", "resolved", "open")}
    lines = [texts("forms.identity" if not found.gap else "forms.identity_broken", **sums)]
    if found.undated:
        lines.append(texts("forms.undated", n=numbers.whole(found.undated, texts)))
    doubt = edition(_last_day(request)).doubt
    if doubt:
        lines.append(texts("forms.edition_doubt", circular=doubt))
    if request.first is None:
        lines.append(texts("forms.no_period"))
    return tuple(lines)


def _period(request: Request) -> str:
    """The period in words: by its name where it has one, and from which day to which."""
    texts = Texts(request.settings.lang)
    last = _last_day(request)
    if request.first is None:
        return texts("forms.period_open", last=numbers.day(last))
    days = {"first": numbers.day(request.first), "last": numbers.day(request.last or last)}
    named = name_of(request.first, request.last)
    if named is not None:
        name = _name(named, texts)
    elif request.last is not None and _is_month(request.first, request.last):
        name = texts("forms.period.M", month=request.last.month, year=request.last.year)
    else:
        name = "…………"
    return texts("forms.period", name=name, **days)


def _is_month(first: date, last: date) -> bool:
    """Whether these days are a month: one of the calendar, or of reporting, from the 15th on."""
    behind = last + timedelta(days=1)
    months = (behind.year - first.year) * 12 + behind.month - first.month
    return months == 1 and first.day == behind.day and first.day in (1, 15)


def _name(named: Period, texts: Texts) -> str:
    return texts(f"forms.period.{named.part or 'year'}", year=named.year)


def _period_document(request: Request) -> Mapping[str, str | None]:
    named = name_of(request.first, request.last)
    days = {"first": request.first, "last": request.last}
    return {
        "name": None if named is None else named.name,
        **{k: None if v is None else v.isoformat() for k, v in days.items()},
    }


def _last_day(request: Request) -> date:
    """The last day the figures speak of."""
    return request.last or (request.as_of - timedelta(microseconds=1)).date()


def _unit(request: Request) -> str:
    """The reporting unit, where one commune was asked for; else a line to fill in."""
    named = (request.filters or {}).get(Key.COMMUNE.value, ())
    return named[0] if len(named) == 1 else "……………………"


def _dossiers(
    result: RunResult, scope: pl.Expr, key: Key, wanted: tuple[str | None, ...]
) -> pl.DataFrame:
    """The dossiers of the rows `wanted`: `key`, `came`, `state`, `dossier_id`."""
    request = result.dataset.request
    rows = in_cells(result.standing.filter(scope), key, first=request.first, as_of=request.as_of)
    named = [name for name in wanted if name is not None]
    chosen = pl.col("key").is_in(named).fill_null(value=None in wanted)
    return rows.filter(chosen).collect(engine=result.dataset.engine)
