"""Exports and side files of every kind, damaged at random: exit code 0 or 2, the rows add up."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from intake.exports import as_windows

HEADER = (
    "Mã hồ sơ,Mã TTHC,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Thời hạn giải quyết,"
    "Chủ hồ sơ,Trạng thái,Ngày yêu cầu bổ sung,Ngày bổ sung,Hình thức nộp"
)
ROWS = [
    f"H{n},1.001193.000.00.00.H21,UBND xã {'AB'[n % 2]},{n + 1:02}/01/2026 08:00,,"
    f"{'' if n % 3 else f'{n + 1}/2/2026'},{('3 ngày làm việc', '15 ngày', '4 giờ')[n % 3]},"
    f'"Ng, ""A"" {n}",{("Đã trả kết quả", "Đang xử lý", "5")[n % 3]},,,{n % 3 + 1}'
    for n in range(20)
]
TEXT = "\n".join((HEADER, *ROWS, "Tổng cộng: 20" + "," * 11)) + "\n"
CELLS = list(csv.reader(io.StringIO(TEXT)))


def _book() -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "DANH SÁCH HỒ SƠ")
        for number, cells in enumerate(CELLS, start=2):
            sheet.write_row(number, 0, cells)
        sheet.write(4, 3, 46027.5)
    return data.getvalue()


def _parquet() -> bytes:
    data = io.BytesIO()
    pl.DataFrame(CELLS[1:-1], schema=CELLS[0], orient="row").write_parquet(data)
    return data.getvalue()


EXPORTS: dict[str, Callable[[], bytes]] = {
    "csv": TEXT.encode,
    "csv with BOM": lambda: TEXT.encode("utf-8-sig"),
    "tsv": lambda: "\n".join("\t".join(cells) for cells in CELLS).encode(),
    "utf-16": lambda: TEXT.encode("utf-16"),
    "utf-16-be": lambda: TEXT.encode("utf-16-be"),
    "windows-1258": lambda: as_windows(TEXT).encode("cp1258"),
    "xlsx": _book,
    "parquet": _parquet,
    "gz": lambda: gzip.compress(TEXT.encode()),
    "zst": lambda: zstandard.ZstdCompressor().compress(TEXT.encode()),
}
SIDES: dict[str, str] = {
    "--events": "Mã hồ sơ,Sự kiện,Thời điểm,Đến,Ghi chú\nH1,pause,05/01/2026 08:00,,a\n"
    "H1,resume,07/01/2026,,\nH2,yêu cầu bổ sung,06/01/2026,,\n"
    "H3,reschedule,06/01/2026,09/02/2026,\n",
    "--units": "name,also,code,district,remote\nxã A,xã Cũ|xã B,1,,true\nxã C,,2,,false\n",
    "--catalogue": "code,name,field,term,after_cutoff,supplement,valid_from,valid_to\n"
    "1.001193,Khai sinh,Hộ tịch,same_day,next_day,restart,2020-01-01,2026-12-31\n",
    "--calendar": 'base = "VN"\noffice_hours = ["07:00-11:00", "13:00-17:00"]\n[[off]]\n'
    'from = 2026-01-06\nto = 2026-01-07\nname = "Bão"\nbasis = "x"\ncommunes = ["xã A"]\n'
    '[[makeup]]\ndate = 2026-01-10\nname = "Bù"\nbasis = "y"\n',
    "--config": 'lang = "vi"\n[columns]\nreceived_at = "Ngày tiếp nhận"\n[status]\n'
    '"Lạ" = "finished"\n[policy]\nagainst = "legal"\ncutoff = "15:00"\n[rules]\ndue_soon = 2\n'
    '[gates]\non_time_rate_min = 0.97\n[privacy]\nofficer = "show"\n',
}
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from((b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b";", b'""', b"=")),
    st.sampled_from((b"[", b"-1", b"1e309", b"\xcc\x81", b"\xe2\x80\xa8", b"\x1a", b"24:00-25:00")),
    st.sampled_from((b"31/02/2026", b"0001-01-01T00:00:00+14:00", b"9999-12-31", b"100000 months")),
    st.just(b"999999999999 working_days"),
)
# Where (as a share of the file), how many bytes go, what comes in their place.
WOUNDS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from([0, 0, 1, 3, 20, 1 << 20]), PIECES),
    min_size=1,
    max_size=4,
)
COMMANDS = st.sampled_from(
    [("check",), ("late",), ("assess",), ("communes",), ("why", "--id", "H1"), ("init",)]
)
few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
more = settings(few, max_examples=20)
OF_OWN_READER = ("csv", "utf-16", "windows-1258", "xlsx", "parquet")
"""The others are read as one of these once they are unpacked or told apart."""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@cache
def whole(kind: str) -> bytes:
    return EXPORTS[kind]()


def wounded(data: bytes, wounds: list[tuple[float, int, bytes]]) -> bytes:
    for share, length, other in wounds:
        place = int(share * len(data))
        data = data[:place] + other + data[place + length :]
    return data


def holds(command: tuple[str, ...], *words: str) -> None:
    given: tuple[str, ...] = ("--as-of", "15/02/2026", "--format", "json")
    if command[0] == "init":
        Path("i.toml").unlink(missing_ok=True)
        given = ("-o", "i.toml")
    done = CliRunner().invoke(app, [command[0], "a.csv", *command[1:], *given, *words])
    assert done.exit_code in {0, 2}, done.stderr
    assert "Traceback" not in done.stderr
    if done.exit_code == 2 and not done.stdout:
        assert done.stderr.startswith("Lỗi:")
    elif command[0] not in {"why", "init"}:
        told = json.loads(done.stdout)
        # What `check` says of an export that cannot be used is the answer all the same.
        assert done.exit_code == 0 or told["verdict"] == "unusable"
        rows = told["input"]
        assert rows["rows_read"] == rows["rows_rejected"] + rows["duplicates"] + rows["assessed"]


@pytest.mark.parametrize("kind", EXPORTS)
def test_what_is_damaged_is_sound(kind: str) -> None:
    Path("a.csv").write_bytes(whole(kind))
    done = CliRunner().invoke(app, ["late", "a.csv", "--as-of", "15/02/2026", "--format", "json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["input"]["rows_read"] == len(ROWS)


@pytest.mark.parametrize("kind", OF_OWN_READER)
@more
@given(WOUNDS, COMMANDS)
def test_a_damaged_export(
    kind: str, wounds: list[tuple[float, int, bytes]], command: tuple[str, ...]
) -> None:
    Path("a.csv").write_bytes(wounded(whole(kind), wounds))
    holds(command)


@pytest.mark.parametrize("kind", sorted(EXPORTS.keys() - set(OF_OWN_READER)))
@few
@given(WOUNDS, COMMANDS)
def test_a_damaged_export_of_the_same_readers(
    kind: str, wounds: list[tuple[float, int, bytes]], command: tuple[str, ...]
) -> None:
    Path("a.csv").write_bytes(wounded(whole(kind), wounds))
    holds(command)


@pytest.mark.parametrize("option", SIDES)
@settings(few, max_examples=12)
@given(wounds=WOUNDS, command=COMMANDS.filter(lambda words: words[0] != "init"))
def test_a_damaged_side_file(
    option: str, wounds: list[tuple[float, int, bytes]], command: tuple[str, ...]
) -> None:
    Path("a.csv").write_bytes(whole("csv"))
    Path("side").write_bytes(wounded(SIDES[option].encode(), wounds))
    holds(command, option, "side")
