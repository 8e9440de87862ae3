"""The chain against its witnesses, hostile files in it, and snapshots of other versions."""

import json
import shutil
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from cchc_audit.analysis.snapshots import Break, Fracture, Store, Witness, verify
from cchc_audit.analysis.snapshots.state import VERDICT_COLUMNS
from cchc_audit.core.bounded_json import parse_json
from cchc_audit.core.errors import InputError
from cchc_audit.products.history import state_of_entry

from .test_store import nights, remove, take

OLD = Path(__file__).parent / "by_0_1_0"
Cut = Callable[[Path], object]
NAMES = [f"2026-01-0{n}.00000{n}.json" for n in range(1, 6)]


def mended(last: int) -> Cut:
    """The newest snapshots taken away, and the head made to name the last one left."""

    def cut(folder: Path) -> None:
        for name in NAMES[last:]:
            (folder / name).unlink()
        digest = Store(folder).contents().entries[-1].digest
        (folder / "chain.json").write_text(json.dumps({"number": last, "manifest": digest}))

    return cut


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)


CUTS: dict[str, tuple[Cut, list[Break]]] = {
    "nothing": (lambda _: None, []),
    "the newest, the head mended": (mended(4), [Break(Fracture.TAIL_REMOVED, "", 5)]),
    "the newest three": (mended(2), [Break(Fracture.TAIL_REMOVED, "", 3, 5)]),
    "two in the middle": (remove(*NAMES[1:3]), [Break(Fracture.MANIFEST_REMOVED, "", 2, 3)]),
    "the head": (remove("chain.json"), [Break(Fracture.HEAD_MISSING, "chain.json", 0)]),
    "the newest and the head": (
        remove(NAMES[4], "chain.json"),
        [Break(Fracture.HEAD_MISSING, "chain.json", 0), Break(Fracture.TAIL_REMOVED, "", 5)],
    ),
    "all but the head": (remove(*NAMES), [Break(Fracture.ALL_REMOVED, "", 1, 5)]),
    "all": (emptied, [Break(Fracture.ALL_REMOVED, "", 1, 5)]),
}


@pytest.mark.parametrize("name", CUTS)
def test_what_was_taken_away_is_told_apart(name: str, tmp_path: Path) -> None:
    cut, expected = CUTS[name]
    store = Store(tmp_path / "snapshots")
    nights(store, 5)
    told = [Witness(e.digest, e.manifest.number) for e in store.contents().entries]
    cut(store.folder)
    # Nights of which nobody kept the folder tell nothing; the newest is always kept.
    for witnesses in (told, told[4:], [told[0], told[4]]):
        assert list(verify(store.contents(), witnesses)) == expected


def test_a_chain_written_anew_is_not_the_one_that_was_told_of(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    nights(one, 2)
    nights(other, 3)
    told = [Witness("0" * 64, 2)]
    assert verify(one.contents()) == ()
    found = verify(one.contents(), told)
    assert [(b.kind, b.number) for b in found] == [(Fracture.MANIFEST_EDITED, 2)]


HOSTILE = {
    "nothing": b"",
    "deep": b"[" * 100_000,
    "deep and closed": b'{"a":' * 2000 + b"1" + b"}" * 2000,
    "long": b'{"number": 2, "manifest": "' + b"0" * (5 << 20) + b'"}',
    "infinite": b'{"number": Infinity, "manifest": "0"}',
    "beyond floats": b'{"number": 1e999, "manifest": "0"}',
    "many digits": b'{"number": ' + b"9" * 5000 + b', "manifest": "0"}',
    "a large number": b'{"number": 1000000000000, "manifest": "0"}',
    "negative": b'{"number": -1, "manifest": "0"}',
    "a list": b"[]",
    "no text": b'{"number": 2, "manifest": {}}',
    "no UTF-8": b'{"number": 2, "manifest": "\xff"}',
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("file", ["chain.json", NAMES[1]])
def test_a_hostile_file_is_damage_at_once(name: str, file: str, tmp_path: Path) -> None:
    store = Store(tmp_path)
    nights(store, 3)
    (tmp_path / file).write_bytes(HOSTILE[name])
    began = time.monotonic()
    contents = store.contents()
    found = verify(contents)
    assert time.monotonic() - began < 2
    assert contents.damaged == tmp_path / file
    assert [b.file for b in found] == [file]
    assert take(store, date(2026, 2, 1)).entry.manifest.number == 4


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("as_of", "0001-01-01T00:00:00"),
        ("as_of", "2026-03-12T00:00:00+07:00"),
        ("number", 10**12),
        ("number", 0),
        ("rows_read", "many"),
        ("data", {"file": "..", "bytes": 1, "sha256": "", "rows": 1}),
        ("data", {"file": "", "bytes": 1, "sha256": "", "rows": 1}),
    ],
)
def test_a_value_that_means_nothing_is_damage(key: str, value: object, tmp_path: Path) -> None:
    store = Store(tmp_path)
    nights(store, 1)
    place = tmp_path / NAMES[0]
    place.write_text(json.dumps({**json.loads(place.read_bytes()), key: value}))
    contents = store.contents()
    assert contents.damaged == place
    assert verify(contents)


def test_json_of_ours_has_bounds() -> None:
    assert parse_json(b'{"a": [1, 2.5, null, true, "x"]}') == {"a": [1, 2.5, None, True, "x"]}
    with pytest.raises(ValueError, match="32"):
        parse_json(b"[" * 40 + b"]" * 40)


def copied(folder: Path) -> Store:
    """The snapshots that version 0.1.0 wrote: kept for ever."""
    shutil.copytree(OLD, folder / "snapshots")
    return Store(folder / "snapshots")


def test_a_snapshot_of_0_1_0_is_read(tmp_path: Path) -> None:
    store = copied(tmp_path)
    [entry] = store.contents().entries
    assert (entry.manifest.version, entry.manifest.as_of) == ("0.1.0", datetime(2026, 3, 12))
    assert verify(store.contents()) == ()
    state = state_of_entry(entry)
    assert state.dossiers.height == 11
    assert set(VERDICT_COLUMNS) <= set(state.dossiers.columns)
    assert take(store, date(2026, 3, 20)).entry.manifest.before == entry.digest


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_snapshot_of_another_version_is_refused_and_left_alone(
    version: int, tmp_path: Path
) -> None:
    store = copied(tmp_path)
    [place] = (path for path in store.folder.glob("2026*.json"))
    told = json.loads(place.read_bytes()) | {"snapshot": f"cchc-audit-snapshot/{version}"}
    place.write_text(json.dumps(told))
    with pytest.raises(InputError, match=r"snapshots\.foreign") as refused:
        store.of_day(date(2026, 3, 11))
    assert refused.value.values["version"] == version
    there = {path.name for path in store.folder.glob("2026-03-11*")}
    assert take(store, date(2026, 3, 20)).entry.manifest.number == 2
    assert there <= {path.name for path in store.folder.iterdir()}
    kinds = {b.kind for b in verify(store.contents())}
    assert kinds == {Fracture.MANIFEST_FOREIGN}
