"""An office that keeps the law in its own way has nothing to answer for: no finding is an `error`.

Each habit is one that provinces are known for. What a habit may bring is a warning or a note.
"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

HEADER = (
    "Mã hồ sơ,Mã thủ tục,Hình thức nộp,Ngày nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,"
    "Ngày trả kết quả,Thời hạn giải quyết,Trạng thái,Ngày yêu cầu bổ sung,Ngày bổ sung,"
    "Số lần yêu cầu bổ sung,Ngày tạm dừng,Ngày tiếp tục,Ngày xin lỗi,Ngày hẹn lại,Số lần hẹn lại"
)
NAMES = HEADER.split(",")
CATALOGUE = """\
code,name,term,extended_term,extended_when,after_cutoff
1.000001,Việc thường,3 working_days,,,
1.000002,Việc phải xác minh,3 working_days,23 working_days,phải xác minh,
1.000003,Việc trong ngày,same_day,,,next_day
"""

HABITS: dict[str, list[dict[str, str]]] = {
    "what came after three in the afternoon counts from the next day": [
        {
            "Ngày tiếp nhận": "12/03/2026 15:30",
            "Ngày hẹn trả": "18/03/2026",
            "Ngày có kết quả": "18/03/2026 16:00",
        },
        {"Ngày tiếp nhận": "26/03/2026 16:59", "Ngày hẹn trả": "01/04/2026"},
    ],
    "receipts by night and on days off count from the next working day": [
        {
            "Hình thức nộp": "Trực tuyến",
            "Ngày nộp": "13/03/2026 21:00",
            "Ngày tiếp nhận": "14/03/2026 09:00",
            "Ngày hẹn trả": "19/03/2026",
            "Ngày có kết quả": "19/03/2026 16:00",
        },
    ],
    "a supplement moves the appointment": [
        {
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "12/03/2026",
            "Ngày có kết quả": "12/03/2026 09:00",
            "Ngày yêu cầu bổ sung": "05/03/2026 16:00",
            "Ngày bổ sung": "09/03/2026 10:00",
            "Số lần yêu cầu bổ sung": "1",
        },
        {
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "05/03/2026",
            "Trạng thái": "Yêu cầu bổ sung",
            "Ngày yêu cầu bổ sung": "04/03/2026",
            "Số lần yêu cầu bổ sung": "1",
        },
    ],
    "while a dossier waits the appointment is already put off": [
        {
            "Ngày tiếp nhận": "23/03/2026 08:00",
            "Ngày hẹn trả": "10/04/2026",
            "Trạng thái": "Chờ bổ sung",
            "Ngày yêu cầu bổ sung": "25/03/2026 08:00",
        },
        {
            "Ngày tiếp nhận": "23/03/2026 08:00",
            "Ngày hẹn trả": "10/04/2026",
            "Ngày tạm dừng": "25/03/2026 08:00",
        },
    ],
    "verification brings an apology in time and one new appointment, which is kept": [
        {
            "Mã thủ tục": "1.000002",
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "05/03/2026",
            "Ngày có kết quả": "24/03/2026 09:00",
            "Ngày xin lỗi": "04/03/2026",
            "Ngày hẹn lại": "24/03/2026",
            "Số lần hẹn lại": "1",
        },
        {
            "Mã thủ tục": "1.000002",
            "Ngày tiếp nhận": "23/03/2026 08:00",
            "Ngày hẹn trả": "26/03/2026",
            "Ngày xin lỗi": "25/03/2026",
            "Ngày hẹn lại": "10/04/2026",
            "Số lần hẹn lại": "1",
        },
    ],
    "verification is known from the start and the appointment says so": [
        {
            "Mã thủ tục": "1.000002",
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "30/03/2026",
            "Ngày có kết quả": "24/03/2026 09:00",
        },
    ],
    "the synchronisation brings the result to the register days later": [
        {
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "05/03/2026",
            "Ngày có kết quả": "05/03/2026 16:00",
            "Ngày trả kết quả": "12/03/2026 08:00",
            "Trạng thái": "Đã trả kết quả",
        },
    ],
    "same-day work, without a slip": [
        {
            "Mã thủ tục": "1.000003",
            "Ngày tiếp nhận": "02/03/2026 15:30",
            "Ngày có kết quả": "03/03/2026 09:00",
        },
        {
            "Mã thủ tục": "1.000003",
            "Ngày tiếp nhận": "02/03/2026 09:00",
            "Ngày có kết quả": "02/03/2026 09:20",
        },
    ],
    "an online submission is answered within the day, and turned down or completed": [
        {
            "Hình thức nộp": "Trực tuyến",
            "Ngày nộp": "02/03/2026 08:00",
            "Trạng thái": "Từ chối tiếp nhận",
        },
        {
            "Hình thức nộp": "Trực tuyến",
            "Ngày nộp": "02/03/2026 08:00",
            "Ngày tiếp nhận": "10/03/2026 08:00",
            "Ngày hẹn trả": "13/03/2026",
            "Ngày có kết quả": "13/03/2026 08:00",
            "Ngày yêu cầu bổ sung": "02/03/2026 14:00",
            "Ngày bổ sung": "10/03/2026 07:30",
            "Số lần yêu cầu bổ sung": "1",
        },
    ],
    "a pause for the tax office, lawful and long": [
        {
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "18/03/2026",
            "Ngày có kết quả": "18/03/2026 08:00",
            "Ngày tạm dừng": "04/03/2026 08:00",
            "Ngày tiếp tục": "17/03/2026 08:00",
        },
    ],
    "refused at once, taken back, and not yet due": [
        {
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "05/03/2026",
            "Ngày có kết quả": "03/03/2026 08:00",
            "Trạng thái": "Từ chối giải quyết",
        },
        {
            "Ngày tiếp nhận": "02/03/2026 08:00",
            "Ngày hẹn trả": "05/03/2026",
            "Trạng thái": "Công dân rút hồ sơ",
        },
        {"Ngày tiếp nhận": "30/03/2026 08:00", "Ngày hẹn trả": "02/04/2026"},
    ],
}


@pytest.mark.parametrize("habit", HABITS)
def test_no_error(habit: str, tmp_path: Path) -> None:
    from cchc_audit.cli.app import app

    rows = [
        {"Mã hồ sơ": f"H{place}", "Mã thủ tục": "1.000001", **row}
        for place, row in enumerate(HABITS[habit])
    ]
    lines = [HEADER, *(",".join(row.get(name, "") for name in NAMES) for row in rows)]
    (tmp_path / "x.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "p.csv").write_text(CATALOGUE, encoding="utf-8")
    words = ["findings", str(tmp_path / "x.csv"), "--as-of", "31/03/2026", "--format", "json"]
    done = CliRunner().invoke(app, [*words, "--catalogue", str(tmp_path / "p.csv")])
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["input"]["assessed"] == len(rows)
    found = [(row["code"], row["message"]) for row in told["rows"] if row["severity"] == "error"]
    assert found == []
