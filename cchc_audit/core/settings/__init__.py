"""`cchc.toml`: what one province settles once, read into frozen values; an unknown key is refused.

Options of the command line are laid over it, and it over the defaults. Paths are resolved against
the folder of the file, so that everyone else takes them as they are.
"""

from cchc_audit.core.settings.load import load_settings, near, settings_of
from cchc_audit.core.settings.setting_values import parse_rate
from cchc_audit.core.settings.tables import (
    DateSettings,
    Gates,
    NightlyInputs,
    NightlySettings,
    Policy,
    Privacy,
    RuleSettings,
    Settings,
    Showing,
    SnapshotSettings,
    WorkbookSettings,
)

__all__ = [
    "DateSettings",
    "Gates",
    "NightlyInputs",
    "NightlySettings",
    "Policy",
    "Privacy",
    "RuleSettings",
    "Settings",
    "Showing",
    "SnapshotSettings",
    "WorkbookSettings",
    "load_settings",
    "near",
    "parse_rate",
    "settings_of",
]
