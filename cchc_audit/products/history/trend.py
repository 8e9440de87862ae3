"""Rates and backlog over the snapshots: one row a snapshot and group.

The figures by commune stand in the manifests, so that nights whose data was pruned still count;
by any other key, the data of the snapshots that are kept is read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from cchc_audit.analysis.snapshots import Entry, Keeping, Store
from cchc_audit.analysis.snapshots.store import Contents
from cchc_audit.analysis.summary import Key, filter_columns, natural, ratio, where
from cchc_audit.analysis.summary.keys import as_text, group_value
from cchc_audit.analysis.summary.measures import COUNTED
from cchc_audit.core.errors import CchcError, InputError
from cchc_audit.core.vocabulary import IN_TIME, OPEN, RESOLVED
from cchc_audit.render.report import UnreadPart

Canonical = Callable[[str], str | None]
"""Names the commune of today that a commune of a snapshot is."""
UNRIPE = 0.2
"""A month of receipt of which more than this is still open is incomplete: the quick ones are done,
and its rate looks better than it will be.
"""


def columns_of(key: Key) -> tuple[str, ...]:
    """The columns of a row, in their order."""
    return (
        *("as_of_day", key.value, "total", "resolved"),
        *(outcome.value for outcome in COUNTED),
        *("on_time_rate", "true_rate", "open_share", "incomplete"),
    )


@dataclass(frozen=True, slots=True)
class Course:
    """`frame`: a row a snapshot and group; `unread`: the files of nights that are missing in it
    because they cannot be read, by their names.
    """

    frame: pl.DataFrame
    unread: tuple[UnreadPart, ...]


def trend(
    store: Store,
    *,
    by: Key = Key.COMMUNE,
    communes: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    canonical: Canonical = str,
) -> Course:
    """One row a snapshot and group (columns `columns_of(by)`), the total of each day last, its key
    null.

    `as_of_day` Date; counts Int64; `on_time_rate` = (early + on time) / resolved, `true_rate` the
    same over resolved and overdue, `open_share` = open / total (Float64, null without a
    denominator); `incomplete` marks a month of receipt of which more than `UNRIPE` is open.
    `communes` cut to those, `first` and `last` to the snapshots of these days. `canonical` names
    the commune of today that one of a snapshot is: those that merged are one line. Raises
    `InputError` where there is no snapshot, or none that can be read, and `ConfigError` for a
    commune that matches nothing.
    """
    contents = store.contents()
    wanted = [
        entry
        for day, entry in contents.current.items()
        if (first is None or day >= first) and (last is None or day <= last)
    ]
    unread = _unread_manifests(contents)
    if by is Key.COMMUNE:
        counted = list(_of_manifests(wanted, by, communes, canonical))
    else:
        counted = []
        for entry in wanted:
            keeping = contents.keeping(entry)
            if keeping is Keeping.MISSING:
                unread.append(_unread(entry.data, "data_missing"))
            if keeping is not Keeping.KEPT:
                continue
            try:
                counted.append(_of_data(entry, by, communes, canonical))
            except (pl.exceptions.PolarsError, OSError):
                unread.append(_unread(entry.data, "data_edited"))
    if not wanted or not counted:
        if unread:
            raise InputError("snapshots.damaged", file=store.folder / unread[0].name)
        raise InputError("snapshots.none", folder=store.folder)
    found = sorted(unread, key=lambda part: part.name)
    return Course(_measured(pl.concat(counted), by), tuple(found))


def as_of(store: Store, frame: pl.DataFrame) -> datetime:
    """The instant of judgement of the newest snapshot among the rows of `trend`."""
    newest = frame["as_of_day"].max()
    return next(
        entry.manifest.as_of for day, entry in store.contents().current.items() if day == newest
    )


def _unread_manifests(contents: Contents) -> list[UnreadPart]:
    """The manifests that cannot be read: those that are damaged, and those of another version."""
    foreign = {found.path for found in contents.foreign}
    kinds = {path: "foreign" if path in foreign else "unreadable" for path in contents.unread}
    return [_unread(path, f"manifest_{kind}") for path, kind in kinds.items()]


def _unread(path: Path, kind: str) -> UnreadPart:
    why = CchcError(f"snapshots.break.{kind}", file=path.name)
    return UnreadPart(path.name, why, holds_rows=True)


def _of_manifests(
    entries: Sequence[Entry], by: Key, communes: Sequence[str], canonical: Canonical
) -> Iterator[pl.DataFrame]:
    """`as_of_day`, the key, `outcome`, `n` of each snapshot, from what its manifest counts."""
    records = [
        {
            "as_of_day": entry.manifest.day,
            by.value: _today(group.commune, canonical),
            "outcome": outcome,
            "n": n,
        }
        for entry in entries
        for group in entry.manifest.figures
        for outcome, n in group.outcomes.items()
    ]
    schema: Mapping[str, pl.DataType] = {
        "as_of_day": pl.Date(),
        by.value: pl.String(),
        "outcome": pl.String(),
        "n": pl.Int64(),
    }
    frame = pl.DataFrame(records, schema=schema, orient="row")
    yield frame.filter(_among(communes, frame[by.value])) if communes else frame


def _today(commune: str | None, canonical: Canonical) -> str | None:
    return None if commune is None else canonical(commune)


def _of_data(entry: Entry, by: Key, communes: Sequence[str], canonical: Canonical) -> pl.DataFrame:
    """The same of one snapshot, from the dossiers themselves. Raises `PolarsError` or `OSError` for
    data that is damaged.
    """
    frame = pl.scan_parquet(entry.data, glob=False)
    needed = [*_sources(by), *filter_columns({"commune": communes}), "commune"]
    there = frame.collect_schema().names()
    absent = [pl.lit(None, dtype=pl.String).alias(n) for n in needed if n not in there]
    dossiers = frame.with_columns(absent).select(*dict.fromkeys([*needed, "outcome"])).collect()
    names = {name: canonical(name) for name in dossiers["commune"].drop_nulls().unique()}
    dossiers = dossiers.with_columns(pl.col("commune").replace(names))
    if communes:
        dossiers = dossiers.filter(_among(communes, dossiers["commune"]))
    return (
        dossiers.group_by(group_value(by), pl.col("outcome").alias("verdict"))
        .agg(pl.len().cast(pl.Int64).alias("n"))
        .select(
            pl.lit(entry.manifest.day).alias("as_of_day"),
            as_text(by),
            pl.col("verdict").alias("outcome"),
            "n",
        )
    )


def _sources(by: Key) -> tuple[str, ...]:
    match by:
        case Key.PROCEDURE:
            return ("procedure_code", "procedure_name")
        case Key.MONTH:
            return ("received_at",)
    return (by.value,)


def _among(communes: Sequence[str], known: pl.Series) -> pl.Expr:
    return where({"commune": communes}, values={"commune": sorted(known.drop_nulls().unique())})


def _measured(counts: pl.DataFrame, by: Key) -> pl.DataFrame:
    """Groups and the total of each day, with their rates."""
    outcome, n = pl.col("outcome"), pl.col("n")
    sums = [
        n.sum().alias("total"),
        n.filter(outcome.is_in(RESOLVED)).sum().alias("resolved"),
        *(n.filter(outcome == kind.value).sum().alias(kind.value) for kind in COUNTED),
        n.filter(outcome.is_in(IN_TIME)).sum().alias("_good"),
        n.filter(outcome.is_in(OPEN)).sum().alias("_open"),
    ]
    groups = natural(counts.group_by("as_of_day", by.value).agg(sums), [by])
    total = counts.group_by("as_of_day").agg(sums)
    total = total.with_columns(pl.lit(None, dtype=pl.String).alias(by.value))
    every = pl.concat(
        [
            groups.with_columns(pl.lit(value=False).alias("_total")),
            total.select(groups.columns).with_columns(pl.lit(value=True).alias("_total")),
        ]
    )
    share = ratio(pl.col("_open"), pl.col("total"))
    unripe = pl.lit(by is Key.MONTH) & ~pl.col("_total") & (share > UNRIPE)
    return (
        every.with_columns(
            ratio(pl.col("_good"), pl.col("resolved")).alias("on_time_rate"),
            ratio(pl.col("_good"), pl.col("resolved") + pl.col("overdue")).alias("true_rate"),
            share.alias("open_share"),
            unripe.fill_null(value=False).alias("incomplete"),
        )
        .sort("as_of_day", "_total", maintain_order=True)
        .select(columns_of(by))
    )
