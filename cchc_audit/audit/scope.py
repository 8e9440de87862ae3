"""Which dossiers a request speaks of: its period and its filters."""

from collections.abc import Callable, Sequence

import polars as pl

from cchc_audit.analysis.summary import Key, distinct_values, filter_columns, in_period, where
from cchc_audit.audit.dataset import Dataset
from cchc_audit.audit.officers import is_code, officer_codes
from cchc_audit.core.settings import Privacy, Showing

_NAMES = "_raw_officer"


def in_scope(dataset: Dataset) -> pl.Expr:
    """Whether a dossier lies in the period and passes the filters."""
    request = dataset.request
    return in_period(request.first, request.last) & match_filters(dataset)


def match_filters(dataset: Dataset, *, only: tuple[str, ...] | None = None) -> pl.Expr:
    """Whether a dossier passes the filters (those over `only`, where given)."""
    wanted = dataset.request.filters or {}
    filters = {k: v for k, v in wanted.items() if only is None or k in only}
    # Officers are asked for by name also where answers name them by codes, or not at all.
    columns = [_NAMES if c == Key.OFFICER else c for c in filter_columns(filters)]
    values = distinct_values(dataset.accepted, columns) if columns else {}
    privacy = dataset.request.settings.privacy
    if _NAMES in values:
        filters = {**filters, Key.OFFICER: _by_name(filters[Key.OFFICER], values[_NAMES], privacy)}
    return where(
        filters,
        values=values,
        canonical=dataset.units.canonical,
        officer=_NAMES,
        officer_shown=officer_shown(privacy),
    )


def officer_shown(privacy: Privacy) -> Callable[[str], str | None]:
    """How the settings want an officer named in a sentence; None where not at all."""
    match privacy.officers(published=False):
        case Showing.SHOW:
            return str
        case Showing.CODE:
            return officer_codes(privacy)
        case Showing.HIDE:
            return lambda _: None


def _by_name(asked: Sequence[str], names: Sequence[str], privacy: Privacy) -> tuple[str, ...]:
    """What was asked for, codes of officers turned into the names they stand for."""
    if not any(is_code(text.strip()) for text in asked):
        return tuple(asked)
    code = officer_codes(privacy)
    of_code = {code(name): name for name in names}
    return tuple(of_code.get(text.strip(), text) for text in asked)
