import json
import re

import polars as pl
import pytest

from cchc_audit.render.escape import FORMULA, harmless, html, markdown, neutral, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mĐỏ", "␛[31mĐỏ"),
        ("a\r\nb\tc", "a␍␊b␉c"),
        ("\x9b31m", "<U+009B>31m"),
        ("xa\u202efdp", "xa<U+202E>fdp"),
        ("\x7f\x00", "␡␀"),
        ("Xã Chư Mố [bold]", "Xã Chư Mố [bold]"),
    ],
)
def test_control_characters_are_shown_not_obeyed(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_html_and_markdown() -> None:
    assert html("<b a='1'>&\x1b") == "&lt;b a=&#x27;1&#x27;&gt;&amp;␛"
    assert markdown("a|b\n<i>`x`[y](z)") == r"a\|b␊&lt;i&gt;\`x\`\[y\](z)"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("\u00a0\u200b+84", "'\u00a0\u200b+84"),
        ("\u202e-x", "'\u202e-x"),
        ("\ufeff@SUM(A1)", "'\ufeff@SUM(A1)"),
        ("\n=1", "'\n=1"),
        (" a=1", " a=1"),
        ("Xã -x", "Xã -x"),
        ("a=1", "a=1"),
        ("", ""),
        (None, None),
    ],
)
def test_formulas_are_disarmed(cell: str | None, written: str | None) -> None:
    frame = pl.DataFrame({"x": [cell]}, schema={"x": pl.String})
    assert frame.select(neutral(pl.col("x"))).item() == written
    # The same for rows that are written without polars.
    assert bool(re.match(FORMULA, cell or "")) == (cell != written)


def test_what_a_terminal_would_obey_is_shown_line_by_line() -> None:
    rows = "a,\x1b[2J\t\x9b31m\r\nb,\u202ex\u061c\x00\n"
    assert harmless(rows) == "a,␛[2J\t<U+009B>31m\r\nb,<U+202E>x<U+061C>␀\n"
    assert harmless("Xã Chư Mố – “[bold]”\n") == "Xã Chư Mố – “[bold]”\n"


def test_json_stays_what_it_is() -> None:
    document = {"name": "Xã\u202e \x9b31m\u2066\ufeff", "x": [1]}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    shown = harmless(text, json=True)
    assert json.loads(shown) == document
    assert all(char == "\n" or char.isprintable() for char in shown)
