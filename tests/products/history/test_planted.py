"""Alterations planted one by one in an export of dossiers nobody touched: each is found for what it
is, and none is invented. The answers are by hand, from the rules of family H.
"""

from datetime import datetime
from pathlib import Path

import pytest

from .exports import BASE, DONE, NOW, THEN, Cells, compared, moved, told

Row = tuple[str, str | None, str | None, str | None]
LATER = "23/03/2026 17:00"

# what was planted: before, after, and the rows (change, field, code, severity) it must give
PLANTED: dict[str, tuple[Cells | None, Cells | None, list[Row]]] = {
    "nothing": (BASE, BASE, []),
    "new": (None, BASE, [("new", None, None, None)]),
    # H601
    "receipt a day later": (
        BASE,
        moved(BASE, received_at="03/03/2026 08:00"),
        [("altered", "received_at", "H601", "error")],
    ),
    "receipt an hour later": (
        BASE,
        moved(BASE, received_at="02/03/2026 09:00"),
        [("altered", "received_at", "H601", "error")],
    ),
    "receipt with less precision": (BASE, moved(BASE, received_at="02/03/2026"), []),
    "receipt with more precision": (
        moved(BASE, received_at="02/03/2026 08:00"),
        moved(BASE, received_at="02/03/2026 08:00:45"),
        [],
    ),
    "receipt on another bare day": (
        moved(BASE, received_at="02/03/2026"),
        moved(BASE, received_at="03/03/2026 08:00"),
        [("altered", "received_at", "H601", "error")],
    ),
    "receipt by seconds": (
        moved(BASE, received_at="02/03/2026 08:00:10"),
        moved(BASE, received_at="02/03/2026 08:00:50"),
        [("altered", "received_at", "H601", "error")],
    ),
    # H602
    "appointment put off": (
        BASE,
        moved(BASE, promised_at=LATER),
        [("altered", "promised_at", "H602", "error")],
    ),
    "appointment brought forward": (
        BASE,
        moved(BASE, promised_at="13/03/2026 17:00"),
        [("altered", "promised_at", None, None)],
    ),
    "appointment first made": (
        moved(BASE, promised_at=""),
        BASE,
        [("altered", "promised_at", None, None)],
    ),
    "appointment with its time left out": (BASE, moved(BASE, promised_at="16/03/2026"), []),
    "put off with an apology": (
        BASE,
        moved(BASE, promised_at=LATER, apology_at="16/03/2026"),
        [("altered", "promised_at", None, None), ("altered", "apology_at", None, None)],
    ),
    "put off with an apology of old": (
        moved(BASE, apology_at="10/03/2026"),
        moved(BASE, promised_at=LATER, apology_at="10/03/2026"),
        [("altered", "promised_at", "H602", "error")],
    ),
    "put off with a new date": (
        BASE,
        moved(BASE, promised_at=LATER, rescheduled_to="23/03/2026"),
        [("altered", "promised_at", None, None), ("altered", "rescheduled_to", None, None)],
    ),
    "put off with a supplement": (
        BASE,
        moved(BASE, promised_at=LATER, supplement_requested_at="16/03/2026 09:00"),
        [
            ("altered", "promised_at", None, None),
            ("altered", "supplement_requested_at", None, None),
        ],
    ),
    "put off with a pause": (
        BASE,
        moved(BASE, promised_at=LATER, paused_at="16/03/2026 09:00"),
        [("altered", "promised_at", None, None), ("altered", "paused_at", None, None)],
    ),
    # H603; the older state is that of the end of Friday 13 March
    "finished on Monday": (
        BASE,
        moved(DONE, completed_at="16/03/2026 09:00"),
        [("finished", "completed_at", None, None), ("finished", "status", None, None)],
    ),
    "backdated to Wednesday": (
        BASE,
        moved(DONE, completed_at="11/03/2026 16:00"),
        [("finished", "completed_at", "H603", "error"), ("finished", "status", None, None)],
    ),
    "backdated to Thursday": (
        BASE,
        moved(DONE, completed_at="12/03/2026 16:00"),
        [("finished", "completed_at", "H603", "note"), ("finished", "status", None, None)],
    ),
    "entered over the weekend": (
        BASE,
        moved(DONE, completed_at="13/03/2026 16:50"),
        [("finished", "completed_at", "H603", "note"), ("finished", "status", None, None)],
    ),
    "backdated, by the return alone": (
        BASE,
        moved(BASE, returned_at="11/03/2026 16:00"),
        [("finished", "returned_at", "H603", "error")],
    ),
    "returned when it had long been finished": (
        DONE,
        moved(DONE, returned_at="11/03/2026 16:00"),
        [("altered", "returned_at", None, None)],
    ),
    # H604
    "gone": (BASE, None, [("gone", None, "H604", "error")]),
    "gone, of before the period": (
        moved(DONE, received_at="26/02/2026 08:00"),
        None,
        [("gone", None, None, None)],
    ),
    # H605
    "pause backdated": (
        BASE,
        moved(BASE, paused_at="10/03/2026 08:00"),
        [("altered", "paused_at", "H605", "error")],
    ),
    "pause of the day before": (
        BASE,
        moved(BASE, paused_at="12/03/2026 08:00"),
        [("altered", "paused_at", "H605", "note")],
    ),
    "pause of today": (
        BASE,
        moved(BASE, paused_at="16/03/2026 08:00"),
        [("altered", "paused_at", None, None)],
    ),
    "pause of that Friday, bare": (
        BASE,
        moved(BASE, paused_at="13/03/2026"),
        [("altered", "paused_at", "H605", "note")],
    ),
    "pause moved back": (
        moved(BASE, paused_at="12/03/2026 08:00"),
        moved(BASE, paused_at="05/03/2026 08:00"),
        [("altered", "paused_at", "H605", "error")],
    ),
    "pause taken away": (
        moved(BASE, paused_at="12/03/2026 08:00"),
        BASE,
        [("altered", "paused_at", None, None)],
    ),
    "resumed at last": (
        moved(BASE, paused_at="12/03/2026 08:00"),
        moved(BASE, paused_at="12/03/2026 08:00", resumed_at="13/03/2026 08:00"),
        [("altered", "resumed_at", "H605", "note")],
    ),
    "resumed on Monday": (
        moved(BASE, paused_at="12/03/2026 08:00"),
        moved(BASE, paused_at="12/03/2026 08:00", resumed_at="16/03/2026 08:00"),
        [("altered", "resumed_at", None, None)],
    ),
    "resumption moved to a later day": (
        moved(BASE, paused_at="04/03/2026 08:00", resumed_at="06/03/2026 08:00"),
        moved(BASE, paused_at="04/03/2026 08:00", resumed_at="11/03/2026 08:00"),
        [("altered", "resumed_at", "H605", "error")],
    ),
    "resumption moved to an earlier day": (
        moved(BASE, paused_at="04/03/2026 08:00", resumed_at="06/03/2026 08:00"),
        moved(BASE, paused_at="04/03/2026 08:00", resumed_at="05/03/2026 08:00"),
        [("altered", "resumed_at", None, None)],
    ),
    "pause moved on": (
        moved(BASE, paused_at="05/03/2026 08:00"),
        moved(BASE, paused_at="10/03/2026 08:00"),
        [("altered", "paused_at", None, None)],
    ),
    "finish moved to an earlier day": (
        DONE,
        moved(DONE, completed_at="06/03/2026 10:00"),
        [("altered", "completed_at", "H603", "error")],
    ),
    "finish moved to an earlier hour": (
        DONE,
        moved(DONE, completed_at="10/03/2026 08:00"),
        [("altered", "completed_at", None, None)],
    ),
    "finish moved to a later day": (
        DONE,
        moved(DONE, completed_at="12/03/2026 10:00"),
        [("altered", "completed_at", None, None)],
    ),
    "supplement backdated": (
        moved(BASE, supplement_requested_at="04/03/2026 08:00"),
        moved(
            BASE,
            supplement_requested_at="04/03/2026 08:00",
            supplemented_at="09/03/2026 08:00",
        ),
        [("altered", "supplemented_at", "H605", "error")],
    ),
    # H606
    "reopened": (
        DONE,
        BASE,
        [("reopened", "completed_at", "H606", "warning"), ("reopened", "status", None, None)],
    ),
    "reopened by its status alone": (
        moved(BASE, status="Đã xử lý xong"),
        BASE,
        [("reopened", "status", "H606", "warning")],
    ),
    # what breaks no rule
    "withdrawn": (
        BASE,
        moved(BASE, status="Công dân yêu cầu rút"),
        [("altered", "status", None, None)],
    ),
    "another officer": (
        BASE,
        moved(BASE, officer="Hạng Thị Dua"),
        [("altered", "officer", None, None)],
    ),
    "another term": (
        BASE,
        moved(BASE, legal_term="15 ngày làm việc"),
        [("altered", "legal_term", None, None)],
    ),
    "the same term spelled otherwise": (BASE, moved(BASE, legal_term="10 ngày LV"), []),
    "another spelling of the commune": (BASE, moved(BASE, commune="UBND xã Gò Trăng"), []),
    "another applicant": (BASE, moved(BASE, applicant="Vàng Thị Mỷ"), []),
}


@pytest.mark.parametrize("name", PLANTED)
def test_each_alone(name: str, tmp_path: Path) -> None:
    old, new, expected = PLANTED[name]
    found = told(compared(tmp_path, {"HS-1": old}, {"HS-1": new}))
    assert sorted(found, key=str) == sorted((("HS-1", *row) for row in expected), key=str)


def test_all_together(tmp_path: Path) -> None:
    """Found one for one among the untouched, and nothing else."""
    numbers = {f"HS-{at:02}": case for at, case in enumerate(PLANTED.values())}
    old = {number: case[0] for number, case in numbers.items()}
    new = {number: case[1] for number, case in numbers.items()}
    changes = compared(tmp_path, old, new)
    expected = [(number, *row) for number, case in numbers.items() for row in case[2]]
    assert sorted(told(changes), key=str) == sorted(expected, key=str)
    assert changes.mass == ()
    assert changes.not_compared == ()


def test_order_of_rows(tmp_path: Path) -> None:
    """What breaks a rule comes first, by code, then dossier."""
    old = {"A": BASE, "B": DONE, "C": BASE, "D": BASE}
    new = {
        "A": moved(BASE, officer="Hạng Thị Dua"),
        "B": BASE,
        "C": moved(BASE, received_at="03/03/2026 08:00"),
        "D": moved(BASE, received_at="03/03/2026 08:00"),
        "E": BASE,
    }
    rows = told(compared(tmp_path, old, new))
    assert [(row[0], row[3]) for row in rows] == [
        *(("C", "H601"), ("D", "H601"), ("B", "H606")),
        *(("A", None), ("B", None), ("E", None)),
    ]


def test_values_are_iso_and_names_are_those_of_now(tmp_path: Path) -> None:
    new = moved(BASE, promised_at="24/03/2026", commune="Xã Suối Mây", officer="Hạng Thị Dua")
    changes = compared(tmp_path, {"A": BASE}, {"A": new})
    rows = changes.rows.filter(changes.rows["field"] == "promised_at").to_dicts()
    assert [(r["old"], r["new"], r["commune"], r["officer"]) for r in rows] == [
        ("2026-03-16T17:00:00", "2026-03-24", "Xã Suối Mây", "Hạng Thị Dua")
    ]


def test_time_passing_is_no_verdict(tmp_path: Path) -> None:
    """Open on Friday, overdue weeks later: nothing was altered."""
    due = moved(BASE, legal_term="3 ngày làm việc", received_at="12/03/2026 08:00")
    ahead = moved(DONE, completed_at="15/03/2026 08:00")
    rows = {"A": due, "B": ahead}
    assert told(compared(tmp_path, rows, rows, now=datetime(2026, 4, 1))) == []


@pytest.mark.parametrize(("then", "now"), [(THEN, THEN), (NOW, THEN)])
def test_same_night_and_clock_moved_back(then: datetime, now: datetime, tmp_path: Path) -> None:
    rows = {"A": BASE, "B": DONE}
    assert told(compared(tmp_path, rows, rows, then=then, now=now)) == []


def test_empty_states(tmp_path: Path) -> None:
    one = {"A": BASE}
    assert told(compared(tmp_path, one, one, around={})) == []
