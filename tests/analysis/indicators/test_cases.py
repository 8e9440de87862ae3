"""Decision 766 and form II.06a, sentence by sentence (`cases.toml`)."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from cchc_audit.core.settings import Settings

from .program import seen, written

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("cases.toml").read_text(encoding="utf-8")
)["case"]
HEADER = {
    "received": "Ngày tiếp nhận",
    "promised": "Ngày hẹn trả",
    "completed": "Ngày kết thúc xử lý",
    "returned": "Ngày trả kết quả",
    "requested": "Ngày yêu cầu bổ sung",
    "supplemented": "Ngày bổ sung",
    "supplement_count": "Số lần yêu cầu bổ sung",
    "term": "Thời hạn giải quyết",
    "status": "Trạng thái",
    "channel": "Hình thức nộp",
}
USUAL = {
    "received": "02/03/2026 08:00",
    "promised": "05/03/2026 16:00",
    "term": "3 ngày làm việc",
    "status": "Đang xử lý",
    "channel": "Trực tiếp",
}
Seen = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = tmp_path_factory.mktemp("cases")
    export = written(
        folder / "x.csv",
        ("Mã hồ sơ", *HEADER.values()),
        ([case["sentence"], *((USUAL | case).get(name, "") for name in HEADER)] for case in CASES),
    )
    events = written(
        folder / "events.csv",
        ("dossier_id", "event", "at"),
        (
            [case["sentence"], *text.split(" ", 1)]
            for case in CASES
            for text in case.get("events", ())
        ),
    )
    return seen(
        export,
        Settings(events=events),
        as_of=datetime(2026, 4, 1),
        first=date(2026, 3, 1),
        last=date(2026, 3, 31),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["sentence"] for case in CASES])
def test_a_sentence(case: dict[str, Any], found: Seen) -> None:
    view = found[case["sentence"]]
    assert view["index"] == case["index"]
    assert view["state"] == (None if case["state"] == "out" else case["state"])
    if case["state"] != "out":
        assert view["came"] == case.get("came", "received_direct")


def test_what_has_no_date_at_all_is_counted_for_the_footnote(found: Seen) -> None:
    assert [name for name, view in found.items() if view["undated"]] == [
        case["sentence"] for case in CASES if "promised" in case and case.get("term") == ""
    ]
