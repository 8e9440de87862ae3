"""JSON text as values, one at a time: of a long text only a window is held."""

import json
from typing import Any, TextIO

SPACE = " \t\r\n\ufeff"
_BLOCK = 1 << 16


class KeyTwiceError(Exception):
    """A record names one thing twice, and differently."""


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a record. Raises `KeyTwiceError`: no value is truer than the other."""
    record: dict[str, Any] = {}
    for key, value in pairs:
        if record.setdefault(key, value) != value:
            raise KeyTwiceError(key)
    return record


class JsonText:
    """A long text, of which a window is held: as much as the value that is being read needs."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at = file, "", 0
        self._ended = False
        # Numbers as they are written: a dossier number may have more digits than a float keeps.
        self._decoder = json.JSONDecoder(
            parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_record
        )
        self.line = 1

    def next(self) -> str:
        """The next character that is no space, not taken; "" at the end."""
        while True:
            while self._at < len(self._text):
                letter = self._text[self._at]
                if letter not in SPACE:
                    return letter
                self.line += letter == "\n"
                self._at += 1
            if not self._more():
                return ""

    def take(self, wanted: str) -> None:
        """Go past one character. Raises `ValueError` where there is another."""
        if self.next() != wanted:
            raise ValueError(wanted)
        self._at += 1

    def value(self) -> Any:
        """Go past one value, and return it. Raises `ValueError` for what is none."""
        self.next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if not self._more():
                    raise
                continue
            # A number at the end of the window may go on behind it.
            if end < len(self._text) or not self._more():
                self.line += self._text.count("\n", self._at, end)
                self._at = end
                return value

    def take_rest(self) -> str:
        """Go to the end; what stood there."""
        while self._more():
            pass
        rest, self._at = self._text[self._at :].strip(SPACE), len(self._text)
        return rest

    def _more(self) -> bool:
        """Read on, as much as is held already, so that a long value is not decoded too often."""
        held = self._text[self._at :]
        block = "" if self._ended else self._file.read(max(_BLOCK, len(held)))
        self._ended = not block
        self._text, self._at = held + block, 0
        return not self._ended
