"""Twelve dossiers, and what reading them should give in whatever container they come."""

from pathlib import Path

import polars as pl

from intake.exports import opened, rows

HEADER = (
    "STT",
    "Mã hồ sơ",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Đơn vị giải quyết",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Trạng thái",
    "Thời hạn giải quyết",
)
MOMENTS = (5, 6, 7)
_ROW = "{n}|H21.9-2601{n:02}|{code}|Chứng thực “{n}” & <sao>|UBND xã Gò {g}|{m}|{p}|{f}|{s}|{t}"


def _row(n: int) -> tuple[str, ...]:
    month, open_ = 1 + n // 5, n % 4 == 0
    return tuple(
        _ROW.format(
            n=n,
            code=("1.001193", "2.000815")[n % 2],
            g="Trăng" if n % 3 else "Đá",
            m=f"{n + 4:02}/{month:02}/2026 {7 + n % 4:02}:30",
            p=f"{n + 11:02}/{month:02}/2026 {7 + n % 4:02}:30",
            f="" if open_ else f"{n + 5:02}/{month:02}/2026 15:05",
            s="Đang xử lý" if open_ else "Đã trả kết quả",
            t="5 ngày làm việc",
        ).split("|")
    )


ROWS = tuple(map(_row, range(1, 13)))


def as_csv(data: tuple[tuple[str, ...], ...] = ROWS, header: tuple[str, ...] = HEADER) -> str:
    """The dossiers as delimited text: what every other container is held against."""
    return "\n".join(",".join(row) for row in (header, *data)) + "\n"


def read(*paths: Path) -> pl.DataFrame:
    """What was read of some files, without where it stood, by number."""
    frame = rows(opened(*paths)).drop("source", "source_line").sort("dossier_id")
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
