"""How a term is cut: never further than the share allows, never below one."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_audit.analysis.simulation import cut_code
from cchc_audit.core.vocabulary import Unit
from cchc_audit.intake.values.terms import Term

MINUTE, HOUR = 60, 3600


def cut(terms: list[Term], share: str) -> list[Term]:
    codes = pl.DataFrame({"term": [term.code for term in terms]}, schema={"term": pl.Int64})
    found = codes.select(cut_code(pl.col("term"), Fraction(share)))["term"]
    return [Term.from_code(code) for code in found]


@pytest.mark.parametrize(
    ("unit", "amount", "share", "left"),
    [
        (Unit.WORKING_DAYS, 10, "0.3", 7),  # exactly 7
        (Unit.WORKING_DAYS, 7, "0.3", 5),  # 4.9
        (Unit.WORKING_DAYS, 3, "0.3", 3),  # 2.1
        (Unit.WORKING_DAYS, 3, "0.5", 2),  # 1.5
        (Unit.WORKING_DAYS, 1, "0.9", 1),
        (Unit.WORKING_DAYS, 5, "1", 1),
        (Unit.CALENDAR_DAYS, 15, "0.3", 11),  # 10.5
        (Unit.CALENDAR_DAYS, 30, "0.3", 21),
        (Unit.WORKING_HOURS, 4 * HOUR, "0.3", 168 * MINUTE),
        (Unit.WORKING_HOURS, 4788, "0.3", 56 * MINUTE),  # 55.86 minutes
        (Unit.WORKING_HOURS, HOUR, "1", MINUTE),
        (Unit.WORKING_HOURS, 4788, "0", 4788),  # 79.8 minutes stay what they are
        (Unit.WORKING_HOURS, 30, "0.5", 30),  # under a minute already
        (Unit.SAME_DAY, 0, "0.3", 0),
        (Unit.MONTHS, 3, "0.5", 3),
    ],
)
def test_by_hand(unit: Unit, amount: int, share: str, left: int) -> None:
    assert cut([Term(unit, amount)], share) == [Term(unit, left)]


def test_no_term_stays_none() -> None:
    nothing = pl.DataFrame({"term": [None]}, schema={"term": pl.Int64})
    assert nothing.select(cut_code(pl.col("term"), Fraction("0.3")))["term"].to_list() == [None]


UNITS = [Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WORKING_HOURS, Unit.MONTHS]
TERMS = st.builds(Term, st.sampled_from(UNITS), st.integers(1, 40_000))
SHARES = st.integers(0, 100).map(lambda percent: f"{percent / 100}")


@given(st.lists(TERMS, min_size=1, max_size=20), SHARES, SHARES)
def test_a_larger_cut_never_leaves_more(terms: list[Term], one: str, other: str) -> None:
    less, more = sorted((one, other), key=float)
    for whole, after_less, after_more in zip(
        terms, cut(terms, less), cut(terms, more), strict=True
    ):
        assert whole.unit is after_less.unit is after_more.unit
        assert 1 <= after_more.amount <= after_less.amount <= whole.amount
        # never further than the share says
        assert after_more.amount >= whole.amount * (1 - Fraction(more))


@given(st.lists(TERMS, min_size=1, max_size=20))
def test_a_cut_of_nothing_changes_nothing(terms: list[Term]) -> None:
    assert cut(terms, "0") == terms
