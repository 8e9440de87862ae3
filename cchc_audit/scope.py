"""Which dossiers a request speaks of: its period and its filters."""

import polars as pl

from cchc_audit.docket import Docket
from cchc_audit.summary import distinct_values, filter_columns, in_period, where


def in_scope(docket: Docket) -> pl.Expr:
    """Whether a dossier lies in the period and passes the filters."""
    request = docket.request
    return in_period(request.first, request.last, as_of=request.as_of) & passing(docket)


def passing(docket: Docket, *, only: tuple[str, ...] | None = None) -> pl.Expr:
    """Whether a dossier passes the filters (those over `only`, where given)."""
    wanted = docket.request.filters or {}
    filters = {k: v for k, v in wanted.items() if only is None or k in only}
    columns = filter_columns(filters)
    values = distinct_values(docket.accepted, columns) if columns else {}
    return where(filters, values=values, canonical=docket.units.canonical)
