"""What kind of event a text names, and what a pause waits for."""

import re
from collections.abc import Mapping
from functools import cache

from cchc_audit.core.vocabulary import EventKind
from cchc_audit.intake.values.text import fold_search

_PAUSE_KINDS = (
    "niêm yết",
    "chờ thuế",
    "nộp thuế",
    "nghĩa vụ tài chính",
    "chờ ý kiến",
    "lấy ý kiến",
    "xin ý kiến",
    "chờ phối hợp",
    "chờ xác minh",
    "chờ giám định",
    "chờ định giá",
    "bất khả kháng",
    "thiên tai",
)
_WORDINGS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.PAUSE: ("pause", "tạm dừng", "dừng xử lý", "dừng tính thời hạn", *_PAUSE_KINDS),
    EventKind.RESUME: (
        "resume",
        "tiếp tục",
        "tiếp tục xử lý",
        "kết thúc tạm dừng",
        "hết tạm dừng",
        "kết thúc niêm yết",
        "hết niêm yết",
        "đã nộp thuế",
        "đã có ý kiến",
        "đã thực hiện nghĩa vụ tài chính",
        "hoàn thành nghĩa vụ tài chính",
    ),
    EventKind.SUPPLEMENT_REQUEST: (
        "supplement_request",
        "yêu cầu bổ sung",
        "đề nghị bổ sung",
        "chờ bổ sung",
        "thông báo bổ sung",
    ),
    EventKind.SUPPLEMENT: (
        "supplement",
        "bổ sung",
        "đã bổ sung",
        "nộp bổ sung",
        "tiếp nhận bổ sung",
    ),
    EventKind.APOLOGY: ("apology", "xin lỗi", "thư xin lỗi", "phiếu xin lỗi"),
    EventKind.RESCHEDULE: (
        "reschedule",
        "hẹn lại",
        "hẹn trả lại",
        "hẹn lại ngày trả",
        "đổi ngày hẹn",
        "gia hạn",
    ),
    EventKind.STEP: (
        "step",
        "bước",
        "xử lý",
        "tiếp nhận",
        "chuyển",
        "phân công",
        "thụ lý",
        "thẩm định",
        "trình ký",
        "phê duyệt",
        "ký",
        "trả kết quả",
    ),
}
# Words may stand between (yêu cầu công dân bổ sung); an answer names its request (theo yêu cầu).
_NOT_YET = r"(?:(?!\bbo sung\b).)*"
_NOT_GOT = (
    r"(?:(?!\b(?:(?:tiep )?nhan(?: lai| du)?(?: ho so| giay to)?|da) bo sung\b|\bbo sung\b).)*"
)
_TURNS: tuple[tuple[EventKind, re.Pattern[str]], ...] = (
    (
        EventKind.SUPPLEMENT_REQUEST,
        re.compile(
            rf"^{_NOT_YET}\b(?:(?<!theo )(?:yeu cau|de nghi|thong bao|phieu|huong dan)\b{_NOT_GOT}|"
            r"(?:chuyen|(?:tra|cho|can)(?: lai)?(?: ho so| cong dan| nguoi dan| nguoi nop)*) )"
            r"\bbo sung\b"
        ),
    ),
    (
        EventKind.SUPPLEMENT,
        re.compile(
            r"\b(?:nhan|nop)(?: lai| du)?(?: ho so| giay to| thanh phan)* bo sung\b|"
            r"\b(?:nhan|nop|bo sung)\b.* theo (?:yeu cau|de nghi|thong bao|phieu|huong dan) "
            r"bo sung\b"
        ),
    ),
    (
        EventKind.RESUME,
        re.compile(
            r"\b(?:huy|ket thuc|het|bo|go)(?: bo)?(?: viec)?"
            r"(?: thoi (?:gian|han))? tam dung\b"
        ),
    ),
)
"""What other words make of a wording: who asks for a supplement has not got it."""

_NO_CAUSE = (
    *("pause", "resume", "tạm", "dừng", "tính", "thời hạn", "xử lý", "giải quyết", "hồ sơ"),
    *("việc", "tiếp tục", "kết thúc", "hết", "hoàn thành", "thực hiện", "đã", "có", "nộp"),
    *("chờ", "lấy", "xin", "công khai"),
)
"""Words beside a cause that tell that something begins or ends, not what it is."""


@cache
def _by_length() -> tuple[tuple[str, EventKind], ...]:
    pairs = [(fold_search(words), kind) for kind, all_ in _WORDINGS.items() for words in all_]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def read_event(text: str) -> EventKind | None:
    """What kind of event `text` names, by the longest wording in it; None for no known one."""
    folded = fold_search(text)
    turned = next((kind for kind, words in _TURNS if words.search(folded)), None)
    if turned is not None:
        return turned
    padded = f" {folded} "
    return next((kind for words, kind in _by_length() if f" {words} " in padded), None)


@cache
def _words_beside() -> re.Pattern[str]:
    words = sorted((fold_search(word) for word in _NO_CAUSE), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(words)})\b|[^\w\s]")


@cache
def cause_of(text: str) -> str:
    """What a pause waits for, folded: `niem yet` of “Kết thúc niêm yết”; "" where nothing is said.

    What follows a semicolon is a remark.
    """
    return " ".join(_words_beside().sub(" ", fold_search(text.partition(";")[0])).split())


@cache
def names_cause(text: str) -> bool:
    """Whether a text names a cause by itself, and is no mere remark."""
    causes = {cause_of(words) for words in _PAUSE_KINDS}
    return cause_of(text) in causes or fold_search(text).startswith("cho ")
