"""What was altered between two states of the dossiers, as a report."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from cchc_audit.analysis.snapshots import CHANGE_COLUMNS, Change, Changes, State, compare
from cchc_audit.analysis.snapshots.comparison import OUTCOMES
from cchc_audit.analysis.snapshots.judge_changes import CODES
from cchc_audit.analysis.summary import filter_columns, where
from cchc_audit.audit.dataset import open_method
from cchc_audit.audit.request import Request
from cchc_audit.audit.scope import officer_shown
from cchc_audit.intake import load_units
from cchc_audit.products.history.change_sentences import closing
from cchc_audit.products.history.states import Side, resolve_state
from cchc_audit.render.report import Provenance, Report
from cchc_audit.render.report_kinds import CHANGES
from cchc_audit.render.writers.delimited import ISO_MOMENT
from cchc_audit.texts import Texts


def changes(request: Request, *, old: Side, new: Side) -> Report:
    """All that is not as it was from `old` to `new`, what breaks a rule of family H first.

    The comparison is made over all dossiers; the filters and the period of `request` cut what is
    shown of it.
    """
    # Rejected rows are written of the newer export; `strict` holds for both.
    before, _ = resolve_state(old, replace(request, rejects=None))
    after, provenance = resolve_state(new, request)
    case, calendar = open_method(request.settings, after.as_of)
    lag = request.settings.rules.sync_lag
    found = compare(before, after, case=case, calendar=calendar, sync_lag=lag)
    return report_of(found, request, provenance)


def report_of(found: Changes, request: Request, provenance: Provenance) -> Report:
    """The report of a comparison; `provenance` is that of the newer state."""
    every = choose_shown(found, request)
    rows = every.select(CHANGE_COLUMNS)
    if request.sort is not None:
        rows = rows.sort(_sort_column(request.sort), "dossier_id", nulls_last=True)
    shown = rows if request.limit is None else rows.head(request.limit)
    counts = _counts(rows)
    return Report(
        CHANGES,
        shown.lazy(),
        len(rows),
        len(shown),
        replace(
            provenance,
            files=(found.old.name, *provenance.files),
            options=request.options,
            as_of=found.new.as_of,
        ),
        closing=closing(found, every, Texts(request.settings.lang)),
        extra={
            "old": _told(found.old),
            "new": _told(found.new),
            "counts": counts,
            "mass": [
                {
                    "code": mass.code,
                    "change": mass.change.value,
                    "field": mass.field,
                    "dossiers": mass.dossiers,
                    "share": mass.share,
                }
                for mass in found.mass
            ],
            "lateness_removed": _removed(every),
            "not_compared": list(found.not_compared),
            "method_changed": list(found.method),
        },
    )


def _sort_column(name: str) -> str:
    from cchc_audit.core.errors import ConfigError

    if name not in CHANGE_COLUMNS:
        raise ConfigError("history.sort_unknown", text=name, known=", ".join(CHANGE_COLUMNS))
    return name


def _removed(rows: pl.DataFrame) -> list[dict[str, object]]:
    """The dossiers whose lateness an edit removed: fields, outcomes and deadlines, both judged as
    of the newer state.
    """
    removed = rows.filter(pl.col("fields").is_not_null())
    return removed.select("dossier_id", pl.col("fields").str.split(","), *OUTCOMES).to_dicts()


def _told(state: State) -> Mapping[str, object]:
    return {
        "name": state.name,
        "as_of": state.as_of.strftime(ISO_MOMENT),
        "dossiers": state.size,
        "calendar_digest": state.method.get("calendar"),
        "catalogue_digest": state.method.get("catalogue"),
    }


def choose_shown(found: Changes, request: Request) -> pl.DataFrame:
    """The rows that pass the filters, by what the dossier is in either state."""
    filters = {key: texts for key, texts in (request.filters or {}).items() if texts}
    if not filters and request.first is None and request.last is None:
        return found.rows
    columns = ("channel", *filter_columns(filters))
    frames = [_attributes(state, columns) for state in (found.old, found.new)]
    every = pl.concat(frames)
    values = {name: sorted(every[name].drop_nulls().unique()) for name in columns}
    units = load_units(request.settings.units)
    passes = where(
        filters,
        values=values,
        canonical=units.canonical,
        officer_shown=officer_shown(request.settings.privacy),
    )
    if request.last is not None:
        passes &= (pl.col("received_at").dt.date() <= request.last).fill_null(value=True)
    if request.first is not None:
        passes &= (pl.col("finished_at").dt.date() >= request.first).fill_null(value=True)
    ids = every.filter(passes).select("dossier_id").unique()
    return found.rows.join(ids, on="dossier_id", how="semi", maintain_order="left")


def _attributes(state: State, columns: tuple[str, ...]) -> pl.DataFrame:
    names = dict.fromkeys(("dossier_id", "received_at", "finished_at", *columns))
    frame = state.dossiers
    absent = [pl.lit(None, dtype=pl.String).alias(n) for n in names if n not in frame.columns]
    return frame.with_columns(absent).select(*names)


def _counts(rows: pl.DataFrame) -> dict[str, object]:
    """Dossiers by kind of change and by code: of all, by commune, by officer."""
    return {
        "all": _tallied(rows)[0],
        "communes": _tallied(rows, "commune"),
        "officers": _tallied(rows.filter(pl.col("officer").is_not_null()), "officer"),
    }


def _tallied(rows: pl.DataFrame, *keys: str) -> list[dict[str, object]]:
    """One record a group, the one with most findings first; `dossiers` counts each once."""
    number = pl.col("dossier_id")
    sums = [
        number.n_unique().alias("dossiers"),
        *(number.filter(pl.col("change") == kind).n_unique().alias(kind) for kind in Change),
        *(number.filter(pl.col("code") == code).n_unique().alias(code) for code in CODES),
    ]
    if not keys:
        return rows.select(sums).to_dicts()
    order = [pl.sum_horizontal(CODES), pl.col("dossiers")]
    groups = rows.group_by(*keys).agg(sums)
    ordered = groups.sort(*order, *keys, descending=[True, True, *(False for _ in keys)])
    return ordered.to_dicts()
