"""The figures of a pack are those that the other commands give of the same export."""

from pathlib import Path
from typing import Any

import pytest

from .exports import AS_OF, QUARTER, WAITS, export, pack, row, told

ONE = ("--commune", "Xã Một")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return export(tmp_path / "x.csv")


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = found["rows"]
    return listed


def test_figures_and_peers_are_those_of_communes(path: Path) -> None:
    found: dict[str, Any] = told("brief", path, *ONE, *QUARTER)
    of_communes = rows(told("communes", path, *QUARTER))
    [mine] = [line for line in of_communes if line["commune"] == "Xã Một"]
    assert found["packs"][0]["figures"] == mine
    assert found["peers"] == {"count": 2, "figures": of_communes[-1]}


def test_the_lists_are_those_of_late_and_findings(path: Path) -> None:
    one: dict[str, Any] = pack(path, *ONE, *QUARTER)
    assert one["late"] == [
        {**line, "officer": mine["officer"]}
        for line, mine in zip(rows(told("late", path, *ONE, *QUARTER)), one["late"], strict=True)
    ]
    findings = rows(told("findings", path, *ONE, *QUARTER))
    assert [{**line, "officer": None} for line in one["findings"]] == [
        {**line, "officer": None} for line in findings
    ]
    counts = {rule["code"]: rule["found"] for rule in one["rules"]}
    for code, count in counts.items():
        assert count == sum(line["code"] == code for line in findings)


def test_the_figures_by_hand(path: Path) -> None:
    one: dict[str, Any] = pack(path, *ONE, *QUARTER)
    figures = one["figures"]
    counted = {name: figures[name] for name in ("total", "resolved", "late", "overdue", "pending")}
    assert counted == {"total": 23, "resolved": 20, "late": 2, "overdue": 1, "pending": 1}
    assert figures["suspended"] == 1
    assert [line["dossier_id"] for line in one["open"]] == ["O1", "W1", "O2"]
    assert one["months"] == [
        {"month": "2026-01", "received": 0, "resolved": 0, "late": 0},
        {"month": "2026-02", "received": 1, "resolved": 0, "late": 0},
        {"month": "2026-03", "received": 22, "resolved": 20, "late": 2},
    ]
    loads = {line["officer"]: line for line in one["officers"]}
    assert all(str(name).startswith("CB-") for name in loads)
    assert [(line["total"], line["overdue"]) for line in one["officers"]] == [(1, 1), (22, 0)]


def test_the_period_before_is_judged_at_its_end(path: Path) -> None:
    found: dict[str, Any] = told("brief", path, *ONE, *QUARTER)
    assert found["before"] == {"first": "2025-10-01", "last": "2025-12-31", "covered": True}
    earlier = found["packs"][0]["earlier"]
    then = ("--from", "01/10/2025", "--to", "31/12/2025", "--as-of", "31/12/2025")
    [mine, _] = rows(told("communes", path, *ONE, *then))
    assert earlier == mine
    assert (earlier["resolved"], earlier["late"]) == (2, 1)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("--from", "01/02/2026", "--to", "28/02/2026"), ("2026-01-01", "2026-01-31")),
        (("--from", "15/12/2025", "--to", "14/03/2026"), ("2025-09-15", "2025-12-14")),
        (("--from", "10/03/2026", "--to", "16/03/2026"), ("2026-03-03", "2026-03-09")),
    ],
)
def test_the_period_before_is_as_long(
    path: Path, period: tuple[str, ...], before: tuple[str, str]
) -> None:
    found: dict[str, Any] = told("brief", path, *ONE, *period, *AS_OF)
    assert (found["before"]["first"], found["before"]["last"]) == before


def test_an_export_without_the_period_before_says_so(tmp_path: Path) -> None:
    # In hand since January: received earlier, but nothing finished in the quarter before.
    lines = (
        row("A", "20/12/2025 08:00", "25/12/2025", "05/01/2026 09:00"),
        row("B", "02/03/2026 08:00", "05/03/2026", "04/03/2026 09:00"),
    )
    found: dict[str, Any] = told("brief", export(tmp_path / "x.csv", *lines), *ONE, *QUARTER)
    assert found["before"]["covered"] is False
    assert found["packs"][0]["earlier"] is None


def test_an_office_among_its_peers(tmp_path: Path) -> None:
    lines = (
        row("A", "02/03/2026 08:00", "05/03/2026", "10/03/2026 09:00"),
        row("B", "02/03/2026 08:00", "05/03/2026", "04/03/2026 09:00", agency="Công an xã"),
        row("C", "02/03/2026 08:00", "05/03/2026", agency="Công an xã", status=WAITS),
    )
    path = export(tmp_path / "x.csv", *lines)
    found: dict[str, Any] = told("brief", path, "--agency", "kinh te", *AS_OF)
    [one] = found["packs"]
    assert (found["by"], one["unit"], found["peers"]["count"]) == ("agency", "Phòng Kinh tế", 2)
    of_offices = rows(told("summary", path, "--by", "agency", *AS_OF))
    assert one["figures"] == next(r for r in of_offices if r["agency"] == "Phòng Kinh tế")
    assert {line["dossier_id"] for line in one["findings"] if line["dossier_id"]} == {"A"}


def test_a_unit_without_a_dossier_in_the_period(path: Path) -> None:
    one: dict[str, Any] = pack(path, *ONE, "--from", "01/01/2024", "--to", "31/01/2024", *AS_OF)
    assert one["figures"]["total"] == 0
    assert one["figures"]["true_rate"] is None
    assert (one["late"], one["sample"], one["months"]) == ([], [], [])
