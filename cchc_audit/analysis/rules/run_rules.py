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
from cchc_audit.analysis.rules.finding_rows import (
    DOSSIER,
    GRADE,
    VARIANT,
    Part,
    complete,
    list_parts,
    pack_words,
)
from cchc_audit.analysis.rules.messages import TermWords
from cchc_audit.analysis.rules.rule import ChangeTest, DossierTest, GroupTest, Rule, RuleContext
from cchc_audit.core.columns import PERSONAL
from cchc_audit.engine.answers import Answer, Engine, Sums
from cchc_audit.engine.batches import Listed
from cchc_audit.law.catalogue.term_tables import text_of
from cchc_audit.texts import Texts

_VIOLATED = "_violated_"


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
    """`plan`: one row a finding, the heaviest first, then by code, commune and dossier; told in
    words while they are collected. `total` counts them.

    Columns `FOUND_COLUMNS`, String but for `source` and `source_line` (UInt32); `dossier_id` is
    null for a finding about a group; `evidence` is a JSON object. `states`: one a rule.
    """

    plan: pl.LazyFrame
    total: int
    states: tuple[RuleState, ...]

    @property
    def rows(self) -> pl.DataFrame:
        """All of them at once."""
        return self.plan.collect()


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

    def plan(self, period: pl.LazyFrame, shown: pl.Expr) -> list[Answer]:
        """What is to be collected of the judged dossiers of the `period`, a frame each.

        `shown` says which of them the findings about single dossiers are asked for; patterns are
        counted over all of them.
        """
        rows = add_facts(period.drop(PERSONAL, strict=False), self.context)
        patterns: list[Answer] = [
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
        hits = [mark.sum().cast(pl.Int64) for mark in marks]
        hits += [mark.null_count().cast(pl.Int64).name.prefix("_null") for mark in marks]
        counts = Sums(tested.select(hits), frozenset(hit.meta.output_name() for hit in hits))
        graded = [
            part(self.context).alias(name + rule.code)
            for rule, test in tests
            for name, part in ((GRADE, test.grade), (VARIANT, test.variant))
            if part is not None
        ]
        wanted = dict.fromkeys([*DOSSIER, *(n for rule, _ in tests for n in rule.shows)])
        found = (
            tested.filter(pl.any_horizontal(marks).fill_null(value=False))
            .with_columns(graded)
            .select(*wanted, *marks, pl.col(f"^({GRADE}|{VARIANT}).*$"))
        )
        if "term" in wanted:
            found = found.with_columns(text_of(pl.col("term")).alias("term"))
        return [counts, Listed(pack_words(found)), *patterns]

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
        parts: list[Part] = []
        states: dict[str, RuleState] = {}

        def ran(rule: Rule, found: int, unknown: int) -> None:
            states[rule.code] = RuleState(rule, RunStatus.RAN, found, unknown, None)

        if self.singles:
            counts, found = rest.pop(0), rest.pop(0)
            rows = found.select(pl.exclude(f"^{_VIOLATED}.*$"))
            for rule in self.singles:
                mark = _VIOLATED + rule.code
                parts.append(Part(rule, rows, found[mark].arg_true()))
                ran(rule, counts[mark].item() or 0, counts[f"_null{mark}"].item())
        for rule, frame in zip(self.patterns, rest, strict=True):
            assert isinstance(rule.test, GroupTest)
            groups = complete(rule.test.conclude(frame, self.context))
            if shown is not None:
                groups = groups.filter(shown)
            parts.append(Part(rule, groups.filter(pl.col("violated"))))
            ran(rule, len(parts[-1]), groups["violated"].null_count())
        given = dict(others)
        for rule in self.chosen:
            if rule.code in given:
                parts.append(Part(rule, given[rule.code]))
                ran(rule, len(parts[-1]), 0)
        return Findings(
            list_parts(parts, self.texts, self.term),
            sum(map(len, parts)),
            tuple(states.get(r.code) or self._skip(r) for r in self.chosen),
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
