"""Verdicts written while they are found are those that are written once all is known."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

from cchc_audit.audit import dataset, verdict_stream
from cchc_audit.cli import build_request
from cchc_audit.cli.app import app
from cchc_audit.core.columns import ASSESS_COLUMNS
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

AS_OF = ("--as-of", "30/06/2026")
HEADER = "Mã hồ sơ,Mã TTHC,Đơn vị giải quyết,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày trả"
FINE = "H1,1.001193,Xã A,Đã trả,01/06/2026,05/06/2026,03/06/2026"
# Held to its appointment alone, which lies beyond the years that the calendar knows.
FAR = "H2,9.999999,Xã A,Đang xử lý,01/06/2026,02/02/2031,"
FAULTY = "H3,1.001193,Xã A,Đang xử lý,99/99/2026,,"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinh") / "mau"
    write_province(folder, rows=900, seed=11, texts=Texts("vi"))
    with (folder / "export.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    with (folder / "again.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows[:20]])
    return folder


@pytest.fixture(autouse=True)
def large(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every export counts as a large one, and a batch is small."""
    monkeypatch.chdir(province)
    monkeypatch.setattr(dataset, "_SMALL", 0)
    monkeypatch.setattr(verdict_stream, "_ROWS", 150)
    monkeypatch.setattr(verdict_stream, "_GATHERED", 400)


def run(*words: str, fails: bool = False) -> str:
    done = CliRunner().invoke(app, ["assess", *words])
    assert bool(done.exit_code) == fails, done.stderr
    return done.stdout if not fails else done.stderr


def test_rows_that_are_all_rejected_leave_the_old_file(province: Path) -> None:
    (province / "bad.csv").write_text(f"{HEADER}\n{FAULTY}\n", encoding="utf-8")
    for name in ("out.csv", "out.parquet"):
        (province / name).write_bytes(b"old")
        run("bad.csv", *AS_OF, "-o", name, fails=True)
        assert (province / name).read_bytes() == b"old"
        assert run("bad.csv", *AS_OF, "-o", f"new-{name}", fails=True).startswith("Lỗi: ")
        assert not (province / f"new-{name}").exists()


def passes(monkeypatch: pytest.MonkeyPatch) -> list[verdict_stream.VerdictStream]:
    """The passes that are made, as they are set up."""
    made: list[verdict_stream.VerdictStream] = []
    init = verdict_stream.VerdictStream.__init__

    def noted(self: verdict_stream.VerdictStream, *given: object, **named: object) -> None:
        made.append(self)
        init(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(verdict_stream.VerdictStream, "__init__", noted)
    return made


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), 1),
        (("--events", "events.csv", "--units", "units.csv"), 1),
        (("--from", "01/03/2026", "--to", "31/05/2026", "--channel", "online"), 1),
        (("--show-personal",), 1),
        (("--against", "local", "--finish", "returned"), 1),
        (("again.csv",), 2),
        (("again.csv", "--from", "01/03/2026"), 2),
        (("--sort", "days_late"), 0),
        (("--limit", "7"), 0),
    ],
)
def test_the_file_is_what_the_stream_is(
    words: Sequence[str], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("export.csv", *words, *AS_OF)
    streamed = run(*words, "--format", "csv", "-q")
    made = passes(monkeypatch)
    run(*words, "-o", str(tmp_path / "x.csv"), "-q")
    assert len(made) == expected
    assert (tmp_path / "x.csv").read_text(encoding="utf-8-sig") == streamed
    assert len(streamed.splitlines()) > 7
    run(*words, "-o", str(tmp_path / "x.parquet"), "-q")
    read = pl.read_parquet(tmp_path / "x.parquet")
    assert read.columns[: len(ASSESS_COLUMNS)] == list(ASSESS_COLUMNS)
    assert len(read) == len(streamed.splitlines()) - 1


def doubled(folder: Path) -> str:
    """The province with rows of a second file whose receipts are others, and rows that moved on."""
    with (folder / "export.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    at, done = head.index("Ngày tiếp nhận"), head.index("Ngày kết thúc xử lý")
    for n, row in enumerate(rows[:60:2]):
        if n % 2:
            row[at] = "05/01/2025 08:00"
        elif n % 4:
            row[done] = ""
    with (folder / "doubled.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows[:60:2], *rows[:9]])
    return "doubled.csv"


@pytest.mark.parametrize("words", [(), ("--from", "01/03/2026", "--to", "31/05/2026")])
def test_a_file_put_right_is_that_of_a_second_pass(
    words: Sequence[str], province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written() -> pl.DataFrame:
        line = ("export.csv", doubled(province), *words, *AS_OF, "--show-personal")
        run(*line, "-o", str(tmp_path / "x.parquet"), "-q")
        return pl.read_parquet(tmp_path / "x.parquet")

    made = passes(monkeypatch)
    found = written()
    assert words or "conflicting_rows" in ",".join(found["doubt"].drop_nulls())
    assert len(made) == 2
    monkeypatch.setattr(verdict_stream.VerdictStream, "amends", False)
    assert_frame_equal(written(), found)


def test_the_sums_are_those_of_the_stream(tmp_path: Path) -> None:
    def sums(*words: str) -> str:
        done = CliRunner().invoke(app, ["assess", "export.csv", "again.csv", *AS_OF, *words])
        assert done.exit_code == 0
        return done.stderr

    streamed = sums("--format", "csv")
    written = sums("-o", str(tmp_path / "x.csv"))
    assert streamed
    assert written.startswith(streamed)
    put_right = sums("-o", str(tmp_path / "x.parquet"))
    assert put_right.startswith(streamed)
    assert f"({len(pl.read_parquet(tmp_path / 'x.parquet'))} dòng)" in put_right


def test_days_beyond_the_calendar_are_reached_in_a_second_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, out = tmp_path / "a.csv", tmp_path / "x.csv"
    export.write_text("\n".join([HEADER, FINE, FAR, ""]), encoding="utf-8")
    words = (str(export), *AS_OF)
    streamed = run(*words, "--format", "csv", "-q")
    made = passes(monkeypatch)
    run(*words, "-o", str(out), "-q")
    assert out.read_text(encoding="utf-8-sig") == streamed
    assert "2031-02-02" in streamed
    assert len(made) == 2


def test_what_is_refused_leaves_the_old_file(tmp_path: Path) -> None:
    export, out = tmp_path / "a.csv", tmp_path / "x.csv"
    export.write_text("\n".join([HEADER, FINE, FAULTY, ""]), encoding="utf-8")
    out.write_text("old")
    rejects = tmp_path / "rejects.csv"
    words = (str(export), *AS_OF, "--strict", "--rejects", str(rejects), "-o", str(out))
    assert run(*words, fails=True)
    assert out.read_text() == "old"
    assert "99/99/2026" in rejects.read_text(encoding="utf-8-sig")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "rejects.csv", "x.csv"]


def test_a_period_without_dossiers_gives_a_header(tmp_path: Path) -> None:
    when = ("--from", "01/01/2020", "--to", "02/01/2020", *AS_OF, "-q")
    for name in ("x.csv", "x.parquet"):
        run("export.csv", *when, "-o", str(tmp_path / name))
    assert (tmp_path / "x.csv").read_text("utf-8-sig").split() == [",".join(ASSESS_COLUMNS)]
    assert pl.read_parquet(tmp_path / "x.parquet").columns == list(ASSESS_COLUMNS)


def test_an_export_that_ends_long_before_the_present(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Told from the batches as from a whole pass, whichever of them holds the last day."""
    monkeypatch.setattr(build_request, "now", lambda _: datetime(2026, 9, 1, 9))
    done = CliRunner().invoke(app, ["assess", "export.csv", "-o", "old.csv"])
    assert "Dữ liệu chỉ ghi nhận đến ngày 30/06/2026" in " ".join(done.stderr.split())
    done = CliRunner().invoke(app, ["assess", "export.csv", *AS_OF, "-o", "old.csv"])
    assert "chỉ ghi nhận đến ngày" not in " ".join(done.stderr.split())
