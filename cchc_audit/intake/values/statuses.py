"""What the one-stop software says of a dossier, in its many wordings, as one of seven statuses.

Source: the national status codes 1-10 of the dossier exchange schema and the texts that provincial
systems print for them. The longest wording contained in a text decides: "từ chối tiếp nhận" is a
dossier never taken in, "từ chối" one that was refused. A wording that is denied ("chưa trả kết
quả") says nothing, and a text that can mean several things ("đã hủy": by the applicant or by the
office; "không hợp lệ": at the desk or after examination) is unknown: the user decides.
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
        "chờ xác nhận tiếp nhận",
        "chưa tiếp nhận",
        "chưa được tiếp nhận",
        "không tiếp nhận",
        "không được tiếp nhận",
        "từ chối tiếp nhận",
        "bị từ chối tiếp nhận",
        "từ chối nhận hồ sơ",
        "lưu nháp",
        "bản nháp",
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
        "chờ xác minh",
        "chờ phê duyệt",
        "chờ lãnh đạo phê duyệt",
        *(
            "trình ký",
            "đã trình ký",
            "đã trình lãnh đạo",
            "chờ trình ký",
            "chờ đóng dấu",
            "chờ văn thư",
        ),
        *("chờ cấp số", "chuyển liên thông", "đang liên thông", "đang luân chuyển"),
        *("chuyển bộ phận chuyên môn", "chuyển phòng chuyên môn", "tiếp tục xử lý"),
        "yêu cầu xử lý lại",
        "chờ duyệt",
        "chờ ký",
        "đang thực hiện",
        "đang xác minh",
        "đang trình",
        "trình lãnh đạo",
        "chờ lãnh đạo ký",
        "chờ lãnh đạo duyệt",
        "chờ ký duyệt",
        "chờ ban hành",
        "chờ phát hành",
        "chờ kết quả",
        "đã phân công",
        "đã chuyển xử lý",
        "chuyển xử lý",
        "đã thực hiện nghĩa vụ tài chính",
        "đã hoàn thành nghĩa vụ tài chính",
        "đã nộp thuế",
        "đã thanh toán",
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
        "trả bổ sung",
        *("yêu cầu hoàn thiện hồ sơ", "chờ hoàn thiện hồ sơ", "chờ nộp lệ phí"),
        "trả lại để bổ sung",
        "trả lại yêu cầu bổ sung",
        "trả hồ sơ bổ sung",
        "trả hồ sơ để bổ sung",
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
        "người dân rút",
        "người nộp rút",
        "chủ hồ sơ rút",
        "rút hồ sơ",
        "rút lại hồ sơ",
        "xin rút",
        "đã rút",
        "công dân hủy",
        "công dân yêu cầu hủy",
        "người dân hủy",
        "người nộp hủy",
        "hủy theo yêu cầu của công dân",
        "hủy theo yêu cầu của người nộp",
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
        "đã ban hành",
        "đã ban hành kết quả",
        "đã ban hành văn bản",
        "đã phát hành",
        "đã phát hành kết quả",
        "đã giao kết quả",
        "đã nhận kết quả",
        "đợi trả kết quả",
        "chờ trả kết quả",
        "chờ nhận kết quả",
        "chờ công dân nhận kết quả",
        "đã xong",
        "đã trả kết quả",
        "trả kết quả",
        "đã trả",
        *("trả trước hạn", "trả đúng hạn", "trả quá hạn", "trả trễ hạn"),
        "kết thúc",
        "đã kết thúc",
        "finished",
    ),
}

_RETURNED = ("đã trả kết quả", "đã trả", "đã giao kết quả", "đã nhận kết quả")
"""Of the wordings of `finished` those that say more: the applicant has the result (code 10)."""
_DECLINED = (
    "không tiếp nhận",
    "không được tiếp nhận",
    "từ chối tiếp nhận",
    "bị từ chối tiếp nhận",
    "từ chối nhận hồ sơ",
)
"""Of the wordings of `not_received` those that say more: the desk has answered (code 3)."""


def _folded(text: str) -> str:
    """A text as wordings are compared: programs write `DA_TRA_KET_QUA`."""
    return fold_search(text).replace("_", " ")


_BY_LENGTH: tuple[tuple[str, Status], ...] = tuple(
    sorted(
        (
            (_folded(wording), status)
            for status, wordings in _WORDINGS.items()
            for wording in wordings
        ),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
)
# Behind these a wording is denied; "chưa" does not stand in "chưa có kết quả, trả kết quả".
_DENIED = re.compile(r"\b(?:chua|khong|chua duoc|khong duoc|chua den han|chua the|khong the)$")
_DENIED_WAIT = re.compile(r"\b(?:khong|khong can|khong phai)$")
# What is only halted is not stopped, what is promised not given.
_NOT_AN_END = re.compile(r"\b(?:tam|hen)$")
# Behind a wording of an end: what ended is a step on the way, or it went back inside the office.
_A_STEP = re.compile(
    r"^(?:buoc|tham dinh|xac minh|niem yet|tam dung|bo sung|tiep nhan|lien thong|mot phan|thue|"
    r"tu co quan thue|nghia vu tai chinh|phieu|giay (?:tiep nhan|hen|bien nhan)|thong bao thue|"
    r"van ban xin|ky|duyet|phe duyet)\b"
)
_INSIDE = re.compile(
    r"^(?:ho so )?(?:ve |cho )?(?:buoc|can bo|cong chuc|phong|bo phan|don vi(?! nop)|chuyen vien|"
    r"mot cua|nguoi (?:thu ly|xu ly)|van thu|to(?! chuc| hop tac))\b"
)
_SENT_INSIDE = re.compile(
    r"\btra (?:lai|ve) (?:chuyen vien|can bo|cong chuc|phong|buoc|bo phan|don vi)\b"
)
_NOT_SIGNED = re.compile(r"(?:ky|duyet|nhan ban giao|ban giao|nhan xu ly)\b")
# Whoever leads the office sends a dossier back inside it, and only the office itself refuses one.
_LEADER = re.compile(r"\blanh dao(?: (?:da|phong|ubnd|xa))*$")
# What waits for a step on the way has not come to its end, whatever was done before.
_ON_THE_WAY = re.compile(
    r"\bcho (?:trinh|ky|duyet|phe duyet|lanh dao|dong dau|cap so|van thu|ban hanh|tham dinh|"
    r"xac minh|phan cong|bo sung)\b"
)
_GIVEN_BACK = frozenset({"da tra", "tra lai", "tra ho so", "tra lai ho so"})
_SENT_BACK = frozenset({"tu choi", "tra lai", "tra lai ho so"})
_DONE = frozenset(map(fold_search, _WORDINGS[Status.FINISHED]))
_SHORT = {"kq": "ket qua", "nvtc": "nghia vu tai chinh"}
_SHORTENED = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_ENDS = (Status.REFUSED, Status.FINISHED)
_DECLINING = {Status.NOT_RECEIVED, Status.REFUSED}
# "Status code 4", "4 - Đang xử lý", "4. Đang xử lý", "(4)"; Excel's "4.0". Not "7:30 05/01/2026".
_NUMBERED = re.compile(r"^\(?0*(10|[1-9])\)?(?:\.0+)?(?:\s*[-.:)]\s*((?![\d\s]).*))?$")


def read_status(text: str) -> Status:
    """The status that `text` states; `unknown` where it states none."""
    folded = _folded(text)
    numbered = _NUMBERED.match(folded)
    if numbered is None:
        return _stated(folded)[1]
    code, beside = _CODES[numbered[1]], _stated(numbered[2] or "")[1]
    # A list of one's own ("1. Đã trả kết quả") is not that of the national codes.
    alike = beside in (code, Status.UNKNOWN) or {code, beside} == _DECLINING
    return code if alike else Status.UNKNOWN


def _stated(folded: str) -> tuple[str, Status]:
    """The longest wording in a folded text that is not denied there, with its status.

    That something is yet to be supplemented or paid is what waiting for the applicant means, so
    "chưa" denies nothing there.
    """
    spaced = f" {re.sub(r'[^a-z0-9]+', ' ', folded)} "
    padded = _SHORTENED.sub(lambda short: _SHORT[short[0]], spaced)
    for wording, status in _BY_LENGTH:
        if f" {wording} " not in padded:
            continue
        before, _, behind = padded.partition(f" {wording} ")
        waits = status is Status.AWAITING_APPLICANT
        if (_DENIED_WAIT if waits else _DENIED).search(before):
            continue
        if status not in _ENDS or not (
            _is_no_end(before, wording, behind) or _is_a_step(folded, wording, behind)
        ):
            return wording, status
        padded = f"{before} | {behind}"  # a shorter wording within it is no end either
    return "", Status.UNKNOWN


def _is_no_end(before: str, wording: str, behind: str) -> bool:
    """Whether what stands around a wording of an end makes it none."""
    inside = wording in _GIVEN_BACK and _INSIDE.match(behind)
    led = wording in _SENT_BACK and _LEADER.search(before)
    waits = wording in _DONE and _ON_THE_WAY.search(f"{before} {behind}")
    return bool(inside or led or waits or _NOT_AN_END.search(before))


def _is_a_step(folded: str, wording: str, behind: str) -> bool:
    """Whether what ended is a step on the way. A remark in brackets or behind a dash tells of the
    end itself, unless it names the step; and a dossier that is not approved is refused.
    """
    if wording == "tu choi":
        return bool(_NOT_SIGNED.match(behind) or _SENT_INSIDE.search(folded))
    spaced = r"[^a-z0-9]+".join(wording.split())
    remark = re.search(rf"\b{spaced}\s*[^\w\s]", folded) is not None
    return bool(_A_STEP.match(behind)) and not (remark and not behind.startswith("buoc "))


def is_wording(text: str) -> bool:
    """Whether `text` is a status and nothing else, *hồ sơ* before it apart."""
    return _folded(text).removeprefix("ho so ") in {wording for wording, _ in _BY_LENGTH}


def says_returned(text: str) -> bool:
    """Whether `text` states that the result was handed over, not only that it is ready."""
    return _says(text, code="10", wordings=_RETURNED)


def says_declined(text: str) -> bool:
    """Whether `text` states that the dossier was not accepted, not only that it has yet to be."""
    return _says(text, code="3", wordings=_DECLINED)


def _says(text: str, *, code: str, wordings: tuple[str, ...]) -> bool:
    """Whether `text` is that national code, or holds one of `wordings` and no longer one."""
    folded = _folded(text)
    numbered = _NUMBERED.match(folded)
    if numbered:
        return numbered[1] == code and read_status(text) is not Status.UNKNOWN
    return _stated(folded)[0] in {fold_search(wording) for wording in wordings}


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
