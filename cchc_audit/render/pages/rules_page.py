"""The audit rules as a page: all of them, or one in full."""

from collections.abc import Sequence
from datetime import datetime

from cchc_audit.analysis.rules import Rule
from cchc_audit.render import columns_by_width
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Part, Prose
from cchc_audit.render.page import Page, Sheet
from cchc_audit.render.pages.findings_page import title_of
from cchc_audit.texts import Texts
from cchc_audit.texts.rule_pages import SECTIONS, RulePage, rule_page

_SHOWN = (
    Shown("code", 0),
    Shown("title", 1, 24, 70),
    Shown("severity", 2),
    Shown("needs", columns_by_width.EXTRA, 16, 44),
    Shown("name", columns_by_width.EXTRA + 1),
)
_COLUMNS = ("code", "name", "title", "severity", "needs", "explicit", *SECTIONS)


def rules_page(rules: Sequence[Rule], *, texts: Texts, created: datetime, version: str) -> Page:
    """All rules, family by family."""
    parts: list[Part] = []
    for family in dict.fromkeys(rule.family for rule in rules):
        parts.append(Prose((f"{family} · {texts(f'rules.family.{family}')}",)))
        own = [rule for rule in rules if rule.family == family]
        parts.append(
            Grid(
                columns=_SHOWN,
                heads=tuple(texts(f"rules.column.{shown.name}") for shown in _SHOWN),
                lines=tuple(_line(rule, texts) for rule in own),
            )
        )
    parts.append(Prose((texts("findings.risks"), texts("rules.how"))))
    return _page(rules, tuple(parts), texts("rules.title"), texts, created, version)


def rule_in_full(rule: Rule, *, texts: Texts, created: datetime, version: str) -> Page:
    """One rule: what it checks, why, the law, an example, what to do."""
    told = rule_page(rule.code, texts.lang)
    head = [texts("rules.severity_is", severity=texts(f"severity.{rule.severity}"))]
    if rule.needs:
        head.append(texts("rules.needs_are", columns=_needs(rule, texts)))
    if rule.explicit:
        head.append(texts("rules.explicit", code=rule.code))
    parts: list[Part] = [Prose((" ".join(head),))]
    parts += [
        Prose((texts(f"rules.section.{name}").upper(), *_paragraphs(told, name)))
        for name in SECTIONS
    ]
    title = texts(
        "rules.page_title", code=rule.code, title=title_of(rule.code, texts), name=rule.name
    )
    return _page((rule,), tuple(parts), title, texts, created, version)


def _paragraphs(told: RulePage, name: str) -> tuple[str, ...]:
    """A section as paragraphs; the lines of a list stay lines."""
    out: list[str] = []
    for block in told.in_full(name).split("\n\n"):
        lines: list[str] = []
        for line in block.splitlines():
            if lines and not line.startswith(("- ", "* ")):
                lines[-1] += " " + line.strip()
            else:
                lines.append(line.strip())
        out += lines
    return tuple(out)


def _page(
    rules: Sequence[Rule],
    parts: tuple[Part, ...],
    title: str,
    texts: Texts,
    created: datetime,
    version: str,
) -> Page:
    records = tuple(_record(rule, texts) for rule in rules)
    return Page(
        command="rules",
        document=Document(
            title=title, parts=parts, sources=((texts("report.provenance.version"), version),)
        ),
        data={"rules": records},
        listed="rules",
        csv_columns=_COLUMNS,
        sheet=Sheet(
            texts("rules.title"),
            tuple(
                texts(f"rules.section.{n}" if n in SECTIONS else f"rules.column.{n}")
                for n in _COLUMNS
                if n != "explicit"
            ),
            tuple(
                tuple(_shown(record[name]) for name in _COLUMNS if name != "explicit")
                for record in records
            ),
        ),
        created=created,
    )


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _record(rule: Rule, texts: Texts) -> dict[str, object]:
    told = rule_page(rule.code, texts.lang)
    return {
        "code": rule.code,
        "name": rule.name,
        "title": title_of(rule.code, texts),
        "severity": rule.severity.value,
        "needs": tuple("|".join((n,) if isinstance(n, str) else n) for n in rule.needs),
        "explicit": rule.explicit,
        **{name: told.in_full(name) for name in SECTIONS},
    }


def _line(rule: Rule, texts: Texts) -> tuple[str, ...]:
    severity = texts(f"severity.{rule.severity}")
    return (rule.code, title_of(rule.code, texts), severity, _needs(rule, texts), rule.name)


def _needs(rule: Rule, texts: Texts) -> str:
    between = f" {texts('rules.or')} "
    return ", ".join(
        between.join(_label(name, texts) for name in ((n,) if isinstance(n, str) else n))
        for n in rule.needs
    )


def _label(name: str, texts: Texts) -> str:
    return texts(f"column.{name}") if texts.has(f"column.{name}") else name
