"""The page as one self-contained HTML file that prints on A4: no script, nothing from outside."""

from cchc_audit.analysis.explain import Explanation, Explanations, Step
from cchc_audit.render.explained import explained_facts
from cchc_audit.render.explained.months import legend, months, named
from cchc_audit.render.html import template
from cchc_audit.texts import Texts

_CLASSES = {"late": "after"}
"""Styles of days that mean something else in the style sheet of all pages."""


def render_html(answer: Explanations, *, texts: Texts) -> str:
    """Every dossier a section, on paper a page; everything from data is escaped."""
    title = texts(f"explain.page.title.{answer.command}")
    if len(answer.dossiers) == 1:
        title = explained_facts.title(answer.dossiers[0], answer, texts)
    return template("explained.html").render(
        lang=texts.lang,
        title=title,
        dossiers=[_section(one, answer, texts) for one in answer.dossiers],
        words=texts,
        classes=_CLASSES,
    )


def _section(one: Explanation, answer: Explanations, texts: Texts) -> dict[str, object]:
    return {
        "outcome": str(one.dossier["outcome"]) if answer.command != "deadline" else "",
        "title": explained_facts.title(one, answer, texts),
        "panel": list(explained_facts.panel(one, answer, texts)),
        "steps": [_step(step, texts) for step in one.steps],
        "months": months(one, texts) if one.days else (),
        "legend": legend(one, texts),
        "named": named(one, texts),
        "closing": list(explained_facts.closing(answer, one, texts)),
    }


def _step(step: Step, texts: Texts) -> dict[str, str]:
    name, at = explained_facts.heading(step, texts)
    return {"name": name, "at": at, "text": step.text, "law": explained_facts.law(step, texts)}
