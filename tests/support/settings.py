"""The settings as a file has them."""

from typing import Any

from cchc_audit.core.settings import Settings


def tables_of(settings: Settings) -> dict[str, Any]:
    """The tables of `cchc.toml` with these values, one inside the other."""
    return {
        name: tables_of(value) if hasattr(value, "_asdict") else value
        for name, value in settings._asdict().items()
    }
