"""`why` and `deadline` as lines that are typed."""

import json
from pathlib import Path

import pytest

from .conftest import Type

EXPORT = """Mã hồ sơ,Ngày tiếp nhận,Ngày kết thúc xử lý,Thời hạn giải quyết
HS-1,07/01/2026 09:00,12/01/2026 09:00,3 ngày làm việc
HS-2,07/01/2026 09:00,,3 ngày làm việc
"""


@pytest.fixture
def export(tmp_path: Path) -> str:
    (tmp_path / "hs.csv").write_text(EXPORT, encoding="utf-8")
    return "hs.csv"


@pytest.mark.parametrize("command", ["why", "vi-sao"])
def test_why(typed: Type, export: str, command: str) -> None:
    result = typed(command, export, "--id", "HS-1", "--as-of", "31/01/2026")
    assert result.exit_code == 0
    assert "Hồ sơ HS-1: Đã giải quyết quá hạn" in result.stdout
    assert "10[3*]" in result.stdout


def test_what_is_firm_by_the_appointment_is_not_said_to_be_so_by_law(
    typed: Type, tmp_path: Path
) -> None:
    header, late, _ = EXPORT.splitlines()
    promised = f"{header},Ngày hẹn trả\n{late},09/01/2026\n"
    (tmp_path / "hs.csv").write_text(promised, encoding="utf-8")
    line = ("why", "HS-1", "hs.csv", "--as-of", "31/01/2026")
    law, appointment = "theo mọi cách tính pháp luật cho phép", "quá ngày hẹn trả đã ghi"
    by_law, by_word = typed(*line), typed(*line, "--against", "appointment")
    assert (law in by_law.stdout, appointment in by_law.stdout) == (True, False)
    assert (law in by_word.stdout, appointment in by_word.stdout) == (False, True)


@pytest.mark.parametrize(
    "words",
    [
        ("HS-1", "hs.csv"),
        ("hs.csv", "HS-1"),
        ("HS-1", "*.csv"),
        ("HS-1", "."),
        ("HS-1", "hs.csv", "--id", "HS-2"),
        ("'HS-1 ", "hs.csv"),
    ],
)
@pytest.mark.usefixtures("export")
def test_a_number_is_told_from_a_file(typed: Type, words: tuple[str, ...]) -> None:
    result = typed("why", *words, "--as-of", "31/01/2026")
    assert result.exit_code == 0, result.stderr
    assert "Hồ sơ HS-1: Đã giải quyết quá hạn" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("HS-3", "hs.csv"), ("không có hồ sơ", "“HS-3”", "HS-1, HS-2")),
        (("qqqq", "hs.csv"), ("Không có tệp “qqqq”", "không có hồ sơ")),
        (("HS-1", "hss.csv"), ("Không có tệp hay thư mục hss.csv",)),
        (("HS-1", "./hss"), ("./hss",)),
        (("HS-1",), ("Chưa chọn tệp dữ liệu",)),
        (("hs.csv", "--id", "HS-3"), ("Không có hồ sơ “HS-3”",)),
        (("HS-2", "hs.csv"), ("--id",)),
    ],
)
@pytest.mark.usefixtures("export")
def test_what_is_neither_is_told_with_the_way_out(
    typed: Type, tmp_path: Path, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    (tmp_path / "HS-2").write_text(EXPORT, encoding="utf-8")
    refused = typed("why", *words, "--as-of", "31/01/2026")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert all(part in refused.stderr for part in said), refused.stderr


def test_why_in_json(typed: Type, export: str) -> None:
    line = ("why", export, "--id", "HS-2", "--id", "HS-1", "--as-of", "31/01/2026")
    result = typed(*line, "--format", "json")
    document = json.loads(result.stdout)
    assert (document["command"], document["as_of"]) == ("why", "2026-02-01T00:00:00")
    first, second = document["dossiers"]
    assert [first["dossier"]["dossier_id"], second["dossier"]["dossier_id"]] == ["HS-2", "HS-1"]
    assert second["days"][:2] == [
        {"date": "2026-01-07", "kind": "working", "name": None, "number": None},
        {"date": "2026-01-08", "kind": "working", "name": None, "number": 1},
    ]
    assert second["days"][3]["kind"] == "makeup"
    assert second["days"][-1] == {
        **{"date": "2026-01-12", "kind": "working", "name": None, "number": None}
    }
    assert set(second["steps"][0]) == {"step", "at", "text", "law"}


def test_why_from_a_list_into_a_file(typed: Type, export: str, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("HS-1\nHS-2\n")
    result = typed("why", export, "--id-file", "ids.txt", "-o", "trang.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Đã ghi trang.html (2 hồ sơ)" in result.stderr
    assert (tmp_path / "trang.html").read_text(encoding="utf-8").count("<section>") == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Chưa nêu hồ sơ nào"),
        (("--id", "HS-9"), "Gần giống: HS-1, HS-2"),
        (("--id", ""), "--id phải có giá trị"),
        (("--id-file", "khong-co.txt"), "Không có tệp hay thư mục khong-co.txt"),
        (("--id", "HS-1", "--format", "xlsx"), "chỉ ghi được: table, json, md, html"),
        (("--id-file", "hs.txt", "-o", "hs.txt"), "hs.txt là tệp dữ liệu đầu vào"),
        (("--id", "HS-1", "-o", "x.csv"), "một trong: .json .md .html .htm .pdf .txt"),
    ],
)
def test_2_a_bad_line_of_why(
    typed: Type, export: str, words: tuple[str, ...], sentence: str
) -> None:
    result = typed("why", export, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


@pytest.mark.parametrize("command", ["deadline", "tinh-han"])
def test_deadline(typed: Type, command: str) -> None:
    result = typed(command, "07/01/2026", "16:05", "--term", "3 ngày làm việc", "--format", "json")
    (one,) = json.loads(result.stdout)["dossiers"]
    assert one["dossier"]["deadline"] == "2026-01-10"
    assert one["dossier"]["deadline_at"] == "2026-01-11T00:00:00"
    assert one["dossier"]["received_at"] == "2026-01-07T16:05:00"
    assert [day["number"] for day in one["days"]] == [None, 1, 2, 3]


def test_deadline_with_pauses_in_english(typed: Type) -> None:
    line = ("deadline", "2026-03-02T08:00", "--term", "5 working_days", "--lang", "en")
    result = typed(*line, "--pause", "2026-03-03..2026-03-05", "--pause", "09/03/2026..10/03/2026")
    assert result.exit_code == 0
    assert "3 working days of pause" in result.stdout
    assert "12/03/2026" in result.stdout


def test_deadline_is_the_same_whenever_it_is_asked(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = ("deadline", "07/01/2026", "--procedure", "1.001193", "--format", "json")
    first = typed(*line).stdout
    monkeypatch.setattr("cchc_audit.cli.values.now", None)
    assert typed(*line).stdout == first


TERM = ("--term", "3 ngày làm việc")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (TERM, "Chưa nêu thời điểm tiếp nhận"),
        (("07/01/2026",), "Nêu đúng một trong hai"),
        (("07/01/2026", *TERM, "--procedure", "1.001193"), "Nêu đúng một trong hai"),
        (("hôm nay", *TERM), "07/01/2026 16:05, 16:05 07/01/2026, 2026-01-07"),
        (("31/02/2026", *TERM), "không có ngày này trong lịch"),
        (("07/01/26", *TERM), "năm chỉ có hai chữ số"),
        (("07/01/2026", "--term", "3"), "chỉ có số, không có đơn vị"),
        (("07/01/2026", "--term", "lâu"), '"3 ngày làm việc", "15 ngày"'),
        (("07/01/2026", "--procedure", "1.00119"), "Gần giống: 1.001193"),
        (("07/01/2026", *TERM, "--remote"), "--remote chỉ dùng cùng --procedure"),
        (("07/01/2026", *TERM, "--pause", "2026-01-08"), "hai thời điểm nối bằng hai dấu chấm"),
        (("07/01/2026", *TERM, "--pause", "2026-01-09..2026-01-08"), "kết thúc trước khi bắt đầu"),
        (("07/01/2026", *TERM, "--pause", "x..y"), "--pause: không đọc được thời điểm “x”"),
        (("07/01/2010", *TERM), "nằm ngoài lịch làm việc đã biết"),
        (("07/01/2026", "--term", ""), "--term phải có giá trị"),
        (("07/01/2026", *TERM, "--format", "csv"), "chỉ ghi được: table, json, md, html"),
    ],
)
def test_2_a_bad_line_of_deadline(typed: Type, words: tuple[str, ...], sentence: str) -> None:
    result = typed("deadline", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
