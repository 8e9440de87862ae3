"""The data of the bench: one CSV of invented dossiers, and the two small tables the peers need.

The dossiers are those of the command `demo` with the twelve columns of a plain export. The peers
know no working calendar and no catalogue of their own; they get both ready made.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from cchc_audit.core.vocabulary import Unit
from cchc_audit.law.calendar import load_calendar
from cchc_audit.law.catalogue.catalogue import load_catalogue
from cchc_audit.products.demo.demo_exports import Wording, draw_export
from cchc_audit.products.demo.dossiers import dossiers
from cchc_audit.products.demo.invention import Province, invent_province
from cchc_audit.products.demo.province import MOST_COMMUNES, Habits
from cchc_audit.products.demo.receipts import FIRST, LAST
from cchc_audit.products.demo.write_province import CHUNK, ahead, lines

DATA = Path(__file__).parent / "data"
AS_OF = f"{LAST:%d/%m/%Y}"
HEADERS = {
    "dossier_id": "Mã hồ sơ",
    "procedure_code": "Mã TTHC",
    "procedure_name": "Tên thủ tục",
    "field": "Lĩnh vực",
    "commune": "Đơn vị giải quyết",
    "applicant": "Chủ hồ sơ",
    "phone": "Số điện thoại",
    "status": "Trạng thái",
    "channel": "Hình thức nộp",
    "received_at": "Ngày tiếp nhận",
    "promised_at": "Ngày hẹn trả",
    "completed_at": "Ngày kết thúc xử lý",
}
# Seven in a hundred open, five late; nothing that these columns could not show.
HABITS = Habits(supplements=0, pauses=0, cheats=False, late=63_000, abandoned=65_000)
UNITS = (Unit.WORKING_DAYS, Unit.SAME_DAY, Unit.CALENDAR_DAYS)
"""Hour terms are left out (one procedure of 225): neither peer has working hours to offer."""
_SEED = 20_260_630


def dossiers_csv(rows: int, *, duplicates: int = 0) -> Path:
    """The file with `rows` dossiers; the last `duplicates` of its lines repeat the first ones."""
    name = f"dossiers-{rows}" + (f"-{duplicates}-twice" if duplicates else "")
    path = DATA / f"{name}.csv"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        beside = path.with_suffix(".part")
        _write(beside, rows - duplicates, duplicates)
        beside.rename(path)
    return path


def _write(path: Path, rows: int, duplicates: int) -> None:
    made = _short(
        invent_province(rows, seed=_SEED, count=MOST_COMMUNES, habits=HABITS, units=UNITS)
    )

    def text(chunk: pl.DataFrame) -> tuple[int, bytes]:
        truth = dossiers(chunk, made.world)
        return lines(draw_export(truth, made.wording, until=LAST, headers=HEADERS).collect())

    first = b""
    with path.open("wb") as file:
        file.write((",".join(HEADERS.values()) + "\n").encode())
        for _, part in ahead(text, made.receipts.chunks(CHUNK)):
            first = first or part
            file.write(part)
        file.write(b"".join(first.splitlines(keepends=True)[:duplicates]))


def _short(made: Province) -> Province:
    """The same with short names, for about 200 bytes a row: long ones would flatter the ratios."""
    world = replace(
        made.world,
        communes=[replace(commune, written=commune.name) for commune in made.world.communes],
        procedures=[replace(p, name=p.name[:40].rstrip(" ,")) for p in made.world.procedures],
    )
    return replace(made, world=world, wording=Wording(world, serials=made.receipts.most_a_day))


def calendar_csv() -> Path:
    """A day a line: whether it is worked, how many working days up to it, and the next ones."""
    calendar = load_calendar(None, as_of=LAST)
    days = [FIRST + timedelta(n) for n in range(-60, 500)]
    worked = 0
    rows = []
    for day in days:
        working = calendar.is_working(day)
        worked += working
        after = calendar.next_working(day)
        rows.append((day, int(working), worked, day if working else after, after))
    return _table("calendar.csv", ("day", "working", "through", "roll", "after"), rows)


def terms_csv() -> Path:
    """The terms in force by code, as the catalogue has them: unit, amount, cut-off, from, to."""
    catalogue = load_catalogue(None)
    rows = [
        (
            entry.code,
            entry.term.unit.value,
            entry.term.amount,
            int(entry.after_cutoff == "next_day"),
            max(period.first, date(1900, 1, 1)),
            period.last,
        )
        for code in catalogue.codes()
        for period in catalogue.code_periods(code)
        if (entry := catalogue.entries[period.entry]).term is not None
    ]
    return _table("terms.csv", ("code", "unit", "amount", "next_day", "first", "last"), rows)


def _table(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    DATA.mkdir(exist_ok=True)
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return DATA / name


def main() -> None:
    """`python -m bench.generate ROWS [DUPLICATES]`: in a process of its own, which then ends."""
    rows, duplicates = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    calendar_csv()
    terms_csv()
    print(dossiers_csv(rows, duplicates=duplicates))


if __name__ == "__main__":
    main()
