"""The tab key, by the protocol of the shells: offers, and never a word of failure."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from cchc_audit.analysis.rules import RULES
from cchc_audit.analysis.summary import Key
from cchc_audit.products.forms.form_kinds import KINDS
from cchc_audit.texts import Texts

from .conftest import Type

Pressed = Callable[..., list[str]]
HEAD = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Trạng thái,Thời hạn giải quyết\n"
ROWS = [
    f"H{n},{commune},02/03/2026 08:00,Đang xử lý,3 ngày làm việc\n"
    for n, commune in enumerate(["UBND xã Gò Trăng", "Xã Suối Mây", "Phường Đồi Gió", ""])
]


@pytest.fixture(autouse=True)
def export(plain_surroundings: None, tmp_path: Path) -> None:
    del plain_surroundings
    (tmp_path / "x.csv").write_text(HEAD + "".join(ROWS), encoding="utf-8")


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch, typed: Type) -> Pressed:
    """Press the tab key at the end of a line in Bash: `pressed("late", "--fo")`."""

    def press(*words: str) -> list[str]:
        monkeypatch.setenv("_CCHC_AUDIT_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "\n".join(("cchc-audit", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        answer = typed()
        assert (answer.exit_code, answer.stderr) == (0, "")
        return answer.stdout.splitlines()

    return press


@pytest.mark.parametrize(
    ("words", "offers"),
    [
        (["la"], ["late"]),
        (["com"], ["communes"]),
        (["qua"], ["qua-han"]),
        (["late", "--fo"], ["--format"]),
        (["qua-han", "x.csv", "--fin"], ["--finish"]),
        (["late", "--finish", ""], ["completed", "returned"]),
        (["late", "--finish=r"], ["returned"]),
        (["late", "--finish", "=", "r"], ["returned"]),
        (["late", "--channel", "o"], ["online"]),
        (["late", "--accept-damage", "sh"], ["shifted_clock", "shifted_header"]),
        (["findings", "--fail-on", "w"], ["warning"]),
        (["--lang", ""], ["vi", "en"]),
        (["late", "--lang", "e"], ["en"]),
        (["summary", "--by", "commune,mo"], ["commune,month"]),
        (["summary", "--index", ""], ["766"]),
        (["findings", "--select", "T101,T10"], [f"T101,T10{n}" for n in range(1, 8)]),
        (["deadline", "01/01/2026", "--procedure", "1.00119"], ["1.001193"]),
        (["late", "--sort", "days_l"], ["days_late", "days_left"]),
        (["communes", "--sort", "on_time_r"], ["on_time_rate"]),
        # free text, names of files, nonsense: the shell may offer what it likes
        (["late", ""], []),
        (["late", "--config", ""], []),
        (["late", "--as-of", ""], []),
        (["late", "--version", ""], []),
        (["nonsense", "--co"], []),
        (["late", "--nonsense", "--co"], ["--config", "--commune"]),
        (["late", "none.csv", "--commune", ""], []),
    ],
    ids=" ".join,
)
def test_offers(words: list[str], offers: list[str], pressed: Pressed) -> None:
    assert sorted(pressed(*words)) == sorted(offers)


def test_the_first_word_is_a_command(pressed: Pressed) -> None:
    from cchc_audit.cli.app import _COMMANDS

    assert pressed("") == [name for name, _, _ in _COMMANDS]


def test_codes_keys_and_kinds_are_those_there_are(pressed: Pressed) -> None:
    codes = [rule.code for rule in RULES]
    assert pressed("rules", "") == codes
    families = list(dict.fromkeys(code[0] for code in codes))
    assert pressed("findings", "--ignore", "") == [*families, *codes]
    assert pressed("summary", "--by", "") == list(Key)
    assert pressed("form", "") == list(KINDS)
    assert pressed("form", "06a", "") == []


@pytest.mark.parametrize(
    ("begun", "offers"),
    [
        ("", [r"Phường\ Đồi\ Gió", r"UBND\ xã\ Gò\ Trăng", r"Xã\ Suối\ Mây"]),
        ("xã", [r"UBND\ xã\ Gò\ Trăng", r"Xã\ Suối\ Mây"]),
        ("doi g", [r"Phường\ Đồi\ Gió"]),
        ('"Xã S', ["Xã Suối Mây"]),
        ("Nha", []),
    ],
)
def test_communes_of_the_exports_on_the_line(
    begun: str, offers: list[str], pressed: Pressed
) -> None:
    assert pressed("late", "x.csv", "--commune", begun) == offers


def test_communes_without_exports_on_the_line(pressed: Pressed) -> None:
    assert pressed("late", "--commune", "") == []
    Path("cchc.toml").write_text('inputs = ["x.csv"]\n', encoding="utf-8")
    assert len(pressed("late", "--commune", "")) == 3
    # The newest snapshot knows them without a look at the exports.
    Path("snapshots").mkdir()
    for number, commune in enumerate(["Xã Cũ", "Xã Mới"], start=1):
        figures: list[dict[str, object]] = [
            {"commune": name, "total": 1, "outcomes": {}} for name in (commune, None)
        ]
        path = Path("snapshots") / f"2026-03-1{number}.00000{number}.json"
        path.write_text(json.dumps({"figures": figures}), encoding="utf-8")
    assert pressed("late", "--commune", "") == [r"Xã\ Mới"]
    (Path("snapshots") / "2026-03-13.000003.json").write_text("{", encoding="utf-8")
    assert len(pressed("late", "--commune", "")) == 3


def stored(folder: str, day: str, number: int, *, data: bool = True) -> None:
    place = Path(folder)
    place.mkdir(exist_ok=True)
    for kind in (".json", *((".parquet", ".events.parquet") if data else ())):
        (place / f"{day}.{number:06}{kind}").write_text("{}", encoding="utf-8")


def test_states_are_the_days_whose_dossiers_are_kept(pressed: Pressed) -> None:
    assert pressed("changes", "") == []
    stored("snapshots", "2026-03-10", 1, data=False)
    stored("snapshots", "2026-03-11", 2, data=False)
    stored("snapshots", "2026-03-11", 3)
    stored("snapshots", "2026-03-12", 4)
    Path("snapshots/chain.json").write_text("{}", encoding="utf-8")
    assert pressed("changes", "") == ["2026-03-11", "2026-03-12"]
    assert pressed("changes", "2026-03-11", "2") == ["2026-03-11", "2026-03-12"]
    assert pressed("changes", "x.") == []
    # The figures of a night stay when its dossiers go.
    assert pressed("trend", "--from", "") == ["2026-03-10", "2026-03-11", "2026-03-12"]
    assert pressed("trend", "--to", "2026-03-12") == ["2026-03-12"]
    # Other commands have days of their own.
    assert pressed("late", "--from", "") == []


def test_nights_of_the_folder_in_force(pressed: Pressed) -> None:
    stored("snapshots", "2026-03-10", 1)
    stored("kept", "2026-03-11", 1)
    stored("other", "2026-03-12", 1)
    Path("cchc.toml").write_text('[snapshots]\nfolder = "kept"\n', encoding="utf-8")
    assert pressed("changes", "") == ["2026-03-11"]
    assert pressed("trend", "--folder", "other", "--from", "") == ["2026-03-12"]
    figures = {"figures": [{"commune": "Xã Mới", "total": 1, "outcomes": {}}]}
    Path("kept/2026-03-11.000001.json").write_text(json.dumps(figures), encoding="utf-8")
    assert pressed("changes", "2026-03-10", "11/03/2026", "--commune", "") == [r"Xã\ Mới"]
    assert pressed("changes", "x.csv", "11/03/2026", "--commune", "doi") == [r"Phường\ Đồi\ Gió"]


@pytest.mark.parametrize(
    ("as_of", "begun", "offers"),
    [
        ("14/03/2026", "2026", ["2026-Q1", "2026-H1", "2026"]),
        ("15/03/2026", "2026", ["2026-Q1", "2026-Q2", "2026-H1", "2026"]),
        ("14/12/2026", "2026-H", ["2026-H1", "2026-H2"]),
        ("14/12/2026", "2027", []),
        ("15/12/2026", "2027", ["2027-Q1", "2027-H1", "2027"]),
        ("14/03/2026", "2025-q", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("14/03/2026", "2024", []),
    ],
)
def test_periods_that_have_begun(
    as_of: str, begun: str, offers: list[str], pressed: Pressed
) -> None:
    assert pressed("form", "06a", "--as-of", as_of, "--period", begun) == offers


def test_periods_of_this_year_and_the_last(
    pressed: Pressed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc_audit.cli.values.now", lambda _: datetime(2026, 3, 31, 8))
    assert len(pressed("form", "--period", "")) == 7 + 4


def test_communes_of_every_kind_of_file(pressed: Pressed) -> None:
    import polars as pl

    content = Path("x.csv").read_bytes()
    Path("y.csv.gz").write_bytes(gzip.compress(content))
    pl.read_csv("x.csv").write_parquet("z.parquet")
    pl.read_csv("x.csv").write_excel("w.xlsx")
    Path("old.csv").write_bytes(content.decode().encode("utf-16"))
    for file in ("y.csv.gz", "z.parquet", "w.xlsx", "old.csv"):
        assert len(pressed("late", file, "--commune", "")) == 3, file


def test_of_a_large_export_the_beginning_is_looked_at(pressed: Pressed) -> None:
    with Path("x.csv").open("a", encoding="utf-8") as file:
        file.write("".join(ROWS) * 20_000)
        file.write("H9,Xã Cuối Cùng,02/03/2026 08:00,Đang xử lý,3 ngày làm việc\n")
    assert len(pressed("late", "x.csv", "--commune", "")) == 3


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_zsh_and_fish_say_what_an_offer_means(
    lang: str, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_AUDIT_LANG", lang)
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "cchc-audit rules T101")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    title = Texts("vi" if lang == "vi" else "en")("rules.T101.title")
    for shell, said in (
        ("zsh", f'_arguments \'*: :(("T101":"{title}"))\''),
        ("fish", f"T101\t{title}"),
        ("powershell", f"T101:::{title}"),
    ):
        if shell == "powershell":
            monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", "T101")
        monkeypatch.setenv("_CCHC_AUDIT_COMPLETE", f"complete_{shell}")
        assert typed().stdout == f"{said}\n"


@pytest.mark.parametrize("instruction", ["complete_tcsh", "source_bash", "nonsense"])
def test_a_shell_we_do_not_know_gets_no_offer(
    instruction: str, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_CCHC_AUDIT_COMPLETE", instruction)
    monkeypatch.setenv("CCHC_AUDIT_LANG", "xx")
    answer = typed()
    assert (answer.exit_code, answer.output) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_the_script_of_each_shell_asks_the_program(shell: str, typed: Type) -> None:
    shown = typed("--show-completion", shell)
    assert shown.exit_code == 0
    assert "_CCHC_AUDIT_COMPLETE" in shown.stdout
    assert "cchc-audit" in shown.stdout


def test_completion_is_installed_for_the_user(
    typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for shell in ("bash", "zsh", "fish", "bash"):
        done = typed("--install-completion", shell)
        assert done.exit_code == 0
        file = done.stderr.partition(": ")[2].partition(". ")[0]
        assert "_CCHC_AUDIT_COMPLETE" in Path(file).read_text(encoding="utf-8")
    assert (tmp_path / ".bashrc").read_text(encoding="utf-8").count("source") == 1


@pytest.mark.parametrize(("shell", "said"), [("tcsh", "bash, zsh"), ("powershell", "$PROFILE")])
def test_2_where_completion_is_not_installed(shell: str, said: str, typed: Type) -> None:
    refused = typed("--install-completion", shell)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_bash_takes_the_script(typed: Type) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    asks = "COMP_WORDS=(cchc-audit la); COMP_CWORD=1; _cchc_audit_completion cchc-audit"
    line = f'{typed("--show-completion", "bash").stdout}\n{asks}; echo "${{COMPREPLY[@]}}"'
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "--norc", "-c", line],
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "late\n"


def test_a_press_loads_nothing_heavy() -> None:
    code = (
        "import json, sys\n"
        "from cchc_audit.cli.app import app\n"
        "try:\n    app()\n"
        "except SystemExit:\n    pass\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    words = {"COMP_WORDS": "cchc-audit\nlate\n--fo", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **words, "_CCHC_AUDIT_COMPLETE": "complete_bash"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "--format\n"
    assert {"polars", "rich.console", "rich", "pydantic"} & set(json.loads(done.stderr)) == set()
