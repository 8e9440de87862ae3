"""What the tool writes is read elsewhere as it was meant: the same rows, the same days and codes.

DuckDB 2.0.0, polars 2.1.0, pandas 3.1.1, pyarrow 26.0.1, openpyxl 3.1.5 and LibreOffice 7.4.7 give
what stands here. Of CSV each of them takes codes for numbers (`1.001010` is 1.00101) unless it is
told that they are text: so is it read here, and so the reference says.
"""

import csv
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

EXPORT = """\
Mã hồ sơ,Mã TTHC,Tên thủ tục hành chính,Đơn vị,Người xử lý,Ngày tiếp nhận,Ngày hẹn trả,\
Ngày kết thúc xử lý,Trạng thái,Thời hạn giải quyết
000123,1.001010,Đăng ký,Xã Hòa An,=SUM(A1),05/01/2026 08:25,08/01/2026,07/01/2026 16:05,\
Đã trả kết quả,3 ngày làm việc
000000000000000124,2.000815,"Bản ""sao"", chứng thực",Xã Hoà An,+84,05/01/2026 23:59:59,\
08/01/2026 17:00,19/01/2026 23:59:59,Đã trả kết quả,Trong ngày
1-2,1.005010,Đăng ký; thay đổi,Phường Ơ,-Tô,12/01/2026,15/01/2026,,Đang xử lý,
0012E5,1.001193,Khai sinh,Phường Ơ,@an,06/01/2026 00:30,07/01/2026,06/01/2026 07:30,\
Đã trả kết quả,4 giờ làm việc
"""
COLUMNS = ("dossier_id", "procedure_code", "officer", "received_at", "deadline", "finished_at")
RIGHT: list[tuple[Any, ...]] = [
    (
        "000123",
        "1.001010",
        "=SUM(A1)",
        datetime(2026, 1, 5, 8, 25),
        date(2026, 1, 8),
        datetime(2026, 1, 7, 16, 5),
    ),
    (
        "000000000000000124",
        "2.000815",
        "+84",
        datetime(2026, 1, 5, 23, 59, 59),
        date(2026, 1, 6),
        datetime(2026, 1, 19, 23, 59, 59),
    ),
    ("1-2", "1.005010", "-Tô", datetime(2026, 1, 12), date(2026, 1, 15), None),
    (
        "0012E5",
        "1.001193",
        "@an",
        datetime(2026, 1, 6, 0, 30),
        date(2026, 1, 6),
        datetime(2026, 1, 6, 7, 30),
    ),
]
AS_TEXT = [
    tuple(
        ("'" if column == "officer" else "")
        + str(value or "").replace(" ", "T").removesuffix("T00:00:00")
        for column, value in zip(COLUMNS, row, strict=True)
    )
    for row in RIGHT
]
"""As CSV holds them: ISO, and an apostrophe before what a spreadsheet would work out."""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the verdicts of the export in each format."""
    from cchc_audit.cli.app import app

    folder = tmp_path_factory.mktemp("outputs")
    export = folder / "export.csv"
    export.write_text(EXPORT, encoding="utf-8")
    for suffix in ("csv", "xlsx", "parquet"):
        line = ["assess", str(export), "--as-of", "31/03/2026", "-o", str(folder / f"a.{suffix}")]
        assert CliRunner().invoke(app, line).exit_code == 0
    return folder


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_what_was_written_is_judged_the_same_again(outputs: Path, suffix: str) -> None:
    from cchc_audit.cli.app import app

    def communes(name: str) -> str:
        line = ["communes", str(outputs / name), "--as-of", "31/03/2026", "--format", "csv"]
        return CliRunner().invoke(app, line).stdout

    figures = communes("export.csv")
    assert communes(f"a.{suffix}") == figures
    assert figures.count("\n") == 4


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_every_verdict_is_the_same_again(outputs: Path, suffix: str) -> None:
    from cchc_audit.cli.app import app

    line = ["assess", str(outputs / f"a.{suffix}"), "--as-of", "31/03/2026", "--format", "csv"]
    again = csv.DictReader(CliRunner().invoke(app, line).stdout.splitlines())
    first = csv.DictReader((outputs / "a.csv").read_text("utf-8-sig").splitlines())
    of_the_file = {"source_file", "source_line", "term_source"}
    rows = [
        sorted(tuple((k, v) for k, v in row.items() if k not in of_the_file) for row in table)
        for table in (again, first)
    ]
    assert rows[0] == rows[1]


def test_duckdb(outputs: Path) -> None:
    wanted = ", ".join(COLUMNS)
    base = duckdb.connect()
    rows = base.execute(f"select {wanted} from '{outputs / 'a.parquet'}'").fetchall()
    assert rows == RIGHT
    texts = base.execute(
        f"select {wanted} from read_csv('{outputs / 'a.csv'}', all_varchar = true)"
    ).fetchall()
    assert [tuple(cell or "" for cell in row) for row in texts] == AS_TEXT


def test_polars(outputs: Path) -> None:
    assert pl.read_parquet(outputs / "a.parquet").select(COLUMNS).rows() == RIGHT
    texts = pl.read_csv(outputs / "a.csv", infer_schema=False).select(COLUMNS)
    assert texts.with_columns(pl.all().fill_null("")).rows() == AS_TEXT


def test_pandas(outputs: Path) -> None:
    pd = pytest.importorskip("pandas")
    texts = pd.read_csv(outputs / "a.csv", dtype=str, keep_default_na=False)[list(COLUMNS)]
    assert list(texts.itertuples(index=False, name=None)) == AS_TEXT
    pytest.importorskip("pyarrow")
    frame = pd.read_parquet(outputs / "a.parquet")[list(COLUMNS)]
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    assert list(rows) == RIGHT


def test_pyarrow(outputs: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = parquet.read_table(outputs / "a.parquet").select(COLUMNS).to_pylist()
    assert [tuple(row.values()) for row in rows] == RIGHT


# The bars drawn in cells are an extension that openpyxl does not know; it reads all else.
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
@pytest.mark.parametrize(
    "command", ["communes", "summary --by month", "rank", "late", "due", "findings"]
)
def test_other_answers_hold_the_same_wherever_they_are_opened(outputs: Path, command: str) -> None:
    from cchc_audit.cli.app import app

    name, *options = command.split()
    files = {suffix: outputs / f"{name}.{suffix}" for suffix in ("csv", "xlsx", "parquet")}
    for file in files.values():
        line = [
            name,
            str(outputs / "export.csv"),
            *options,
            "--as-of",
            "14/01/2026",
            "-o",
            str(file),
        ]
        assert CliRunner().invoke(app, line).exit_code == 0
    with files["csv"].open(encoding="utf-8-sig", newline="") as opened:
        head, *rows = (tuple(row) for row in csv.reader(opened))
    assert rows
    base = duckdb.connect()
    told = base.execute(f"select * from read_csv('{files['csv']}', all_varchar = true)")
    assert [tuple(cell or "" for cell in row) for row in told.fetchall()] == rows
    texts = pl.read_csv(files["csv"], infer_schema=False).with_columns(pl.all().fill_null(""))
    assert (tuple(texts.columns), texts.rows()) == (head, rows)
    typed = pl.read_parquet(files["parquet"])
    assert base.execute(f"select * from '{files['parquet']}'").fetchall() == typed.rows()
    assert len(typed) == len(rows)
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(files["xlsx"])
    cells = [cell for page in book.worksheets for row in page for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    if "dossier_id" in head:
        numbers = {row[head.index("dossier_id")] for row in rows} - {""}
        assert numbers <= {cell.value for cell in cells if cell.data_type == "s"}


def sheet(path: Path) -> list[tuple[Any, ...]]:
    """The columns of the first sheet of a workbook that `RIGHT` has, days as days."""
    openpyxl = pytest.importorskip("openpyxl")
    cells = openpyxl.load_workbook(path).worksheets[0]
    assert [cell for row in cells for cell in row if cell.data_type == "f"] == []
    rows = [tuple(row[place] for place in (0, 1, 6, 10, 14, 18)) for row in cells.values][1:]
    return [(*row[:4], row[4].date(), row[5]) for row in rows]


def test_openpyxl(outputs: Path) -> None:
    assert sheet(outputs / "a.xlsx") == RIGHT


LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop></item></oor:items>
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("locale", ["vi-VN", "en-US"])
def test_libreoffice(outputs: Path, tmp_path: Path, locale: str) -> None:
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    profile.joinpath("registrymodifications.xcu").write_text(LOCALE.format(locale), "utf-8")
    line = ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless"]
    line += ["--convert-to", "xlsx", "--outdir", str(tmp_path), str(outputs / "a.xlsx")]
    subprocess.run(line, check=True, capture_output=True, timeout=300)
    assert sheet(tmp_path / "a.xlsx") == RIGHT


def test_the_text_that_is_compared_is_what_the_file_holds(outputs: Path) -> None:
    with (outputs / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]
    assert rows == AS_TEXT
