"""Whether a column holds what its header says: of several columns of one meaning the values choose.

*Trạng thái* may tell of a payment where *Tình trạng hồ sơ* tells of the dossier, *Đơn vị* of what
fees are counted in.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import polars as pl

from cchc_audit.core.columns import BY_NAME, Kind
from cchc_audit.core.vocabulary import Fault, Status
from cchc_audit.intake.values.moments import Span, read_moment
from cchc_audit.intake.values.statuses import read_status
from cchc_audit.intake.values.terms import Term, parse_term
from cchc_audit.intake.values.text import canonical_code, fold_search

_EVER = Span(date.max, ZoneInfo("Asia/Ho_Chi_Minh"))
_ENOUGH = 0.5
_TEXTS = 500
_PAYMENT = re.compile(r"\b(?:thanh toan|(?:nop|thu|dong) (?:le )?phi|le phi)\b")
_NO_UNIT = re.compile(
    r"(?:ho so|bo|ban|luot|to|lan|ngay|gio|dong|vnd|d)(?:/.*)?|[0-9a-z]{0,4}[0-9][0-9a-z.-]*|"
    r"(?:cong ty|cty|doanh nghiep|ho kinh doanh|hkd|hop tac xa|ong|ba) .*"
)
"""What things are counted in, codes, firms and persons."""
_DAY_NUMBER = re.compile(r"\s*[0-9]{5}")
_CODE = re.compile(r"[0-9]\.[0-9]{6}")


def holds(
    column: str, texts: Mapping[str, int], *, statuses: Callable[[str], Status] = read_status
) -> bool:
    """Whether a column may be `column` by its values (`texts`: how often each one stands there);
    true where no value tells. `statuses` reads those, the user's own among them.
    """
    tells = _TELLING.get(column) or _TELLING.get(BY_NAME[column].kind)
    if BY_NAME[column].kind is Kind.STATUS:
        tells = partial(_is_status, statuses)
    if tells is None or not texts:
        return True
    fitting = sum(count for text, count in texts.items() if tells(text))
    return fitting >= sum(texts.values()) * _ENOUGH


def count_texts(rows: pl.DataFrame, cells: str) -> dict[str, int]:
    """How often the commonest texts of a column stand there, blank ones left out."""
    text = rows[cells].str.strip_chars()
    counted = text.filter(text.str.len_bytes() > 0).value_counts(sort=True).head(_TEXTS)
    return dict(counted.iter_rows())


def _is_status(statuses: Callable[[str], Status], text: str) -> bool:
    found = statuses(text)
    told = not _PAYMENT.search(fold_search(text)) or found is not read_status(text)
    return told and found is not Status.UNKNOWN


def _is_unit(text: str) -> bool:
    return _NO_UNIT.fullmatch(fold_search(text)) is None


def _is_moment(text: str) -> bool:
    # A number may be one of a workbook's days. A date that is none, or is hidden, rejects its row:
    # another column must not stand in for it.
    number = _DAY_NUMBER.match(text) is not None
    return number or read_moment(text, _EVER) is not Fault.MOMENT_UNREADABLE


def _is_term(text: str) -> bool:
    return isinstance(parse_term(text), Term)


def _is_code(text: str) -> bool:
    return _CODE.match(canonical_code(text)) is not None


_TELLING: Mapping[str | Kind, Callable[[str], bool]] = {
    "commune": _is_unit,
    Kind.MOMENT: _is_moment,
    Kind.TERM: _is_term,
    Kind.CODE: _is_code,
}
