"""What the one-stop software says of a dossier, in its many wordings, as one of seven statuses.

Source: the national status codes 1-10 of the dossier exchange schema and the texts that provincial
systems print for them. The longest wording contained in a text decides: "từ chối tiếp nhận" is a
dossier never taken in, "từ chối" one that was refused.
"""

import re
from collections.abc import Callable, Mapping

from cchc_audit.core.vocabulary import Status
from cchc_audit.intake.values.text import clean, fold_search

_CODES: dict[str, Status] = {
    "1": Status.NOT_RECEIVED,
    "2": Status.IN_PROGRESS,
    "3": Status.NOT_RECEIVED,
    "4": Status.IN_PROGRESS,
    "5": Status.AWAITING_APPLICANT,
    "6": Status.AWAITING_APPLICANT,
    "7": Status.WITHDRAWN,
    "8": Status.REFUSED,
    "9": Status.FINISHED,
    "10": Status.FINISHED,
}

_WORDINGS: dict[Status, tuple[str, ...]] = {
    Status.NOT_RECEIVED: (
        "mới đăng ký",
        "mới nộp",
        "mới tạo",
        "chờ tiếp nhận",
        "chưa tiếp nhận",
        "chưa được tiếp nhận",
        "không tiếp nhận",
        "không được tiếp nhận",
        "từ chối tiếp nhận",
        "bị từ chối tiếp nhận",
        "từ chối nhận hồ sơ",
        "not_received",
    ),
    Status.IN_PROGRESS: (
        "được tiếp nhận",
        "đã tiếp nhận",
        "mới tiếp nhận",
        "tiếp nhận",
        "đang xử lý",
        "đang giải quyết",
        "đang thụ lý",
        "đang thẩm định",
        "đang trình ký",
        "chờ xử lý",
        "chờ giải quyết",
        "chờ phân công",
        "chờ thẩm định",
        "chờ phê duyệt",
        "chờ duyệt",
        "chờ ký",
        "chuyển xử lý",
        "đã bổ sung",
        "đã bổ sung hồ sơ",
        "chưa giải quyết",
        "chưa xử lý",
        "chưa xử lý xong",
        "chưa giải quyết xong",
        "chưa hoàn thành",
        "chưa có kết quả",
        "in_progress",
    ),
    Status.AWAITING_APPLICANT: (
        "yêu cầu bổ sung",
        "chờ bổ sung",
        "đang bổ sung",
        "cần bổ sung",
        "chờ công dân bổ sung",
        "bổ sung hồ sơ",
        "tạm dừng chờ bổ sung",
        "dừng xử lý chờ bổ sung",
        "trả lại bổ sung",
        "trả lại để bổ sung",
        "trả lại yêu cầu bổ sung",
        "yêu cầu thực hiện nghĩa vụ tài chính",
        "thực hiện nghĩa vụ tài chính",
        "nghĩa vụ tài chính",
        "chờ thực hiện nghĩa vụ tài chính",
        "chờ nộp thuế",
        "chờ thuế",
        "chờ thanh toán",
        "chờ nộp phí",
        "awaiting_applicant",
    ),
    Status.WITHDRAWN: (
        "công dân yêu cầu rút",
        "công dân yêu cầu rút hồ sơ",
        "yêu cầu rút",
        "công dân rút",
        "rút hồ sơ",
        "xin rút",
        "đã rút",
        "withdrawn",
    ),
    Status.REFUSED: (
        "dừng xử lý",
        "đã dừng xử lý",
        "dừng giải quyết",
        "từ chối",
        "từ chối giải quyết",
        "từ chối xử lý",
        "không giải quyết",
        "không đủ điều kiện",
        "trả lại",
        "trả lại hồ sơ",
        "trả hồ sơ",
        "refused",
    ),
    Status.FINISHED: (
        "đã xử lý xong",
        "xử lý xong",
        "đã xử lý",
        "đã giải quyết",
        "đã giải quyết xong",
        "giải quyết xong",
        "hoàn thành",
        "đã hoàn thành",
        "hoàn tất",
        "đã có kết quả",
        "có kết quả",
        "chờ trả kết quả",
        "chờ nhận kết quả",
        "đã trả kết quả",
        "trả kết quả",
        "đã trả",
        "kết thúc",
        "đã kết thúc",
        "finished",
    ),
}

_RETURNED = ("đã trả kết quả", "đã trả")
"""Of the wordings of `finished` those that say more: the applicant has the result (code 10)."""
_DECLINED = (
    "không tiếp nhận",
    "không được tiếp nhận",
    "từ chối tiếp nhận",
    "bị từ chối tiếp nhận",
    "từ chối nhận hồ sơ",
)
"""Of the wordings of `not_received` those that say more: the desk has answered (code 3)."""

_NEAR = 80
"""From this likeness (0-100) on an unknown text resembles a wording."""
_BY_LENGTH: tuple[tuple[str, Status], ...] = tuple(
    sorted(
        (
            (fold_search(wording), status)
            for status, wordings in _WORDINGS.items()
            for wording in wordings
        ),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
)
# "Status code 4", "4 - Đang xử lý", "4. Đang xử lý", "(4)"; Excel's "4.0".
_NUMBERED = re.compile(r"^\(?0*(10|[1-9])\)?(?:\.0+)?(?:\s*[-.:)]\s*(.*))?$")


def read_status(text: str) -> Status:
    """The status that `text` states; `unknown` where it states none."""
    folded = fold_search(text)
    numbered = _NUMBERED.match(folded)
    if numbered:
        return _CODES[numbered[1]]
    padded = f" {re.sub(r'[^a-z0-9_]+', ' ', folded)} "
    return next((s for wording, s in _BY_LENGTH if f" {wording} " in padded), Status.UNKNOWN)


def says_returned(text: str) -> bool:
    """Whether `text` states that the result was handed over, not only that it is ready."""
    return _says(text, code="10", wordings=_RETURNED)


def says_declined(text: str) -> bool:
    """Whether `text` states that the dossier was not accepted, not only that it has yet to be."""
    return _says(text, code="3", wordings=_DECLINED)


def _says(text: str, *, code: str, wordings: tuple[str, ...]) -> bool:
    """Whether `text` is that national code, or holds one of `wordings` and no longer one."""
    folded = fold_search(text)
    numbered = _NUMBERED.match(folded)
    if numbered:
        return numbered[1] == code
    padded = f" {re.sub(r'[^a-z0-9_]+', ' ', folded)} "
    longest = next((wording for wording, _ in _BY_LENGTH if f" {wording} " in padded), None)
    return longest in {fold_search(wording) for wording in wordings}


def near_status(text: str) -> Status:
    """The status whose wording an unknown text resembles most; `unknown` where none is near."""
    wordings = dict(_BY_LENGTH)
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        fold_search(text), list(wordings), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return wordings[found[0]] if found else Status.UNKNOWN


def status_reader(mapping: Mapping[str, Status]) -> Callable[[str], Status]:
    """A reader of status texts in which the user's `mapping` (text → status) comes first.

    The user's texts are compared whole, folded.
    """
    own = {fold_search(text): status for text, status in mapping.items()}

    def read(text: str) -> Status:
        if not clean(text):
            return Status.UNKNOWN
        return own.get(fold_search(text)) or read_status(text)

    return read
