from datetime import date, datetime

import pytest

from cchc_audit.core.vocabulary import Unit
from cchc_audit.intake.values.terms import Term
from cchc_audit.render import numbers
from cchc_audit.texts import Lang, Texts

VI, EN = Texts("vi"), Texts("en")


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0.975, "97,5%", "97.5%"),
        (1.0, "100,0%", "100.0%"),
        (0.0, "0,0%", "0.0%"),
        (0.99995, "99,9%", "99.9%"),
        (0.00001, "0,1%", "0.1%"),
        (106 / 115, "92,2%", "92.2%"),
        (0.9675, "96,8%", "96.8%"),
        (0.0005, "0,1%", "0.1%"),
        (-0.125, "-12,5%", "-12.5%"),
    ],
)
def test_percent(value: float, vi: str, en: str) -> None:
    assert numbers.percent(value, VI) == vi
    assert numbers.percent(value, EN) == en


def test_numbers_have_the_separators_of_the_language() -> None:
    assert numbers.whole(1234567, VI) == "1.234.567"
    assert numbers.whole(1234567, EN) == "1,234,567"
    assert numbers.decimal(1234.55, VI) == "1.234,6"
    assert numbers.decimal(1234.55, EN) == "1,234.6"


def test_days_and_moments() -> None:
    assert numbers.day(date(2026, 1, 2)) == "02/01/2026"
    assert numbers.moment(datetime(2026, 1, 2)) == "02/01/2026"
    assert numbers.moment(datetime(2026, 1, 2, 16, 5)) == "02/01/2026 16:05"
    assert numbers.moment(datetime(2026, 1, 2, 16, 5, 9)) == "02/01/2026 16:05:09"


def test_as_of_reads_as_the_end_of_the_day_before() -> None:
    assert numbers.as_of(datetime(2026, 11, 22), VI) == "Số liệu tính đến hết ngày 21/11/2026"
    assert numbers.as_of(datetime(2026, 11, 10, 14), VI) == "Số liệu tính đến 14:00 ngày 10/11/2026"
    assert numbers.as_of(datetime(2027, 1, 1), EN) == "Figures up to the end of 31/12/2026"


@pytest.mark.parametrize(
    ("term", "vi", "en", "short"),
    [
        ("3 working_days", "3 ngày làm việc", "3 working days", "3 ngày LV"),
        ("1 working_days", "1 ngày làm việc", "1 working day", "1 ngày LV"),
        ("same_day", "Trong ngày làm việc", "Same working day", "Trong ngày"),
        ("1.5 working_hours", "1,5 giờ làm việc", "1.5 working hours", "1,5 giờ LV"),
        ("1 months", "1 tháng", "1 month", "1 tháng"),
        ("something else", "something else", "something else", "something else"),
    ],
)
def test_terms_in_words(term: str, vi: str, en: str, short: str) -> None:
    assert numbers.term(term, VI) == vi
    assert numbers.term(term, EN) == en
    assert numbers.term(term, VI, short=True) == short


def test_month_key() -> None:
    assert numbers.month("2026-03") == "03/2026"
    assert numbers.month("?") == "?"


@pytest.mark.parametrize(
    ("value", "limits", "vi"),
    [
        (0.9695, (0.97,), "96,95%"),
        (0.96996, (0.97,), "96,996%"),
        (0.9695, (0.9695,), "97,0%"),  # reached
        (0.9704, (0.97,), "97,0%"),
        (0.9651, (0.97,), "96,5%"),
        (0.96949, (0.97, 0.9695), "96,9%"),
        (0.969496, (0.97, 0.96949, 0.9695), "96,9%"),
        (0.96999, (0.97, 0.9999), "96,999%"),
        (0.9999, (1.0,), "99,9%"),
        (1 / 3, (0.3335,), "33,3%"),
    ],
)
def test_a_rate_is_never_rounded_across_what_it_misses(
    value: float, limits: tuple[float, ...], vi: str
) -> None:
    assert numbers.percent(value, VI, limits=limits) == vi


def test_a_gate_shows_all_its_decimals() -> None:
    assert [numbers.limit(gate, VI) for gate in (0.97, 0.9695, 1.0)] == [
        "97,0%",
        "96,95%",
        "100,0%",
    ]


@pytest.mark.parametrize(
    ("term", "long", "short"),
    [
        ("2.8 working_hours", "2 giờ 48 phút làm việc", "2 giờ 48 phút LV"),
        ("2.683333 working_hours", "2 giờ 41 phút làm việc", "2 giờ 41 phút LV"),
        ("0.7 working_hours", "42 phút làm việc", "42 phút LV"),
        ("0.5 working_hours", "0,5 giờ làm việc", "0,5 giờ LV"),
        ("4 working_hours", "4 giờ làm việc", "4 giờ LV"),
    ],
)
def test_a_term_of_broken_hours_reads_in_minutes(term: str, long: str, short: str) -> None:
    assert numbers.term(term, VI) == long
    assert numbers.term(term, VI, short=True) == short
    amount = round(float(term.split()[0]) * 3600)
    assert Term(Unit.WORKING_HOURS, amount).words(VI) == long


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "42 phút làm việc"), ("en", "42 working minutes")]
)
def test_less_than_an_hour_has_no_hours(lang: Lang, said: str) -> None:
    assert numbers.term("0.7 working_hours", Texts(lang)) == said
