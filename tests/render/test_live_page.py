"""Lists that whoever reads them sorts and filters: without a browser, and in a real one."""

import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.render import report_kinds
from cchc_audit.render.formats import Format, render
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

from . import frames

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_BROWSER = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
DAYS = "Số ngày làm việc quá hạn"
CLICK = f"""
var heads = Array.from(document.querySelectorAll("table.live th"));
var days = heads.find(function (head) {{ return head.textContent === "{DAYS}"; }});
days.querySelector("button").click();
"""
AGAIN = "days.querySelector('button').click();"
FILTER = """
var box = document.querySelector("input[type=search]");
box.value = "chung thuc MAU";
box.dispatchEvent(new Event("input"));
"""


def late_page() -> str:
    return str(render(frames.late(), format=Format.HTML, texts=Texts("vi")))


def test_only_its_own_script_runs() -> None:
    """The page names the digest of its one script; what data holds is no script."""
    page = late_page()
    [script] = re.findall(r"<script>(.*?)</script>", page, flags=re.S)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    [policy] = re.findall(r'Content-Security-Policy" content="(.*?)"', page)
    assert f"script-src 'sha256-{digest}'" in unescape(policy)
    assert unescape(policy).startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert page.count("<script") == 1
    assert " onclick" not in page


def test_what_it_needs_stands_in_the_table() -> None:
    """Without the script it is a table like any other; nothing is offered that does not work."""
    page = late_page()
    assert page.count('<table class="live" data-filter="Lọc bảng:"') == 1
    body = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    assert "<button" not in body
    assert 'type="search"' not in body
    assert ".filter label { display: none; }" in body
    assert 'class="n">7</td>' in body
    assert 'class="id">000.00.18.H21-251101-0001</td>' in body


@pytest.mark.parametrize("form", [Format.MD, Format.TABLE])
def test_no_script_elsewhere(form: Format) -> None:
    text = str(render(frames.late(), format=form, texts=Texts("vi")))
    assert "addEventListener" not in text


def seen(page: str, folder: Path) -> str:
    """The page as Chromium has it after its scripts have run."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    assert CHROMIUM is not None
    quiet = ("--disable-gpu", "--no-first-run", "--disable-background-networking")
    line = [CHROMIUM, "--headless", "--no-sandbox", *quiet, f"--user-data-dir={folder / 'user'}"]
    done = subprocess.run(
        [*line, "--dump-dom", file.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout


def with_steps(page: str, steps: str) -> str:
    """The page with steps of somebody who uses it; its rule on scripts would not let them run."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    return page.replace("</body>", f"<script>{steps}</script></body>")


def days_of(dom: str) -> list[str]:
    rows = re.findall(r"<tr(.*?)>(.*?)</tr>", dom.partition("<tbody>")[2], flags=re.S)
    return [
        re.findall(r'class="n">(\d+)<', cells)[0] for look, cells in rows if "hidden" not in look
    ]


@NO_BROWSER
@pytest.mark.slow
def test_the_script_runs_in_a_browser(tmp_path: Path) -> None:
    dom = seen(late_page(), tmp_path)
    assert dom.count('aria-sort="none"') == dom.count('<button type="button">') > 5
    assert dom.count('type="search"') == 1


@NO_BROWSER
@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "days", "told"),
    [
        (CLICK, ["7", "5", "1", "1"], 'aria-sort="descending"'),
        (CLICK + AGAIN, ["1", "1", "5", "7"], "ascending"),
        (FILTER, ["5"], "Hiện 1/4 dòng"),
    ],
)
def test_sorted_and_filtered(tmp_path: Path, steps: str, days: list[str], told: str) -> None:
    dom = seen(with_steps(late_page(), steps), tmp_path)
    assert days_of(dom) == days
    assert told in dom


def test_rules_that_found_nothing_are_told_in_a_sentence() -> None:
    """A page of counts by rule has no column of zeros."""
    rows = pl.LazyFrame(
        {"commune": ["Xã A", None], "total": [2, 2], "A204": [2, 2], "T101": [0, 0]}
    )
    report = Report(
        report_kinds.FINDINGS_COUNTED, rows, 1, 1, frames.provenance(), ("commune",), has_total=True
    )
    page = str(render(report, format=Format.HTML, texts=Texts("vi")))
    assert re.findall(r"<th [^>]*>(.*?)</th>", page)[1:] == ["Tổng", "A204"]
    assert "T101" in page.partition("</table>")[2]
