"""Every text is used, every text asked for is there, both languages ask for the same values.

Keys are found as literals in the code. Those put together (`f"outcome.{value}"`) are listed in
`families` with the members they take; a new one has to be listed.
"""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from string import Formatter

import pytest

from cchc_audit.render.people import CODED
from cchc_audit.texts import Lang, Texts, catalogue
from cchc_audit.texts import _rows as rows_of_texts

from .families import FAMILIES, FILE_NAMES, FORMS, LABELLED, NOT_KEYS
from .source import modules, spoken

KEY = re.compile(r"[a-z_]+(\.[A-Za-z_0-9\[\],]+)+")

BARE = re.compile(
    r"\{(\w+)\} (?!of\b)(?:[a-z]+ (?!of\b)){0,2}?"
    r"(?:answers|cells|codes|columns|communes|copies|days|dossiers|drafts|entries|events|files"
    r"|findings|gates|groups|hours|lines|months|minutes|moments|officers|others|pauses|people"
    r"|places|points|procedures|rounds|rows|rules|runs|seconds|snapshots|states|statuses|steps"
    r"|stretches|supplements|supplement requests|terms|times|units|values|weeks|years)\b"
)
"""A value right before a plural, adjectives between them."""

NEVER_ONE = {
    # The whole of which a part of one or more is shown.
    *("report.cut", "report.cut_groups", "report.annex.part", "brief.list.cut", "cli.written_cut"),
    # A constant of the program.
    *("report.sheet_too_long", "ranking.nobody", "ranking.apart", "brief.course.cut"),
    # Said only of two or more.
    *(
        "brief.findings.untold_shared",
        "brief.one_unit_a_file",
        "changes.where",
        "explain.pause.merged",
    ),
    *("former.ambiguous", "summary.more"),
    # More than the eight hours allowed; more dossiers than may change by chance.
    *(f"rules.T104.message.{how}" for how in ("accepted", "answered", "waiting")),
    *("snapshots.mass", "snapshots.mass_gone"),
    # More lines than a paper has.
    "report.pdf_too_long",
}
"""Texts whose count cannot be 1."""


@cache
def literals() -> frozenset[str]:
    """Every string constant of the package; docstrings and parts of f-strings left out."""
    return frozenset(
        node.value
        for tree in modules().values()
        for node in spoken(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def assembled() -> Iterator[tuple[str, str]]:
    """Every f-string of the package that looks like a key, `{}` for each value; and its module."""
    for path, tree in modules().items():
        for node in spoken(tree):
            if isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
                pattern = "".join(str(part) for part in parts)
                if re.fullmatch(r"[a-z_{}0-9]+\.[a-z_{}.0-9]*", pattern) and "{}" in pattern:
                    yield pattern, path


def members(pattern: str) -> Iterator[str]:
    """The keys of a family."""
    prefix = pattern.partition("{}")[0]
    listed = FAMILIES[pattern]
    if listed is not None:
        yield from (prefix + member for member in listed)
        return
    for key in catalogue():
        if key.startswith(prefix) and key.removeprefix(prefix).removesuffix(".short") in literals():
            yield key


@cache
def rooms() -> frozenset[str]:
    return frozenset(key.partition(".")[0] for key in catalogue())


def asked_for() -> frozenset[str]:
    """The keys that stand in the code whole."""
    found = {
        word for word in literals() if KEY.fullmatch(word) and word.partition(".")[0] in rooms()
    }
    return frozenset(found - FILE_NAMES)


def test_keys_put_together_are_listed() -> None:
    found = {pattern for pattern, _ in assembled()}
    strange = {p for p in found if p.partition(".")[0].strip("{}_") in {"", *rooms()}}
    assert strange - {*FAMILIES, *NOT_KEYS} == set()
    labels = {family for family in FAMILIES if family.endswith("_column.{}")}
    behind = labels | {f"{column}.{{}}" for column in LABELLED}
    assert {*FAMILIES} - behind - found == set()


def test_columns_of_codes_are_listed() -> None:
    assert set(LABELLED) == CODED


def test_every_text_asked_for_is_there() -> None:
    wanted = {key for pattern in FAMILIES for key in members(pattern)} | asked_for()
    known = {key.removesuffix(form) for key in catalogue() for form in FORMS}
    assert sorted(key for key in wanted if key not in known) == []


def test_every_text_is_used() -> None:
    used = {key for pattern in FAMILIES for key in members(pattern)} | asked_for()
    used = {key + form for key in used for form in FORMS}
    assert sorted(key for key in catalogue() if key not in used) == []


def fields(text: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_placeholders_are_the_same_in_both_languages() -> None:
    odd = [key for key, (vi, en) in catalogue().items() if fields(vi) != fields(en)]
    assert odd == []


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Says a text of the test's own with the values given."""

    def say(text: str, lang: Lang = "en", **values: object) -> str:
        monkeypatch.setitem(rows_of_texts(), "told", f"{text}\t{text}")
        return Texts(lang)("told", **values)

    return say


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((1, "1 row is read"), ("1", "1 row is read")),
        *((0, "0 rows are read"), (2, "2 rows are read"), (11, "11 rows are read")),
        *(("1,000", "1,000 rows are read"), ("1.5", "1.5 rows are read"), ("–", "– rows are read")),
    ],
)
def test_words_behind_a_count_take_its_number(
    told: Callable[..., str], value: object, said: str
) -> None:
    assert told("{n} {n:row is|rows are} read", n=value) == said


def test_other_formats_stand_beside_a_count(told: Callable[..., str]) -> None:
    text = "{day:%d/%m/%Y}: {share:.1f} in {n:one|many}"
    assert told(text, day=date(2026, 3, 5), share=0.25, n=1) == "05/03/2026: 0.2 in one"
    assert told("a | b") == "a | b"


def test_formats_are_counts_or_dates() -> None:
    """A sentence of a finding is put together by polars, which knows no other format."""
    for key, pair in catalogue().items():
        for text in pair:
            for _, name, form, conversion in Formatter().parse(text):
                assert not conversion, key
                assert name is None or re.fullmatch(r"\w+", name), key
                shape = r"[^|]*\|[^|]+" if ".message" in key else r"[^|]*\|[^|]+|%.*"
                assert not form or re.fullmatch(shape, form), key


def test_what_stands_behind_a_count_has_a_singular() -> None:
    """Not "1 rows": `{n} {n:row|rows}`; or the count is never 1, and `NEVER_ONE` says why."""
    bare = {
        (key, match[1])
        for key, (_, en) in catalogue().items()
        for match in BARE.finditer(en)
        if key not in NEVER_ONE
    }
    assert bare == set()
    assert {key for key in NEVER_ONE if not BARE.search(catalogue()[key][1])} == set()


def calls() -> Iterator[tuple[str, int, str, set[str]]]:
    """Calls that name a text and its values: `texts("key", a=…)`, `SomeError("key", a=…)`.

    Yields module, line, key and the names of the values; calls that hand on `**values` are left
    out, as are those that hand the key to something else.
    """
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            first, name = node.args[0], ast.unparse(node.func)
            whole = isinstance(first, ast.Constant) and first.value in catalogue()
            speaks = re.search(r"(texts|texts\(\)|Texts\(.*\)|Error)$", name)
            if whole and speaks and all(keyword.arg for keyword in node.keywords):
                given = {str(keyword.arg) for keyword in node.keywords}
                assert isinstance(first, ast.Constant)
                yield path, node.lineno, str(first.value), given


def test_texts_get_the_values_they_ask_for() -> None:
    """A value that is missing would be a bug in the very sentence that explains something."""
    found = list(calls())
    assert len(found) > 100
    lacking = [
        (path, line, key, fields(catalogue()[key][0]) - given)
        for path, line, key, given in found
        if fields(catalogue()[key][0]) - given
    ]
    assert lacking == []


def test_texts_without_values_have_no_placeholders_left() -> None:
    """`{{` is needed only where values are filled in; elsewhere braces would show."""
    doubled = [key for key, pair in catalogue().items() if any("{{" in text for text in pair)]
    assert doubled == []


@pytest.mark.parametrize("lang", [0, 1], ids=["vi", "en"])
def test_texts_are_tidy(lang: int) -> None:
    for key, pair in catalogue().items():
        text = pair[lang]
        assert text == text.strip(" "), key
        assert "  " not in text.replace("\n  ", "\n"), key
        assert not re.search(r" [,;:.?!](\s|$)", text), key


def test_vietnamese_is_composed_and_has_its_accents() -> None:
    import unicodedata

    for key, (vi, _) in catalogue().items():
        assert unicodedata.is_normalized("NFC", vi), key
        if vi.count(" ") > 5 and not key.startswith("cli.examples"):
            assert any(ord(letter) > 191 for letter in vi), key
