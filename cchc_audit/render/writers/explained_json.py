"""The JSON document: each dossier with its row of `assess`, its steps and its days."""

from datetime import date, datetime, time

from cchc_audit.analysis.explain import Day, Explanation, Explanations, Row, Step
from cchc_audit.render.people import INSTANTS
from cchc_audit.render.report import SCHEMA
from cchc_audit.render.writers.delimited import ISO_MOMENT
from cchc_audit.render.writers.json_text import dumps


def render_json(answer: Explanations) -> str:
    """The document as text: ISO dates, unknown as null, a bare date without a time."""
    return dumps(
        {
            "schema": SCHEMA,
            "command": answer.command,
            "as_of": answer.as_of.strftime(ISO_MOMENT),
            "dossiers": [_explained(one) for one in answer.dossiers],
        }
    )


def _explained(one: Explanation) -> dict[str, object]:
    return {
        "dossier": _row(one.dossier),
        **({"written": dict(one.written)} if one.written else {}),
        "steps": [_step(step) for step in one.steps],
        "days": [_day(day) for day in one.days],
    }


def _row(row: Row) -> dict[str, object]:
    return {name: _plain(value, instant=name in INSTANTS) for name, value in row.items()}


def _step(step: Step) -> dict[str, object]:
    return {
        "step": step.step.value,
        "at": _plain(step.at),
        "text": step.text,
        "law": step.law or None,
    }


def _day(day: Day) -> dict[str, object]:
    return {
        "date": day.date.isoformat(),
        "kind": day.kind.value,
        "name": day.name,
        "number": day.number,
    }


def _plain(value: object, *, instant: bool = False) -> object:
    if isinstance(value, datetime):
        bare = value.time() == time() and not instant
        return value.date().isoformat() if bare else value.strftime(ISO_MOMENT)
    return value.isoformat() if isinstance(value, date) else value
