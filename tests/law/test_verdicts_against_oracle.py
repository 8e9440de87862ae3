"""The program, from files to verdicts, against the slow oracle: every field of every dossier.

`CCHC_ORACLE=long` runs many more batches, unlike in every run.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.oracle.files import name_of, write_batch
from support.oracle.model import Dossier
from support.oracle.shipped import shipped_days
from support.oracle.strategies import Batch, as_many, batches
from support.oracle.verdict import NOTHING, Value, oracle

from cchc_audit import audit
from cchc_audit.core.settings import load_settings

LONG = os.environ.get("CCHC_ORACLE") == "long"
SIZE = 200
FIELDS = (*NOTHING,)
Verdict = dict[str, Value]


def program(batch: Batch) -> dict[str, Verdict]:
    """Judge a batch by the program; a dossier it rejects is not there."""
    with tempfile.TemporaryDirectory() as name:
        export, config = write_batch(batch, Path(name))
        request = audit.Request(
            files=(str(export),),
            settings=load_settings(config),
            as_of=batch.world.as_of,
            as_of_given=True,
        )
        report = audit.list_verdicts(request)
        rows = report.rows.collect().with_columns(pl.col("defence").str.replace_all(", ", ","))
    assert report.provenance.rows_read == len(batch.dossiers)
    assert report.provenance.duplicates == 0
    return {
        row["dossier_id"]: {field: row[field] for field in FIELDS}
        for row in rows.iter_rows(named=True)
    }


def differences(batch: Batch) -> Iterator[tuple[Dossier, Verdict, Verdict]]:
    """Yield each dossier the two judge differently, with the oracle's and the program's verdict."""
    found = program(batch)
    for number, dossier in enumerate(batch.dossiers):
        expected = oracle(dossier, batch.world)
        actual = found.get(name_of(number), {"rejected": "by the program"})
        if expected != actual and not ("rejected" in expected and "rejected" in actual):
            yield dossier, expected, actual


def simpler(dossier: Dossier) -> list[Dossier]:
    """List the dossier with one thing less, for each thing it has."""
    without = [
        replace(dossier, **{field.name: field.default})
        for field in fields(dossier)
        if field.name != "events"
        and field.default is not MISSING
        and getattr(dossier, field.name) != field.default
    ]
    events = dossier.events
    return without + [
        replace(dossier, events=events[:n] + events[n + 1 :]) for n in range(len(events))
    ]


def simplest(batch: Batch, dossier: Dossier) -> tuple[Dossier, Verdict, Verdict]:
    """Take things away from a dossier for as long as the two still differ."""
    found = next(differences(replace(batch, dossiers=(dossier,))))
    while fewer := simpler(found[0]):
        still = next(differences(replace(batch, dossiers=tuple(fewer))), None)
        if still is None:
            break
        found = still
    return found


def told(batch: Batch, dossier: Dossier) -> str:
    """Say what differs, on the simplest dossier that shows it."""
    plain, expected, actual = simplest(batch, dossier)
    world = batch.world
    lines = [f"as_of {world.as_of}, {world.policy}", f"hours {world.days.sessions}"]
    lines += [str(e) for e in world.entries if plain.code == e.code or plain.name == e.name]
    lines += [f"{f.name} = {v}" for f in fields(plain) if (v := getattr(plain, f.name))]
    for key in sorted({*expected, *actual}):
        wanted, got = expected.get(key), actual.get(key)
        lines.append(f"  {key}: {wanted}" + ("" if wanted == got else f"   <> program: {got}"))
    return "\n".join(lines)


@pytest.mark.parametrize("against", ["legal", "appointment", "earliest", "local"])
@as_many(100 if LONG else 3, alike=not LONG)
@given(data=st.data())
def test_every_verdict_is_the_oracles(against: str, data: st.DataObject) -> None:
    batch = data.draw(batches(against=against, shipped=shipped_days, size=SIZE))
    different = list(differences(batch))
    if different:
        pytest.fail(
            f"{len(different)} of {len(batch.dossiers)} differ, the first:\n"
            + told(batch, different[0][0])
        )
