"""Lines of plain text turned into numbers, column by column, by compiled code (extra `fast`).

Plain is a line of as many cells as its file has columns, without a doubled quote or a line end
inside a cell, and a moment or a number of a dossier written as nearly all are. Whatever is not
plain ends a pass: `ODD` says so, and somebody else reads those lines. What is taken, polars and
Python take for the same (`tests/intake/test_plain_rows.py`).

Arrays are indexed and nothing else. Texts are looked at eight bytes at a time through an aligned
view (`words`) of the bytes (`data`), which is padded at its end. Every pass is one flat function:
an array handed to another function costs more (its count of references) than what is done with it,
190 ns a row where a flat loop takes 60.
"""

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import numpy as np
from numba import njit

PADDING = 32
"""Bytes behind the last line; the buffer is as long as a multiple of eight."""
ODD = -1
"""What a pass returns where something is not plain."""
NOTHING = -(2**62)
"""A moment that is not there: an empty cell."""
LENGTH, DAY, MONTH, YEAR, HOUR, MINUTE, SECOND = range(7)
"""What `parts` says of a spelling of moments: its length, and where its parts begin (-1: none)."""
FIRST_YEAR, LAST_YEAR = 2000, 2099

_NEWLINE, _RETURN, _QUOTE, _PLUS, _DOT, _ZERO = np.frombuffer(b'\n\r"+.0', np.uint8)
_SPACE, _BRACKET, _SQUARE = np.frombuffer(b" ([", np.uint8)
_NUL, _NINE, _LEAD = np.uint8(0), np.uint8(9), np.uint8("\ufffd".encode()[0])
_U0, _U1, _U2, _U3, _U7, _U8, _U56, _U63 = map(np.uint64, (0, 1, 2, 3, 7, 8, 56, 63))
_SPREAD, _MIXED, _U32 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93), np.uint64(32)
_EACH = np.uint64(0x0101010101010101)
_HALVES = np.uint64(0xF0F0F0F0F0F0F0F0)
_DIGITS, _SIXES = np.uint64(0x3030303030303030), np.uint64(0x0606060606060606)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP = 13
_BEFORE = np.array(
    [0, *accumulate(_LENGTHS, initial=0), *accumulate((31, 29, *_LENGTHS[2:]), initial=0)]
)
"""Days of the year before each month (from 1, to the end of the year); of leap years `_LEAP`
further on.
"""
_DAYS_TO_2000 = 10_957

_scalar: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(inline="always")


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiled when first called; kept from run to run where the user may write."""
    try:
        kept: Callable[..., Any] = njit(nogil=True, cache=True)(function)
    except RuntimeError:  # nowhere to keep it: compiled again in every run
        kept = njit(nogil=True)(function)
    return kept


@_scalar
def _joined(one: Any, other: Any, place: Any) -> Any:
    """The eight bytes from `place` on, of the two words that hold them."""
    shift = (place & _U7) << _U3
    return (one >> shift) | ((other << (_U63 - shift)) << _U1)


@_scalar
def _no_digits(word: Any) -> Any:
    """Bits in every byte that is no digit."""
    return ((word & _HALVES) ^ _DIGITS) | (((word + _SIXES) & _HALVES) ^ _DIGITS)


@_scalar
def _two(tens: Any, ones: Any) -> Any:
    """A number of two digits."""
    return np.int64(tens & 15) * 10 + np.int64(ones & 15)


@_scalar
def _instant(year: Any, month: Any, day: Any, hour: Any, minute: Any, second: Any) -> Any:
    """Microseconds since 1970; ODD where there is no such moment between 2000 and 2099."""
    if year < FIRST_YEAR or year > LAST_YEAR or month < 1 or month > 12:
        return ODD
    month += _LEAP if year % 4 == 0 else 0
    if day < 1 or day > _BEFORE[month + 1] - _BEFORE[month]:
        return ODD
    if hour > 23 or minute > 59 or second > 59:
        return ODD
    past = year - FIRST_YEAR
    days = _DAYS_TO_2000 + past * 365 + (past + 3) // 4 + _BEFORE[month] + day - 1
    return (days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000


@_compiled
def holds_stand_in(data: Any, size: int) -> Any:
    """Whether any byte begins the letter U+FFFD, which stands for what was no UTF-8 (or one of its
    neighbours, which are as rare).
    """
    found = False
    for place in range(size):
        found |= data[place] == _LEAD
    return found


@_compiled
def mark(data: Any, size: int, delimiter: int, flags: Any, flagged: Any, marks: Any) -> Any:
    """Puts the places of all delimiters, line ends, quotes and zeroes into `marks` (UInt32, longer
    than `size` by eight) and `size` behind them; how many.

    Block by block: comparing bytes is done many at a time as long as nothing else is. `flags` has
    room for the answers of a block, `flagged` is its aligned view.
    """
    count, parts, start = _U0, np.uint8(delimiter), _U0
    end = np.uint64((size + 7) // 8 * 8)
    while start < end:
        many = min(np.uint64(flags.shape[0]), end - start)
        for place in range(many):
            byte = data[start + place]
            flags[place] = (byte == parts) | (byte == _NEWLINE) | (byte == _QUOTE) | (byte == _NUL)
        for at in range(many // _U8):
            left = flagged[at]
            while left != _U0:
                lowest = left & (~left + _U1)
                below = (((lowest - _U1) & _EACH) * _EACH) >> _U56
                marks[count] = start + at * _U8 + below
                count += _U1
                left ^= lowest
        start += many
    while count > _U0 and marks[count - _U1] >= size:
        count -= _U1
    marks[count] = size
    return np.int64(count)


@_scalar
def _names_year(data: Any, digit: Any) -> Any:
    """Whether the three digits before a place are those of a year of four: 2026."""
    first = digit - np.uint64(3)
    return (
        data[first] - _ZERO == _U2
        and data[first + _U1] == _ZERO
        and data[digit] - _ZERO <= _NINE
        and data[digit + _U1] - _ZERO > _NINE
        and data[first - _U1] in (_SPACE, _BRACKET, _SQUARE)
    )


@_compiled
def split(  # noqa: C901 - flat, see above
    data: Any, count: int, delimiter: int, marks: Any, wanted: Any, starts: Any, ends: Any
) -> Any:
    """Splits whole lines into cells; how many lines, ODD where one is not plain, or has no digit
    but those that number columns (as the header of a further file).

    `wanted` says by column into which row of `starts` and `ends` (UInt32) the places of its texts
    are put, or -1.
    """
    at, start, last, parts = _U0, _U0, np.uint64(count), np.uint8(delimiter)
    column, line, width = 0, 0, wanted.shape[0]
    while at < last:
        first, end = start, np.uint64(marks[at])
        if column == 0:
            digit = start
            while data[digit] - _ZERO > _NINE and data[digit] != _NEWLINE:
                digit += _U1
            before = data[digit - _U1] if digit > start else _ZERO
            if before in (_SPACE, _BRACKET, _SQUARE):
                run = 0  # a header may number its columns, and name a year: (12), năm 2026
                while run < 3 and data[digit] != _NEWLINE:
                    run = run + 1 if data[digit] - _ZERO <= _NINE else 0
                    digit += _U1
                    if run == 3 and _names_year(data, digit):
                        run, digit = 0, digit + _U1
                if run < 3:
                    return ODD
            elif data[digit] == _NEWLINE:
                return ODD
        if data[end] == _QUOTE:
            if end != start:
                return ODD
            first, at = start + _U1, at + _U1
            while data[np.uint64(marks[at])] == parts:
                at += _U1
            end = np.uint64(marks[at])
            at += _U1
            if at >= last or data[end] != _QUOTE or end == first:
                return ODD
            after = np.uint64(marks[at])
            returned = data[end + _U1] == _RETURN and data[after] == _NEWLINE
            if data[after] == _QUOTE or after != end + (_U2 if returned else _U1):
                return ODD
        elif data[end] == _NEWLINE and end > start and data[end - _U1] == _RETURN:
            end -= _U1
        row = wanted[column]
        if row >= 0:
            starts[row, line], ends[row, line] = first, end
        column += 1
        mark_place = np.uint64(marks[at])
        if data[mark_place] == _NEWLINE:
            if column != width:
                return ODD
            column, line = 0, line + 1
        elif column == width or data[mark_place] != parts:
            return ODD
        start, at = mark_place + _U1, at + _U1
    return line if column == 0 else ODD


@_compiled
def read_moments(
    data: Any, words: Any, starts: Any, ends: Any, parts: Any, shapes: Any, latest: int, out: Any
) -> Any:
    """Moments written in one of the spellings of `parts` as microseconds since 1970 (Int64), no
    later than `latest`; how many cells are empty, ODD where one is something else.

    `shapes` has of each spelling three words, each as a mask of what stands between the parts,
    what that is, and a mask of the digits.
    """
    empty = 0
    for line in range(starts.shape[0]):
        start, length = np.uint64(starts[line]), np.int64(ends[line]) - np.int64(starts[line])
        moment = NOTHING if length == 0 else ODD
        for which in range(parts.shape[0]):
            if parts[which, LENGTH] != length or length == 0:
                continue
            wrong = _U0
            for part in range(3):
                place = start + np.uint64(part * 8)
                word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
                wrong |= (word ^ shapes[which, part, 1]) & shapes[which, part, 0]
                wrong |= _no_digits(word) & shapes[which, part, 2]
            if wrong != _U0:
                continue
            at = start + np.uint64(parts[which, YEAR])
            year = _two(data[at], data[at + _U1]) * 100 + _two(data[at + _U2], data[at + _U3])
            at = start + np.uint64(parts[which, MONTH])
            month = _two(data[at], data[at + _U1])
            at = start + np.uint64(parts[which, DAY])
            day = _two(data[at], data[at + _U1])
            hour, minute, second = 0, 0, 0
            if parts[which, HOUR] >= 0:
                at = start + np.uint64(parts[which, HOUR])
                hour = _two(data[at], data[at + _U1])
                at = start + np.uint64(parts[which, MINUTE])
                minute = _two(data[at], data[at + _U1])
            if parts[which, SECOND] >= 0:
                at = start + np.uint64(parts[which, SECOND])
                second = _two(data[at], data[at + _U1])
            moment = _instant(year, month, day, hour, minute, second)
        if moment == ODD or moment > latest:
            return ODD
        empty += moment == NOTHING
        out[line] = moment
    return empty


@_compiled
def read_codes(  # noqa: C901 - flat, see above
    words: Any, starts: Any, ends: Any, table: Any, texts: Any, kept: Any, out: Any
) -> Any:
    """A number (Int32, from 1) for every distinct text of a column, 0 for an empty cell; how many
    there are so far, ODD where there is no room for more.

    `table` holds hash and number (UInt64), `texts` by number where in `kept` (UInt64) a text begins
    and how long it is (Int64); its place 0 how many numbers and words are taken.
    """
    size = np.uint64(table.shape[0] - 1)
    for line in range(starts.shape[0]):
        start, end = np.uint64(starts[line]), np.uint64(ends[line])
        length = end - start
        if length == _U0:
            out[line] = 0
            continue
        hashed, place, left = length * _MIXED, start, length
        while left > _U0:
            word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
            if left < _U8:
                word &= ~(~_U0 << (left << _U3))
            hashed = (hashed ^ word) * _SPREAD
            hashed ^= hashed >> _U32
            place, left = place + _U8, left - min(left, _U8)
        slot = hashed & size
        while True:
            number = table[slot, 1]
            if number == _U0:
                break
            if table[slot, 0] == hashed and texts[number, 1] == np.int64(length):
                place, left, at, same = start, length, np.uint64(texts[number, 0]), True
                while left > _U0 and same:
                    word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
                    if left < _U8:
                        word &= ~(~_U0 << (left << _U3))
                    same = kept[at] == word
                    place, left, at = place + _U8, left - min(left, _U8), at + _U1
                if same:
                    break
            slot = (slot + _U1) & size
        if number == _U0:
            taken, at = texts[0, 0] + 1, texts[0, 1]
            if taken >= texts.shape[0] or at + np.int64(length) // 8 + 1 > kept.shape[0]:
                return ODD
            number = np.uint64(taken)
            table[slot, 0], table[slot, 1] = hashed, number
            texts[taken, 0], texts[taken, 1], texts[0, 0] = at, np.int64(length), taken
            place, left = start, length
            while left > _U0:
                word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
                if left < _U8:
                    word &= ~(~_U0 << (left << _U3))
                kept[at] = word
                place, left, at = place + _U8, left - min(left, _U8), at + 1
            texts[0, 1] = at
        out[line] = number
    return texts[0, 0]


@_compiled
def read_numbers(data: Any, starts: Any, ends: Any, out: Any) -> Any:
    """Copies numbers of dossiers (UInt8), each on a line; how many bytes. ODD where one does not
    begin with a letter or a digit, end with a digit, and hold printable ASCII alone: there may be
    something to clean.
    """
    taken = _U0
    for line in range(starts.shape[0]):
        start, end = np.uint64(starts[line]), np.uint64(ends[line])
        if end < start + _U3:
            return ODD
        first, last = data[start] | np.uint8(32), data[end - _U1]
        bad = not (48 <= first <= 57 or 97 <= first <= 122) or last < 48 or last > 57
        bad |= last == 48 and data[end - _U2] == _DOT
        for place in range(start, end):
            byte = data[place]
            bad |= byte < 33 or byte > 126 or byte == _PLUS
            out[taken + place - start] = byte
        if bad:
            return ODD
        taken += end - start + _U1
        out[taken - _U1] = _NEWLINE
    return np.int64(taken)
