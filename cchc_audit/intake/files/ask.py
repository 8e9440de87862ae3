"""What is looked for in a file, whatever it is."""

from dataclasses import dataclass, field

from cchc_audit.intake.files.guard import Trust
from cchc_audit.intake.files.layout import Score


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
