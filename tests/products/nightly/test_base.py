"""What a night is compared with: of every dossier, and every column, the last night that had it."""

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from cchc_audit.analysis.snapshots import verify

from .nights import DONE, FIRST, LATE, OPEN, OVERDUE, Cells, Office, fillers

Found = list[tuple[str | None, str]]
LONGER: Cells = {**LATE, "legal_term": "10 ngày làm việc"}


def whole() -> dict[str, Cells]:
    return {**fillers(40), **{f"L-{n}": LATE for n in range(4)}, "O-1": OVERDUE}


def night(office: Office, number: int, rows: Mapping[str, Cells]) -> Found:
    """The alterations that the report of this night names."""
    office.drop(rows, at=number)
    office.run(FIRST + timedelta(days=number))
    findings = json.loads(office.output("findings.json"))["rows"]
    return sorted(
        ((row["dossier_id"], row["code"]) for row in findings if row["code"][0] == "H"), key=str
    )


def codes(office: Office) -> list[str]:
    return [warned["code"] for warned in office.report()["warnings"]]


def without(rows: Mapping[str, Cells], *numbers: str) -> dict[str, Cells]:
    return {number: cells for number, cells in rows.items() if number not in numbers}


def test_a_night_without_a_dossier_hides_nothing(office: Office) -> None:
    night(office, 0, whole())
    assert night(office, 1, without(whole(), "L-0")) == [("L-0", "H604")]
    # Told once, and what was done to it meanwhile is found when it is back.
    assert night(office, 2, without(whole(), "L-0")) == []
    assert night(office, 3, {**whole(), "L-0": LONGER}) == [("L-0", "H607")]
    assert night(office, 4, {**whole(), "L-0": LONGER}) == []
    office.whole()


def test_half_an_export_hides_nothing(office: Office) -> None:
    """Three quarters are missing one night; what happened to them is found the night after."""
    night(office, 0, whole())
    half = dict(list(whole().items())[:10])
    assert night(office, 1, half) == [(None, "H604")]
    assert codes(office) == ["shrunk"]
    assert night(office, 2, {**half, "F-00": {**DONE, "received_at": "26/02/2026"}}) == [
        ("F-00", "H601"),
        (None, "H604"),
    ]
    assert codes(office) == ["shrunk"]
    back = without({**whole(), "L-1": LONGER}, "L-0")
    back["F-00"] = {**DONE, "received_at": "26/02/2026"}
    assert night(office, 3, back) == [("L-0", "H604"), ("L-1", "H607")]
    assert codes(office) == []  # L-1 was in none of the last two nights
    assert night(office, 4, back) == []
    assert verify(office.store.contents()) == ()


def test_a_column_that_is_lost_and_comes_back(office: Office) -> None:
    """Said every night until it is back; then its cells are those of the night that had it."""
    night(office, 0, whole())
    rows = whole()
    for number in (1, 2):
        rows[f"N-{number}"] = OPEN
        path = office.drop(rows, at=number)
        text = path.read_text(encoding="utf-8").replace("Ngày kết thúc xử lý", "Cột khác")
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
        office.run(FIRST + timedelta(days=number))
        assert codes(office) == ["columns_lost"]
    edited = {**rows, "L-2": {**LATE, "completed_at": "05/03/2026 10:00"}}
    assert night(office, 3, edited) == [("L-2", "H603"), ("L-2", "H607")]
    assert codes(office) == ["late_fell"]


def test_every_code_changed_compares_nothing(office: Office) -> None:
    night(office, 0, whole())
    other = {f"{number}.H21": cells for number, cells in whole().items()}
    assert night(office, 1, other) == []
    assert codes(office) == ["renumbered"]
    document = office.report()
    assert (document["changes"]["dossiers"], document["changes"]["mass"]) == (0, [])
    # From the new numbers on it is compared again, and the old ones are not called gone.
    assert night(office, 2, {**other, "L-0.H21": LONGER}) == [("L-0.H21", "H607")]
    assert codes(office) == ["late_fell"]


def test_last_known_rows_are_told_of_and_carried_a_year(office: Office) -> None:
    night(office, 0, whole())
    night(office, 1, without(whole(), "L-0"))
    [first, second] = office.store.contents().entries
    assert first.carried is None
    assert second.carried is not None
    assert second.carried.is_file()
    later = (datetime(2027, 3, 20) - FIRST).days
    night(office, later, without(whole(), "L-0"))
    assert office.store.contents().entries[-1].carried is None


@pytest.mark.parametrize("what", ["edited", "gone"])
def test_a_base_that_cannot_be_used_is_named(office: Office, what: str) -> None:
    night(office, 0, whole())
    night(office, 1, whole())
    data = office.store.contents().entries[-1].data
    data.write_bytes(data.read_bytes() + b"x") if what == "edited" else data.unlink()
    assert night(office, 2, {**whole(), "L-1": LONGER}) == [("L-1", "H607")]
    [warned] = [w for w in office.report()["warnings"] if w["code"] == "base_unusable"]
    assert "12/03/2026" in warned["text"]
    assert "11/03/2026" in warned["text"]


def test_news_come_first_three_dossiers_a_rule(office: Office) -> None:
    office.configure('[gates]\noverdue_max = 9\n[privacy]\nofficer = "code"')
    night(office, 0, {**whole(), **fillers(90)})
    night(office, 1, {**whole(), **fillers(90), **{f"L-{n}": LONGER for n in range(4)}})
    lines = office.output("digest.txt").splitlines()
    [at] = [number for number, line in enumerate(lines) if line.startswith("  - H607 · ")]
    assert lines[at].endswith("4 hồ sơ") or lines[at + 1].strip() == "hồ sơ"
    told = " ".join(line.strip() for line in lines)
    assert "L-0: Thời hạn" in told
    assert "hạn 05/03/2026 → Trước hạn, hạn 16/03/2026; Xã Suối Mây; CB-" in told
    assert "L-2: " in told
    assert "L-3: " not in told
    assert "và 1 hồ sơ khác" in told
    # News, then gates, then figures.
    news = ("nay không còn quá hạn", "L-2: ", "đã quá hạn (tối đa 9)", "Tổng số hồ sơ")
    order = [told.index(text) for text in news]
    assert order == sorted(order)
    assert "Lò Văn Sáng" not in told
