"""The words of a header, in full, and what act they tell of."""

import re
from collections.abc import Mapping

from cchc_audit.intake.values.text import fold_search, unadorned

_WORD = re.compile(r"[^\W_]+")
_SHORT = {
    **{"kq": "ket qua", "hs": "ho so", "tthc": "thu tuc hanh chinh", "bs": "bo sung"},
    **{"xl": "xu ly", "gq": "giai quyet", "kt": "ket thuc", "tn": "tiep nhan", "hc": "hanh chinh"},
    **{"dv": "don vi", "cq": "co quan", "cb": "can bo", "yc": "yeu cau", "tb": "thong bao"},
    **{"tg": "thoi gian", "tgian": "thoi gian", "ktxl": "ket thuc xu ly", "tgtn": "ngay tiep nhan"},
    **{"htxl": "hoan thanh xu ly", "ktgq": "ket thuc giai quyet", "ycbs": "yeu cau bo sung"},
    **{"tnhs": "tiep nhan ho so", "bshs": "bo sung ho so", "tdxl": "tam dung xu ly"},
    **{"ttxl": "tiep tuc xu ly", "tkq": "tra ket qua", "trakq": "tra ket qua"},
    **{"tggq": "thoi gian giai quyet", "thgq": "thoi han giai quyet", "cbxl": "can bo xu ly"},
    **{"kqgq": "ket qua giai quyet"},
}
ENDS = {short: _SHORT[short].replace(" ", "") for short in ("kq", "hs", "xl", "gq", "bs", "tthc")}
"""What words end with that are written together and cut: `NGAYTRAKQ`."""
_IN_LETTERS = {
    **{
        "t gian": "thoi gian",
        "t han": "thoi han",
        "k qua": "ket qua",
        "k thuc": "ket thuc",
        "h thanh": "hoan thanh",
    },
    **{"t nhan": "tiep nhan", "t n": "tiep nhan", "h tra": "hen tra", "t dung": "tam dung"},
    **{"y c": "yeu cau", "thoi diem": "ngay", "ngay gio": "ngay", "ngay thang nam": "ngay"},
    **{"ngay thang": "ngay", "thoi gian tiep nhan": "ngay tiep nhan"},
}
"""Words of headers cut to their letters (*T.gian*), and such as add nothing."""
_LETTERS = re.compile(rf"\b(?:{'|'.join(sorted(_IN_LETTERS, key=len, reverse=True))})\b")
_PLANS = ("promised_at", "rescheduled_to")
_ACTS: Mapping[str, tuple[str, ...]] = {
    "hen": _PLANS,
    "han": _PLANS,
    "du kien": _PLANS,
    "nop": ("submitted_at",),
    "dang ky": ("submitted_at",),
    "tra": (*_PLANS, "returned_at"),
    "ket qua": (*_PLANS, "completed_at", "returned_at"),
    "xong": ("completed_at",),
    "ket thuc": ("completed_at",),
    "hoan thanh": ("completed_at",),
    "bo sung": ("supplement_requested_at", "supplemented_at"),
    "tam dung": ("paused_at",),
    "tiep tuc": ("resumed_at",),
    "xin loi": ("apology_at",),
    "sinh": (),
    "cap": (),
}
"""Words of headers, folded, and the moments that they may tell of."""
_OTHER_ACTS = (
    *("hen", "han", "du kien", "du tinh", "ke hoach", "quy dinh", "phai", "sinh", "cap", "chuyen"),
    *("phan cong", "giao", "trinh", "dang ky", "bat dau xu ly", "bat dau giai quyet", "den xu ly"),
    *("tiep nhan xu ly", "nhan xu ly", "lan", "so", "nghi", "xin loi", "dong bo"),
    *("cap nhat", "thoi han", "nhap", "buoc", "gan nhat", "hien tai", "cuoi", "tham dinh", "don"),
    *("xac minh", "niem yet", "thanh toan", "phi", "thue", "nghia vu", "hop dong"),
    *("gan day", "moi nhat", "phong", "bo phan", "can bo", "ban giao", "luan chuyen", "noi"),
)
_TOLD_BY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("resumed_at", ("tiep tuc", "xu ly lai", "khoi phuc", "phuc hoi", "ket thuc tam dung")),
    ("resumed_at", ("het tam dung", "den ngay tam dung", "tam dung den", "mo lai", "het td")),
    ("paused_at", ("tam dung", "tam ngung", "ngay dung", "ngay td", "bat dau td")),
    ("supplement_requested_at", ("yeu cau bo sung", "thong bao bo sung", "de nghi bo sung")),
    ("supplement_requested_at", ("tra bo sung", "tra ve bo sung", "tra lai bo sung")),
    ("supplemented_at", ("bo sung", "ngay nop lai", "ngay tiep nhan lai")),
    ("returned_at", ("ky nhan", "dan nhan", "thuc te tra", "tra ngay", "tra xong", "ngay tt")),
    ("completed_at", ("ket thuc", "hoan thanh", "hoan tat", "xong", "giai quyet", "xu ly")),
    ("completed_at", ("co ket qua", "ra ket qua", "ban hanh", "phe duyet", "ky")),
    ("returned_at", ("ngay tra", "thoi gian tra", "phat tra", "tra ket qua")),
    ("completed_at", ("ngay ket qua", "ngay ht", "ngay dong")),
)
"""Words of headers, folded, and the act that they tell of where no other does."""
_BESIDE = re.compile(r" ho so\b| quy trinh$")
"""Words that say nothing of the act, and hold some that do (*số*, *trình*)."""
_TO_THE_DESK = re.compile(
    r" ket qua (?:(?:ve|cho|den|sang) (?:bo phan |bp )?mot cua|tu (?:phong|bo phan|chuyen mon)) "
    r"| (?:chuyen mon|phong) tra ket qua "
)
"""The result on its way from the office to the desk: it is ready."""
# Of plans there are two rules, for a mistake costs otherwise. `_PLAN` reads a column without a word
# to anyone, so it knows where in a header such words say no more than that it is a plan: *Ngày hẹn
# trả sau gia hạn* is none of that. `_PROMISE` only asks the user, and takes them anywhere.
_PROMISE = re.compile(
    r"(?= .*\b(?:hen|han|du kien|phai|quy dinh)\b) (?=.*\btra\b)(?!.*\bbo sung\b)"
)
_PLAN = re.compile(
    r"(?<=^ngay) (?:du kien|phai|den han|han)(?= )| (?:du kien|(?:theo )?(?:hen|han|quy dinh))$"
    r"| (?:theo|tren|ghi tren) (?:quy dinh|(?:giay|phieu)(?: hen| tiep nhan)?)$"
)
_FIRST = re.compile(r" (?:ban dau|lan dau|lan 1)$")
"""Words that make a plan of an act, and add nothing to a plan; and such as make none of an act."""
_REMARKS = re.compile(r"\b(?:ghi chu|ghi nhan|ly do|dien bien|y kien|nhan xet)\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACTUAL = re.compile(
    r"\b(?:thuc te|thuc(?= (?:tra|giao|hoan thanh)\b)|(?<=\bngay )da|^da(?=.* (?:ngay|luc)$))\b"
)
"""Words that say of an end that it is no plan."""
_DAY_BEHIND = re.compile(r"^(.+) (?:ngay|luc)$")


def may_tell_of(moment: str, header: str) -> bool:
    """Whether no word of a header tells of another act than that column of moments does."""
    words = f" {in_full(header)} "
    return all(moment in acts for word, acts in _ACTS.items() if f" {word} " in words)


def act_of(header: str) -> str | None:
    """The column of moments that a header which names none may be by its words: a finish, a pause,
    an appointment, a pause, a supplement. None where they tell of another act or plan.
    """
    words = f" {_BESIDE.sub('', in_full(header))} "
    if _TO_THE_DESK.search(words):
        return "completed_at"
    if any(f" {word} " in words for word in _OTHER_ACTS):
        return "promised_at" if _PROMISE.search(words) else None
    return next(
        (name for name, told in _TOLD_BY if any(f" {word} " in words for word in told)), None
    )


def without_plan(words: str) -> tuple[str, int]:
    """A header (as `in_full` has it) without the words that make a plan of it, and how many did."""
    return _PLAN.subn(" ", _FIRST.sub("", words))


def without_actual(words: str) -> str:
    """A header (as `in_full` has it) without the words that say that it is no plan."""
    return " ".join(_ACTUAL.sub(" ", words).split())


def on_day(words: str, *, of_any: bool = False) -> str:
    """A header (as `in_full` has it) with the word for day before its act: *Tiếp nhận ngày*; with
    `of_any` also where it has none.
    """
    words = _DAY_BEHIND.sub(r"ngay \1", words)
    return f"ngay {words}" if of_any and not words.startswith(("ngay ", "thoi ")) else words


def holds_remarks(header: str) -> bool:
    """Whether a header stands over what people remark on dossiers."""
    return _REMARKS.search(in_full(header)) is not None


def in_full(header: str) -> str:
    """The words of a header, folded, abbreviations written out."""
    folded = unadorned(fold_search(_CAMEL.sub(" ", header)))
    words = " ".join(_SHORT.get(word, word) for word in _WORD.findall(folded))
    return _LETTERS.sub(lambda found: _IN_LETTERS[found[0]], words)
