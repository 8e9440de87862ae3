"""Names of communes in one form, whatever desk or committee stands before them.

`UBND xã Chư Mố`, `Trung tâm Phục vụ hành chính công xã Chư Mố` and `xã Chư Mố` are `Xã Chư Mố`.
Names that differ in a letter (Đak, Đăk, Đắk) stay apart: they are different places.
"""

import re

from cchc_audit.intake.values.text import canonical_name, fold_search

_DESKS = (
    "trung tam phuc vu hanh chinh cong",
    "trung tam phuc vu hcc",
    "trung tam hanh chinh cong",
    "trung tam pvhcc",
    "tt phuc vu hanh chinh cong",
    "tt pvhcc",
    "ttpvhcc",
    "tthcc",
    "bo phan tiep nhan va tra ket qua",
    "bo phan tiep nhan va tra kq",
    *("bo phan tn va tkq", "bo phan tn & tkq", "bo phan tn&tkq", "bo phan tntkq"),
    *("bp tn va tkq", "bp tn & tkq", "bp tn&tkq", "bp tntkq", "bptn&tkq", "bptntkq"),
    "bo phan mot cua",
    "bo phan 1 cua",
    "bp mot cua",
    "bpmc",
    "mot cua",
)
# What stands before a commune's name, folded, longer ones first; taken off until none is left.
_BEFORE = (
    *_DESKS,
    "uy ban nhan dan",
    "van phong hdnd va ubnd",
    "van phong ubnd",
    "hdnd va ubnd",
    "hdnd&ubnd",
    "hdnd-ubnd",
    "ubnd",
    "cua",
    "tai",
    "-",
    "–",
    ":",
    ",",
)
_TYPES = {"xa": "Xã", "phuong": "Phường", "thi tran": "Thị trấn", "dac khu": "Đặc khu"}
KINDS = tuple(_TYPES.values())
"""Words for what a commune is."""
_SHORT_TYPES = {"x": "Xã", "p": "Phường", "tt": "Thị trấn", "đk": "Đặc khu", "dk": "Đặc khu"}
_BEHIND = re.compile(rf" ?(?:[-–,]|\() ?(?:{'|'.join((*_DESKS, 'ubnd'))})\)?")
_KIND_BEHIND = re.compile(rf"(?P<name>[^()]+?) ?\((?P<kind>{'|'.join(_TYPES)})\)")
# A department of a commune (Phòng Văn hóa - Xã hội xã …); a town is none (Phòng Nội vụ thị xã …).
_DEPARTMENT = re.compile(
    r"phong .*?[ ,–-](?=(?:(?:ubnd|uy ban nhan dan) )?"
    r"(?:(?<!thi )xa(?! hoi\b)|(?<!dia )phuong|thi tran|dac khu) )"
)
_CODE = re.compile(r"[A-Z]{0,3}[0-9]+(?:[.-][A-Z]{0,3}[0-9]+)*", re.IGNORECASE)
_NUMERALS = ("II", "III")
_STOPS = " .,;:"
_SHORT = re.compile(r"^(x|p|tt|đk|dk)\s?\.\s*(?=\S)", re.IGNORECASE)


def commune_name(text: str) -> str | None:
    """The commune that `text` names, as `Xã Chư Mố`; None where the cell is blank.

    A text without a type word (xã, phường, thị trấn, đặc khu) keeps its own spelling.
    """
    name = canonical_name(text).rstrip(_STOPS)
    if not name:
        return None
    bare = _without_desk(_without_desk_behind(name))
    short = _SHORT.match(bare)
    if short:
        return f"{_SHORT_TYPES[short[1].lower()]} {_capitalised(bare[short.end() :])}"
    folded = fold_search(bare)
    if len(folded) != len(bare):
        return bare
    for kind, written in _TYPES.items():
        if folded.startswith((f"{kind} ", f"{kind}: ")):
            return f"{written} {_capitalised(bare[len(kind) + 1 :].strip())}"
    if behind := _KIND_BEHIND.fullmatch(folded):
        return f"{_TYPES[behind['kind']]} {_capitalised(bare[: behind.end('name')])}"
    return bare


def with_kind(label: str, name: str) -> str:
    """A name with the word for a commune that stands before it as a label (*Xã:* · *Gò Trăng*)."""
    kind = _TYPES.get(fold_search(label).rstrip(" :"))
    return f"{kind} {name}" if kind and not name.startswith(KINDS) else name


def is_unit_code(name: str) -> bool:
    """Whether a unit is no name but a code: `23764`, `H21.12`, `000.12.34.H21`."""
    return _CODE.fullmatch(name) is not None


def name_key(text: str) -> str:
    """The key under which two spellings of a commune are one: small letters, accents kept."""
    return (commune_name(text) or "").casefold()


def _without_desk_behind(name: str) -> str:
    """`name` without the desk behind it, or without the department of the commune before it."""
    folded = fold_search(name)
    if len(folded) != len(name):
        return name
    if department := _DEPARTMENT.match(folded):
        return name[department.end() :]
    place = max(folded.rfind(sign) for sign in "-–,(")
    if place > 0 and _BEHIND.fullmatch(folded[place:]):
        return name[:place].strip()
    return name


def _without_desk(name: str) -> str:
    """`name` without the desk or committee before it, unless nothing would be left."""
    rest = name
    while True:
        folded = fold_search(rest)
        if len(folded) != len(rest):
            return rest
        before = next((b for b in _BEFORE if _begins(folded, b)), None)
        if before is None or len(before) == len(rest):
            return rest
        rest = rest[len(before) :].strip()


def _begins(folded: str, words: str) -> bool:
    return folded.startswith(words) and (
        not words[-1].isalnum() or folded[len(words) : len(words) + 1] in ("", " ", "-", ":", ",")
    )


def _capitalised(name: str) -> str:
    """Each word with a capital, also after an apostrophe: capitals never part one commune."""
    return " ".join("'".join(map(_word, word.split("'"))) for word in name.split(" "))


def _word(word: str) -> str:
    if word in _NUMERALS:
        return word
    return word[:1].upper() + (word[1:].lower() if word.isupper() else word[1:])
