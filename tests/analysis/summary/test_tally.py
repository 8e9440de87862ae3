"""The summaries against a plain tally, one dossier at a time."""

import math
import statistics
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_audit.analysis.summary import Key, count_histogram, summarise
from cchc_audit.core.vocabulary import Certainty, Channel, Outcome

from .dossiers import MARCH, Cells, at, frame

MOMENT = st.none() | st.builds(
    lambda hours: at("02-20") + timedelta(hours=hours), st.integers(0, 500)
)
DOSSIER = st.fixed_dictionaries(
    {
        "commune": st.sampled_from([None, "xã 2", "xã 10", "Đak Yă"]),
        "channel": st.none() | st.sampled_from([c.value for c in Channel]),
        "outcome": st.sampled_from([o.value for o in Outcome]),
        "certainty": st.none() | st.sampled_from([c.value for c in Certainty]),
        "processing_days": st.integers(0, 12),
        "days_late": st.none() | st.integers(1, 9),
        "term": st.none() | st.sampled_from([1, 3, 10, 1 << 40, (2 << 40) | 5]),
        "received_at": MOMENT,
        "finished_at": MOMENT,
        "apology_at": MOMENT,
        "rescheduled_to": MOMENT,
    }
)


def rank(days: list[int], share: Fraction) -> int | None:
    return sorted(days)[math.ceil(share * len(days)) - 1] if days else None


def tally(dossiers: Sequence[Cells]) -> dict[str, Any]:
    """The measures of one group, as the contract words them."""

    def count(*outcomes: str) -> int:
        return sum(d["outcome"] in outcomes for d in dossiers)

    done = [d for d in dossiers if d["outcome"] in ("early", "on_time", "late")]
    good, behind = count("early", "on_time"), count("late", "overdue")
    days = [d["processing_days"] for d in done]
    timed = [d for d in done if d["term"] is not None and d["term"] < 1 << 40]
    known = [d["channel"] for d in dossiers if d["channel"]]
    apologised = [
        d
        for d in dossiers
        if d["outcome"] == "late" and d["apology_at"] and d["rescheduled_to"] and d["finished_at"]
    ]
    same_day = [
        d
        for d in done
        if d["received_at"]
        and d["finished_at"]
        and d["received_at"].date() == d["finished_at"].date()
    ]
    carried = sum(1 for d in dossiers if d["received_at"] and d["received_at"].date() < MARCH[0])
    allowed = 0
    while done and good and Fraction(good, len(done) + allowed + 1) >= Fraction(97, 100):
        allowed += 1

    def share(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    return {
        "total": len(dossiers),
        "received": len(dossiers) - carried,
        "carried_over": carried,
        "resolved": len(done),
        **{
            f"late_{kind}": sum(
                d["certainty"] == kind for d in dossiers if d["outcome"] in ("late", "overdue")
            )
            for kind in ("firm", "contestable", "unproven")
        },
        "late_apologised": sum(
            d["finished_at"].date() <= d["rescheduled_to"].date() for d in apologised
        ),
        "late_allowed": allowed if done else None,
        "on_time_rate": share(good, len(done)),
        "true_rate": share(good, good + behind),
        "processing_mean": share(sum(days), len(days)),
        "processing_median": statistics.median(days) if days else None,
        "processing_p90": rank(days, Fraction(9, 10)),
        "days_late_max": max((d["days_late"] for d in dossiers if d["days_late"]), default=None),
        "time_saved": share(
            sum(d["term"] - d["processing_days"] for d in timed), sum(d["term"] for d in timed)
        ),
        "online_share": share(known.count("online"), len(known)),
        "same_day_share": share(len(same_day), len(done)),
    } | {name: count(name) for name in ("early", "on_time", "late", "pending", "overdue")}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(DOSSIER, max_size=40),
    st.sampled_from([(), (Key.COMMUNE,), (Key.COMMUNE, Key.CHANNEL)]),
)
def test_summaries_equal_a_plain_tally(dossiers: list[Cells], keys: tuple[Key, ...]) -> None:
    counts = count_histogram(frame(*dossiers), keys, first=MARCH[0]).collect(engine="streaming")
    found = summarise(counts, keys)
    expected = tally(dossiers)
    assert found.total.select(*expected).row(0, named=True) == expected
    if not keys:
        return
    groups: dict[tuple[Any, ...], list[Cells]] = {}
    for dossier in dossiers:
        groups.setdefault(tuple(dossier[key] for key in keys), []).append(dossier)
    rows = {row[: len(keys)]: row for row in found.groups.select(*keys, *expected).rows()}
    assert rows == {key: (*key, *tally(group).values()) for key, group in groups.items()}


@settings(max_examples=30, deadline=None)
@given(st.lists(DOSSIER, max_size=30), st.randoms(use_true_random=False), st.integers(0, 30))
def test_parts_add_up_in_any_order(dossiers: list[Cells], random: Any, cut: int) -> None:
    keys = (Key.COMMUNE,)
    whole = summarise(count_histogram(frame(*dossiers), keys).collect(), keys).rows()
    shuffled = list(dossiers)
    random.shuffle(shuffled)
    parts = [
        count_histogram(frame(*part), keys).collect() for part in (shuffled[:cut], shuffled[cut:])
    ]
    assert summarise(pl.concat(parts), keys).rows().equals(whole)
