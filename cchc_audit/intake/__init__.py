"""Reading: exports as people have them → one lazy frame of typed rows, nothing lost on the way."""

from cchc_audit.intake.events import EventProblem, Events, read_events
from cchc_audit.intake.exports import Intake
from cchc_audit.intake.files.body import Kind, SourceFile
from cchc_audit.intake.opening import open_exports
from cchc_audit.intake.units import Unit, Units, load_units

__all__ = [
    "EventProblem",
    "Events",
    "Intake",
    "Kind",
    "SourceFile",
    "Unit",
    "Units",
    "load_units",
    "open_exports",
    "read_events",
]
