from datetime import date
from typing import Any

import polars as pl
import pytest

from cchc_audit.analysis.summary import in_period, is_carried_over

from .dossiers import MARCH, frame

DONE = {"outcome": "on_time", "status": "finished"}

CASES: list[tuple[str, dict[str, Any], bool, bool]] = [
    # what, cells, in hand in March 2026, carried over into it
    ("inside", {"received_at": "03-10 08:00"}, True, False),
    ("first day", {"received_at": "03-01"}, True, False),
    ("last second", {"received_at": "03-31 23:59:59"}, True, False),
    ("the day after", {"received_at": "04-01"}, False, False),
    ("open from before", {"received_at": "02-28 17:00"}, True, True),
    (
        "finished the day before",
        DONE | {"received_at": "02-20", "finished_at": "02-28 23:59:59"},
        False,
        True,
    ),
    (
        "finished on the first day",
        DONE | {"received_at": "02-20", "finished_at": "03-01"},
        True,
        True,
    ),
    ("finished later", DONE | {"received_at": "02-20", "finished_at": "05-01"}, True, True),
    ("only submitted, before", {"submitted_at": "02-20", "outcome": "not_received"}, False, True),
    ("only submitted, inside", {"submitted_at": "03-31", "outcome": "not_received"}, True, False),
    (
        "not accepted, received by the export's word",
        {"submitted_at": "02-20", "received_at": "03-02", "outcome": "not_received"},
        False,
        False,
    ),
    (
        "not received, no submission, something recorded in March",
        {"last_recorded_at": "03-05", "outcome": "not_received"},
        True,
        False,
    ),
    ("does not exist yet", {"received_at": "03-30", "outcome": "not_yet_received"}, False, False),
    (
        "submitted in March, received later",
        {"submitted_at": "03-30", "received_at": "04-02", "outcome": "not_yet_received"},
        True,
        False,
    ),
    (
        "withdrawn and never received",
        {"submitted_at": "02-20", "last_recorded_at": "03-02", "outcome": "withdrawn"},
        False,
        True,
    ),
    ("only submitted, after", {"submitted_at": "04-01", "outcome": "not_received"}, False, False),
    (
        "submitted before, received inside",
        {"submitted_at": "02-20", "received_at": "03-02"},
        True,
        False,
    ),
    ("no date at all", {"outcome": "unassessable", "reason": "receipt_missing"}, False, False),
    (
        "withdrawn, nothing else recorded",
        {"received_at": "02-20", "last_recorded_at": "02-20", "outcome": "withdrawn"},
        False,
        True,
    ),
    (
        "withdrawn, something recorded in March",
        {"received_at": "02-20", "outcome": "withdrawn", "last_recorded_at": "03-02"},
        True,
        True,
    ),
    (
        "withdrawn; an appointment is no act",
        {
            "received_at": "02-20",
            "outcome": "withdrawn",
            "last_recorded_at": "02-20",
            "promised_at": "03-02",
            "rescheduled_to": "03-03",
        },
        False,
        True,
    ),
    (
        "withdrawn; a column that events stand in place of is no act",
        {
            "received_at": "02-20",
            "outcome": "withdrawn",
            "last_recorded_at": "02-23",
            "paused_at": "03-02",
        },
        False,
        True,
    ),
    (
        "finish missing",
        {
            "received_at": "02-20",
            "last_recorded_at": "02-20",
            "outcome": "unassessable",
            "reason": "finish_missing",
            "status": "finished",
        },
        False,
        True,
    ),
    (
        "finish missing, something recorded in March",
        {
            "received_at": "02-20",
            "outcome": "unassessable",
            "reason": "finish_missing",
            "status": "finished",
            "last_recorded_at": "03-05",
        },
        True,
        True,
    ),
    (
        "stopped, the notice fetched in March",
        {
            "received_at": "02-20",
            "outcome": "on_time",
            "status": "refused",
            "completed_at": "02-25",
            "finished_at": "02-25",
            "last_recorded_at": "03-02",
        },
        True,
        True,
    ),
    (
        "to be stopped after the instant of judgement: open",
        {"received_at": "02-20", "outcome": "overdue", "status": "refused"},
        True,
        True,
    ),
    (
        "unassessable for want of a term, open",
        {"received_at": "02-20", "outcome": "unassessable", "reason": "term_unknown"},
        True,
        True,
    ),
]


@pytest.mark.parametrize(
    ("cells", "kept", "carried"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_dossiers_in_hand_in_march(cells: dict[str, Any], kept: bool, carried: bool) -> None:
    first, last = MARCH
    row = frame(cells).select(kept=in_period(first, last), carried=is_carried_over(first)).collect()
    assert row.row(0) == (kept, carried)


def test_each_side_may_be_open() -> None:
    dossiers = frame(
        {"received_at": "04-02"}, DONE | {"received_at": "01-05", "finished_at": "01-06"}
    )

    def kept(first: date | None, last: date | None) -> list[bool]:
        return (
            dossiers.select(k=in_period(first, last).and_(pl.col("dossier_id") != ""))
            .collect()["k"]
            .to_list()
        )

    assert kept(None, None) == [True, True]
    assert kept(None, MARCH[1]) == [False, True]
    assert kept(MARCH[0], None) == [True, False]


def test_without_a_period_nothing_is_carried_over() -> None:
    dossiers = frame({"received_at": "01-05"}, {})
    assert dossiers.select(pl.col("dossier_id"), c=is_carried_over(None)).collect()[
        "c"
    ].to_list() == [False, False]
