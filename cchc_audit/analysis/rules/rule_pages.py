"""The page of a rule: what it checks, why it matters, the law, an example, what to do.

One file a rule, `texts/rules/<CODE>.md`, holds both languages and the example as data.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from cchc_audit.texts import LANGS, Lang

SECTIONS = ("what", "why", "law", "example", "action")
"""The parts of a page, in the order in which every file has them."""


@dataclass(frozen=True, slots=True)
class RulePage:
    """The page of one rule in one language; `sections` by the names of `SECTIONS`.

    `case` is the example as data: `as_of`, `csv` (an export), further files by name, `finds`.
    """

    code: str
    sections: Mapping[str, str]
    case: Mapping[str, object]


def rule_page(code: str, lang: Lang) -> RulePage:
    """The page of the rule `code`. Raises `FileNotFoundError` where a rule has none."""
    file = resources.files("cchc_audit.texts") / "rules" / f"{code}.md"
    parts = _split(file.read_text(encoding="utf-8"), "## ")
    if tuple(parts) != (*LANGS, "example"):
        raise ValueError(f"{code}: {', '.join(parts)}")
    told = _split(parts[lang], "### ")
    if len(told) != len(SECTIONS):
        raise ValueError(f"{code} {lang}: {', '.join(told)}")
    block = parts["example"].partition("```toml\n")[2].rpartition("```")[0]
    sections = dict(zip(SECTIONS, told.values(), strict=True))
    return RulePage(code, sections, tomllib.loads(block))


def _split(text: str, mark: str) -> dict[str, str]:
    """Heading → the text below it, lines of a paragraph joined."""
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        if line.startswith(mark) and not fenced:
            lines = parts.setdefault(line.removeprefix(mark).strip(), [])
        else:
            lines.append(line)
    return {heading: "\n".join(body).strip() for heading, body in parts.items()}
