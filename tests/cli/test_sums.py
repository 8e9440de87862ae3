"""Tables whose parts have a total add up for whoever reads them, at every width: line by line, and
line under line. Of the parts a table shows all, or the one that matters, or a remainder.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

VI = Texts("vi")
WIDTHS = (80, 100, 160)
NIGHT = ("--as-of", "30/06/2026")
QUARTER = (*NIGHT, "--period", "2026-Q2")
TABLES = {
    "communes": ("communes", *NIGHT),
    "summary": ("summary", "--by", "field", *NIGHT),
    "766": ("summary", "--by", "month", "--index", "766", *NIGHT),
    "rank": ("rank", *NIGHT),
    "06a": ("form", "06a", *QUARTER),
    "06b": ("form", "06b", *QUARTER),
    "trend": ("trend",),
}
SUMS = (
    ("total", ("resolved", "overdue", "others")),
    ("total", ("resolved", "overdue", "pending", "rest")),
    (
        "total",
        (
            *("resolved", "overdue", "pending"),
            *("suspended", "withdrawn", "unassessable", "not_received"),
        ),
    ),
    ("resolved", ("early", "on_time", "late")),
    ("late+overdue", ("late_firm", "late_contestable", "late_unproven")),
    ("received", ("received_online", "received_direct", "carried_over")),
    ("received", ("resolved", "open")),
    ("open", ("open_in_time", "open_overdue")),
    ("late+overdue", ("observed_late",)),
)
HELD = {
    **dict.fromkeys(("communes", "summary"), (1, 1, 2)),
    "766": (0, 1, 2),
    **dict.fromkeys(("06a", "06b"), (2, 3, 4)),
    "rank": (0, 0, 1),
    "trend": (0, 0, 0),
}
"""How many sums a table shows at each of the widths, at the least."""
FAMILIES = {
    "06a": ("form_column",),
    "06b": ("form_column",),
    "rank": ("rank_column", "summary_column"),
    "trend": ("trend.column",),
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small province after one night."""
    folder = tmp_path_factory.mktemp("sums")
    write_province(folder, rows=1200, seed=11, texts=VI)
    done = CliRunner().invoke(app, ["report", "--config", str(folder / "cchc.toml"), *NIGHT])
    assert done.exit_code in (0, 1), done.output
    return folder


def shown(folder: Path, width: int, words: Sequence[str], patch: pytest.MonkeyPatch) -> str:
    patch.chdir(folder)
    patch.setenv("COLUMNS", str(width))
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


def read(text: str) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """The numbers of a table by their headings, and those of its line of sums, where it has one."""
    lines = text.splitlines()
    rules = [at for at, line in enumerate(lines) if re.match(r"─{9}", line)]
    top = next(at for at in range(rules[0], -1, -1) if not lines[at].strip())
    heads = lines[top + 1 : rules[0]]
    places: dict[int, list[str]] = {}
    for line in heads:
        for found in re.finditer(r"\S+(?: \S+)*", line):
            places.setdefault(found.end(), []).append(found.group())
    last = {found.end() for found in re.finditer(r"\S+(?: \S+)*", heads[-1])}
    names = {end: " ".join(places[end]) for end in last}
    end_of_rows = next(at for at in range(rules[0] + 1, len(lines)) if not lines[at].strip())
    rows = [number_by_head(line, names) for line in lines[rules[0] + 1 : end_of_rows]]
    kept = [row for row in rows if row]
    last_line = lines[end_of_rows - 1].startswith(VI("key.total_row"))
    return (kept[:-1], kept[-1:]) if last_line else (kept, [])


def number_by_head(line: str, names: dict[int, str]) -> dict[str, int]:
    """The whole numbers that end where a heading ends."""
    found = {}
    for end, name in names.items():
        before = line[:end].split("  ")[-1].strip() if len(line) >= end else ""
        if re.fullmatch(r"[\d.]+", before) and line[end : end + 1] in ("", " "):
            found[name] = int(before.replace(".", ""))
    return found


def name_heads(table: str) -> dict[str, str]:
    """The canonical names of the columns that sums speak of, by their headings in a table."""
    names = {part for whole, parts in SUMS for part in (*whole.split("+"), *parts)}
    heads = dict[str, str]()
    for family in FAMILIES.get(table, ("summary_column",)):
        for name in sorted(names):
            if VI.has(f"{family}.{name}"):
                heads.setdefault(VI.short(f"{family}.{name}"), name)
    return heads


def unfold(row: dict[str, int]) -> dict[str, int]:
    """The numbers of a row, with the sum of two columns that others are parts of."""
    if not {"late", "overdue"} <= set(row):
        return row
    return {**row, "late+overdue": row["late"] + row["overdue"]}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("table", TABLES)
def test_rows_and_columns_add_up(
    table: str, width: int, province: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = name_heads(table)
    rows, total = [
        [{heads[head]: n for head, n in row.items() if head in heads} for row in part]
        for part in read(shown(province, width, TABLES[table], monkeypatch))
    ]
    assert len(rows) > 3
    named = set(unfold(rows[0]))
    held = [sums for sums in SUMS if named.issuperset((sums[0], *sums[1]))]
    assert len(held) >= HELD[table][WIDTHS.index(width)], named
    for row in map(unfold, [*rows, *total]):
        for whole, parts in held:
            assert sum(row[part] for part in parts) == row[whole], (whole, row)
    # Of several parts none is missing: two of three would read like the whole.
    for whole in {whole for whole, _ in SUMS} & named:
        possible = [set(parts) for one, parts in SUMS if one == whole]
        seen = named.intersection(*[set().union(*possible)])
        assert len(seen) < 2 or any(parts <= seen for parts in possible), (whole, seen)
    for row in total:
        for name, n in row.items():
            assert sum(one.get(name, 0) for one in rows) == n, name


def test_the_figures_of_a_night_add_up(province: Path) -> None:
    [digest] = province.rglob("digest.txt")
    figures = {}
    for line in digest.read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"(\S.*?) {2,}([\d.]+)", line):
            figures[found[1]] = int(found[2].replace(".", ""))
    parts = {
        "total": ("resolved", "pending", "overdue", "suspended", "other"),
        "late+overdue": ("late_firm", "late_contestable", "late_unproven"),
    }
    for whole, names in parts.items():
        counts = [figures[VI(f"nightly.figure.{name}")] for name in whole.split("+")]
        assert sum(counts) == sum(figures[VI(f"nightly.figure.{name}")] for name in names)
