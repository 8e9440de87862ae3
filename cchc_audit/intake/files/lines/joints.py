"""Text files of different encodings pasted together: where one ends and the next begins.

Read in one encoding to its end, such a file loses the dossiers of the other one, or takes all of
them for one endless line.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from cchc_audit.intake.files.encodings import MARK, Encoding

_UTF_16 = (Encoding.UTF_16_LE, Encoding.UTF_16_BE)
_PLAIN_PAIRS = re.compile(rb"(?:[\x01-\x7f]\0){4}|(?:\0[\x01-\x7f]){4}")
_NO_ZERO = re.compile(rb"[^\0]{48,}|[^\0]{10,}\Z")
"""Two dozen letters of UTF-16, none of them plain: no text of dossiers has so many in a row."""
_HIGH = {Encoding.UTF_16_LE: 1, Encoding.UTF_16_BE: 0}
"""Which byte of a pair is the one that Vietnamese letters have in common."""
_PAGES = b"\x00\x01\x03\x1e\xfe\xff"
"""That byte of Vietnamese letters, of tones apart from them, and of a byte order mark."""
_SINGLE_PAGES = frozenset(_PAGES[place : place + 1] for place in range(len(_PAGES)))
_LETTERS = re.compile("[ -~\u00c0-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")
_DIGITS = frozenset(b"0123456789")
_SOME = 6
_PLAIN = bytes((9, 10, 13, *range(32, 127)))
_UTF_8_LETTER = re.compile(rb"\xe1[\xba\xbb][\x80-\xbf]")
"""A Vietnamese letter with two marks; in code page 1258 nothing that is ever written."""
_TURNED = {
    Encoding.UTF_16_LE: (codecs.BOM_UTF16_BE, Encoding.UTF_16_BE),
    Encoding.UTF_16_BE: (codecs.BOM_UTF16_LE, Encoding.UTF_16_LE),
}
_WINDOW = 1024
_STEP = 256
_MANY = 0.25
_FEW = 96
"""Zeroes among `_STEP` bytes of UTF-16: Vietnamese has more."""
_BEHIND = 4096
"""How much stays behind while more is read, so that no beginning is cut in two."""


class _Joint(NamedTuple):
    place: int
    encoding: Encoding


def find_utf_16(data: bytes) -> int | None:
    """Where the first part in UTF-16 begins in a text of another encoding; None without any."""
    found = _first_utf_16(data)
    return None if found is None else found.place


def in_utf_8(blocks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """A text that begins in `encoding`, and may go on in others, in UTF-8 (not composed).

    Every part begins a line. What is no text in its encoding becomes bytes that are no UTF-8.
    """
    now, decoder, held, ends = encoding, _Decoder(encoding), b"", True
    for block, last in _with_last(blocks):
        held += block
        while joint := _find(held, now, last=last):
            done = decoder.decode(held[: joint.place], last=True)
            ends = done.endswith((b"\n", b"\r")) if done else ends
            yield done if ends else done + b"\n"
            held, now, ends = held[joint.place :], joint.encoding, True
            decoder = _Decoder(now)
        kept = 0 if last else decoder.keep(held)
        done, held = decoder.decode(held[: len(held) - kept], last=last), held[len(held) - kept :]
        ends = done.endswith((b"\n", b"\r")) if done else ends
        yield done


class _Decoder:
    """One part of a file, turned into UTF-8 piece by piece."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)(errors=MARK)
        self._begun = False

    def keep(self, held: bytes) -> int:
        """How much of `held` has to wait for what follows."""
        if self._encoding in _UTF_16:
            return min(len(held), _BEHIND + len(held) % 2)
        return len(held) - held.rfind(b"\n", 0, max(0, len(held) - _BEHIND)) - 1

    def decode(self, data: bytes, *, last: bool) -> bytes:
        """The next piece in UTF-8."""
        if self._encoding in (Encoding.UTF_8, Encoding.UTF_8_BOM):
            return data
        if self._encoding is Encoding.CP1258 and _UTF_8_LETTER.search(data):
            return b"".join(map(self._line, data.splitlines(keepends=True)))
        text = self._decoder.decode(data, last)
        found = text if self._begun else text.removeprefix("\ufeff")
        self._begun = self._begun or bool(text)
        return found.encode(errors="surrogateescape")

    def _line(self, line: bytes) -> bytes:
        """A line of code page 1258, or of UTF-8 that was pasted to it."""
        try:
            line.decode()
        except UnicodeDecodeError:
            return self._decoder.decode(line).encode(errors="surrogateescape")
        return line


def _with_last(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    before = b""
    for block in blocks:
        if before:
            yield before, False
        before = block
    yield before, True


def _find(data: bytes, now: Encoding, *, last: bool) -> _Joint | None:
    """The first place from which on the text is in another encoding than `now`.

    So near to the end that it cannot be told yet, it waits for more, unless this is the `last`.
    """
    joint = _first_other(data, now) if now in _UTF_16 else _first_utf_16(data)
    return joint if joint is None or last or joint.place + _WINDOW <= len(data) else None


def _first_utf_16(data: bytes) -> _Joint | None:
    """The first part in UTF-16: many pairs of a letter and a zero, from the place on where such
    pairs begin. A few of them are a cell that a program filled so.
    """
    if b"\0" not in data:
        return None
    for match in _PLAIN_PAIRS.finditer(data):
        joints = [
            _Joint(_begin(data, match.start() + shift, encoding), encoding)
            for shift in (0, 1)
            for encoding in _UTF_16
        ]
        joint = max(joints, key=lambda joint: _letters(data, joint))
        window = data[joint.place : joint.place + _WINDOW]
        if window.count(0) >= len(window) * _MANY:
            return joint
    return None


def _begin(data: bytes, place: int, encoding: Encoding) -> int:
    """Where the pairs that are letters of Vietnamese begin before a place."""
    while place >= 2 and data[place - 2 + _HIGH[encoding]] in _PAGES:
        place -= 2
    return place


def _letters(data: bytes, joint: _Joint) -> tuple[int, bool]:
    """How many letters a part would hold, and whether it would begin a line."""
    window = data[joint.place : joint.place + _WINDOW]
    text = window.decode(joint.encoding, errors="ignore")
    return len(_LETTERS.findall(text)), data[joint.place - 1 : joint.place] in (b"", b"\n", b"\r")


def _first_other(data: bytes, now: Encoding) -> _Joint | None:
    """The first part that is not in the form of UTF-16 in which the text before it is."""
    mark, turned = _TURNED[now]
    place = data.find(mark)
    while place % 2 and place > 0:
        place = data.find(mark, place + 1)
    found = [_Joint(place, turned)] if place > 0 else []
    # A pattern is slow on UTF-16: it is asked only where some stretch is poor in zeroes.
    if any(data.count(0, at, at + _STEP) < _FEW for at in range(0, len(data), _STEP)):
        ends = (_end(data, match, now) for match in _NO_ZERO.finditer(data))
        found += islice((_Joint(end, Encoding.UTF_8) for end in ends if end is not None), 1)
    return min(found, default=None)


def _end(data: bytes, match: re.Match[bytes], now: Encoding) -> int | None:
    """Where UTF-16 ends for a text of plain letters, of bytes without a zero; None where they are
    letters of UTF-16 after all.
    """
    place = match.start() + match.start() % 2
    while data[place + _HIGH[now] : place + _HIGH[now] + 1] in _SINGLE_PAGES:
        place += 2
    return place if _is_text(data[place : min(match.end(), place + _WINDOW)]) else None


def _is_text(data: bytes) -> bool:
    """Whether bytes are text of one byte a plain letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        # Letters of the Far East look like plain ones here and there, never like dates and numbers.
        plain = len(data.translate(None, _PLAIN)) < len(data) * _MANY
        return plain and len(_DIGITS.intersection(data)) >= _SOME
    return bool(data)
