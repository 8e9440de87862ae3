"""`init`: a configuration drawn up from an export's own headers, most of all one that fails."""

import re
import tomllib
from pathlib import Path

import pytest

from cchc_audit.core.settings import load_settings

from .conftest import Type

STRANGE = (
    "Số HS;Ngày vào sổ;Tình trạng;Thời hạn giải quyết;Chủ hồ sơ;Màu\n"
    "H01234;05/01/2026;Đã đóng;3;Bà Na;đỏ\n"
    "H01235;06/01/2026;Đã đóng;3 ngày;Bà Na;đỏ\n"
)


def drawn(typed: Type, *words: str, name: str = "cchc.toml") -> str:
    done = typed("init", *words)
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    text = Path(name).read_text(encoding="utf-8")
    assert load_settings(Path(name)) is not None
    return text


def test_an_export_without_the_needed_columns(typed: Type) -> None:
    Path("a.csv").write_text(STRANGE, encoding="utf-8")
    assert typed("late", "a.csv").exit_code == 2
    text = drawn(typed, "a.csv")
    assert load_settings(None).inputs == ("a.csv",)
    for line in (
        '# dossier_id = "Số HS"',
        '# received_at = "Ngày vào sổ"',
        '# status = "Tình trạng"',
        '# "Đã đóng" = "decide"   # 2 dòng',
        '#   "3"   # 1 dòng',
        '#   "Màu"',
    ):
        assert line in text.splitlines()
    assert "Bà Na" not in text
    mended = text
    for line in ('dossier_id = "Số HS"', 'received_at = "Ngày vào sổ"'):
        mended = mended.replace(f"# {line}", line)
    mended = mended.replace('# "Đã đóng" = "decide"', '"Đã đóng" = "finished"')
    Path("cchc.toml").write_text(mended, encoding="utf-8")
    done = typed("assess", "--as-of", "31/01/2026", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count(",finished,") == 2


def proposals(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r'# \w+ = "[^"]+"$', line)]


def test_each_header_is_proposed_once_and_for_the_right_column(typed: Type) -> None:
    Path("a.csv").write_text(
        "Số HS,Số CCCD,Ngày đến,Hẹn trả,Hạn giải quyết,Ngày nhận KQ,Ngày sinh\n"
        "H1,001,05/01/2026,08/01/2026,08/01/2026,07/01/2026,01/02/2001\n"
        "H2,002,06/01/2026,09/01/2026,09/01/2026,08/01/2026,01/02/2002\n",
        encoding="utf-8",
    )
    found = proposals(drawn(typed, "a.csv"))
    for right in (
        '# dossier_id = "Số HS"',
        '# received_at = "Ngày đến"',
        '# promised_at = "Hẹn trả"',
        '# returned_at = "Ngày nhận KQ"',
    ):
        assert right in found
    headers = [line.split('"')[1] for line in found if not line.startswith("# lang")]
    assert len(headers) == len(set(headers))
    assert [line for line in found if line.startswith("# received_at")] == [
        '# received_at = "Ngày đến"'
    ]


def test_an_export_that_is_understood(typed: Type) -> None:
    Path("a.csv").write_text(
        "Mã hồ sơ,Ngày tiếp nhận,Trạng thái\nH1,05/01/2026,Đã trả kết quả\n", encoding="utf-8"
    )
    text = drawn(typed, "a.csv")
    assert '# received_at = "Ngày tiếp nhận"' in text
    assert set(tomllib.loads(text)) == {"inputs", "columns", "status"}


def test_every_example_loads_when_it_is_uncommented(typed: Type) -> None:
    """Gates and side files can be set by taking the # away, where they stand."""
    Path("a.csv").write_text(STRANGE, encoding="utf-8")
    for name in ("lich.toml", "dien-bien.csv", "thu-tuc.csv", "don-vi.csv"):
        Path(name).write_text("", encoding="utf-8")
    text = drawn(typed, "a.csv")
    for key in ("events", "calendar", "catalogue", "units", "[gates]", "on_", "overdue", "fail_on"):
        assert f"\n# {key}" in text
        text = text.replace(f"\n# {key}", f"\n{key}")
    Path("cchc.toml").write_text(text, encoding="utf-8")
    settings = load_settings(None)
    assert (settings.gates.on_time_rate_min, settings.gates.overdue_max) == (0.97, 20)
    assert settings.gates.fail_on == "error"
    assert settings.units is not None


@pytest.mark.parametrize(
    ("given", "hinted"), [("a.csv", True), ("*.csv", False), ("exports", False)]
)
def test_the_export_of_tomorrow(typed: Type, given: str, hinted: bool) -> None:
    """Named one by one, the exports of the nights to come would never be read."""
    Path("exports").mkdir()
    for place in ("a.csv", "exports/b.csv"):
        Path(place).write_text(STRANGE, encoding="utf-8")
    assert ('# inputs = ["xuat/*.csv"]' in drawn(typed, given)) is hinted


def test_only_a_date_of_submission(typed: Type) -> None:
    Path("a.csv").write_text("Mã hồ sơ,Ngày nộp\nH1,05/01/2026\n", encoding="utf-8")
    text = drawn(typed, "a.csv")
    assert '# received_at = "Ngày nộp"' in text
    assert text.count("Ngày nộp") == 1


def test_two_headers_of_one_spelling(typed: Type) -> None:
    Path("a.csv").write_text(
        "Mã hồ sơ,Ngày tiếp nhận,Ngày tiếp nhận\nH1,05/01/2026,06/01/2026\n", encoding="utf-8"
    )
    text = drawn(typed, "a.csv")
    assert '# received_at = "Ngày tiếp nhận#1"' in text
    assert '# received_at = "Ngày tiếp nhận#2"' in text


def test_a_file_that_is_there_stays(typed: Type) -> None:
    Path("a.csv").write_text(STRANGE, encoding="utf-8")
    Path("cchc.toml").write_text("# mine\n", encoding="utf-8")
    refused = typed("khoi-tao", "a.csv")
    assert refused.exit_code == 2
    assert "cchc.toml" in refused.stderr
    assert Path("cchc.toml").read_text(encoding="utf-8") == "# mine\n"


def test_paths_are_seen_from_the_folder_of_the_file(typed: Type, tmp_path: Path) -> None:
    Path("a.csv").write_text(STRANGE, encoding="utf-8")
    (tmp_path / "c").mkdir()
    text = drawn(typed, "a.csv", "-o", "c/s.toml", "--lang", "en", name="c/s.toml")
    assert tomllib.loads(text)["inputs"] == ["../a.csv"]
    assert "# Needed" not in text
    assert "NEEDED and not recognised" in text


@pytest.mark.parametrize("header", ['Tình "trạng" \\ x', "Tình\x1b[31m trạng", "#[x]\x7f = 1"])
def test_no_header_breaks_out_of_its_line(header: str, typed: Type) -> None:
    quoted = '"' + header.replace('"', '""') + '"'
    Path("a.csv").write_text(
        f'Mã hồ sơ,Ngày tiếp nhận,Trạng thái,{quoted}\nH1,05/01/2026,"x\ny = 1",2\n',
        encoding="utf-8",
    )
    assert set(tomllib.loads(drawn(typed, "a.csv"))) == {"inputs", "columns", "status"}


@pytest.mark.parametrize("words", [(), ("none.csv",), ("empty.csv",), ("a.csv", "-o", "no/x.toml")])
def test_what_cannot_be_drawn_up_is_a_sentence(words: tuple[str, ...], typed: Type) -> None:
    Path("a.csv").write_text(STRANGE, encoding="utf-8")
    Path("empty.csv").write_bytes(b"")
    refused = typed("init", *words)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("Lỗi:")
    assert not Path("cchc.toml").exists()
