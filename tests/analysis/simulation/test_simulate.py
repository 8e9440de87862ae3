"""`cchc-audit simulate`, worked out by hand on the calendar of March 2026 (no days off in it)."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.documents import document
from support.golden import held
from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

pytestmark = pytest.mark.usefixtures("opened_once")

AS_OF = ("--as-of", "30/04/2026")
HEADER = (
    *("Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày có kết quả", "Thời hạn giải quyết", "Ngày yêu cầu bổ sung", "Ngày bổ sung"),
    *("Ngày tạm dừng", "Ngày tiếp tục"),
)
TEN = "10 ngày làm việc"
# Received Monday 2 March: ten working days end on Monday 16 March, seven on Wednesday 11 March.
MONDAY = "02/03/2026 08:00"


def dossier(code: str, finish: str, term: str = TEN, **cells: str) -> dict[str, str]:
    return {
        "Mã TTHC": code,
        "Tên TTHC": f"Thủ tục {code}",
        "Lĩnh vực": "Mẫu",
        "Đơn vị": "Xã A",
        "Ngày tiếp nhận": MONDAY,
        "Ngày có kết quả": finish,
        "Thời hạn giải quyết": term,
        **cells,
    }


def write(*dossiers: dict[str, str], path: str = "x.csv") -> None:
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, HEADER)
        rows.writeheader()
        for number, cells in enumerate(dossiers, start=1):
            rows.writerow({"Mã hồ sơ": f"H{number}"} | cells)


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None) -> None:
    """Each test works in a folder of its own."""


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *words, *AS_OF])


def told(*words: str) -> dict[str, Any]:
    return document(typed(*words, "--format", "json"))


def only(*words: str) -> dict[str, Any]:
    """The one row there is beside the total."""
    [row, _total] = told("x.csv", *words)["rows"]
    found: dict[str, Any] = row
    return found


def test_finishes_before_on_and_after_both_deadlines() -> None:
    write(
        dossier("9.1", "10/03/2026 09:00"),
        dossier("9.1", "11/03/2026 16:00"),
        dossier("9.1", "12/03/2026 08:00"),  # late only under seven days
        dossier("9.1", "17/03/2026 08:00"),
        dossier("9.1", ""),  # open: not simulated
    )
    found = told("x.csv", "--cut", "30%")
    assert found["rows"][0] == {
        "procedure_code": "9.1",
        "procedure_name": "Thủ tục 9.1",
        "field": "Mẫu",
        "term": "10 working_days",
        "cut_term": "7 working_days",
        "resolved": 4,
        "late": 1,
        "late_cut": 2,
        "on_time_rate": 0.75,
        "on_time_rate_cut": 0.5,
        "bears": False,
        "max_cut": None,  # three of four miss 97 % as it is
        "least_term": None,
    }
    assert (found["cut"], found["target"]) == (0.3, 0.97)
    total = found["rows"][1]
    assert (total["procedure_code"], total["resolved"], total["late_cut"]) == (None, 4, 2)
    assert (total["term"], total["bears"]) == (None, None)


def test_thirty_per_cent_unless_told_otherwise() -> None:
    write(dossier("9.1", "10/03/2026 09:00"))
    assert told("x.csv") == told("x.csv", "--cut", "30%") == told("x.csv", "--cut", "0.3")


def test_the_largest_cut() -> None:
    # Finished after two and after four working days: four of ten are enough, a cut of 60 %.
    write(dossier("9.1", "04/03/2026 09:00"), dossier("9.1", "06/03/2026 09:00"))
    row = only()
    assert (row["bears"], row["max_cut"], row["least_term"]) == (True, 0.6, "4 working_days")
    assert only("--cut", "60%")["late_cut"] == 0
    assert only("--cut", "70%")["late_cut"] == 1


def test_who_finishes_on_a_saturday_needs_the_term_of_monday() -> None:
    # Saturday 7 March: four working days have passed, but a term of four ended on Friday.
    write(dossier("9.1", "07/03/2026 09:00"))
    assert only()["least_term"] == "5 working_days"
    assert only("--cut", "50%")["late_cut"] == 0
    assert only("--cut", "60%")["late_cut"] == 1


def test_a_pause_gives_its_days_under_the_shorter_term_too() -> None:
    # Paused from Wednesday 4 to Monday 9 March: three working days more, so 16 March after seven.
    paused = {"Ngày tạm dừng": "04/03/2026 08:00", "Ngày tiếp tục": "09/03/2026 08:00"}
    write(dossier("9.1", "16/03/2026 09:00", **paused))
    row = only()
    assert (row["late"], row["late_cut"], row["least_term"]) == (0, 0, "7 working_days")
    write(dossier("9.1", "17/03/2026 09:00", **paused))
    assert (only()["late"], only()["late_cut"]) == (0, 1)


def test_a_supplement_asked_for_after_the_shorter_term_moves_nothing() -> None:
    # Asked for on 12 March: in time under ten days, too late under seven (they end on 11 March).
    asked = {"Ngày yêu cầu bổ sung": "12/03/2026 09:00", "Ngày bổ sung": "20/03/2026 09:00"}
    write(dossier("9.1", "25/03/2026 09:00", **asked))
    assert (only()["late"], only()["late_cut"]) == (0, 1)
    early = asked | {"Ngày yêu cầu bổ sung": "11/03/2026 09:00"}
    write(dossier("9.1", "25/03/2026 09:00", **early))
    assert (only()["late"], only()["late_cut"]) == (0, 0)


def test_one_row_a_procedure_and_term_the_dearest_first() -> None:
    write(
        dossier("9.1", "04/03/2026 09:00"),
        dossier("9.2", "13/03/2026 09:00"),
        dossier("9.2", "13/03/2026 09:00"),
        dossier("9.2", "03/03/2026 09:00", "Trong ngày"),
        dossier("9.3", "13/03/2026 09:00"),
        dossier("9.4", "04/03/2026 09:00", "4 giờ làm việc"),
    )
    rows = told("x.csv")["rows"]
    found = [
        (r["procedure_code"], r["term"], r["cut_term"], r["late"], r["late_cut"]) for r in rows
    ]
    assert found == [
        ("9.2", "10 working_days", "7 working_days", 0, 2),
        ("9.3", "10 working_days", "7 working_days", 0, 1),
        ("9.1", "10 working_days", "7 working_days", 0, 0),
        ("9.2", "same_day", "same_day", 1, 1),
        ("9.4", "4 working_hours", "2.8 working_hours", 1, 1),
        (None, None, None, 2, 5),
    ]


def test_without_a_term_the_result_stays() -> None:
    write(
        dossier("9.1", "10/03/2026 09:00", "", **{"Ngày hẹn trả": "09/03/2026"}),
        dossier("9.1", "08/03/2026 09:00", "", **{"Ngày hẹn trả": "09/03/2026"}),
    )
    row = only("--cut", "90%")
    assert (row["term"], row["cut_term"], row["bears"]) == (None, None, None)
    assert (row["resolved"], row["late"], row["late_cut"]) == (2, 1, 1)
    assert "giữ nguyên kết quả: 2." in typed("x.csv").stdout


def test_the_appointment_is_not_what_is_cut() -> None:
    # Promised for 20 March: in time by the appointment, late by the law.
    write(dossier("9.1", "17/03/2026 09:00", **{"Ngày hẹn trả": "20/03/2026"}))
    assert only("--against", "appointment")["late"] == 1
    sentence = "Mô phỏng luôn đối chiếu với thời hạn theo quy định"
    assert sentence in typed("x.csv", "--against", "appointment").stdout
    assert sentence not in typed("x.csv").stdout


def test_the_target_of_the_settings() -> None:
    write(*(dossier("9.1", day) for day in ("10/03/2026", "12/03/2026")))
    assert only()["bears"] is False
    Path("cchc.toml").write_text("[gates]\non_time_rate_min = 0.5\n", encoding="utf-8")
    assert (only()["bears"], told("x.csv")["target"]) == (True, 0.5)
    assert (only()["max_cut"], only()["least_term"]) == (0.4, "6 working_days")


def test_filters_cut_what_is_counted() -> None:
    write(dossier("9.1", "04/03/2026 09:00"), dossier("9.2", "04/03/2026 09:00"))
    assert only("--procedure", "9.2")["procedure_code"] == "9.2"


@pytest.mark.parametrize("cut", ["abc", "130%", "-5%", ""])
def test_a_cut_that_is_none(cut: str) -> None:
    write(dossier("9.1", "04/03/2026 09:00"))
    refused = typed("x.csv", "--cut", cut)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.strip().splitlines()) == 1


def test_nothing_resolved() -> None:
    write(dossier("9.1", ""))
    done = typed("x.csv")
    assert done.exit_code == 0
    assert "Không có hồ sơ đã giải quyết nào" in done.stdout
    assert told("x.csv")["rows"][-1]["resolved"] == 0


STORY = (
    *(dossier("9.1", "12/03/2026 09:00") for _ in range(3)),
    *(dossier("9.2", "04/03/2026 09:00") for _ in range(5)),
    dossier("9.3", "17/03/2026 09:00"),
    dossier("9.4", "02/03/2026 15:00", "Trong ngày"),
    dossier("9.5", "13/03/2026 09:00", "15 ngày"),
)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100, 160])
def test_tables(lang: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from cchc_audit.cli.console import OUT

    write(*STORY)
    monkeypatch.setattr(type(OUT), "width", property(lambda _: width))
    text = typed("x.csv", "--lang", lang).stdout
    assert max(map(len, text.splitlines())) <= width
    held(f"simulate/{width}-{lang}.txt", text)


@pytest.mark.parametrize("form", ["json", "csv", "md", "html"])
def test_formats(form: str) -> None:
    write(*STORY)
    text = typed("x.csv", "--format", form).stdout
    # Not what the figures rest on elsewhere: version, calendar, catalogue.
    lines = [
        line for line in text.splitlines() if not re.search(r"[0-9a-f]{64}|cchc-audit: ", line)
    ]
    held(f"simulate/simulate.{form}", "\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinh") / "mau"
    write_province(folder, rows=2000, seed=11, texts=Texts("vi"))
    return folder


def test_a_province_under_ever_larger_cuts(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(province)

    def answer(cut: str) -> dict[str, Any]:
        done = CliRunner().invoke(
            app, ["simulate", "--as-of", "30/06/2026", "--cut", cut, "--format", "json"]
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    uncut = answer("0%")["rows"]
    assert all(row["term"] == row["cut_term"] for row in uncut)
    assert all(row["late"] == row["late_cut"] for row in uncut)
    before = uncut
    for cut in ("10%", "30%", "60%", "90%"):
        rows = answer(cut)["rows"]
        late = {(row["procedure_code"], row["term"]): row["late_cut"] for row in before}
        assert {(row["procedure_code"], row["term"]) for row in rows} == set(late)
        assert all(row["late_cut"] >= late[row["procedure_code"], row["term"]] for row in rows)
        before = rows
    assert before[-1]["late_cut"] > uncut[-1]["late_cut"]
