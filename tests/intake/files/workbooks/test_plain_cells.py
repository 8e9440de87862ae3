"""Pieces dismissed as plain hold nothing special; how far cells reach is never told too small."""

import random
import zipfile
from pathlib import Path

import pytest

from cchc_audit.intake.files.workbooks import sheet_xml
from cchc_audit.intake.files.workbooks.number_formats import Whole
from cchc_audit.intake.files.workbooks.plain_cells import Extent, PlainCells, column_of
from cchc_audit.intake.files.workbooks.sheet_xml import Asked, Found, Styles, look_through

from .test_workbooks import by_hand

ASKED = Asked(Styles({3: Whole(6, "")}), uncalculated=True, serials=0)
PLAIN = (
    '<c r="{at}" t="s"><v>7</v></c>',
    '<c r="{at}" s="1"><v>46027.354</v></c>',
    '<c r="{at}" s="1"/>',
    '<c r="{at}" t="inlineStr"><is><t>Xã Bến Sương t="e"</t></is></c>',
    '<c r="{at}" t="str"><v>1</v></c>',
)
SPECIAL = {
    '<c r="{at}" t="e"><v>#N/A</v></c>': "#N/A",
    '<c r="{at}" t="d"><v>2026-01-05T08:30:00</v></c>': "2026-01-05 08:30:00",
    '<c r="{at}"><f>A1</f></c>': "=A1",
    '<c r="{at}"><f>A1</f><v>0</v></c>': "=A1",
    '<c r="{at}" s="3"><v>123</v></c>': "000123",
    '<c r="{at}"><v>46027.999999999</v></c>': "2026-01-05 23:59:59",
}


def seen(path: Path, *, most: int = 10**9) -> Found:
    with zipfile.ZipFile(path) as archive:
        return look_through(archive, "xl/worksheets/s.xml", ASKED, most=most)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_no_special_cell_is_dismissed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setattr(sheet_xml, "_PIECE", 3_000)
    draw = random.Random(4)
    expected: dict[tuple[int, int], str] = {}
    rows = []
    for number in range(1, 600):
        cells = []
        for place, letters in enumerate(("A", "B", "C", "Z", "AA", "BC")):
            special = number % 40 == 7 and place == draw.randrange(6)
            form = draw.choice(list(SPECIAL) if special else PLAIN)
            if special:
                expected[number, column_of(letters.encode())] = SPECIAL[form]
            cells.append(form.format(at=f"{letters}{number}"))
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    path = by_hand(tmp_path / "a.xlsx", "".join(rows), prefix=prefix)
    asked: list[Extent | None] = []
    extent = PlainCells.extent

    def noted(self: PlainCells, piece: bytes, *, first: bool) -> Extent | None:
        asked.append(extent(self, piece, first=first))
        return asked[-1]

    monkeypatch.setattr(PlainCells, "extent", noted)
    found = seen(path)
    assert expected
    assert found.cells == expected
    assert found.rows >= 599
    assert found.columns >= 55
    # Most of the pieces are dismissed by the pattern, or it is not worth having.
    assert sum(one is not None for one in asked) > len(asked) / 2


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="AAA900"/>',
        '<c\nr = "AAA900"><v>1</v></c>',
        '<y:c r="AAA900"/>',
        '<y:c\tr="AAA900"/>',
        "<c r='AAA900'/>",
        '<c s="1" r="AAA900"/>',
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("place", [0, 150, 299])
def test_a_far_cell_is_seen_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, prefix: str, place: int
) -> None:
    monkeypatch.setattr(sheet_xml, "_PIECE", 2_000)
    rows = [
        f'<row r="{n}"><c r="A{n}"/><c r="B{n}" t="s"><v>1</v></c></row>' for n in range(1, 301)
    ]
    rows[place] = rows[place].replace("</row>", f"{cell}</row>")
    found = seen(by_hand(tmp_path / "a.xlsx", "".join(rows), prefix=prefix), most=10_000)
    assert (found.rows, found.columns) == (900, 703)


def test_cells_without_references_are_counted(tmp_path: Path) -> None:
    rows = "<row>" + "<y:c><v>1</v></y:c>" * 40 + "</row>"
    found = seen(by_hand(tmp_path / "a.xlsx", rows))
    assert (found.rows, found.columns) == (1, 40)


@pytest.mark.parametrize("behind", ["", "<control><row>3</row></control>", "x" * 3_000 + "<row>"])
@pytest.mark.parametrize("before", [False, True])
def test_merged_cells_are_seen_wherever_they_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool, behind: str
) -> None:
    monkeypatch.setattr(sheet_xml, "_PIECE", 2_000)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(1, 301))
    merges = '<mergeCells count="1"><mergeCell ref="A7:A9"/></mergeCells>'
    if before:
        path = by_hand(tmp_path / "a.xlsx", rows, before=merges)
    else:
        path = by_hand(tmp_path / "a.xlsx", f"{rows}</sheetData>{merges}{behind}<sheetData>")
    assert seen(path).merges == [(7, 9, 0)]


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ('<c r="B2" s="1" t="s"><v>0</v></c>', True),
        ('<c r="B2" t="s" s="1"><v>0</v></c>', True),
        ('\n  <c r="B2"></c>\n  ', True),
        ('<c r="B2"><v/></c>', True),
        ('<c r="B2" t="inlineStr"><is><t xml:space="preserve"> f</t></is></c>', True),
        ('<c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>é</t></r></is></c>', True),
        ('<c r="B2"><v>46027.9999999</v></c>', True),
        ('<c r="B2"><v>46027.99999999</v></c>', False),
        ('<c r="B2"><v>46.0.99999999</v></c>', False),
        ('<c r="B2" t="str"><f>A1</f><v>x</v></c>', False),
        ('<c r="B2"><v>0</v><f>A1</f></c>', False),
        ('<c r="B2" t="inlineStr"><is><t/></is></c><c r="C2" t="e"><v>#N/A</v></c>', False),
        ('<c r="B2" t="inlineStr"><is></c><c r="C2" t="e"><v>#N/A</v></is></c>', False),
        ('<c r="B2" s="3"><v>1</v></c>', False),
        ('<c r="B2"><v>1</v></c><!-- -->', False),
    ],
)
def test_what_a_plain_cell_is(cell: str, plain: bool) -> None:
    piece = f'<row r="2" spans="1:2" ht="12.5"><c r="A2"/>{cell}</row>'.encode()
    found = PlainCells("", {3}).extent(piece, first=False)
    assert found == (Extent(9, 2, 2, merges=False) if plain else None)
