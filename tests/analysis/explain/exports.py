"""Small exports, judged and explained through the front door."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from cchc_audit import audit
from cchc_audit.analysis.explain import Explanation, Explanations
from cchc_audit.core.settings import Settings
from cchc_audit.products import inquiry
from cchc_audit.texts import Lang

HEADERS = {
    "id": "Mã hồ sơ",
    "code": "Mã thủ tục",
    "commune": "Đơn vị giải quyết",
    "term": "Thời hạn giải quyết",
    "received": "Ngày tiếp nhận",
    "competent": "Ngày nhận phi địa giới",
    "promised": "Ngày hẹn trả",
    "completed": "Ngày kết thúc xử lý",
    "returned": "Ngày trả kết quả",
    "status": "Trạng thái",
    "requested": "Ngày yêu cầu bổ sung",
    "supplemented": "Ngày bổ sung",
    "paused": "Ngày tạm dừng",
    "resumed": "Ngày tiếp tục",
    "applicant": "Chủ hồ sơ",
}
AS_OF = datetime(2026, 6, 1)


def export(path: Path, *rows: Mapping[str, str]) -> Path:
    """Write an export of these rows; their number is HS-1, HS-2 … where they have none."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS.values())
        for number, row in enumerate(rows, start=1):
            cells = {"id": f"HS-{number}", **row}
            writer.writerow([cells.get(name, "") for name in HEADERS])
    return path


def request(path: Path, *, lang: Lang = "vi", as_of: datetime = AS_OF) -> audit.Request:
    settings = Settings(lang=lang)
    return audit.Request(
        files=(path.name if path.parent == Path.cwd() else str(path),),
        settings=settings,
        as_of=as_of,
        as_of_given=True,
    )


def why(
    path: Path, *, lang: Lang = "vi", as_of: datetime = AS_OF, ids: Sequence[str] = ("HS-1",)
) -> Explanations:
    """Explain a dossier, HS-1 where none is named."""
    return inquiry.why(request(path, lang=lang, as_of=as_of), ids=ids)


def told(folder: Path, as_of: datetime = AS_OF, /, **row: str) -> Explanation:
    """Explain one dossier of these cells."""
    return why(export(folder / "hs.csv", row), as_of=as_of).dossiers[0]


def text(explanation: Explanation, step: str) -> str:
    """All sentences of the steps of that name."""
    return " | ".join(one.text for one in explanation.steps if one.step == step)
