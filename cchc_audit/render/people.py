"""How one report reads to a person: labels, words for coded values, local numbers and days."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from cchc_audit.core.vocabulary import Certainty, Outcome, Unit
from cchc_audit.render import numbers
from cchc_audit.render.report import Provenance, Report
from cchc_audit.texts import Texts

if TYPE_CHECKING:
    from cchc_audit.intake.damage import Damage

MANY = 0.05
"""From this share of the rows on a fault says something about the export, not about a row."""
_UNREAD = 20
"""So many parts that are not read are named beside an answer; `check` names all."""
RATES = frozenset(
    {
        "on_time_rate",
        "on_time_low",
        "on_time_high",
        "true_rate",
        "true_low",
        "true_high",
        "time_saved",
        "online_share",
        "same_day_share",
        "on_time_rate_cut",
        "max_cut",
        "ratio_766",
        "rate_06a",
    }
)
_HELD = frozenset({"on_time_rate", "true_rate", "on_time_rate_cut"})
SCORES = frozenset({"score_766", "late_ratio"})
"""Points and multiples with two decimals."""
HALVES = frozenset({"processing_median"})
"""Whole numbers that can end in a half."""
TERMS = frozenset({"term", "cut_term", "least_term"})
CODED = frozenset(
    {
        "outcome",
        "reason",
        "certainty",
        "basis",
        "term_source",
        "status",
        "channel",
        "tied_with",
        "bears",
        "letter",
    }
)
_BY_CERTAINTY = tuple(f"late_{certainty}" for certainty in Certainty)
_PARTS = (
    *("early", "on_time", "late", "pending", "overdue", "suspended", "withdrawn"),
    *("unassessable", "not_received"),
)
"""The outcomes a summary counts, in the order of its columns."""
INSTANTS = frozenset({"deadline_at"})
"""Columns whose midnight is an instant, not a bare date."""

Row = Mapping[str, object]


class People(NamedTuple):
    """One report seen through one language.

    `short` takes the short labels, for narrow columns; `clock` shows the time of day of moments,
    where they have one, and of the deadline of a dossier whose term is counted in hours.
    """

    report: Report
    texts: Texts
    short: bool = False
    clock: bool = True

    def label(self, column: str) -> str:
        """The heading of a column; the canonical name where there is no label."""
        keys = self.report.keys
        if column in keys:
            families: tuple[str, ...] = ("key",)
        else:
            families = (*self.report.kind.labels, "summary_column" if keys else "column")
        for family in families:
            if self.texts.has(key := f"{family}.{column}"):
                return self.texts.short(key) if self.short else self.texts(key)
        return column

    def word(self, column: str, value: str) -> str:
        """A text value as people say it: a code, a term, a defence; anything else as it stands."""
        if column in TERMS:
            return numbers.term(value, self.texts, short=self.short)
        if column == "defence":
            return "; ".join(self._label(f"reading.{name.strip()}") for name in value.split(","))
        if column == "doubt":
            return "; ".join(self._label(f"doubt.{name.strip()}") for name in value.split(","))
        if self.report.kind.of_rejects:
            return self._checked(column, value)
        return self._label(f"{column}.{value}") if column in CODED else value

    def limits(self, column: str) -> tuple[float, ...]:
        """What the rates of a column are held against; shares are held against nothing."""
        return self.report.provenance.targets if column in _HELD else ()

    def title(self) -> str:
        """What the report is, in a few words."""
        return self.texts(self.report.kind.title)

    def cell(self, column: str, row: Row, *, total: bool = False) -> str:
        """The text of one cell, not escaped; `total` marks the total row of a summary."""
        value = row[column]
        if column in self.report.keys:
            return self._key(column, value, total=total)
        if value is None:
            return numbers.NOTHING
        if (
            column == "deadline"
            and self.clock
            and _in_hours(row)
            and row.get("deadline_at") is not None
        ):
            value = row["deadline_at"]
        if isinstance(value, datetime):
            return self._moment(column, value)
        if isinstance(value, date):
            return numbers.day(value)
        if isinstance(value, bool):
            return self.word(column, str(value).lower())
        if column == "places" and isinstance(value, int):
            return numbers.signed(value, self.texts)
        if isinstance(value, int) and column != "source_line":
            return numbers.whole(value, self.texts)
        if isinstance(value, float):
            return self._float(column, value)
        return self.word(column, str(value))

    def _key(self, column: str, value: object, *, total: bool) -> str:
        if value is None:
            return self._total(column) if total else self.texts("key.nothing")
        return numbers.month(str(value)) if column == "month" else self.word(column, str(value))

    def _total(self, column: str) -> str:
        return self.texts("key.total_row") if column == self.report.keys[0] else ""

    def _moment(self, column: str, value: datetime) -> str:
        if column in INSTANTS and value.time() == time(0):
            return f"{numbers.day(value)} 00:00"
        if not self.clock:
            return numbers.day(value)
        return numbers.moment(value.replace(second=0) if self.short else value)

    def _float(self, column: str, value: float) -> str:
        if column in HALVES:
            return numbers.decimal(value, self.texts).removesuffix(",0").removesuffix(".0")
        if column in RATES:
            return numbers.percent(value, self.texts, limits=self.limits(column))
        if column in SCORES:
            return numbers.decimal(value, self.texts, places=2)
        return numbers.decimal(value, self.texts)

    def _checked(self, column: str, value: str) -> str:
        """A rejected row names its column and its fault; its value stands as it was."""
        if column == "reason" and self.texts.has(f"intake.fault.{value}"):
            return self.texts(f"intake.fault.{value}")
        return self.label(value) if column == "column" else value

    def _label(self, key: str) -> str:
        """The short word for a code: the long one explains it, and no list repeats that."""
        return self.texts.short(key) if self.texts.has(key) else key.partition(".")[2]


def _in_hours(row: Row) -> bool:
    return str(row.get("term") or "").endswith(Unit.WORKING_HOURS)


def rows_sentence(provenance: Provenance, texts: Texts) -> str:
    """The sum that accounts for every row read: dossiers, rejects, duplicates."""

    def count(value: int) -> str:
        return numbers.whole(value, texts)

    return texts(
        "report.rows",
        read=count(provenance.rows_read),
        assessed=count(provenance.assessed),
        rejected=count(provenance.rows_rejected),
        duplicates=count(provenance.duplicates),
    )


def period_sentence(provenance: Provenance, texts: Texts) -> str:
    """The days asked for, "" where none were named."""
    first, last = (None if one is None else numbers.day(one) for one in provenance.period)
    if first and last:
        return texts("report.span", first=first, last=last)
    if first:
        return texts("report.span_from", first=first)
    return texts("report.span_to", last=last) if last else ""


def warnings(provenance: Provenance, texts: Texts) -> list[str]:
    """Why the figures are not to be trusted as they stand: so many rows were rejected that they
    speak for a part only, a file does not say what is finished, or parts were not read.
    """
    said = []
    rejected = provenance.rows_rejected / max(provenance.rows_read, 1)
    if rejected > MANY:
        said.append(texts("report.many_rejected", share=numbers.percent(rejected, texts)))
    if provenance.stale is not None:
        last, since = provenance.stale
        told = {"last": numbers.day(last), "n": numbers.whole(since, texts)}
        said.append(f"{texts('report.stale', **told)}. {texts('report.stale_way', **told)}")
    if provenance.endless:
        said.append(texts("report.endless", files=", ".join(provenance.endless)))
    said += [texts("intake.sheet_template", file=name) for name in provenance.templates]
    unread = [part for part in provenance.unread if part.holds_rows]
    said += [part.sentence(texts) for part in unread[:_UNREAD]]
    if len(unread) > _UNREAD:
        said.append(texts("report.more_unread", n=len(unread) - _UNREAD))
    said += damage_sentences(provenance, texts)
    said += [remark.sentence(texts) for remark in (*provenance.repeated, *provenance.side_files)]
    if provenance.statuses is not None and provenance.statuses.dossiers:
        said.append(provenance.statuses.advice(texts))
    return said


def damage_sentences(provenance: Provenance, texts: Texts) -> list[str]:
    """The marks of damage; columns of one file that bear the same mark are told of together."""
    marked: dict[tuple[str, str, bool], list[Damage]] = {}
    for one in provenance.damage:
        marked.setdefault((one.mark, one.file, one.column is None), []).append(one)
    return [first.sentence(texts, *alike) for first, *alike in marked.values()]


def sentences(people: People, *, total: Row | None) -> list[str]:
    """What stands under the rows: counts, the cut, the as-of, the sum of rows, warnings, closing.

    `total` is the total row of a summary, None where there is none.
    """
    report, texts = people.report, people.texts
    provenance = report.provenance
    lines = [texts(report.kind.nothing)] if not report.shown else []
    if total is not None:
        lines += [*_total_parts(total, texts), *_late_counts(total, texts)]
    if report.shown < report.total_rows:
        shown, whole = (numbers.whole(n, texts) for n in (report.shown, report.total_rows))
        lines.append(texts(report.kind.cut, shown=shown, total=whole))
    if period := period_sentence(provenance, texts):
        lines.append(period)
    lines.append(numbers.as_of(provenance.as_of, texts))
    lines.append(rows_sentence(provenance, texts))
    lines += warnings(provenance, texts)
    if provenance.provisional:
        through = numbers.day(provenance.official_through)
        count = numbers.whole(provenance.provisional, texts)
        lines.append(texts("report.provisional", n=count, day=through))
    return [_ended(line) for line in (*lines, *report.closing)]


def provenance_lines(people: People) -> list[tuple[str, str]]:
    """Provenance as pairs of label and value: what it takes to get the same figures again."""
    report, texts, source = people.report, people.texts, people.report.provenance

    def named(key: str, value: str | int) -> tuple[str, str]:
        text = numbers.whole(value, texts) if isinstance(value, int) else value
        return texts(f"report.provenance.{key}"), text

    option = "report.provenance.option"
    return [
        named("command", report.kind.command),
        named("as_of", numbers.as_of(source.as_of, texts)),
        *(named("file", file) for file in source.files),
        named("rows_read", source.rows_read),
        named("assessed", source.assessed),
        named("rows_rejected", source.rows_rejected),
        named("duplicates", source.duplicates),
        named("layout_rows", source.layout_rows),
        named("total_rows", report.total_rows),
        named("shown", report.shown),
        *((texts(option, name=name), value) for name, value in source.options),
        *(named("unread", part.sentence(texts)) for part in source.unread),
        *(named("damage", damage.sentence(texts)) for damage in source.damage),
        named("provisional", source.provisional),
        named("official_through", numbers.day(source.official_through)),
        named("version", source.version),
        named("calendar", source.calendar_digest),
        named("catalogue", source.catalogue_digest),
    ]


def _total_parts(total: Row, texts: Texts) -> list[str]:
    """The total of a summary as the sum of its outcomes: no table shows all of them."""
    counts = {name: total.get(name) for name in ("total", *_PARTS)}
    known = {name: n for name, n in counts.items() if isinstance(n, int)}
    if len(known) < len(counts):
        return []
    whole = known.pop("total")
    # Dossiers that are received later only are in no column of their own.
    known[Outcome.NOT_YET_RECEIVED.value] = whole - sum(known.values())
    parts = [
        f"{texts.short(f'outcome.{name}')} {numbers.whole(n, texts)}"
        for name, n in known.items()
        if n
    ]
    if not parts:
        return []
    said = " + ".join(parts)
    return [texts("report.total_parts", total=numbers.whole(whole, texts), parts=said)]


def _late_counts(total: Row, texts: Texts) -> list[str]:
    """How many are firm, contestable and unproven, which the total line of a summary owes."""
    counts = {name: total.get(name) for name in ("late", "overdue", *_BY_CERTAINTY)}
    named = {name: numbers.whole(n, texts) for name, n in counts.items() if isinstance(n, int)}
    return [texts("report.late_counts", **named)] if len(named) == len(counts) else []


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", ":", "!", "?", "…")) else sentence + "."
