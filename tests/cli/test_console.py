"""What is said beside the answer: broken between words on a screen, left alone elsewhere."""

import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.cli.console import TALK

SAID = "Không có đơn vị “Ia Pa” trong dữ liệu; xem các đơn vị bằng lệnh communes\n    [columns]"


class Screen(io.StringIO):
    """A terminal that does not know its width."""

    def isatty(self) -> bool:
        return True


def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A screen of forty columns in the place of what complaints go to."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "40")
    return screen


def test_a_screen_gets_lines_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = screen(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    TALK.say(SAID, mark="Lỗi:")
    lines = seen.getvalue().splitlines()
    assert lines[0] == "Lỗi: Không có đơn vị “Ia Pa” trong dữ"
    assert lines[-1] == "    [columns]"
    assert all(len(line) <= 40 for line in lines)


def test_what_marks_an_error_is_red_where_there_are_colours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = screen(monkeypatch)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    TALK.say("x", mark="Lỗi:")
    assert seen.getvalue() == "\x1b[1;31mLỗi:\x1b[0m x\n"


def test_a_pipe_gets_a_sentence_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setenv("COLUMNS", "40")
    TALK.say(SAID)
    assert pipe.getvalue() == SAID + "\n"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_is_for_machines_moves_no_cursor_on_a_screen(
    form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The rows come from the engine in pieces; a pipe gets them as they are."""
    monkeypatch.chdir(tmp_path)
    header = "Mã hồ sơ,Ngày tiếp nhận,Thời hạn giải quyết,Cán bộ xử lý\n"
    rows = "H1,05/01/2026,3 ngày làm việc,Lan \x1b[2J\x9b31mđ\n"
    Path("x.csv").write_text(header + rows, encoding="utf-8")
    words = ["late", "x.csv", "--as-of", "31/03/2026", "--format", form]
    piped = CliRunner().invoke(app, words).stdout
    assert "\x9b" in piped
    seen = Screen()
    monkeypatch.setattr(sys, "stdout", seen)
    assert app(words, standalone_mode=False) == 0
    shown = seen.getvalue()
    assert not {"\x1b", "\x9b"} & set(shown)
    if form == "json":
        assert json.loads(shown)["rows"] == json.loads(piped)["rows"]
    else:
        assert "Lan ␛[2J<U+009B>31mđ" in shown
