"""A cell in the wrong column names nobody: rejected values are shown, or described."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.intake.values.plausible import is_plausible

SHOWN = {
    "received_at": (
        *("31/02/2025", "32/13/2026", "05/01/26", "2025-13-01", "31-02-2025 16:05", "25:61"),
        *("07/01/0206 08:30", "12/03/1999 08:00", "0206-01-07"),
        *("32/01/2026 25:00:00", "2026-02-30T08:00:00", "2026-02-30T08:00:00.123Z", "0001-01-01"),
        *("ngày 31 tháng 02 năm 2025", "lúc 15:08 ngày 31/02/2026", "15h99", "12", "2026", "45000"),
        *("45000.75", "20261332", "20261332080000", "1767225600", "#N/A", "#VALUE!", "#####"),
        *("31 Feb 2026", "Thứ sáu, 31/2/2026, 01:08 (GMT+7)", "0x9D", "U+FFFD", ""),
    ),
    "dossier_id": ("2.60103E+14", "260103000000000000", "#####"),
    None: ("7", "0", "12"),
}
HIDDEN = {
    "received_at": (
        *("Giàng A Chúng", "Nguyễn Thị Ba", "0912345678", "0912 345 678", "0912.345.678"),
        *("09.12.34.56.78", "+84912345678", "84912345678", "001085012345", "38123456", "Ba"),
        *("Thôn 5, xã Gò Trăng", "12 Lê Lợi", "số 12/3 đường 2/9", "hôm qua", "x" * 61),
        *("Năm 0912345678", "sinh ngày 01/02/1980", "09 12 34 56", "1/2/2026 Ông Tư A"),
    ),
    "dossier_id": ("Giàng A Chúng", "0912345678"),
    "status": ("Giàng A Chúng", "12"),
    None: ("Giàng A Chúng", "0912345678"),
}


@pytest.mark.parametrize(("column", "texts"), SHOWN.items())
def test_what_looks_like_the_column_is_shown(column: str | None, texts: tuple[str, ...]) -> None:
    assert [text for text in texts if not is_plausible(column, text)] == []


@pytest.mark.parametrize(("column", "texts"), HIDDEN.items())
def test_what_does_not_is_not(column: str | None, texts: tuple[str, ...]) -> None:
    assert [text for text in texts if is_plausible(column, text)] == []


NAME, PHONE = "Giàng Thị Dấu", "0987654321"


@pytest.fixture
def shifted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows in good order, and two shifted by a column or two."""
    monkeypatch.chdir(tmp_path)
    lines = (
        "Mã hồ sơ,Chủ hồ sơ,Số điện thoại,Ngày tiếp nhận,Trạng thái",
        f"H1,{NAME},{PHONE},05/01/2026,Đang xử lý",
        f"H2,{NAME},{PHONE},31/02/2026,Đang xử lý",
        f"H3,x,{NAME},{PHONE},05/01/2026",
        f"H4,x,x,{NAME},{PHONE}",
    )
    Path("x.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    Path("all.csv").write_text("\n".join((lines[0], *lines[3:])) + "\n", encoding="utf-8")


def said(*words: str) -> str:
    return CliRunner().invoke(app, [*words, "--as-of", "31/03/2026"]).output


def rejects(*words: str) -> list[str]:
    line = ["check", "x.csv", "--as-of", "31/03/2026", "--format", "json", *words]
    return [row["value"] for row in json.loads(CliRunner().invoke(app, line).stdout)["rejects"]]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "x.csv"),
        ("check", "x.csv", "--format", "csv", "--lang", "en"),
        ("check", "all.csv", "--format", "html"),
        ("late", "all.csv", "--format", "json"),
        ("late", "x.csv", "--strict"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("shifted")
def test_no_answer_names_anybody(words: tuple[str, ...]) -> None:
    output = said(*words)
    assert NAME not in output
    assert PHONE not in output


@pytest.mark.usefixtures("shifted")
def test_kind_and_length_stand_for_it_and_can_be_undone() -> None:
    assert rejects() == ["31/02/2026", "[ẩn: số có 10 chữ số]", "[ẩn: chữ, dài 13 ký tự]"]
    assert rejects("--show-personal") == ["31/02/2026", PHONE, NAME]
