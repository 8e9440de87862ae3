"""One number in two communes, and rows that contradict each other, in what is asked of them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from products.history.exports import BASE, DONE, compared, told

from cchc_audit.audit.check import check_exports
from cchc_audit.audit.lists import list_verdicts
from cchc_audit.audit.request import Request
from cchc_audit.core.settings import Settings
from cchc_audit.products import inquiry

AS_OF = datetime(2026, 4, 1)
HEADER = "Mã hồ sơ,Đơn vị,Thời hạn giải quyết,Ngày tiếp nhận,Ngày có kết quả,Trạng thái"
TWO = (
    "0001,Xã A,3 ngày làm việc,02/03/2026 08:00,03/03/2026 09:00,Đã có kết quả",
    "0001,Xã B,3 ngày làm việc,02/03/2026 08:00,12/03/2026 09:00,Đã có kết quả",
)


def request(
    folder: Path, lines: Sequence[str], filters: dict[str, tuple[str, ...]] | None = None
) -> Request:
    path = folder / "a.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return Request((str(path),), Settings(), AS_OF, as_of_given=True, filters=filters)


def verdicts(folder: Path, *lines: str) -> pl.DataFrame:
    return list_verdicts(request(folder, lines)).rows.collect()


def test_each_commune_has_its_own_dossier(tmp_path: Path) -> None:
    found = verdicts(tmp_path, *TWO).select("commune", "outcome").sort("commune")
    assert found.rows() == [("Xã A", "early"), ("Xã B", "late")]


def test_check_says_so_with_the_count(tmp_path: Path) -> None:
    report = check_exports(request(tmp_path, TWO))
    assert report.extra["shared_numbers"] == {"numbers": 1, "dossiers": 2}
    assert any("0001" in sentence for sentence in report.closing)


@pytest.mark.parametrize(
    ("filters", "communes"), [(None, ["Xã A", "Xã B"]), ({"commune": ("Xã B",)}, ["Xã B"])]
)
def test_why_answers_for_both(
    tmp_path: Path, filters: dict[str, tuple[str, ...]] | None, communes: list[str]
) -> None:
    answer = inquiry.why(request(tmp_path, TWO, filters), ids=["0001"])
    assert [one.dossier["commune"] for one in answer.dossiers] == communes


def test_rows_that_contradict_each_other_prove_nothing(tmp_path: Path) -> None:
    lines = (
        "H1,Xã A,3 ngày làm việc,02/03/2026 08:00,11/03/2026 09:00,Đã có kết quả",
        "H1,Xã A,3 ngày làm việc,02/03/2026 08:00,12/03/2026 09:00,Đã có kết quả",
        "H2,Xã A,3 ngày làm việc,02/03/2026 08:00,,Đang xử lý",
        "H2,Xã A,3 ngày làm việc,02/03/2026 08:00,12/03/2026 09:00,Đã có kết quả",
    )
    found = verdicts(tmp_path, *lines).select("dossier_id", "certainty", "doubt").sort("dossier_id")
    assert found.rows() == [("H1", "unproven", "conflicting_rows"), ("H2", "firm", None)]
    answer = inquiry.why(request(tmp_path, lines), ids=["H1", "H2"])
    assert [one.dossier["doubt"] for one in answer.dossiers] == ["conflicting_rows", None]


def test_changes_compare_a_shared_number_within_its_commune(tmp_path: Path) -> None:
    one = {**BASE, "dossier_id": "0001", "commune": "Xã A"}
    other = {**BASE, "dossier_id": "0001", "commune": "Xã B", "received_at": "03/03/2026 08:00"}
    done = {**DONE, "dossier_id": "0001", "commune": "Xã B", "received_at": "03/03/2026 08:00"}
    assert told(compared(tmp_path, {"1": one, "2": other}, {"1": one, "2": other})) == []
    changes = compared(tmp_path, {"1": one, "2": other}, {"1": one, "2": done}).rows
    assert set(changes["commune"]) == {"Xã B"}
    assert "finished" in changes["change"].to_list()
    gone = told(compared(tmp_path, {"1": one, "2": other}, {"1": one}))
    assert [row[:2] for row in gone] == [("0001", "gone")]
