"""`cchc-audit report` from the line typed to exit code and streams; the digest as it is mailed."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.golden import held as as_read
from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app
from cchc_audit.core.settings import load_settings
from cchc_audit.products.nightly import Asked, run_nightly
from cchc_audit.products.nightly.digest import WIDTH
from cchc_audit.render import numbers
from cchc_audit.texts import LANGS, Lang, Texts

from .nights import FIRST, SECOND, Office, before, export, held, tree

SAMPLE = Path(__file__).parents[3] / "sample_data"


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None) -> None:
    """Nothing comes from outside."""


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["report", *words])


def test_0_done(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the working folder, as of now, nothing on the other stream: cron mails the digest."""
    monkeypatch.chdir(office.folder)
    office.drop(before())
    done = typed()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == office.output("digest.txt")
    assert done.stdout.startswith("CHƯA ĐẶT NGƯỠNG · Số liệu đến ")
    office.tidy()


def test_2_no_row_can_be_read_and_nothing_is_written(office: Office) -> None:
    office.drop({name: {**cells, "received_at": "31/02/2026"} for name, cells in before().items()})
    done = typed("--config", str(office.folder / "cchc.toml"), "--as-of", "11/03/2026")
    assert done.exit_code == 2
    assert "cchc-audit check" in done.stderr
    assert not list(office.folder.rglob("*.parquet"))
    assert not list(office.folder.rglob("current.json"))


def test_1_a_gate_failed(office: Office) -> None:
    office.configure("[gates]\noverdue_max = 1\non_time_rate_min = 0.5")
    office.drop(before())
    done = typed("--config", str(office.folder / "cchc.toml"), "--as-of", "11/03/2026", "--dry-run")
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "KHÔNG ĐẠT 1/2 NGƯỠNG · Số liệu đến hết ngày 11/03/2026\nChạy thử: "
    )
    assert "  - KHÔNG ĐẠT: 2 hồ sơ đang giải quyết đã quá hạn (tối đa 1)\n" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "html"], "text, json"),
        (["--as-of", "31/02/2026"], "31/02/2026"),
        (["--config", "absent.toml"], "absent.toml"),
        (["--config", ""], "--config"),
        (["export.csv"], "export.csv"),
    ],
)
def test_2_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(office.folder)
    there = tree(office.folder)
    refused = typed(*words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert tree(office.folder) == there


def test_2_without_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused = typed()
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "inputs" in refused.stderr


def test_4_no_input_tonight(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.folder)
    for words in ((), ("--dry-run",)):
        nothing = typed(*words)
        assert (nothing.exit_code, nothing.stdout) == (4, "")
        assert nothing.stderr.startswith("Lỗi: Đêm nay chưa có tệp dữ liệu nào (exports/*.csv).")


def test_the_document_on_standard_output(office: Office) -> None:
    office.drop(before())
    words = ("--config", str(office.folder / "cchc.toml"), "--as-of", "11/03/2026")
    done = typed(*words, "--format", "json")
    assert held(done.stdout) == office.report()


def test_the_alias(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.folder)
    assert CliRunner().invoke(app, ["bao-cao-dem"]).exit_code == 4


@pytest.mark.parametrize("lang", LANGS)
def test_the_digest_says_what_would_settle_each_doubt(office: Office, lang: Lang) -> None:
    """In the words of the other papers; and which statuses nobody knows."""
    office.configure(f'lang = "{lang}"')
    no_term = {**before()["O-1"], "legal_term": "", "promised_at": "05/03/2026"}
    odd = {name: {**no_term, "status": "Lơ lửng"} for name in ("U-1", "U-2")}
    office.drop({**before(), "W-1": no_term, **odd})
    told = office.run(FIRST)
    texts = Texts(lang)
    read = " ".join(told.digest.split())
    for doubt, n in (("no_legal_term", 3), ("unknown_status", 2)):
        values = {"doubt": texts.short(f"doubt.{doubt}"), "n": texts.whole(n)}
        said = texts("report.unproven", settle=texts(f"settle.{doubt}"), **values)
        assert read.count(said) == 1
    assert "“Lơ lửng” (2)" in read
    assert office.report()["unknown_statuses"]["commonest"] == [
        {"status": "Lơ lửng", "dossiers": 2}
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_digests(lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two nights of the sample data; `UPDATE_GOLDEN=1 pytest tests/nightly` rewrites them."""
    monkeypatch.chdir(tmp_path)
    aside = "\n".join(
        f'{key} = "{(SAMPLE / "kem-theo" / file).as_posix()}"'
        for key, file in (
            ("calendar", "lich-dia-phuong.toml"),
            ("catalogue", "thu-tuc-dia-phuong.csv"),
            ("units", "don-vi.csv"),
        )
    )
    gates = '[gates]\non_time_rate_min = 0.97\noverdue_max = 15\nfail_on = "error"\n'
    gates += '[rules]\nselect = ["T1", "H"]\n'
    Path("cchc.toml").write_text(f'inputs = ["exports"]\n{aside}\n{gates}', encoding="utf-8")
    Path("exports").mkdir()
    for at, night in enumerate((30, 31)):
        day = datetime(2026, 3, night) + timedelta(days=1)
        file = Path(f"exports/dem-{night}-03.csv")
        file.write_bytes((SAMPLE / "hai-dem" / file.name).read_bytes())
        os.utime(file, (1_700_000_000 + at, 1_700_000_000 + at))
        settings = load_settings(None)._replace(lang=lang)
        told = run_nightly(Asked(settings, day, as_of_given=True, present=day), dry_run=False)
        text = re.sub(r"\b[0-9a-f]{64}\b", "<digest>", told.digest)
        assert max(map(cell_len, told.digest.splitlines())) <= WIDTH
        as_read(f"nightly/digest-{night}.{lang}.txt", text)


def test_names_from_the_export_move_no_cursor(office: Office) -> None:
    rows = before()
    rows["O-1"] = {**rows["O-1"], "commune": "Xã \x1b[31mSuối" + " Mây rất dài" * 12}
    office.drop(rows)
    digest = office.run(FIRST).digest
    assert "\x1b" not in digest
    assert max(map(cell_len, digest.splitlines())) <= max(WIDTH, len(str(office.folder)) + 40)


def test_figures_beside_each_other(two_nights: Office) -> None:
    lines = two_nights.output("digest.txt").splitlines()
    figures = {line[:42].strip(): line[42:].split() for line in lines if len(line) == WIDTH}
    texts = Texts("vi")
    assert figures[texts("nightly.figure.total")] == ["69", "69", "0"]
    assert figures[texts("nightly.figure.overdue")] == ["2", "2", "0"]
    assert figures[texts("nightly.figure.resolved")] == ["61", "62", "+1"]
    assert figures[texts("nightly.figure.on_time_rate")] == ["98,4%", "98,4%", "0,0"]


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (0.95949, 0.95951, "+0,1"),  # 95,9% and 96,0% stand beside it
        (0.9600, 0.9604, "0,0"),
        (0.9604, 0.9595, "0,0"),
        (0.97, 0.9599, "−1,0"),
        (0.9999, 1.0, "+0,1"),
    ],
)
def test_a_change_is_that_of_the_rates_shown(then: float, now: float, said: str) -> None:
    assert numbers.points(then, now, Texts("vi")) == said


def test_a_night_without_dossiers_done(office: Office) -> None:
    """No rate is no 0% and fails no gate."""
    office.configure("[gates]\non_time_rate_min = 0.97")
    export(office.folder / "exports/a.csv", {"O-1": before()["O-1"]})
    told = office.run(SECOND)
    assert told.exit_code == 0
    [gate] = office.report()["gates"]
    assert (gate["value"], gate["passed"]) == (None, True)
    assert "tỷ lệ trước hạn và đúng hạn – (tối thiểu 97,0%)" in told.digest
