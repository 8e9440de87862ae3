"""Doubts of fact against a late verdict (§9)."""

from dataclasses import dataclass
from datetime import datetime

from .model import Dossier, Entry, World, earlier

ENDS = ("completed_at", "returned_at")


@dataclass(frozen=True)
class Leaning:
    """What a late verdict leans on: what was compared, the entry of the term, the finish."""

    basis: str | None
    entry: Entry | None
    finish: datetime | None


def doubted(doubt: str, raw: Dossier, seen: Dossier, world: World, run: Leaning) -> bool:
    """Say whether a doubt of fact stands against a dossier found late; of `seen` is taken away what
    has not happened.
    """
    policy = world.policy
    match doubt:
        case "no_legal_term":
            return policy.against in ("legal", "local") and run.basis == "appointment"
        case "unverified_term":
            checked = run.entry is None or run.entry.checked
            return run.basis != "appointment" and not checked
        case "unknown_status":
            return run.finish is None and raw.status == "unknown"
        case "no_finish_column":
            absent = world.columns is not None and not world.columns & set(ENDS)
            return run.finish is None and absent
        case "conflicting_rows":
            return bool(raw.differs & used(seen, world, run))
        case "ignored_moment":
            return disordered(seen)
        case "damaged_column":
            return bool(world.damaged & used(seen, world, run))
    raise AssertionError(doubt)


def used(seen: Dossier, world: World, run: Leaning) -> set[str]:
    """Name the columns a late verdict leans on."""
    first, second = ENDS if world.policy.finish == "completed" else ENDS[::-1]
    found = {first} if getattr(seen, first) is not None else {first, second}
    if run.basis == "appointment":
        found.add("promised_at")
    else:
        found |= {"received_at", "competent_received_at", "procedure_code", "procedure_name"}
        if run.entry is None:
            found.add("legal_term")
    if run.basis != "appointment" or run.finish is None:
        found |= {"supplement_requested_at", "supplemented_at", "paused_at", "resumed_at"}
    return found


def disordered(dossier: Dossier) -> bool:
    """Say whether the columns tell of an answer before its question."""
    kinds = {e.kind for e in dossier.events}
    pairs = []
    if not kinds & {"pause", "resume"}:
        pairs.append((dossier.paused_at, dossier.resumed_at))
    if not kinds & {"supplement_request", "supplement"}:
        pairs.append((dossier.supplement_requested_at, dossier.supplemented_at))
    return any(a is not None and b is not None and earlier(b, a) for a, b in pairs)
