"""Large plain exports: compiled code reads the same rows as polars does, and rejects the same.

Files are made at random, from plain to hostile, and opened twice. A few here; thousands with
`FUZZ_FILES=5000 .venv/bin/pytest tests/intake/test_plain_rows.py`, other ones with `FUZZ_SEED`.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from polars.exceptions import PolarsError
from polars.testing import assert_frame_equal

from cchc_audit.core.errors import CchcError
from cchc_audit.core.settings import Settings
from cchc_audit.intake import load_units, open_exports
from cchc_audit.intake.files import compiled
from cchc_audit.intake.files.ask import Trust
from cchc_audit.intake.files.lines import guard
from cchc_audit.intake.files.lines.guard import UnsoundError
from cchc_audit.intake.plain_rows import _Reader

pytest.importorskip("numba")
FILES = int(os.environ.get("FUZZ_FILES", "12"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
JUDGED = date(2026, 6, 30)
HEADERS = {
    "id": "Mã hồ sơ",
    "code": "Mã TTHC",
    "name": "Tên thủ tục",
    "commune": "Đơn vị giải quyết",
    "officer": "Cán bộ thụ lý",
    "status": "Trạng thái",
    "channel": "Hình thức nộp",
    "term": "Thời hạn giải quyết",
    "received": "Ngày tiếp nhận",
    "promised": "Ngày hẹn trả",
    "finished": "Ngày kết thúc xử lý",
    "other": "Ghi chú",
}
SPELLINGS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y",
    "%Y-%m-%d %H:%M",
    "%d-%m-%Y %H:%M",
    "%Y-%m-%dT%H:%M:%S",
)
TEXTS = {
    "code": ("1.001193", "1.001193.000.00.00.H21", "2.000815", "1001193", " 1.001193", ""),
    "name": ("Đăng ký khai sinh", "Cấp, đổi giấy", "Chứng thực", "NULL", ""),
    "commune": ("Xã A", "xã a", "Phường Hoà Bình", "Phường Hòa Bình", "-", ""),
    "officer": ("Nguyễn Văn A", "Trần Thị B", "Lê;C", "Ng|D", ""),
    "status": ("Đã trả kết quả", "Đang xử lý", "Rút hồ sơ", "Từ chối", "???", ""),
    "channel": ("Trực tiếp", "Trực tuyến", "khác", ""),
    "term": ("3 ngày", "15 ngày làm việc", "8 giờ", "lâu", ""),
    "other": ("", "x", "một câu, có dấu phẩy", "a" * 40, "\u00a0"),
}
ODD_MOMENTS = (
    *(
        "31/02/2026",
        "13/13/2026 08:00",
        "1/2/2026",
        "01/02/26",
        "5 tháng 3 năm 2026",
        " 01/02/2026",
    ),
    *(
        "2026-02-03T08:00:00+07:00",
        "46025.5",
        "-",
        "01/02/2026 24:00:00",
        "01/02/1999",
        "01/02/2099",
    ),
    *(
        "01/02/2026 08:61:00",
        "01/02/2026 8:05:00",
        "29/02/2028",
        "29/02/2026",
        "nan",
        "01/02/2026 08:00:60",
    ),
)
ODD_NUMBERS = (
    "",
    " H1-1",
    "H1-1 ",
    "'H1-2",
    "#N/A",
    "1.2E+10",
    "12.0",
    "H",
    "Mã hồ sơ",
    "Tổng cộng",
    "H1+1",
    "260701000000000000",
    "Hồ1",
    "NULL",
    "10",
    "H1-x",
)
ODD_CELLS = (
    '"',
    'a"b',
    '""',
    "\r",
    "\0",
    "\ufffd",
    "e\u0301",
    "\u200b",
    "a\u2028b",
    '"x',
    "\t",
    " ",
)
ODD_LINES = ("", " ", ",,,,", "Tổng cộng,5", "x", "\r", '"', "Người lập biểu,,,,,,,,")


def moment(random: Random, spellings: tuple[str, ...]) -> str:
    at = datetime(2025, 7, 1) + timedelta(seconds=random.randrange(400 * 86_400))
    return at.strftime(spellings[random.random() < 0.1])


def cells(
    random: Random, line: int, spellings: tuple[str, ...], odd: float, hostile: float
) -> dict[str, str]:
    """One dossier, each moment and number odd with the chance `odd`, a cell `hostile` to reading
    with its own.
    """
    row = {name: random.choice(texts) for name, texts in TEXTS.items()}
    row["id"] = f"H{random.choice(('21', '99.001'))}-2507-{line:05}"
    for name in ("received", "promised", "finished"):
        row[name] = moment(random, spellings) if random.random() < 0.9 else ""
        if random.random() < odd:
            row[name] = random.choice(ODD_MOMENTS)
    if random.random() < odd:
        row["id"] = random.choice(ODD_NUMBERS)
    if random.random() < hostile:
        row[random.choice(list(row))] += random.choice(ODD_CELLS)
    return row


def text(random: Random, *, long: bool) -> bytes:
    """A whole file; a long one has some 400 chunks, and what is odd in it is no line's end."""
    delimiter, end = random.choice(",,;\t|"), random.choice(("\n", "\n", "\r\n"))
    odd = 0.003 if long else random.choice((0, 0, 0.001, 0.01, 0.1))
    hostile = 0 if long else odd
    names = random.sample(list(HEADERS), len(HEADERS) - random.randrange(3))
    names += [name for name in ("id", "received") if name not in names]
    spellings = tuple(random.sample(SPELLINGS, 2))
    quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    lines = [delimiter.join(HEADERS[name] for name in names)]
    for number in range(4_000 if long else random.choice((40, 150))):
        dossier = cells(random, number, spellings, odd, hostile)
        row = [dossier[name] for name in names]
        bare = [cell.replace(delimiter, "/").replace("\n", " ") for cell in row]
        quoted = [
            f'"{cell}"'
            if cell and '"' not in cell and (quoting == csv.QUOTE_ALL or delimiter in cell)
            else safe
            for cell, safe in zip(row, bare, strict=True)
        ]
        lines.append(delimiter.join(quoted))
        if random.random() < hostile / 2:
            lines.append(random.choice(ODD_LINES))
    whole = end.join(lines) + random.choice((end, end, ""))
    return random.choice((b"", b"\xef\xbb\xbf")) + whole.encode()


def told(path: Path, trust: Trust | None = None) -> tuple[object, ...]:
    """All that is read of a file, or why it is not."""
    settings = Settings()
    try:
        intake = open_exports(
            [str(path)],
            settings=settings,
            units=load_units(settings.units),
            judged=JUDGED,
            trust=trust,
        )
        rows = intake.rows.with_columns(pl.selectors.categorical().cast(pl.String)).collect()
    except CchcError as error:
        return (error.key, str(error))
    rejects = list(intake.rejects(intake.rows))
    few = intake.rows.filter(pl.col("fault").is_null()).select("dossier_id", "commune").head(5)
    facts = (intake.files, intake.rejected_lines, intake.records, rejects, intake.communes)
    return (rows, few.collect().cast(pl.String), facts)


def assert_same(found: tuple[object, ...], expected: tuple[object, ...], number: int) -> None:
    """Both ways told the same of the file with this number."""
    assert len(found) == len(expected), (number, found, expected)
    for one, other in zip(found, expected, strict=True):
        if isinstance(one, pl.DataFrame) and isinstance(other, pl.DataFrame):
            assert_frame_equal(one, other)
        else:
            assert one == other, number


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """Whether compiled code took a chunk; chunks are small."""
    found: Counter[bool] = Counter()
    plain = _Reader._plain

    def counted(self: _Reader, chunks: Sequence[Any], *given: Any) -> pl.DataFrame | None:
        frame = plain(self, chunks, *given)
        found[frame is not None] += len(chunks)
        return frame

    monkeypatch.setattr(_Reader, "_plain", counted)
    monkeypatch.setattr(guard, "_CHUNK", 2_000)
    monkeypatch.setattr(guard, "_PEEK", 500)
    return found


def files(folder: Path) -> Iterator[tuple[int, Path]]:
    for number in range(FILES):
        path = folder / "xuat.csv"
        path.write_bytes(text(Random(f"{SEED}/{number}"), long=number % 100 == 0))
        yield number, path


def test_both_ways_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: Counter[bool]
) -> None:
    for number, path in files(tmp_path):
        monkeypatch.setattr(compiled, "ENOUGH", 1 << 60)
        expected = told(path)
        monkeypatch.setattr(compiled, "ENOUGH", 0)
        assert_same(told(path), expected, number)
    assert taken[True] > 400
    assert taken[False] > 50


@pytest.mark.usefixtures("taken")
def test_rows_looked_at_while_they_are_read_are_the_same_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: Counter[str] = Counter()
    monkeypatch.setattr(compiled, "ENOUGH", 0)
    for number, path in files(tmp_path):
        expected = told(path)
        trust = Trust(given=True)
        try:
            found = told(path, trust)
        except (UnsoundError, PolarsError):
            assert trust.used
            outcomes["refused"] += 1
            continue
        if len(found) == 2 and trust.used:  # said once more, by who looks first
            outcomes["refused"] += 1
            continue
        outcomes["read" if trust.used else "looked at before"] += 1
        assert_same(found, expected, number)
    assert outcomes["read"] > FILES // 4
    assert outcomes["refused"] > 0
