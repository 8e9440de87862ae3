"""Where every row is rejected: what is wrong with most of them, and how it would be read."""

from pathlib import Path

import pytest

from .conftest import Type

HEADER = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận\n"


@pytest.mark.parametrize("words", [("late",), ("assess", "-o", "out.csv"), ("communes",)])
def test_the_commonest_reason_is_named(typed: Type, words: tuple[str, ...]) -> None:
    rows = [f"H{n},Xã A,{n:02}-JAN-26" for n in range(1, 9)]
    Path("a.csv").write_text(HEADER + "\n".join([",Xã A,05/01/2026", *rows]), encoding="utf-8")
    done = typed(words[0], "a.csv", *words[1:], "--as-of", "31/03/2026")
    assert done.exit_code == 2
    assert "dòng 3: cột Ngày tiếp nhận ghi “01-JAN-26” – năm chỉ có hai chữ số" in done.stderr
    assert "05-JAN-2026" in done.stderr
    assert not Path("out.csv").exists()


def test_the_row_as_a_whole(typed: Type) -> None:
    Path("a.csv").write_text(HEADER + "H1,Xã A,05/01/2026,x\n", encoding="utf-8")
    done = typed("late", "a.csv", "--as-of", "31/03/2026", "--lang", "en")
    assert "The commonest reason, as on line 2: more cells than the header." in done.stderr


def test_a_name_alone_is_told_of_by_check(typed: Type) -> None:
    """One that is not read may be a person's, and is not shown."""
    names = ("Xã Gò Trăng", "Ia Rtô", "Hà Thu Mai")
    lines = [f"{name},,\nH{n},Xã A,05/01/2026" for n, name in enumerate(names)]
    text = HEADER.replace("Đơn vị", "Ghi chú") + "\n".join(lines)
    Path("a.csv").write_text(text, encoding="utf-8")
    done = typed("check", "a.csv", "--as-of", "31/03/2026", "--lang", "en", "--format", "md")
    assert "1 row holds a name alone (line 4: “Ia Rtô”) that is known" in done.stdout
    assert "1 row holds a name alone, without a word for what it is (line 6)" in done.stdout
    assert "Hà Thu Mai" not in done.stdout + done.stderr


def test_a_restored_code_is_said_by_check(typed: Type) -> None:
    Path("a.csv").write_text(
        "Mã hồ sơ,Mã TTHC,Ngày tiếp nhận\nH1,1.00501,05/01/2026\nH2,1.001193,13/01/2026\n",
        encoding="utf-8",
    )
    done = typed("check", "a.csv", "--as-of", "31/03/2026", "--lang", "en", "--format", "md")
    assert "lost the zeros at its end and is read as 1.005010 (1 row)" in done.stdout
