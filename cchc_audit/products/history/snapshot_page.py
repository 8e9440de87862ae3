"""The snapshots of a folder as a page, and whether their chain is whole."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from cchc_audit.analysis.snapshots import Break, Entry, Fracture, Keeping, Store, Witness, verify
from cchc_audit.analysis.snapshots.store import Contents
from cchc_audit.core.vocabulary import RESOLVED, Outcome
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Prose
from cchc_audit.render.page import Page, Sheet
from cchc_audit.render.writers.delimited import ISO_MOMENT
from cchc_audit.texts import Texts

COLUMNS = (
    "as_of_day",
    "as_of",
    "number",
    "taken_at",
    "rows",
    "resolved",
    "late",
    "overdue",
    "bytes",
    "state",
    "digest",
    "file",
)
"""The columns of a row, in order: a row a run, the newest last."""
_SHOWN = (
    Shown("as_of_day", 0),
    Shown("number", 6),
    Shown("rows", 1),
    Shown("late", 3),
    Shown("overdue", 2),
    Shown("bytes", 5),
    Shown("state", 1, 10, 24),
    Shown("digest", 4),
)
_NUMBERS = frozenset({"number", "rows", "resolved", "late", "overdue", "bytes"})
_SHORT = 12
"""Letters of a digest that people see: enough to compare with last night's mail."""


def list_snapshots(
    store: Store,
    contents: Contents,
    *,
    checked: bool,
    witnesses: Collection[Witness],
    texts: Texts,
    created: datetime,
) -> Page:
    """Every run of `store`, its figures and what became of its data; with `checked` the breaks,
    `witnesses` being what published nights tell of the chain.

    `document["whole"]` is true where the chain was checked and is whole, false where it is broken,
    null where it was not checked.
    """
    breaks = verify(contents, witnesses) if checked else ()
    rows = tuple(_row(contents, entry) for entry in contents.entries)
    document = {
        "folder": str(store.folder),
        "total_rows": len(rows),
        "shown": len(rows),
        "whole": not breaks if checked else None,
        "breaks": tuple(
            {
                "kind": b.kind.value,
                "number": b.number or None,
                "file": b.file or None,
                **({"through": b.through} if b.through else {}),
            }
            for b in breaks
        ),
        "rows": rows,
    }
    said = _sentences(contents, breaks, checked=checked, store=store, texts=texts)
    return Page(
        command="snapshots",
        document=Document(
            title=texts("snapshots.title"),
            parts=(_grid(rows, texts), Prose(said)) if rows else (Prose(said),),
            sources=((texts("snapshots.folder"), str(store.folder)),),
        ),
        data=document,
        listed="rows",
        csv_columns=COLUMNS,
        sheet=_sheet(rows, texts),
        created=created,
    )


def _row(contents: Contents, entry: Entry) -> dict[str, object]:
    manifest = entry.manifest
    return {
        "as_of_day": manifest.day.isoformat(),
        "as_of": manifest.as_of.strftime(ISO_MOMENT),
        "number": manifest.number,
        "taken_at": manifest.taken_at.strftime(ISO_MOMENT),
        "rows": manifest.data.rows,
        "resolved": sum(manifest.count(Outcome(name)) for name in RESOLVED),
        "late": manifest.count(Outcome.LATE),
        "overdue": manifest.count(Outcome.OVERDUE),
        "bytes": sum(part.bytes for _, part in entry.parts),
        "state": contents.keeping(entry).value,
        "digest": entry.digest,
        "file": entry.data.name,
    }


def _grid(rows: Sequence[Mapping[str, object]], texts: Texts) -> Grid:
    lines = [tuple(_cell(column.name, row, texts) for column in _SHOWN) for row in rows]
    return Grid(
        columns=_SHOWN,
        heads=tuple(texts.short(f"snapshots.column.{column.name}") for column in _SHOWN),
        lines=tuple(lines),
        right=_NUMBERS,
        strong=frozenset(
            number for number, row in enumerate(rows) if row["state"] == Keeping.MISSING
        ),
    )


def _cell(name: str, row: Mapping[str, object], texts: Texts) -> str:
    value = row[name]
    match name:
        case "as_of_day":
            return numbers.day(datetime.fromisoformat(str(value)).date())
        case "state":
            return texts(f"snapshots.state.{value}")
        case "digest":
            return str(value)[:_SHORT]
        case "bytes":
            return numbers.decimal(int(str(value)) / (1 << 20), texts) + " MB"
    return numbers.whole(int(str(value)), texts)


def _sheet(rows: Sequence[Mapping[str, object]], texts: Texts) -> Sheet:
    def cell(name: str, value: object) -> str | int | None:
        if name == "state":
            return texts(f"snapshots.state.{value}")
        return value if isinstance(value, int) else str(value)

    return Sheet(
        title=texts("snapshots.sheet"),
        heads=tuple(texts(f"snapshots.column.{name}") for name in COLUMNS),
        rows=tuple(tuple(cell(name, row[name]) for name in COLUMNS) for row in rows),
    )


def _sentences(
    contents: Contents, breaks: Sequence[Break], *, checked: bool, store: Store, texts: Texts
) -> tuple[str, ...]:
    """The sum, and what the check of the chain found."""
    if not contents.entries and not breaks:
        return (texts("snapshots.none", folder=store.folder),)
    kept = sum(contents.keeping(entry) is Keeping.KEPT for entry in contents.entries)
    runs, days = len(contents.entries), len(contents.current)
    n = {"runs": runs, "days": days, "kept": kept}
    said = [texts("snapshots.sum", **{k: numbers.whole(v, texts) for k, v in n.items()})]
    if contents.entries:
        last = contents.entries[-1]
        carried = last.manifest.carried
        if carried is not None:
            said.append(texts("snapshots.carried", n=numbers.whole(carried.rows, texts)))
        said.append(texts("snapshots.anchor", digest=last.digest, number=last.manifest.number))
    said += [_broken(found, texts) for found in breaks]
    if checked and not breaks:
        said.append(texts("snapshots.whole"))
    elif checked:
        said.append(texts("snapshots.broken", n=len(breaks)))
    else:
        said.append(texts("snapshots.unchecked"))
    return tuple(said)


def _broken(found: Break, texts: Texts) -> str:
    key = f"snapshots.break.{found.kind}"
    if found.kind is Fracture.ALL_REMOVED:
        return texts(key, number=numbers.whole(found.through, texts))
    if not found.file and found.through:
        several = f"snapshots.several.{found.kind}"
        return texts(several, number=found.number, through=found.through)
    if not found.file:
        return texts(key, number=found.number)
    return texts(key, file=found.file)
