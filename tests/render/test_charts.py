"""Charts over lists and summaries: what is drawn stands in a table, and text in them is data."""

import re

import polars as pl
import pytest

from cchc_audit.render.charts import Axes, Bar, Unit, bars, funnel
from cchc_audit.render.document import Chart, Grid, Part
from cchc_audit.render.formats import Format, render
from cchc_audit.render.pages.table_charts import days_late_charts, month_charts, unit_charts
from cchc_audit.texts import Texts

from . import frames

VI = Texts("vi")
HOSTILE = "</svg><script>alert(1)</script>"


def split(parts: list[Part]) -> tuple[Chart, Grid]:
    chart, grid = parts
    assert isinstance(chart, Chart)
    assert isinstance(grid, Grid)
    return chart, grid


def test_days_in_ranges_of_one_width() -> None:
    """Ranges of one width, the last open, less than a day apart; they add up."""
    days = pl.Series([0, 1, 1, 2, 5, 6, 11, 30, 31] + [3] * 100 + [400])
    chart, grid = split(list(days_late_charts(days, VI)))
    counts = {line[0]: int(line[1]) for line in grid.lines}
    assert counts == {"< 1": 1, "1": 2, "2": 1, "3": 100, "4": 0, "5": 1, "> 5": 5}
    assert chart.svg.count('class="bar"') == 6
    assert chart.svg.count('class="faint"') == 1
    assert chart.said == ("110 hồ sơ; một nửa quá hạn không quá 3 ngày làm việc.",)


def test_no_days_no_chart() -> None:
    assert list(days_late_charts(pl.Series([None], dtype=pl.Int32), VI)) == []


def test_wide_ranges() -> None:
    _, grid = split(list(days_late_charts(pl.Series(range(1, 101)), VI)))
    assert [line[0] for line in grid.lines][:2] == ["1–10", "11–20"]
    assert sum(int(line[1]) for line in grid.lines) == 100


def test_months() -> None:
    """The year stands where it begins; a month of few results is drawn hollow, and said."""
    counts = [("2025-12", 40, 4), ("2026-01", 0, 0), ("2026-02", 5, 1)]
    [chart] = month_charts(counts, VI, across="x")
    assert isinstance(chart, Chart)
    assert re.findall(r">(20\d\d)<", chart.svg) == ["2025", "2026"]
    assert [chart.svg.count(f'class="{look}"') for look in ("bar", "faint")] == [1, 1]
    assert "11,1%" in chart.said[0]
    assert "dưới 20" in chart.said[1]


def test_units_beyond_the_limits() -> None:
    counts = [*((f"Xã {n}", 200, 10) for n in range(9)), ("Xã Z", 200, 60), ("Xã Y", 0, 0)]
    chart, grid = split(list(unit_charts(counts, VI)))
    assert [line[0] for line in grid.lines] == ["1. Xã Z"]
    assert grid.lines[0][-1] == "Cao hơn giới hạn 99,8%"
    assert chart.svg.count("<circle") == 10
    assert chart.svg.count('class="told"') == 1


def test_one_unit_among_others() -> None:
    """Who reads of one unit is not told the names of the others."""
    counts = [(f"Xã {n}", 200, 10 + n) for n in range(9)]
    chart, grid = split(list(unit_charts(counts, VI, asked="Xã 3")))
    assert [line[0] for line in grid.lines] == ["Xã 3"]
    assert "Trong giới hạn" in grid.lines[0]
    assert re.findall(r"Xã \d", chart.svg) == ["Xã 3", "Xã 3"]


def test_too_few_units() -> None:
    assert list(unit_charts([("Xã A", 100, 5), ("Xã B", 100, 50)], VI)) == []


def test_text_is_data() -> None:
    axes = Axes(HOSTILE, HOSTILE, lambda _: HOSTILE, lambda _: HOSTILE)
    drawn = bars([Bar(HOSTILE, (1.0,), (HOSTILE,), HOSTILE)], axes, name="a", heading=HOSTILE)
    units = [Unit(HOSTILE, 5 + n, n, HOSTILE) for n in range(3)]
    for svg in (drawn.svg, funnel(units, axes, name="a", heading=HOSTILE).svg):
        assert "<script" not in svg
        assert svg.count("</svg>") == 1


@pytest.mark.parametrize("form", [Format.HTML, Format.MD, Format.TABLE])
def test_only_pages_show_them(form: Format) -> None:
    page = str(render(frames.late(total_rows=4), format=form, texts=VI))
    assert page.count("<svg class=") == (form is Format.HTML)


def test_no_chart_of_a_part() -> None:
    """A list that is cut has no chart: it would show the part as the whole."""
    assert "<svg" not in str(render(frames.late(), format=Format.HTML, texts=VI))
