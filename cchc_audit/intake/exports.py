"""The exports of a run, opened: their tables, their rows, and what can be asked of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.alike_numbers import NONE_ALIKE, AlikeNumbers
from cchc_audit.intake.damage import Damage
from cchc_audit.intake.damage.damage import DOUBTFUL
from cchc_audit.intake.files.body import Body, SourceFile, Unread
from cchc_audit.intake.files.rejects import Origin, Reject, cells_at, fetch, write
from cchc_audit.intake.normalise import Normaliser
from cchc_audit.intake.values.headers import Headers
from cchc_audit.intake.values.moment_columns import MomentColumn
from cchc_audit.texts import Lang, Texts

_ROW = {"source": pl.UInt32, "source_line": pl.UInt32}


class Export(NamedTuple):
    """One opened table: its data, what its headers are, how its moments are read, the headers of
    what stands apart from its day (`joined`: times, months and years), and whether the numbers of
    its dossiers lost their last digits.
    """

    body: Body
    headers: Headers
    moments: dict[str, MomentColumn]
    joined: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """The exports of a run.

    `rows` is lazy: see `normalise.Normaliser.rows`; files stand in the order of `files`, and
    `source` is an index into it. `present` are the canonical columns that some file has. `unread`
    are files, members of archives and sheets that are not read, each with the reason. `suspects`
    are rows of which a date may have its year wrong (`source`, `source_line`), `today` is the day
    on which the exports are read (None: not told).
    """

    files: tuple[SourceFile, ...]
    rows: pl.LazyFrame
    present: frozenset[str]
    unread: tuple[Unread, ...]
    exports: tuple[Export, ...] = field(repr=False)
    normaliser: Normaliser = field(repr=False)
    lang: Lang = "vi"
    damage: tuple[Damage, ...] = ()
    alike: AlikeNumbers = NONE_ALIKE
    suspects: pl.DataFrame = field(default_factory=pl.DataFrame)
    today: date | None = None

    @property
    def doubted(self) -> frozenset[tuple[int, str]]:
        """The columns, by source, of which a mark of damage says that they may not be true."""
        return frozenset(
            (one.source, one.column)
            for one in self.damage
            if one.mark in DOUBTFUL and one.column is not None
        )

    @property
    def doubted_rows(self) -> pl.DataFrame:
        """The rows of which a mark of damage says that they may not be true as a whole (`source`,
        `source_line`).
        """
        found = [(one.source, line) for one in self.damage for line in one.doubted]
        return pl.DataFrame(found, schema=_ROW, orient="row").unique()

    @property
    def rejected_lines(self) -> int:
        """How many records were lost before they could become rows (stray quotes)."""
        return sum(len(export.body.lost) for export in self.exports)

    @property
    def records(self) -> int:
        """How many records the files hold, lost ones included, layout rows found later too."""
        return sum(export.body.records for export in self.exports) + self.rejected_lines

    @property
    def communes(self) -> frozenset[str]:
        """The communes that rows read so far name; none before a run that asks for them."""
        met = self.normaliser.vocabularies["commune"].seen().values()
        return frozenset(name for name in met if isinstance(name, str))

    def late_layout(self) -> dict[int, tuple[int, ...]]:
        """Layout rows of the right width among the data, by source: one more pass over the files.

        They are not in `rows`, nor in `layout_rows` of their file.
        """
        found = {}
        for source, export in enumerate(self.exports):
            frame = self.normaliser.layout(export.body.frame, export.headers)
            found[source] = tuple(frame.collect(engine="streaming")["source_line"].sort())
        return found

    def raw_moments(self, source: int, name: str, *, standing: pl.Expr) -> pl.LazyFrame | None:
        """One column of moments of one file, faults included; None where it has none.

        `standing` tells the raw rows that are looked at.
        """
        export = self.exports[source]
        if name not in export.moments:
            return None
        raw = export.body.frame.filter(standing)
        return self.normaliser.moment(raw, export.headers, name, how=export.moments[name])

    def rejects(self, judged: pl.LazyFrame) -> Iterator[Reject]:
        """Every rejected row, in the order of files and lines.

        `judged` is `rows`, or a frame made of it whose `fault` says more.
        """
        wanted = ("source", "source_line", "fault")
        faulty = judged.filter(pl.col("fault").is_not_null()).select(wanted).collect()
        yield from fetch(faulty, self._origins)

    def write_rejects(self, path: Path, judged: pl.LazyFrame) -> int:
        """Write the rejected rows as they were, with file, line, column and reason.

        Returns how many. Raises `InputError` where `path` cannot be written.
        """
        texts = Texts(self.lang)
        reasons = {fault: texts(f"intake.fault.{fault}") for fault in Fault}
        return write(path, self.rejects(judged), self._origins, reasons=reasons)

    def written(self, source: int, line: int) -> dict[str, str]:
        """The cells of one row as its file has them, by canonical column."""
        return cells_at(self._origins[source], line)

    @property
    def _origins(self) -> list[Origin]:
        pairs = zip(self.files, self.exports, strict=True)
        return [Origin(file.path, e.body, e.headers, e.moments) for file, e in pairs]
