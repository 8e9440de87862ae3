"""English headers, by the words they are made of: `receivedDate`, *Date received*."""

import re
from collections.abc import Mapping

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+")
_TIMES = frozenset({"date", "day", "time", "datetime", "at", "on"})
_OF_NOTHING = frozenset({"of", "the", "to", "by", "actual", "name", "text", "label"})
_DOSSIER = frozenset({"dossier", "application", "profile"})
_PLANS = frozenset({"due", "expected", "planned", "estimated", "scheduled", "promised"})
_ENDS = frozenset({"return", "returned", "result", "release", "completion", "finish", "end"})
_MOMENTS: Mapping[str, str] = {
    **dict.fromkeys(("submit", "submitted", "submission", "apply", "applied"), "submitted_at"),
    **dict.fromkeys(("receive", "received", "receipt", "reception"), "received_at"),
    **dict.fromkeys(("accept", "accepted", "acceptance"), "received_at"),
    **dict.fromkeys((*_PLANS, "deadline", "appointment"), "promised_at"),
    **dict.fromkeys(("complete", "completed", "completion", "finish", "finished"), "completed_at"),
    **dict.fromkeys(("return", "returned", "release", "released"), "returned_at"),
    **dict.fromkeys(("delivery", "delivered"), "returned_at"),
    **dict.fromkeys(("pause", "paused", "suspend", "suspended"), "paused_at"),
    **dict.fromkeys(("resume", "resumed"), "resumed_at"),
}
_OTHERS: Mapping[str, str] = {
    **dict.fromkeys(("field", "sector"), "field"),
    **dict.fromkeys(("commune", "ward", "unit"), "commune"),
    **dict.fromkeys(("agency", "department", "office"), "agency"),
    **dict.fromkeys(("officer", "handler", "assignee", "processor"), "officer"),
    **dict.fromkeys(("status", "state"), "status"),
}
_NUMBERS = frozenset({"code", "no", "number"})
_ALL = frozenset(
    {*_TIMES, *_OF_NOTHING, *_DOSSIER, *_PLANS, *_ENDS, *_MOMENTS, *_OTHERS, *_NUMBERS, "id"}
) | {"procedure", "service"}
_ALONE = frozenset({"deadline"})
"""Acts that are days without the word for that."""


def english_column(header: str) -> str | None:
    """The column that a header names by English words alone; None where any of them is another."""
    if not header.isascii():
        return None
    words = {word.lower() for word in _CAMEL.split(header)} - {""}
    if not words <= _ALL:
        return None
    about = words - _OF_NOTHING
    if about & _NUMBERS or about == {"dossier", "id"}:
        return _number(about - _NUMBERS)
    if about & {"procedure", "service"}:
        return "procedure_name" if about <= {"procedure", "service"} and "name" in words else None
    act = about - _TIMES - _DOSSIER
    if (about & _TIMES or about & _ALONE) and act:
        return _moment(act)
    return _OTHERS.get(min(act)) if len(act) == 1 else None


def _number(of: set[str]) -> str | None:
    if of <= {*_DOSSIER, "id"} and of & _DOSSIER:
        return "dossier_id"
    return "procedure_code" if of == {"procedure"} else None


def _moment(act: set[str]) -> str | None:
    """The column of a moment that is told of by these words: an end that is planned is a plan."""
    if act & _PLANS and act <= _PLANS | _ENDS:
        return "promised_at"
    return _MOMENTS.get(min(act)) if len(act) == 1 else None
