"""Which columns a person sees at which width, and how wide each one is.

Each command has its columns in the order of display, each with a rank: the lower, the longer it
stays when the screen gets narrow. What fits is decided by the widths the cells really need.
"""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 2
"""Blank characters between two columns."""

EXTRA = 9
"""From this rank on a column is welcome, but not at the price of cutting another."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column for people: `rank` 0 is always there; a `least` width lets long text be cut."""

    name: str
    rank: int
    least: int | None = None
    most: int = 200


@dataclass(frozen=True, slots=True)
class Need:
    """A column and the width its cells need at the least and would like."""

    shown: Shown
    least: int
    natural: int


KEYS = "*"
"""Where the grouping keys stand in a layout."""

_LATE = (
    # Whether an accusation is firm stays when the screen gets narrow, before where and when.
    Shown("dossier_id", 0),
    Shown("commune", 4, 11, 28),
    Shown("agency", 13, 12, 24),
    Shown("procedure_name", 6, 24, 60),
    Shown("term", 11),
    Shown("received_at", 8),
    Shown("deadline", 5),
    Shown("promised_at", 10),
    Shown("finished_at", 7),
    Shown("days_late", 1),
    Shown("outcome", 2),
    Shown("certainty", 3, 9),
    Shown("apology_at", 12),
)
_DUE = (
    Shown("dossier_id", 0),
    Shown("commune", 3, 11, 28),
    Shown("agency", 10, 12, 24),
    Shown("procedure_name", 4, 20, 60),
    Shown("term", 7),
    Shown("received_at", 6),
    Shown("deadline", 2),
    Shown("promised_at", 9),
    Shown("days_left", 1),
    Shown("status", 5),
)
_ASSESS = (
    Shown("dossier_id", 0),
    Shown("commune", 5, 11, 28),
    Shown("procedure_name", 7, 24, 60),
    Shown("status", 12),
    Shown("term", 9),
    Shown("received_at", 6),
    Shown("deadline", 2),
    Shown("promised_at", 11),
    Shown("finished_at", 4),
    Shown("days_late", 3),
    Shown("outcome", 1),
    Shown("certainty", 8),
    Shown("reason", 10, 14, 24),
)
_GROUPS = (
    Shown("total", 5),
    Shown("resolved", 3),
    Shown("early", 6),
    Shown("on_time", 7),
    Shown("late", 1),
    Shown("pending", 8),
    Shown("overdue", 2),
    Shown("suspended", 11),
    Shown("withdrawn", 14),
    Shown("unassessable", 12),
    Shown("not_received", 15),
    Shown("late_firm", 9),
    Shown("days_late_max", 10),
    Shown("processing_median", 13),
    Shown("processing_p90", 16),
    Shown("time_saved", 18),
    Shown("late_allowed", 17),
    Shown("on_time_rate", 0),
    Shown("true_rate", 4),
    Shown("handled_766", 7),
    Shown("in_time_766", 6),
    Shown("unassessable_766", 8),
    Shown("ratio_766", 2),
    Shown("score_766", 1),
)
_FORM = (
    Shown("received", 1),
    Shown("received_online", 7),
    Shown("received_direct", 8),
    Shown("carried_over", 5),
    Shown("resolved", 1),
    Shown("early", 6),
    Shown("on_time", 6),
    Shown("late", 2),
    Shown("open", 3),
    Shown("open_in_time", 7),
    Shown("open_overdue", 4),
)
_VIEWS = (
    Shown("on_time_rate", 0),
    Shown("ratio_766", 0),
    Shown("rate_06a", 0),
    Shown("differing", 1),
    Shown("true_rate", 2),
    Shown("score_766", 3),
    Shown("late", 4),
    Shown("overdue", 5),
    Shown("late_06a", 6),
    Shown("open_overdue_06a", 7),
    Shown("resolved", 8),
    Shown("resolved_06a", 8),
    Shown("handled_766", 8),
)
_REGISTER = (
    Shown("number", 4),
    Shown("dossier_id", 0),
    Shown("procedure_name", 1, 20, 60),
    Shown("applicant", 2, 16, 40),
    Shown("address", 7, 16, 40),
    Shown("phone", 6),
    Shown("agency", 5, 14, 30),
    Shown("received_at", 1),
    Shown("promised_at", 2),
    Shown("returned_at", 3),
    Shown("status", 8),
    Shown("rescheduled_to", 10),
)
_COMPARE = (
    Shown("key", 0, 24, 48),
    Shown("column", 1),
    Shown("filed", 1),
    Shown("counted", 1),
    Shown("difference", 2),
    Shown("dossiers", 3, 20, 200),
)
_KEYED = {"form_06a": _FORM, "form_06b": _FORM, "summary_views": _VIEWS}
_RANK = (
    Shown("rank", 0),
    Shown(KEYS, 0),
    Shown("places", 3),
    Shown("previous_rank", 10),
    Shown("resolved", 5),
    Shown("late", 8),
    Shown("overdue", 9),
    Shown("true_rate", 0),
    Shown("interval", 1),
    Shown("tied_with", 2),
    Shown("late_ratio", 4),
    Shown("observed_late", 12),
    Shown("expected_late", 11),
    Shown("on_time_rate", 13),
)
_SIMULATE = (
    Shown(KEYS, 0),
    Shown("procedure_name", 1, 20, 60),
    Shown("field", 12, 10, 30),
    Shown("term", 7),
    Shown("cut_term", 3),
    Shown("resolved", 4),
    Shown("late", 5),
    Shown("late_cut", 0),
    Shown("on_time_rate", 8),
    Shown("on_time_rate_cut", 2),
    Shown("bears", 1),
    Shown("max_cut", 6),
    Shown("least_term", 9),
)
_CHANGES = (
    Shown("dossier_id", 0),
    Shown("code", 1),
    Shown("severity", 8),
    Shown("change", 2),
    Shown("field", 3, 12, 30),
    Shown("old", 4, 11, 40),
    Shown("new", 5, 11, 40),
    Shown("commune", 6, 11, 28),
    Shown("officer", 9, 12, 24),
)
_COMMANDS = {
    "changes": _CHANGES,
    "late": _LATE,
    "due": _DUE,
    "assess": _ASSESS,
    "form_register": _REGISTER,
    "form_compare": _COMPARE,
    "form_apology": (*_LATE, Shown("letter", 9, 12, 40)),
}
_GROUPED = {"rank": _RANK, "simulate": _SIMULATE}
DRAWN = frozenset({"rank"})
"""The commands that draw an interval beside the rate."""

_PERSONAL = (
    # Only there when asked for, and then what the reader came for.
    Shown("applicant", 0, 12, 30),
    Shown("phone", 1),
    Shown("address", 2, 12, 40),
)


def columns(command: str, keys: Sequence[str], present: Sequence[str]) -> tuple[Shown, ...]:
    """The columns of `present` that people see, in the order of display, the keys first.

    `command` is the command, or the variant where it has several.

    A command without a layout of its own shows all it has, the first columns the longest.
    """
    there = set(present)
    if keys:
        named = tuple(Shown(key, 0, 24, 48) for key in keys)
        if command == "findings":
            counts = [name for name in present if name not in keys]
            return named + tuple(Shown(name, rank) for rank, name in enumerate(counts))
        if command in _GROUPED:
            return _around(named, _GROUPED[command], there)
        chosen = _KEYED.get(command, _GROUPS)
        return named + tuple(shown for shown in chosen if shown.name in there)
    if command in _COMMANDS:
        number, *others = _COMMANDS[command]
        own = {shown.name for shown in others}
        personal = (shown for shown in _PERSONAL if shown.name not in own)
        ordered = (number, *personal, *others)
        return tuple(shown for shown in ordered if shown.name in there)
    return tuple(Shown(name, rank, 10, 60) for rank, name in enumerate(present))


def _around(
    named: tuple[Shown, ...], shown: tuple[Shown, ...], there: set[str]
) -> tuple[Shown, ...]:
    """A layout with the keys in their place, without the columns that are not there."""
    at = [column.name for column in shown].index(KEYS)
    before, after = (
        tuple(c for c in part if c.name in there) for part in (shown[:at], shown[at + 1 :])
    )
    return before + named + after


def fit(needs: Sequence[Need], width: int) -> list[tuple[str, int]]:
    """The columns that fit into `width`, in the order of display, with their widths.

    Columns come in by rank until one does not fit; one of the `EXTRA` ranks must not cost another
    its text. What is left goes, character by character, to the one that is cut most, by its share.
    Rank 0 is there even where it does not fit.
    """
    chosen: dict[str, int] = {}
    used = wanted = -GAP
    for need in sorted(needs, key=lambda need: need.shown.rank):
        used += GAP + need.least
        wanted += GAP + need.natural
        if need.shown.rank and (wanted if need.shown.rank >= EXTRA else used) > width:
            used -= GAP + need.least
            break
        chosen[need.shown.name] = need.least
    natural = {need.shown.name: need.natural for need in needs}
    for _ in range(width - used):
        short = min(chosen, key=lambda name: chosen[name] / natural[name])
        if natural[short] <= chosen[short]:
            break
        chosen[short] += 1
    names = (need.shown.name for need in needs)
    return [(name, chosen[name]) for name in names if name in chosen]
