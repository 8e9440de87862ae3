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
from numba.cpython.unsafe.numbers import trailing_zeros

from cchc_audit.engine.machine_code import edges_at

PADDING = 64
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
_NINE = np.uint8(9)
_U0, _U1, _U2, _U3, _U4, _U7, _U8 = map(np.uint64, (0, 1, 2, 3, 4, 7, 8))
_U32, _U63, _U64 = map(np.uint64, (32, 63, 64))
_SPREAD, _MIXED = map(np.uint64, (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93))
_MOST_TRIED = 64
"""Texts of one hash that a text is held against."""
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
def mark(data: Any, start: Any, end: Any, delimiter: int, marks: Any) -> Any:
    """Puts the places from `start` to `end` of all delimiters, line ends, quotes, zeroes and bytes
    that begin the letter U+FFFD, which stands for what was no UTF-8 (or one of its neighbours, as
    rare), into `marks` (UInt32); how many.
    """
    count, parts = _U0, np.uint8(delimiter)
    while start < end:
        left = edges_at(data, start, parts)
        while left != _U0:
            marks[count] = start + trailing_zeros(left)
            count += _U1
            left &= left - _U1
        start += _U64
    while count > _U0 and marks[count - _U1] >= end:
        count -= _U1
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
    data: Any,
    start: Any,
    delimiter: int,
    marks: Any,
    count: int,
    wanted: Any,
    starts: Any,
    ends: Any,
) -> Any:
    """Splits the whole lines from `start` on into cells; how many lines, ODD where one is not
    plain, or has no digit but those that number columns (as the header of a further file).

    `wanted` says by column into which row of `starts` and `ends` (UInt32) the places of its texts
    are put, or -1.
    """
    at, last, parts = _U0, np.uint64(count), np.uint8(delimiter)
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
    data: Any, words: Any, starts: Any, ends: Any, row: int, lines: int, how: Any, out: Any, to: int
) -> Any:
    """Moments written in one of the spellings of `how` as microseconds since 1970 into `out`
    (Int64, and a bit for each that is known) from `to` on, none later than `latest`. ODD where a
    cell is neither one nor empty.

    `how` is what `Shapes` holds: of each spelling its `parts`, and three words, each as a mask of
    what stands between the parts, what that is, and a mask of the digits.
    """
    parts, shapes, latest = how
    moments, known = out
    for line in range(lines):
        start, length = np.uint64(starts[row, line]), np.int64(ends[row, line] - starts[row, line])
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
        moments[to + line] = moment
        at, bit = (to + line) >> 3, np.uint8(1 << ((to + line) & 7))
        known[at] = (known[at] & (bit - 1)) | (bit if moment != NOTHING else 0)
    return 0


@_compiled
def read_codes(  # noqa: C901 - flat, see above
    words: Any, starts: Any, ends: Any, row: int, lines: int, known: Any, out: Any, to: int
) -> Any:
    """A number (UInt16, from 1) for every distinct text of a column, 0 for an empty cell, into
    `out` from `to` on; ODD where there is no room for more.

    `known`: numbers by hash, by number where a text begins and how long it is (place 0: how many
    numbers and words are taken), and the words of all texts. Hashed are beginning, middle and end:
    texts that differ elsewhere alone are tried one after the other, and too many are not plain.
    """
    table, texts, kept = known
    size = np.uint64(table.shape[0] - 1)
    for line in range(lines):
        start = np.uint64(starts[row, line])
        length = np.uint64(ends[row, line]) - start
        if length == _U0:
            out[to + line] = 0
            continue
        full, rest = length >> _U3, ~(~_U0 << ((length & _U7) << _U3))
        word = _joined(words[start >> _U3], words[(start >> _U3) + _U1], start)
        hashed = (length * _MIXED ^ (word if full else word & rest)) * _SPREAD
        if length > _U8:
            place = start + (length >> _U1) - _U4
            word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
            hashed = (hashed ^ (hashed >> _U32) ^ word) * _SPREAD
            place = start + length - _U8
            word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
            hashed = (hashed ^ (hashed >> _U32) ^ word) * _SPREAD
        slot = (hashed ^ (hashed >> _U32)) & size
        number, same, tried = np.uint64(table[slot]), False, 0
        while number != _U0 and not same and tried < _MOST_TRIED:
            place, at = start, np.uint64(texts[number, 0])
            same = texts[number, 1] == length
            for part in range(full if same else _U0):
                word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
                same &= kept[at + part] == word
                place += _U8
            if same and length & _U7:
                word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
                same = kept[at + full] == word & rest
            if not same:
                slot, tried = (slot + _U1) & size, tried + 1
                number = np.uint64(table[slot])
        if not same:
            number, at = np.uint64(texts[0, 0]) + _U1, np.uint64(texts[0, 1])
            if tried == _MOST_TRIED or number >= texts.shape[0] or at + full >= kept.shape[0]:
                return ODD
            for part in range(full + _U1):
                place = start + (part << _U3)
                word = _joined(words[place >> _U3], words[(place >> _U3) + _U1], place)
                kept[at + part] = word if part < full else word & rest
            table[slot], texts[number, 0], texts[number, 1] = number, at, length
            texts[0, 0], texts[0, 1] = number, at + full + _U1
        out[to + line] = number
    return 0


@_compiled
def read_numbers(
    data: Any, starts: Any, ends: Any, row: int, lines: int, out: Any, to_ends: Any, to: int
) -> Any:
    """Copies numbers of dossiers into `out` (UInt8), and puts where each ends into `to_ends`
    (Int64) behind the place `to`, which says where the one before does. ODD where one does not
    begin with a letter or a digit, end with a digit, and hold printable ASCII alone: there may be
    something to clean.
    """
    taken = np.uint64(to_ends[to])
    for line in range(lines):
        start, end = np.uint64(starts[row, line]), np.uint64(ends[row, line])
        if end < start + _U3 or taken + end - start > out.shape[0]:
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
        taken += end - start
        to_ends[to + line + 1] = taken
    return 0


@_compiled
def read_columns(
    data: Any, words: Any, starts: Any, ends: Any, lines: int, how: Any, found: Any, to: int
) -> Any:
    """Reads the columns of so many lines that `split` made, as `read_lines` says, into `found` from
    the line `to` on; ODD where a cell is not plain, else 0.
    """
    parts, shapes, latest, table, texts, kept = how
    letters, to_ends, moments, known, codes = found
    row = 0
    if letters.shape[0] > 0:
        if read_numbers(data, starts, ends, row, lines, letters, to_ends, to) == ODD:
            return ODD
        row = 1
    for at in range(moments.shape[0]):
        spelt, out = (parts[at], shapes[at], latest[at]), (moments[at], known[at])
        if read_moments(data, words, starts, ends, row, lines, spelt, out, to) == ODD:
            return ODD
        row += 1
    for at in range(codes.shape[0]):
        met = (table[at], texts[at], kept[at])
        if read_codes(words, starts, ends, row, lines, met, codes[at], to) == ODD:
            return ODD
        row += 1
    return 0


@_compiled
def read_lines(
    data: Any, words: Any, size: int, delimiter: int, room: Any, wanted: Any, how: Any, found: Any
) -> Any:
    """Reads whole lines (`size` bytes), block by block, so that a block is near when it is gone
    through once more for every column; how many lines, ODD where one is not plain.

    `wanted` says by column into which row of places `split` puts it: the numbers of dossiers first
    (where `letters` has room), then columns of moments, then of texts. `room` are `marks`, `starts`
    and `ends` of a block. `how`: `parts`, `shapes` and `latest` of each column of moments, `table`,
    `texts` and `kept` of each of texts. `found` is filled: the numbers' `letters` and `ends`;
    `moments` and what is `known` by column; codes by column.
    """
    marks, starts, ends = room
    start, lines, whole = _U0, 0, np.uint64(size)
    block = np.uint64(marks.shape[0] - 2 * PADDING)
    while start < whole:
        count = mark(data, start, min(start + block, whole), delimiter, marks)
        while count > 0 and data[marks[count - 1]] != _NEWLINE:
            count -= 1
        if count == 0:
            return ODD
        marks[count] = size
        more = split(data, start, delimiter, marks, count, wanted, starts, ends)
        if more == ODD or lines + more > found[4].shape[1]:
            return ODD
        if read_columns(data, words, starts, ends, more, how, found, lines) == ODD:
            return ODD
        start, lines = np.uint64(marks[count - 1]) + _U1, lines + more
    return lines
