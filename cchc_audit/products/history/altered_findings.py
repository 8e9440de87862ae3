"""The findings of family H put among those of the other rules."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from cchc_audit.analysis.rules import FOUND_COLUMNS, Findings, Rule, RuleState
from cchc_audit.analysis.rules.finding_rows import sort_findings
from cchc_audit.analysis.rules.messages import key_of, message_of
from cchc_audit.analysis.rules.run_rules import RunStatus
from cchc_audit.analysis.snapshots import Change, Changes, list_findings
from cchc_audit.core.vocabulary import Severity, Status
from cchc_audit.products.history.change_sentences import name_fields
from cchc_audit.render import numbers
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

_DATED = r"(\d{4})-(\d{2})-(\d{2})"
_TIMED = _DATED + r"T(\d{2}:\d{2})"


def with_altered(
    found: Findings, changes: Changes, chosen: Sequence[Rule], texts: Texts
) -> Findings:
    """`found` with what breaks the `chosen` rules of family H between two nights.

    The rules of family H count as run: they had the two states they need.
    """
    frame = list_findings(changes)
    codes = set(frame["code"].drop_nulls())
    rules = [rule for rule in chosen if rule.family == "H"]
    parts = [
        _told(rule, frame.filter(pl.col("code") == rule.code), texts)
        for rule in rules
        if rule.code in codes
    ]
    counts = {part["code"][0]: len(part) for part in parts}
    states = tuple(
        RuleState(state.rule, RunStatus.RAN, counts.get(state.rule.code, 0), 0, None)
        if state.rule.family == "H"
        else state
        for state in found.states
    )
    rows = sort_findings(pl.concat([found.rows, *parts])) if parts else found.rows
    return Findings(rows.lazy(), len(rows), states)


def _told(rule: Rule, frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The findings of one rule, each in the wording that fits it."""
    worded = _in_words(frame, texts)
    message = pl.lit(None, dtype=pl.String)
    for variant in frame["variant"].unique():
        said = message_of(_key(rule, variant), worded, texts=texts, term=str)
        message = pl.when(pl.col("variant").eq_missing(variant)).then(said).otherwise(message)
    nowhere = pl.lit(None, dtype=pl.UInt32)
    return worded.with_columns(
        message.alias("message"), nowhere.alias("source"), nowhere.alias("source_line")
    ).select(FOUND_COLUMNS)


def _key(rule: Rule, variant: str | None) -> str:
    if variant in ("mass", "mass_gone"):
        return f"snapshots.{variant}"
    return key_of(rule, variant)


def _in_words(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The values of the sentences as people write them; evidence keeps its ISO dates."""
    # Seconds matter only where all else is the same.
    finest = pl.col("old").str.slice(0, 16).eq_missing(pl.col("new").str.slice(0, 16))
    clock = {True: _TIMED + r"(:\d{2})", False: _TIMED + r"(?::\d{2})"}
    moments = {
        name: pl.when(finest)
        .then(pl.col(name).str.replace_all(clock[True], "$3/$2/$1 $4$5"))
        .otherwise(pl.col(name).str.replace_all(clock[False], "$3/$2/$1 $4"))
        .str.replace_all(_DATED, "$3/$2/$1")
        for name in ("old", "new")
    }
    known = pl.col("known").str.replace_all(_TIMED + r"(?::\d{2})", "$3/$2/$1 $4")
    return frame.with_columns(
        **{name: _statuses(name, said, texts) for name, said in moments.items()},
        known=pl.when(pl.col("change") == Change.GONE.value)
        .then(known.str.replace_all(_DATED, "$3/$2/$1"))
        .otherwise(_worded(frame["known"], say_night)),
        **_lateness_in_words(frame, texts),
        share=_worded(frame["share"], lambda share: numbers.percent(share, texts)),
        dossiers=_worded(frame["dossiers"], lambda n: numbers.whole(n, texts)),
    )


def say_night(as_of: str) -> str:
    """When a state was judged, as people say it: at midnight it is that of the day before."""
    night = night_of(as_of)
    return numbers.moment(night) if isinstance(night, datetime) else numbers.day(night)


def night_of(as_of: str) -> date:
    """The instant of a state, in ISO form, as a moment; at midnight the day that ends with it."""
    moment = datetime.fromisoformat(as_of)
    return moment.date() - timedelta(days=1) if moment.time() == time(0) else moment


def _lateness_in_words(frame: pl.DataFrame, texts: Texts) -> dict[str, pl.Expr]:
    """Outcomes, deadlines and fields of lateness that was removed, as people write them."""
    said: dict[str, pl.Expr] = {
        name: pl.col(name).str.replace(_DATED, "$3/$2/$1")
        for name in ("deadline_then", "deadline_now")
    }
    for name in ("outcome_then", "outcome_now"):
        said[name] = _worded(frame[name], lambda outcome: texts.short(f"outcome.{outcome}"))
    said["fields"] = _worded(frame["fields"], lambda names: name_fields(names, texts))
    return said


def _worded(values: pl.Series, said: Callable[[Any], str]) -> pl.Expr:
    """The few different numbers of a column in words."""
    words = {value: said(value) for value in values.drop_nulls().unique()}
    if not words:
        return pl.lit(None, dtype=pl.String)
    return pl.col(values.name).replace_strict(words, default=None, return_dtype=pl.String)


def _statuses(name: str, said: pl.Expr, texts: Texts) -> pl.Expr:
    """A status in words, where the status is what changed."""
    words = {status.value: f"“{texts.short(f'status.{status}')}”" for status in Status}
    is_status = pl.col("field") == "status"
    return pl.when(is_status).then(pl.col(name).replace(words)).otherwise(said)


def counted(report: Report) -> dict[str, int]:
    """How many findings of each severity; those that a baseline knows among them."""
    rows = report.rows.select("severity").collect()
    return {severity.value: int((rows["severity"] == severity).sum()) for severity in Severity}
