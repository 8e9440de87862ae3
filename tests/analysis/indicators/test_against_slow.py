"""The expressions against plain Python, on the nastiest dossiers there are."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.oracle.files import name_of, write_batch
from support.oracle.shipped import shipped_days
from support.oracle.strategies import Batch, as_many, batches

from cchc_audit.core.settings import load_settings

from .program import seen
from .slow import by_form, by_index

SIZE = 300


@pytest.mark.parametrize("against", ["legal", "local"])
@as_many(4)
@given(data=st.data())
def test_every_view_is_the_slow_ones(against: str, data: st.DataObject) -> None:
    batch = data.draw(batches(against=against, shipped=shipped_days, size=SIZE))
    compare(batch, data)


def compare(batch: Batch, data: st.DataObject) -> None:
    begins, days = batch.window[0], (batch.window[1] - batch.window[0]).days
    first = data.draw(st.none() | st.integers(0, days).map(lambda n: begins + timedelta(days=n)))
    last = data.draw(st.none() | st.integers(days // 2, days).map(lambda n: begins + timedelta(n)))
    with tempfile.TemporaryDirectory() as name:
        export, config = write_batch(batch, Path(name))
        found = seen(export, load_settings(config), as_of=batch.world.as_of, first=first, last=last)
    assert len(found) > SIZE / 2
    for number, dossier in enumerate(batch.dossiers):
        if name_of(number) not in found:
            continue  # rejected: it needs a day that the calendar does not know
        view = found[name_of(number)]
        assert view["index"] == by_index(dossier, batch.world), dossier
        form = by_form(dossier, batch.world, first=first, last=last)
        assert (view["state"], view["came"]) == form, dossier
