import json
from dataclasses import replace
from pathlib import Path

import fastexcel
import jsonschema
import pytest
from intake import exports
from support.golden import held
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake import Kind
from cchc_audit.render.check_report import FileCheck, Usable, judge_export
from cchc_audit.render.formats import Format, render, write
from cchc_audit.render.report import Provenance
from cchc_audit.render.writers.json_text import schema
from cchc_audit.texts import Texts, catalogue

from . import frames

WHOLE = replace(frames.FILES[1], columns={**frames.FILES[1].columns, "legal_term": "Thời hạn"})
BLIND = replace(WHOLE, columns={"dossier_id": "Mã hồ sơ", "received_at": "Ngày nhận"})


@pytest.mark.parametrize("form", [Format.TABLE, Format.MD, Format.HTML, Format.JSON])
def test_pages(form: Format) -> None:
    text = str(render(frames.check(), format=form, texts=Texts("vi")))
    assert "\x1b" not in text
    held(f"report/check.{form}", text)


def test_english() -> None:
    held(
        "report/check-en.table", str(render(frames.check(), format=Format.TABLE, texts=Texts("en")))
    )


def test_parts_of_one_file_are_told_apart_by_their_headers() -> None:
    report = frames.check()
    files = [{**file, "file": "x.csv"} for file in report.extra["files"]]  # type: ignore[attr-defined]
    parted = replace(report, extra={**report.extra, "files": files})
    text = str(render(parted, format=Format.TABLE, texts=Texts("vi")))
    assert [n for n in (1, 9) if f"x.csv, dưới dòng tiêu đề {n}\n" not in text] == []


def test_the_document_of_check() -> None:
    loaded = json.loads(render(frames.check(), format=Format.JSON, texts=Texts("vi")))
    jsonschema.validate(loaded, schema())
    assert loaded["files"][0]["columns"]["status"] == "TrangThai"
    assert loaded["rejects"][0] == {
        "file": "exports/xa-a.csv",
        "line": 17,
        "column": "received_at",
        "value": "31/02/2025",
        "reason": "moment_no_such_day",
    }
    assert list(loaded["unknown"]["status"].items()) == [("Lưu [kho]", 30), ("Đã đóng", 12)]
    assert "rows" not in loaded


def read(rows: int, *, rejected: int = 0) -> Provenance:
    return frames.provenance(
        rows_read=rows, rows_rejected=rejected, duplicates=0, assessed=rows - rejected
    )


@pytest.mark.parametrize(
    ("files", "provenance", "statuses", "verdict", "why"),
    [
        ([WHOLE], read(100, rejected=5), {}, Usable.USABLE, ()),
        ([WHOLE], read(100, rejected=6), {}, Usable.PARTLY, ("many_rejected",)),
        ([WHOLE], read(100, rejected=51), {}, Usable.UNUSABLE, ("mostly_rejected",)),
        ([WHOLE], read(0), {}, Usable.UNUSABLE, ("no_dossiers",)),
        ([WHOLE], read(100), {"x": 5}, Usable.USABLE, ()),
        ([WHOLE], read(100), {"x": 3, "y": 3}, Usable.PARTLY, ("many_unknown_statuses",)),
        ([BLIND], read(100), {}, Usable.UNUSABLE, ("nothing_to_compare",)),
        ([WHOLE, BLIND], read(9), {}, Usable.PARTLY, ("no_finish", "some_nothing_to_compare")),
    ],
)
def test_the_verdict_on_the_export(
    files: list[FileCheck],
    provenance: Provenance,
    statuses: dict[str, int],
    verdict: Usable,
    why: tuple[str, ...],
) -> None:
    assert judge_export(files, provenance, statuses=statuses) == (verdict, why)


def test_every_fault_has_words() -> None:
    assert [fault for fault in Fault if f"intake.fault.{fault}" not in catalogue()] == []


def test_every_kind_of_file_has_a_name() -> None:
    kinds = [kind for kind in Kind if kind is not Kind.TEXT]
    assert [kind for kind in kinds if f"report.encoding.{kind}" not in catalogue()] == []


def test_the_first_line_is_the_verdict() -> None:
    first = str(render(frames.check(), format=Format.TABLE, texts=Texts("vi"))).splitlines()[0]
    assert first.startswith("Dùng được một phần: ")


def test_a_workbook_lists_the_rejected_rows(tmp_path: Path) -> None:
    write(frames.check(), tmp_path / "x.xlsx", format=Format.XLSX, texts=Texts("vi"))
    sheet = fastexcel.read_excel(tmp_path / "x.xlsx").load_sheet(0).to_polars()
    assert sheet.columns == ["Tệp", "Dòng", "Cột", "Giá trị", "Lý do không đọc được"]
    assert sheet.row(0)[2:] == ("Ngày tiếp nhận", "31/02/2025", "không có ngày này trong lịch")


WAYS = {
    "H2,05/01/2026,A,thừa": "số ô",
    '"H2,05/01/2026,A,B"': "số ô",
    "H2,31/02/2026,A": "bốn chữ số",
    ",05/01/2026,A": "dạng văn bản",
}


@pytest.mark.parametrize("line", WAYS)
def test_the_advice_fits_what_is_wrong_with_the_rows(tmp_path: Path, line: str) -> None:
    path = exports.write(tmp_path, "H1,05/01/2026,A", line, header="Mã hồ sơ,Ngày tiếp nhận,Đơn vị")
    done = CliRunner().invoke(app, ["check", str(path), "--as-of", "31/01/2026"])
    advice = " ".join(done.stdout.split()).partition("Cần: ")[2].partition("rồi chạy lại")[0]
    assert {way for way in WAYS.values() if way in advice} == {WAYS[line]}
