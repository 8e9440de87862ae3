"""The rules of family H over what changed between two states: each change with what it breaks."""

from datetime import datetime

import polars as pl

from cchc_audit.analysis.rules import RULES, ChangeTest
from cchc_audit.analysis.snapshots.comparison import LATENESS_COLUMNS, Change, Changes
from cchc_audit.core.vocabulary import Severity

HISTORY_RULES = tuple((rule, rule.test) for rule in RULES if isinstance(rule.test, ChangeTest))
CODES = tuple(rule.code for rule, _ in HISTORY_RULES)
ALTERED_COLUMNS = (
    "code",
    "severity",
    "dossier_id",
    "commune",
    "procedure_code",
    "officer",
    "change",
    "field",
    "old",
    "new",
    "known",
    "dossiers",
    "share",
    "variant",
    *LATENESS_COLUMNS,
    "evidence",
)

_SEVERITIES = {rule.code: rule.severity.value for rule, _ in HISTORY_RULES}
_LAGGING = [rule.code for rule, test in HISTORY_RULES if test.lags]
BESIDE = tuple(rule.code for rule, test in HISTORY_RULES if test.beside)
"""The rules that are found of a change that breaks another one, too."""


def judge_changes(rows: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Adds `code`, `severity`, `note`, `known` to changes with the columns of `changed_facts`.

    `known` is what a finding rests on beside its old and new value: of a dossier that is gone its
    receipt, else the as-of of the older state (`as_of` where a row does not name one). A change
    has one code here; `find_beside` finds what breaks a second rule.
    """
    broken = [
        pl.when(test.violated()).then(pl.lit(rule.code))
        for rule, test in HISTORY_RULES
        if not test.beside
    ]
    in_lag = pl.col("new_at").dt.date() >= pl.col("lag_from")
    note = pl.col("code").is_in(_LAGGING) & in_lag
    received = pl.when(pl.col("change") == Change.GONE.value).then("old_received_at")
    known = pl.coalesce(received, "old_as_of", pl.lit(as_of))
    return (
        rows.with_columns(pl.coalesce(broken).alias("code"))
        .with_columns(note.fill_null(value=False).alias("note"))
        .with_columns(
            _severity(),
            known.dt.to_string("%Y-%m-%dT%H:%M:%S").str.strip_suffix("T00:00:00").alias("known"),
        )
    )


def find_beside(rows: pl.DataFrame) -> pl.DataFrame:
    """Gives changes the codes of the rules that are found beside others.

    A change without a code gets it; one that has a code already stands a second time.
    """
    for rule, test in HISTORY_RULES:
        if not test.beside:
            continue
        broken = test.violated().fill_null(value=False)
        coded = rows.filter(broken).with_columns(
            pl.lit(rule.code).alias("code"), pl.col("is_late_entry").alias("note")
        )
        others = rows.filter(~(broken & pl.col("code").is_null()))
        lateness = [pl.lit(None, dtype=pl.String).alias(name) for name in LATENESS_COLUMNS]
        rows = pl.concat([others.with_columns(lateness), coded.with_columns(_severity())])
    return rows


def _severity() -> pl.Expr:
    """How much a finding weighs, by its code and by whether it is but a note."""
    severity = pl.col("code").replace_strict(_SEVERITIES, return_dtype=pl.String)
    note = pl.lit(Severity.NOTE.value)
    return pl.when("note").then(note).otherwise(severity).alias("severity")


def list_findings(changes: Changes) -> pl.DataFrame:
    """One row a finding, `ALTERED_COLUMNS`; one about the export where too many were hit at once.

    `known`: of what is gone the receipt, else the older state's as-of. `variant`: which wording
    fits: `note`, `finding` or `moved`, null where a rule has but one; `mass` or `mass_gone` of the
    export. `dossiers` and `share` count what a finding about the export stands for. `evidence` is a
    JSON object.
    """
    single = changes.rows.filter(pl.col("code").is_not_null()).with_columns(
        pl.lit(None, dtype=pl.Int64).alias("dossiers"),
        pl.lit(None, dtype=pl.Float64).alias("share"),
        pl.when(pl.col("code").is_in(_LAGGING) & _is_moved())
        .then(pl.lit("moved"))
        .when("note")
        .then(pl.lit("note"))
        .when(pl.col("code").is_in([*_LAGGING, *BESIDE]))
        .then(pl.lit("finding"))
        .alias("variant"),
    )
    known = _text(changes.old.as_of)
    gathered = [
        {
            "code": mass.code,
            "severity": _SEVERITIES[mass.code],
            "change": mass.change.value,
            "field": mass.field,
            "known": known,
            "dossiers": mass.dossiers,
            "share": mass.share,
            "variant": "mass_gone" if mass.change is Change.GONE else "mass",
        }
        for mass in changes.mass
        if mass.code is not None
    ]
    shown = [name for name in ALTERED_COLUMNS if name != "evidence"]
    schema = single.select(shown).schema
    about_export = pl.DataFrame(gathered, schema=schema, orient="row")
    every = pl.concat([about_export, single.select(shown)])
    gone = pl.col("change") == Change.GONE.value
    told = (
        "field", "old", "new",
        _full(pl.when(~gone).then("known").otherwise(pl.lit(known))).alias("old_as_of"),
        pl.lit(_text(changes.new.as_of)).alias("new_as_of"),
        pl.when(gone).then("known").alias("received_at"),
        "dossiers", "share",
    )  # fmt: skip
    evidence = pl.when(pl.col("code").is_in(BESIDE)).then(
        pl.struct(*told, *LATENESS_COLUMNS).struct.json_encode()
    )
    plain = pl.struct(*told).struct.json_encode()
    return every.with_columns(evidence.otherwise(plain).alias("evidence"))


def _full(moment: pl.Expr) -> pl.Expr:
    """An instant with its time of day, midnight too."""
    return (
        pl.when(moment.str.len_chars() == len("2026-03-14"))
        .then(moment + "T00:00:00")
        .otherwise(moment)
    )


def _is_moved() -> pl.Expr:
    """Whether a finding is about an entry that the older state had, too, on another day."""
    return pl.col("old").is_not_null() & (pl.col("change") == Change.ALTERED.value)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
