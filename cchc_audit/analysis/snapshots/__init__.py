"""Each night's dossiers as they stood, chained so that a later edit or removal is noticed."""

from cchc_audit.analysis.snapshots.chain import Break, Fracture, Witness, verify
from cchc_audit.analysis.snapshots.comparison import CHANGE_COLUMNS, Change, Changes, Mass
from cchc_audit.analysis.snapshots.diff import compare
from cchc_audit.analysis.snapshots.judge_changes import list_findings
from cchc_audit.analysis.snapshots.manifest import Facts, Figures, Input, Manifest, Stored
from cchc_audit.analysis.snapshots.retention import kept_days
from cchc_audit.analysis.snapshots.state import DATA_COLUMNS, State
from cchc_audit.analysis.snapshots.store import Entry, Keeping, Store, Taken

__all__ = [
    "CHANGE_COLUMNS",
    "DATA_COLUMNS",
    "Break",
    "Change",
    "Changes",
    "Entry",
    "Facts",
    "Figures",
    "Fracture",
    "Input",
    "Keeping",
    "Manifest",
    "Mass",
    "State",
    "Store",
    "Stored",
    "Taken",
    "Witness",
    "compare",
    "kept_days",
    "list_findings",
    "verify",
]
