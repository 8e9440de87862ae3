"""Questions about single verdicts: a dossier of an export (`why`), or one receipt (`deadline`).

Both send their rows through the one clock, with all that it kept, and have `explain` tell it.
"""

from cchc_audit.products.inquiry.dossier import read_ids, why
from cchc_audit.products.inquiry.receipt import Question, deadline

__all__ = ["Question", "deadline", "read_ids", "why"]
