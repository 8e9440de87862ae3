"""Which exports a night reads."""

import os
from pathlib import Path

import pytest

from cchc_audit.core.errors import CchcError
from cchc_audit.products.nightly.inputs import inputs_of

from .nights import FIRST, Office, before


def names(office: Office) -> list[str]:
    return [Path(file).name for file in inputs_of(office.settings()).files]


def touch(office: Office, name: str, content: bytes, at: int) -> None:
    path = office.folder / "exports" / name
    path.write_bytes(content)
    os.utime(path, (1_700_000_000 + at, 1_700_000_000 + at))


def test_files_named_one_by_one_are_all_read(office: Office) -> None:
    """As `init a.csv b.csv` writes them; of a pattern beside them the newest."""
    for at, name in enumerate(("a.csv", "b.csv", "c.csv", "d.csv")):
        office.drop(before(), name, at=at)
    office.configure("", inputs='["exports/a.csv", "exports/b.csv"]')
    assert names(office) == ["a.csv", "b.csv"]
    office.configure("", inputs='["exports/a.csv", "exports/[b-d].csv"]')
    assert names(office) == ["a.csv", "d.csv"]
    office.configure('[report]\ninputs = "newest"', inputs='["exports/a.csv", "exports/b.csv"]')
    assert names(office) == ["b.csv"]


def test_the_newest_of_a_folder_is_an_export(office: Office) -> None:
    office.drop(before(), "old.csv", at=0)
    office.drop(before(), "new.csv", at=10)
    touch(office, "letter.pdf", b"%PDF-1.7", 20)
    touch(office, "photo.png", b"\x89PNG\r\n", 30)
    touch(office, "rejects.csv", b"\xef\xbb\xbffile,line,column,value,reason\n", 40)
    office.configure("", inputs='"exports"')
    assert names(office) == ["new.csv"]


def test_an_export_that_cannot_be_read_is_not_passed_over(office: Office) -> None:
    office.drop(before(), "old.csv", at=0)
    touch(office, "new.csv", b"\0\0\0\0", 10)
    office.configure("", inputs='"exports"')
    assert names(office) == ["new.csv"]


def test_2_where_every_row_is_rejected(office: Office) -> None:
    rows = {n: {**cells, "received_at": "32/13/2026"} for n, cells in before().items()}
    office.drop(rows)
    with pytest.raises(CchcError) as refused:
        office.run(FIRST)
    assert refused.value.exit_code == 2
    assert not list((office.folder / "snapshots").glob("*.json"))
