"""A column under a header nobody knows that a verdict could use: moments of an act no column is
read for, or statuses where none are read.

Without the pauses, supplements, finishes or withdrawals that stand in it a dossier looks late that
is not. What it is, is for the user to say.
"""

import re
from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Status
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.header_words import act_of, holds_remarks
from cchc_audit.intake.values.moments import Span, read_moment
from cchc_audit.intake.values.statuses import read_status
from cchc_audit.intake.values.text import fold_search

_LOOKED_AT = 200
_MOST = 0.8
_UNDATED = frozenset({Status.WITHDRAWN, Status.NOT_RECEIVED, Status.AWAITING_APPLICANT})
_ENDS = frozenset({Status.REFUSED, Status.FINISHED})
_REMARKED = frozenset({Status.WITHDRAWN, Status.AWAITING_APPLICANT, Status.REFUSED})
_TICK = 3
"""Letters of a tick: x, ✓, có."""
_DELIVERY = re.compile(
    r"\b(?:qua|buu (?:dien|chinh)|bcci|tai nha|truc tuyen|sms|tin nhan|ban (?:chinh|giay)|giay)\b"
)
"""Words of how results or papers are to be handed over: of no end, unless it is a withdrawal."""


def find(table: Table) -> Iterator[Damage]:
    """The columns that are not read and hold moments of such an act, as their headers tell, or
    statuses, as their cells do.
    """
    for header, name in table.ignored.items():
        act = act_of(header)
        wanted = act is not None and act not in table.cells
        # A table may have thousands of such columns: each that is looked at takes a query or two.
        if not wanted and "status" in table.cells:
            continue
        filled = _filled(table, name)
        column = _meant(header, act if wanted else None, filled, table)
        if column is not None:
            evidence = tuple(Evidence(line, text) for line, text in filled.head(SHOWN).rows())
            mark = DamageMark.UNREAD_COLUMN
            yield Damage(mark, table.file, column, header, len(filled), evidence, table.source)


def _meant(header: str, act: str | None, filled: pl.DataFrame, table: Table) -> str | None:
    """The column that an unread one may be, by its header that of `act`; None where it may be none
    that is missed.
    """
    texts = filled["text"]
    missed = act is not None and _is_missed(act, filled["line"], table)
    if missed and _holds_moments(texts.head(_LOOKED_AT), table.span):
        return act
    if "status" in table.cells or filled.is_empty():
        return None
    open_still = filled.filter(~pl.col("line").is_in(_finished(table).implode()))["text"]
    told = _holds_statuses(texts) or _ticks(header, texts, open_still)
    return "status" if told or (holds_remarks(header) and _tells_of_ends(open_still)) else None


def _is_missed(act: str, lines: pl.Series, table: Table) -> bool:
    """Whether an act matters here: without any finish that is said of the file as a whole, and a
    return only stands in for a completion that is blank.
    """
    if act not in FINISHES:
        return True
    read = [name for name in FINISHES if name in table.cells]
    done = pl.coalesce(read).is_not_null() if read else pl.lit(value=True)
    open_still = table.rows.filter(~done)["source_line"]
    return bool(read) and (act != "returned_at" or bool(open_still.is_in(lines.implode()).any()))


def _finished(table: Table) -> pl.Series:
    """The lines of dossiers with a finish."""
    return table.rows.filter(pl.coalesce(FINISHES).is_not_null())["source_line"]


def _ticks(header: str, texts: pl.Series, open_still: pl.Series) -> bool:
    """Whether a column is ticked where its header, a status that no date tells of, holds; of open
    dossiers, whichever end it is.
    """
    stated = _stated(header)
    among = texts if stated in _UNDATED else open_still if stated in _ENDS else texts.clear()
    ticked = among.filter(~among.is_in(["0", "-"]))
    return not ticked.is_empty() and bool((texts.str.len_chars() <= _TICK).all())


def _tells_of_ends(open_still: pl.Series) -> bool:
    """Whether remarks on dossiers without a finish say that these were withdrawn, turned down or
    wait for their applicants.
    """
    words = open_still.filter(~open_still.str.contains(r"^[0-9]+$")).unique().head(_LOOKED_AT)
    return any(_stated(text) in _REMARKED for text in words)


def _stated(text: str) -> Status:
    """The status that a header or a remark tells of, if it tells of one at all."""
    status = read_status(text)
    told = status is Status.WITHDRAWN or not _DELIVERY.search(fold_search(text))
    return status if told else Status.UNKNOWN


def _filled(table: Table, name: str) -> pl.DataFrame:
    cells = pl.DataFrame([table.raw[LINE], table.raw[name].alias("text")])
    filled = cells.with_columns(pl.col("text").str.strip_chars())
    return filled.filter(pl.col("text").str.len_bytes() > 0)


def _holds_moments(texts: pl.Series, span: Span) -> bool:
    read = [not isinstance(read_moment(text, span), str | None) for text in texts]
    return bool(read) and sum(read) >= len(read) * _MOST


def _holds_statuses(texts: pl.Series) -> bool:
    """Whether most of the texts are statuses, in words (any small number is a national code), and
    some of them such as no date tells of.
    """
    words = texts.filter(~texts.str.contains(r"^[0-9]+$")).unique().sort().head(_LOOKED_AT)
    stated = dict(zip(words, map(read_status, words), strict=True))
    known = sum(stated.get(text, Status.UNKNOWN) is not Status.UNKNOWN for text in texts)
    return bool(_UNDATED & set(stated.values())) and known >= len(texts) * _MOST
