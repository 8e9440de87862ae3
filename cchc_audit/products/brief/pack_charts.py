"""The monthly course as a drawing for the page: received, resolved, late."""

from collections.abc import Sequence

from cchc_audit.products.brief.pack import Month
from cchc_audit.render.drawing import INSIDE_A_PAGE, draw_chart, pygal_or
from cchc_audit.render.numbers import month, whole
from cchc_audit.texts import Texts

_COLOURS = ("var(--received)", "var(--resolved)", "var(--late)")
"""Set by the page, for light and for dark."""
_UPRIGHT = 9
"""Months whose labels fit beside each other."""


def course(months: Sequence[Month], texts: Texts) -> str:
    """Three bars a month, as SVG in the colours of the page it stands in.

    Raises `ConfigError` where pygal is not installed.
    """
    pygal = pygal_or("brief.no_pygal")
    style = pygal.style.Style(
        font_family="inherit",
        background="transparent",
        plot_background="transparent",
        foreground="currentColor",
        foreground_strong="currentColor",
        foreground_subtle="var(--line)",
        guide_stroke_color="var(--line)",
        major_guide_stroke_color="var(--line)",
        colors=_COLOURS,
        opacity="1",
        opacity_hover="1",
        transition="0s",
        label_font_size=14,
        major_label_font_size=14,
        legend_font_size=15,
    )
    chart = pygal.Bar(
        **INSIDE_A_PAGE,
        style=style,
        width=800,
        height=330,
        show_legend=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        value_formatter=lambda value: "" if value is None else whole(round(value), texts),
        x_label_rotation=0 if len(months) <= _UPRIGHT else 45,
        truncate_legend=-1,
        include_x_axis=True,
    )
    chart.x_labels = [month(one.month) for one in months]
    chart.add(texts("brief.course.received"), [one.received for one in months])
    chart.add(texts("brief.course.resolved"), [one.resolved for one in months])
    chart.add(texts("brief.course.late"), [one.late for one in months])
    said = texts("brief.course.said", first=month(months[0].month), last=month(months[-1].month))
    return draw_chart(chart, name="course", title=texts("brief.course.title"), description=said)
