"""An explanation says what `assess` says, of any dossier; its days add up to the term.

The dossiers are those of the oracle: everything collides within a few weeks.
"""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.oracle.files import name_of, write_batch
from support.oracle.shipped import shipped_days
from support.oracle.strategies import Batch, as_many, batches

from cchc_audit import audit
from cchc_audit.analysis.explain import Explanation, StepName
from cchc_audit.core.settings import load_settings
from cchc_audit.core.vocabulary import DayKind
from cchc_audit.products import inquiry
from cchc_audit.render.explanations import FORMATS, render
from cchc_audit.render.formats import Format
from cchc_audit.texts import Texts

SIZE = 60
COMPARED = (
    "clock_start",
    "deadline",
    "deadline_at",
    "outcome",
    "reason",
    "certainty",
    "defence",
    "doubt",
)


def explained(batch: Batch) -> Iterator[tuple[dict[str, object], Explanation]]:
    """Yield the row of `assess` and the explanation of every dossier that stands."""
    with tempfile.TemporaryDirectory() as name:
        export, config = write_batch(batch, Path(name))
        request = audit.Request(
            files=(str(export),),
            settings=load_settings(config),
            as_of=batch.world.as_of,
            as_of_given=True,
        )
        rows = {
            row["dossier_id"]: row for row in audit.list_verdicts(request).rows.collect().to_dicts()
        }
        ids = [one for n in range(len(batch.dossiers)) if (one := name_of(n)) in rows]
        answer = inquiry.why(request, ids=ids)
    for form in set(FORMATS) - {Format.PDF}:
        assert render(answer, format=form, texts=Texts("vi"))
    yield from zip((rows[one] for one in ids), answer.dossiers, strict=True)


def days_add_up(one: Explanation) -> None:
    """The numbers run 1, 2, 3 …; the last one is the amount of a term in days."""
    numbers = [day.number for day in one.days if day.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    start, deadline = one.dossier["clock_start"], one.dossier["deadline"]
    assert (one.days[0].date, one.days[0].number) == (start, None)
    dates = [day.date for day in one.days]
    assert dates == sorted(set(dates))
    assert (dates[-1] - dates[0]).days == len(dates) - 1
    amount, _, unit = str(one.dossier["term"] or "").rpartition(" ")
    known = one.dossier["basis"] == "legal" and one.dossier["outcome"] != "suspended"
    if not known or unit not in ("working_days", "calendar_days"):
        return
    assert isinstance(deadline, date)
    assert numbers[-1:] == [int(amount)]
    last = next(day for day in one.days if day.date == deadline)
    # A pause begun on the last day moves the deadline over paused days alone.
    if unit == "working_days" and last.kind is not DayKind.PAUSED:
        assert last.number == int(amount)


def tells(one: Explanation) -> None:
    """The sentences are there, and the step of the deadline is the deadline."""
    names = [step.step for step in one.steps]
    assert names[0] is StepName.FACTS
    assert StepName.VERDICT in names
    assert all(step.text.strip() and "{" not in step.text for step in one.steps)
    if one.dossier["basis"] == "legal" and one.dossier["term"]:
        (step,) = [step for step in one.steps if step.step is StepName.DEADLINE]
        at = step.at.date() if isinstance(step.at, datetime) else step.at
        assert at == one.dossier["deadline"]
    paused = sum(day.kind is DayKind.PAUSED for day in one.days)
    if not paused and one.dossier["paused_days"] == 0:
        assert not any(
            "lùi thêm" in step.text and "ngày làm việc" in step.text for step in one.steps
        )


@pytest.mark.parametrize("against", ["legal", "appointment", "earliest", "local"])
@as_many(3)
@given(data=st.data())
def test_an_explanation_is_the_verdict(against: str, data: st.DataObject) -> None:
    batch = data.draw(batches(against=against, shipped=shipped_days, size=SIZE))
    for row, one in explained(batch):
        assert {name: one.dossier[name] for name in COMPARED} == {
            name: row[name] for name in COMPARED
        }
        tells(one)
        if one.dossier["clock_start"] is None:
            assert one.days == ()
        else:
            days_add_up(one)
