"""`snapshots`, `changes` and `trend` from the line typed to what comes out."""

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import jsonschema
import polars as pl
import pytest
from pypdf import PdfReader
from support.golden import held

from cchc_audit.analysis.snapshots import Store
from cchc_audit.audit.request import Request
from cchc_audit.core.settings import Settings, SnapshotSettings
from cchc_audit.products.history import take_snapshot
from cchc_audit.render.writers.json_text import schema
from cchc_audit.texts import Texts

from .conftest import Type

HEAD = "Mã hồ sơ,Đơn vị giải quyết,Cán bộ xử lý,Chủ hồ sơ,Thời hạn giải quyết,Ngày tiếp nhận,"
HEAD += "Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái\n"
FOLDER = Path("snapshots")


def line(number: int, *, commune: str, received: str, done: str = "", promised: str = "") -> str:
    status = "Đã xử lý xong" if done else "Đang xử lý"
    officer = "Lò Văn Sáng" if number % 2 else "=Hạng Thị Dua"
    cells = (f"HS-{number:03}", commune, officer, "Giàng A Chúng", "3 ngày làm việc", received)
    return ",".join((*cells, promised, done, status)) + "\n"


def night(path: Path, *, later: bool) -> Path:
    """Forty dossiers of two communes; a day later two were altered, one is gone, one is new."""
    rows = []
    for n in range(1, 41):
        commune = "Xã Gò Trăng" if n <= 15 else "Xã Suối Mây"
        received, done = "02/03/2026 08:00", "" if n % 8 == 0 else "04/03/2026 10:00"
        if later and n == 9:
            received = "03/03/2026 08:00"
        if later and n == 24:
            done = "05/03/2026 09:00"  # backdated: it was open at the end of the 10th
        if later and n == 40:
            continue
        rows.append(line(n, commune=commune, received=received, done=done))
    if later:
        rows.append(line(41, commune="Xã Suối Mây", received="11/03/2026 08:00"))
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def settings() -> Settings:
    return Settings(snapshots=SnapshotSettings(FOLDER))


def take(path: Path, day: date) -> None:
    as_of = datetime(day.year, day.month, day.day) + timedelta(days=1)
    take_snapshot(Request((str(path),), settings(), as_of, as_of_given=True), taken_at=as_of)


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    """Snapshots of 10 and 11 March 2026 in the folder that is used without any configuration."""
    take(night(tmp_path / "old.csv", later=False), date(2026, 3, 10))
    take(night(tmp_path / "new.csv", later=True), date(2026, 3, 11))
    return tmp_path / FOLDER


def answer(text: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(text)
    jsonschema.validate(document, schema())
    return document


ROWS = [
    ("HS-009", "altered", "received_at", "2026-03-02T08:00:00", "2026-03-03T08:00:00", "H601"),
    ("HS-024", "finished", "completed_at", None, "2026-03-05T09:00:00", "H603"),
    ("HS-040", "gone", None, None, None, "H604"),
    # Overdue, and on time by the finish that was dated back.
    ("HS-024", "finished", "completed_at", None, "2026-03-05T09:00:00", "H607"),
    ("HS-024", "finished", "status", "in_progress", "finished", None),
    ("HS-041", "new", None, None, None, None),
]


@pytest.mark.usefixtures("nights")
def test_changes_between_snapshots(typed: Type) -> None:
    result = typed("changes", "2026-03-10", "11/03/2026", "--format", "json")
    assert result.exit_code == 0
    document = answer(result.stdout)
    rows = document["rows"]
    assert isinstance(rows, list)
    names = ("dossier_id", "change", "field", "old", "new", "code")
    assert [tuple(row[name] for name in names) for row in rows] == ROWS
    assert document["as_of"] == "2026-03-12T00:00:00"
    counts = document["counts"]
    assert isinstance(counts, dict)
    assert counts["all"] == {
        **{"dossiers": 4, "new": 1, "gone": 1, "finished": 1, "reopened": 0, "altered": 1},
        **{"verdict": 0, "H601": 1, "H602": 0, "H603": 1, "H604": 1, "H605": 0, "H606": 0},
        "H607": 1,
    }
    assert [(c["commune"], c["dossiers"], c["H601"]) for c in counts["communes"]] == [
        ("Xã Suối Mây", 3, 0),
        ("Xã Gò Trăng", 1, 1),
    ]


@pytest.mark.usefixtures("nights")
def test_changes_between_exports_are_the_same(typed: Type) -> None:
    asked = ("--old-as-of", "10/03/2026", "--as-of", "11/03/2026", "--format", "csv", "-q")
    exports = typed("changes", "old.csv", "new.csv", *asked)
    snapshots = typed("changes", "2026-03-10", "2026-03-11", "--format", "csv", "-q")
    mixed = typed("changes", "2026-03-10", "new.csv", *asked)
    assert exports.stdout == snapshots.stdout == mixed.stdout
    head = "dossier_id,change,field,old,new,code,commune,officer,severity"
    assert exports.stdout.splitlines()[0] == head
    assert "Giàng" not in exports.stdout
    assert "'=Hạng Thị Dua" in exports.stdout


@pytest.mark.usefixtures("nights")
def test_changes_tell_a_note_from_an_error(typed: Type, tmp_path: Path) -> None:
    """What was dated back within the lag of synchronisation is a note, and says so."""
    new = (tmp_path / "new.csv").read_text(encoding="utf-8")
    slow = new.replace("05/03/2026 09:00", "10/03/2026 09:00")
    (tmp_path / "slow.csv").write_text(slow, encoding="utf-8")
    asked = ("--as-of", "11/03/2026", "--lang", "en", "--format")
    for name, severity, notes in (("new.csv", "error", False), ("slow.csv", "note", True)):
        rows = answer(typed("changes", "2026-03-10", name, *asked, "json").stdout)["rows"]
        assert isinstance(rows, list)
        weights = {row["code"]: row["severity"] for row in rows}
        expected = {"H601": "error", "H603": severity, "H604": "error", None: None}
        # A finish of the 10th is late all the same.
        assert weights == (expected if notes else {**expected, "H607": "error"})
        said = typed("changes", "2026-03-10", name, *asked, "table")
        words = " ".join((said.stdout + said.stderr).split())
        assert ("1 dossier, 1 of them only a note" in words) == notes


@pytest.mark.usefixtures("nights")
@pytest.mark.parametrize("form", ["table", "md", "html"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_changes_for_people(typed: Type, form: str, lang: str) -> None:
    result = typed("changes", "2026-03-10", "2026-03-11", "--format", form, "--lang", lang)
    assert result.exit_code == 0
    suffix = {"table": "txt"}.get(form, form)
    held(f"history/changes.{lang}.{suffix}", steady(result.stdout))


def steady(text: str) -> str:
    """Without what differs from version to version: the digests."""
    import re

    return re.sub(r"[0-9a-f]{64}", "<digest>", text)


@pytest.mark.usefixtures("nights")
def test_changes_to_excel_and_parquet(typed: Type, tmp_path: Path) -> None:
    for name in ("x.xlsx", "x.parquet"):
        result = typed("changes", "2026-03-10", "2026-03-11", "-o", name)
        assert result.exit_code == 0, result.stderr
    assert pl.read_parquet(tmp_path / "x.parquet").height == len(ROWS)
    assert pl.read_excel(tmp_path / "x.xlsx").height == len(ROWS)


@pytest.mark.usefixtures("nights")
def test_changes_filtered(typed: Type) -> None:
    result = typed(
        "changes", "2026-03-10", "2026-03-11", "--commune", "gò trăng", "--format", "json"
    )
    rows = answer(result.stdout)["rows"]
    assert isinstance(rows, list)
    assert [row["dossier_id"] for row in rows] == ["HS-009"]


@pytest.mark.usefixtures("nights")
def test_nothing_changed(typed: Type) -> None:
    result = typed("changes", "2026-03-10", "2026-03-10")
    assert result.exit_code == 0
    assert "Không có thay đổi nào" in result.stdout
    document = answer(typed("changes", "2026-03-10", "2026-03-10", "--format", "json").stdout)
    assert document["rows"] == []


@pytest.mark.usefixtures("nights")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2026-03-10",), "đang có 1"),
        (("2026-03-10", "2026-03-11", "old.csv"), "đang có 3"),
        (("old.csv", "new.csv"), "--old-as-of"),
        (("old.csv", "new.csv", "--old-as-of", "10/03/2026"), "--as-of"),
        (("2026-03-09", "2026-03-11"), "2026-03-10, 2026-03-11"),
        (("2026-03-10", "2026-03-11", "--commune", "Xã Đâu Đó"), "Xã Đâu Đó"),
        (("2026-03-10", "2026-03-11", "--sort", "xxx"), "dossier_id"),
        (("2026-03-10", "2026-03-11", "--folder", "none"), "none"),
        (("2026-03-10", "2026-03-11", "--old-as-of", "hôm qua"), "hôm qua"),
    ],
)
def test_2_where_changes_cannot_be_told(typed: Type, words: tuple[str, ...], said: str) -> None:
    result = typed("changes", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_snapshots_listed(typed: Type, nights: Path) -> None:
    result = typed("snapshots", "--format", "json")
    assert result.exit_code == 0
    document = answer(result.stdout)
    assert document["whole"] is None
    rows = document["rows"]
    assert isinstance(rows, list)
    names = ("as_of_day", "number", "rows", "resolved", "overdue", "state")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("2026-03-10", 1, 40, 35, 5, "kept"),
        ("2026-03-11", 2, 40, 36, 3, "kept"),
    ]
    digest = Store(nights).contents().entries[-1].digest
    assert rows[-1]["digest"] == digest
    assert digest in typed("snapshots").stdout.replace("\n", " ")


@pytest.mark.parametrize("form", ["csv", "md", "html", "table"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.usefixtures("nights")
def test_snapshots_in_every_format(typed: Type, form: str, lang: str) -> None:
    result = typed("snapshots", "--format", form, "--lang", lang)
    assert result.exit_code == 0
    assert "2026" in result.stdout


def test_1_where_the_chain_is_broken(typed: Type, nights: Path) -> None:
    whole = typed("snapshots", "--verify", "--format", "json")
    assert (whole.exit_code, answer(whole.stdout)["whole"]) == (0, True)
    pl.DataFrame({"dossier_id": ["A"]}).write_parquet(nights / "2026-03-10.000001.parquet")
    result = typed("snapshots", "--verify")
    assert result.exit_code == 1
    assert "2026-03-10.000001.parquet: dữ liệu đã bị sửa" in result.stdout
    broken = answer(typed("snapshots", "--verify", "--format", "json").stdout)
    assert broken["breaks"] == [
        {"kind": "data_edited", "number": 1, "file": "2026-03-10.000001.parquet"}
    ]
    refused = typed("changes", "2026-03-10", "2026-03-11")
    assert refused.exit_code == 2
    assert "--verify" in refused.stderr


def test_no_snapshots_yet(typed: Type) -> None:
    result = typed("snapshots")
    assert result.exit_code == 0
    assert "Chưa có lần chốt" in result.stdout
    trend = typed("trend")
    assert trend.exit_code == 2
    assert "Chưa có lần chốt" in trend.stderr


@pytest.mark.usefixtures("nights")
def test_trend_rows(typed: Type) -> None:
    document = answer(typed("trend", "--format", "json").stdout)
    rows = document["rows"]
    assert isinstance(rows, list)
    names = ("as_of_day", "commune", "total", "resolved", "late", "overdue", "on_time_rate")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("2026-03-10", "Xã Gò Trăng", 15, 14, 0, 1, 1.0),
        ("2026-03-10", "Xã Suối Mây", 25, 21, 0, 4, 1.0),
        ("2026-03-10", None, 40, 35, 0, 5, 1.0),
        ("2026-03-11", "Xã Gò Trăng", 15, 14, 0, 1, 1.0),
        ("2026-03-11", "Xã Suối Mây", 25, 22, 0, 2, 1.0),
        ("2026-03-11", None, 40, 36, 0, 3, 1.0),
    ]
    assert rows[0]["true_rate"] == 14 / 15


@pytest.mark.usefixtures("nights")
def test_trend_marks_months_that_are_mostly_open(typed: Type) -> None:
    """One dossier received on 11 March, open: were March a month of its own, incomplete."""
    result = typed("trend", "--by", "month", "--format", "json")
    rows = answer(result.stdout)["rows"]
    assert isinstance(rows, list)
    assert [(row["month"], row["incomplete"], row["open_share"]) for row in rows] == [
        ("2026-03", False, 0.125),
        (None, False, 0.125),
        ("2026-03", False, 0.1),
        (None, False, 0.1),
    ]
    path = Path("april.csv")
    row = line(50, commune="Xã Gò Trăng", received="01/04/2026 08:00")
    path.write_text(Path("new.csv").read_text(encoding="utf-8") + row, encoding="utf-8")
    take(path, date(2026, 4, 1))
    shown = typed("trend", "--by", "month", "--from", "01/04/2026")
    assert "04/2026" in shown.stdout
    assert "* Tháng tiếp nhận" in shown.stdout
    [april] = [
        row
        for row in json.loads(
            typed("trend", "--by", "month", "--from", "01/04/2026", "--format", "json").stdout
        )["rows"]
        if row["month"] == "2026-04"
    ]
    assert april["incomplete"] is True


@pytest.mark.usefixtures("nights")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_trend_as_a_table(typed: Type, lang: str) -> None:
    result = typed("trend", "--lang", lang)
    assert result.exit_code == 0
    held(f"history/trend.{lang}.txt", result.stdout)


@pytest.mark.usefixtures("nights")
def test_trend_counts_pruned_nights(typed: Type, nights: Path) -> None:
    for path in nights.glob("*.parquet"):
        path.unlink()
    rows = answer(typed("trend", "--format", "json").stdout)["rows"]
    assert isinstance(rows, list)
    assert len(rows) == 6
    assert typed("trend", "--by", "month").exit_code == 2


@pytest.mark.usefixtures("nights")
def test_charts_need_nothing_from_outside(typed: Type, tmp_path: Path) -> None:
    for name in ("x.svg", "x.html"):
        assert typed("trend", "-o", name).exit_code == 0
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "<svg" in text
        assert "<script" not in text
        assert "<!--" not in text
        own = ("://www.w3.org/", "-equiv=")
        outside = [part for part in text.split("http")[1:] if not part.startswith(own)]
        assert outside == []
        first = text
        assert typed("trend", "-o", name).exit_code == 0
        assert (tmp_path / name).read_text(encoding="utf-8") == first
    assert "Xã Suối Mây" in (tmp_path / "x.svg").read_text(encoding="utf-8")


@pytest.mark.usefixtures("nights")
def test_a_paper_has_the_charts(typed: Type, tmp_path: Path) -> None:
    assert typed("trend", "-o", "x.pdf").exit_code == 0
    said = "".join(page.extract_text() for page in PdfReader(tmp_path / "x.pdf").pages)
    for title in ("trend.chart.rates", "trend.chart.backlog"):
        assert Texts("vi")(title) in said


@pytest.mark.usefixtures("nights")
def test_2_where_charts_lack_their_package(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygal", None)
    result = typed("trend", "-o", "x.svg")
    assert result.exit_code == 2
    assert "pip install 'cchc-audit[report]'" in result.stderr
    assert not Path("x.svg").exists()
    assert typed("trend").exit_code == 0


@pytest.mark.usefixtures("nights")
@pytest.mark.parametrize("alias", ["chot-so-lieu", "dien-bien"])
def test_aliases(typed: Type, alias: str) -> None:
    assert typed(alias).exit_code == 0


@pytest.mark.usefixtures("nights")
def test_2_where_strict_meets_a_reject(typed: Type, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    row = line(90, commune="Xã Gò Trăng", received="31/02/2026")
    bad.write_text((tmp_path / "new.csv").read_text(encoding="utf-8") + row, encoding="utf-8")
    words = ("changes", "2026-03-10", "bad.csv", "--as-of", "11/03/2026", "--format", "json")
    assert typed(*words).exit_code == 0
    assert typed(*words, "--strict").exit_code == 2
    assert typed(*words, "--rejects", "r.csv").exit_code == 0
    assert "HS-090" in (tmp_path / "r.csv").read_text(encoding="utf-8")


@pytest.mark.usefixtures("nights")
def test_rows_shuffled_are_the_same_rows(typed: Type, tmp_path: Path) -> None:
    head, *rows = (tmp_path / "new.csv").read_text(encoding="utf-8").splitlines()
    mixed = tmp_path / "mixed.csv"
    mixed.write_text("\n".join([head, *rows[::-1]]), encoding="utf-8")
    asked = ("--old-as-of", "11/03/2026", "--as-of", "11/03/2026", "--format", "json")
    assert answer(typed("changes", "new.csv", "mixed.csv", *asked).stdout)["rows"] == []
