"""Compiled reading stays cheap: next to no Python for a piece, and no memory given out anew."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cchc_audit.core.settings import Settings
from cchc_audit.intake import load_units, open_exports
from cchc_audit.intake.files import compiled
from cchc_audit.intake.files.lines import guard
from cchc_audit.intake.plain_rows import _CHUNKS_A_PIECE, _Reader

pytest.importorskip("numba")
HEADER = "Mã hồ sơ,Mã TTHC,Đơn vị giải quyết,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả"
ROWS, CHUNK = 8_000, 8_000
MOST_CALLS = 2
"""Queries of a piece: to make its columns, and to see that its bytes are text."""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Reader:
    """A reader of a plain file of many small chunks."""
    lines = [
        f"H21.999-260101-{n:07},1.001193,Xã {n % 9},Đã trả kết quả,05/01/2026 08:00,09/01/2026"
        for n in range(ROWS)
    ]
    path = tmp_path / "xuat.csv"
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    made: list[_Reader] = []
    init = _Reader.__init__

    def noted(self: _Reader, *given: Any) -> None:
        init(self, *given)
        made.append(self)

    monkeypatch.setattr(_Reader, "__init__", noted)
    monkeypatch.setattr(compiled, "ENOUGH", 0)
    monkeypatch.setattr(guard, "_CHUNK", CHUNK)
    monkeypatch.setattr(guard, "_PEEK", 500)
    settings = Settings()
    units = load_units(settings.units)
    open_exports([str(path)], settings=settings, units=units, judged=date(2026, 6, 30))
    return made[0]


def pieces(reader: _Reader) -> Iterator[pl.DataFrame]:
    return reader.pieces(frozenset(reader.schema) - {"fault"})


def test_a_piece_takes_few_queries(reader: _Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(pieces(reader))
    assert len(first) > 2 * _CHUNKS_A_PIECE
    asked = []
    collect = pl.LazyFrame.collect

    def noted(self: pl.LazyFrame, **how: Any) -> Any:
        asked.append(self)
        return collect(self, **how)

    monkeypatch.setattr(pl.LazyFrame, "collect", noted)
    again = list(pieces(reader))
    assert sum(map(len, again)) == ROWS
    assert len(asked) <= MOST_CALLS * len(again)


def test_memory_is_used_again(reader: _Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    from cchc_audit.engine import plain_columns
    from cchc_audit.engine.lent_columns import Arrays

    made = []

    def noted(**size: int) -> Any:
        made.append(size)
        return Arrays(**size)

    monkeypatch.setattr(plain_columns, "Arrays", noted)
    read = sum(1 for _ in pieces(reader))
    assert read > 10
    assert len(made) < read / 2
