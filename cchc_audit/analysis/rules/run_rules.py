"""Runs rules over judged dossiers in the pass that counts everything else.

A run says what it wants of the dossiers (`plan`, lazy frames to be collected in one
pass) and turns what was collected into findings (`conclude`). A rule whose columns are missing is
skipped with the reason; what it cannot tell of a dossier is counted, never taken for fine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.rules.facts.add_facts import add_facts
from cchc_audit.analysis.rules.messages import TermWords, evidence_of, key_of, message_of
from cchc_audit.analysis.rules.rule import ChangeTest, DossierTest, GroupTest, Rule, RuleContext
from cchc_audit.core.columns import FINDING_COLUMNS, PERSONAL
from cchc_audit.core.vocabulary import Severity
from cchc_audit.engine.batches import Batches
from cchc_audit.intake.duplicates import Engine
from cchc_audit.law.catalogue.term_tables import text_of
from cchc_audit.texts import Texts

FOUND_COLUMNS = tuple("source" if name == "source_file" else name for name in FINDING_COLUMNS)
"""Those of a finding while the file it is in has only its number."""

_DOSSIER = ("dossier_id", "commune", "procedure_code", "officer", "source", "source_line")
_VIOLATED, _GRADE, _VARIANT = "_violated_", "_grade_", "_variant_"
_SEVERITY = pl.Enum(Severity)


class RunStatus(StrEnum):
    """Whether a rule was run."""

    RAN = "ran"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class RuleState:
    """What became of one rule: how often it was violated, how often that could not be told.

    `skipped_because` is a finished sentence, None for a rule that ran.
    """

    rule: Rule
    status: RunStatus
    found: int
    not_assessable: int
    skipped_because: str | None


@dataclass(frozen=True, slots=True)
class Findings:
    """`rows`: one row a finding, the heaviest first, then by code, commune and dossier.

    Columns `FOUND_COLUMNS`, String but for `source` and `source_line` (UInt32); `dossier_id` is
    null for a finding about a group; `evidence` is a JSON object. `states`: one a rule.
    """

    rows: pl.DataFrame
    states: tuple[RuleState, ...]


@dataclass(frozen=True, slots=True)
class RuleRun:
    """The rules chosen for a run, in what they run in, and in whose words."""

    chosen: tuple[Rule, ...]
    context: RuleContext
    texts: Texts
    term: TermWords

    @property
    def singles(self) -> tuple[Rule, ...]:
        """The rules about one dossier that can run."""
        return tuple(r for r in self._runnable() if isinstance(r.test, DossierTest))

    @property
    def patterns(self) -> tuple[Rule, ...]:
        """The rules about groups that can run."""
        return tuple(r for r in self._runnable() if isinstance(r.test, GroupTest))

    def plan(self, period: pl.LazyFrame, shown: pl.Expr) -> list[pl.LazyFrame | Batches]:
        """What is to be collected of the judged dossiers of the `period`, a frame each.

        `shown` says which of them the findings about single dossiers are asked for; patterns are
        counted over all of them.
        """
        rows = add_facts(period.drop(PERSONAL, strict=False), self.context)
        patterns: list[pl.LazyFrame | Batches] = [
            r.test.count(rows, self.context) for r in self.patterns if isinstance(r.test, GroupTest)
        ]
        inside = rows.filter(shown)
        tests = [(r, r.test) for r in self.singles if isinstance(r.test, DossierTest)]
        if not tests:
            return patterns
        tested = inside.with_columns(
            test.violated(self.context).alias(_VIOLATED + rule.code) for rule, test in tests
        )
        marks = [pl.col(_VIOLATED + rule.code) for rule, _ in tests]
        counts = tested.select(
            *(mark.sum().cast(pl.Int64) for mark in marks),
            *(mark.null_count().cast(pl.Int64).name.prefix("_null") for mark in marks),
        )
        graded = [
            part(self.context).alias(name + rule.code)
            for rule, test in tests
            for name, part in ((_GRADE, test.grade), (_VARIANT, test.variant))
            if part is not None
        ]
        wanted = dict.fromkeys([*_DOSSIER, *(n for rule, _ in tests for n in rule.shows)])
        found = (
            tested.filter(pl.any_horizontal(marks).fill_null(value=False))
            .with_columns(graded)
            .select(*wanted, *marks, pl.col(f"^({_GRADE}|{_VARIANT}).*$"))
        )
        if "term" in wanted:
            found = found.with_columns(text_of(pl.col("term")).alias("term"))
        return [counts, Batches(found), *patterns]

    def look_again(
        self, frames: Sequence[pl.DataFrame], judged: pl.LazyFrame, *, engine: Engine
    ) -> list[pl.DataFrame]:
        """`frames` (what `plan` had collected) with the second looks that are worth it in place of
        what was counted. `judged` is every row of the export.
        """
        rows = add_facts(judged.drop(PERSONAL, strict=False), self.context)
        seen = list(frames)
        for place, rule in enumerate(self.patterns, start=len(frames) - len(self.patterns)):
            if not isinstance(rule.test, GroupTest) or rule.test.recount is None:
                continue
            look = rule.test.recount(rows, frames[place], self.context)
            if look is not None:
                seen[place] = look.collect(engine=engine)
        return seen

    def conclude(
        self,
        frames: Sequence[pl.DataFrame],
        shown: pl.Expr | None = None,
        others: Sequence[tuple[str, pl.DataFrame]] = (),
    ) -> Findings:
        """The findings, of what `plan` had collected (and `look_again` found), in its order.

        `shown` cuts the findings of patterns by their columns `commune` and `officer`. `others`
        are findings judged elsewhere: code → frame with the columns the rule shows.
        """
        rest = list(frames)
        parts: list[pl.DataFrame] = []
        states: dict[str, RuleState] = {}
        if self.singles:
            counts, found = rest.pop(0), rest.pop(0)
            for rule in self.singles:
                mark = _VIOLATED + rule.code
                parts.append(self._write(rule, found.filter(pl.col(mark))))
                states[rule.code] = RuleState(
                    rule,
                    RunStatus.RAN,
                    counts[mark].item() or 0,
                    counts[f"_null{mark}"].item(),
                    None,
                )
        for rule, frame in zip(self.patterns, rest, strict=True):
            assert isinstance(rule.test, GroupTest)
            groups = _complete(rule.test.conclude(frame, self.context))
            if shown is not None:
                groups = groups.filter(shown)
            parts.append(self._write(rule, groups.filter(pl.col("violated"))))
            unknown = groups["violated"].null_count()
            states[rule.code] = RuleState(rule, RunStatus.RAN, len(parts[-1]), unknown, None)
        given = dict(others)
        for rule in self.chosen:
            if rule.code in given:
                parts.append(self._write(rule, given[rule.code]))
                states[rule.code] = RuleState(rule, RunStatus.RAN, len(parts[-1]), 0, None)
        return Findings(
            _gather(parts), tuple(states.get(r.code) or self._skip(r) for r in self.chosen)
        )

    def _runnable(self) -> list[Rule]:
        return [r for r in self.chosen if not r.missing(self.context.available)]

    def _skip(self, rule: Rule) -> RuleState:
        missing = rule.missing(self.context.available)
        if isinstance(rule.test, ChangeTest):
            because = self.texts("rules.needs_two_snapshots")
        else:
            labels = ", ".join(
                self.texts(f"column.{n}") if self.texts.has(f"column.{n}") else n for n in missing
            )
            because = self.texts("rules.columns_missing", columns=labels)
        return RuleState(rule, RunStatus.SKIPPED, 0, 0, because)

    def _write(self, rule: Rule, frame: pl.DataFrame) -> pl.DataFrame:
        """The findings of one rule over the rows or groups that violate it."""
        frame = _complete(frame)
        grade, variant = _GRADE + rule.code, _VARIANT + rule.code
        severity = pl.col(grade) if grade in frame.columns else pl.lit(rule.severity.value)
        message = self._message(rule, frame, variant if variant in frame.columns else None)
        return frame.select(
            pl.lit(rule.code).alias("code"),
            severity.cast(pl.String).cast(_SEVERITY).alias("severity"),
            *(pl.col(name).cast(pl.String) for name in _DOSSIER[:4]),
            message.alias("message"),
            evidence_of(rule, frame).alias("evidence"),
            *(pl.col(name).cast(pl.UInt32) for name in _DOSSIER[4:]),
        )

    def _message(self, rule: Rule, frame: pl.DataFrame, variant: str | None) -> pl.Expr:
        message = pl.lit(None, dtype=pl.String)
        if frame.is_empty():
            return message
        if variant is None:
            return self._sentence(rule, frame, None)
        for wording in frame[variant].drop_nulls().unique().sort():
            said = self._sentence(rule, frame, wording)
            message = pl.when(pl.col(variant) == wording).then(said).otherwise(message)
        return message

    def _sentence(self, rule: Rule, frame: pl.DataFrame, variant: str | None) -> pl.Expr:
        return message_of(key_of(rule, variant), frame, texts=self.texts, term=self.term)


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of a finding that a group does not have, as nulls."""
    types = dict.fromkeys(_DOSSIER[:4], pl.String) | dict.fromkeys(_DOSSIER[4:], pl.UInt32)
    return frame.with_columns(
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in types.items()
        if name not in frame.columns
    )


def _gather(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    schema = {name: pl.String() for name in FOUND_COLUMNS}
    empty = pl.DataFrame(schema=schema).with_columns(
        pl.col("severity").cast(_SEVERITY), pl.col("source", "source_line").cast(pl.UInt32)
    )
    rows = pl.concat([empty, *(part.select(FOUND_COLUMNS) for part in parts)])
    return sort_findings(rows)


def sort_findings(rows: pl.DataFrame) -> pl.DataFrame:
    """Findings with the heaviest first, then by code, commune and dossier."""
    order = ("severity", "code", "commune", "dossier_id", "source", "source_line")
    ranked = rows.with_columns(pl.col("severity").cast(_SEVERITY))
    return ranked.sort(order, nulls_last=True).with_columns(pl.col("severity").cast(pl.String))


def rules_document(findings: Findings) -> list[dict[str, object]]:
    """Every rule of a run with its counts, as the documents carry it."""
    return [
        {
            "code": state.rule.code,
            "name": state.rule.name,
            "severity": state.rule.severity.value,
            "status": state.status.value,
            "found": state.found,
            "not_assessable": state.not_assessable,
            "skipped_because": state.skipped_because,
        }
        for state in findings.states
    ]
