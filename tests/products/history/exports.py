"""Small exports in two states, and what is compared of them."""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import polars as pl

from cchc_audit.analysis.snapshots import Changes, State, Store, Taken, compare
from cchc_audit.audit.dataset import open_method
from cchc_audit.audit.request import Request
from cchc_audit.core.settings import Settings, SnapshotSettings
from cchc_audit.products.history import take_snapshot
from cchc_audit.products.history.states import Side, resolve_state

HEADERS = {
    "dossier_id": "Mã hồ sơ",
    "procedure_code": "Mã thủ tục",
    "commune": "Đơn vị giải quyết",
    "officer": "Cán bộ xử lý",
    "applicant": "Chủ hồ sơ",
    "phone": "Số điện thoại",
    "legal_term": "Thời hạn giải quyết",
    "received_at": "Ngày tiếp nhận",
    "promised_at": "Ngày hẹn trả",
    "completed_at": "Ngày kết thúc xử lý",
    "returned_at": "Ngày trả kết quả",
    "status": "Trạng thái",
    "supplement_requested_at": "Ngày yêu cầu bổ sung",
    "supplemented_at": "Ngày bổ sung",
    "paused_at": "Ngày tạm dừng",
    "resumed_at": "Ngày tiếp tục",
    "apology_at": "Ngày xin lỗi",
    "rescheduled_to": "Ngày hẹn lại",
    "reschedule_count": "Số lần hẹn lại",
}
THEN = datetime(2026, 3, 14)
"""The end of Friday 13 March 2026."""
NOW = datetime(2026, 3, 17)
"""The end of Monday 16 March 2026."""
BASE = {
    "procedure_code": "9.999999",
    "commune": "Xã Gò Trăng",
    "officer": "Lò Văn Sáng",
    "applicant": "Giàng A Chúng",
    "phone": "0912345678",
    "legal_term": "10 ngày làm việc",
    "received_at": "02/03/2026 08:00",
    "promised_at": "16/03/2026 17:00",
    "status": "Đang xử lý",
}
DONE = {**BASE, "completed_at": "10/03/2026 10:00", "status": "Đã xử lý xong"}
Cells = Mapping[str, str]


def export(path: Path, rows: Mapping[str, Cells | None]) -> Path:
    """Write the rows that are there; columns no row has are left out."""
    there = {name: cells for name, cells in rows.items() if cells is not None}
    used = {name for cells in there.values() for name in cells}
    columns = [name for name in HEADERS if name in used or name == "dossier_id"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS[name] for name in columns)
        for number, cells in there.items():
            writer.writerow([{"dossier_id": number, **cells}.get(name, "") for name in columns])
    return path


def fillers(count: int = 120) -> dict[str, Cells]:
    """Dossiers nobody touches, received from 27 February on: they make the export's period."""
    row = {**dict.fromkeys(HEADERS, ""), **DONE, "received_at": "27/02/2026 09:00"}
    del row["dossier_id"]
    return {f"F-{number:03}": row for number in range(count)}


def request(path: Path, as_of: datetime, settings: Settings | None = None) -> Request:
    return Request((str(path),), settings or Settings(), as_of, as_of_given=True)


_method = cache(lambda now: open_method(Settings(), now))
_STATES: list[tuple[tuple[str, dict[str, Cells | None], datetime], State]] = []


def _state(folder: Path, name: str, rows: dict[str, Cells | None], as_of: datetime) -> State:
    """The dossiers as they stood; the same rows are read once for the same instant."""
    for known, state in _STATES:
        if known == (name, rows, as_of):
            return state
    path = export(folder / f"{name}.csv", rows)
    state, _ = resolve_state(Side(str(path), as_of, "--as-of"), request(path, as_of))
    _STATES.append(((name, rows, as_of), state))
    return state


def compared(
    folder: Path,
    old: Mapping[str, Cells | None],
    new: Mapping[str, Cells | None],
    *,
    around: Mapping[str, Cells] | None = None,
    then: datetime = THEN,
    now: datetime = NOW,
) -> Changes:
    """What changed between two exports, judged at the two instants."""
    rest = fillers() if around is None else around
    sides = [
        _state(folder, name, {**rest, **rows}, as_of)
        for name, rows, as_of in (("old", old, then), ("new", new, now))
    ]
    case, calendar = _method(now)
    return compare(sides[0], sides[1], case=case, calendar=calendar, sync_lag=1)


def told(changes: Changes) -> list[tuple[str | None, ...]]:
    """Dossier, change, field, code, severity of every row."""
    names = ("dossier_id", "change", "field", "code", "severity")
    return [tuple(row) for row in changes.rows.select(names).iter_rows()]


def taken(
    folder: Path,
    rows: Mapping[str, Cells | None],
    as_of: datetime,
    *,
    settings: Settings | None = None,
) -> Taken:
    """Take a snapshot of these rows into `folder`."""
    path = export(folder.parent / "night.csv", rows)
    chosen = settings or Settings()
    chosen = chosen._replace(snapshots=SnapshotSettings(folder))
    return take_snapshot(request(path, as_of, chosen), taken_at=as_of)


def dossiers(store: Store, number: int = -1) -> pl.DataFrame:
    """The dossiers of a snapshot, by its place among the entries."""
    return pl.read_parquet(store.contents().entries[number].data)


def moved(base: Cells, **cells: str) -> dict[str, str]:
    return {**base, **cells}


def names(rows: Iterable[tuple[str | None, ...]]) -> list[str | None]:
    return [row[0] for row in rows]
