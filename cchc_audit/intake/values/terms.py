"""Terms (thời hạn) as text, read into a unit and an amount; what is no term says why.

A term is never guessed: a number without a unit is none, since the national portal leaves units
blank, and `24 giờ` is none, since it may be a calendar day or three working days.
"""

import re
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import Unit
from cchc_audit.intake.values.number_words import is_number_said, read_number, says_year_for_five
from cchc_audit.intake.values.text import clean, fold_search
from cchc_audit.texts import Texts

_UNITS = list(Unit)
_SHIFT = 40  # the amount in seconds stays far below 2**40
_HOUR = 3600
# A working day is 8 hours where a fraction of one is meant (Labour Code 2019 art. 105).
_HOURS_A_DAY = 8
_HOURS_OF_THE_CLOCK = 24
# `N giờ` without "làm việc" is a span within one working day up to this.
_PLAIN_HOURS_MAX = 8

_NUMBER = r"(?P<number>\d{1,4}(?:[.,]\d{1,2})?|0[.,]\d{1,6})"
_WORDS_OF_NUMBER = r"(?:\s*\((?P<words>[a-z ]+)\))?"  # 03 (ba) ngày làm việc
_LEAD = (
    r"(?:(?:khong qua|toi da(?: la)?|cham nhat(?: la)?|trong (?:vong|thoi (?:han|gian))|"
    r"thoi (?:han|gian)|trong(?= \d))[:\s]*)*"
)
_SAID_FIRST = rf"(?P<lead>{_LEAD})(?P<words>[a-z ]+?) ?\((?P<number>\d[\d.,]*)\)"
_FROM_WHEN = r"(?:ke tu|tinh tu|ke ca tu|tu (?:ngay|khi|thoi diem|luc)|sau (?:ngay|khi)|sau|khi)\b"
_TAIL = rf"(?P<tail>\s*[,;:(–-]?\s*{_FROM_WHEN}.*)?[.;,\s]*"
# 13 ngày (trong đó tại xã 5 ngày): the parts of the one term.
_OR_PARTS = rf"(?:\s*[,;:(–-]?\s*trong do\b(?P<parts>.*)|{_TAIL})"
_VIETNAMESE = {
    "ngay lam viec": Unit.WORKING_DAYS,
    "ngay lv": Unit.WORKING_DAYS,
    "ngay l/v": Unit.WORKING_DAYS,
    "nlv": Unit.WORKING_DAYS,
    "ngay duong lich": Unit.CALENDAR_DAYS,
    "ngay lich": Unit.CALENDAR_DAYS,
    "ngay": Unit.CALENDAR_DAYS,
    "thang": Unit.MONTHS,
    "gio lam viec": Unit.WORKING_HOURS,
    "gio lv": Unit.WORKING_HOURS,
    "h lam viec": Unit.WORKING_HOURS,
    "h lv": Unit.WORKING_HOURS,
}
_PLAIN_HOURS = ("gio", "h")
_ANY_UNIT = "|".join([*_VIETNAMESE, *_PLAIN_HOURS])
_UNIT = rf"(?P<unit>{_ANY_UNIT})"
# 3 ngày làm việc (24 giờ): said twice, as a number is in words.
_HOURS_SAID = r"(?:\s*\((?P<hours>\d{1,4}(?:[.,]\d{1,2})?) ?(?:gio|h)(?P<worked> lam viec| lv)?\))?"
_COUNTED = rf"{_LEAD}{_NUMBER}{_WORDS_OF_NUMBER}\s*{_UNIT}\b{_HOURS_SAID}{_OR_PARTS}"
_CANONICAL = (
    r"(?P<number>\d{1,4}(?:\.\d{1,6})?) (?P<unit>working_days|calendar_days|months|working_hours)"
)
_SAME_DAY = (
    r"(?:(?:giai quyet|xu ly|tra ket qua|tra kq) )?(?:ngay )?trong ngay(?: lam viec)?"
    rf"(?: (?:tiep nhan|nhan)(?: duoc| du)?(?: ho so| yeu cau)?(?: hop le)?)?{_TAIL}"
)
_PART = rf"(?P<number>\d{{1,4}}(?:[.,]\d{{1,2}})?)\s*(?:\([a-z ]+\)\s*)?(?P<unit>{_ANY_UNIT}|\w+)"
_MORE_THAN_PARTS = r"\b(?:truong hop|neu|them|chua (?:ke|tinh)|khong (?:ke|tinh)|ngoai ra)\b|\+"
_SAID_ALONE = rf"(?P<lead>{_LEAD}(?:trong )?)(?P<words>[a-z ]+?) (?P<rest>(?:{_ANY_UNIT})\b.*)"
_OTHER_WORDS = frozenset(("tu", "lam", "nham", "khong"))
"""Words of figures that by themselves are other words: từ ngày, làm ngay, không."""
_SIX, _AFTER = "sáu", "sau"
_WEEKS = rf"{_LEAD}(?:{_NUMBER}|mot|hai|ba|bon){_WORDS_OF_NUMBER} ?tuan\b"
_BARE_NUMBER = rf"{_LEAD}{_NUMBER}{_WORDS_OF_NUMBER}{_TAIL}"
# A second term in the same cell (another case of the procedure): which one applies is not ours to
# choose. The month of a date (ngày 01 tháng 7) is none.
_SECOND_TERM = (
    r"(?<!ngay )\b\d{1,4}\s*(?:\([a-z ]+\)\s*)?(?:ngay|thang|gio)\b|"
    r"\b(?:mot|hai|ba|bon|nam|bay|tam|chin|muoi|muoi lam|hai muoi|ba muoi) (?:ngay|thang|gio)\b"
)
# A term that does not run from the receipt (kể từ ngày có kết quả thẩm định, kể từ ngày hồ sơ được
# phê duyệt) is none that the receipt could be held to. One that runs from the receipt of a dossier
# does, whatever else is said of it, unless that has gone through other hands by then.
_OTHER_ACT = (
    r"(?:(?<!tra )ket qua|thue|niem yet|quyet dinh|y kien|thong bao|tham dinh|xac minh|nghia vu|"
    r"hop dong|ket thuc|hoan thanh(?! ho so)|kiem tra|van ban|bien ban|(?:phe )?duyet|ky|trinh|"
    r"(?<!phu )hop(?! (?:le|phap))|xac nhan|cong nhan|chuyen)"
)
_FROM_ELSEWHERE = rf"^[^,;(.]*\b{_OTHER_ACT}\b"
_RECEIPT = (
    r"^(?P<lead>[^,;(.]*?)\b(?:(?<!xac )(?<!cong )nhan|nop|gui|co|du)"
    r"(?: (?:duoc|du|day du|bo|va))* (?:ho so|van ban (?:de nghi|yeu cau)|yeu cau|don|to khai)\b"
)
_OTHER_HANDS = rf"^[^,;(.]*\b(?:da (?:duoc )?{_OTHER_ACT}|chuyen|va {_OTHER_ACT})\b"


class TermFault(StrEnum):
    """Why a text is no term."""

    NO_UNIT = "no_unit"
    UNREADABLE = "unreadable"
    TOO_MANY_HOURS = "too_many_hours"
    FRACTION = "fraction"
    NUMBERS_DIFFER = "numbers_differ"
    ZERO = "zero"
    WEEKS = "weeks"


def days_of(codes: pl.Expr) -> pl.Expr:
    """The days (Int64) of terms as numbers (`Term.code`), null of those that are no days."""
    units = [_UNITS.index(unit) for unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)]
    return pl.when((codes // (1 << _SHIFT)).is_in(units)).then(codes % (1 << _SHIFT))


class Term(NamedTuple):
    """A term: `amount` counts days, months, or seconds of working hours; 0 for `same_day`."""

    unit: Unit
    amount: int

    @property
    def code(self) -> int:
        """The term as one number for frames (Int64): unit index << 40 | amount."""
        return (_UNITS.index(self.unit) << _SHIFT) | self.amount

    @classmethod
    def from_code(cls, code: int) -> "Term":
        """The term of a `code`. Raises `IndexError` for a number that is none."""
        return cls(_UNITS[code >> _SHIFT], code & ((1 << _SHIFT) - 1))

    @property
    def number(self) -> str:
        """The amount as people write it: days, months, or hours with a decimal point."""
        if self.unit is not Unit.WORKING_HOURS:
            return str(self.amount)
        hours = f"{self.amount / _HOUR:.6f}"
        return hours.rstrip("0").rstrip(".")

    @property
    def text(self) -> str:
        """`3 working_days`, `1.5 working_hours`, `same_day`; `parse_term` reads it back."""
        return self.unit.value if self.unit is Unit.SAME_DAY else f"{self.number} {self.unit.value}"

    def words(self, texts: Texts) -> str:
        """The term in the reader's language: "3 ngày làm việc", "1 month"."""
        if self.unit is Unit.WORKING_HOURS and self.amount * 2 % _HOUR:
            hours, minutes = divmod(round(self.amount / 60), 60)
            if not hours:
                return texts("term.minutes", n=minutes)
            return texts("term.hours_and_minutes", n=hours, minutes=minutes)
        number = self.number if texts.lang == "en" else self.number.replace(".", ",")
        return texts(f"unit.{self.unit.value}", n=number)


def parse_term(text: str) -> Term | TermFault:
    """The term that `text` states, or why it states none.

    Reads the canonical form and the Vietnamese spellings (`03 ngày làm việc`, `15 ngày`, `04 giờ`,
    `01 tháng`, `Ngay trong ngày làm việc`, `0,5 ngày làm việc`), without what "kể từ ngày nhận đủ
    hồ sơ hợp lệ" and the like add. A number said twice (`15 (Mười lăm) ngày làm việc`) is read
    where both agree, and so is a term said twice (`3 ngày làm việc (24 giờ)`) or with its parts
    (`13 ngày, trong đó tại xã 5 ngày`).
    """
    plain = _in_figures(text)
    if plain == Unit.SAME_DAY.value:
        return Term(Unit.SAME_DAY, 0)
    if canonical := re.fullmatch(_CANONICAL, plain):
        return _measured(Fraction(canonical["number"]), Unit(canonical["unit"]))
    if same := re.fullmatch(_SAME_DAY, plain):
        return TermFault.UNREADABLE if _says_more(same) else Term(Unit.SAME_DAY, 0)
    if counted := re.fullmatch(_COUNTED, plain):
        return _counted(counted)
    if re.fullmatch(_BARE_NUMBER, plain):
        return TermFault.NO_UNIT
    return TermFault.WEEKS if re.match(_WEEKS, plain) else TermFault.UNREADABLE


def is_misspelt(text: str) -> bool:
    """Whether a term says *mười năm* for 15: read all the same, and to be reported."""
    counted = re.fullmatch(_COUNTED, _in_figures(text))
    return bool(counted and counted["words"] and says_year_for_five(counted["words"]))


def _in_figures(text: str) -> str:
    """A folded text whose number stands in figures in front: of `mười lăm (15) ngày` it is
    `15 (muoi lam) ngay`, of `ba ngày làm việc` `3 ngay lam viec`, of `½ ngày` `0.5 ngay`.
    """
    plain = re.sub(r"^(\D*)(?:½|1/2)(?= ?[a-z])", r"\g<1>0.5", fold_search(text))
    plain = re.sub(r"\((ngay )?(?:lam viec|lv)\)", r"\1lam viec", plain)
    plain = re.sub(rf"({_ANY_UNIT}) ?/ ?(?:0?1 )?(?:bo )?ho so\b", r"\1", plain)
    said = re.match(_SAID_FIRST, plain)
    if said is not None and is_number_said(said["words"]):
        return f"{said['lead']}{said['number']} ({said['words']}){plain[said.end() :]}"
    alone = re.fullmatch(_SAID_ALONE, plain)
    if alone is None or alone["words"] in _OTHER_WORDS:
        return plain
    number = read_number(alone["words"])
    if number is None or (alone["words"] == _AFTER and _SIX not in clean(text).casefold()):
        return plain
    return f"{alone['lead']}{float(number):g} {alone['rest']}"


def _counted(match: re.Match[str]) -> Term | TermFault:
    if _says_more(match):
        return TermFault.UNREADABLE
    number = Fraction(match["number"].replace(",", "."))
    words = match["words"] or ""
    if is_number_said(words) and read_number(words) != number:
        return TermFault.NUMBERS_DIFFER
    if match["parts"] and (fault := _parts_fault(match["parts"], number, match["unit"])):
        return fault
    if match["unit"] in _PLAIN_HOURS:
        if number > _PLAIN_HOURS_MAX:
            return TermFault.TOO_MANY_HOURS
        return _measured(number, Unit.WORKING_HOURS)
    unit = _VIETNAMESE[match["unit"]]
    if match["hours"] and not _same_hours(match, number, unit):
        return TermFault.NUMBERS_DIFFER
    return _measured(number, unit)


def _same_hours(match: re.Match[str], number: Fraction, unit: Unit) -> bool:
    """Whether the hours in brackets are those of the days before them."""
    hours = Fraction(match["hours"].replace(",", "."))
    if unit is Unit.CALENDAR_DAYS:
        return hours == number * _HOURS_OF_THE_CLOCK and not match["worked"]
    return unit is Unit.WORKING_DAYS and hours == number * _HOURS_A_DAY


def _parts_fault(parts: str, whole: Fraction, unit: str) -> TermFault | None:
    """Why a term is not the one that its parts make; None where it is: days of its own kind (plain
    days among working ones), no more than it, and no other case among them.
    """
    if re.search(_MORE_THAN_PARTS, parts):
        return TermFault.UNREADABLE
    found = list(re.finditer(_PART, parts))
    if any(part["unit"] not in (unit, unit.split()[0]) for part in found):
        return TermFault.UNREADABLE
    told = sum(Fraction(part["number"].replace(",", ".")) for part in found)
    return TermFault.NUMBERS_DIFFER if told > whole else None


def _says_more(match: re.Match[str]) -> bool:
    """Whether what follows a term is a second one, or lets it run from elsewhere."""
    tail = (match["tail"] or "").lstrip(" ,;:(–-")
    receipt = re.match(_RECEIPT, tail)
    if receipt is not None and not re.match(_FROM_ELSEWHERE, receipt["lead"]):
        elsewhere = re.match(_OTHER_HANDS, tail[receipt.end() :])
    else:
        elsewhere = re.match(_FROM_ELSEWHERE, tail)
    return bool(elsewhere or re.search(_SECOND_TERM, tail))


def _measured(number: Fraction, unit: Unit) -> Term | TermFault:
    """The amount in the unit's own measure; a fraction of a working day is working hours."""
    if number == 0:
        return TermFault.ZERO
    if unit is Unit.WORKING_HOURS:
        return Term(unit, max(1, round(number * _HOUR)))
    if number.denominator == 1:
        return Term(unit, int(number))
    if unit is Unit.WORKING_DAYS:
        return Term(Unit.WORKING_HOURS, max(1, round(number * _HOURS_A_DAY * _HOUR)))
    return TermFault.FRACTION
