"""Whole provinces: where all is well nothing is found, where one wrong is planted exactly that."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.analysis.rules import RULES, find_rule
from cchc_audit.audit import dataset
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

from .provinces import AS_OF, COMMUNES, Row, clean, dossier, honest, text
from .running import run

FAMILIES = ",".join(sorted({rule.family for rule in RULES}))


def found(rows: list[Row], folder: Path, *words: str) -> list[dict[str, object]]:
    """What all rules find."""
    from cchc_audit.cli.app import app

    (folder / "export.csv").write_text(text(rows), encoding="utf-8")
    line = ["findings", str(folder / "export.csv"), "--as-of", AS_OF, "--select", FAMILIES]
    done = CliRunner().invoke(app, [*line, *words, "--format", "json", "--limit", "0"])
    assert done.exit_code == 0, done.stderr
    rows_found: list[dict[str, object]] = json.loads(done.stdout)["rows"]
    return rows_found


def test_a_clean_province_has_nothing_but_reminders(tmp_path: Path) -> None:
    assert {row["code"] for row in found(clean(), tmp_path)} <= {"T103"}


def test_an_honest_province_has_no_error_and_no_pattern(tmp_path: Path) -> None:
    rows = found(honest(), tmp_path)
    assert [row for row in rows if row["severity"] == "error"] == []
    assert [row for row in rows if str(row["code"]).startswith("P")] == []
    # The doubts are there to be seen: late by the default reading, and saved by another.
    late = Counter(str(row["code"]) for row in rows)
    assert late["T101"] == 2 * COMMUNES
    assert late["C406"] == COMMUNES


def changed(number: int, commune: int, **cells: str) -> Row:
    return dossier(number, commune, days=1) | cells


def heap() -> list[Row]:
    moment = {"Ngày có kết quả": "04/03/2026 16:40:0", "Cán bộ xử lý": "Vội"}
    return [
        changed(300 + n, 5, **{k: v + str(n) if ":" in v else v for k, v in moment.items()})
        | {"Ngày trả kết quả": "05/03/2026 08:00"}
        for n in range(10)
    ]


def late(commune: int) -> list[Row]:
    done = {"Ngày có kết quả": "20/03/2026 08:00:01", "Ngày trả kết quả": "20/03/2026 09:00"}
    return [changed(300 + n, commune, **done) for n in range(15)]


def suspended(commune: int) -> list[Row]:
    waits = {"Ngày có kết quả": "", "Ngày trả kết quả": "", "Trạng thái": "Yêu cầu bổ sung"}
    return [changed(300 + n, commune, **waits) for n in range(15)]


def on_the_day(commune: int) -> list[Row]:
    return [dossier(300 + n, commune, days=n % 9, speed=0) for n in range(120)]


def one(**cells: str) -> list[Row]:
    return [changed(300, 5, **cells)]


NUMBER = "H99.005-260225-0300"
PLANTED: dict[str, tuple[Callable[[], list[Row]], list[str]]] = {
    "D101": (lambda: one(**{"Mã thủ tục": "9.999999"}), [NUMBER]),
    "D102": (lambda: one(**{"Ngày có kết quả": "24/02/2026 08:00"}), [NUMBER]),
    "D103": (lambda: one(**{"Ngày có kết quả": "", "Ngày trả kết quả": ""}), [NUMBER]),
    "D104": (lambda: one(**{"Ngày trả kết quả": "05/03/2035 08:00"}), [NUMBER]),
    "D105": (lambda: [*one(), *one(**{"Cán bộ xử lý": "Khác"})], [NUMBER]),
    "D106": (lambda: one(**{"Trạng thái": "Đang xử lý"}), [NUMBER]),
    "D107": (
        lambda: one(
            **{
                "Trạng thái": "Công dân yêu cầu rút hồ sơ",
                "Ngày có kết quả": "20/03/2026 08:00",
                "Ngày trả kết quả": "",
            }
        ),
        [NUMBER],
    ),
    "D108": (lambda: one(**{"Ngày tiếp nhận": ""}), [NUMBER]),
    "C401": (lambda: one(**{"Mã hồ sơ": "H99.005-260303-0300"}), ["H99.005-260303-0300"]),
    "C404": (lambda: one(**{"Ngày tiếp nhận": "25/02/2026 18:05"}), [NUMBER]),
    "C405": (lambda: one(**{"Ngày có kết quả": "01/03/2026 09:00"}), [NUMBER]),
    "C406": (
        lambda: one(
            **{
                "Ngày hẹn trả": "12/03/2026 17:00",
                "Ngày có kết quả": "12/03/2026 09:00",
                "Ngày trả kết quả": "12/03/2026 10:00",
            }
        ),
        [NUMBER],
    ),
    "P501": (heap, ["Vội"]),
    "P502": (
        lambda: one(
            **{"Ngày tiếp nhận": "25/02/2026 08:00:00", "Ngày có kết quả": "25/02/2026 08:01:59"}
        ),
        [NUMBER],
    ),
    "P503": (lambda: on_the_day(5), ["Xã Số 5"]),
    "P504": (lambda: late(5), ["Xã Số 5"]),
    "P505": (lambda: suspended(5), ["Xã Số 5"]),
}


@pytest.mark.parametrize("code", PLANTED)
def test_what_is_planted_is_found_and_nothing_else(code: str, tmp_path: Path) -> None:
    plant, expected = PLANTED[code]
    case: dict[str, object] = {"csv": text([*clean(), *plant()]), "as_of": AS_OF}
    assert run(find_rule(code, RULES), case, tmp_path).named == expected


def test_a_missing_serial(tmp_path: Path) -> None:
    rows = clean()
    day = [row for row in rows if row["Mã hồ sơ"].startswith("H99.005-260225-")]
    few = [row for row in rows if row not in day] + [dossier(n, 5, days=1) for n in (1, 2, 3, 5, 6)]
    of_the_day: dict[str, object] = {
        "args": ["--commune", "Xã Số 5", "--from", "25/02/2026", "--to", "25/02/2026"]
    }
    case: dict[str, object] = {"csv": text(few), "as_of": AS_OF, **of_the_day}
    again = run(find_rule("C402", RULES), case, tmp_path)
    assert again.named == ["Xã Số 5"]
    assert "0004" in again.messages[0]


def test_the_demo_province_shows_who_enters_results_in_heaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_audit.cli.app import app

    write_province(tmp_path / "tinh", rows=12_000, seed=3, texts=Texts("vi"))
    monkeypatch.chdir(tmp_path / "tinh")
    (tmp_path / "tinh" / "cchc.toml").write_text(
        'inputs = ["export.csv"]\nunits = "units.csv"\n[rules]\nbatch = 3\n', encoding="utf-8"
    )
    told = []
    for small in (0, 1 << 40):
        monkeypatch.setattr(dataset, "_SMALL", small)
        line = ["findings", "--as-of", "30/06/2026", "--select", "D,C,P,C402", "--format", "json"]
        done = CliRunner().invoke(app, [*line, "--limit", "0", "-q"])
        assert done.exit_code == 0, done.stderr
        told.append(done.stdout)
    assert told[0] == told[1]
    heaps = [row for row in json.loads(told[0])["rows"] if row["code"] == "P501"]
    assert heaps
    assert {row["evidence"]["minute"][-8:-2] for row in heaps} == {"16:40:"}
