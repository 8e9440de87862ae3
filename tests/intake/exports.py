"""Exports written for a test, and what was read from them."""

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter

from cchc_audit.core.settings import Settings
from cchc_audit.intake import Intake, Units, open_exports

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


def book(path: Path, **sheets: Sequence[Sequence[str]]) -> Path:
    """A workbook; a sheet named *ẩn* is hidden."""
    with xlsxwriter.Workbook(path) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
            if name == "ẩn":
                sheet.hide()
    return path


def write_table(folder: Path, kind: str, lines: Sequence[Sequence[str]]) -> Path:
    """A table as a file of that kind: `csv`, `xlsx`."""
    path = folder / f"a.{kind}"
    if kind == "xlsx":
        return book(path, a=lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    return path


def rows(intake: Intake) -> pl.DataFrame:
    return intake.rows.sort("source", "source_line").collect(engine="streaming")


def faults(intake: Intake) -> Mapping[int, str]:
    return {reject.line: reject.fault.value for reject in intake.rejects(intake.rows)}


def as_windows(text: str) -> str:
    """As code page 1258 has it: the five tones as marks of their own, other letters whole."""
    found = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = apart[-1] if len(apart) > 1 else ""
        tones = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(m for m in apart if m not in tones))
        found.append(rest + "".join(tones) if tone else letter)
    return "".join(found)
