"""One sound set of dossiers, to be written sound or hurt."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cchc_audit.intake import Intake

HEADER = (
    *("Mã hồ sơ", "Mã thủ tục", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày kết thúc xử lý", "Trạng thái"),
)
Row = dict[str, str]
Write = Callable[[datetime], str]


def day_first(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def dossiers(
    rows: int = 40, *, seed: int = 0, write: Write = day_first, finished: float = 0.8
) -> list[Row]:
    """Dossiers of a first quarter, as text."""
    draw = random.Random(seed)
    found = []
    for number in range(rows):
        day = datetime(2026, 1, 5) + timedelta(days=draw.randrange(70))
        at = day.replace(hour=draw.randrange(7, 16), minute=draw.randrange(60))
        done = at + timedelta(days=draw.randrange(12), minutes=draw.randrange(50))
        is_done = draw.random() < finished
        found.append(
            dict(
                zip(
                    HEADER,
                    (
                        f"H21.902-{at:%y%m%d}-{number:04}",
                        "1.001193",
                        "UBND xã Bến Sương",
                        write(at),
                        write(at + timedelta(days=10)),
                        write(done) if is_done else "",
                        "Đã trả kết quả" if is_done else "Đang xử lý",
                    ),
                    strict=True,
                )
            )
        )
    return found


def write_csv(path: Path, rows: Iterable[Row], header: Iterable[str] = HEADER) -> Path:
    names = list(header)
    lines = [",".join(names), *(",".join(row[name] for name in names) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def marks(intake: Intake) -> set[tuple[str, str | None]]:
    """The marks of damage that were found: mark and column."""
    return {(damage.mark.value, damage.column) for damage in intake.damage}
