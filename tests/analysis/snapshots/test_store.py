"""The folder of snapshots: chain, replacement, retention, what a killed run leaves behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.analysis.snapshots import (
    Break,
    Facts,
    Figures,
    Fracture,
    Keeping,
    Store,
    Taken,
    kept_days,
    verify,
)
from cchc_audit.core.errors import InputError

FIRST = date(2026, 1, 1)


def facts(day: date) -> Facts:
    as_of = datetime(day.year, day.month, day.day) + timedelta(days=1)
    return Facts(
        as_of=as_of,
        taken_at=as_of,
        version="0",
        inputs=(),
        rows_read=1,
        rows_rejected=0,
        duplicates=0,
        assessed=1,
        layout_rows=0,
        options=(),
        method={},
        officers="show",
        first=None,
        last=None,
        official_through=date(2026, 12, 31),
        provisional=0,
        figures=(Figures(commune="Xã A", total=1, outcomes={"pending": 1}),),
    )


def rows(text: str = "A", count: int = 1) -> pl.DataFrame:
    return pl.DataFrame({"dossier_id": [f"{text}-{at}" for at in range(count)]})


def take(store: Store, day: date, text: str = "A", *, events: bool = False) -> Taken:
    told = pl.DataFrame({"dossier_id": ["A"], "event": ["pause"], "at": [datetime(2026, 1, 1)]})
    return store.take(rows(text), facts(day), events=told if events else None)


def nights(store: Store, count: int, *, start: date = FIRST) -> None:
    for number in range(count):
        take(store, start + timedelta(days=number))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


def test_each_manifest_names_the_one_before(tmp_path: Path) -> None:
    store = Store(tmp_path)
    nights(store, 3)
    entries = store.contents().entries
    assert [entry.manifest.number for entry in entries] == [1, 2, 3]
    assert [entry.manifest.before for entry in entries] == [
        None,
        entries[0].digest,
        entries[1].digest,
    ]
    assert verify(store.contents()) == ()


def test_running_again_replaces_and_never_doubles(tmp_path: Path) -> None:
    store = Store(tmp_path)
    take(store, FIRST, "old", events=True)
    found = take(store, FIRST, "new")
    contents = store.contents()
    assert found.replaced is not None
    assert [*contents.current] == [FIRST]
    assert pl.read_parquet(store.of_day(FIRST).data)["dossier_id"].to_list() == ["new-0"]
    assert [contents.keeping(entry) for entry in contents.entries] == [
        Keeping.REPLACED,
        Keeping.KEPT,
    ]
    assert names(tmp_path) == {
        "2026-01-01.000001.json",
        "2026-01-01.000002.json",
        "2026-01-01.000002.parquet",
        "chain.json",
    }
    assert verify(contents) == ()


def test_clock_moved_back(tmp_path: Path) -> None:
    """Taken all the same, chained by the order of taking, and said."""
    store = Store(tmp_path)
    take(store, date(2026, 3, 10))
    found = take(store, date(2026, 3, 8))
    assert found.later == date(2026, 3, 10)
    assert found.entry.manifest.number == 2
    assert [*store.contents().current] == [date(2026, 3, 8), date(2026, 3, 10)]
    [before] = store.contents().before(date(2026, 3, 10))
    assert before.manifest.day == date(2026, 3, 8)
    assert verify(store.contents()) == ()


def test_retention_by_hand() -> None:
    """From 1 January to 15 April: thirty days back to 17 March, and three month ends."""
    days = [FIRST + timedelta(days=number) for number in range(105)]
    kept = kept_days(days)
    assert max(days) == date(2026, 4, 15)
    dailies = {date(2026, 3, 17) + timedelta(days=number) for number in range(30)}
    assert kept == dailies | {date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)}


def test_month_ends_are_the_last_nights_there_were() -> None:
    days = [date(2026, 1, 30), date(2026, 1, 5), *(date(2026, 5, d) for d in range(1, 32))]
    assert date(2026, 1, 30) in kept_days(days)
    assert date(2026, 1, 5) not in kept_days(days)


def test_old_data_goes_and_manifests_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    nights(store, 65)  # to 6 March; thirty back to 5 February
    contents = store.contents()
    assert len(contents.entries) == 65
    there = {e.manifest.day for e in contents.entries if e.data.is_file()}
    assert there == {date(2026, 2, 5) + timedelta(days=n) for n in range(30)} | {date(2026, 1, 31)}
    states = {contents.keeping(entry) for entry in contents.entries}
    assert states == {Keeping.KEPT, Keeping.PRUNED}
    assert verify(contents) == ()


Damage = Callable[[Path], None]


def edit(name: str) -> Damage:
    def done(folder: Path) -> None:
        path = folder / name
        document = json.loads(path.read_text())
        document["figures"][0]["outcomes"] = {"early": 1}
        path.write_text(json.dumps(document))

    return done


def remove(*gone: str) -> Damage:
    def done(folder: Path) -> None:
        for name in gone:
            (folder / name).unlink()

    return done


def overwrite(name: str) -> Damage:
    def done(folder: Path) -> None:
        rows("B").write_parquet(folder / name)

    return done


def garbage(name: str) -> Damage:
    def done(folder: Path) -> None:
        (folder / name).write_text("{")

    return done


def doubled(folder: Path) -> None:
    (folder / "2026-01-02.000009.json").write_bytes(
        (folder / "2026-01-02.000002.json").read_bytes()
    )


MANIFEST = "2026-01-0{0}.00000{0}.json"
DATA = "2026-01-0{0}.00000{0}.parquet"
EVENTS = "2026-01-0{0}.00000{0}.events.parquet"
TAMPERED: dict[str, tuple[Damage, list[tuple[Fracture, int]]]] = {
    "nothing": (lambda _: None, []),
    "a manifest in the middle": (edit(MANIFEST.format(2)), [(Fracture.MANIFEST_EDITED, 2)]),
    "the first manifest": (edit(MANIFEST.format(1)), [(Fracture.MANIFEST_EDITED, 1)]),
    "the last manifest": (edit(MANIFEST.format(4)), [(Fracture.MANIFEST_EDITED, 4)]),
    "a manifest broken": (garbage(MANIFEST.format(2)), [(Fracture.MANIFEST_UNREADABLE, 2)]),
    "a manifest gone": (remove(MANIFEST.format(2)), [(Fracture.MANIFEST_REMOVED, 2)]),
    "a whole night gone": (
        remove(MANIFEST.format(3), DATA.format(3), EVENTS.format(3)),
        [(Fracture.MANIFEST_REMOVED, 3)],
    ),
    "the last night gone": (
        remove(MANIFEST.format(4), DATA.format(4), EVENTS.format(4)),
        [(Fracture.TAIL_REMOVED, 4)],
    ),
    "the first night gone": (remove(MANIFEST.format(1)), [(Fracture.MANIFEST_REMOVED, 1)]),
    "data edited": (overwrite(DATA.format(3)), [(Fracture.DATA_EDITED, 3)]),
    "data gone": (remove(DATA.format(2)), [(Fracture.DATA_MISSING, 2)]),
    "events edited": (overwrite(EVENTS.format(1)), [(Fracture.DATA_EDITED, 1)]),
    "events gone": (remove(EVENTS.format(2)), [(Fracture.DATA_MISSING, 2)]),
    "the head gone": (remove("chain.json"), [(Fracture.HEAD_MISSING, 0)]),
    "the head broken": (garbage("chain.json"), [(Fracture.HEAD_WRONG, 0)]),
    "a number twice": (doubled, [(Fracture.MANIFEST_DOUBLED, 2)]),
    "two things": (
        lambda folder: (edit(MANIFEST.format(2))(folder), remove(DATA.format(4))(folder))[0],
        [(Fracture.MANIFEST_EDITED, 2), (Fracture.DATA_MISSING, 4)],
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_every_kind_of_tampering_is_noticed(name: str, tmp_path: Path) -> None:
    damage, expected = TAMPERED[name]
    store = Store(tmp_path)
    for number in range(4):
        take(store, FIRST + timedelta(days=number), events=True)
    damage(tmp_path)
    found = verify(store.contents())
    assert [(b.kind, b.number) for b in found] == expected
    # The next night takes nothing of it back, but for a head that is written again.
    take(store, date(2026, 1, 9))
    after = [b for b in verify(store.contents()) if b.file != "chain.json"]
    later = {Fracture.TAIL_REMOVED: Fracture.MANIFEST_REMOVED}
    assert [(b.kind, b.number) for b in after] == [
        (later.get(kind, kind), number) for kind, number in expected if number
    ]


def test_breaks_name_their_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    nights(store, 2)
    overwrite(DATA.format(1))(tmp_path)
    assert verify(store.contents()) == (Break(Fracture.DATA_EDITED, DATA.format(1), 1),)


def test_two_runs_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.locked(), pytest.raises(InputError, match=r"snapshots\.busy"):
        take(Store(tmp_path), FIRST)
    take(store, FIRST)
    assert len(store.contents().entries) == 1


def test_half_files_are_removed_by_the_next_run(tmp_path: Path) -> None:
    store = Store(tmp_path)
    take(store, FIRST)
    (tmp_path / ".2026-01-02.000002.parquet.part").write_bytes(b"PAR1")
    rows("orphan").write_parquet(tmp_path / "2026-01-02.000002.parquet")
    (tmp_path / "notes.parquet").write_bytes(b"somebody's own")
    assert verify(store.contents()) == ()
    take(store, date(2026, 1, 3))
    assert names(tmp_path) == {
        "2026-01-01.000001.json",
        "2026-01-01.000001.parquet",
        "2026-01-03.000002.json",
        "2026-01-03.000002.parquet",
        "notes.parquet",
        "chain.json",
    }


def test_killed_before_the_head_was_pointed(tmp_path: Path) -> None:
    """The manifest is there, so the snapshot is; the head is one behind, and no break."""
    store = Store(tmp_path)
    nights(store, 2)
    head = (tmp_path / "chain.json").read_bytes()
    take(store, date(2026, 1, 3))
    (tmp_path / "chain.json").write_bytes(head)
    assert verify(store.contents()) == ()
    assert store.of_day(date(2026, 1, 3)).manifest.number == 3
    take(store, date(2026, 1, 4))
    assert verify(store.contents()) == ()


HERE = Path(__file__)
TAKER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from analysis.snapshots.test_store import facts, rows, FIRST
from cchc_audit.analysis.snapshots import Store
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2]), 10_000):
    store.take(rows(f"N{number}", 4_000), facts(FIRST + timedelta(days=number // 2)), events=None)
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_at_any_moment_the_last_whole_state_stands(tmp_path: Path) -> None:
    """Killed again and again while it takes one snapshot after the other, some replacing."""
    store = Store(tmp_path / "snaps")
    done = -1
    for round_ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", TAKER, str(store.folder), str(done + 1)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, HERE.parents[2:4]))},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.05 + 0.0137 * round_)
        os.kill(process.pid, signal.SIGKILL)
        told = process.stdout.read().split()
        process.wait()
        process.stdout.close()
        done = max([done, *map(int, told)])
        contents = store.contents()
        assert verify(contents) == ()
        numbers = [entry.manifest.number for entry in contents.entries]
        assert numbers == list(range(1, len(numbers) + 1))
        # All that was reported is there; at most one more, taken but not reported any more.
        assert len(numbers) >= done + 1
        for entry in contents.current.values():
            if contents.keeping(entry) is Keeping.KEPT:
                assert pl.read_parquet(entry.data).height == 4_000
    take(store, FIRST + timedelta(days=20_000))
    assert [path for path in store.folder.iterdir() if path.name.endswith(".part")] == []
    manifests = {p.name.split(".")[1] for p in store.folder.glob("*.json")} - {"json"}
    data = {p.name.split(".")[1] for p in store.folder.glob("*.parquet")}
    assert data <= manifests
    assert verify(store.contents()) == ()
