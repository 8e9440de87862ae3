"""A small audit told as data: files and options, and what one rule is to find in them."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

import cchc_audit
from cchc_audit.analysis.rules import Rule

CASES = Path(__file__).parents[2] / "cases"
PAGES = Path(cchc_audit.__file__).parent / "texts" / "rules"
FILES = {
    "csv": "export.csv",
    "events": "events.csv",
    "config": "cchc.toml",
    "catalogue": "procedures.csv",
    "units": "units.csv",
    "calendar": "calendar.toml",
}
"""Keys that hold the text of a file, and the names the files get."""

HEADINGS = (
    "## vi",
    "### Kiểm tra gì",
    "### Vì sao quan trọng",
    "### Căn cứ pháp lý",
    "### Ví dụ",
    "### Cần làm gì",
    "## en",
    "### What it checks",
    "### Why it matters",
    "### Legal basis",
    "### Example",
    "### What to do",
    "## example",
)
"""The headings of a page, all of them, in this order."""

TOOL = {"### Cần làm gì": "### Với công cụ này", "### What to do": "### With this tool"}
"""What may follow the action, in both languages or in neither: what this tool is good for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule found: the rows of its findings, and its entry in the list of rules."""

    rows: list[dict[str, object]]
    state: dict[str, object]

    @property
    def named(self) -> list[str]:
        """Dossiers by number; of a group the officer, else the commune, else the file."""
        keys = ("dossier_id", "officer", "commune", "source_file")
        return sorted(next(str(row[k]) for k in keys if row[k] is not None) for row in self.rows)

    @property
    def messages(self) -> list[str]:
        return [str(row["message"]) for row in self.rows]


def run(rule: Rule, case: Mapping[str, object], folder: Path, *, lang: str = "vi") -> Found:
    """Types `findings --select CODE` over the files of `case` (keys of `FILES`, `as_of`,
    `args`).
    """
    from cchc_audit.cli.app import app

    words = ["findings", str(folder / FILES["csv"]), "--select", rule.code]
    for key, name in FILES.items():
        if key in case:
            (folder / name).write_text(str(case[key]).lstrip("\n"), encoding="utf-8")
            words += [] if key == "csv" else [f"--{key}", str(folder / name)]
    if "as_of" in case:
        words += ["--as-of", str(case["as_of"])]
    more = case.get("args", [])
    assert isinstance(more, list)
    words += [*map(str, more), "--format", "json", "--limit", "0", "--lang", lang]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, f"{words}: {done.stderr}"
    told = json.loads(done.stdout)
    [state] = [entry for entry in told["rules"] if entry["code"] == rule.code]
    return Found(told["rows"], state)


def run_history(rule: Rule, case: Mapping[str, object], folder: Path) -> list[dict[str, object]]:
    """Types `changes` over the exports of `case`, `before` (as of `as_of_before`) and `csv`.

    The changes that break the rule, one record each.
    """
    from cchc_audit.cli.app import app

    words = ["changes"]
    for key, name in (("before", "before.csv"), ("csv", "after.csv")):
        (folder / name).write_text(str(case[key]).lstrip("\n"), encoding="utf-8")
        words.append(str(folder / name))
    words += ["--old-as-of", str(case["as_of_before"]), "--as-of", str(case["as_of"])]
    for key, name in FILES.items():
        if key in case and key != "csv":
            (folder / name).write_text(str(case[key]).lstrip("\n"), encoding="utf-8")
            words += [f"--{key}", str(folder / name)]
    done = CliRunner().invoke(app, [*words, "--format", "json", "--limit", "0"])
    assert done.exit_code == 0, f"{words}: {done.stderr}"
    rows: list[dict[str, object]] = json.loads(done.stdout)["rows"]
    return [row for row in rows if row["code"] == rule.code]


def cases(code: str) -> list[dict[str, object]]:
    """The cases of a rule; none where it has no file of them."""
    path = CASES / f"{code}.toml"
    if not path.exists():
        return []
    found: list[dict[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


def page(code: str) -> str:
    """The page of a rule, empty where there is none."""
    path = PAGES / f"{code}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def example(code: str) -> dict[str, object]:
    """The example of a rule's page, as a case."""
    block = re.search(
        r"^## example\n+```toml\n(.*?)^```\s*\Z", page(code), re.DOTALL | re.MULTILINE
    )
    assert block, f"{code}: the page must end with `## example` and one toml block"
    return tomllib.loads(block[1])
