"""Which encoding a text file is in; TCVN3 and VNI are known by name and refused.

The order is what matters: byte order marks, then the places of zero bytes, then strict UTF-8, and
only then the old Vietnamese code pages, told apart by the header words they would spell.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable
from enum import StrEnum

SAMPLE = 1 << 18
MARK = "cchc-audit-mark"
"""How decoders are asked to mark what they cannot decode: with a byte that is no UTF-8."""
_ZEROES = 0.2
_FIRST = 128
_BEGINNING = 1024


class Encoding(StrEnum):
    """Encodings a text export comes in."""

    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-sig"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    CP1258 = "windows-1258"
    TCVN3 = "tcvn3"
    VNI = "vni"


_BOMS = (
    (codecs.BOM_UTF8, Encoding.UTF_8_BOM),
    (codecs.BOM_UTF16_LE, Encoding.UTF_16_LE),
    (codecs.BOM_UTF16_BE, Encoding.UTF_16_BE),
)

# TCVN 5712:1993 (ABC): one byte a small letter; capitals are small letters in a capital font.
_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "B5B6B7B8B9A8BBBCBDBEC6A9C7C8C9CACBAECCCECFD0D1AAD2D3D4D5D6D7D8DCDDDEDFE1E2E3E4AB"
            "E5E6E7E8E9ACEAEBECEDEEEFF1F2F3F4ADF5F6F7F8F9FAFBFCFDFEA1A2A3A4A5A6A7"
        ),
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# VNI Windows: a letter and a byte that stands for its marks, and a few letters of their own.
_VNI_MARKS = {
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def sniff(sample: bytes, known: Callable[[str], int]) -> Encoding | None:
    """The encoding of a file that begins with `sample`, None where nothing fits.

    `known(text)` says how many columns the best row of a decoded text names. A sample may be cut
    inside a character.
    """
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    # What follows may be a file of another encoding, joined to this one.
    beginning = sample[:_BEGINNING]
    zeroes = beginning[1::2].count(0), beginning[0::2].count(0)
    many = max(zeroes) > len(beginning) / 2 * _ZEROES and min(zeroes) * 4 < max(zeroes)
    if many and 0 in sample[:_FIRST]:
        return Encoding.UTF_16_LE if zeroes[0] > zeroes[1] else Encoding.UTF_16_BE
    if is_mostly_utf8(sample):
        return Encoding.UTF_8
    # A header without accents is the same in all of them: the words of the body tell.
    texts = {encoding: decode(sample, encoding) for encoding in _OLD}
    best = max(_OLD, key=lambda encoding: (known(texts[encoding]), _words(texts[encoding])))
    return best if known(texts[best]) else None


_OLD = (Encoding.CP1258, Encoding.TCVN3, Encoding.VNI)


def disguised(text: str, known: Callable[[str], int]) -> Encoding | None:
    """TCVN3 or VNI letters kept as Latin ones in a Unicode text ("M· hå s¬"), else None."""
    raw = text.encode("cp1252", errors="ignore")
    scores = {encoding: known(decode(raw, encoding)) for encoding in _OLD[1:]}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 1 else None


_COMMON = frozenset(
    re.findall(
        r"\w+",
        "đã đang trả kết quả ngày làm việc thủ tục xã phường xử hồ sơ hộ tịch đất đai giải "
        "quyết người nộp ủy nhân dân tiếp nhận trạng thái thời hạn lĩnh vực chứng thực hẹn đơn vị",
    )
)
"""Words of which every export holds some, and which no other reading of its bytes spells: *lý* is
the same in TCVN3.
"""
_ENOUGH = 5
_STRANGE = re.compile(r"[®¬\xad¸¶µ·¹©ª¼½¾Þßäåæçëïñöøûü]|[ÃÄÆ]\W|á[º»]")
"""Letters that Vietnamese has not, and that words read wrongly are full of."""
_APART = 4
"""So many common words must be read wrongly where others are right: a family name or an address
that an old program left in its own letters spoils no verdict.
"""
_LAYERS = 4
"""So many times at the most a text is expected to have been encoded again."""


def _words(text: str) -> int:
    return len(_common(text))


def _common(text: str) -> list[str]:
    words = unicodedata.normalize("NFC", text).lower().split()
    return [word for word in words if word in _COMMON]


def misread(text: str) -> str | None:
    """What a text was before it was taken for something else: `TCVN3`, `VNI`, or `UTF-8` (encoded
    again, once or several times); None for a text that reads as it stands. Where some words are
    right, those with letters that Vietnamese has not are read by themselves.
    """
    if text.isascii():
        return None
    apart = 1
    if _words(text) >= _ENOUGH:
        apart, text = _APART, " ".join(word for word in text.split() if _STRANGE.search(word))
    raw = b"".join(_byte(letter) for letter in text)
    readings = {encoding.name: decode(raw, encoding) for encoding in _OLD[1:]}
    layers = [raw.decode("utf-8", errors="ignore")]
    while len(layers) < _LAYERS:
        layers.append(b"".join(map(_byte, layers[-1])).decode("utf-8", errors="ignore"))
    readings["UTF-8"] = max(layers, key=_words)
    best = max(readings, key=lambda name: _words(readings[name]))
    found = _common(readings[best])
    return best if len(found) >= _ENOUGH and len(set(found)) >= apart else None


def has_lost_letters(text: str) -> bool:
    """Whether a program that knows no Vietnamese wrote question marks for letters: `k?t qu?`."""
    if text.count("?") < _ENOUGH:
        return False
    words = [word for word in text.split() if word.strip("?").isalpha() or _LOST.search(word)]
    lost = sum(1 for word in words if _LOST.search(word))
    return lost >= _ENOUGH and lost > len(words) * _MANY


def has_web_letters(text: str) -> bool:
    """Whether letters are written as a web page may write them: `qu&#7853;n`, `x&atilde;`.

    `&amp;` and its like, which a sound table may have left over, are no letters.
    """
    if text.count("&") < _ENOUGH:
        return False
    from html import unescape

    letters = sum(1 for found in _WEB_LETTER.finditer(text) if unescape(found[0]).isalpha())
    return letters >= _ENOUGH and letters > len(text.split()) * _MANY


_WEB_LETTER = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,10});")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|^\?[^\W\d_]+$|^[^\W\d_]+\?$")
_MANY = 0.2


def _byte(letter: str) -> bytes:
    """The byte that code page 1252 (or the one before it) has a letter for."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return bytes((ord(letter),)) if ord(letter) < 256 else b" "


def decode(raw: bytes, encoding: Encoding) -> str:
    """All of `raw` as text, NFC; what cannot be decoded as U+FFFD."""
    if encoding is Encoding.TCVN3:
        return "".join(_TCVN3.get(byte, chr(byte)) for byte in raw)
    if encoding is Encoding.VNI:
        latin = raw.decode("cp1252", errors="replace")
        spelled = _vni(latin)
        return unicodedata.normalize("NFC", "".join(spelled))
    return unicodedata.normalize("NFC", raw.decode(encoding, errors="replace"))


def _vni(latin: str) -> Iterable[str]:
    before = ""
    for letter in latin:
        small = letter.lower()
        if small in _VNI_MARKS and before.lower() in "aeouyôö" and before:
            yield _VNI_MARKS[small]
        else:
            yield _VNI_LETTERS.get(small, letter)
        before = letter


def is_mostly_utf8(sample: bytes) -> bool:
    """Whether a sample is UTF-8: wholly, or with more sound letters than broken bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    text = decoder.decode(sample)
    broken = text.count("\ufffd") - sample.count(b"\xef\xbf\xbd")
    if broken <= 0:
        return True
    return sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd") > broken


def _mark(error: UnicodeError) -> tuple[str, int]:
    """What cannot be decoded becomes a byte that is no UTF-8, for the guard to find."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", error.end


codecs.register_error(MARK, _mark)
