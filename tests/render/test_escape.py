import polars as pl
import pytest

from cchc_audit.render.escape import html, markdown, neutral, visible


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
        ("a=1", "a=1"),
        ("", ""),
        (None, None),
    ],
)
def test_formulas_are_disarmed(cell: str | None, written: str | None) -> None:
    frame = pl.DataFrame({"x": [cell]}, schema={"x": pl.String})
    assert frame.select(neutral(pl.col("x"))).item() == written
