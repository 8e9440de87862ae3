"""Vietnamese number words, folded (`muoi lam`), as figures: for numbers that are said twice."""

from fractions import Fraction

_DIGITS = {
    **{"khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5},
    **{"sau": 6, "bay": 7, "tam": 8, "chin": 9},
}
_TEN, _HUNDRED = "muoi", "tram"
_JOINS = ("linh", "le")
_POINT, _HALF, _A_HALF = "phay", "ruoi", "nua"
WORDS = frozenset((*_DIGITS, _TEN, _HUNDRED, *_JOINS, _POINT, _HALF, _A_HALF))


def is_number_said(words: str) -> bool:
    """Whether any of the words is one of a number."""
    return any(word in WORDS for word in words.split())


def read_number(words: str) -> Fraction | None:
    """The number that folded words say (`muoi lam`, `mot tram linh nam`, `khong phay nam`); None
    where they say none. Digits one by one count, too: `khong ba` is 3.
    """
    said = words.split()
    if said == [_A_HALF]:
        return Fraction(1, 2)
    if said[-1:] == [_HALF] and len(said) > 1:
        whole = _whole(said[:-1])
        return None if whole is None else whole + Fraction(1, 2)
    if _POINT in said:
        place = said.index(_POINT)
        whole, behind = _whole(said[:place]), _one_by_one(said[place + 1 :])
        if whole is None or behind is None:
            return None
        return whole + Fraction(behind, 10 ** len(said[place + 1 :]))
    whole = _whole(said)
    return None if whole is None else Fraction(whole)


def says_year_for_five(words: str) -> bool:
    """Whether words say *mười năm* where 15 is meant, as a common converter writes it."""
    said = words.split()
    return len(said) > 1 and said[-1] == "nam" and said[-2] == _TEN


def _whole(said: list[str]) -> int | None:
    if not said:
        return None
    if _HUNDRED in said:
        place = said.index(_HUNDRED)
        hundreds = _one_by_one(said[:place]) if place == 1 else None
        rest = [word for word in said[place + 1 :] if word not in _JOINS]
        below = _below_hundred(rest) if rest else 0
        return None if hundreds is None or below is None else hundreds * 100 + below
    found = _below_hundred(said)
    return _one_by_one(said) if found is None else found


def _below_hundred(said: list[str]) -> int | None:
    if _TEN not in said:
        return _DIGITS.get(said[0]) if len(said) == 1 else None
    place = said.index(_TEN)
    tens = _DIGITS.get(said[0]) if place == 1 else 1 if place == 0 else None
    units = said[place + 1 :]
    if tens is None or len(units) > 1 or (units and units[0] not in _DIGITS):
        return None
    return tens * 10 + (_DIGITS[units[0]] if units else 0)


def _one_by_one(said: list[str]) -> int | None:
    digits = [_DIGITS.get(word) for word in said]
    return None if not said or None in digits else int("".join(map(str, digits)))
