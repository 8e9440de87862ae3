"""The statistics behind family P, held against fractions and against numbers worked out by hand."""

from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from cchc_audit.analysis.rules import RULES, find_rule
from cchc_audit.analysis.rules.facts.binomial import TAIL, Spread, upper_limit, upper_tail
from cchc_audit.analysis.rules.facts.serial_facts import _ranges

from .running import example, run


def exact(k: int, n: int, p: Fraction) -> Fraction:
    """The chance of `k` or more of `n`, without any rounding."""
    return sum(
        (comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(max(k, 0), n + 1)), Fraction(0)
    )


@pytest.mark.parametrize("n", [1, 20, 57, 300])
@pytest.mark.parametrize("p", [Fraction(1, 100), Fraction(6, 25), Fraction(1, 2), Fraction(9, 10)])
def test_the_tail_is_exact(n: int, p: Fraction) -> None:
    for k in range(0, n + 2, max(1, n // 20)):
        want = float(exact(k, n, p))
        assert upper_tail(k, n, float(p)) == pytest.approx(want, rel=1e-9, abs=1e-12), k


def test_the_tail_by_hand() -> None:
    # Two coins: both heads a quarter, one at least three quarters.
    assert upper_tail(2, 2, 0.5) == pytest.approx(0.25)
    assert upper_tail(1, 2, 0.5) == pytest.approx(0.75)
    assert upper_tail(0, 0, 0.5) == 1.0
    assert upper_tail(3, 2, 0.5) == 0.0
    # 1 - 0.999 ** 1000
    assert upper_tail(1, 1000, 0.001) == pytest.approx(1 - 0.999**1000)


def test_the_tail_of_a_large_commune_neither_overflows_nor_takes_long() -> None:
    # The normal distribution with the same mean and spread: three standard deviations above.
    n, p = 1_000_000, 0.05
    above = round(n * p + 3 * (n * p * (1 - p)) ** 0.5)
    assert upper_tail(above, n, p) == pytest.approx(0.00135, abs=0.00005)
    assert upper_tail(n, n, p) == 0.0
    assert upper_tail(n // 2, n, p) < 1e-300


@pytest.mark.parametrize(("n", "p"), [(20, 0.24), (200, 0.05), (30, 0.5), (25, 0.0), (25, 1.0)])
def test_the_limit_is_the_last_that_is_no_surprise(n: int, p: float) -> None:
    limit = upper_limit(n, p)
    assert upper_tail(limit + 1, n, p) <= TAIL
    assert limit == 0 or upper_tail(limit, n, p) > TAIL


def test_the_limit_by_hand() -> None:
    # P(X >= 11) = 0.0028 and P(X >= 12) = 0.0006 for 20 draws at 24 %.
    assert upper_limit(20, 0.24) == 11


def test_the_robust_z_by_hand() -> None:
    # Median 26.7 %; distances 0, 6.7, 63.3 points: the median one is 6.7, scaled 9.88.
    spread = Spread.of([27 / 30, 6 / 30, 8 / 30])
    assert spread.middle == pytest.approx(8 / 30)
    assert spread.robust_z(27 / 30) == pytest.approx(6.407, abs=0.001)


def test_where_most_are_equal_the_mean_distance_counts() -> None:
    # Nine of ten at 20 %, one at 90 %: mean distance 7 points, scaled 8.773.
    spread = Spread.of([0.2] * 9 + [0.9])
    assert spread.robust_z(0.9) == pytest.approx(0.7 / (0.07 * 1.2533141373155003))
    assert Spread.of([0.2] * 5).robust_z(0.2) == 0.0


def test_missing_serials_in_words() -> None:
    assert _ranges([1, 2, 4, 8]) == "0003, 0005–0007"
    assert _ranges([5]) == ""
    assert _ranges(list(range(1, 60, 2))).endswith("…")


def heaps(folder: Path, config: str) -> list[dict[str, object]]:
    case = example("P501") | {"config": config}
    return run(find_rule("P501", RULES), case, folder).rows


def test_a_heap_names_its_dossiers(tmp_path: Path) -> None:
    [row] = heaps(tmp_path, "")
    assert row["evidence"] == {
        "minute": "2026-03-05T16:40:00",
        "count": 10,
        "dossiers": [f"t{number:02}" for number in range(1, 11)],
    }


@pytest.mark.parametrize("showing", ["code", "hide"])
def test_heaps_are_those_of_officers_however_officers_are_named(
    showing: str, tmp_path: Path
) -> None:
    [row] = heaps(tmp_path, f'[privacy]\nofficer = "{showing}"\n')
    assert row["commune"] == "Xã Một"
    assert row["officer"] is None if showing == "hide" else str(row["officer"]).startswith("CB-")
    assert "Trần Lan" not in str(row)


def test_rows_that_gave_way_are_in_no_heap(tmp_path: Path) -> None:
    told = example("P501")
    lines = str(told["csv"]).strip().split("\n")
    # The same ten dossiers, each once more in an older state: still ten, not twenty.
    older = [line.replace("05/03/2026 16:40", "03/03/2026 16:40") for line in lines[1:11]]
    case = told | {"csv": "\n".join([*lines, *older]) + "\n"}
    [row] = run(find_rule("P501", RULES), case, tmp_path).rows
    assert dict(row["evidence"])["count"] == 10  # type: ignore[call-overload]


def test_filters_cut_what_is_shown_and_not_what_is_compared(tmp_path: Path) -> None:
    told = example("P504")
    rule = find_rule("P504", RULES)
    assert run(rule, told | {"args": ["--commune", "Xã A"]}, tmp_path).named == ["Xã A"]
    assert run(rule, told | {"args": ["--commune", "Xã B"]}, tmp_path).named == []


def test_evidence_of_the_funnel(tmp_path: Path) -> None:
    [row] = run(find_rule("P504", RULES), example("P504"), tmp_path).rows
    evidence = row["evidence"]
    assert isinstance(evidence, dict)
    chance = evidence.pop("chance")
    assert chance == pytest.approx(float(exact(12, 20, Fraction(6, 25))))
    assert evidence == {"hits": 12, "n": 20, "share": 0.6, "overall": 0.24, "limit": 11}


def test_an_export_without_dossiers_has_no_pattern(tmp_path: Path) -> None:
    for code in ("P501", "P503", "P504", "P505", "C402"):
        csv = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày có kết quả\n,,,\nA,,02/03/2026,\n"
        found = run(find_rule(code, RULES), {"csv": csv, "as_of": "31/03/2026"}, tmp_path)
        assert found.rows == []
