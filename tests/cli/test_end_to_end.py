"""The whole line, from a file on the disk to what is printed, with nothing put in between."""

import json
from pathlib import Path

import pytest

from cchc_audit.audit.officers import officer_codes
from cchc_audit.core.settings import Privacy

from .conftest import Type

# Term of three working days. H1: due Thursday 5 March, finished Monday 9 March, two days late.
# H2: on its last day. H3: open, due Thursday 12 March. H4: 31 February is no day.
EXPORT = """\
Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày có kết quả,Thời hạn giải quyết,Chủ hồ sơ,Trạng thái
H1,UBND xã A,02/03/2026 08:00,09/03/2026 09:00,3 ngày làm việc,Nguyễn Văn Một,Đã xử lý xong
H2,Xã A,02/03/2026 08:00,05/03/2026 16:00,3 ngày làm việc,Nguyễn Văn Hai,Đã xử lý xong
H3,Xã B,09/03/2026 08:00,,3 ngày làm việc,Nguyễn Văn Ba,Đang xử lý
H4,Xã B,31/02/2026,,3 ngày làm việc,Nguyễn Văn Bốn,Đang xử lý
"""
AS_OF = ("--as-of", "11/03/2026")


@pytest.fixture(autouse=True)
def export() -> None:
    Path("x.csv").write_text(EXPORT, encoding="utf-8")


def test_late(typed: Type) -> None:
    done = typed("late", "x.csv", *AS_OF, "--format", "json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["as_of"] == "2026-03-12T00:00:00"
    assert told["input"] == {
        "files": ["x.csv"],
        "rows_read": 4,
        "rows_rejected": 1,
        "duplicates": 0,
        "assessed": 3,
    }
    [row] = told["rows"]
    assert (row["dossier_id"], row["deadline"], row["days_late"]) == ("H1", "2026-03-05", 2)
    assert (row["commune"], row["source_file"], row["source_line"]) == ("Xã A", "x.csv", 2)


def test_communes_and_its_gate(typed: Type) -> None:
    done = typed("communes", "x.csv", *AS_OF, "--format", "json", "--fail-under", "50%")
    assert done.exit_code == 0
    total = json.loads(done.stdout)["rows"][-1]
    assert (total["commune"], total["total"], total["late"]) == (None, 3, 1)
    assert total["on_time_rate"] == 0.5
    assert typed("communes", "x.csv", *AS_OF, "--fail-under", "51%").exit_code == 1


def test_due(typed: Type) -> None:
    done = typed("due", "x.csv", *AS_OF, "--within", "1", "--format", "csv")
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == ["dossier_id", "H3"]
    done = typed("due", "x.csv", *AS_OF, "--within", "0", "--format", "csv")
    assert len(done.stdout.splitlines()) == 1


def test_summary(typed: Type) -> None:
    done = typed("summary", "x.csv", *AS_OF, "--by", "month,outcome", "--format", "json")
    rows = json.loads(done.stdout)["rows"]
    assert [(row["month"], row["outcome"], row["total"]) for row in rows] == [
        ("2026-03", "late", 1),
        ("2026-03", "on_time", 1),
        ("2026-03", "pending", 1),
        (None, None, 3),
    ]


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "html"])
@pytest.mark.parametrize(
    "command", [["late"], ["assess"], ["due"], ["communes"], ["summary", "--by", "field"]]
)
def test_every_command_in_every_format_names_no_applicant(
    command: list[str], form: str, typed: Type
) -> None:
    done = typed(*command, "x.csv", *AS_OF, "--format", form)
    assert done.exit_code == 0, done.stderr
    assert done.stdout
    assert "Nguyễn" not in done.stdout + done.stderr


def test_personal_data_is_shown_where_it_is_asked_for(typed: Type) -> None:
    done = typed("late", "x.csv", *AS_OF, "--format", "csv", "--show-personal")
    assert "Nguyễn Văn Một" in done.stdout
    assert "Nguyễn Văn Hai" not in done.stdout


def test_the_same_line_gives_the_same_bytes(typed: Type) -> None:
    line = ("assess", "x.csv", *AS_OF, "--format", "json")
    assert typed(*line).stdout == typed(*line).stdout


def test_strict_makes_a_reject_an_error(typed: Type) -> None:
    refused = typed("late", "x.csv", *AS_OF, "--strict")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_a_commune_that_is_none_is_an_error(typed: Type) -> None:
    refused = typed("late", "x.csv", *AS_OF, "--commune", "xã AB")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Xã A" in refused.stderr


def test_rows_that_are_all_rejected_are_an_error_not_an_empty_list(
    typed: Type, tmp_path: Path
) -> None:
    short = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận\nH-1,Xã Một,5/10/26\nH-2,Xã Một,6/10/26\n"
    (tmp_path / "ngắn.csv").write_text(short, encoding="utf-8")
    for words in (["late"], ["communes"], ["findings"], ["form", "06a"], ["late", "-o", "o.xlsx"]):
        refused = typed(*words, "ngắn.csv")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "cả 2 dòng đều có lỗi" in refused.stderr
        assert 'cchc-audit check "ngắn.csv"' in refused.stderr
    assert not (tmp_path / "o.xlsx").exists()
    checked = typed("check", "ngắn.csv")
    assert checked.exit_code == 2
    assert checked.stdout.startswith("Chưa dùng được")
    assert "bốn chữ số" in checked.stdout


def test_check_says_in_its_exit_code_whether_an_export_can_be_used(typed: Type) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận"
    Path("blind.csv").write_text(f"{header}\nH-1,05/10/2026\n", encoding="utf-8")
    for words in (["check", "blind.csv"], ["check", "blind.csv", "--format", "json"]):
        assert typed(*words, *AS_OF).exit_code == 2
    told = f"{header},Thời hạn giải quyết\nH-1,05/10/2026,3 ngày làm việc\n"
    Path("blind.csv").write_text(told, encoding="utf-8")
    assert typed("check", "blind.csv", *AS_OF).exit_code == 0


def test_many_rejected_rows_are_a_warning_beside_every_answer(typed: Type) -> None:
    warning = "25,0% số dòng không đọc được nên chưa được xét"
    assert warning in typed("late", "x.csv", *AS_OF).stdout
    assert warning in typed("late", "x.csv", *AS_OF, "--format", "csv").stderr
    assert warning not in typed("late", "x.csv", *AS_OF, "--format", "csv", "-q").stderr
    Path("y.csv").write_text("".join(EXPORT.splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert "chưa được xét" not in typed("late", "y.csv", *AS_OF).stdout


def test_a_file_without_a_finish_is_a_warning_beside_every_answer(typed: Type) -> None:
    assert "không có cột ngày kết thúc" not in typed("late", "x.csv", *AS_OF).stdout
    kept = [line.split(",") for line in EXPORT.splitlines()]
    Path("dở.csv").write_text(
        "\n".join(",".join(cells[:3] + cells[4:]) for cells in kept), encoding="utf-8"
    )
    warning = "Tệp không có cột ngày kết thúc xử lý và cột ngày trả kết quả"
    assert warning in typed("communes", "dở.csv", *AS_OF).stdout
    told = typed("late", "dở.csv", "x.csv", *AS_OF, "--format", "csv").stderr
    assert f"{warning}, nên hồ sơ đã giải quyết xong" in told
    assert "quá hạn: dở.csv" in told


def test_a_page_names_officers_by_codes_and_finds_them_by_name(typed: Type) -> None:
    Path("z.csv").write_text(
        "Mã hồ sơ,Đơn vị,Cán bộ xử lý,Ngày tiếp nhận,Ngày có kết quả,Thời hạn giải quyết\n"
        "H1,Xã A,Lò Thị Năm,02/03/2026 08:00,09/03/2026 09:00,3 ngày làm việc\n"
        "H2,Xã A,Cà Văn Sáu,02/03/2026 08:00,03/03/2026 09:00,3 ngày làm việc\n",
        encoding="utf-8",
    )
    asked = ("summary", "--by", "officer", "z.csv", *AS_OF)
    page = typed(*asked, "--officer", "lo thi nam", "--format", "html").stdout
    code, other = map(officer_codes(Privacy()), ("Lò Thị Năm", "Cà Văn Sáu"))
    assert code in page
    assert not any(name in page for name in ("Lò Thị Năm", "Cà Văn Sáu", other))
    rows = json.loads(typed(*asked, "--officer", code, "--format", "json").stdout)["rows"]
    assert [row["officer"] for row in rows] == ["Lò Thị Năm", None]
    later = Path("z.csv").read_text(encoding="utf-8").replace("Cà Văn Sáu", "Lò Thị Năm")
    Path("z2.csv").write_text(later, encoding="utf-8")
    moved = ("changes", "z.csv", "z2.csv", "--old-as-of", "10/03/2026", *AS_OF)
    page = typed(*moved, "--format", "html").stdout
    assert code in page
    assert not any(name in page for name in ("Lò Thị Năm", "Cà Văn Sáu"))


def test_a_file_that_holds_a_part_says_of_how_many(typed: Type) -> None:
    said = typed("late", "x.csv", "--as-of", "31/03/2026", "--limit", "1", "-o", "o.csv").stderr
    assert "Đã ghi o.csv (1 trong số" in said
    assert "Đã ghi o.csv (" in typed("late", "x.csv", "--as-of", "31/03/2026", "-o", "o.csv").stderr


def test_a_file_that_is_not_there_is_an_error(typed: Type) -> None:
    refused = typed("late", "none.csv", *AS_OF)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "none.csv" in refused.stderr


def test_a_table_in_a_pipe_is_plain_and_a_hundred_wide(typed: Type) -> None:
    done = typed("communes", "x.csv", *AS_OF)
    assert "\x1b" not in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 100


@pytest.mark.parametrize(("mode", "named"), [("show", True), ("code", False), ("hide", False)])
def test_officers_are_named_as_the_settings_want(
    mode: str, named: bool, typed: Type, tmp_path: Path
) -> None:
    (tmp_path / "cchc.toml").write_text(f'[privacy]\nofficer = "{mode}"\n', encoding="utf-8")
    (tmp_path / "y.csv").write_text(
        "Mã hồ sơ,Cán bộ xử lý,Ngày tiếp nhận,Ngày hẹn trả\n1,Lê Thị Thử,02/03/2026,05/03/2026\n",
        encoding="utf-8",
    )
    done = typed("summary", "y.csv", "--by", "officer", *AS_OF, "--format", "csv")
    assert done.exit_code == 0
    assert ("Lê Thị Thử" in done.stdout) == named


def test_a_deadline_in_a_year_that_is_only_expected_is_found(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "z.csv").write_text(
        "Mã hồ sơ,Ngày tiếp nhận,Thời hạn giải quyết\n"
        "1,02/03/2026 08:00,30 tháng\n2,02/03/2014 08:00,3 ngày làm việc\n",
        encoding="utf-8",
    )
    done = typed("assess", "z.csv", *AS_OF, "--format", "json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    # 2 September 2028 is National Day, a Saturday; the day off beside it and the one in lieu are
    # Friday 1 and Monday 4 September, so that Tuesday 5 is the first working day.
    assert [row["deadline"] for row in found["rows"]] == ["2028-09-05"]
    assert found["input"]["rows_rejected"] == 1
    why = typed("why", "z.csv", "--id", "1", *AS_OF, "--format", "json")
    assert json.loads(why.stdout)["dossiers"][0]["dossier"]["deadline"] == "2028-09-05"
