"""The page as Markdown: facts as a list, steps numbered, days as a table."""

from collections.abc import Iterator

from cchc_audit.analysis.explain import Explanation, Explanations, Step
from cchc_audit.render.escape import markdown
from cchc_audit.render.explained import explained_facts
from cchc_audit.render.explained.months import Cell, legend, months, named
from cchc_audit.texts import Texts


def render_markdown(answer: Explanations, *, texts: Texts) -> str:
    """Every dossier under a heading of its own; everything from data is escaped."""
    blocks = [block for one in answer.dossiers for block in _blocks(one, answer, texts)]
    return "\n\n".join(blocks) + "\n"


def _blocks(one: Explanation, answer: Explanations, texts: Texts) -> Iterator[str]:
    yield f"## {markdown(explained_facts.title(one, answer, texts))}"
    pairs = explained_facts.panel(one, answer, texts)
    yield "\n".join(f"- **{markdown(label)}**: {markdown(value)}" for label, value in pairs)
    yield f"### {markdown(texts('explain.page.steps'))}"
    yield "\n".join(_step(number, step, texts) for number, step in enumerate(one.steps, start=1))
    if one.days:
        yield f"### {markdown(texts('explain.page.days'))}"
        for month in months(one, texts):
            yield f"**{markdown(month.title)}**"
            heads = [texts(f"explain.page.weekday.{n}") for n in range(1, 8)]
            lines = [_row(heads), "|" + "---|" * 7]
            lines += [_row([_cell(cell) for cell in week]) for week in month.weeks]
            yield "\n".join(lines)
        marks = (f"{markdown(mark)} {markdown(text)}" for mark, _, text in legend(one, texts))
        yield " · ".join(marks)
        if days := named(one, texts):
            yield "\n".join(f"- {markdown(day)}" for day in days)
    yield from map(markdown, explained_facts.closing(answer, one, texts))


def _step(number: int, step: Step, texts: Texts) -> str:
    name, at = explained_facts.heading(step, texts)
    head = f"{number}. **{markdown(name)}**" + (f" {markdown(at)}" if at else "")
    parts = [head, markdown(step.text)]
    if law := explained_facts.law(step, texts):
        parts.append(f"*{markdown(law)}*")
    return "<br>\n   ".join(parts)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    mark = markdown(f"[{cell.mark}]" if cell.deadline else cell.mark)
    return f"{cell.day.date.day} **{mark}**{' ✓' if cell.finish else ''}"
