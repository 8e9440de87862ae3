"""From the exports to the packs: figures, lists, findings and samples, in one pass over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from cchc_audit.analysis.rules import Findings, Rule
from cchc_audit.analysis.summary import (
    Key,
    count_histogram,
    distinct_values,
    in_period,
    late_rows,
    natural_key,
    summarise,
    where,
)
from cchc_audit.audit.dataset import Dataset, open_dataset
from cchc_audit.audit.findings import apply_rules
from cchc_audit.audit.lists import add_defences, find_contestable, list_columns, present
from cchc_audit.audit.remarks.unread_statuses import count_unread, unknown_statuses
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult
from cchc_audit.audit.scope import match_filters
from cchc_audit.core.columns import FINDING_COLUMNS, PERSONAL
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import Showing
from cchc_audit.core.vocabulary import BEHIND, OPEN, Severity
from cchc_audit.engine.answers import Answer
from cchc_audit.engine.batches import Batches
from cchc_audit.law.verdict import defend
from cchc_audit.products.brief.dossiers_to_ask import dossiers_to_ask
from cchc_audit.products.brief.pack import Figures, Gathered, Pack, RuleCount, Span
from cchc_audit.products.brief.period_before import before, covers, judged_then, last_day
from cchc_audit.products.brief.sample import sample
from cchc_audit.products.brief.unit_figures import (
    in_hand,
    in_the_cabinet,
    loads,
    months,
    named_officers,
)
from cchc_audit.products.history import judged_with_copies, snapshot_rows
from cchc_audit.products.history.altered_findings import with_altered
from cchc_audit.products.history.since import compare_since, last_night
from cchc_audit.render.report import UnknownStatuses
from cchc_audit.texts import Texts

_POPULATION = (
    *("dossier_id", "commune", "agency", "officer", "_raw_officer", "procedure_code"),
    *("procedure_name", "received_at", "promised_at", "deadline", "finished_at", "outcome"),
    "days_late",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pack is asked to hold: the rules, the size of the sample and the seed of its lot."""

    rules: tuple[Rule, ...]
    size: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Pass:
    """What one pass gave for all units: counts of the peers, the units' dossiers, their lists,
    their findings, their statuses that nobody knows.
    """

    result: RunResult
    peers: pl.DataFrame
    population: pl.DataFrame
    listed: pl.DataFrame
    findings: pl.DataFrame
    states: Findings
    covered: bool
    statuses: UnknownStatuses


def gather_packs(request: Request, wanted: Wanted) -> Gathered:
    """The pack of each unit that the request names, each for itself.

    A unit is a commune where `commune` is among the filters, else an office (`agency`); the other
    filters hold for its peers, too. Officers are named as published outputs name them. Raises
    `ConfigError` for a request that names no unit, or one that is not there.
    """
    key = _key(request)
    telling = request.settings.privacy.officers(published=True)
    request = _published(request)
    dataset = open_dataset(request)
    names, span = _names(dataset, key), before(request)
    found = _pass(dataset, wanted, key, names, span)
    earlier: Mapping[str, Figures] = {}
    if span is not None and found.covered:
        earlier = judged_then(request, span, key, names)
    target = request.target_rate
    summary = summarise(found.peers, (key,), target=target)
    nothing = summarise(found.peers.clear(), (), target=target).total.row(0, named=True)
    figures = {row[key]: row for row in summary.groups.to_dicts()}
    return Gathered(
        request=request,
        key=key,
        packs=tuple(
            _pack(name, figures.get(name, nothing), earlier.get(name), found, wanted, key)
            for name in names
        ),
        peers=summary.total.row(0, named=True),
        peers_count=summary.groups[key].drop_nulls().len(),
        units=tuple(summary.groups.drop_nulls(key).select(key, "resolved", "late").rows()),
        before=span,
        covered=found.covered,
        size=wanted.size,
        seed=wanted.seed,
        named=named_officers(found.population) if telling is Showing.SHOW else {},
        provenance=replace(found.result.conclude(), statuses=found.statuses),
    )


def _key(request: Request) -> Key:
    filters = request.filters or {}
    for key in (Key.COMMUNE, Key.AGENCY):
        if filters.get(key):
            return key
    raise ConfigError("brief.unit_missing")


def _published(request: Request) -> Request:
    """The request with officers as published outputs name them: a page is passed on."""
    return replace(request, settings=request.settings.published())


def _others(request: Request, key: Key) -> tuple[str, ...]:
    """The filters beside the one that names the units: they hold for the peers, too."""
    return tuple(name for name in request.filters or {} if name != key)


def _names(dataset: Dataset, key: Key) -> list[str]:
    """The units that the request means, by the names they have in the export."""
    asked = (dataset.request.filters or {})[key]
    values = distinct_values(dataset.accepted, (key.value,))
    known = pl.DataFrame({key.value: values[key.value]}, schema={key.value: pl.String})
    canonical = dataset.units.canonical
    meant = where({key: asked}, values=values, canonical=canonical)
    return sorted(known.filter(meant)[key.value], key=natural_key)


def _pass(
    dataset: Dataset, wanted: Wanted, key: Key, names: Sequence[str], span: Span | None
) -> _Pass:
    """The one pass: the rules, and beside them what the figures and lists are made of."""
    request = dataset.request
    peers = match_filters(dataset, only=_others(request, key))
    period = in_period(request.first, request.last)
    scope = period & peers & pl.col(key).is_in(list(names))
    personal = PERSONAL if request.show_personal else ()
    outcome = pl.col("outcome")
    night = last_night(request)
    dataset = dataset if night is None else judged_with_copies(dataset)

    def beside(rows: pl.LazyFrame) -> list[Answer]:
        mine = rows.filter(scope)
        frames: list[Answer] = [
            count_histogram(rows.filter(period & peers), (key,), first=request.first),
            Batches(mine.select(*_POPULATION, *personal)),
            Batches(mine.filter(outcome.is_in([*BEHIND, *OPEN])).select(list_columns(request))),
            find_contestable(mine),
            count_unread(mine),
        ]
        if night is not None:
            frames.append(snapshot_rows(rows, dataset))
        if span is not None:
            frames.append(Batches(rows.filter(peers), [lambda part: covers(part, span)]))
        return frames

    result, found = apply_rules(dataset, wanted.rules, with_query=beside)
    counts, population, listed, doubtful, unread, *seen = result.frames
    if night is not None:
        changes = compare_since(night, result, seen.pop(0))
        if changes is not None:
            found = with_altered(found, changes, wanted.rules, Texts(request.settings.lang))
    rows = add_defences(listed.lazy(), defend(doubtful, result.dataset.case))
    plain = [pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String)]
    population = population.with_columns(plain)
    findings = found.rows.with_columns(result.dataset.source_file).select(FINDING_COLUMNS)
    return _Pass(
        result=result,
        peers=counts,
        population=population,
        listed=present(rows, dataset).collect(),
        findings=_with_unit(findings, population, key),
        states=found,
        covered=bool(seen and seen[0].sum().item()),
        statuses=unknown_statuses(unread),
    )


def _with_unit(findings: pl.DataFrame, population: pl.DataFrame, key: Key) -> pl.DataFrame:
    """The findings with `_unit` beside each: that of the dossier, else of the commune or the
    officer it is about; null where that is another one.
    """
    of_dossier = population.select("dossier_id", pl.col(key).alias("_unit"))
    of_officer = (
        population.select("officer", pl.col(key).alias("_of_officer"))
        .drop_nulls()
        .unique("officer")
    )
    joined = findings.join(
        of_dossier, on="dossier_id", how="left", maintain_order="left", nulls_equal=False
    ).join(of_officer, on="officer", how="left", maintain_order="left", nulls_equal=False)
    group = pl.col("dossier_id").is_null()
    whose, own = pl.col("_of_officer"), pl.col("_unit")
    if key is Key.COMMUNE:
        whose = pl.coalesce("commune", "_of_officer")
        # What is gone is among no dossiers of the export any more.
        own = pl.coalesce("_unit", "commune")
    return joined.with_columns(pl.when(group).then(whose).otherwise(own).alias("_unit")).drop(
        "_of_officer"
    )


def _pack(
    name: str,
    figures: Figures,
    earlier: Figures | None,
    found: _Pass,
    wanted: Wanted,
    key: Key,
) -> Pack:
    request = found.result.dataset.request
    mine = found.population.filter(pl.col(key) == name)
    listed = found.listed.filter(pl.col(key) == name)
    findings = found.findings.filter(pl.col("_unit") == name).drop("_unit")
    counts = dict(findings.group_by("code").len().iter_rows())
    late = late_rows(listed.lazy()).collect()
    return Pack(
        name=name,
        figures=figures,
        earlier=earlier,
        months=months(mine, first=request.first, last=last_day(request)),
        rules=tuple(RuleCount(s, counts.get(s.rule.code, 0)) for s in found.states.states),
        findings=findings,
        late=late,
        open=in_hand(listed),
        officers=loads(mine),
        asked=dossiers_to_ask(mine, late, findings),
        sample=_sample(in_the_cabinet(mine), findings, wanted),
    )


def _sample(population: pl.DataFrame, findings: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """The dossiers to pull, numbered, with the codes of all rules that flag them (`codes`)."""
    procedure = pl.coalesce("procedure_code", "procedure_name").fill_null("")
    pool = population.select("dossier_id", procedure.alias("procedure"))
    of_dossiers = findings.filter(pl.col("dossier_id").is_not_null())
    errors = of_dossiers.filter(pl.col("severity") == Severity.ERROR)
    flagged = errors.group_by("dossier_id").agg(pl.col("code").n_unique().alias("rules"))
    codes = of_dossiers.group_by("dossier_id").agg(
        pl.col("code").unique().sort().str.join(", ").alias("codes")
    )
    drawn = sample(pool, flagged, size=wanted.size, seed=wanted.seed)
    return (
        drawn.join(population, on="dossier_id", how="left", maintain_order="left")
        .join(codes, on="dossier_id", how="left", maintain_order="left")
        .with_row_index("number", offset=1)
        .drop("_raw_officer")
    )
