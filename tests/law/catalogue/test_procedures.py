"""The shipped catalogue against hand-checked answers and the rules it was curated by.

Curation, in this order:

* A term stands only where statute or the national portal states number and unit. A blank unit is
  never guessed (1.000094, 1.000080 stay out), nor is a term that law and portal leave open
  (2.000927, 1.001776, 1.011606, 1.010772, 1.010778).
* `confirmed`: number and unit were seen in a source; `known`: number seen and unit supplied by the
  statute, or stated by the statute alone. What is less sure stays out, and so do the portal records
  crawled under several codes, those without a real decision, and those in plain "Ngày" that no
  statute confirms: one record of the portal writes "20 Ngày" in the cell and "20 ngày làm việc" in
  its text. In such a conflict the text wins.
* The portal's larger number in a land record is the term of remote communes (Decree 101/2024: 10
  days more; 15 in 1.013967), whatever channel it stands under. Other records whose channels
  disagree stay out unless the statute explains them.
* Two cases of one code that an export cannot tell apart have the longer term (1.013225: 20 days for
  works, 15 for a house; 1.004859: 3 working days, the same day for an addition; 1.013978: 20
  working days with the certificate, 17 without; 3.000228): an accusation must hold in either case.
* An exception to the ordinary term (verification, another commune's answer, a complex case) is an
  `extended_term`, the whole lawful time, where its number is known.
* `next_day` stands where the text carries the rule of 15:00 (Decree 23/2015 art. 7; Law on civil
  status art. 5). A term has an end or a beginning only where the day of the change is known;
  between two known terms a gap is left (1.001731: July 2025 to August 2026).
"""

import re
from datetime import date

import pytest

from cchc_audit.core.vocabulary import Cutoff, SupplementPolicy, TermSource, Unit
from cchc_audit.law.catalogue.catalogue import Catalogue, Entry, load_catalogue

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue(None)


TERMS = [
    ("1.001193", "same_day"),
    ("1.000656", "same_day"),
    ("1.000894", "same_day"),
    ("1.004873", "3 working_days"),
    ("1.001022", "3 working_days"),
    ("1.004859", "3 working_days"),
    ("1.004884", "5 working_days"),
    ("1.004837", "3 working_days"),
    ("1.004845", "2 working_days"),
    ("1.003583", "5 working_days"),
    ("2.000635", "same_day"),
    ("2.002516", "3 working_days"),
    ("2.000528", "same_day"),
    ("2.000806", "5 working_days"),
    ("2.000779", "10 calendar_days"),
    ("2.002189", "5 working_days"),
    ("2.000815", "same_day"),
    ("2.000884", "same_day"),
    ("2.000908", "same_day"),
    ("2.001035", "2 working_days"),
    ("2.001263", "30 calendar_days"),
    ("1.003005", "45 working_days"),
    ("2.002349", "10 calendar_days"),
    ("2.000424", "7 working_days"),
    ("1.004222", "7 working_days"),
    ("1.010028", "2 working_days"),
    ("1.010041", "1 working_days"),
    ("2.001159", "1 working_hours"),
    ("1.014062", "7 working_days"),
    ("1.011607", "15 calendar_days"),
    ("1.011608", "15 calendar_days"),
    ("1.001699", "25 working_days"),
    ("1.001731", "3 working_days"),
    ("1.014027", "10 working_days"),
    ("1.014028", "3 calendar_days"),
    ("2.000744", "3 working_days"),
    ("2.000821", "8 working_days"),
    ("1.002759", "10 calendar_days"),
    ("1.001612", "3 working_days"),
    ("1.001266", "5 working_days"),
    ("1.001570", "1 working_days"),
    ("1.005280", "3 working_days"),
    ("1.013225", "20 calendar_days"),
    ("1.013227", "5 working_days"),
    ("1.014159", "10 calendar_days"),
    ("1.002693", "10 working_days"),
    ("1.011441", "same_day"),
    ("1.013978", "20 working_days"),
    ("1.012796", "8 working_days"),
    ("1.012812", "30 calendar_days"),
    ("1.013949", "15 calendar_days"),
    ("1.013967", "45 calendar_days"),
    ("1.008004", "5 working_days"),
    ("2.000986", "3 working_days"),
    ("2.001958", "3 working_days"),
    ("1.014849", "11 working_days"),
]


@pytest.mark.parametrize(("code", "term"), TERMS)
def test_term_today(shipped: Catalogue, code: str, term: str) -> None:
    entry = in_force(shipped, code, DAY)
    assert entry is not None
    assert entry.term is not None
    assert entry.term.text == term


@pytest.mark.parametrize(
    ("code", "day", "term"),
    [
        ("2.000806", "2025-12-31", "15 calendar_days"),
        ("2.000806", "2026-01-01", "5 working_days"),
        ("2.000779", "2025-12-31", "15 calendar_days"),
        ("1.001695", "2025-06-02", "15 calendar_days"),
        ("2.002189", "2025-12-31", "12 calendar_days"),
        ("2.000554", "2026-01-01", "5 working_days"),
        ("1.001731", "2025-06-30", "5 working_days"),
        ("1.001731", "2025-07-01", None),
        ("1.001731", "2026-08-31", None),
        ("1.001731", "2026-09-01", "3 working_days"),
        ("2.000986", "2024-06-30", None),
        ("2.000986", "2024-07-01", "20 working_days"),
        ("2.000986", "2026-08-31", "20 working_days"),
        ("2.000986", "2026-09-01", "3 working_days"),
        ("2.001023", "2026-08-31", "15 working_days"),
        ("2.001023", "2026-09-01", None),
    ],
)
def test_history(shipped: Catalogue, code: str, day: str, term: str | None) -> None:
    entry = in_force(shipped, code, date.fromisoformat(day))
    assert (entry and entry.term and entry.term.text) == term


@pytest.mark.parametrize(
    ("code", "extended"),
    [
        ("1.000656", "3 working_days"),
        ("1.000894", "5 working_days"),
        ("1.004873", "6 working_days"),
        ("1.001022", "8 working_days"),
        ("1.004859", "6 working_days"),
        ("2.000815", "2 working_days"),
        ("1.010040", "30 working_days"),
        ("1.010041", "3 working_days"),
        ("1.002759", "45 calendar_days"),
        ("1.002693", "20 working_days"),
        ("2.000986", "5 working_days"),
        ("1.001193", None),
        ("2.001035", None),
    ],
)
def test_longer_lawful_term(shipped: Catalogue, code: str, extended: str | None) -> None:
    entry = in_force(shipped, code, DAY)
    assert entry is not None
    assert (entry.extended_term and entry.extended_term.text) == extended


@pytest.mark.parametrize(
    ("code", "remote"),
    [
        ("1.012753", "30 working_days"),
        ("1.013978", "30 working_days"),
        ("1.012812", "40 calendar_days"),
        ("1.012818", "35 working_days"),
        ("1.013950", "25 calendar_days"),
        ("1.013953", "17 calendar_days"),
        ("1.013967", "60 calendar_days"),
        ("1.013979", "20 working_days"),
        ("1.013949", None),
    ],
)
def test_remote_term(shipped: Catalogue, code: str, remote: str | None) -> None:
    entry = in_force(shipped, code, DAY)
    assert entry is not None
    assert (entry.remote_term and entry.remote_term.text) == remote


def test_interlinked_births_run_by_decree_301_of_2026(shipped: Catalogue) -> None:
    entry = in_force(shipped, "2.000986", DAY)
    assert entry is not None
    assert entry.after_cutoff is Cutoff.CLOCK
    assert entry.supplement is SupplementPolicy.CONTINUE
    before = in_force(shipped, "2.000986", date(2026, 8, 31))
    assert before is not None
    assert before.after_cutoff is None
    assert before.supplement is None


@pytest.mark.parametrize(
    "code",
    [
        *("1.000094", "1.000080", "2.000927", "1.001776", "1.011606", "1.010772", "1.010778"),
        *("2.001428", "3.000226", "1.002544", "3.000332", "2.002165", "3.000442", "3.000360"),
    ],
)
def test_unsure_procedures_stay_out(shipped: Catalogue, code: str) -> None:
    assert shipped.code_periods(code) == ()


def test_there_are_at_least_150_procedures(shipped: Catalogue) -> None:
    assert len(shipped.codes()) >= 150
    assert all(re.fullmatch(r"\d\.\d{6}", code) for code in shipped.codes())


def test_every_row_says_what_from_where_and_how_sure(shipped: Catalogue) -> None:
    assert shipped.unreadable == ()
    for entry in shipped.entries:
        assert entry.term is not None, entry
        assert entry.term.text == entry.term_text, entry
        assert entry.name, entry
        assert entry.field, entry
        assert re.search(r"\d+/(\d{4}/)?\S+|\b(19|20)\d\d\b", entry.legal_basis), entry
        assert entry.confidence in {"confirmed", "known"}, entry
        assert entry.local_term is None, entry


def test_extensions_are_longer_and_say_when(shipped: Catalogue) -> None:
    for entry in shipped.entries:
        assert (entry.extended_term is None) == (entry.extended_when == ""), entry
        if entry.term and entry.extended_term and entry.term.unit is entry.extended_term.unit:
            assert entry.extended_term.amount > entry.term.amount, entry


def test_remote_terms_are_ten_days_longer(shipped: Catalogue) -> None:
    remote = [entry for entry in shipped.entries if entry.remote_term]
    assert len(remote) >= 10
    for entry in remote:
        assert entry.term is not None
        assert entry.remote_term is not None
        assert entry.remote_term.unit is entry.term.unit
        more = {"1.013967": 15, "2.000986": 5, "2.001023": 5}.get(entry.code, 10)
        assert entry.remote_term.amount - entry.term.amount == more, entry


def test_the_rule_of_15_hours_belongs_to_same_day_terms(shipped: Catalogue) -> None:
    for entry in shipped.entries:
        if entry.after_cutoff is Cutoff.NEXT_DAY:
            assert entry.term is not None
            assert entry.term.unit is Unit.SAME_DAY, entry
    without = {
        entry.code
        for entry in shipped.entries
        if entry.term and entry.term.unit is Unit.SAME_DAY and entry.after_cutoff is None
    }
    assert without == {"1.000894"}  # the text for marriages does not carry it


def test_names_of_the_portal_are_found(shipped: Catalogue) -> None:
    answer = shipped.entry_for("", "Thủ tục đăng ký khai sinh", DAY)
    assert answer is not None
    assert (answer[0].code, answer[1]) == ("1.001193", TermSource.CATALOGUE_NAME)


def in_force(catalogue: Catalogue, code: str, day: date) -> Entry | None:
    answer = catalogue.entry_for(code, "", day)
    return answer[0] if answer else None
