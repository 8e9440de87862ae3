"""Exports written for a test, and what was read from them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from cchc_audit.intake import Intake, Units, open_exports
from cchc_audit.settings import Settings

JUDGED = date(2026, 3, 31)
HEADER = "Mã hồ sơ,Mã TTHC,Đơn vị giải quyết,Trạng thái,Ngày tiếp nhận,Ngày có kết quả"


def opened(*paths: Path, settings: Settings | None = None, units: Units | None = None) -> Intake:
    return open_exports(
        [str(path) for path in paths],
        settings=settings or Settings(),
        units=units or Units(),
        judged=JUDGED,
    )


def write(folder: Path, *lines: str, name: str = "a.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def rows(intake: Intake) -> pl.DataFrame:
    return intake.rows.sort("source", "source_line").collect(engine="streaming")


def faults(intake: Intake) -> Mapping[int, str]:
    return {reject.line: reject.fault.value for reject in intake.rejects(intake.rows)}
