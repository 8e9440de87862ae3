"""The document of `why` and `deadline`: an article a dossier, with its facts, steps and days."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from cchc_audit.analysis import explain
from cchc_audit.analysis.explain import Explanation, Explanations
from cchc_audit.core.vocabulary import Basis, Certainty, Unit
from cchc_audit.render import numbers
from cchc_audit.render.document import Article, Document, Step
from cchc_audit.render.pages.day_calendar import calendar
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
_CODED = frozenset({"outcome", "reason"})


def explained_page(answer: Explanations, texts: Texts) -> Document:
    """The document of an answer."""
    articles = tuple(_article(one, answer, texts) for one in answer.dossiers)
    title = texts(f"explain.page.title.{answer.command}")
    if len(articles) == 1:
        title = articles[0].title
    return Document(title=title, parts=articles, headed=False)


def _article(one: Explanation, answer: Explanations, texts: Texts) -> Article:
    title, short_title = _titles(one, answer, texts)
    return Article(
        title=title,
        short_title=short_title,
        mark="" if answer.command == "deadline" else str(one.dossier["outcome"]),
        facts=tuple(_facts(one, answer, texts)),
        steps_heading=texts("explain.page.steps"),
        steps=tuple(_step(step, texts) for step in one.steps),
        calendar=calendar(one, texts),
        closing=tuple(_closing(answer, one, texts)),
    )


def _titles(one: Explanation, answer: Explanations, texts: Texts) -> tuple[str, str]:
    """The dossier and its verdict, whole and by its short label, or the receipt asked about."""
    if answer.command == "deadline":
        received = texts("explain.page.receipt", received=_value("received_at", one.dossier, texts))
        return received, received
    number, outcome = one.dossier["dossier_id"], f"outcome.{one.dossier['outcome']}"
    whole, short = (
        texts("explain.page.dossier", id=number, outcome=said)
        for said in (texts(outcome), texts.short(outcome))
    )
    return whole, short


def _facts(one: Explanation, answer: Explanations, texts: Texts) -> Iterator[tuple[str, str]]:
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
    if name == "certainty":
        return texts(_certainty(row))
    return texts(f"{name}.{value}") if name in _CODED else str(value)


def _certainty(row: Mapping[str, object]) -> str:
    """The key of the words for how certain a delay is. What is firm by the appointment, or by the
    province's own term, is not called late by every reading of the law.
    """
    firm, basis = row["certainty"] == Certainty.FIRM.value, row["basis"]
    if firm and basis in (Basis.APPOINTMENT.value, Basis.LOCAL.value):
        return f"explain.page.firm.{basis}"
    return f"certainty.{row['certainty']}"


def _moment(value: datetime | date) -> str:
    return numbers.moment(value) if isinstance(value, datetime) else numbers.day(value)


def _step(step: explain.Step, texts: Texts) -> Step:
    return Step(
        name=texts(f"explain.step.{step.step}"),
        at="" if step.at is None else _moment(step.at),
        text=step.text,
        law=texts("explain.page.law", law=step.law) if step.law else "",
    )


def _closing(answer: Explanations, one: Explanation, texts: Texts) -> Iterator[str]:
    """What stands under the days: that they were cut, and as of when it was judged."""
    if one.cut:
        yield texts("explain.page.cut", n=len(one.days))
    if answer.command != "deadline":
        yield numbers.as_of(answer.as_of, texts)
