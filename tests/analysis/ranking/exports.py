"""Small exports of invented communes, with a term of five working days."""

from collections.abc import Sequence
from pathlib import Path

HEADER = "Mã hồ sơ,Mã TTHC,Tên TTHC,Đơn vị,Bộ phận,Cán bộ xử lý,Ngày tiếp nhận,Ngày có kết quả,"
HEADER += "Thời hạn giải quyết,Trạng thái"

# Received Monday 2 March 2026: due Monday 9 March.
IN_TIME, LATE = "09/03/2026 16:00", "10/03/2026 09:00"


def row(number: int, commune: str, finish: str, *, received: str = "02/03/2026 08:00") -> str:
    status = "Đã xử lý xong" if finish else "Đang xử lý"
    cells = (
        f"H{commune[-1]}{number}",
        "9.000001",
        "Thủ tục mẫu",
        commune,
        "Văn phòng",
        "Lò Văn Mẫu",
    )
    return ",".join((*cells, received, finish, "5 ngày làm việc", status))


def export(path: str, communes: Sequence[tuple[str, int, int]], *more: str) -> str:
    """Communes with so many results in time and so many late; further rows as they are."""
    rows = [HEADER]
    for name, good, late in communes:
        rows += [row(n, name, IN_TIME) for n in range(good)]
        rows += [row(good + n, name, LATE) for n in range(late)]
    Path(path).write_text("\n".join([*rows, *more]) + "\n", encoding="utf-8")
    return path
