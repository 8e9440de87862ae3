"""Charts as SVG that can stand inside a page: no script, no outside file, no date.

Drawn with pygal, which is in the extra `report` and imported only here.
"""

import re
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from cchc_audit.core.errors import ConfigError
from cchc_audit.render.escape import html

if TYPE_CHECKING:
    import pygal

INSIDE_A_PAGE: Mapping[str, object] = {"js": [], "disable_xml_declaration": True}
"""What every drawing is told of the place it stands in."""
# Text in a drawing is escaped: neither can stand in it but as pygal's own.
_SCRIPTS = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


def pygal_or(missing: str) -> ModuleType:
    """The package pygal. Raises `ConfigError` with the sentence `missing` where it is not there."""
    try:
        import pygal
        import pygal.style
    except ModuleNotFoundError:
        raise ConfigError(missing) from None
    module: ModuleType = pygal
    return module


def draw_chart(chart: "pygal.Graph", *, name: str, title: str, description: str = "") -> str:
    """The SVG of `chart`: the same bytes for the same figures, no id twice on a page of several.

    `name` tells the drawings of a page apart; `title` and `description` are what is read out.
    """
    # Its own would be drawn by lot.
    chart.uuid = f"cchc-{name}"
    text: str = _SCRIPTS.sub("", chart.render(is_unicode=True))
    text = text.replace('id="activate-serie-', f'id="{name}-serie-')
    said = f'<title id="{name}-title">{html(title)}</title>'
    named = f"{name}-title"
    if description:
        said += f'<desc id="{name}-desc">{html(description)}</desc>'
        named += f" {name}-desc"
    text = _TITLE.sub(lambda _: said, text, count=1)
    return text.replace("<svg ", f'<svg role="img" aria-labelledby="{named}" ', 1) + "\n"
