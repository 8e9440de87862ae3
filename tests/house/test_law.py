"""The definition of late is in the repository: what cites it names a section that is there."""

import re

from .source import PACKAGE, ROOT

LAW = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
SECTIONS = {int(number) for number in re.findall(r"^## §(\d+) ", LAW, re.M)}
CITED = re.compile(r"law\.md\s+(§[\d§, -]+(?:\s+§\d+)?)")


def cited() -> list[tuple[str, int]]:
    """Every section that the package names, with the file that does."""
    return [
        (str(path.relative_to(ROOT)), int(number))
        for path in PACKAGE.rglob("*.py")
        for citation in CITED.findall(path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", citation)
    ]


def test_the_law_has_its_nine_sections_in_order() -> None:
    assert [int(n) for n in re.findall(r"^## §(\d+) ", LAW, re.M)] == list(range(1, 10))


def test_sections_that_are_cited_are_there() -> None:
    found = cited()
    assert {number for _, number in found} > {2, 3, 4, 6}
    assert [(path, number) for path, number in found if number not in SECTIONS] == []
