"""The Vietnamese alphabet, for names sorted for people.

Letters in the order a ă â b c d đ e ê … o ô ơ … u ư … y, of one length of words word by word; tones
decide only between words of the same letters, in the order of dictionaries: none, huyền, hỏi, ngã,
sắc, nặng. So *An, Ăng, Ân; Dân, Đại; Ea, Ê*.
"""

import unicodedata
from functools import cache

_MODIFIED = {
    **{"a\u0306": "a1", "a\u0302": "a2", "e\u0302": "e1", "o\u0302": "o1", "o\u031b": "o2"},
    **{"u\u031b": "u1", "đ": "d1"},
}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_MARKS = ("\u0306", "\u0302", "\u031b")


def alphabetical(text: str) -> tuple[str, str]:
    """What to sort by: the letters, and behind them the tones."""
    folded = unicodedata.normalize("NFC", text.casefold())
    parts = [_parts(letter) for letter in folded]
    return "".join(base for base, _ in parts), "".join(tone for _, tone in parts)


@cache
def _parts(letter: str) -> tuple[str, str]:
    """One letter without its tone, and the tone; names are many, their letters few."""
    apart = unicodedata.normalize("NFD", letter)
    base, marks = apart[0], apart[1:]
    shape = base + "".join(mark for mark in marks if mark in _MARKS)
    # A bare letter stands before its modified ones: "0" before "1" and "2".
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    return _MODIFIED.get(shape, f"{base}0"), tone
