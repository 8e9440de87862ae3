"""Small exports of several nights, and the nightly run over them."""

import csv
import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from cchc_audit.analysis.snapshots import Store, verify
from cchc_audit.core.settings import Settings, load_settings
from cchc_audit.products.nightly import Asked, Told, run_nightly
from cchc_audit.render.writers.json_text import schema

Cells = Mapping[str, str]
HEADERS = {
    "dossier_id": "Mã hồ sơ",
    "procedure_code": "Mã thủ tục",
    "commune": "Đơn vị giải quyết",
    "officer": "Cán bộ xử lý",
    "applicant": "Chủ hồ sơ",
    "legal_term": "Thời hạn giải quyết",
    "received_at": "Ngày tiếp nhận",
    "promised_at": "Ngày hẹn trả",
    "completed_at": "Ngày kết thúc xử lý",
    "status": "Trạng thái",
    "paused_at": "Ngày tạm dừng",
}
OPEN: Cells = {
    "procedure_code": "9.999999",
    "commune": "Xã Gò Trăng",
    "officer": "Lò Văn Sáng",
    "applicant": "Giàng A Chúng",
    "legal_term": "10 ngày làm việc",
    "received_at": "02/03/2026 08:00",
    "promised_at": "16/03/2026 17:00",
    "status": "Đang xử lý",
}
DONE: Cells = {**OPEN, "completed_at": "10/03/2026 10:00", "status": "Đã xử lý xong"}
LATE: Cells = {**DONE, "legal_term": "3 ngày làm việc", "commune": "Xã Suối Mây"}
OVERDUE: Cells = {**OPEN, "legal_term": "3 ngày làm việc", "commune": "Xã Suối Mây"}
FIRST, SECOND, THIRD = (datetime(2026, 3, day) for day in (12, 13, 14))
"""The ends of 11, 12 and 13 March 2026: a Wednesday and the days after it."""


def fillers(count: int = 60) -> dict[str, Cells]:
    """Dossiers that nobody touches, received before all others."""
    return {f"F-{n:02}": {**DONE, "received_at": "27/02/2026 09:00"} for n in range(count)}


def before() -> dict[str, Cells]:
    """The first night: six open dossiers in time, one late, two overdue, sixty done."""
    open_ = {f"A-{n}": OPEN for n in range(1, 7)}
    return {**fillers(), **open_, "L-1": LATE, "O-1": OVERDUE, "O-2": OVERDUE}


def after() -> dict[str, Cells]:
    """The second night: a planted alteration for each rule of family H, and what is ordinary."""
    rows = before()
    rows["A-1"] = {**OPEN, "received_at": "03/03/2026 08:00"}  # H601
    rows["A-2"] = {**OPEN, "promised_at": "23/03/2026 17:00"}  # H602
    rows["A-3"] = {**DONE, "completed_at": "09/03/2026 10:00"}  # H603: open at the end of the 11th
    del rows["A-4"]  # H604
    rows["A-5"] = {**OPEN, "paused_at": "05/03/2026 08:00"}  # H605
    rows["F-00"] = {**OPEN, "received_at": "27/02/2026 09:00"}  # H606
    rows["A-6"] = {**DONE, "completed_at": "12/03/2026 10:00"}  # finished today
    rows["N-1"] = {**OPEN, "received_at": "12/03/2026 08:00"}  # received today
    return rows


PLANTED = {f"A-{n}": f"H60{n}" for n in range(1, 6)} | {"F-00": "H606"}


def export(path: Path, rows: Mapping[str, Cells], *, at: int = 0) -> Path:
    """Write an export whose time of change is `at` seconds after noon of some day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS.values())
        for number, cells in rows.items():
            writer.writerow({"dossier_id": number, **cells}.get(name, "") for name in HEADERS)
    os.utime(path, (1_700_000_000 + at, 1_700_000_000 + at))
    return path


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


def held(text: str | bytes) -> dict[str, Any]:
    """A document, held against the schema."""
    document: dict[str, Any] = json.loads(text)
    _validator().validate(document)
    return document


class Office:
    """A working folder with its `cchc.toml`, and the runs over it."""

    def __init__(self, folder: Path, more: str = "") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.configure(more)

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def store(self) -> Store:
        return Store(self.folder / "snapshots")

    def configure(self, more: str, *, inputs: str = '["exports/*.csv"]') -> None:
        text = f"inputs = {inputs}\n{more}\n"
        (self.folder / "cchc.toml").write_text(text, encoding="utf-8")

    def drop(self, rows: Mapping[str, Cells], name: str = "export.csv", *, at: int = 0) -> Path:
        return export(self.folder / "exports" / name, rows, at=at)

    def settings(self) -> Settings:
        return load_settings(self.folder / "cchc.toml")

    def run(self, as_of: datetime, *, dry_run: bool = False) -> Told:
        present = as_of + timedelta(hours=2)
        asked = Asked(self.settings(), as_of, as_of_given=True, present=present)
        return run_nightly(asked, dry_run=dry_run)

    def current(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.reports / "current.json").read_bytes())
        return told

    def report(self) -> dict[str, Any]:
        """The document of the run that `current.json` names, held against the schema."""
        return held((self.reports / str(self.current()["report"])).read_bytes())

    def runs(self) -> list[str]:
        """The folders of runs that can be seen, half or whole."""
        found = (path.relative_to(self.reports) for path in self.reports.glob("[!.]*/*"))
        return sorted(path.as_posix() for path in found)

    def output(self, name: str) -> str:
        return (self.reports / str(self.current()["folder"]) / name).read_text(encoding="utf-8-sig")

    def whole(self) -> None:
        """What holds whatever happened: the run that is named is whole, and so is the chain."""
        from cchc_audit.core.digests import digest_of

        assert verify(self.store.contents()) == ()
        folder = self.reports / str(self.current()["folder"])
        document = self.report()
        names = {output["name"] for output in document["outputs"]}
        assert {path.name for path in folder.iterdir()} == {*names, "report.json"}
        assert len(names) == 6
        for output in document["outputs"]:
            assert digest_of(folder / output["name"]) == output["sha256"]

    def tidy(self) -> None:
        """What holds after a run that went well, too: nothing half is left, each day has one run
        and one snapshot with data, and the newest is the one that is named.
        """
        self.whole()
        assert list(self.reports.rglob("*.part")) == []
        assert list((self.folder / "snapshots").rglob("*.part")) == []
        days = [run.partition("/")[0] for run in self.runs()]
        assert len(days) == len(set(days))
        assert str(self.current()["folder"]) in self.runs()
        contents = self.store.contents()
        assert {path.name for path in self.store.folder.glob("*.parquet")} == {
            entry.data.name for entry in contents.current.values()
        }
        newest = contents.current[max(contents.current)]
        assert self.report()["snapshot"]["digest"] == newest.digest


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder, with its time of change and its content."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
