"""What is looked for in a file, whatever it is."""

from dataclasses import dataclass, field

from cchc_audit.intake.files.header_search import Score


@dataclass(slots=True)
class Trust:
    """Leave to look at rows only while they are read: whether it is given, and whether anything was
    left out in consequence.
    """

    given: bool = False
    used: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for in a file.

    `score` says how many columns a row of cells would name as a header. `limit` bounds the bytes
    a file may grow to while it is read; `sheets` are the sheets of workbooks that are read (names
    or patterns; none: every visible one). `trust`: whether rows may be looked at while they are
    read.
    """

    score: Score
    limit: int
    sheets: tuple[str, ...] = ()
    trust: Trust = field(default_factory=Trust)
