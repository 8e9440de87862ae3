"""Snapshots taken through the front door: what they keep, and that they can be judged again."""

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from cchc_audit import audit
from cchc_audit.analysis.snapshots import Changes, Store, compare, verify
from cchc_audit.analysis.snapshots.state import VERDICT_COLUMNS
from cchc_audit.audit.dataset import open_method
from cchc_audit.audit.officers import officer_codes
from cchc_audit.audit.request import Request
from cchc_audit.core.columns import PERSONAL
from cchc_audit.core.settings import Privacy, Settings, Showing, SnapshotSettings
from cchc_audit.products.history import Side, state_of_entry
from cchc_audit.products.history.states import resolve_state

from .exports import (
    BASE,
    DONE,
    NOW,
    THEN,
    dossiers,
    export,
    fillers,
    moved,
    request,
    taken,
    told,
)


def between(store: Store) -> Changes:
    """What changed between the last two snapshots of a store."""
    old, new = (state_of_entry(entry) for entry in store.contents().entries[-2:])
    case, calendar = open_method(Settings(), new.as_of)
    return compare(old, new, case=case, calendar=calendar, sync_lag=1)


def test_first_night(tmp_path: Path) -> None:
    folder = tmp_path / "snaps"
    found = taken(folder, {"A": BASE, "B": DONE}, THEN)
    store = Store(folder)
    assert store.contents().before(date(2026, 3, 13)) == ()
    assert (found.replaced, found.later) == (None, None)
    assert found.entry.manifest.before is None
    assert found.entry.manifest.day == date(2026, 3, 13)
    assert verify(store.contents()) == ()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".lock",
        "2026-03-13.000001.json",
        "2026-03-13.000001.parquet",
        "chain.json",
    ]


def test_manifest_accounts_for_the_run(tmp_path: Path) -> None:
    rows = {"A": BASE, "B": DONE, "C": moved(BASE, received_at="31/02/2026")}
    manifest = taken(tmp_path / "snaps", rows, THEN).entry.manifest
    assert (manifest.rows_read, manifest.rows_rejected, manifest.assessed) == (3, 1, 2)
    [source] = manifest.inputs
    assert source.bytes == (tmp_path / "night.csv").stat().st_size
    assert len(source.sha256 or "") == 64
    assert manifest.data.rows == 2
    [figures] = manifest.figures
    assert (figures.commune, figures.total) == ("Xã Gò Trăng", 2)
    assert figures.outcomes == {"early": 1, "pending": 1}
    assert set(manifest.method) == {"calendar", "catalogue", "units", "policy", "version"}


def test_nothing_personal(tmp_path: Path) -> None:
    folder = tmp_path / "snaps"
    taken(folder, {"A": BASE}, THEN)
    frame = dossiers(Store(folder))
    assert not set(frame.columns) & set(PERSONAL)
    for path in folder.iterdir():
        content = path.read_bytes()
        for text in ("Giàng A Chúng", "0912345678"):
            assert text.encode() not in content
    assert "Giàng A Chúng" not in str(frame.rows())


@pytest.mark.parametrize("showing", Showing)
def test_officers_as_the_settings_want(showing: Showing, tmp_path: Path) -> None:
    settings = Settings(privacy=Privacy(officer=showing))
    taken(tmp_path / "snaps", {"A": BASE}, THEN, settings=settings)
    frame = dossiers(Store(tmp_path / "snaps"))
    match showing:
        case Showing.SHOW:
            assert frame["officer"].to_list() == ["Lò Văn Sáng"]
        case Showing.CODE:
            assert frame["officer"][0].startswith("CB-")
        case Showing.HIDE:
            assert "officer" not in frame.columns


def test_officers_named_another_way_are_not_compared(tmp_path: Path) -> None:
    folder = tmp_path / "snaps"
    taken(folder, {"A": BASE, **fillers()}, THEN)
    coded = Settings(privacy=Privacy(officer=Showing.CODE))
    taken(folder, {"A": BASE, **fillers()}, NOW, settings=coded)
    changes = between(Store(folder))
    assert told(changes) == []
    assert changes.not_compared == ("officer",)


def verdicts(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select("dossier_id", *VERDICT_COLUMNS).sort("dossier_id")


def judged(path: Path, as_of: datetime, settings: Settings) -> pl.DataFrame:
    report = audit.list_verdicts(Request((str(path),), settings, as_of, as_of_given=True))
    return verdicts(report.rows.collect())


def events(path: Path) -> Path:
    """A pause with a note, a supplement round, an apology: as the software writes them."""
    path.write_text(
        "Mã hồ sơ,Sự kiện,Thời điểm,Đến ngày,Người thực hiện,Nội dung\n"
        "A,Tạm dừng,04/03/2026 08:00,06/03/2026 08:00,Phòng Kinh tế,Chờ ông Giàng A Chúng\n"
        "B,Yêu cầu bổ sung,03/03/2026 08:00,,,\n"
        "B,Đã bổ sung,09/03/2026 08:00,,,\n"
        "C,Hẹn lại,12/03/2026 08:00,20/03/2026,,\n"
        "C,Xin lỗi,12/03/2026 08:00,,,\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("with_events", [False, True])
def test_a_snapshot_judged_again_says_the_same(tmp_path: Path, *, with_events: bool) -> None:
    """Any command reads a snapshot as an export; at its own as-of the verdicts are those stored."""
    side = events(tmp_path / "events.csv") if with_events else None
    rows = {
        "A": DONE,
        "B": moved(BASE, received_at="02/03/2026"),
        "C": moved(DONE, completed_at="30/03/2026 10:00", legal_term="3 ngày làm việc"),
        "D": moved(BASE, legal_term="", promised_at=""),
        "E": moved(BASE, status="Đang chờ bổ sung", supplement_requested_at="05/03/2026"),
        "F": moved(BASE, legal_term="04 giờ làm việc", paused_at="02/03/2026 09:00"),
        "G": moved(BASE, received_at="20/03/2026 08:00"),
        "H": moved(BASE, status="Công dân yêu cầu rút", completed_at="09/03/2026"),
        "I": moved(BASE, apology_at="20/03/2026", rescheduled_to="25/03/2026"),
    }
    folder = tmp_path / "snaps"
    taken(folder, rows, THEN, settings=Settings(events=side))
    [entry] = Store(folder).contents().entries
    stored = verdicts(pl.read_parquet(entry.data))
    assert judged(entry.data, THEN, Settings(events=entry.events)).equals(stored)
    # And at a later moment as the export itself would be.
    later = datetime(2026, 4, 1)
    export_then = judged(tmp_path / "night.csv", later, Settings(events=side))
    told_later = events(tmp_path / "events.csv") if with_events else None
    assert judged(entry.data, later, Settings(events=told_later)).equals(export_then)


def test_free_text_of_events_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "snaps"
    taken(folder, {"A": DONE}, THEN, settings=Settings(events=events(tmp_path / "e.csv")))
    [entry] = Store(folder).contents().entries
    assert entry.events is not None
    frame = pl.read_parquet(entry.events)
    assert frame.columns == ["dossier_id", "event", "at", "until", "by", "note"]
    assert "Giàng A Chúng" not in str(frame.rows())


def test_a_mapped_header_does_not_keep_a_snapshot_from_being_read(tmp_path: Path) -> None:
    """`[columns]` speaks of the export's headers; a snapshot has the canonical names."""
    folder = tmp_path / "snaps"
    taken(folder, {"A": BASE}, THEN)
    [entry] = Store(folder).contents().entries
    settings = Settings(columns={"received_at": "Ngày vào sổ"})
    assert judged(entry.data, THEN, settings)["outcome"].to_list() == ["pending"]


def test_events_newly_recorded_and_backdated(tmp_path: Path) -> None:
    """A pause of 4 March that the older night did not know: H605; the apology excuses C."""
    folder = tmp_path / "snaps"
    rest = fillers()
    empty = tmp_path / "none.csv"
    empty.write_text("Mã hồ sơ,Sự kiện,Thời điểm\nZ,Xin lỗi,02/03/2026\n", encoding="utf-8")
    rows = {"A": BASE, "B": BASE, "C": BASE, **rest}
    taken(folder, rows, THEN, settings=Settings(events=empty))
    later = moved(BASE, promised_at="20/03/2026")
    side = events(tmp_path / "e.csv")
    taken(folder, {**rows, "C": later}, NOW, settings=Settings(events=side))
    assert sorted(told(between(Store(folder))), key=str) == sorted(
        [
            ("A", "altered", "paused_at", "H605", "error"),
            ("A", "altered", "resumed_at", "H605", "error"),
            ("B", "altered", "supplement_requested_at", "H605", "error"),
            ("B", "altered", "supplemented_at", "H605", "error"),
            ("C", "altered", "promised_at", None, None),
            ("C", "altered", "apology_at", None, None),
            ("C", "altered", "rescheduled_to", None, None),
        ],
        key=str,
    )


def test_another_calendar_moves_a_verdict(tmp_path: Path) -> None:
    """Finished on the eleventh working day, late; with a day off announced, on time.

    B was pending, and is overdue two days later whatever the calendar: that is time passing.
    """
    folder = tmp_path / "snaps"
    calendar = tmp_path / "calendar.toml"
    calendar.write_text('[[off]]\ndate = 2026-03-10\nname = "Bão"\nbasis = "Công điện"\n')
    late = moved(DONE, completed_at="17/03/2026 10:00")
    overdue = moved(BASE, received_at="27/02/2026 08:00", legal_term="12 ngày làm việc")
    rows = {"A": late, "B": overdue, "C": BASE, **fillers()}
    now = datetime(2026, 3, 18)
    taken(folder, rows, now)
    taken(folder, rows, datetime(2026, 3, 20), settings=Settings(calendar=calendar))
    changes = between(Store(folder))
    assert changes.method == ("calendar",)
    rows_told = changes.rows.select("dossier_id", "change", "field", "old", "new", "code").rows()
    assert rows_told == [("A", "verdict", "outcome", "late", "on_time", None)]


def test_an_open_dossier_is_judged_otherwise_the_same_night(tmp_path: Path) -> None:
    """Overdue since Tuesday; with a day off announced it falls due that very evening."""
    calendar = tmp_path / "calendar.toml"
    calendar.write_text('[[off]]\ndate = 2026-03-10\nname = "Bão"\nbasis = "Công điện"\n')
    row = moved(BASE, received_at="27/02/2026 08:00", legal_term="11 ngày làm việc")
    path = export(tmp_path / "x.csv", {"A": row, **fillers()})
    as_of = datetime(2026, 3, 18)
    states = [
        resolve_state(Side(str(path), as_of, "--as-of"), request(path, as_of, settings))[0]
        for settings in (Settings(), Settings(calendar=calendar))
    ]
    case, days = open_method(Settings(calendar=calendar), as_of)
    changes = compare(states[0], states[1], case=case, calendar=days, sync_lag=1)
    assert changes.rows.select("dossier_id", "change", "old", "new").rows() == [
        ("A", "verdict", "overdue", "pending")
    ]


def test_edited_data_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "snaps"
    entry = taken(folder, {"A": BASE}, THEN).entry
    frame = pl.read_parquet(entry.data)
    frame.with_columns(pl.lit("early").alias("outcome")).write_parquet(entry.data)
    settings = Settings(snapshots=SnapshotSettings(folder))
    asked = request(tmp_path / "night.csv", THEN, settings)
    with pytest.raises(Exception, match=r"snapshots\.data_edited"):
        resolve_state(Side("13/03/2026", None, "--as-of"), asked)


def test_days_files_and_exports_name_a_state(tmp_path: Path) -> None:
    folder = tmp_path / "snaps"
    entry = taken(folder, {"A": BASE}, THEN).entry
    settings = Settings(snapshots=SnapshotSettings(folder))
    asked = request(tmp_path / "night.csv", NOW, settings)
    for text in ("2026-03-13", "13/03/2026", str(entry.path), str(entry.data)):
        assert resolve_state(Side(text, None, "--as-of"), asked)[0].as_of == THEN
    path = export(tmp_path / "x.csv", {"A": BASE})
    assert resolve_state(Side(str(path), NOW, "--as-of"), asked)[0].as_of == NOW
    for text, key in (
        (str(path), r"history\.export_needs_as_of"),
        ("2026-03-12", r"snapshots\.no_day"),
    ):
        with pytest.raises(Exception, match=key):
            resolve_state(Side(text, None, "--as-of"), asked)
    (tmp_path / "odd.json").write_text(json.dumps({"a": 1}))
    with pytest.raises(Exception, match=r"history\.no_manifest"):
        resolve_state(Side(str(tmp_path / "odd.json"), None, "--as-of"), asked)


def test_a_code_read_again_is_its_own() -> None:
    code = officer_codes(Privacy())("Lê A")
    assert code != officer_codes(Privacy())("Lê B")
    assert officer_codes(Privacy())(code) == code
