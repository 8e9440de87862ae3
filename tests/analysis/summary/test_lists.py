import pytest

from cchc_audit.analysis.summary import due_rows, late_rows, sort_rows
from cchc_audit.core.errors import ConfigError

from .dossiers import frame, ids


def test_the_late_list_is_firm_first_then_longest() -> None:
    dossiers = frame(
        {"outcome": "late", "certainty": "contestable", "days_late": 30},
        {"outcome": "late", "certainty": "firm", "days_late": 2},
        {"outcome": "overdue", "certainty": "firm", "days_late": 7},
        {"outcome": "pending"},
        {"outcome": "overdue", "certainty": "firm", "days_late": 2, "dossier_id": "H0"},
        {"outcome": "on_time"},
        {"outcome": "late", "certainty": "unproven", "days_late": 40},
    )
    assert ids(late_rows(dossiers)) == ["H3", "H0", "H2", "H1", "H7"]


def test_the_due_list_is_pending_only_and_soonest_first() -> None:
    dossiers = frame(
        {"days_left": 2, "deadline_at": "03-06"},
        {"days_left": 0, "deadline_at": "03-04"},
        {"days_left": 0, "deadline_at": "03-03 10:00"},
        {"days_left": 3, "deadline_at": "03-07"},
        {"days_left": 1, "deadline_at": "03-04", "outcome": "suspended"},
        {"days_left": 0, "deadline_at": "03-04", "dossier_id": "H0"},
        {"days_left": None},
    )
    assert ids(due_rows(dossiers, within=2)) == ["H3", "H0", "H2", "H1"]
    assert ids(due_rows(dossiers, within=0)) == ["H3", "H0", "H2"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("processing_days", ["H2", "H1", "H3", "H4"]),  # numbers from the highest, unknown last
        ("received_at", ["H3", "H1", "H4", "H2"]),  # moments from the first, ties by dossier
        ("commune", ["H4", "H1", "H2", "H3"]),
        ("term", ["H1", "H3", "H2", "H4"]),  # 3 working days, 10 working days, the same day
        ("dossier_id", ["H1", "H2", "H3", "H4"]),
        ("source_file", ["H4", "H2", "H1", "H3"]),
        ("source_line", ["H1", "H2", "H3", "H4"]),
        ("outcome", ["H1", "H2", "H3", "H4"]),
    ],
)
def test_any_column(column: str, expected: list[str]) -> None:
    dossiers = frame(
        {"processing_days": 3, "received_at": "03-03", "commune": "b", "term": 3, "source": 2},
        {"processing_days": 9, "commune": "c", "term": 1 << 40, "source": 1},
        {"processing_days": 3, "received_at": "03-02", "commune": None, "term": 10, "source": 2},
        {"received_at": "03-03", "commune": "a", "source": 0},
    )
    assert ids(sort_rows(dossiers, column)) == expected


@pytest.mark.parametrize(
    ("column", "key"),
    [("days_lat", "summary.sort_near"), ("source", "summary.sort_near"), ("@", "sort_unknown")],
)
def test_no_column(column: str, key: str) -> None:
    with pytest.raises(ConfigError, match=key):
        sort_rows(frame(), column)
