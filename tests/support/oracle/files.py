"""A batch of the oracle as the files the program reads, spelt as provinces spell them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from .model import Dossier, Entry, Event, Policy, Term, bare
from .strategies import COMMUNES, Batch

STATUS_TEXTS = {
    "blank": ("", " "),
    "unknown": ("chưa rõ đang ở đâu", "kho lưu"),
    "in_progress": ("4", "Đang xử lý"),
    "awaiting_applicant": ("5", "Yêu cầu bổ sung"),
    "withdrawn": ("7", "Công dân yêu cầu rút"),
    "refused": ("8", "Từ chối"),
    "finished": ("9", "Đã trả kết quả"),
    "not_received": ("1", "Từ chối tiếp nhận"),
}
UNIT_TEXTS = {
    "working_days": "{} ngày làm việc",
    "calendar_days": "{} ngày",
    "months": "{} tháng",
    "working_hours": "{} giờ làm việc",
    "same_day": "Trong ngày",
}
MOMENTS = {
    "submitted_at": "Ngày nộp",
    "received_at": "Ngày tiếp nhận",
    "competent_received_at": "Ngày nhận phi địa giới",
    "promised_at": "Ngày hẹn trả",
    "completed_at": "Ngày kết thúc xử lý",
    "returned_at": "Ngày trả kết quả",
    "supplement_requested_at": "Ngày yêu cầu bổ sung",
    "supplemented_at": "Ngày bổ sung",
    "paused_at": "Ngày tạm dừng",
    "resumed_at": "Ngày tiếp tục",
}
OTHERS = ("Mã hồ sơ", "Mã thủ tục", "Tên thủ tục", "Đơn vị", "Trạng thái", "Thời hạn giải quyết")
CATALOGUE = (
    *("code", "name", "term", "after_cutoff", "supplement", "extended_term", "remote_term"),
    *("local_term", "confidence", "valid_from", "valid_to"),
)


def name_of(number: int) -> str:
    """Name the dossier of that place in its batch."""
    return f"H21.26-{number:05}"


def moment_text(moment: datetime | None) -> str:
    """Write a moment as exports do, day first."""
    if moment is None:
        return ""
    return moment.strftime("%d/%m/%Y" if bare(moment) else "%d/%m/%Y %H:%M:%S")


def term_text(term: Term | None) -> str:
    """Write a term as the portal does."""
    if term is None:
        return ""
    amount = term.amount / 3600 if term.unit == "working_hours" else term.amount
    return UNIT_TEXTS[term.unit].format(f"{amount:g}".replace(".", ","))


def written(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header)
        table.writerows(rows)
    return path


def export_row(number: int, dossier: Dossier, moments: Sequence[str]) -> list[str]:
    """Write one dossier as a row of the export, with these moments."""
    return [
        name_of(number),
        "" if dossier.code is None else dossier.code + (".000.00.00.H21" if number % 2 else ""),
        dossier.name or "",
        dossier.commune or "",
        STATUS_TEXTS[dossier.status][number % 2],
        term_text(dossier.legal_term),
        *(moment_text(getattr(dossier, name)) for name in moments),
    ]


def event_row(number: int, event: Event) -> list[str]:
    """Write one event: the cause of a pause as a wording of its own, or as a note."""
    if event.kind == "pause" and event.cause and number % 2:
        return [name_of(number), event.cause, moment_text(event.at), ""]
    return [name_of(number), event.kind, moment_text(event.at), event.cause]


def catalogue_row(entry: Entry) -> list[str]:
    """Write one entry as a line of the user's catalogue."""
    terms = (entry.extended_term, entry.remote_term, entry.local_term)
    extended, remote, local = (term.text if term is not None else "" for term in terms)
    return [
        entry.code or "",
        entry.name or "",
        entry.term.text if entry.term is not None else "5",  # no unit: no term
        entry.after_cutoff or "",
        entry.supplement or "",
        extended,
        remote,
        local,
        ("confirmed" if entry.remote_term else "") if entry.checked else "known",
        *(day.isoformat() if day is not None else "" for day in (entry.valid_from, entry.valid_to)),
    ]


def calendar_text(batch: Batch) -> str:
    """Write the user's calendar file."""
    days = batch.world.days
    hours = ", ".join(f'"{a:%H:%M}-{b:%H:%M}"' for a, b in days.sessions)
    lines = [f'base = "{batch.base}"', f"office_hours = [{hours}]"]
    for day, (kind, status) in sorted(batch.overlay.items()):
        lines += [f"[[{kind}]]", f"date = {day}", f'status = "{status}"']
    for commune, closed in days.closures.items():
        for day in sorted(closed):
            lines += ["[[off]]", f"date = {day}", f'communes = ["{commune}"]']
    return "\n".join(lines) + "\n"


def policy_text(policy: Policy) -> str:
    """Write `[policy]`."""
    after_cutoff = "" if policy.after_cutoff == "none" else policy.after_cutoff
    return f"""[policy]
against = "{policy.against}"
finish = "{policy.finish}"
supplement = "{policy.supplement}"
unknown_time = "{policy.unknown_time}"
cutoff = "{policy.cutoff:%H:%M}"
after_cutoff = "{after_cutoff}"
appointment_grain = "{policy.appointment_grain}"
"""


def write_batch(batch: Batch, folder: Path) -> tuple[Path, Path]:
    """Write every file of a batch; return the export and the configuration."""
    there = batch.world.columns
    moments = [name for name in MOMENTS if there is None or name in there]
    export = written(
        folder / "export.csv",
        (*OTHERS, *(MOMENTS[name] for name in moments)),
        (export_row(n, one, moments) for n, one in enumerate(batch.dossiers)),
    )
    written(
        folder / "events.csv",
        ("dossier_id", "event", "at", "note"),
        (event_row(n, event) for n, one in enumerate(batch.dossiers) for event in one.events),
    )
    written(folder / "catalogue.csv", CATALOGUE, map(catalogue_row, batch.world.entries))
    world = batch.world
    written(
        folder / "units.csv",
        ("name", "remote"),
        ((c, str(c in world.remote).lower()) for c in COMMUNES if c in world.stated),
    )
    (folder / "calendar.toml").write_text(calendar_text(batch), encoding="utf-8")
    config = folder / "cchc.toml"
    config.write_text(
        # Dossiers drawn at random end before their receipts oftener than any export's.
        'accept_damage = ["misplaced_cells"]\n'
        'events = "events.csv"\ncalendar = "calendar.toml"\ncatalogue = "catalogue.csv"\n'
        f'units = "units.csv"\ncatalogue_only = {str(batch.catalogue_only).lower()}\n'
        + policy_text(world.policy),
        encoding="utf-8",
    )
    return export, config
