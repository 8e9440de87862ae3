"""Charts of our own templates: SVG that stands in a page or a paper, in grey as in colour.

Nothing in them moves and nothing is loaded: what is drawn stands in a table too. All text comes as
data and is escaped by the templates.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment

from cchc_audit.analysis.summary.funnel import Limits, funnel_limits
from cchc_audit.render.document import Chart
from cchc_audit.render.page_templates import page_templates

WIDTH, HEIGHT = 480, 256
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 16, 42
_LETTER = 6.0
"""How wide a digit is drawn, about: decides how many labels find room."""
_FULL = 0.7
"""The part of a place that bars take."""
_KEY = 24
_TICKS = 4
_SIZED = 20
_CURVE = 48
"""Points of a limit: more cannot be told from a curve."""

Say = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands over one place of the axis: bars beside each other, one a series (None: none),
    with words above each. Below it stand one or two lines; `title` names it where it is pointed at.
    A `faint` one is drawn hollow: it says less than the others, or something else.
    """

    label: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]
    under: str = ""
    title: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit on a funnel: how many results it has, how many of them are late. One that is `told`
    is filled and has that mark beside it.
    """

    name: str
    resolved: int
    late: int
    told: str = ""


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands beside the axes of a chart, and how a value of each is said."""

    across: str
    up: str
    say: Say
    say_across: Say = str


def bars(
    given: Sequence[Bar],
    axes: Axes,
    *,
    name: str,
    heading: str,
    series: tuple[str, ...] = (),
    line: float | None = None,
    said: tuple[str, ...] = (),
) -> Chart:
    """Bars beside each other, with a broken `line` across them where one is given.

    `name` tells the drawings of a page apart; `series` names the bars over one place, where there
    are several; `said` are the sentences below. The values are not negative; there is at least
    one bar.
    """
    known = [value or 0.0 for bar in given for value in bar.values]
    top, ticks = _scale(max([*known, line or 0.0]))
    slot = (WIDTH - _LEFT - _RIGHT) / len(given)
    wide = slot * _FULL / len(given[0].values)
    longest = max(len(bar.label) for bar in given)
    every = max(1, math.ceil((longest + 1) * _LETTER / slot))
    spoken = max(len(words) for bar in given for words in bar.words) * _LETTER <= slot
    places = [
        {
            "bar": bar,
            "middle": round(_LEFT + slot * (at + 0.5), 1),
            "labelled": at % every == 0,
            "drawn": [
                {
                    "look": "faint" if bar.faint else f"s{number}" if series else "bar",
                    "x": round(_LEFT + slot * (at + (1 - _FULL) / 2) + wide * number, 1),
                    "y": round(_up(value, top), 1),
                    "high": round(_up(0, top) - _up(value, top), 1),
                    "words": words,
                }
                for number, (value, words) in enumerate(zip(bar.values, bar.words, strict=True))
                if value is not None
            ],
        }
        for at, bar in enumerate(given)
    ]
    return _drawn(
        "bars.svg.html",
        Chart("", heading, said),
        name=name,
        axes=axes,
        ticks=[(round(_up(tick, top), 1), axes.say(tick)) for tick in ticks],
        places=places,
        wide=round(wide, 1),
        spoken=spoken and not series,
        legend=list(_legend(series)),
        line=None if line is None else round(_up(line, top), 1),
    )


def _legend(series: Sequence[str]) -> Iterator[tuple[float, str, str]]:
    """Where the key of each series begins, right above the chart: its place, look and name."""
    at = WIDTH - _RIGHT - sum(len(name) * _LETTER + _KEY for name in series)
    for number, name in enumerate(series):
        yield round(at, 1), f"s{number}", name
        at += len(name) * _LETTER + _KEY


def funnel(
    units: Sequence[Unit], axes: Axes, *, name: str, heading: str, said: tuple[str, ...] = ()
) -> Chart:
    """The share of late results of each unit over their number, between the limits of chance.

    Those limits are of `funnel_limits`; `name` tells the drawings of a page apart. There is at
    least one unit, and each has results.
    """
    late, resolved = sum(unit.late for unit in units), sum(unit.resolved for unit in units)
    most = max(unit.resolved for unit in units)
    right, ticks_across = _scale(most)
    steps = [max(1, round(most * (at / _CURVE) ** 2)) for at in range(1, _CURVE + 1)]
    limits = [funnel_limits(late, resolved, n) for n in dict.fromkeys(steps)]
    # One result, and late, would leave no room for the others: it lies at the edge.
    sized = [unit for unit in units if unit.resolved >= min(_SIZED, most)]
    highest = max(unit.late / unit.resolved for unit in sized)
    top, ticks = _scale(min(1.0, max(highest, late / resolved * 2)))

    def across(n: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * n / right, 1)

    def up(share: float) -> float:
        return round(_up(min(share, top), top), 1)

    def curve(value: Callable[[Limits], float]) -> str:
        return " ".join(f"{across(one.n)},{up(value(one))}" for one in limits)

    return _drawn(
        "funnel.svg.html",
        Chart("", heading, said),
        name=name,
        axes=axes,
        ticks=[(up(tick), axes.say(tick)) for tick in ticks if tick <= top],
        ticks_across=[(across(tick), axes.say_across(tick)) for tick in ticks_across],
        mean=up(late / resolved),
        inner=[curve(lambda one: one.low), curve(lambda one: one.high)],
        outer=[curve(lambda one: one.lowest), curve(lambda one: one.highest)],
        units=[
            {"unit": unit, "x": across(unit.resolved), "y": up(unit.late / unit.resolved)}
            # Those that are told of lie on top.
            for unit in sorted(units, key=lambda unit: bool(unit.told))
        ],
    )


def _drawn(template: str, chart: Chart, **values: object) -> Chart:
    frame = {
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "right": WIDTH - _RIGHT,
        "top": _TOP,
        "floor": HEIGHT - _BOTTOM,
    }
    drawing = _templates().get_template(template)
    return chart._replace(svg=drawing.render(heading=chart.heading, at=frame, **values))


@cache
def _templates() -> Environment:
    return page_templates("cchc_audit.render")


def _up(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * value / top


def _scale(most: float) -> tuple[float, list[float]]:
    """The end of an axis from 0 and the round numbers on it: some four, of 1, 2 or 5."""
    if most <= 0:
        return 1.0, [0.0]
    rough = most / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough * 0.999)
    count = math.ceil(most / step * 0.999)
    return step * count, [round(step * at, 10) for at in range(count + 1)]
