"""A small export of two communes over two quarters, and a line typed."""

import csv
import json
import random
from pathlib import Path

import jsonschema
from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app
from cchc_audit.render.writers.json_text import schema

HEADER = (
    *("Mã hồ sơ", "Mã thủ tục", "Tên thủ tục", "Đơn vị", "Phòng ban", "Cán bộ xử lý"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái"),
    *("Thời hạn giải quyết", "Ngày xin lỗi", "Chủ hồ sơ", "Số điện thoại", "Địa chỉ"),
)
PERSON = ("Người Thứ Nhất", "0900000001", "Thôn Một")
OFFICER = "Trần Văn Ẩn"
DONE, OPEN, WAITS = "Đã xử lý xong", "Đang xử lý", "Yêu cầu bổ sung giấy tờ"
AS_OF = ("--as-of", "31/03/2026")
QUARTER = ("--from", "01/01/2026", *AS_OF)


def row(
    name: str,
    received: str,
    promised: str,
    finished: str = "",
    *,
    commune: str = "Xã Một",
    agency: str = "Phòng Kinh tế",
    procedure: str = "Việc A",
    officer: str = OFFICER,
    apology: str = "",
    status: str = "",
) -> list[str]:
    """A dossier with a term of three working days."""
    state = status or (DONE if finished else OPEN)
    told = [received, promised, finished, state, "3 ngày làm việc", apology]
    return [name, "", procedure, commune, agency, officer, *told, *PERSON]


def clean(number: int, procedure: str, commune: str = "Xã Một") -> list[str]:
    """A dossier in which nothing is wrong: received and finished in good time in office hours."""
    name = f"{commune[-3:]}-{procedure[-1]}{number:03d}"
    finished = "04/03/2026 10:00"
    return row(
        name, "02/03/2026 08:00", "05/03/2026", finished, procedure=procedure, commune=commune
    )


ROWS = (
    # 2 March 2026 is a Monday: the deadline is Thursday, 5 March.
    row("L1", "02/03/2026 08:00", "05/03/2026", "10/03/2026 09:00"),
    row("L2", "02/03/2026 08:30", "05/03/2026", "06/03/2026 09:30", apology="04/03/2026"),
    row("O1", "02/02/2026 08:00", "05/02/2026", officer="Lê Thị Bé"),
    row("O2", "30/03/2026 08:00", "02/04/2026"),
    row("W1", "02/03/2026 09:00", "05/03/2026", status=WAITS),
    *(clean(number, "Việc A") for number in range(12)),
    *(clean(number, "Việc B") for number in range(6)),
    *(clean(number, "Việc B", "Xã Hai") for number in range(20)),
    # The quarter before: finished in its first days, so that the export covers it.
    row("B1", "01/10/2025 08:00", "06/10/2025", "03/10/2025 09:00"),
    row("B2", "05/11/2025 08:00", "10/11/2025", "12/11/2025 09:00", commune="Xã Một"),
)


def export(path: Path, *rows: list[str], shuffled: int | None = None) -> Path:
    """The rows as a file (without any, those above), in another order with `shuffled`."""
    lines = list(rows or ROWS)
    if shuffled is not None:
        random.Random(shuffled).shuffle(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        table.writerows(lines)
    return path


def typed(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def told(*words: object) -> dict[str, object]:
    """The JSON document of a line, held against the schema."""
    done = typed(*words, "--format", "json", "-q")
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    jsonschema.validate(found, schema())
    return found


def pack(path: Path, *words: object) -> dict[str, object]:
    """The only pack of a run over `path`."""
    packs = told("brief", path, *words)["packs"]
    assert isinstance(packs, list)
    [one] = packs
    assert isinstance(one, dict)
    return one
