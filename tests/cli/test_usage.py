"""Lines that cannot be read: exit code 2, a sentence in the language of the run, no payload."""

from pathlib import Path

import pytest

from .conftest import Asked, Type

ENGLISH = (
    "Usage:",
    "Error:",
    "No such",
    "Missing",
    "Invalid",
    "requires",
    "Got unexpected",
    "Try ",
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lat"], ("“lat”", "late")),
        (["xyzzy"], ("“xyzzy”", "communes")),
        (["qua-ham"], ("qua-han",)),
        (["--asof", "x"], ("“--asof”",)),
        (["late", "--as-off", "1"], ("“--as-off”", "--as-of")),
        (["late", "--zzz"], ("“--zzz”", "late --help")),
        (["late", "--xa", "Ia Pa"], ("“--xa”", "--commune")),
        (["late", "--từ ngày", "1/1/2026"], ("--from.",)),
        (["late", "--period", "2026-Q1"], ("--from, --to.",)),
        (["late", "--fail-under", "97%"], ("“--fail-under”", "communes, summary", "rank")),
        (["late", "-z"], ("“-z”",)),
        (["late", "--as-of"], ("--as-of", "giá trị")),
        (["late", "--strict=yes"], ("--strict", "không nhận giá trị")),
        (["summary", "a.csv"], ("--by", "Thiếu")),
        (["late"], ("inputs", "cchc.toml")),
        (["late", "a.csv", "--as-of", "21/11/26"], ("--as-of", "21/11/26", "21/11/2026")),
        (["late", "a.csv", "--as-of", "31/02/2026"], ("31/02/2026", "không có ngày")),
        (["late", "a.csv", "--from", "21/11/2026 08:00"], ("--from", "không kèm giờ")),
        (["late", "a.csv", "--from", "2/1/2026", "--to", "1/1/2026"], ("--from 2/1/2026",)),
        (["late", "a.csv", "--against", "law"], ("--against", "legal, appointment, earliest")),
        (["late", "a.csv", "--finish", "x"], ("--finish", "completed, returned")),
        (["late", "a.csv", "--format", "xls"], ("--format", "table, json, csv")),
        (["late", "a.csv", "--limit", "-1"], ("--limit", "“-1”")),
        (["late", "a.csv", "--limit", "ten"], ("--limit", "“ten”")),
        (["late", "a.csv", "-o", "out.doc"], ("out.doc", ".xlsx", ".parquet")),
        (["late", "a.csv", "--format", "pdf"], ("pdf", "-o ket-qua.pdf")),
        (["calendar", "--format", "pdf"], ("pdf", "-o ket-qua.pdf")),
        (["form", "apology", "a.csv", "-o", "out.doc"], ("out.doc", ".docx")),
        (["rules", "xin lỗi"], ("“xin lỗi”", "A204, A205")),
        (["due", "a.csv", "--within", "2.5"], ("--within", "“2.5”")),
        (["summary", "a.csv", "--by", "comune"], ("comune", "commune")),
        (["communes", "a.csv", "--fail-under", "97"], ("--fail-under", "97%")),
        (["communes", "a.csv", "--fail-under-each", "x"], ("--fail-under-each", "97%")),
        (["late", "a.csv", "-o", "a.csv"], ("-o", "a.csv", "ghi đè")),
        (["late", "a.csv", "--rejects", "./a.csv"], ("--rejects", "ghi đè")),
        (["late", "a.csv", "-o", "b.csv", "--rejects", "b.csv"], ("b.csv", "--rejects")),
        (["late", "a.csv", "-o", ""], ("-o", "giá trị")),
        (["late", "a.csv", "--from", ""], ("--from", "giá trị")),
        (["late", "a.csv", "--commune", ""], ("--commune", "giá trị")),
        (["summary", "a.csv", "--by", ""], ("--by", "giá trị")),
        (["findings", "a.csv", "--select", ""], ("--select", "giá trị")),
        (["changes", "1/3/2026", "2/3/2026", "--folder", ""], ("--folder", "giá trị")),
        (["form", "06a", "a.csv", "--compare", ""], ("--compare", "giá trị")),
        (["why", "a.csv", "--id", ""], ("--id", "giá trị")),
        (["trend", "--commune", ""], ("--commune", "giá trị")),
        (["deadline", "1/3/2026", "--pause", ""], ("--pause", "giá trị")),
        (["late", "a.csv", "--config", "none.toml"], ("none.toml", "--config")),
    ],
)
def test_a_bad_line_is_told_in_vietnamese(
    words: list[str], said: tuple[str, ...], typed: Type, asked: Asked
) -> None:
    refused = typed(*words)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr.startswith("Lỗi:")
    assert "Traceback" not in refused.stderr
    assert asked.requests == []
    for part in said:
        assert part in refused.stderr
    for part in ENGLISH:
        assert part not in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lat"], "There is no command “lat”. Did you mean: late?"),
        (["late", "--zzz"], "There is no option “--zzz”."),
        (["late", "--as-of"], "The option --as-of needs a value."),
        (["summary", "a.csv"], "The option --by is missing."),
        (["late"], "No export was named."),
    ],
)
def test_a_bad_line_is_told_in_english(words: list[str], said: str, typed: Type) -> None:
    refused = typed(*words, "--lang", "en")
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_what_comes_from_outside_moves_no_cursor(typed: Type) -> None:
    refused = typed("late", "a.csv", "--as-of", "\x1b[2J[red]")
    assert "\x1b" not in refused.stderr
    assert "␛[2J[red]" in refused.stderr


def test_an_unknown_key_of_the_file_is_an_error_with_a_near_match(
    typed: Type, asked: Asked
) -> None:
    Path("cchc.toml").write_text("[policy]\nagains = 'legal'\n")
    refused = typed("late", "a.csv")
    assert refused.exit_code == 2
    assert "cchc.toml" in refused.stderr
    assert "policy.against" in refused.stderr
    assert asked.requests == []
