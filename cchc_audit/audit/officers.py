"""Officers as the settings want them named: as they are, by a lasting code, or not at all."""

import re
from hashlib import sha256

import polars as pl

from cchc_audit.core.settings import Privacy, Showing
from cchc_audit.engine.dictionary import Spellings

_CODE = re.compile(r"CB-[0-9a-f]{8}")


def name_officers(privacy: Privacy) -> pl.Expr:
    """`officer` (Categorical) as the settings want it named in what is not published."""
    officer = pl.col("officer")
    match privacy.officers(published=False):
        case Showing.SHOW:
            return officer
        case Showing.HIDE:
            return pl.lit(None, dtype=pl.Categorical).alias("officer")
        case Showing.CODE:
            return Spellings(officer_code, pl.Categorical()).keyed_by(officer).alias("officer")


def officer_code(name: str) -> str:
    """A code for an officer that stays the same from night to night and tells no name.

    A code, read again from a snapshot, is its own.
    """
    if _CODE.fullmatch(name):
        return name
    return f"CB-{sha256(name.encode()).hexdigest()[:8]}"
