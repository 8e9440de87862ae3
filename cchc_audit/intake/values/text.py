"""Text brought to one form: cleaned, folded for comparing, tone marks in one place.

All functions work on one value; frames call them on distinct values only (`spellings`).
"""

import re
import unicodedata
from functools import lru_cache

# The zero-width space parts words; joiners, byte order mark, soft hyphen and the marks of writing
# direction, which browsers put around parts of what is copied, are nothing at all.
_NOTHING = (
    *(0x00AD, 0x061C, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_INVISIBLE: dict[int, str | None] = {0x200B: " "} | dict.fromkeys(_NOTHING)
_ANY_INVISIBLE = re.compile(f"[{''.join(map(chr, _INVISIBLE))}]")
# How OOXML writes control characters; openpyxl leaves it as it stands in what it reads (3.1.5).
_ESCAPED_LINE_END = re.compile("_x000[9ADad]_")
# Look-alikes of Đ (eth, African D) and of the apostrophe that fonts and converters leave behind.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "’": "'", "‘": "'", "ʼ": "'"})
_MARKS = dict.fromkeys(range(0x0300, 0x0370))
_FOLDED = _MARKS | str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "’": "'", "‘": "'", "ʼ": "'"})
# 1.001193 with the suffix of an office, or as spreadsheets leave it: 1,001193 1001193 1.001193E+00
_CODE = re.compile(
    r"(\d)[.,]?(\d{6})(?:[._-][0-9A-Za-z._-]+|E\+0+)?"
    # The procedure's name behind it; a second code there is another procedure.
    r"(?: ?[-–—:(] ?(?!.*\b\d[.,]?\d{6}\b)[^\W\d].*)?",
    re.IGNORECASE,
)
_LEADING_NUMBER = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2} ?[.)/:_-]|\d{1,2} (?=\D)) ?")
_FORMAT = r"[dmyhs]+(?:[^a-z0-9]+(?:hh24|mi|[dmyhs]+))+(?: ?(?:am/pm|tt))?"
_UNIT = r"(?:(?:don vi(?: tinh)?|dvt) ?:? ?)?(?:ngay|gio|phut|thang|lan)(?: lam viec| lv)?"
_ATTACHED = re.compile(
    rf"[*:]|[(\[] ?(?:\*|\d{{1,2}}|bat buoc|neu co|{_FORMAT}|ngay/thang/nam[^)\]]*|"
    rf"gio:phut[^)\]]*|{_UNIT}) ?[)\]]"
)
_NOT_IN_HEADERS = str.maketrans(dict.fromkeys(" _."))

# Quotes, commas or the letters of “như trên” (as above), with what people put around them.
_DITTO = re.compile(r"""[-–.,( ]*(?:["'“”„″〃´`]{1,4}|,,|n[./]?t|nhu tren)[-–.,) "'“”]*""")
_LONGEST_DITTO = 20

_TONES = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ", "o": "òóỏõọ", "u": "ùúủũụ"}


def _moved(glide: str, vowel: str) -> dict[str, str]:
    """One glide and vowel in every case: tone on the vowel → tone on the glide."""
    return {
        case_of_glide(glide) + case_of_vowel(toned): case_of_glide(moved) + case_of_vowel(vowel)
        for moved, toned in zip(_TONES[glide], _TONES[vowel], strict=True)
        for case_of_glide in (str.lower, str.upper)
        for case_of_vowel in (str.lower, str.upper)
    }


_TO_GLIDE = _moved("o", "a") | _moved("o", "e") | _moved("u", "y")
_TO_VOWEL = {old: new for new, old in _moved("u", "y").items()}
_OPEN_SYLLABLE = re.compile(rf"(?<![qQ])({'|'.join(_TO_GLIDE)})(?![^\W\d_])")
_AFTER_Q = re.compile(rf"(?<=[qQ])({'|'.join(_TO_VOWEL)})")


def clean(text: str) -> str:
    """NFC, without invisible characters, no-break and other spaces and line ends (`_x000D_`, too)
    as one space, trimmed; of a cell wrapped as Excel protects it (`="000.12"`) what stands inside.
    """
    if "_x000" in text:
        text = _ESCAPED_LINE_END.sub(" ", text)
    if not text.isascii():  # in most cells there is nothing to compose or to translate
        if _ANY_INVISIBLE.search(text):
            text = text.translate(_INVISIBLE)
        text = unicodedata.normalize("NFC", text)
    joined = " ".join(text.split())
    return _inside(joined) if joined.startswith('="') else joined


def is_ditto(text: str) -> bool:
    """Whether a cell says no more than that the one above holds for it, too: `"`, `nt`, `-nt-`."""
    return len(text) <= _LONGEST_DITTO and _DITTO.fullmatch(fold_search(text)) is not None


def _inside(wrapped: str) -> str:
    """What `="…"` holds; a text that only begins like it as it is."""
    inside = wrapped[2:-1] if wrapped.endswith('"') and len(wrapped) > 2 else None
    if inside is None or '"' in inside.replace('""', ""):
        return wrapped
    return " ".join(inside.replace('""', '"').split())


@lru_cache(maxsize=4096)
def fold_search(text: str) -> str:
    """For searching: cleaned, small letters without accents (đ is d), single spaces kept."""
    if text.isascii():
        return clean(text).casefold()
    plain = unicodedata.normalize("NFD", clean(text)).casefold()
    return plain.translate(_FOLDED)


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """For recognising headers: as `fold_search`, without spaces, underscores and dots."""
    return fold_search(text).translate(_NOT_IN_HEADERS)


@lru_cache(maxsize=4096)
def bare_header(text: str) -> str:
    """`fold_header` without what forms hang on a header."""
    return unadorned(fold_search(text)).translate(_NOT_IN_HEADERS)


def unadorned(folded: str) -> str:
    """A folded header without what forms hang on it: a leading number, `(*)`, `:`, a format or a
    unit in brackets (`2. Ngày tiếp nhận (dd/mm/yyyy) (*):`). Other words in brackets stay: *Ngày
    trả (dự kiến)* is no return.
    """
    return _ATTACHED.sub("", _LEADING_NUMBER.sub("", folded))


def canonical_tone(text: str) -> str:
    """Tone marks in the older accepted place: hoà → hòa, khoẻ → khỏe, thuỷ → thủy; qúy → quý.

    Only in open syllables (hoàn, huỳnh, ngoài have one spelling) and not after q, where u is no
    vowel. `text` is NFC.
    """
    placed = _OPEN_SYLLABLE.sub(lambda pair: _TO_GLIDE[pair[0]], text)
    return _AFTER_Q.sub(lambda pair: _TO_VOWEL[pair[0]], placed)


def canonical_name(text: str) -> str:
    """A proper name in one spelling: cleaned, look-alikes replaced, tone marks in one place.

    Letters stay distinct: Đak, Đăk and Đắk are three names.
    """
    return canonical_tone(clean(text).translate(_LOOKALIKES))


def canonical_code(text: str) -> str:
    """A procedure's code without the suffix of a province or office: `1.001193.000.00.00.H21`,
    `1.001193.H38`, `1.001193`, `1,001193`, `1001193` and `1.001193E+00` are one. What is no such
    code is only cleaned.
    """
    cleaned = clean(text).lstrip("'")
    code = _CODE.fullmatch(cleaned)
    return f"{code[1]}.{code[2]}" if code else cleaned
