"""What the project never says: where and how it was written, and whose machine it was on."""

import re

from .source import ROOT, tracked

# Put together here, so that this file does not say them either.
FORBIDDEN = (
    *(
        r"(?<![\w.])/" + folder + "/"
        for folder in ("wor" + "k", "tm" + "p/plan", "ro" + "ot", "ho" + "me/\\w")
    ),
    *("sha" + "red/" + folder for folder in ("spec", "facts", "hooks")),
    *(
        name + r"\.md\b"
        for name in ("INTER" + "FACES", "DEVEL" + "OPERS", "timel" + "iness", "per" + "f")
    ),
    *(
        r"\b" + name + r"\b"
        for name in ("clau" + "de", "anthr" + "opic", "open" + "ai", "chat" + "gpt", "co" + "pilot")
    ),
    *(
        "sub" + "agent",
        "co" + "-authored-by",
        "py" + r"pi\.org",
        "python" + "hosted",
        "extra-" + "index-url",
    ),
    r"\bissues " + r"(show|list|close)\b",
)
PATTERN = re.compile("|".join(FORBIDDEN), re.I)
LETTERS = {".py", ".md", ".toml", ".txt", ".csv", ".tsv", ".json", ".html", ".table", ".yml", ""}


def test_no_word_of_how_it_was_made() -> None:
    said = [
        (str(path.relative_to(ROOT)), number, match[0])
        for path in tracked()
        if path.suffix in LETTERS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := PATTERN.search(line))
    ]
    assert said == []


def test_nothing_is_left_to_be_done_in_the_code() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    left = [
        (str(path.relative_to(ROOT)), number)
        for path in tracked()
        if path.suffix == ".py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]
    assert left == []
