"""Night after night: what is written, compared, replaced and told. Answers by hand."""

import csv
import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import fastexcel
import pytest

from cchc_audit.core.errors import CchcError, ExitCode
from cchc_audit.products.nightly import NoInputError
from cchc_audit.products.nightly.inputs import inputs_of

from .nights import FIRST, LATE, OPEN, PLANTED, SECOND, THIRD, Office, after, before, held, tree


def test_first_night(office: Office) -> None:
    office.drop(before())
    told = office.run(FIRST)
    assert told.exit_code == ExitCode.DONE
    office.tidy()
    assert office.runs() == ["2026-03-11/001"]
    document = office.report()
    assert (document["day"], document["run"], document["previous"]) == ("2026-03-11", "001", None)
    assert (document["changes"], document["gates"], document["warnings"]) == (None, [], [])
    assert document["snapshot"]["number"] == 1
    assert document["figures"] == {
        **{"total": 69, "received_today": 0, "resolved": 61, "finished_today": 0, "late": 1},
        # The appointment of the six is the 16th, their deadline too: three working days on.
        **{"pending": 6, "due_soon": 0, "overdue": 2},
        **{"late_firm": 3, "late_contestable": 0, "late_unproven": 0},
        **{"suspended": 0, "other": 0, "on_time_rate": 60 / 61, "true_rate": 60 / 63},
    }
    assert office.output("digest.txt") == told.digest
    assert json.loads(told.document) == document
    head, *rows = office.output("changes.csv").splitlines()
    assert (head, rows) == ("dossier_id,change,field,old,new,code,commune,officer,severity", [])
    rules = {rule["code"]: rule for rule in json.loads(office.output("findings.json"))["rules"]}
    assert rules["H601"]["status"] == "skipped"
    assert rules["H601"]["skipped_because"]


def test_second_night_finds_what_was_planted(two_nights: Office) -> None:
    two_nights.tidy()
    findings = held(two_nights.output("findings.json"))
    planted = {r["dossier_id"]: r["code"] for r in findings["rows"] if r["code"].startswith("H")}
    assert planted == PLANTED
    ran = {r["code"]: (r["status"], r["found"]) for r in findings["rules"] if r["code"][0] == "H"}
    assert ran == {f"H60{n}": ("ran", 1) for n in range(1, 7)} | {"H607": ("ran", 0)}
    assert findings["total_rows"] == findings["shown"] == len(findings["rows"])
    rows = list(csv.DictReader(two_nights.output("changes.csv").splitlines()))
    assert {row["dossier_id"]: row["code"] for row in rows if row["code"]} == PLANTED
    assert {row["dossier_id"] for row in rows if not row["code"]} >= {"A-6", "N-1"}
    document = two_nights.report()
    assert document["previous"]["day"] == "2026-03-11"
    assert document["previous"]["figures"]["total"] == 69
    figures = document["figures"]
    assert (figures["received_today"], figures["finished_today"]) == (1, 1)
    changes = document["changes"]
    assert {code: changes[code] for code in PLANTED.values()} == dict.fromkeys(PLANTED.values(), 1)
    assert (changes["new"], changes["gone"], changes["finished"]) == (1, 1, 2)


def test_findings_of_family_h_say_their_days_as_people_do(two_nights: Office) -> None:
    rows = json.loads(two_nights.output("findings.json"))["rows"]
    said = {row["code"]: row["message"] for row in rows if row["code"].startswith("H")}
    assert said["H601"].startswith("Ngày tiếp nhận: 02/03/2026 08:00 ở lần chốt trước")
    assert "từ 16/03/2026 17:00 sang 23/03/2026 17:00" in said["H602"]
    assert "Ghi kết thúc 09/03/2026 10:00, nhưng tại lần chốt 11/03/2026" in said["H603"]
    assert said["H604"].startswith("Hồ sơ tiếp nhận 02/03/2026 08:00 ")
    assert "ngày 05/03/2026 08:00, trước lần chốt 11/03/2026" in said["H605"]
    assert "đã kết thúc (10/03/2026 10:00)" in said["H606"]
    order = [(row["severity"], row["code"]) for row in rows]
    ranks = ("error", "warning", "note")
    assert order == sorted(order, key=lambda pair: (ranks.index(pair[0]), pair[1]))


def test_what_the_rules_leave_out_is_left_out(office: Office) -> None:
    office.configure('[rules]\nselect = ["H", "T1"]\nignore = ["H604"]')
    office.drop(before())
    office.run(FIRST)
    office.drop(after())
    office.run(SECOND)
    findings = json.loads(office.output("findings.json"))
    codes = {row["code"] for row in findings["rows"]}
    assert {code for code in codes if code[0] == "H"} == set(PLANTED.values()) - {"H604"}
    assert {code[0] for code in codes} == {"H", "T"}
    assert "H604" not in {rule["code"] for rule in findings["rules"]}


def test_a_change_of_many_is_one_finding(office: Office) -> None:
    office.drop(before())
    office.run(FIRST)
    office.drop({k: {**v, "received_at": "26/02/2026 08:00"} for k, v in before().items()})
    office.run(SECOND)
    rows = json.loads(office.output("findings.json"))["rows"]
    [mass] = [row for row in rows if row["code"] == "H601"]
    assert mass["dossier_id"] is None
    assert mass["message"].startswith("69 hồ sơ (100,0% của lần chốt trước)")
    assert office.report()["changes"]["mass"][0]["dossiers"] == 69


def test_the_same_night_again_replaces(two_nights: Office) -> None:
    two_nights.run(SECOND)
    two_nights.tidy()
    assert two_nights.runs() == ["2026-03-11/001", "2026-03-12/002"]
    document = two_nights.report()
    assert document["previous"]["day"] == "2026-03-11"
    assert document["snapshot"]["number"] == 3
    assert [*two_nights.store.contents().current] == [
        datetime(2026, 3, 11).date(),
        datetime(2026, 3, 12).date(),
    ]


def test_the_same_night_again_says_the_same(two_nights: Office) -> None:
    names = ("late.csv", "findings.json", "changes.csv", "communes.html")
    two_nights.run(SECOND)
    first = {name: two_nights.output(name) for name in names}
    sheet = (two_nights.reports / "2026-03-12/002/late.xlsx").read_bytes()
    two_nights.run(SECOND)
    assert {name: two_nights.output(name) for name in names} == first
    assert (two_nights.reports / "2026-03-12/003/late.xlsx").read_bytes() == sheet


def test_two_exports_one_night(two_nights: Office) -> None:
    """The newest is read, and the one that nobody will ever read is named."""
    two_nights.drop({**after(), "N-2": OPEN}, "b.csv", at=2_000_000_000)
    two_nights.drop({**after(), "N-3": OPEN}, "c.csv", at=2_000_000_001)
    two_nights.run(THIRD)
    document = two_nights.report()
    assert [Path(file).name for file in document["input"]["files"]] == ["c.csv"]
    [warned] = document["warnings"]
    assert warned["code"] == "not_read"  # by its own time, whenever the runs were
    assert "b.csv" in warned["text"]
    assert "export.csv" not in warned["text"]
    # Again with both: neither replaced nor doubled.
    two_nights.run(THIRD)
    assert two_nights.runs()[-1] == "2026-03-13/002"


def test_of_exports_of_one_second_the_last_by_name(office: Office) -> None:
    office.drop(before(), "dem-9.csv")
    office.drop(after(), "dem-10.csv")
    found = inputs_of(office.settings())
    assert found.files == (str(office.folder / "exports/dem-10.csv"),)
    assert found.others == (str(office.folder / "exports/dem-9.csv"),)


def test_all_inputs(office: Office) -> None:
    office.configure('[report]\ninputs = "all"', inputs='["exports", "absent/*.csv"]')
    office.drop({"A-1": OPEN}, "a.csv")
    office.drop({"L-1": LATE}, "b.csv")
    (office.folder / "exports/notes.txt").write_text("Ghi chú\n", encoding="utf-8")
    office.run(FIRST)
    assert office.report()["figures"]["total"] == 2


def test_what_the_runs_wrote_is_no_input(office: Office) -> None:
    office.configure("", inputs='["**/*.csv", "**/*.parquet"]')
    office.drop(before())
    office.run(FIRST)
    found = inputs_of(office.settings())
    assert (found.files, found.others) == ((str(office.folder / "exports/export.csv"),), ())


@pytest.mark.parametrize("inputs", ['["exports/*.csv"]', '["exports"]', '["exports/today.csv"]'])
def test_no_input(office: Office, inputs: str) -> None:
    office.configure("", inputs=inputs)
    with pytest.raises(NoInputError) as raised:
        office.run(FIRST)
    assert raised.value.exit_code == ExitCode.NO_INPUT
    assert [path.name for path in office.folder.iterdir()] == ["cchc.toml"]


@pytest.mark.parametrize(("inputs", "key"), [("[]", "no_inputs_named"), ('["-"]', "no_stdin")])
def test_inputs_that_cannot_be(office: Office, inputs: str, key: str) -> None:
    office.configure("", inputs=inputs)
    with pytest.raises(CchcError, match=key) as raised:
        office.run(FIRST)
    assert raised.value.exit_code == ExitCode.COULD_NOT


def test_no_input_tonight_leaves_last_night(two_nights: Office) -> None:
    (two_nights.folder / "exports/export.csv").unlink()
    there = tree(two_nights.folder)
    with pytest.raises(NoInputError):
        two_nights.run(THIRD)
    assert tree(two_nights.folder) == there


def test_a_broken_export_leaves_last_night(two_nights: Office) -> None:
    (two_nights.folder / "exports/export.csv").write_bytes(b"\x00\x01\x02")
    there = tree(two_nights.reports)
    with pytest.raises(CchcError):
        two_nights.run(THIRD)
    assert tree(two_nights.reports) == there
    two_nights.tidy()


def test_a_clock_moved_back(two_nights: Office) -> None:
    """The night is stored and told under its own day, compared with the days before it."""
    document = held(two_nights.run(datetime(2026, 3, 11)).document)
    # The newest night stays the one that is named.
    assert two_nights.current()["folder"] == "2026-03-12/001"
    assert (document["day"], document["previous"]) == ("2026-03-10", None)
    codes = [warned["code"] for warned in document["warnings"]]
    assert codes == ["clock_back"]
    assert two_nights.runs() == ["2026-03-10/001", "2026-03-11/001", "2026-03-12/001"]
    two_nights.tidy()
    # The clock is right again: the next night is compared with the last day there is.
    two_nights.run(THIRD)
    assert two_nights.report()["previous"]["day"] == "2026-03-12"
    assert two_nights.current()["folder"] == "2026-03-13/001"


def test_the_export_of_an_earlier_night(two_nights: Office) -> None:
    two_nights.run(THIRD)
    [warned] = two_nights.report()["warnings"]
    assert warned["code"] == "same_export"
    assert "12/03/2026" in warned["text"]


def test_edited_snapshots_are_told_and_passed_over(two_nights: Office) -> None:
    data = two_nights.store.contents().entries[-1].data
    data.write_bytes(data.read_bytes() + b"x")
    two_nights.run(THIRD)
    document = two_nights.report()
    assert document["previous"]["day"] == "2026-03-11"
    assert "chain_broken" in [warned["code"] for warned in document["warnings"]]


def test_half_an_export_is_told_before_the_figures(office: Office) -> None:
    """Half an export can pass every gate: nobody should take its figures for tonight's."""
    office.configure("[gates]\noverdue_max = 2")
    office.drop(before())
    office.run(FIRST)
    office.drop(dict([*before().items()][:30]), at=10)
    told = office.run(SECOND)
    assert told.exit_code == ExitCode.DONE
    [warned] = office.report()["warnings"]
    assert warned["code"] == "shrunk"
    assert "thiếu 39 hồ sơ" in warned["text"]
    assert "56,5%" in warned["text"]
    assert told.digest.index("thiếu 39 hồ sơ") < told.digest.index("Tổng số hồ sơ")


def test_a_column_that_the_export_lost(office: Office) -> None:
    office.drop(before())
    office.run(FIRST)
    path = office.drop(before(), at=10)
    path.write_text(path.read_text(encoding="utf-8").replace("Ngày kết thúc xử lý", "Kết thúc"))
    os.utime(path, (1_700_000_010, 1_700_000_010))
    told = office.run(SECOND)
    [warned] = office.report()["warnings"]
    assert warned["code"] == "columns_lost"
    assert "Ngày kết thúc xử lý" in warned["text"]
    assert "Trong những cột so được" in told.digest


def test_snapshots_that_are_gone(two_nights: Office) -> None:
    """The reports stand and the snapshots do not: no first night, but a loss to be looked into."""
    shutil.rmtree(two_nights.folder / "snapshots")
    two_nights.drop({**after(), "N-2": OPEN}, at=20)
    two_nights.run(THIRD)
    document = two_nights.report()
    assert document["previous"] is None
    [warned] = document["warnings"]
    assert warned["code"] == "snapshots_gone"
    assert "12/03/2026" in warned["text"]
    # Told once: the report of tonight has its snapshot.
    assert two_nights.run(datetime(2026, 3, 15)).digest.count("không còn trong") == 0


def test_a_dry_run_writes_nothing(two_nights: Office) -> None:
    two_nights.drop({**after(), "N-2": OPEN}, at=20)
    there = tree(two_nights.folder)
    told = two_nights.run(THIRD, dry_run=True)
    assert tree(two_nights.folder) == there
    assert "Chạy thử" in told.digest
    document = held(told.document)
    assert (document["run"], document["outputs"], document["snapshot"]) == (None, [], None)
    two_nights.run(THIRD)
    for name in ("figures", "changes", "findings", "previous", "gates", "warnings"):
        assert two_nights.report()[name] == document[name]


def test_a_dry_run_before_the_first_night(office: Office) -> None:
    office.drop(before())
    there = tree(office.folder)
    assert office.run(FIRST, dry_run=True).exit_code == ExitCode.DONE
    assert tree(office.folder) == there
    assert not office.reports.exists()


def test_personal_data_stays_inside(two_nights: Office) -> None:
    for path in two_nights.reports.rglob("*"):
        if path.is_file() and path.suffix != ".xlsx":
            assert "Giàng A Chúng" not in path.read_text(encoding="utf-8-sig"), path
    book = fastexcel.read_excel(two_nights.reports / "2026-03-12/001/late.xlsx")
    for name in book.sheet_names:
        cells = str(book.load_sheet(name, header_row=None).to_polars().rows())
        assert "Giàng A Chúng" not in cells
    page = two_nights.output("communes.html")
    assert "Lò Văn Sáng" not in page


def test_charts_over_the_snapshots(two_nights: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    page = two_nights.output("communes.html")
    assert page.count("<svg role") == 2
    assert page.count('<svg class="chart"') == 2
    assert "11/03/2026" in page
    assert page.count("<script>") == 1
    assert "script-src" in page
    from cchc_audit.core.errors import ConfigError
    from cchc_audit.products.history import trend_chart

    def absent(*_: object) -> str:
        raise ConfigError("trend.no_pygal")

    monkeypatch.setattr(trend_chart, "rates_chart", absent)
    two_nights.run(SECOND)
    page = two_nights.output("communes.html")
    assert "<svg role" not in page
    assert "pip install" in page


def test_figures_are_those_of_the_summary(two_nights: Office) -> None:
    """Counted of the snapshot, they are what `communes` says of the export."""
    from cchc_audit import audit
    from cchc_audit.audit.request import Request
    from cchc_audit.core.settings import Settings

    files = (str(two_nights.folder / "exports/export.csv"),)
    report = audit.summarise_communes(Request(files, Settings(), SECOND, as_of_given=True))
    total = report.rows.collect().tail(1).to_dicts()[0]
    figures = two_nights.report()["figures"]
    shared = [name for name in figures if name in total]
    assert len(shared) == 11
    assert {name: figures[name] for name in shared} == {name: total[name] for name in shared}
