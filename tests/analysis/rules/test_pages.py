"""Every rule has a title and a page in both languages, and the page's example is true."""

import re
from pathlib import Path

import pytest

from cchc_audit.analysis.rules import RULES, ChangeTest, Rule
from cchc_audit.texts import LANGS, Texts

from .running import HEADINGS, PAGES, TOOL, example, page, run, run_history

PAGED = [pytest.param(rule, id=rule.code) for rule in RULES]


@pytest.mark.parametrize("rule", PAGED)
def test_it_has_a_title_and_a_message(rule: Rule) -> None:
    for lang in LANGS:
        texts = Texts(lang)
        assert texts.has(f"rules.{rule.code}.title"), "it stands on top of its page"
        assert len(texts.short(f"rules.{rule.code}.title")) <= 32
    assert any(
        key == f"rules.{rule.code}.message" or key.startswith(f"rules.{rule.code}.message.")
        for key in _keys()
    ), f"rules.{rule.code}.message stands on top of its page"


@pytest.mark.parametrize("rule", PAGED)
def test_its_page_has_every_section(rule: Rule) -> None:
    assert page(rule.code), f"cchc_audit/texts/rules/{rule.code}.md is missing"
    parts = re.split(r"^(##+ .+)$", page(rule.code), flags=re.MULTILINE)
    with_tool = tuple(
        heading for name in HEADINGS for heading in (name, TOOL.get(name)) if heading is not None
    )
    assert tuple(part.strip() for part in parts[1::2]) in (HEADINGS, with_tool)
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        if heading.startswith("### "):
            assert len(body.strip()) > 20, heading
    assert re.fullmatch(r"\+\+\+\n\[vi\]\n.+\n\n\[en\]\n.+\n\+\+\+", parts[0].strip(), re.DOTALL)


@pytest.mark.parametrize("rule", PAGED)
def test_its_page_speaks_of_risks_and_not_of_guilt(rule: Rule) -> None:
    text = page(rule.code).casefold()
    assert not re.search(r"\bvi phạm\b|\bsai phạm\b|\bguilty\b|\bviolator", text)


@pytest.mark.parametrize("rule", PAGED)
def test_its_example_is_true(rule: Rule, tmp_path: Path) -> None:
    told = example(rule.code)
    finds = told["finds"]
    assert isinstance(finds, list)
    assert finds
    if isinstance(rule.test, ChangeTest):
        rows = run_history(rule, told, tmp_path)
        assert sorted(str(row["dossier_id"]) for row in rows) == sorted(finds)
        return
    for lang in LANGS:
        found = run(rule, told, tmp_path, lang=lang)
        assert found.named == sorted(finds)
        assert not [message for message in found.messages if "{" in message]


def test_pages_belong_to_rules() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} - {rule.code for rule in RULES} == set()


def _keys() -> list[str]:
    from cchc_audit.texts import catalogue

    return list(catalogue())
