"""A catalogue file: what is read, and every complaint with file, line, column and value."""

from pathlib import Path

import pytest

from cchc_audit.core.errors import CchcError, ConfigError, InputError
from cchc_audit.intake.values.terms import TermFault
from cchc_audit.law.catalogue.catalogue_file import read_entries
from cchc_audit.texts import LANGS, Texts


def written(tmp_path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path = tmp_path / "terms.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_delimiters_and_line_ends(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    rows = [
        ["Code", "name", "term"],
        ["1.001193.H38", '"Khai, sinh; x"', "3 ngày LV"],
        ["", "", ""],
    ]
    text = newline.join(delimiter.join(row) for row in rows) + newline
    (entry,), unreadable = read_entries(written(tmp_path, text, encoding=encoding), user=True)
    assert (entry.code, entry.name, entry.line) == ("1.001193", "Khai, sinh; x", 2)
    assert entry.term is not None
    assert entry.term.text == "3 working_days"
    assert unreadable == ()


def test_lines_are_those_of_the_file_even_with_breaks_in_cells(tmp_path: Path) -> None:
    text = 'name,term\n"Khai\nsinh",3 ngày\n\nKhai tử,4 ngày\n'
    entries, _ = read_entries(written(tmp_path, text), user=True)
    assert [(entry.name, entry.line) for entry in entries] == [("Khai sinh", 2), ("Khai tử", 5)]


def test_trailing_blank_cells_of_excel_are_no_cells(tmp_path: Path) -> None:
    entries, _ = read_entries(written(tmp_path, "name,term,,\nA,3 ngày,,\n"), user=True)
    assert len(entries) == 1


def test_header_only_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert read_entries(written(tmp_path, "code,term\n"), user=True) == ((), ())


@pytest.mark.parametrize("column", ["term", "extended_term", "remote_term", "local_term"])
def test_every_column_of_terms_reports_what_it_cannot_read(tmp_path: Path, column: str) -> None:
    columns = ["name", "term"] + ([column] if column != "term" else [])
    cells = ["A", "3 ngày", "15"] if column != "term" else ["A", "15"]
    path = written(tmp_path, ",".join(columns) + "\n" + ",".join(cells) + "\n")
    (entry,), (unreadable,) = read_entries(path, user=True)
    assert (unreadable.column, unreadable.line) == (column, 2)
    assert unreadable.fault is TermFault.NO_UNIT
    assert (entry.term is None) is (column == "term")


COMPLAINTS = [
    ("", "catalogue_empty", {}),
    ("code,tern\n", "catalogue_column_unknown_near", {"line": 1, "column": "tern", "near": "term"}),
    ("code,xyz123\n", "catalogue_column_unknown", {"line": 1, "column": "xyz123"}),
    ("code,code,term\n", "catalogue_column_twice", {"column": "code"}),
    ("field,term\n", "catalogue_column_missing", {"column": "code, name"}),
    ("code,name\n", "catalogue_column_missing", {"column": "term"}),
    ("code,term\n1.001193,3 ngày,x\n", "catalogue_cells", {"line": 2, "found": 3, "expected": 2}),
    ("code,term\n1.001193\n", "catalogue_cells", {"line": 2, "found": 1, "expected": 2}),
    ("code,name,term\n,,3 ngày\n", "catalogue_row_unnamed", {"line": 2}),
    ('code,term\n"1.001193,3 ngày\n', "catalogue_quote", {"line": 2}),
    (
        "code,term,after_cutoff\nA,3 ngày,yes\n",
        "catalogue_value",
        {
            "line": 2,
            "column": "after_cutoff",
            "value": "yes",
            "accepted": "none, next_day, clock",
        },
    ),
    (
        "code,term,supplement\nA,3 ngày,stop\n",
        "catalogue_value",
        {"line": 2, "column": "supplement", "value": "stop", "accepted": "restart, continue"},
    ),
    (
        "code,term,valid_from\nA,3 ngày,01/07/2025\n",
        "catalogue_date",
        {"line": 2, "column": "valid_from", "value": "01/07/2025"},
    ),
    (
        "code,term,valid_to\nA,3 ngày,2026-02-30\n",
        "catalogue_date",
        {"line": 2, "column": "valid_to", "value": "2026-02-30"},
    ),
    (
        "code,term,valid_from,valid_to\nA,3 ngày,2026-02-02,2026-02-01\n",
        "catalogue_period",
        {"line": 2},
    ),
    (
        "code,term\n1.001193,3 ngày\n2.000815,1 ngày\n1.001193.H38,4 ngày\n",
        "catalogue_overlap",
        {"line": 2, "other": 4, "code": "1.001193"},
    ),
    (
        "code,term,valid_from,valid_to\n"
        "A,3 ngày,2026-01-01,2026-12-31\nA,4 ngày,,2025-12-31\nA,5 ngày,2026-12-31,\n",
        "catalogue_overlap",
        {"line": 2, "other": 4},
    ),
]


@pytest.mark.parametrize(("text", "key", "values"), COMPLAINTS)
def test_complaints(tmp_path: Path, text: str, key: str, values: dict[str, object]) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_entries(path, user=True)
    assert caught.value.key == f"deadlines.{key}"
    assert caught.value.values["file"] == str(path)
    assert {name: caught.value.values[name] for name in values} == values
    sentences_exist(caught.value)


def test_rows_of_one_code_that_touch_do_not_overlap(tmp_path: Path) -> None:
    text = "code,term,valid_from,valid_to\nA,3 ngày,,2025-12-31\nA,4 ngày,2026-01-01,\n"
    assert len(read_entries(written(tmp_path, text), user=True)[0]) == 2


def test_rows_of_one_name_without_code_may_overlap(tmp_path: Path) -> None:
    text = "name,term\nA,3 ngày\nA,4 ngày\n"
    assert len(read_entries(written(tmp_path, text), user=True)[0]) == 2


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    latin = written(tmp_path, "code,term\nA,3 ngày\n", encoding="utf-16")
    for path, key in (
        (tmp_path / "none.csv", "catalogue_missing"),
        (tmp_path, "catalogue_unreadable"),
        (latin, "catalogue_not_utf8"),
    ):
        with pytest.raises(InputError) as caught:
            read_entries(path, user=True)
        assert caught.value.key == f"deadlines.{key}"
        sentences_exist(caught.value)


def sentences_exist(error: CchcError) -> None:
    for lang in LANGS:
        sentence = Texts(lang)(error.key, **error.values)
        assert str(error.values["file"]) in sentence
        if "line" in error.values:
            assert str(error.values["line"]) in sentence
