"""What was altered since the last night, in every command that tells of findings or dossiers."""

import json
from pathlib import Path

import fastexcel
import pytest
from products.nightly.nights import FIRST, LATE, OPEN, OVERDUE, Office, fillers, held

from cchc_audit.analysis.rules import finding_mark

from .conftest import Type

LONGER = {**LATE, "legal_term": "10 ngày làm việc"}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A night of 11 March 2026 behind it; tonight a term is longer, and a dossier gone."""
    monkeypatch.chdir(tmp_path)
    office = Office(tmp_path)
    rows = {**fillers(60), "L-1": LATE, "L-2": LATE, "O-1": OVERDUE, "A-1": OPEN}
    office.drop(rows)
    office.run(FIRST)
    del rows["A-1"]
    office.drop({**rows, "L-1": LONGER}, at=10)
    return office


EXPORT = "exports/export.csv"
TONIGHT = ("--as-of", "12/03/2026")


def codes(document: dict[str, object], family: str = "H") -> list[tuple[str, str]]:
    rows = document["rows"]
    assert isinstance(rows, list)
    return [(r["code"], r["dossier_id"]) for r in rows if r["code"].startswith(family)]


@pytest.mark.usefixtures("office")
def test_findings_are_held_against_the_last_night(typed: Type) -> None:
    document = held(typed("findings", EXPORT, *TONIGHT, "--format", "json").stdout)
    assert codes(document) == [("H604", "A-1"), ("H607", "L-1")]
    ran = {r["code"]: (r["status"], r["found"]) for r in document["rules"] if r["code"][0] == "H"}
    assert ran["H607"] == ("ran", 1)
    [row] = [row for row in document["rows"] if row["code"] == "H607"]
    assert "hạn 05/03/2026; nay là “Trước hạn”, hạn 16/03/2026, do sửa: Thời hạn" in row["message"]
    assert row["evidence"]["fields"] == "legal_term"
    assert (row["evidence"]["deadline_then"], row["evidence"]["deadline_now"]) == (
        "2026-03-05",
        "2026-03-16",
    )
    assert "so với số liệu đã chốt ngày 11/03/2026" in typed("findings", EXPORT, *TONIGHT).stdout
    # On the night itself there is none before it.
    same = held(typed("findings", EXPORT, "--as-of", "11/03/2026", "--format", "json").stdout)
    assert codes(same) == []


def test_part_of_an_export_is_not_called_gone(typed: Type, office: Office) -> None:
    office.drop({"L-1": LONGER, "L-2": LATE}, at=20)
    document = held(typed("findings", EXPORT, *TONIGHT, "--format", "json").stdout)
    # Of the commune it has one is gone; the sixty of the other commune are not told of.
    assert codes(document) == [("H604", "O-1"), ("H607", "L-1")]


@pytest.mark.usefixtures("office")
def test_an_accepted_explanation_settles_it(typed: Type) -> None:
    """It leaves the exit code and stays in the report, as any other finding."""
    asked = ("findings", EXPORT, *TONIGHT, "--select", "H607", "--fail-on", "error")
    assert typed(*asked).exit_code == 1
    found = json.loads(typed(*asked, "--format", "json").stdout)["rows"]
    mark = finding_mark({**found[0], "evidence": json.dumps(found[0]["evidence"])})
    answers = Path("answers.csv")
    answers.write_text(
        "Mã quy tắc,Mã hồ sơ,Nguyên nhân,Giải trình,Ý kiến,Mã đối chiếu\n"
        f"H607,L-1,Nhập nhầm thời hạn,,chấp nhận,{mark}\n",
        encoding="utf-8",
    )
    done = typed(*asked, "--responses", str(answers), "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert codes(json.loads(done.stdout)) == [("H607", "L-1")]


@pytest.mark.usefixtures("office")
def test_why_tells_what_it_was(typed: Type) -> None:
    document = held(typed("why", "L-1", EXPORT, *TONIGHT, "--format", "json").stdout)
    [step] = [s for s in document["dossiers"][0]["steps"] if s["step"] == "earlier"]
    assert step["at"] == "2026-03-11", "the night ends with its day"
    assert "Thời hạn" in step["text"]
    assert "11/03/2026" in step["text"]
    assert "Đã GQ quá hạn, hạn 05/03/2026" in step["text"]
    untouched = held(typed("why", "L-2", EXPORT, *TONIGHT, "--format", "json").stdout)
    assert "earlier" not in [s["step"] for s in untouched["dossiers"][0]["steps"]]


@pytest.mark.usefixtures("office")
def test_the_pack_has_it(typed: Type) -> None:
    done = typed("brief", EXPORT, "--commune", "Suối Mây", *TONIGHT, "-o", "pack.xlsx")
    assert done.exit_code == 0, done.stderr
    book = fastexcel.read_excel("pack.xlsx")
    cells = str([book.load_sheet(n, header_row=None).to_polars().rows() for n in book.sheet_names])
    assert "H607" in cells
    assert "hạn 16/03/2026" in cells
