"""Every spelling of a term, and what is no term and why."""

import pytest

from cchc_audit.core.vocabulary import Unit
from cchc_audit.intake.values.terms import Term, TermFault, is_misspelt, parse_term
from cchc_audit.texts import LANGS, Texts

HOUR = 3600


@pytest.mark.parametrize(
    "text",
    [
        *("15 (mười) ngày làm việc", "05 (mười lăm) ngày", "3 (ba mươi) ngày làm việc"),
        *("Năm (15) ngày", "15 (mười lăm mười) ngày", "0,5 (một) ngày làm việc"),
    ],
)
def test_numbers_that_differ_are_no_term(text: str) -> None:
    assert parse_term(text) is TermFault.NUMBERS_DIFFER


def test_what_a_converter_writes_for_fifteen_is_reported() -> None:
    assert is_misspelt("15 (Mười Năm) ngày làm việc")
    assert is_misspelt("hai mươi năm (25) ngày")
    assert not is_misspelt("15 (Mười lăm) ngày làm việc")
    assert not is_misspelt("05 (Năm) ngày làm việc")
    assert not is_misspelt("05 ngày làm việc")


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("03 ngày làm việc", Unit.WORKING_DAYS, 3),
        ("3 ngày LV", Unit.WORKING_DAYS, 3),
        ("3 Ngày làm việc", Unit.WORKING_DAYS, 3),
        ("3 ngay lam viec", Unit.WORKING_DAYS, 3),
        ("03 (ba) ngày làm việc", Unit.WORKING_DAYS, 3),
        ("15 (Mười lăm) ngày làm việc", Unit.WORKING_DAYS, 15),
        ("15 (Mười Năm) ngày làm việc", Unit.WORKING_DAYS, 15),
        ("15(mười lăm)ngày", Unit.CALENDAR_DAYS, 15),
        ("Không quá mười lăm (15) ngày làm việc", Unit.WORKING_DAYS, 15),
        ("21 (hai mươi mốt) ngày", Unit.CALENDAR_DAYS, 21),
        ("24 (hai mươi tư) giờ làm việc", Unit.WORKING_HOURS, 24 * HOUR),
        ("30 (ba mươi) ngày", Unit.CALENDAR_DAYS, 30),
        ("105 (một trăm linh năm) ngày", Unit.CALENDAR_DAYS, 105),
        ("03 (không ba) ngày", Unit.CALENDAR_DAYS, 3),
        ("0,5 (nửa) ngày làm việc", Unit.WORKING_HOURS, 4 * HOUR),
        ("1,5 (một rưỡi) ngày làm việc", Unit.WORKING_HOURS, 12 * HOUR),
        ("0,5 (không phẩy năm) ngày làm việc", Unit.WORKING_HOURS, 4 * HOUR),
        ("01 (tối đa) tháng", Unit.MONTHS, 1),
        ("Không quá 05 ngày làm việc", Unit.WORKING_DAYS, 5),
        ("1,0 ngày làm việc", Unit.WORKING_DAYS, 1),
        ("15 ngày", Unit.CALENDAR_DAYS, 15),
        ("01 tháng", Unit.MONTHS, 1),
        ("04 giờ làm việc", Unit.WORKING_HOURS, 4 * HOUR),
        ("24 giờ làm việc", Unit.WORKING_HOURS, 24 * HOUR),
        ("4 giờ", Unit.WORKING_HOURS, 4 * HOUR),
        ("8 giờ", Unit.WORKING_HOURS, 8 * HOUR),
        ("1,5 giờ", Unit.WORKING_HOURS, 5400),
        ("0,5 ngày làm việc", Unit.WORKING_HOURS, 4 * HOUR),
        ("1.5 ngày làm việc", Unit.WORKING_HOURS, 12 * HOUR),
        ("0,125 ngày làm việc", Unit.WORKING_HOURS, HOUR),
        ("20 ngày dương lịch", Unit.CALENDAR_DAYS, 20),
        ("3NLV", Unit.WORKING_DAYS, 3),
        ("03 NLV", Unit.WORKING_DAYS, 3),
        ("3 ngày l/v", Unit.WORKING_DAYS, 3),
        ("3 ngày làm việc (24 giờ)", Unit.WORKING_DAYS, 3),
        ("5 ngày LV (40h làm việc)", Unit.WORKING_DAYS, 5),
        ("1 ngày (24 giờ)", Unit.CALENDAR_DAYS, 1),
        ("5 ngày (làm việc)", Unit.WORKING_DAYS, 5),
        ("5 (ngày làm việc)", Unit.WORKING_DAYS, 5),
        ("05 ngày làm việc/hồ sơ", Unit.WORKING_DAYS, 5),
        ("2h", Unit.WORKING_HOURS, 2 * HOUR),
        ("2h làm việc", Unit.WORKING_HOURS, 2 * HOUR),
        ("ba ngày làm việc", Unit.WORKING_DAYS, 3),
        ("Sáu ngày làm việc", Unit.WORKING_DAYS, 6),
        ("mười lăm ngày", Unit.CALENDAR_DAYS, 15),
        ("Trong năm ngày làm việc", Unit.WORKING_DAYS, 5),
        ("Trong 05 ngày làm việc", Unit.WORKING_DAYS, 5),
        ("Chậm nhất là hai mươi mốt ngày kể từ ngày nhận hồ sơ", Unit.CALENDAR_DAYS, 21),
        ("nửa ngày làm việc", Unit.WORKING_HOURS, 4 * HOUR),
        ("½ ngày làm việc", Unit.WORKING_HOURS, 4 * HOUR),
        ("1/2 ngày làm việc", Unit.WORKING_HOURS, 4 * HOUR),
        ("13 ngày (trong đó tại xã 5 ngày)", Unit.CALENDAR_DAYS, 13),
        ("13 ngày làm việc, trong đó: UBND xã 08 ngày, Sở 05 ngày.", Unit.WORKING_DAYS, 13),
        ("Giải quyết trong ngày", Unit.SAME_DAY, 0),
        ("Trong ngày", Unit.SAME_DAY, 0),
        ("Ngay trong ngày làm việc", Unit.SAME_DAY, 0),
        ("Trong ngày làm việc", Unit.SAME_DAY, 0),
        ("Trong ngày tiếp nhận hồ sơ", Unit.SAME_DAY, 0),
        ("3 working_days", Unit.WORKING_DAYS, 3),
        ("15 calendar_days", Unit.CALENDAR_DAYS, 15),
        ("1 months", Unit.MONTHS, 1),
        ("4 working_hours", Unit.WORKING_HOURS, 4 * HOUR),
        ("1.5 working_hours", Unit.WORKING_HOURS, 5400),
        ("same_day", Unit.SAME_DAY, 0),
    ],
)
def test_reads(text: str, unit: Unit, amount: int) -> None:
    assert parse_term(text) == Term(unit, amount)


@pytest.mark.parametrize(
    "base", ["03 ngày làm việc", "0,5 ngày làm việc", "15 ngày", "4 giờ", "Trong ngày"]
)
@pytest.mark.parametrize(
    "tail",
    [
        " kể từ ngày nhận đủ hồ sơ hợp lệ",
        ", kể từ ngày nhận đủ hồ sơ hợp lệ.",
        " tính từ ngày nhận đủ hồ sơ",
        " (kể từ ngày nhận đủ hồ sơ hợp lệ theo Nghị định 123/2015/NĐ-CP)",
        " kể từ khi tiếp nhận",
        " kể từ ngày nhận đủ hồ sơ hợp lệ theo quy định tại Quyết định 12",
        " kể từ ngày nộp hồ sơ",
        " kể từ ngày hồ sơ đầy đủ, hợp lệ",
        " sau khi nhận đủ hồ sơ",
        " kể từ ngày nhận được văn bản đề nghị hợp lệ",
        " kể từ ngày tiếp nhận tại Bộ phận Tiếp nhận và Trả kết quả",
        " từ ngày 01 tháng 7",
        " kể từ ngày nhận đủ hồ sơ, không kể thời gian thực hiện nghĩa vụ tài chính",
        ".",
    ],
)
def test_what_follows_from_when_is_left_out(base: str, tail: str) -> None:
    assert parse_term(base + tail) == parse_term(base)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("3", TermFault.NO_UNIT),
        ("03", TermFault.NO_UNIT),
        ("3.0", TermFault.NO_UNIT),
        ("24 giờ", TermFault.TOO_MANY_HOURS),
        ("8,5 giờ", TermFault.TOO_MANY_HOURS),
        ("0,5 ngày", TermFault.FRACTION),
        ("1,5 tháng", TermFault.FRACTION),
        ("0 ngày làm việc", TermFault.ZERO),
        ("0 giờ", TermFault.ZERO),
        ("", TermFault.UNREADABLE),
        ("theo quy định", TermFault.UNREADABLE),
        ("1.000 ngày", TermFault.UNREADABLE),
        ("99999 ngày", TermFault.UNREADABLE),
        ("-3 ngày", TermFault.UNREADABLE),
        ("3-5 ngày làm việc", TermFault.UNREADABLE),
        ("3 ngày làm việc, xác minh 8 ngày làm việc", TermFault.UNREADABLE),
        ("3 ngày kể từ ngày nhận, xác minh 8 ngày", TermFault.UNREADABLE),
        ("3 ngày kể từ ngày nhận (trường hợp xác minh: thêm năm ngày)", TermFault.UNREADABLE),
        # Not counted from the receipt.
        ("5 ngày làm việc kể từ ngày có kết quả của cơ quan thuế", TermFault.UNREADABLE),
        ("5 ngày làm việc sau thời gian niêm yết", TermFault.UNREADABLE),
        ("5 ngày kể từ ngày hồ sơ được phê duyệt", TermFault.UNREADABLE),
        ("5 ngày làm việc kể từ ngày ký hồ sơ", TermFault.UNREADABLE),
        ("5 ngày làm việc kể từ ngày ký", TermFault.UNREADABLE),
        ("5 ngày kể từ ngày thẩm định hồ sơ", TermFault.UNREADABLE),
        ("5 ngày kể từ khi hồ sơ có kết quả thẩm định", TermFault.UNREADABLE),
        ("5 ngày kể từ ngày nhận được hồ sơ đã được phê duyệt", TermFault.UNREADABLE),
        ("5 ngày kể từ ngày nhận hồ sơ do UBND xã chuyển đến", TermFault.UNREADABLE),
        ("5 ngày kể từ ngày UBND xã xác nhận hồ sơ", TermFault.UNREADABLE),
        ("5 ngày kể từ ngày họp", TermFault.UNREADABLE),
        ("Trong ngày kể từ khi phê duyệt hồ sơ", TermFault.UNREADABLE),
        ("5 ngày kể từ ngày nhận được ý kiến của Sở", TermFault.UNREADABLE),
        ("Trong ngày sau khi có quyết định", TermFault.UNREADABLE),
        ("Trong ngày làm việc tiếp theo", TermFault.UNREADABLE),
        ("2 tuần", TermFault.WEEKS),
        ("Một tuần kể từ ngày nhận đủ hồ sơ", TermFault.WEEKS),
        ("7 ngày + 3 ngày", TermFault.UNREADABLE),
        ("24h", TermFault.TOO_MANY_HOURS),
        ("2h30", TermFault.UNREADABLE),
        # Words that are no figures: làm ngay, sau ngày, từ ngày.
        ("Làm ngay", TermFault.UNREADABLE),
        ("Sau ngày làm việc", TermFault.UNREADABLE),
        ("Từ ngày làm việc", TermFault.UNREADABLE),
        ("Ba ngày làm việc, xác minh tám ngày làm việc", TermFault.UNREADABLE),
        ("01/2 ngày làm việc", TermFault.UNREADABLE),
        # Said twice, and not the same.
        ("3 ngày làm việc (72 giờ)", TermFault.NUMBERS_DIFFER),
        ("3 ngày (24 giờ)", TermFault.NUMBERS_DIFFER),
        ("1 tháng (30 giờ)", TermFault.NUMBERS_DIFFER),
        ("13 ngày (trong đó tại xã 5 ngày, tại Sở 10 ngày)", TermFault.NUMBERS_DIFFER),
        # The parts are of another kind, or no parts.
        ("13 ngày (trong đó tại xã 5 ngày làm việc)", TermFault.UNREADABLE),
        ("13 ngày (trong đó trường hợp xác minh 10 ngày)", TermFault.UNREADABLE),
        ("13 ngày, trong đó chưa kể thời gian niêm yết 7 ngày", TermFault.UNREADABLE),
        # A cut-off that an export's term cannot carry.
        (
            "Ngay trong ngày tiếp nhận; nếu nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo",
            TermFault.UNREADABLE,
        ),
    ],
)
def test_is_no_term(text: str, fault: TermFault) -> None:
    assert parse_term(text) is fault


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Term(Unit.WORKING_DAYS, 3), "3 working_days"),
        (Term(Unit.CALENDAR_DAYS, 15), "15 calendar_days"),
        (Term(Unit.MONTHS, 1), "1 months"),
        (Term(Unit.WORKING_HOURS, 4 * HOUR), "4 working_hours"),
        (Term(Unit.WORKING_HOURS, 5400), "1.5 working_hours"),
        (Term(Unit.WORKING_HOURS, 9591), "2.664167 working_hours"),
        (Term(Unit.SAME_DAY, 0), "same_day"),
    ],
)
def test_canonical_text_and_code_come_back(term: Term, text: str) -> None:
    assert term.text == text
    assert parse_term(text) == term
    assert Term.from_code(term.code) == term


def test_codes_are_distinct_between_units() -> None:
    assert len({Term(unit, 3).code for unit in Unit}) == len(Unit)


def test_words() -> None:
    vi, en = (Texts(lang) for lang in LANGS)
    assert Term(Unit.WORKING_DAYS, 3).words(vi) == "3 ngày làm việc"
    assert Term(Unit.WORKING_HOURS, 5400).words(vi) == "1,5 giờ làm việc"
    assert Term(Unit.SAME_DAY, 0).words(vi) == "Trong ngày làm việc"
    assert Term(Unit.MONTHS, 1).words(en) == "1 month"
    assert Term(Unit.CALENDAR_DAYS, 15).words(en) == "15 calendar days"


@pytest.mark.parametrize("fault", TermFault)
@pytest.mark.parametrize("lang", LANGS)
def test_every_fault_has_its_sentence(fault: TermFault, lang: str) -> None:
    texts = Texts("vi" if lang == "vi" else "en")
    assert texts(f"term_fault.{fault.value}")
