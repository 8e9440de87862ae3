"""XML whose elements are dossiers: the same rows in every shape, or its name."""

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl
import pytest

from cchc_audit.core.errors import InputError
from intake.exports import faults, opened, rows
from intake.files.twelve import HEADER, ROWS, read

NAMES = (
    *("STT", "MaHoSo", "MaTTHC", "TenTTHC", "DonViGiaiQuyet", "NgayTiepNhan", "NgayHenTra"),
    *("NgayKetThucXuLy", "TrangThai", "ThoiHanGiaiQuyet"),
)
Row = Sequence[str]


def _children(row: Row) -> str:
    return "".join(f"<{n}>{escape(text)}</{n}>" for n, text in zip(NAMES, row, strict=True) if text)


def _attributes(row: Row) -> str:
    return " ".join(f"{n}={quoteattr(text)}" for n, text in zip(NAMES, row, strict=True) if text)


def _fields(row: Row, tag: str = "field") -> str:
    return "".join(
        f"<{tag} name={quoteattr(n)}>{escape(text)}</{tag}>"
        for n, text in zip(HEADER, row, strict=True)
    )


def _all(one: Callable[[Row], str], rows: Sequence[Row] = ROWS) -> str:
    return "\n".join(map(one, rows))


def _record(row: Row) -> str:
    return f"<HoSo>{_children(row)}</HoSo>"


READ = {
    "children": f"<?xml version='1.0' encoding='UTF-8'?>\n<rows>{_all(_record)}</rows>",
    "no declaration": f"<DanhSach>\n{_all(_record)}</DanhSach>",
    "attributes": f"<xml><row {_all(lambda row: f'/><row {_attributes(row)}')[7:]}/></xml>",
    "named fields": f"<resultset>{_all(lambda row: f'<row>{_fields(row)}</row>')}</resultset>",
    "named columns": "<db>"
    + _all(lambda row: f'<table name="ho_so">{_fields(row, "column")}</table>')
    + "</db>",
    "name spaces": "<s:Body xmlns:s='http://a/b' xmlns='http://c/d'><s:Answer><tong>12</tong>"
    f"<data>{_all(_record)}</data></s:Answer></s:Body>",
    "pages": f"<pages><page n='1'>{_all(_record, ROWS[:7])}</page><page n='2'>"
    f"{_all(_record, ROWS[7:])}</page><page n='3'/></pages>",
    "a page of one": f"<pages><page>{_record(ROWS[0])}</page><page>{_all(_record, ROWS[1:])}</page>"
    "</pages>",
    "criteria before": "<a><loc><DonVi>Xã</DonVi><TrangThai>4</TrangThai></loc>"
    f"{_all(_record)}</a>",
    "lists in records": "<a>"
    + _all(lambda row: f"<h>{_children(row)}<giay><t>1</t></giay><giay><t>2</t></giay></h>")
    + "</a>",
    "no value, told": "<a xmlns:x='http://www.w3.org/2001/XMLSchema-instance'>"
    + _all(lambda row: f"<h>{_children(row)}<NgayTra x:nil='true'/></h>")
    + "</a>",
    "blocks of text": "<a>"
    + _all(
        lambda row: (
            _record(row)
            .replace("<MaHoSo>", "<MaHoSo><![CDATA[")
            .replace("</MaHoSo>", "]]></MaHoSo>")
        )
    )
    + "</a>",
}
REFUSED = {
    "broken off": (READ["children"][:-300], "xml_damaged"),
    "no list of dossiers": ("<?xml version='1.0'?><a><b>1</b><b>2</b></a>", "is_xml"),
    "two lists": (f"<a><x>{_all(_record)}</x><y>{_all(_record)}</y></a>", "xml_several"),
    "another list of one": (
        f"<a><x>{_all(_record)}</x><y>{_record(ROWS[0])}</y></a>",
        "xml_several",
    ),
    "groups": (
        f"<a><DonVi TenDonVi='Xã A'>{_all(_record, ROWS[:7])}</DonVi>"
        f"<DonVi TenDonVi='Xã B'>{_all(_record, ROWS[7:])}</DonVi></a>",
        "xml_grouped",
    ),
    "groups of names": (
        f"<a><n><LinhVuc>A</LinhVuc>{_all(_record, ROWS[:7])}</n>"
        f"<n><LinhVuc>B</LinhVuc>{_all(_record, ROWS[7:])}</n></a>",
        "xml_grouped",
    ),
    "fields in groups": (
        "<a>"
        + _all(lambda row: f"<h><chung>{_children(row)[:150]}</chung></h>")[:0]
        + "<h><c><MaHoSo>1</MaHoSo></c><t><NgayTiepNhan>05/01/2026</NgayTiepNhan></t></h>" * 2
        + "</a>",
        "received_column_missing",
    ),
    "a field twice": (
        "<a>"
        + "<h MaHoSo='H1'><MaHoSo>K1</MaHoSo><NgayTiepNhan>05/01/2026</NgayTiepNhan></h>" * 2
        + "</a>",
        "json_key_twice",
    ),
    "a status twice": (
        "<a>" + "<h><MaHoSo>H1</MaHoSo><NgayTiepNhan>05/01/2026</NgayTiepNhan>"
        "<TrangThai>Đang xử lý</TrangThai><TrangThai>Đã trả kết quả</TrangThai></h>" * 2 + "</a>",
        "json_key_twice",
    ),
    "too deep": ("<a>" * 5000 + "</a>" * 5000, "xml_damaged"),
    "a drawing": ("<svg xmlns='http://www.w3.org/2000/svg'><g/><g/></svg>", "is_xml"),
}


@pytest.mark.parametrize("shape", READ)
def test_the_same_rows(shape: str, tmp_path: Path, right: pl.DataFrame) -> None:
    path = tmp_path / "a.xml"
    path.write_text(READ[shape], encoding="utf-8")
    assert read(path).equals(right, null_equal=True)
    assert opened(path).files[0].kind == "xml"


@pytest.mark.parametrize("shape", REFUSED)
def test_any_other_shape_is_named(shape: str, tmp_path: Path) -> None:
    text, key = REFUSED[shape]
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == f"intake.{key}"


def test_a_file_of_one_dossier(tmp_path: Path, right: pl.DataFrame) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"<a><HoSo>{_children(ROWS[0])}</HoSo></a>", encoding="utf-8")
    assert read(path).equals(right.head(1), null_equal=True)


def test_in_other_encodings(tmp_path: Path, right: pl.DataFrame) -> None:
    path = tmp_path / "a.xml"
    text = READ["children"].replace("UTF-8", "UTF-16")
    path.write_bytes(text.encode("utf-16"))
    assert read(path).equals(right, null_equal=True)


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("05/01/2026")
    record = "<h><MaHoSo>H1</MaHoSo><NgayTiepNhan>&x;</NgayTiepNhan></h>"
    path = tmp_path / "a.xml"
    for told in (f'SYSTEM "{secret.as_uri()}"', '"05/01/2026"'):
        path.write_text(f"<!DOCTYPE a [<!ENTITY x {told}>]><a>{record}{record}</a>")
        with pytest.raises(InputError, match="xml_damaged"):
            opened(path)


@pytest.mark.parametrize(("attribute", "child"), [("H1", "H1"), ("H1", ""), ("", "H1")])
def test_a_field_told_twice(attribute: str, child: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    record = (
        f"<h MaHoSo='{attribute}'><MaHoSo>{child}</MaHoSo>"
        "<NgayTiepNhan>05/01/2026</NgayTiepNhan></h>"
    )
    path.write_text(f"<a>{record}</a>")
    assert read(path)["dossier_id"].to_list() == ["H1"]


def test_children_of_one_name(tmp_path: Path) -> None:
    """Alike, or blank, they are one; of two days nobody knows which holds; remarks may be many."""
    path = tmp_path / "a.xml"
    same = "<TrangThai>Đang xử lý</TrangThai><TrangThai>Đang xử lý</TrangThai><TrangThai/>"
    days = "<NgayTra>06/01/2026</NgayTra><NgayTra>09/01/2026</NgayTra>"
    begun = "<NgayTiepNhan>05/01/2026</NgayTiepNhan>"
    files = "<TepDinhKem>a</TepDinhKem><TepDinhKem>b</TepDinhKem>"
    path.write_text(
        f"<a><h><MaHoSo>H1</MaHoSo>{begun}{same}{files}</h>"
        f"<h><MaHoSo>H2</MaHoSo>{begun}{days}</h></a>",
        encoding="utf-8",
    )
    intake = opened(path)
    assert faults(intake) == {3: "moment_several"}
    found = rows(intake)
    assert found["dossier_id"].to_list() == ["H1", "H2"]
    assert found["status"].to_list() == ["in_progress", None]
