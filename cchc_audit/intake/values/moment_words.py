"""Words that people write beside a day, where they leave but one meaning (*Đã trả ngày 05/01/2026*
under the day of return, *sáng 05/01/2026*); and cells that hold two days.

Which words say no more than the header does depends on the column; any others (*gia hạn*, *dự
kiến*) may make the day another one, and leave the cell unread.
"""

import re
from collections.abc import Mapping

from cchc_audit.intake.values.dates import Written, take_apart
from cchc_audit.intake.values.text import clean, fold_search

_RESULT = r"(?: (?:kq|ket qua))?(?: ho so| gqtthc)?"
_RETURNED = rf"(?:da )?tra{_RESULT}(?: cho (?:cong|nguoi) dan)?"
_FINISHED = (
    r"(?:da )?(?:xu ly|giai quyet)(?: xong)?|(?:da )?(?:xong|ket thuc|hoan thanh)|"
    r"(?:da )?co (?:kq|ket qua)"
)
SAYING_THE_SAME: Mapping[str, str] = {
    "submitted_at": r"(?:da )?nop(?: ho so)?",
    "received_at": r"(?:da )?(?:tiep )?nhan(?: ho so)?",
    "promised_at": rf"(?:hen tra|hen|tra){_RESULT}|truoc|cham nhat|den",
    "completed_at": rf"{_FINISHED}|{_RETURNED}",
    "returned_at": _RETURNED,
    "supplement_requested_at": r"(?:da )?yeu cau(?: bo sung)?(?: ho so)?",
    "supplemented_at": r"(?:da )?(?:nop )?bo sung(?: ho so)?",
    "paused_at": r"(?:da )?tam dung",
    "resumed_at": r"(?:da )?tiep tuc",
    "apology_at": r"(?:da )?(?:gui thu )?xin loi",
    "rescheduled_to": rf"hen(?: lai)?(?: tra)?{_RESULT}",
}
"""Words before a moment, folded, that say what its column's header says already."""
_HALF = r"(?:buoi )?(?:sang|chieu)"
_HALF_BEFORE = re.compile(rf"{_HALF}(?: ngay)?,? ?(?=\d)")
_HALF_BEHIND = rf",? ?(?:\( ?(?:{_HALF}|sa|ch) ?\)|(?:{_HALF}|sa|ch))"
_MORNING, _OVER_TO = "sáng", "sang"
_WEEKDAY = r"thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn"
_WEEKDAY_BEHIND = rf",? ?(?:\( ?(?:{_WEEKDAY}) ?\)|(?:{_WEEKDAY}))"
_STOP = r"[ .;,]+"
_ANY_DAY = re.compile(
    r"(?<![\d/.-])(?:\d{1,2} ?([/.-]) ?\d{1,2} ?\1 ?(?:\d{4}|\d\d)|\d{4}([/.-])\d{1,2}\2\d{1,2})"
    r"(?![\d/]|[.-]\d)"
)


def take_apart_beside_words(text: str, column: str) -> Written | None:
    """How a text is written whose words say no more than its column does; None for any other. Of a
    half of the day without an hour the day alone is sure.
    """
    bare = folded = fold_search(text)
    if same := SAYING_THE_SAME.get(column):
        before = re.match(rf"(?:ngay )?(?:{same})(?: ?: ?| (?:vao )?|(?=\d))", folded)
        bare = folded[before.end() :] if before else folded
    bare = _without_end(bare, _STOP)
    for plain in dict.fromkeys((bare, _without_end(bare, _WEEKDAY_BEHIND))):
        written = take_apart(plain) if plain != folded else None
        if written is not None:
            return written
    half = _HALF_BEFORE.match(bare)
    if half is not None and half[0].startswith(_OVER_TO) and _MORNING not in clean(text).casefold():
        return None
    day = bare[half.end() :] if half else _without_end(bare, _HALF_BEHIND)
    written = take_apart(day) if day != bare else None
    return None if written is None or written.time else written


def holds_several(folded: str) -> bool:
    """Whether a folded text holds more than one day in figures: a stretch, or a correction."""
    return len(_ANY_DAY.findall(folded)) > 1


def _without_end(text: str, end: str) -> str:
    """A text without what stands behind a figure, where that is `end`."""
    behind = re.fullmatch(rf"(.*\d){end}", text)
    return behind[1] if behind else text
