"""README is short, both languages say the same, and everything the pages lead to is there."""

import ast
import re
from pathlib import Path

import pytest

from cchc_audit.texts import LANGS, Lang

from .document import DOCS, README, ROOT, TWICE, anchors, halves, links, pages, text

MOST_LINES = 250
MOST_BYTES = 14_000
MOST_WORDS = 30
"""Words of our own in the glossary of the architecture, at most."""
NAMES = re.compile(
    r"`((?:cli|products|audit|render|analysis|law|intake|core|engine)/[\w./]+)(?::([\w.]+))?`"
)
PATHS = re.compile(r"`((?:cchc_audit|tests|sample_data|docs|bench)/[\w./-]*)")


def outline(part: str) -> list[str]:
    """Levels of headings, names of blocks, kinds of examples, pictures: what stands where."""
    found = re.findall(r"^(#{1,3}) |^<!-- block: (.+?) -->|^```(\w+)$|^(!)\[", part, re.M)
    return [one for match in found for one in match if one]


def test_the_readme_is_one_screen() -> None:
    whole = text(README)
    assert len(whole.splitlines()) <= MOST_LINES
    assert len(whole.encode()) <= MOST_BYTES


def test_the_halves_of_the_readme_say_the_same_in_the_same_order() -> None:
    both = halves()
    assert outline(both["vi"]) == outline(both["en"])


@pytest.mark.parametrize("name", TWICE)
def test_both_languages_say_the_same_in_the_same_order(name: str) -> None:
    vietnamese, english = (outline(text(DOCS / lang / f"{name}.md")) for lang in LANGS)
    assert vietnamese == english


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_is_led_to(lang: Lang) -> None:
    there = {f"{name}.md" for name in TWICE}
    assert {page.name for page in (DOCS / lang).iterdir()} == there
    assert {f"docs/{lang}/{name}" for name in there} <= set(links(README))
    other = LANGS[1 - LANGS.index(lang)]
    for name in there:
        assert f"../{other}/{name}" in links(DOCS / lang / name)


def test_pages_that_stand_once_are_led_to() -> None:
    once = {page.relative_to(ROOT).as_posix() for page in (*ROOT.glob("*.md"), *DOCS.glob("*.md"))}
    assert once - {"README.md"} <= {to.partition("#")[0] for to in links(README)}


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for to in links(page):
        assert not re.match(r"\w+:", to), "what a page leads to is in the repository"
        file, _, heading = to.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), to
        assert not heading or heading in anchors(target), to


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_are_there(page: Path) -> None:
    named = PATHS.findall(text(page))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_code_that_the_architecture_names_is_there() -> None:
    """A name is `wing/room.py:Class.method`; a wing or a room is a folder or a file."""
    told = text(DOCS / "architecture.md")
    names = NAMES.findall(told)
    assert len(names) > 20
    for path, name in names:
        file = ROOT / "cchc_audit" / path
        assert file.exists(), path
        body: list[ast.stmt] = ast.parse(file.read_text(encoding="utf-8")).body if name else []
        for part in name.split(".") if name else []:
            found = [defined(node) for node in body if part in names_of(node)]
            assert found, f"{path}:{name}"
            body = found[0]


def names_of(node: ast.stmt) -> set[str]:
    """What a statement gives a name to."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def defined(node: ast.stmt) -> list[ast.stmt]:
    """The statements inside a class; nothing inside anything else."""
    return node.body if isinstance(node, ast.ClassDef) else []


def test_the_architecture_names_every_wing() -> None:
    told = text(DOCS / "architecture.md")
    wings = {path.parent.name for path in (ROOT / "cchc_audit").glob("*/__init__.py")}
    for wing in wings:
        assert re.search(rf"^\| .*`{wing}`.* \|", told, re.M), wing
        assert wing == "texts" or f"<!-- block: rooms {wing} -->" in told, wing


def test_the_glossary_is_short() -> None:
    part = text(DOCS / "architecture.md").partition("\n## Glossary\n")[2].partition("\n## ")[0]
    words = re.findall(r"^\| ([^|]+) \|", part, re.M)[2:]
    assert 5 < len(words) <= MOST_WORDS
    assert words == sorted(words, key=str.casefold)
