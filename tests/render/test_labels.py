from enum import StrEnum

import pytest

from cchc_audit.core import vocabulary
from cchc_audit.core.columns import ASSESS_COLUMNS, COLUMNS
from cchc_audit.texts import LANGS, Texts, catalogue

LABELLED: tuple[tuple[str, type[StrEnum]], ...] = (
    ("outcome", vocabulary.Outcome),
    ("reason", vocabulary.Reason),
    ("certainty", vocabulary.Certainty),
    ("reading", vocabulary.Reading),
    ("basis", vocabulary.Basis),
    ("term_source", vocabulary.TermSource),
    ("unit", vocabulary.Unit),
    ("status", vocabulary.Status),
    ("channel", vocabulary.Channel),
    ("day_kind", vocabulary.DayKind),
    ("day_status", vocabulary.DayStatus),
)


@pytest.mark.parametrize(("prefix", "members"), LABELLED, ids=[name for name, _ in LABELLED])
def test_every_member_has_a_label(prefix: str, members: type[StrEnum]) -> None:
    texts = Texts("vi")
    assert [m for m in members if not texts.has(f"{prefix}.{m}")] == []
    named = {key.split(".")[1] for key in catalogue() if key.startswith(f"{prefix}.")}
    assert named == {str(member) for member in members}


def test_every_column_has_a_label() -> None:
    names = {*ASSESS_COLUMNS, *(column.name for column in COLUMNS)}
    assert [name for name in sorted(names) if f"column.{name}" not in catalogue()] == []


def test_late_and_overdue_are_never_a_bare_word() -> None:
    labels = {vi for key, (vi, _) in catalogue().items() if key.startswith(("outcome.", "summ"))}
    assert "Quá hạn" not in labels
    assert Texts("vi").short("outcome.late") == "Đã GQ quá hạn"
    assert Texts("vi").short("outcome.overdue") == "Đang GQ quá hạn"


def test_headings_of_one_table_differ() -> None:
    texts = {lang: Texts(lang) for lang in LANGS}
    for text in texts.values():
        assert len({text(f"column.{name}") for name in ASSESS_COLUMNS}) == len(ASSESS_COLUMNS)
        groups = [
            text(key)
            for key in catalogue()
            if key.startswith("summary_column.") and not key.endswith(".short")
        ]
        assert len(groups) == len(set(groups))
