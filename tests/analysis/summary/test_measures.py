import re
from typing import Any

import polars as pl
import pytest

from cchc_audit.analysis.summary import (
    SUMMARY_COLUMNS,
    Key,
    Summary,
    count_histogram,
    summarise,
    target_of,
)
from cchc_audit.intake.values.terms import Term, parse_term

from .dossiers import MARCH, frame, resolved

COMMUNE = (Key.COMMUNE,)


def summary(dossiers: pl.LazyFrame, *keys: Key, **options: Any) -> Summary:
    return summarise(count_histogram(dossiers, keys).collect(engine="streaming"), keys, **options)


def total(*dossiers: dict[str, Any]) -> dict[str, Any]:
    return summary(frame(*dossiers), *COMMUNE).total.row(0, named=True)


def code(text: str) -> int:
    term = parse_term(text)
    assert isinstance(term, Term)
    return term.code


def test_columns_come_in_the_order_of_the_contract() -> None:
    text = """
        total received carried_over early on_time late pending overdue suspended withdrawn
        unassessable not_received resolved late_firm late_contestable late_unproven late_apologised
        late_allowed on_time_rate on_time_low on_time_high true_rate true_low true_high
        processing_mean processing_median processing_p90 days_late_max time_saved
        online_share same_day_share
    """
    expected = re.findall(r"\w+", text)
    assert list(SUMMARY_COLUMNS) == expected
    assert summary(frame(), Key.FIELD, Key.MONTH).rows().columns == ["field", "month", *expected]


def test_every_outcome_is_counted_once() -> None:
    outcomes = (
        ["early"] * 3 + ["on_time"] * 2 + ["late"] + ["pending"] * 4 + ["overdue"] * 2
        + ["suspended", "withdrawn", "unassessable", "not_received", "not_yet_received"]
    )  # fmt: skip
    row = total(*({"outcome": outcome} for outcome in outcomes))
    assert row["total"] == row["received"] == 17
    counted = ("early", "on_time", "late", "pending", "overdue", "suspended", "withdrawn")
    assert [row[name] for name in counted] == [3, 2, 1, 4, 2, 1, 1]
    assert (row["unassessable"], row["not_received"], row["resolved"]) == (1, 1, 6)
    assert row["on_time_rate"] == 5 / 6
    assert row["true_rate"] == 5 / 8


def test_no_dossiers_no_rates_and_still_a_total() -> None:
    rows = summary(frame(), *COMMUNE).rows()
    assert rows.height == 1
    row = rows.row(0, named=True)
    assert row["commune"] is None
    assert row["total"] == row["received"] == row["resolved"] == 0
    nulls = [name for name, value in row.items() if value is None]
    assert nulls == ["commune", *SUMMARY_COLUMNS[SUMMARY_COLUMNS.index("late_allowed") :]]


def test_one_dossier() -> None:
    row = total(resolved(2, "early", channel="online", term=code("3 working_days")))
    assert row["on_time_rate"] == row["true_rate"] == row["on_time_high"] == 1.0
    assert row["on_time_low"] == pytest.approx(0.2065, abs=5e-5)
    assert row["late_allowed"] == 0
    assert (row["processing_mean"], row["processing_median"], row["processing_p90"]) == (2, 2, 2)
    assert row["time_saved"] == 1 / 3
    assert row["online_share"] == 1.0
    assert row["same_day_share"] == 0.0
    assert row["days_late_max"] is None


def test_open_dossiers_alone_have_a_true_rate_only_once_overdue() -> None:
    assert total({"outcome": "pending"})["true_rate"] is None
    row = total({"outcome": "overdue", "days_late": 4})
    assert (row["on_time_rate"], row["true_rate"], row["late_allowed"]) == (None, 0.0, None)
    assert row["days_late_max"] == 4


@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [
        ([5], 5, 5),
        ([1, 9], 5, 9),
        ([9, 1, 4], 4, 9),
        ([1, 2, 3, 4], 2.5, 4),
        (list(range(1, 11)), 5.5, 9),  # between 5 and 6, rank 9 of 10
        (list(range(1, 12)), 6, 10),  # the sixth of 11, rank 9.9 → 10
        ([0] * 9 + [7], 0, 0),
        ([0] * 8 + [7] * 2, 0, 7),
        ([2, 2, 2, 3], 2, 3),
        ([2, 2, 3, 3], 2.5, 3),
    ],
)
def test_median_and_nearest_rank(days: list[int], median: float, p90: int) -> None:
    row = total(*(resolved(d) for d in days), {"outcome": "pending", "processing_days": 99})
    assert (row["processing_median"], row["processing_p90"]) == (median, p90)
    assert row["processing_mean"] == sum(days) / len(days)


def test_quantiles_take_early_on_time_and_late_together() -> None:
    row = total(resolved(1, "early"), resolved(5, "late", days_late=2), resolved(3, "on_time"))
    assert (row["processing_median"], row["processing_p90"], row["days_late_max"]) == (3, 5, 2)


def test_time_saved_counts_resolved_dossiers_with_a_working_day_term() -> None:
    row = total(
        resolved(2, term=code("5 working_days")),
        resolved(6, "late", term=code("3 working_days")),
        resolved(1, term=code("15 calendar_days")),
        resolved(0, term=code("same_day")),
        resolved(0, term=code("4 working_hours")),
        resolved(1),
        {"outcome": "pending", "processing_days": 1, "term": code("9 working_days")},
    )
    assert row["time_saved"] == 0.0  # 1 - 8 / 8
    assert total(resolved(9, term=code("6 working_days")))["time_saved"] == -0.5
    assert total(resolved(0, term=code("same_day")))["time_saved"] is None


def test_lateness_is_counted_by_how_sure_it_is() -> None:
    row = total(
        {"outcome": "late", "certainty": "firm"},
        {"outcome": "overdue", "certainty": "firm"},
        {"outcome": "late", "certainty": "contestable"},
        {"outcome": "overdue", "certainty": "unproven"},
        {"outcome": "late", "certainty": "unproven"},
        {"outcome": "overdue", "certainty": "unproven"},
    )
    kinds = ("late", "overdue", "late_firm", "late_contestable", "late_unproven")
    assert [row[name] for name in kinds] == [3, 3, 2, 1, 3]


@pytest.mark.parametrize(
    ("cells", "counted"),
    [
        ({"apology_at": "03-01", "rescheduled_to": "03-05", "finished_at": "03-05 16:00"}, True),
        # by day, as an appointment is: the hour of neither matters
        (
            {"apology_at": "03-01", "rescheduled_to": "03-05 08:00", "finished_at": "03-05 16:00"},
            True,
        ),
        ({"apology_at": "03-01", "rescheduled_to": "03-05", "finished_at": "03-06"}, False),
        ({"rescheduled_to": "03-05", "finished_at": "03-05"}, False),
        ({"apology_at": "03-01", "finished_at": "03-05"}, False),
    ],
)  # fmt: skip
def test_late_apologised(cells: dict[str, Any], counted: bool) -> None:
    assert total({"outcome": "late"} | cells)["late_apologised"] == counted
    assert total({"outcome": "on_time"} | cells)["late_apologised"] == 0


def test_shares_leave_the_unknown_out() -> None:
    row = total(
        {"channel": "online"},
        {"channel": "direct"},
        {"channel": "postal"},
        {"channel": "online"},
        {"channel": None},
    )
    assert row["online_share"] == 0.5
    assert total({"channel": None})["online_share"] is None


def test_same_day_is_the_day_of_receipt() -> None:
    row = total(
        resolved(0, received_at="03-03 08:00", finished_at="03-03 16:00"),
        resolved(0, received_at="03-03 18:00", finished_at="03-04 08:00"),  # the clock ran from 4/3
        resolved(1, received_at="03-03", finished_at="03-04"),
        {"outcome": "withdrawn", "received_at": "03-03", "finished_at": "03-03"},
    )
    assert row["same_day_share"] == pytest.approx(1 / 3)


def test_received_and_carried_over_share_the_total() -> None:
    dossiers = frame(
        {"received_at": "02-27"}, {"received_at": "03-02"}, {"submitted_at": "02-01"}, {}
    )
    counts = count_histogram(dossiers, COMMUNE, first=MARCH[0]).collect()
    row = summarise(counts, COMMUNE).total.row(0, named=True)
    assert (row["total"], row["received"], row["carried_over"]) == (4, 2, 2)


def test_the_target_of_late_allowed_can_be_set() -> None:
    dossiers = frame(*[resolved(1)] * 9)
    assert summary(dossiers, target=target_of(0.9)).total["late_allowed"].item() == 1
    assert summary(dossiers, target=target_of(0.5)).total["late_allowed"].item() == 9


def test_groups_and_total_by_hand() -> None:
    dossiers = frame(
        {"commune": "xã B", "outcome": "late", "days_late": 3},
        {"commune": "xã A", "outcome": "early"},
        {"commune": None, "outcome": "on_time"},
        {"commune": "xã B", "outcome": "early"},
    )
    rows = summary(dossiers, *COMMUNE).rows()
    shown = rows.select("commune", "total", "resolved", "late", "on_time_rate", "days_late_max")
    assert shown.rows() == [
        ("xã A", 1, 1, 0, 1.0, None),
        ("xã B", 2, 2, 1, 0.5, 3),
        (None, 1, 1, 0, 1.0, None),
        (None, 4, 4, 1, 0.75, 3),
    ]


def test_a_cut_keeps_the_total() -> None:
    dossiers = frame(*({"commune": name} for name in "abc"))
    rows = summary(dossiers, *COMMUNE).rows(limit=1)
    assert rows.select("commune", "total").rows() == [("a", 1), (None, 3)]


@pytest.mark.parametrize(
    ("key", "cells", "value"),
    [
        (Key.PROCEDURE, {"procedure_code": "1.001193", "procedure_name": "x"}, "1.001193"),
        (Key.PROCEDURE, {"procedure_name": "Khai sinh"}, "Khai sinh"),
        (Key.MONTH, {"received_at": "03-31 23:00", "submitted_at": "01-01"}, "2026-03"),
        (Key.MONTH, {"submitted_at": "01-01"}, None),
        (Key.OUTCOME, {"outcome": "overdue"}, "overdue"),
        (Key.CHANNEL, {"channel": "postal"}, "postal"),
        (Key.FIELD, {"field": "Hộ tịch"}, "Hộ tịch"),
        (Key.AGENCY, {"agency": "Phòng Tư pháp"}, "Phòng Tư pháp"),
        (Key.OFFICER, {}, None),
    ],
)
def test_values_of_the_keys(key: Key, cells: dict[str, Any], value: str | None) -> None:
    assert summary(frame(cells), key).groups[key].to_list() == [value]


def test_two_keys_and_a_summary_by_fewer_keys_than_were_counted() -> None:
    dossiers = frame(
        {"commune": "b", "channel": "online", **resolved(1)},
        {"commune": "a", "channel": "direct", **resolved(3)},
        {"commune": "a", "channel": "online", **resolved(5)},
        {"commune": "a", "channel": "online", "outcome": "overdue"},
    )
    both = (Key.COMMUNE, Key.CHANNEL)
    rows = summary(dossiers, *both).rows().select(*both, "total", "processing_median")
    assert rows.rows() == [
        ("a", "direct", 1, 3),
        ("a", "online", 2, 5),
        ("b", "online", 1, 1),
        (None, None, 4, 3),
    ]
    counts = count_histogram(dossiers, both).collect()
    assert summarise(counts, COMMUNE).rows().equals(summary(dossiers, *COMMUNE).rows())
    assert summarise(counts, ()).rows().equals(summary(dossiers).rows())
