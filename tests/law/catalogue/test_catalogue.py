"""Which entry rules a procedure on a day: user over shipped, periods, names that agree."""

from datetime import date
from pathlib import Path

import pytest

from cchc_audit.core.vocabulary import Cutoff, SupplementPolicy, TermSource
from cchc_audit.intake.values.terms import Term, parse_term
from cchc_audit.law.catalogue.catalogue import Catalogue, Period, load_catalogue, name_key
from cchc_audit.law.catalogue.catalogue_search import Relation, contradictions, relation, search

HEADER = "code,name,term,after_cutoff,supplement,extended_term,remote_term,valid_from,valid_to"


def catalogue(
    tmp_path: Path, *rows: str, only_user: bool = True, header: str = HEADER
) -> Catalogue:
    path = tmp_path / "terms.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return load_catalogue(path, only_user=only_user)


def found(
    catalogue: Catalogue, code: str = "", name: str = "", day: str = "2026-03-02"
) -> tuple[str, TermSource] | None:
    answer = catalogue.entry_for(code, name, date.fromisoformat(day))
    if answer is None or answer[0].term is None:
        return None
    return answer[0].term.text, answer[1]


def test_user_entry_comes_before_the_shipped_one(tmp_path: Path) -> None:
    over = catalogue(tmp_path, "1.004873,,5 ngày làm việc,,,,,,", only_user=False)
    assert found(over, "1.004873.000.00.00.H21") == ("5 working_days", TermSource.USER)
    assert found(over, "1.004837") == ("3 working_days", TermSource.CATALOGUE)


def test_user_entry_not_in_force_gives_way_to_the_shipped_one(tmp_path: Path) -> None:
    over = catalogue(
        tmp_path, "1.004837,,5 ngày làm việc,,,,,2026-01-10,2026-01-20", only_user=False
    )
    assert found(over, "1.004837", day="2026-01-09") == ("3 working_days", TermSource.CATALOGUE)
    assert found(over, "1.004837", day="2026-01-10") == ("5 working_days", TermSource.USER)
    assert found(over, "1.004837", day="2026-01-20") == ("5 working_days", TermSource.USER)
    assert found(over, "1.004837", day="2026-01-21") == ("3 working_days", TermSource.CATALOGUE)
    first, second, third = over.code_periods("1.004837")
    assert (first.first, first.last) == (date.min, date(2026, 1, 9))
    assert second == Period(date(2026, 1, 10), date(2026, 1, 20), 0)
    assert (third.first, third.last) == (date(2026, 1, 21), date.max)


@pytest.mark.parametrize("text", ["5", "", "24 giờ", "0,5 ngày"])
def test_entry_without_a_readable_term_is_passed_over_and_reported(
    tmp_path: Path, text: str
) -> None:
    over = catalogue(tmp_path, f'1.004837,Giám hộ,"{text}",,,,,,', only_user=False)
    assert found(over, "1.004837") == ("3 working_days", TermSource.CATALOGUE)
    (unreadable,) = over.unreadable
    assert (unreadable.line, unreadable.column, unreadable.value) == (2, "term", text)
    assert over.entries[0].term is None
    assert over.entries[0].term_text == text


def test_only_user_leaves_the_shipped_one_out(tmp_path: Path) -> None:
    alone = catalogue(tmp_path, "9.000001,Tự đặt,3 ngày làm việc,,,,,,")
    assert found(alone, "1.004837") is None
    assert load_catalogue(None, only_user=True).entries == ()


def test_two_periods_of_one_code(tmp_path: Path) -> None:
    two = catalogue(
        tmp_path,
        "9.000001,,15 ngày,,,,,,2025-12-31",
        "9.000001,,5 ngày làm việc,,,,,2026-01-05,",
    )
    assert found(two, "9.000001", day="2025-12-31") == ("15 calendar_days", TermSource.USER)
    assert found(two, "9.000001", day="2026-01-01") is None
    assert found(two, "9.000001", day="2026-01-05") == ("5 working_days", TermSource.USER)


def test_name_answers_where_the_code_is_unknown(tmp_path: Path) -> None:
    one = catalogue(tmp_path, "9.000001,Thủ tục cấp sổ,3 ngày làm việc,,,,,,")
    assert found(one, "8.888888", "CẤP  SỔ") == ("3 working_days", TermSource.USER)
    assert found(one, "", "Cap so") == ("3 working_days", TermSource.USER)
    assert found(load_catalogue(None), "", "Đăng ký giám hộ") == (
        "3 working_days",
        TermSource.CATALOGUE_NAME,
    )


def test_code_comes_before_name_even_where_the_name_is_the_users(tmp_path: Path) -> None:
    over = catalogue(tmp_path, ",Đăng ký giám hộ,9 ngày,,,,,,", only_user=False)
    assert found(over, "1.004837", "Đăng ký giám hộ") == ("3 working_days", TermSource.CATALOGUE)
    assert found(over, "", "Đăng ký giám hộ") == ("9 calendar_days", TermSource.USER)


@pytest.mark.parametrize(
    ("second", "agree"),
    [
        ("9.000002,Cấp sổ,03 ngày làm việc kể từ ngày nhận,,,,,,", True),
        ("9.000002,Cấp sổ,4 ngày làm việc,,,,,,", False),
        ("9.000002,Cấp sổ,3 ngày làm việc,next_day,,,,,", False),
        ("9.000002,Cấp sổ,3 ngày làm việc,,continue,,,,", False),
        ("9.000002,Cấp sổ,3 ngày làm việc,,,,9 ngày làm việc,,", False),
        ("9.000002,Cấp sổ,3 ngày làm việc,,,6 ngày làm việc,,,", True),
        ("9.000002,Cấp sổ,4 ngày làm việc,,,,,,2026-01-31", True),
        ("9.000002,Cấp sổ,4,,,,,,", True),
    ],
)
def test_names_answer_only_where_all_in_force_agree(
    tmp_path: Path, second: str, *, agree: bool
) -> None:
    both = catalogue(tmp_path, "9.000001,Cấp sổ,3 ngày làm việc,,,,,,", second)
    assert (found(both, "", "Cấp sổ") is not None) is agree


def test_flags_are_read(tmp_path: Path) -> None:
    entry = catalogue(tmp_path, "9.000001,,3 ngày làm việc,NEXT_DAY,continue,,,,").entries[0]
    assert entry.after_cutoff is Cutoff.NEXT_DAY
    assert entry.supplement is SupplementPolicy.CONTINUE
    entry = catalogue(tmp_path, "9.000001,,3 ngày làm việc,none,,,,,").entries[0]
    assert entry.after_cutoff is Cutoff.NONE
    assert entry.supplement is None


def test_digest_follows_the_content(tmp_path: Path) -> None:
    one = catalogue(tmp_path, "9.000001,,3 ngày làm việc,,,,,,")
    same = catalogue(tmp_path, "9.000001,,3 ngày làm việc,,,,,,")
    other = catalogue(tmp_path, "9.000001,,4 ngày làm việc,,,,,,")
    assert one.digest() == same.digest() != other.digest()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Thủ tục đăng ký khai sinh", "dang ky khai sinh"),
        ("ĐĂNG KÝ KHAI SINH.", "dang ky khai sinh"),
        ("Thủ tục hành chính cấp sổ", "cap so"),
        ("1.001193 - Đăng ký khai sinh", "dang ky khai sinh"),
        ("1.001193.000.00.00.H21: Thủ tục đăng ký khai sinh", "dang ky khai sinh"),
        ("Đăng ký khai sinh (1.001193)", "dang ky khai sinh"),
        ("Đăng ký khai sinh (Mã TTHC: 1.001193.H21).", "dang ky khai sinh"),
    ],
)
def test_name_key(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1.001193", {"1.001193"}),
        ("1.001193.000.00.00.H21", {"1.001193"}),
        ("1.00477", {"1.004772"}),
        ("tinh trang hon nhan", {"1.004873"}),
        ("Giám hộ chấm dứt", {"1.004845", "2.000756", "3.000322"}),
        ("khong co thu tuc nay", set()),
    ],
)
def test_search(text: str, codes: set[str]) -> None:
    assert {entry.code for entry in search(load_catalogue(None), text)} == codes


def test_search_shows_history_downwards() -> None:
    entries = search(load_catalogue(None), "2.000806")
    assert [entry.term_text for entry in entries] == ["15 calendar_days", "5 working_days"]


@pytest.mark.parametrize(
    ("term", "law", "expected"),
    [
        ("3 ngày làm việc", "3 ngày làm việc", None),
        ("2 ngày làm việc", "3 ngày làm việc", Relation.SHORTER),
        ("4 ngày làm việc", "3 ngày làm việc", Relation.LONGER),
        ("4 giờ làm việc", "1 ngày làm việc", Relation.SHORTER),
        ("8 giờ làm việc", "1 ngày làm việc", None),
        ("2 ngày làm việc", "8 giờ làm việc", Relation.LONGER),
        ("Trong ngày", "1 ngày làm việc", Relation.SHORTER),
        ("1 ngày", "Trong ngày", Relation.LONGER),
        ("10 ngày", "10 ngày làm việc", Relation.SHORTER),
        ("11 ngày", "10 ngày làm việc", Relation.OTHER_UNIT),
        ("10 ngày làm việc", "10 ngày", Relation.LONGER),
        ("9 ngày làm việc", "10 ngày", Relation.OTHER_UNIT),
        ("4 giờ", "Trong ngày", Relation.OTHER_UNIT),
        ("1 tháng", "30 ngày", Relation.OTHER_UNIT),
    ],
)
def test_relation_of_two_terms(term: str, law: str, expected: Relation | None) -> None:
    ours, theirs = parse_term(term), parse_term(law)
    assert isinstance(ours, Term)
    assert isinstance(theirs, Term)
    assert relation(ours, theirs) is expected


def test_contradictions_with_the_shipped_catalogue(tmp_path: Path) -> None:
    user = catalogue(
        tmp_path,
        "1.004837,3 ngày làm việc,2 ngày làm việc,",
        "1.004845,5 ngày làm việc,,",
        "2.000806,5 ngày làm việc,,2026-01-01",
        "9.999999,5 ngày làm việc,,",
        header="code,term,local_term,valid_from",
    )
    assert [
        (c.user.code, c.column, c.relation) for c in contradictions(user, load_catalogue(None))
    ] == [
        ("1.004837", "local_term", Relation.SHORTER),
        ("1.004845", "term", Relation.LONGER),
    ]
