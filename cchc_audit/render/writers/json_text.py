"""JSON: the envelope every command shares, then one line a row, streamed."""

import json
from importlib import resources
from typing import BinaryIO

import polars as pl

from cchc_audit.render.report import SCHEMA, Provenance, Report
from cchc_audit.render.writers.delimited import ISO_MOMENT, iso


def envelope(command: str, provenance: Provenance) -> dict[str, object]:
    """The keys that every document begins with: schema, command, as_of, input, unread, damage; and
    unknown_statuses where they are counted.
    """
    statuses = provenance.statuses
    counted = {} if statuses is None else {"unknown_statuses": statuses.document()}
    return {
        "schema": SCHEMA,
        "command": command,
        "as_of": provenance.as_of.strftime(ISO_MOMENT),
        "input": {
            "files": list(provenance.files),
            "rows_read": provenance.rows_read,
            "rows_rejected": provenance.rows_rejected,
            "duplicates": provenance.duplicates,
            "assessed": provenance.assessed,
        },
        "unread": [part.document() for part in provenance.unread],
        "damage": [damage.document() for damage in provenance.damage],
        **counted,
    }


def dumps(document: object) -> str:
    """A whole document, indented, letters as they are, ending in a line break."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_json(report: Report, out: BinaryIO) -> None:
    """The document of `report`: ISO dates, unknown as null, canonical names, rows last.

    Rows that could not be read stand there as `rejects`.
    """
    head = envelope(report.kind.command, report.provenance)
    head |= {"total_rows": report.total_rows, "shown": report.shown, **report.extra}
    out.write(dumps(head).removesuffix("\n}\n").encode())
    name = "rejects" if report.kind.of_rejects else "rows"
    out.write(f',\n  "{name}": ['.encode())
    between = "\n    "
    for batch in iso(report).collect_batches(maintain_order=True):
        if batch.height:
            text = _lines(batch, report.documents) if report.documents else batch.write_ndjson()
            lines = text.removesuffix("\n").replace("\n", ",\n    ")
            out.write((between + lines).encode())
            between = ",\n    "
    out.write(b"\n  ]\n}\n" if between.startswith(",") else b"]\n}\n")


def _lines(batch: pl.DataFrame, documents: tuple[str, ...]) -> str:
    """One line a row, where some columns hold JSON text that stands there as what it is."""
    pieces: list[pl.Expr] = []
    for name, inside in ((n, n in documents) for n in batch.columns):
        key = json.dumps(name)
        value = pl.col(name).fill_null("null") if inside else _encoded(name)
        pieces += [pl.lit(f"{',' if pieces else '{'}{key}:"), value]
    lines = batch.select(pl.concat_str(*pieces, pl.lit("}"))).to_series()
    return "\n".join(lines) + "\n"


def _encoded(name: str) -> pl.Expr:
    """A value as JSON text: what the engine writes of an object with that one member."""
    member = pl.struct(pl.col(name).alias("v")).struct.json_encode()
    return member.str.strip_prefix('{"v":').str.strip_suffix("}")


def schema() -> dict[str, object]:
    """The JSON Schema that every command's document keeps to."""
    file = resources.files("cchc_audit.render") / "schema" / "cchc-audit-1.json"
    loaded: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return loaded
