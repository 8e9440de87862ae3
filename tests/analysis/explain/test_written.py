"""What the file says stands beside what was read of it."""

from pathlib import Path

import pytest

from .exports import export, text, why


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"status": "Đã trả  kết quả"}, "Đã có kết quả (tệp ghi “Đã trả kết quả”)"),
        ({"status": "Đã đóng gói"}, "không hiểu được (tệp ghi “Đã đóng gói”)"),
        ({"term": "03 ngày LV"}, "(tự khai): 3 ngày làm việc (tệp ghi “03 ngày LV”)"),
        ({"term": "15"}, "(tự khai): không hiểu được (tệp ghi “15”)"),
        ({"commune": "TTPVHCC xã Đá Lở"}, "Xã Đá Lở (tệp ghi “TTPVHCC xã Đá Lở”)"),
        (
            {"completed": "2026-01-09T15:05:00Z"},
            "09/01/2026 22:05 (tệp ghi “2026-01-09T15:05:00Z”)",
        ),
        ({"applicant": "Giàng A Chúng"}, ""),
    ],
)
def test_the_words_of_the_file(cells: dict[str, str], told: str, tmp_path: Path) -> None:
    path = export(tmp_path / "hs.csv", {"id": "x"}, {"received": "07/01/2026 09:00", **cells})
    [one] = why(path, ids=["HS-2"]).dossiers
    assert told in text(one, "facts")
    assert "Chúng" not in str(one.written) + text(one, "facts")
    assert "07/01/2026 09:00 (tệp" not in text(one, "facts")
    assert one.written["received_at"] == "07/01/2026 09:00"
