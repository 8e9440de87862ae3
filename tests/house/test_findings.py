"""What real tools do: each script says when, with which versions, what surprises, what is done."""

import re

from .source import ROOT

FOLDER = ROOT / "findings"
SCRIPTS = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.sh") if path.stem != "lib"}
LISTED = set(
    re.findall(r"^\| \[(\w+)\]\(\1\.sh\) \|", (FOLDER / "README.md").read_text("utf-8"), re.M)
)


def test_every_finding_is_listed() -> None:
    assert len(SCRIPTS) >= 20
    assert set(SCRIPTS) == LISTED


def test_every_finding_says_what_it_is() -> None:
    told = re.compile(
        r"#!/bin/bash\n# Date: \d{4}-\d\d-\d\d\. .+?\n# Surprise: .+?\n# Product: ", re.S
    )
    assert [name for name, text in SCRIPTS.items() if not told.match(text)] == []


def test_every_finding_is_held_to_named_versions_and_leaves_the_product_out() -> None:
    for name, text in SCRIPTS.items():
        given = re.findall(r"^(?:python|node)_with (.+)$", text, re.M)
        assert given, name
        for package in " ".join(given).split():
            assert re.fullmatch(r"[\w-]+==[\w.]+|@?[\w/-]+@[\w.]+", package), (name, package)
        assert "cchc" not in text, name
        assert "\nstill <<'END'\n" in text, name
