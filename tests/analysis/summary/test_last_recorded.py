"""The last recorded date of a dossier (cli, data: events), and the period it keeps a dossier in."""

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.oracle.files import name_of, write_batch
from support.oracle.shipped import shipped_days
from support.oracle.strategies import as_many, batches
from support.oracle.verdict import happened, last_recorded

from cchc_audit.analysis.summary import in_period
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_queries
from cchc_audit.core.settings import load_settings

HEAD = (
    "Mã hồ sơ,Trạng thái,Ngày tiếp nhận,Ngày tạm dừng,Ngày tiếp tục,"
    "Ngày yêu cầu bổ sung,Ngày bổ sung,Ngày xin lỗi,Ngày hẹn lại,Ngày hẹn trả"
)
RECEIVED = "A,7,20/02/2026 08:00"

CASES = [
    # what, the rest of the row, its events, the last recorded date
    ("nothing else", ",,,,,,", [], "2026-02-20 08:00"),
    ("the columns", "02/03/2026,,,,,,", [], "2026-03-02"),
    ("no plan", ",,,,,03/03/2026,04/03/2026", [], "2026-02-20 08:00"),
    ("no column after the as-of", "01/04/2026,,,,,,", [], "2026-02-20 08:00"),
    ("a pause instead", "02/03/2026,,,,,,", ["pause,23/02/2026"], "2026-02-23"),
    ("for both columns", ",02/03/2026,,,,,", ["pause,23/02/2026"], "2026-02-23"),
    ("a resumption instead", "02/03/2026,,,,,,", ["resume,23/02/2026"], "2026-02-23"),
    ("a pause later", "02/03/2026,,,,,,", ["pause,09/03/2026 10:00"], "2026-03-09 10:00"),
    ("a request instead", ",,02/03/2026,,,,", ["supplement_request,24/02/2026"], "2026-02-24"),
    ("for both, again", ",,,02/03/2026,,,", ["supplement_request,24/02/2026"], "2026-02-24"),
    ("a supplement instead", ",,02/03/2026,,,,", ["supplement,24/02/2026"], "2026-02-24"),
    ("a supplement later", ",,,02/03/2026,,,", ["supplement,06/03/2026"], "2026-03-06"),
    (
        "every supplement",
        ",,,,,,",
        ["supplement,06/03/2026", "supplement,04/03/2026"],
        "2026-03-06",
    ),
    ("an apology instead", ",,,,02/03/2026,,", ["apology,25/02/2026"], "2026-02-25"),
    ("the last apology", ",,,,,,", ["apology,25/02/2026", "apology,04/03/2026"], "2026-03-04"),
    ("a new appointment made", ",,,,,,", ["reschedule,26/02/2026,10/03/2026"], "2026-02-26"),
    ("a step", ",,,,,,", ["step,27/02/2026,10/03/2026"], "2026-02-27"),
    ("another kind", "02/03/2026,,,,,,", ["supplement,24/02/2026"], "2026-03-02"),
    ("no event after the as-of", "02/03/2026,,,,,,", ["pause,01/04/2026"], "2026-03-02"),
]


def asked(export: Path, config: Path, as_of: datetime, *wanted: pl.Expr) -> pl.DataFrame:
    request = Request((str(export),), load_settings(config), as_of, as_of_given=True)
    [found] = run_queries(open_dataset(request), lambda rows: [rows.select(*wanted)]).frames
    return found


@pytest.mark.parametrize(
    ("cells", "events", "last"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_events_stand_in_place_of_the_columns_of_their_kind(
    cells: str, events: list[str], last: str, tmp_path: Path
) -> None:
    export, config = tmp_path / "export.csv", tmp_path / "cchc.toml"
    export.write_text(f"{HEAD}\n{RECEIVED},{cells}\n", encoding="utf-8")
    lines = ["dossier_id,event,at,until", *(f"A,{e}" + "," * (2 - e.count(",")) for e in events)]
    # Somebody else's: a table of events that does not know the dossier says nothing of it.
    lines.append("B,pause,05/03/2026,")
    (tmp_path / "events.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config.write_text('events = "events.csv"\n', encoding="utf-8")
    alone = tmp_path / "alone.toml"
    alone.write_text("", encoding="utf-8")
    expected = datetime.fromisoformat(last)
    day = expected.date()
    for settings in (config,) if events else (config, alone):
        found = asked(
            export,
            settings,
            datetime(2026, 4, 1),
            pl.col("last_recorded_at"),
            in_period(day, None).alias("on the day"),
            in_period(day + timedelta(days=1), None).alias("after it"),
        )
        assert found.rows() == [(expected, True, False)]


@as_many(3)
@given(data=st.data())
def test_the_last_recorded_date_is_the_oracles(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    batch = data.draw(batches(against="legal", shipped=shipped_days, size=200))
    export, config = write_batch(batch, tmp_path_factory.mktemp("batch"))
    as_of = batch.world.as_of
    found = asked(export, config, as_of, pl.col("dossier_id", "last_recorded_at"))
    dossiers = {name_of(n): one for n, one in enumerate(batch.dossiers)}
    expected = [last_recorded(happened(dossiers[name], as_of)) for name in found["dossier_id"]]
    assert found["last_recorded_at"].to_list() == expected
    assert len(found) > len(dossiers) / 2
