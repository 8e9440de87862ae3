"""Questions about single verdicts: a dossier of an export (`why`), or one receipt (`deadline`).

Both send their rows through the one clock, with all that it kept, and have `explain` tell it.
"""

from cchc_audit.products.inquiry.asked_for import as_word, part_words, read_ids
from cchc_audit.products.inquiry.dossier import why
from cchc_audit.products.inquiry.receipt import Question, deadline

__all__ = ["Question", "as_word", "deadline", "part_words", "read_ids", "why"]
