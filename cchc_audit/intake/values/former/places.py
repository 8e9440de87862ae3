"""Districts and provinces, as people write them behind a commune's name.

`Xã Ia Ma Rơn, huyện Ia Pa`, `xã Ia Ma Rơn - H. Ia Pa (tỉnh Gia Lai)`: the name, and the places it
is said to lie in. A name alone has no places: nothing is inferred.
"""

import re

from cchc_audit.intake.values.text import canonical_name

_KINDS = {
    "huyện": "huyện",
    "h.": "huyện",
    "quận": "quận",
    "q.": "quận",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "tx.": "thị xã",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "tp.": "thành phố",
    "tỉnh": "tỉnh",
    "t.": "tỉnh",
}
# A word without a name behind it is part of the commune's own: Xã Phước Tỉnh, Xã Trị Quận.
_WORDS = r"(?:(?:huyện|quận|thị xã|thành phố|tỉnh|t[px])\s+|(?:t[px]|[hqt])\.\s*)(?=\w)"
_KIND = re.compile(_WORDS, re.IGNORECASE)
_NEXT = re.compile(rf"[\s,;(\[/–—-]+(?={_WORDS})|\s*[,;(\[)\]]\s*", re.IGNORECASE)

Place = tuple[str, str]


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """The name of a commune, and the places written behind it in their order (maybe none)."""
    name, *places = (part.strip(" -–—.") for part in _NEXT.split(text))
    return name, tuple(place for place in places if place)


def place(text: str) -> Place:
    """What kind of place it is (empty where the text does not say) and its bare name."""
    written = canonical_name(text).casefold()
    kind = _KIND.match(written)
    return (_KINDS[kind[0].strip()], written[kind.end() :]) if kind else ("", written)


def agree(one: Place, other: Place) -> bool:
    """The same name, and the same kind unless one of the two leaves it out.

    Thành phố Cao Lãnh and huyện Cao Lãnh were two districts.
    """
    return one[1] == other[1] and (one[0] == other[0] or not one[0] or not other[0])
