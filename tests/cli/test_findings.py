"""`findings` and `rules` as they are typed: gates, counts, the round of explanations."""

import json
from pathlib import Path

import fastexcel
import jsonschema
import pytest
import xlsxwriter

from cchc_audit.render.writers.json_text import schema

from .conftest import Type

pytestmark = pytest.mark.usefixtures("opened_once")

EXPORT = (
    "Mã hồ sơ,Mã thủ tục,Đơn vị,Cán bộ xử lý,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,"
    "Trạng thái,Thời hạn giải quyết,Chủ hồ sơ\n"
    "HS-1,,Xã Một,Lê A,02/03/2026 08:00,05/03/2026,10/03/2026 09:00,Đã giải quyết,"
    "3 ngày làm việc,Nguyễn Văn Kín\n"
    "HS-2,,Xã Một,Lê A,02/03/2026 08:00,05/03/2026,05/03/2026 09:00,Đã giải quyết,"
    "3 ngày làm việc,Nguyễn Văn Kín\n"
    "HS-3,,Xã Hai,Lê B,02/03/2026 08:00,05/03/2026,,Đang xử lý,3 ngày làm việc,Nguyễn Văn Kín\n"
    "HS-4,,Xã Hai,Lê B,02/03/2026 08:00,,,Đang xử lý,,Nguyễn Văn Kín\n"
)
ASKED = ("findings", "x.csv", "--as-of", "31/03/2026", "--select", "T101,T102")


@pytest.fixture(autouse=True)
def export(plain_surroundings: None, tmp_path: Path) -> None:
    del plain_surroundings
    (tmp_path / "x.csv").write_text(EXPORT, encoding="utf-8")


def document(typed: Type, *words: str) -> dict[str, object]:
    result = typed(*words, "--format", "json")
    loaded: dict[str, object] = json.loads(result.stdout)
    jsonschema.validate(loaded, schema())
    return loaded


def rows(found: dict[str, object]) -> list[dict[str, object]]:
    listed = found["rows"]
    assert isinstance(listed, list)
    return listed


def test_findings_name_rule_dossier_and_the_values_that_decided(typed: Type) -> None:
    found = document(typed, *ASKED)
    assert [(row["code"], row["dossier_id"]) for row in rows(found)] == [
        ("T101", "HS-1"),
        ("T102", "HS-3"),
    ]
    first = rows(found)[0]
    assert first["severity"] == "error"
    assert first["source_line"] == 2
    assert isinstance(first["evidence"], dict)
    assert first["evidence"]["deadline"] == "2026-03-05"
    assert first["evidence"]["finished_at"] == "2026-03-10T09:00:00"
    assert "10/03/2026" in str(first["message"])
    assert "05/03/2026" in str(first["message"])
    assert found["rules"] == [
        {
            "code": code,
            "name": name,
            "severity": "error",
            "status": "ran",
            "found": 1,
            "not_assessable": 1,
            "skipped_because": None,
        }
        for code, name in (("T101", "finished-late"), ("T102", "open-overdue"))
    ]


@pytest.mark.parametrize("form", ["json", "csv", "table", "md", "html"])
def test_no_finding_names_the_applicant(typed: Type, form: str) -> None:
    result = typed(*ASKED, "--format", form)
    assert result.exit_code == 0
    assert "HS-1" in result.stdout
    assert "Kín" not in result.stdout + result.stderr


def test_without_a_gate_findings_exit_0_and_with_one_1(typed: Type) -> None:
    assert typed(*ASKED).exit_code == 0
    failed = typed(*ASKED, "--fail-on", "warning", "--limit", "1")
    assert failed.exit_code == 1
    assert "2" in failed.stderr.splitlines()[-1]
    assert typed(*ASKED, "--fail-on", "error", "--ignore", "T1").exit_code == 2


def test_a_wrong_code_is_met_with_a_near_one(typed: Type) -> None:
    wrong = typed("findings", "x.csv", "--select", "T110")
    assert wrong.exit_code == 2
    assert "T10" in wrong.stderr


def test_a_rule_whose_column_is_missing_is_skipped_with_the_reason(typed: Type) -> None:
    found = document(typed, *ASKED[:4], "--select", "A204")
    listed = found["rules"]
    assert isinstance(listed, list)
    (rule,) = listed
    assert rule["status"] == "skipped"
    assert "xin lỗi" in rule["skipped_because"]
    assert rows(found) == []


@pytest.mark.parametrize("form", ["table", "md", "html", "csv", "parquet"])
def test_every_format_tells_what_was_skipped_and_what_cannot_be_told(
    typed: Type, form: str
) -> None:
    line = (*ASKED[:4], "--select", "A204,T101", "--format", form, "-o", "o")
    said = typed(*line)
    text = said.stderr
    if form not in {"csv", "parquet"}:
        text = Path("o").read_text(encoding="utf-8")
    assert "A204" in text
    assert "xin lỗi" in text
    assert "T101" in text


def test_the_workbook_and_the_counts_tell_it_too(typed: Type) -> None:
    typed(*ASKED[:4], "--select", "A204,T101", "-o", "o.xlsx")
    sheet = fastexcel.read_excel("o.xlsx").load_sheet("Bộ quy tắc kiểm tra").to_polars()
    assert [row[0] for row in sheet.rows()] == ["A204", "T101"]
    assert "xin lỗi" in str(sheet.rows()[0])
    counts = typed(*ASKED[:4], "--select", "A204,T101", "--by", "commune").stdout
    assert "A204" in counts
    assert "T101 1" in counts


def test_rules_that_gave_nothing_are_a_sentence_not_a_line_each(typed: Type) -> None:
    said = typed(*ASKED[:4], "--select", "A204,T101,T104,T107,H").stdout
    assert "Không có trường hợp nào: T107." in said
    assert "Không áp dụng H601, H602, H603, H604, H605, H606, H607: Cần hai lần chốt" in said
    assert not [line for line in said.splitlines() if line.startswith(("H601", "T107"))]
    assert [line for line in said.splitlines() if line.startswith("T101  ")]


def test_counts_name_the_rules_that_found_nothing_and_those_without_room(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = (*ASKED[:4], "--select", "T101,T102,T107", "--by", "commune")
    said = typed(*line).stdout
    assert "Đơn vị     Tổng  T101  T102\n" in said
    assert "Không có trường hợp nào: T107." in said
    long = EXPORT.replace("Xã Một", "Xã Một Hai Ba Bốn Năm Sáu Bảy Tám")
    Path("x.csv").write_text(long, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "40")
    said = typed(*line).stdout
    assert "Không đủ chỗ cho: T102 1; xem đủ: -o ra-soat.xlsx." in " ".join(said.split("\n"))


def test_counts_by_commune_have_a_column_a_rule_and_a_total(typed: Type) -> None:
    found = document(typed, *ASKED, "--by", "commune")
    assert rows(found) == [
        {"commune": "Xã Hai", "total": 1, "T101": 0, "T102": 1},
        {"commune": "Xã Một", "total": 1, "T101": 1, "T102": 0},
        {"commune": None, "total": 2, "T101": 1, "T102": 1},
    ]


def test_filters_cut_what_is_shown(typed: Type) -> None:
    found = document(typed, *ASKED, "--commune", "Xã Hai")
    assert [row["dossier_id"] for row in rows(found)] == ["HS-3"]


STEPS = (
    "Mã hồ sơ,Sự kiện,Thời điểm,Đến ngày,Người xử lý\n"
    "HS-1,xử lý,02/03/2026 09:00,03/03/2026 09:00,Lê Chậm\n"
)


def test_a_page_for_publishing_names_no_officer(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(STEPS, encoding="utf-8")
    line = ("findings", "x.csv", "--events", "e.csv", "--as-of", "31/03/2026", "--select", "T106")
    assert "Lê Chậm" in typed(*line).stdout
    page = typed(*line, "--format", "html").stdout
    assert "HS-1" in page
    assert "Lê Chậm" not in page


def filled(source: Path, target: Path, answers: dict[str, tuple[str, str]]) -> None:
    """The list as it comes back: explanation and opinion by dossier."""
    sheet = fastexcel.read_excel(source).load_sheet(0, header_row=None).to_polars()
    lines = [["" if cell is None else str(cell) for cell in row] for row in sheet.rows()]
    head = next(line for line in lines if "Giải trình" in line)
    with xlsxwriter.Workbook(target) as book:
        out = book.add_worksheet()
        for number, line in enumerate(lines):
            dossier = line[head.index("Mã hồ sơ")]
            if dossier in answers:
                line[head.index("Giải trình")], line[head.index("Ý kiến")] = answers[dossier]
            for at, text in enumerate(line):
                out.write_string(number, at, text)


def test_accepted_explanations_leave_the_exit_code_and_stay_in_the_report(
    typed: Type, tmp_path: Path
) -> None:
    assert typed(*ASKED, "--explain-to", "hoi.xlsx").exit_code == 0
    filled(
        tmp_path / "hoi.xlsx",
        tmp_path / "dap.xlsx",
        {"HS-1": ("Lũ cuốn cầu", "Chấp nhận"), "HS-3": ("Quên", "không chấp nhận")},
    )
    back = ("--responses", "dap.xlsx", "--fail-on", "error")
    both = document(typed, *ASKED, *back)
    assert [(r["dossier_id"], r["response"], r["explanation"]) for r in rows(both)] == [
        ("HS-1", "accepted", "Lũ cuốn cầu"),
        ("HS-3", "rejected", "Quên"),
    ]
    assert typed(*ASKED, *back).exit_code == 1
    assert typed(*ASKED, *back, "--ignore", "T102").exit_code == 0
    # The rule is left out: its finding is not gone.
    left_out = document(typed, *ASKED, *back, "--ignore", "T102")
    assert left_out["orphaned"] == []
    assert left_out["hidden"] == [
        {"code": "T102", "dossier_id": "HS-3", "response": "rejected", "explanation": "Quên"}
    ]


def test_answers_of_several_files_and_to_a_finding_that_is_gone(
    typed: Type, tmp_path: Path
) -> None:
    typed(*ASKED, "--explain-to", "hoi.xlsx")
    for name, dossier in (("a.xlsx", "HS-1"), ("b.xlsx", "HS-3")):
        filled(tmp_path / "hoi.xlsx", tmp_path / name, {dossier: ("Có lý do", "chấp nhận")})
    both = ("--responses", "a.xlsx", "--responses", "b.xlsx", "--fail-on", "error")
    assert typed(*ASKED, *both).exit_code == 0
    one = document(typed, *ASKED, *both, "--commune", "Xã Hai")
    assert (one["orphaned"], len(one["hidden"])) == ([], 1)  # type: ignore[arg-type]
    (tmp_path / "x.csv").write_text(
        "\n".join(line for line in EXPORT.split("\n") if "HS-1" not in line), encoding="utf-8"
    )
    gone = typed(*ASKED, *both, "--format", "json")
    assert "T101 HS-1" in gone.stderr
    assert [one["dossier_id"] for one in json.loads(gone.stdout)["orphaned"]] == ["HS-1"]


def test_a_changed_heading_is_refused(typed: Type, tmp_path: Path) -> None:
    typed(*ASKED, "--explain-to", "hoi.xlsx")
    filled(tmp_path / "hoi.xlsx", tmp_path / "dap.xlsx", {"HS-1": ("x", "chấp nhận")})
    lines = fastexcel.read_excel(tmp_path / "dap.xlsx").load_sheet(0, header_row=None).to_polars()
    (tmp_path / "dap.csv").write_text(
        lines.write_csv(include_header=False).replace("Mã đối chiếu", "Mã"), encoding="utf-8"
    )
    done = typed(*ASKED, "--responses", "dap.csv")
    assert done.exit_code == 2
    assert "Mã đối chiếu" in done.stderr


def test_an_opinion_that_is_neither_names_the_line(typed: Type, tmp_path: Path) -> None:
    typed(*ASKED, "--explain-to", "hoi.xlsx")
    filled(tmp_path / "hoi.xlsx", tmp_path / "dap.xlsx", {"HS-1": ("x", "tạm được")})
    wrong = typed(*ASKED, "--responses", "dap.xlsx")
    assert wrong.exit_code == 2
    assert "tạm được" in wrong.stderr
    assert "6" in wrong.stderr


def test_the_list_never_replaces_what_is_read(typed: Type, tmp_path: Path) -> None:
    assert typed(*ASKED, "--explain-to", "x.csv").exit_code == 2
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == EXPORT
    assert typed(*ASKED, "--explain-to", "hoi.csv").exit_code == 2


def test_what_a_baseline_knows_leaves_the_exit_code(typed: Type, tmp_path: Path) -> None:
    typed(*ASKED, "-o", "truoc.json")
    (tmp_path / "cchc.toml").write_text('[rules]\nbaseline = "truoc.json"\n', encoding="utf-8")
    found = document(typed, *ASKED)
    assert [row["known"] for row in rows(found)] == [True, True]
    typed(*ASKED[:4], "--select", "T101", "-o", "truoc.json")
    assert [row["known"] for row in rows(document(typed, *ASKED))] == [True, False]
    assert typed(*ASKED, "--fail-on", "error").exit_code == 1
    assert typed(*ASKED, "--fail-on", "error", "--ignore", "T102").exit_code == 0


def test_every_rule_has_a_page_in_both_languages(typed: Type) -> None:
    found = document(typed, "rules")
    listed = found["rules"]
    assert isinstance(listed, list)
    codes = [rule["code"] for rule in listed]
    assert codes == sorted(codes)
    assert "T101" in codes
    vi, en = typed("rules", "t101"), typed("rules", "finished-late", "--lang", "en")
    assert "CĂN CỨ PHÁP LÝ" in vi.stdout
    assert "LEGAL BASIS" in en.stdout
    assert typed("rules", "T1").exit_code == 2
