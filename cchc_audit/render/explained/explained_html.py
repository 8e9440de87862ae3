"""The page as one self-contained HTML file that prints on A4: no script, nothing from outside."""

from collections.abc import Iterator

from cchc_audit.analysis.explain import Explanation, Explanations, Step
from cchc_audit.render.escape import html
from cchc_audit.render.explained import explained_facts
from cchc_audit.render.explained.months import Cell, Month, legend, months, named
from cchc_audit.render.html import STYLE
from cchc_audit.texts import Texts

_OWN_STYLE = """
body { max-width: 60rem; }
h2 { font-size: 1.1rem; margin: 1.2rem 0 .4rem; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem;
  border: 1px solid #888; padding: .6rem .8rem; margin: .5rem 2px .5rem 0; }
dl.facts dt { color: #555; } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
ol.steps { padding-left: 1.6rem; } ol.steps li { margin-bottom: .5rem; break-inside: avoid; }
.at { color: #333; margin-left: .5rem; } .law { color: #555; font-style: italic; }
.months { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .8rem 1.5rem; }
table.month { table-layout: fixed; width: 24rem; break-inside: avoid; }
table.month caption { font-weight: bold; padding: .2rem; }
table.month th, table.month td { padding: .2rem; text-align: center; border: 1px solid #ccc; }
table.month th { position: static; font-weight: normal; color: #555; }
table.month td { height: 2.4rem; } table.month td.none { border-color: #eee; }
.d { display: block; font-size: .75rem; color: #555; }
.clock { background: #e3ecf7; font-weight: bold; } .counted { background: #e4f2e6; }
.makeup { background: #cfeef0; font-weight: bold; } .paused { background: #fff2cc; }
.off { background: #f3e1f0; } .weekend { color: #777; background: #f3f3f3; }
.after { background: #fbdcdc; color: #b00020; }
td.deadline, .key.deadline { outline: 2px solid #222; outline-offset: -2px; font-weight: bold; }
ul.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
.key { display: inline-block; min-width: 1.8rem; text-align: center; padding: 0 .3rem; }
section + section { break-before: page; border-top: 2px solid #444; margin-top: 2rem; }
@page { size: A4; margin: 15mm; }
@media print { * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 11px; } body { max-width: none; font-size: 9pt; line-height: 1.3; }
  h1 { margin-top: 0; } h2 { break-after: avoid; } ol.steps li { margin-bottom: .3rem; }
  table.month { width: 8.2cm; } table.month td { height: 2rem; }
  section + section { border-top: 0; margin-top: 0; } }
"""
_CLASSES = {"late": "after"}
"""Styles of days that mean something else in the style sheet of all pages."""


def render_html(answer: Explanations, *, texts: Texts) -> str:
    """Every dossier a section, on paper a page; everything from data is escaped."""
    title = texts(f"explain.page.title.{answer.command}")
    if len(answer.dossiers) == 1:
        title = explained_facts.title(answer.dossiers[0], answer, texts)
    sections = "\n".join(_section(one, answer, texts) for one in answer.dossiers)
    return (
        f'<!DOCTYPE html>\n<html lang="{texts.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html(title)}</title>\n<style>{STYLE}{_OWN_STYLE}</style>\n</head>\n<body>\n"
        f"{sections}\n</body>\n</html>\n"
    )


def _section(one: Explanation, answer: Explanations, texts: Texts) -> str:
    return "\n".join(("<section>", *_parts(one, answer, texts), "</section>"))


def _parts(one: Explanation, answer: Explanations, texts: Texts) -> Iterator[str]:
    outcome = html(str(one.dossier["outcome"])) if answer.command != "deadline" else ""
    yield f'<h1 class="{outcome}">{html(explained_facts.title(one, answer, texts))}</h1>'
    pairs = explained_facts.panel(one, answer, texts)
    facts_list = "\n".join(f"<dt>{html(label)}</dt><dd>{html(text)}</dd>" for label, text in pairs)
    yield f'<dl class="facts">\n{facts_list}\n</dl>'
    yield f"<h2>{html(texts('explain.page.steps'))}</h2>"
    steps = "\n".join(_step(step, texts) for step in one.steps)
    yield f'<ol class="steps">\n{steps}\n</ol>'
    if one.days:
        yield f"<h2>{html(texts('explain.page.days'))}</h2>"
        grids = "\n".join(_month(month, texts) for month in months(one, texts))
        yield f'<div class="months">\n{grids}\n</div>'
        yield _legend(one, texts)
        if days := named(one, texts):
            yield "<ul>\n" + "\n".join(f"<li>{html(day)}</li>" for day in days) + "\n</ul>"
    closing = "<br>\n".join(map(html, explained_facts.closing(answer, one, texts)))
    if closing:
        yield f"<footer>{closing}</footer>"


def _step(step: Step, texts: Texts) -> str:
    name, at = explained_facts.heading(step, texts)
    when = f'<span class="at">{html(at)}</span>' if at else ""
    law = explained_facts.law(step, texts)
    basis = f'<br>\n<span class="law">{html(law)}</span>' if law else ""
    return f"<li><b>{html(name)}</b>{when}<br>\n{html(step.text)}{basis}</li>"


def _month(month: Month, texts: Texts) -> str:
    heads = "".join(
        f'<th scope="col">{html(texts(f"explain.page.weekday.{n}"))}</th>' for n in range(1, 8)
    )
    weeks = "\n".join(f"<tr>{''.join(map(_cell, week))}</tr>" for week in month.weeks)
    return (
        f'<table class="month">\n<caption>{html(month.title)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{weeks}\n</tbody>\n</table>"
    )


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return '<td class="none"></td>'
    marks = [_CLASSES.get(cell.style, cell.style)] + ["deadline"] * cell.deadline
    name = f' title="{html(cell.day.name)}"' if cell.day.name else ""
    tick = " ✓" if cell.finish else ""
    number = cell.day.date.day
    return (
        f'<td class="{" ".join(marks)}"{name}>'
        f'<span class="d">{number}</span>{html(cell.mark)}{tick}</td>'
    )


def _legend(one: Explanation, texts: Texts) -> str:
    items = "\n".join(
        f'<li><span class="key {_CLASSES.get(style, style)}">{html(mark)}</span> {html(text)}</li>'
        for mark, style, text in legend(one, texts)
    )
    return f'<ul class="legend">\n{items}\n</ul>'
