"""Screens, read by eye once and held since; `UPDATE_GOLDEN=1 pytest tests/report` rewrites them."""

from collections.abc import Callable

import pytest
from support.golden import held

from cchc_audit.render.formats import Format, render
from cchc_audit.render.report import Report
from cchc_audit.texts import Lang, Texts

from . import frames

REPORTS: dict[str, Callable[[], Report]] = {
    "late": frames.late,
    "communes": frames.communes,
    "due": frames.due,
}


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("name", REPORTS)
def test_tables(name: str, width: int) -> None:
    text = render(REPORTS[name](), format=Format.TABLE, texts=Texts("vi"), width=width)
    assert isinstance(text, str)
    assert max(map(len, text.splitlines())) <= width
    held(f"report/{name}-{width}.txt", text)


@pytest.mark.parametrize("name", ["late", "communes"])
def test_english(name: str) -> None:
    text = render(REPORTS[name](), format=Format.TABLE, texts=Texts("en"), width=100)
    held(f"report/{name}-100-en.txt", str(text))


def test_colours() -> None:
    text = render(frames.late(), format=Format.TABLE, texts=Texts("vi"), width=100, colour=True)
    held("report/late-100-colour.txt", str(text))


@pytest.mark.parametrize("form", [Format.JSON, Format.CSV, Format.MD, Format.HTML])
@pytest.mark.parametrize("name", ["late", "communes"])
def test_formats(name: str, form: Format) -> None:
    lang: Lang = "vi"
    text = render(REPORTS[name](), format=form, texts=Texts(lang))
    held(f"report/{name}.{form}", str(text))
