"""The mark of a finding: how it is known again in another run, by another export's state."""

from collections.abc import Mapping
from hashlib import sha256


def finding_mark(row: Mapping[str, object]) -> str:
    """Twelve hexadecimal digits that stay the same while the finding does.

    A finding about a dossier is the same as long as rule and dossier are, however many days late
    it has become; one about a group also by what was found (two batches are two findings).
    """
    code, dossier = row["code"], row["dossier_id"]
    parts = [code, dossier] if dossier else [code, row["commune"], row["officer"], row["evidence"]]
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return sha256(text.encode()).hexdigest()[:12]
