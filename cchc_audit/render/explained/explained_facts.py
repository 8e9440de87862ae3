"""What a page says of a dossier before its steps: title, panel, headings of the steps."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from cchc_audit.analysis.explain import Explanation, Explanations, Step
from cchc_audit.core.vocabulary import Unit
from cchc_audit.render import numbers
from cchc_audit.texts import Texts

_JUDGED = (
    "procedure_code",
    "procedure_name",
    "commune",
    "applicant",
    "phone",
    "address",
    "received_at",
    "clock_start",
    "term",
    "deadline",
    "promised_at",
    "finished_at",
    "outcome",
    "reason",
    "certainty",
    "deadline_lenient",
)
_RECKONED = ("procedure_code", "procedure_name", "received_at", "clock_start", "term", "deadline")
_CODED = frozenset({"outcome", "reason", "certainty"})


def title(one: Explanation, answer: Explanations, texts: Texts, *, room: int | None = None) -> str:
    """The dossier and its verdict, or the receipt that was asked about. Where more than `room`
    characters are needed the verdict stands by its short label.
    """
    if answer.command == "deadline":
        received = _value("received_at", one.dossier, texts)
        return texts("explain.page.receipt", received=received)
    number, outcome = one.dossier["dossier_id"], f"outcome.{one.dossier['outcome']}"
    whole = texts("explain.page.dossier", id=number, outcome=texts(outcome))
    if room is None or len(whole) <= room:
        return whole
    return texts("explain.page.dossier", id=number, outcome=texts.short(outcome))


def panel(one: Explanation, answer: Explanations, texts: Texts) -> Iterator[tuple[str, str]]:
    """Label and value of the facts at a glance; what is unknown is left out."""
    for name in _RECKONED if answer.command == "deadline" else _JUDGED:
        if one.dossier.get(name) is not None:
            yield texts(f"column.{name}"), _value(name, one.dossier, texts)


def _value(name: str, row: Mapping[str, object], texts: Texts) -> str:
    value = row[name]
    in_hours = str(row.get("term") or "").endswith(Unit.WORKING_HOURS)
    if name == "deadline" and in_hours and isinstance(row["deadline_at"], datetime):
        value = row["deadline_at"]
    if isinstance(value, datetime | date):
        return _moment(value)
    if name == "term":
        return numbers.term(str(value), texts)
    return texts(f"{name}.{value}") if name in _CODED else str(value)


def _moment(value: datetime | date) -> str:
    return numbers.moment(value) if isinstance(value, datetime) else numbers.day(value)


def heading(step: Step, texts: Texts) -> tuple[str, str]:
    """The name of a step and its moment (empty where it has none)."""
    return texts(f"explain.step.{step.step}"), "" if step.at is None else _moment(step.at)


def law(step: Step, texts: Texts) -> str:
    """The legal basis of a step as a line of its own, empty where there is none."""
    return texts("explain.page.law", law=step.law) if step.law else ""


def closing(answer: Explanations, one: Explanation, texts: Texts) -> Iterator[str]:
    """What stands under the days: that they were cut, and as of when it was judged."""
    if one.cut:
        yield texts("explain.page.cut", n=len(one.days))
    if answer.command != "deadline":
        yield numbers.as_of(answer.as_of, texts)
