"""Titles of tables, and the status that one names for all of its rows."""

import re

from cchc_audit.intake.values.statuses import is_wording

_NUMBER = r"^\d{1,2}\s*[.)-]\s*"
_COUNT = r"\s*[(-]?\s*\d+\s*(?:hồ sơ|hs)?\s*\)?$"
_LIST = r"(?i)^(?:danh sách|ds|báo cáo|thống kê|tổng hợp|bảng kê)\s+(?:hs\s+)?"
_PERIOD = (
    r"(?i)[\s,(–-]+(?:trong\s+|tính\s+)?(?:từ|đến|ngày|tháng|quý|năm|tuần|kỳ|[69] tháng)\b"
    r"(?:[\s,/–-]*(?:đầu|đến|ngày|tháng|quý|năm|[IVX]+\b|[\d/.-]+))*\)?$"
)
_AT = r"(?i)\s+(?:tại|của|ở)\s+(?=(?:ubnd|xã|phường|thị trấn|đặc khu|ttpvhcc)\b)"


def parts_of_title(text: str) -> list[str]:
    """A title without its period; what stands behind *tại* is a part of its own (*Danh sách hồ sơ
    rút quý I/2026 tại UBND xã X*).
    """
    parts = re.split(_AT, re.sub(_PERIOD, "", text), maxsplit=1)
    return [re.sub(_PERIOD, "", part) for part in parts]


def is_list(text: str) -> bool:
    """Whether a title says that a list of dossiers stands below it."""
    return re.match(_LIST, text) is not None


def status_wording(text: str) -> str | None:
    """The status that a name tells without a label, be it a list's; None where it tells none."""
    return stated_wording(re.sub(_LIST, "", re.sub(_NUMBER, "", text)))


def stated_wording(text: str) -> str | None:
    """A status as it is worded, without the count behind it; None for any other text."""
    return next(filter(is_wording, (text, re.sub(_COUNT, "", text))), None)


def status_of_title(text: str) -> str | None:
    """The status that the title of a list names: *Danh sách hồ sơ công dân rút quý I/2026*."""
    return status_wording(parts_of_title(text)[0]) if is_list(text) else None
