"""Officers as the settings want them named: as they are, by a lasting code, or not at all."""

import re
from collections.abc import Callable
from hmac import digest

import polars as pl

from cchc_audit.core.officer_key import officer_key
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
            codes = Spellings(officer_codes(privacy), pl.Categorical())
            return codes.keyed_by(officer).alias("officer")


def officer_codes(privacy: Privacy) -> Callable[[str], str]:
    """What gives an officer a code that stays the same from night to night under one key, and tells
    no name to who has not the key.

    HMAC-SHA256 of the name (RFC 2104), its first 32 bits. A code, read again from a snapshot, is
    its own. Raises `ConfigError` as `officer_key` does.
    """
    key = officer_key(privacy.key_file)

    def code(name: str) -> str:
        if is_code(name):
            return name
        return f"CB-{digest(key, name.encode(), 'sha256').hex()[:8]}"

    return code


def is_code(text: str) -> bool:
    """Whether a text is the code of an officer."""
    return _CODE.fullmatch(text) is not None
