"""Facts cite their law in the row they stand in."""

import csv
from importlib import resources

import pytest

FACTS = {
    "cchc_audit.law.calendar/days.csv": ("basis", "source"),
    "cchc_audit.law.catalogue/procedures.csv": ("legal_basis", "confidence"),
}


def rows(name: str) -> list[dict[str, str]]:
    package, _, file = name.partition("/")
    text = (resources.files(package) / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize(("name", "columns"), FACTS.items(), ids=FACTS)
def test_every_line_has_a_legal_basis(name: str, columns: tuple[str, ...]) -> None:
    found = rows(name)
    assert found
    bare = [
        (number, column)
        for number, row in enumerate(found, start=2)
        for column in columns
        if len(row[column].strip()) < 3
    ]
    assert bare == []


def test_a_law_is_named_by_what_it_is() -> None:
    """A bare remark such as "known" is no basis: a law, decree, resolution, notice ... is."""
    kinds = (
        *("luật", "nghị định", "nghị quyết", "thông tư", "quyết định", "qđ", "thông báo"),
        *("công văn", "công điện", "chỉ thị", "pháp lệnh", "hiến pháp", "đề xuất"),
    )
    for name, (column, _) in FACTS.items():
        odd = [
            row[column]
            for row in rows(name)
            if not any(kind in row[column].casefold() for kind in kinds)
        ]
        assert odd == [], name
