"""Letters of apology: for whom, in which edition, with what filled in and what left blank."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest

from cchc_audit.products.forms.apology import file_names
from cchc_audit.render.writers.json_text import schema

from .exports import DONE, HEADER, OPEN, PERSON, export, typed

AS_OF = ("--as-of", "31/03/2026")
TERM = "3 ngày làm việc"


def line(
    name: str, received: str, promised: str, finished: str = "", apology: str = ""
) -> list[str]:
    dates = [received, promised, finished, finished]
    status = DONE if finished else OPEN
    more = [*PERSON, "Một thủ tục", "Phòng Một", "", apology, TERM]
    return [name, "Hộ tịch", "Xã A", "Trực tiếp", *dates, status, *more]


ROWS = (
    line("OLD/1", "02/06/2025", "05/06/2025", "10/06/2025"),  # under Circular 01/2018
    line("NEW-1", "02/03/2026", "05/03/2026", "10/03/2026"),
    line("NEW-2", "02/03/2026", "05/03/2026"),  # open, overdue
    line("SAID", "02/03/2026", "05/03/2026", "10/03/2026", "04/03/2026"),  # has had its letter
    line("FINE", "02/03/2026", "05/03/2026", "04/03/2026"),
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow((*HEADER, "Ngày xin lỗi", "Thời hạn giải quyết"))
        table.writerows(ROWS)
    return tmp_path / "x.csv"


def text_of(path: Path) -> str:
    made = docx.Document(str(path))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in made.paragraphs)])


def test_whoever_is_late_without_a_letter(path: Path) -> None:
    done = typed("form", "apology", path, *AS_OF, "--format", "json", "-q")
    found: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(found, schema())
    letters = {row["dossier_id"]: row["letter"] for row in found["rows"]}
    assert letters == {"NEW-1": "extension", "NEW-2": "extension", "OLD/1": "appointment"}


def test_a_file_each_in_the_edition_of_its_day(path: Path, tmp_path: Path) -> None:
    done = typed("form", "apology", path, *AS_OF, "-o", "letters")
    assert done.exit_code == 0
    assert "3 dự thảo" in done.stderr
    made = {file.name: text_of(file) for file in (tmp_path / "letters").iterdir()}
    assert set(made) == {"xin-loi-new-1.docx", "xin-loi-new-2.docx", "xin-loi-old-1.docx"}
    late, overdue, old = (made[f"xin-loi-{name}.docx"] for name in ("new-1", "new-2", "old-1"))
    assert "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT" in overdue
    assert "đề nghị gia hạn thời gian giải quyết hồ sơ và sẽ trả kết quả vào …" in overdue
    # What has its result is apologised for; it needs no more time.
    assert "VĂN BẢN XIN LỖI\n" in late
    assert not [said for said in ("GIA HẠN", "gia hạn", "hẹn lại") if said in late + old]
    assert "03/2025/TT-VPCP" in late
    assert "PHIẾU XIN LỖI\n" in old
    assert "01/2018/TT-VPCP" in old
    for said in ("Ngày 02/03/2026, UBND xã A tiếp nhận", "mã số hồ sơ: NEW-1", "ngày 05/03/2026"):
        assert said in late
    assert "đến ngày 10/03/2026 hồ sơ mới có kết quả giải quyết, quá hạn 03 ngày làm việc" in late
    # 6 March to 31 March 2026: eighteen working days.
    assert "đến hết ngày 31/03/2026 hồ sơ chưa có kết quả giải quyết, quá hạn 18 ngày" in overdue
    assert "Lý do: …" in late
    assert not [name for name in PERSON for text in made.values() if name in text]


def test_the_addressee_only_when_asked_for(path: Path, tmp_path: Path) -> None:
    assert typed("form", "apology", path, *AS_OF, "-o", "l", "--show-personal").exit_code == 0
    text = text_of(tmp_path / "l" / "xin-loi-new-1.docx")
    assert f"Kính gửi: {PERSON[0]}" in text
    assert PERSON[2] in text
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "l").iterdir()} == {0o600}


def test_all_in_one_file_and_the_list_as_a_table(path: Path, tmp_path: Path) -> None:
    assert typed("form", "apology", path, *AS_OF, "-o", "all.docx").exit_code == 0
    text = text_of(tmp_path / "all.docx")
    assert [name in text for name in ("OLD/1", "NEW-1", "NEW-2", "SAID")] == [True] * 3 + [False]
    shown = typed("form", "apology", path, *AS_OF).stdout
    assert "NEW-1" in shown
    assert "-o THƯ_MỤC" in shown
    assert typed("form", "apology", path, *AS_OF, "-o", "list.xlsx").exit_code == 0


def test_nothing_to_write_is_said(path: Path, tmp_path: Path) -> None:
    nobody = ("--to", "01/01/2024")
    for words in (("--as-of", "05/06/2025"), (*AS_OF, *nobody)):
        done = typed("form", "apology", path, *words, "-o", "l")
        assert done.exit_code == 0, done.output
        assert "Không có văn bản nào cần soạn" in done.stderr
    assert not (tmp_path / "l").exists()


def test_an_export_that_tells_of_no_apology(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = typed("form", "apology", export(tmp_path / "x.csv"), *AS_OF, "-o", "l")
    assert done.exit_code == 0
    assert "không cho biết hồ sơ nào đã có văn bản xin lỗi" in done.stderr


def test_file_names_are_safe_and_apart() -> None:
    names = file_names(["../../x", "X", "x", "con", "", "H21.902-260107-0002"])
    assert names == [
        *("xin-loi-x.docx", "xin-loi-x-2.docx", "xin-loi-x-3.docx", "xin-loi-con.docx"),
        *("xin-loi-ho-so.docx", "xin-loi-h21.902-260107-0002.docx"),
    ]


def test_the_same_bytes_again(path: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert typed("form", "apology", path, *AS_OF, "-o", f"{name}.docx").exit_code == 0
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def one(folder: Path, *rows: list[str], words: tuple[str, ...] = ()) -> dict[str, str]:
    """The letters for these rows, by name."""
    with (folder / "x.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow((*HEADER, "Ngày xin lỗi", "Thời hạn giải quyết"))
        table.writerows(rows)
    done = typed("form", "apology", folder / "x.csv", *AS_OF, "-o", "l", *words)
    assert done.exit_code == 0, done.output
    return {file.name: text_of(file) for file in (folder / "l").glob("*.docx")}


def test_an_appointment_is_not_called_the_law(path: Path, tmp_path: Path) -> None:
    """No term is known: what was missed is the appointment."""
    row = line("NEW-9", "02/03/2026", "05/03/2026", "10/03/2026")
    row[-1] = ""
    levels = ("--certainty", "firm", "--certainty", "contestable", "--certainty", "unproven")
    [text] = one(path.parent, row, words=levels).values()
    assert "quá hạn 03 ngày làm việc so với ngày hẹn trả" in text
    assert "Hạn giải quyết theo quy định" not in text
    assert "Trước khi gửi, cần làm rõ" in text
    [by_law] = one(tmp_path, line("NEW-9", "02/03/2026", "05/03/2026", "10/03/2026")).values()
    assert "Hạn giải quyết theo quy định: ngày 05/03/2026" in by_law


def test_a_doubt_gets_no_letter_unless_asked(path: Path, tmp_path: Path) -> None:
    # Received after 15:00: whether the clock began that day is contestable.
    row = line("NEW-9", "02/03/2026 15:30", "09/03/2026", "06/03/2026")
    done = typed("form", "apology", path, *AS_OF, "--format", "json", "-q")
    assert {r["certainty"] for r in json.loads(done.stdout)["rows"]} == {"firm"}
    assert one(tmp_path, row) == {}
    asked = one(tmp_path, row, words=("--certainty", "contestable"))
    assert list(asked) == ["xin-loi-new-9.docx"]


@pytest.mark.usefixtures("path")
def test_letters_of_an_earlier_run_go_and_those_worked_on_stay(tmp_path: Path) -> None:
    folder = tmp_path / "l"
    assert len(one(tmp_path, *ROWS)) == 3
    mine = folder / "xin-loi-new-2.docx"
    made = docx.Document(str(mine))
    made.add_paragraph("Đã điền lý do")
    made.core_properties.last_modified_by = "Cán bộ"
    made.save(str(mine))
    (folder / "xin-loi-khac.txt").write_text("của người khác", encoding="utf-8")
    now = one(tmp_path, ROWS[0], ROWS[2])
    assert set(now) == {"xin-loi-old-1.docx", "xin-loi-new-2.docx"}
    assert "Đã điền lý do" in now["xin-loi-new-2.docx"]
    assert (folder / "xin-loi-khac.txt").exists()
