"""The files of a synthetic province, written in a stream.

Rows are made chunk by chunk, a few chunks at a time on as many threads, and written in order:
memory does not grow with the number of rows.
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import polars as pl

from cchc_audit.core.errors import ConfigError
from cchc_audit.core.progress import progress
from cchc_audit.law.catalogue.catalogue import COLUMNS, Entry
from cchc_audit.products.demo import demo_events, demo_exports
from cchc_audit.products.demo.demo_exports import alter_truth, draw_export, may_differ
from cchc_audit.products.demo.dossiers import dossiers
from cchc_audit.products.demo.invention import Province, invent_province
from cchc_audit.products.demo.province import Commune, shorten_terms
from cchc_audit.products.demo.receipts import LAST, NEXT
from cchc_audit.texts import Texts

EXPORT, EXPORT_AFTER, EVENTS = "export.csv", "export-sau.csv", "events.csv"
UNITS, CATALOGUE, SETTINGS = "units.csv", "thu-tuc.csv", "cchc.toml"
FILES = (EXPORT, EXPORT_AFTER, EVENTS, UNITS, CATALOGUE, SETTINGS)
CHUNK = 50_000
_BOM = b"\xef\xbb\xbf"
_AHEAD = 2

_Chunk = TypeVar("_Chunk")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, and how many rows it has below its header (settings: none)."""

    path: Path
    rows: int | None


def write_province(folder: Path, *, rows: int, seed: int, texts: Texts) -> tuple[Written, ...]:
    """Writes `FILES` into `folder` (made where it is missing), `rows` dossiers in the export.

    The same rows and seed give the same bytes (but for the language of the settings' comments).
    Raises `ConfigError` where one of the files is there already or `folder` is no folder; what an
    interrupted or failed run began is removed.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigError("demo.not_a_folder", folder=folder)
    taken = [name for name in FILES if (folder / name).exists()]
    if taken:
        raise ConfigError("demo.would_overwrite", folder=folder, files=", ".join(taken))
    folder.mkdir(parents=True, exist_ok=True)
    made = invent_province(rows, seed=seed)
    with ExitStack() as stack:
        begun: list[Path] = []
        stack.callback(_remove, begun)
        files = {name: stack.enter_context(_begun(folder / name, begun)) for name in FILES}
        counts = _stream(made, files)
        counts[UNITS] = _table(files[UNITS], _units(made.world.communes))
        counts[CATALOGUE] = _table(files[CATALOGUE], _catalogue(made.world.entries))
        files[SETTINGS].write(texts("demo.settings", day=f"{LAST:%d/%m/%Y}").encode())
        begun.clear()
    return tuple(Written(folder / name, counts.get(name)) for name in FILES)


def _begun(path: Path, begun: list[Path]) -> BinaryIO:
    file = path.open("xb")
    begun.append(path)
    return file


def _remove(begun: Iterable[Path]) -> None:
    for path in begun:
        path.unlink(missing_ok=True)


def _stream(made: Province, files: dict[str, BinaryIO]) -> dict[str, int]:
    """Writes the two exports and the events."""
    heads = {
        EXPORT: tuple(demo_exports.HEADERS.values()),
        EXPORT_AFTER: tuple(demo_exports.HEADERS.values()),
        EVENTS: demo_events.HEADERS,
    }
    for name, headers in heads.items():
        files[name].write(_BOM + _line(headers))
    counts, reached = dict.fromkeys(heads, 0), progress()
    chunks = made.receipts.chunks(CHUNK)
    for parts in ahead(lambda rows: _parts(rows, made), chunks):
        for name, (count, lines) in parts.items():
            counts[name] += count
            files[name].write(lines)
        reached.passed(parts[EXPORT][0])
    return counts


def _parts(rows: pl.DataFrame, made: Province) -> dict[str, tuple[int, bytes]]:
    """The lines of each file that tell of `rows`."""
    world, wording = made.world, made.wording
    truth = dossiers(rows, world).collect()
    before = lines(
        draw_export(truth.lazy(), wording, until=LAST, headers=demo_exports.HEADERS).collect()
    )
    told = demo_events.events(truth.lazy(), world, wording, until=NEXT).collect()
    return {EXPORT: before, EXPORT_AFTER: _a_day_later(before, truth, made), EVENTS: lines(told)}


def _a_day_later(
    before: tuple[int, bytes], truth: pl.DataFrame, made: Province
) -> tuple[int, bytes]:
    """The lines of the second export: those of the first, put right where they may differ.

    The lines of the first are those of the first rows of `truth`; behind them come the dossiers
    of the day in between.
    """
    differ = truth.select(may_differ(made.world, since=LAST, until=NEXT)).to_series()
    if not differ.any():
        return before
    places = differ.arg_true()
    later = alter_truth(truth.filter(differ).lazy(), made.world, since=LAST).collect()
    shows = draw_export(
        later.lazy(), made.wording, until=NEXT, headers=demo_exports.HEADERS
    ).collect()
    told = before[1].splitlines(keepends=True)
    told += [b""] * (len(truth) - len(told))
    fresh = lines(shows)[1].splitlines(keepends=True)
    for place, line, gone in zip(places, fresh, later["gone"], strict=True):
        told[place] = b"" if gone else line
    return sum(map(bool, told)), b"".join(told)


def lines(frame: pl.DataFrame) -> tuple[int, bytes]:
    """Rows of text as lines of a CSV file; cells that need it are quoted already."""
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, quote_style="never")
    return len(frame), buffer.getvalue()


def ahead(make: Callable[[_Chunk], _Made], chunks: Iterable[_Chunk]) -> Iterator[_Made]:
    """What `make` makes of each chunk, in order, a few made at the same time."""
    with ThreadPoolExecutor(_AHEAD) as pool:
        coming: deque[Future[_Made]] = deque()
        try:
            for chunk in chunks:
                coming.append(pool.submit(make, chunk))
                if len(coming) > _AHEAD:
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()
        finally:
            for future in coming:
                future.cancel()


def _units(places: Sequence[Commune]) -> Iterator[tuple[str, ...]]:
    yield ("name", "also", "code", "district", "remote")
    for place in places:
        remote = "true" if place.remote else "false"
        yield place.name, place.former, place.code, place.district, remote


def _catalogue(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """The province's own list: lawful terms as they are, and the shorter ones it has promised."""
    yield COLUMNS
    for entry in shorten_terms(entries):
        if entry.term is None:
            continue
        local = f"{entry.term.amount * 4 // 5} {entry.term.unit}"
        basis = f"{entry.legal_basis}; Quyết định 17/QĐ-UBND (giả định)"
        given = {"term": entry.term.text, "local_term": local, "legal_basis": basis}
        yield tuple(given.get(name, _written(getattr(entry, name))) for name in COLUMNS)


def _written(value: object) -> str:
    if value is None:
        return ""
    return str(getattr(value, "text", value))


def _table(file: BinaryIO, rows: Iterable[tuple[str, ...]]) -> int:
    buffer = io.StringIO()
    count = 0
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        count += 1
    file.write(_BOM + buffer.getvalue().encode())
    return count - 1


def _line(cells: Sequence[str]) -> bytes:
    return (",".join(map(demo_exports.quote, cells)) + "\n").encode()
