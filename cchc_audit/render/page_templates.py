"""Jinja as every page and drawing uses it: what is written is escaped, control characters shown."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cchc_audit.render.escape import html


def page_templates(package: str) -> Environment:
    """The templates of a package of ours; text in them is data, never markup."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _escaped(value: object) -> object:
    return (
        Markup(html(value)) if isinstance(value, str) and not isinstance(value, Markup) else value
    )
