"""The page of a rule, `rules/<CODE>.md`: all that is said of it, in both languages.

Front matter (TOML between lines of `+++`) holds a table a language: `title`, `short` (the title
for a narrow column), `ask` (the one question an inspector puts) and the sentence of a finding,
`message`, or several of them by what fits (`message.open`). Below it stand the prose in both
languages and the example as data. What there is to do with this tool stands apart, last in the
prose and on some pages only: papers for a commune hold the rest.

A page is read when something of it is asked for, and of most pages only the front matter is.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cchc_audit.texts import LANGS, Lang

SECTIONS = ("what", "why", "law", "example", "action")
"""The parts of the prose, in the order in which every page has them; one on the tool may follow."""

_FOLDER = Path(__file__).parent / "rules"
_FENCE = "+++\n"


@dataclass(frozen=True, slots=True)
class RulePage:
    """The page of one rule in one language; `sections` by the names of `SECTIONS`.

    `tool` is what to do with this tool, empty on most pages. `case` is the example as data:
    `as_of`, `csv` (an export), further files by name, `finds`.
    """

    code: str
    sections: Mapping[str, str]
    tool: str
    case: Mapping[str, object]

    def in_full(self, name: str) -> str:
        """A section for whoever sits at the tool: the action with what the tool is good for."""
        told = self.sections[name]
        return f"{told}\n\n{self.tool}" if name == "action" and self.tool else told


def rule_codes() -> tuple[str, ...]:
    """The codes of all rules that have a page, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))


@cache
def rule_texts(code: str) -> Mapping[str, tuple[str, str]]:
    """The front matter of a rule's page as texts of the catalogue: key → (Vietnamese, English).

    Keys are `rules.<CODE>.title`, `rules.<CODE>.title.short`, `rules.<CODE>.message` or
    `rules.<CODE>.message.<variant>`; no keys where there is no such page. Raises `ValueError` where
    the languages do not hold the same keys.
    """
    try:
        with (_FOLDER / f"{code}.md").open(encoding="utf-8") as file:
            front = "".join(_front(file))
    except FileNotFoundError:
        return {}
    told = {lang: dict(_flat(("rules", code), part)) for lang, part in tomllib.loads(front).items()}
    if tuple(told) != LANGS or told["vi"].keys() != told["en"].keys():
        raise ValueError(f"{code}: the front matter holds other keys in vi than in en")
    return {key: (said, told["en"][key]) for key, said in told["vi"].items()}


def rule_page(code: str, lang: Lang) -> RulePage:
    """The page of the rule `code`. Raises `FileNotFoundError` where a rule has none, `ValueError`
    where a part of it is missing.
    """
    text = (_FOLDER / f"{code}.md").read_text(encoding="utf-8").split(_FENCE, 2)[-1]
    parts = _split(text, "## ")
    if tuple(parts) != (*LANGS, "example"):
        raise ValueError(f"{code}: {', '.join(parts)}")
    prose = _split(parts[lang], "### ")
    if len(prose) not in (len(SECTIONS), len(SECTIONS) + 1):
        raise ValueError(f"{code} {lang}: {', '.join(prose)}")
    block = parts["example"].partition("```toml\n")[2].rpartition("```")[0]
    told = tuple(prose.values())
    sections = dict(zip(SECTIONS, told, strict=False))
    tool = "".join(told[len(SECTIONS) :])
    return RulePage(code, sections, tool, tomllib.loads(block))


def _front(lines: Iterator[str]) -> Iterator[str]:
    """The lines between the first two fences; none where the page begins with something else."""
    if next(lines, "") == _FENCE:
        for line in lines:
            if line == _FENCE:
                return
            yield line


def _flat(path: tuple[str, ...], part: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The texts of a table under their whole keys; `short` is the title's short form."""
    for name, said in part.items():
        whole = (*path, *(("title", name) if name == "short" else (name,)))
        if isinstance(said, Mapping):
            yield from _flat(whole, said)
        else:
            yield ".".join(whole), str(said)


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
