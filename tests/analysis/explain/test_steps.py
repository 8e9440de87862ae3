"""What the sentences say, case by case: why the clock starts where it does, what gave nothing."""

from datetime import date, datetime
from pathlib import Path

import pytest

from cchc_audit.analysis.explain import Explanation

from .exports import text, told

TERM = "5 ngày làm việc"


@pytest.mark.parametrize(
    ("received", "words", "start"),
    [
        ("07/01/2026 09:00", "trước khi hết giờ làm việc (17:00)", date(2026, 1, 7)),
        ("07/01/2026 06:30", "Trước giờ làm việc", date(2026, 1, 7)),
        ("07/01/2026", "không ghi giờ", date(2026, 1, 7)),
        ("07/01/2026 17:00:01", "Sau khi hết giờ làm việc (17:00)", date(2026, 1, 8)),
        ("11/01/2026 09:00", "Chủ nhật, nghỉ cuối tuần", date(2026, 1, 12)),
        ("17/02/2026 09:00", "mùng 1", date(2026, 2, 23)),
        ("10/01/2026 09:00", "Làm bù cho ngày nghỉ 02/01/2026", date(2026, 1, 10)),
    ],
)
def test_where_the_clock_starts(tmp_path: Path, received: str, words: str, start: date) -> None:
    one = told(tmp_path, received=received, term=TERM)
    assert words in text(one, "receipt")
    assert one.dossier["clock_start"] == start == one.days[0].date


def test_the_cutoff_of_an_interlinked_procedure(tmp_path: Path) -> None:
    code, as_of = "2.000986", datetime(2026, 11, 1)
    after = told(tmp_path, as_of, received="01/10/2026 15:00:01", code=code)
    assert "Sau 15:00; với thủ tục này" in text(after, "receipt")
    bare = told(tmp_path, as_of, received="01/10/2026", code=code)
    assert "coi như sau 15:00 (có lợi cho cơ quan)" in text(bare, "receipt")
    exact = told(tmp_path, as_of, received="01/10/2026 15:00:00", code=code)
    assert exact.dossier["clock_start"] == date(2026, 10, 1)
    law = next(step.law for step in after.steps if step.step == "receipt")
    assert "301/2026/NĐ-CP" in law


def test_after_three_on_the_same_day(tmp_path: Path) -> None:
    one = told(tmp_path, received="07/01/2026 15:00:01", code="1.001193")
    assert "Bắt đầu tính sau 15:00 ngày 07/01/2026" in text(one, "deadline")
    assert one.dossier["deadline"] == date(2026, 1, 8)
    step = next(step for step in one.steps if step.step == "deadline")
    assert step.law.startswith("Luật Hộ tịch 2014")
    exact = told(tmp_path, received="07/01/2026 15:00", code="1.001193")
    assert "Trong ngày làm việc 07/01/2026" in text(exact, "deadline")


def test_the_first_day_of_a_same_day_term_is_not_said_to_be_left_out(tmp_path: Path) -> None:
    one = told(tmp_path, received="07/01/2026 09:00", term="Trong ngày")
    assert "không tính vào thời hạn" not in text(one, "receipt")
    step = next(step for step in one.steps if step.step == "receipt")
    assert "Điều 147" not in step.law
    counted = told(tmp_path, received="07/01/2026 09:00", term=TERM)
    assert "Ngày đầu tiên (07/01/2026) không tính vào thời hạn" in text(counted, "receipt")


@pytest.mark.parametrize(
    ("received", "law"),
    [
        ("02/05/2018", "Quyết định 09/2015/QĐ-TTg"),
        ("21/06/2018", "Nghị định 61/2018/NĐ-CP, Điều 17"),
        ("30/06/2025", "Nghị định 61/2018/NĐ-CP, Điều 17"),
        ("01/07/2025", "Nghị định 118/2025/NĐ-CP, Điều 17;"),
        ("05/08/2026", "sửa đổi bởi Nghị định 309/2026/NĐ-CP"),
    ],
)
def test_a_dossier_follows_the_law_it_was_received_under(
    tmp_path: Path, received: str, law: str
) -> None:
    one = told(tmp_path, datetime(2026, 11, 1), received=received, term=TERM)
    step = next(step for step in one.steps if step.step == "receipt")
    assert law in step.law


def test_a_deadline_on_a_weekend_moves(tmp_path: Path) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", term="5 ngày")
    assert "07/03/2026 không phải ngày làm việc (thứ Bảy" in text(one, "deadline")
    assert one.dossier["deadline"] == date(2026, 3, 9)
    numbered = {day.date.day: day.number for day in one.days if day.date.month == 3}
    assert [numbered[n] for n in range(2, 10)] == [None, 1, 2, 3, 4, 5, None, None]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"requested": "04/03/2026 10:00"}, "đang chờ tổ chức, cá nhân"),
        ({"requested": "20/03/2026 10:00"}, "khi đã hết hạn (hết ngày 09/03/2026)"),
        (
            {"requested": "06/03/2026 10:00", "completed": "05/03/2026 10:00"},
            "muộn hơn ngày kết thúc: không làm thay đổi",
        ),
        (
            {"requested": "04/03/2026 10:00", "completed": "06/03/2026 10:00"},
            "Không ghi ngày bổ sung: thời gian từ lúc yêu cầu",
        ),
        (
            {"requested": "04/03/2026 10:00", "supplemented": "03/03/2026 10:00"},
            "sớm hơn ngày yêu cầu: bỏ qua",
        ),
        ({"supplemented": "04/03/2026 10:00"}, "không ghi ngày yêu cầu"),
        (
            {"requested": "27/02/2026 10:00", "supplemented": "28/02/2026 10:00"},
            "sớm hơn mốc đang tính",
        ),
        (
            {
                "requested": "03/03/2026 10:00",
                "supplemented": "09/03/2026 10:00",
                "completed": "06/03/2026 10:00",
            },
            "muộn hơn ngày kết thúc: bỏ qua",
        ),
    ],
)
def test_what_a_supplement_gave(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", term=TERM, **cells)
    assert words in text(one, "supplement")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"paused": "04/03/2026"}, "chưa tiếp tục: hồ sơ đang tạm dừng"),
        ({"paused": "20/03/2026", "resumed": "25/03/2026"}, "đã hết hạn (hết ngày 09/03/2026)"),
        ({"paused": "05/03/2026", "resumed": "03/03/2026"}, "khoảng này bị bỏ qua"),
        ({"resumed": "03/03/2026"}, "mà không có ngày tạm dừng"),
        ({"paused": "20/02/2026", "resumed": "25/02/2026"}, "trước khi bắt đầu tính"),
        ({"paused": "07/03/2026", "resumed": "08/03/2026"}, "nên hạn không đổi"),
        (
            {"paused": "27/02/2026", "resumed": "04/03/2026"},
            "Phần được tính: từ lúc 08:00 ngày 02/03/2026 đến ngày 04/03/2026",
        ),
        ({"paused": "03/03/2026", "completed": "06/03/2026 09:00"}, "đến khi kết thúc"),
    ],
)
def test_what_a_pause_gave(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", term=TERM, **cells)
    assert words in text(one, "pause")


def test_days_paused_have_no_number(tmp_path: Path) -> None:
    one = told(
        tmp_path,
        received="02/03/2026 08:00",
        paused="03/03/2026 08:00",
        resumed="09/03/2026 08:00",
        completed="13/03/2026 08:00",
        term=TERM,
    )
    found = [(day.date.day, day.kind.value, day.number) for day in one.days]
    assert found == [
        (2, "working", None),
        (3, "working", 1),
        (4, "paused", None),
        (5, "paused", None),
        (6, "paused", None),
        (7, "weekend", None),
        (8, "weekend", None),
        (9, "paused", None),
        (10, "working", 2),
        (11, "working", 3),
        (12, "working", 4),
        (13, "working", 5),
    ]


def test_a_pause_on_the_day_a_deadline_moved_to_adds_no_number(tmp_path: Path) -> None:
    one = told(
        tmp_path,
        term="1 ngày",
        received="15/05/2026 08:00",  # Friday; the one day ends on Saturday, moved to Monday
        paused="18/05/2026 15:00",
        resumed="21/05/2026 09:00",  # three days more than Saturday: Tuesday
        completed="21/05/2026 10:00",
    )
    assert one.dossier["deadline"] == date(2026, 5, 19)
    numbers = {day.date.day: day.number for day in one.days}
    assert numbers == {15: None, 16: 1, 17: None, 18: None, 19: None, 20: None, 21: None}


def test_a_suspended_dossier_has_no_safe_moment(tmp_path: Path) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", paused="04/03/2026 08:00", term=TERM)
    assert one.dossier["outcome"] == "suspended"
    assert one.last_safe is None
    assert "chưa có mốc cố định" in text(one, "last_safe")
    assert [day.number for day in one.days if day.number] == [1, 2]


def test_waiting_by_the_status_alone_is_said(tmp_path: Path) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", status="Chờ bổ sung", term=TERM)
    assert one.dossier["outcome"] == "suspended"
    assert "không ghi ngày yêu cầu bổ sung hay ngày tạm dừng" in text(one, "verdict")


def test_an_unanswered_request_moves_the_deadline_with_the_finish(tmp_path: Path) -> None:
    one = told(
        tmp_path,
        received="02/03/2026 08:00",
        requested="04/03/2026 10:00",
        completed="20/03/2026 09:00",
        term=TERM,
    )
    assert one.last_safe is None
    assert "Hạn dời theo ngày kết thúc" in text(one, "last_safe")


@pytest.mark.parametrize(
    ("promised", "words"),
    [
        ("11/03/2026", "muộn 2 ngày làm việc so với hạn theo quy định (hết ngày 09/03/2026)"),
        ("09/03/2026 08:00", "đúng ngày hết hạn"),
        ("05/03/2026", "sớm 2 ngày làm việc so với hạn theo quy định (hết ngày 09/03/2026)"),
    ],
)
def test_the_appointment_beside_the_law(tmp_path: Path, promised: str, words: str) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", promised=promised, term=TERM)
    assert words in text(one, "appointment")


def test_without_a_term_the_appointment_is_held_against(tmp_path: Path) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", promised="09/03/2026")
    assert "Chỉ đối chiếu được với ngày hẹn trả" in text(one, "term")
    assert "đối chiếu với ngày hẹn này" in text(one, "appointment")
    assert [day.number for day in one.days if day.number] == []


def test_what_has_not_happened_is_said_to_be_left_out(tmp_path: Path) -> None:
    as_of = datetime(2026, 3, 4)
    one = told(tmp_path, as_of, received="02/03/2026 08:00", completed="05/03/2026", term=TERM)
    assert "Ngày kết thúc xử lý: 05/03/2026 (chưa đến" in text(one, "facts")
    assert one.dossier["outcome"] == "pending"
    assert "còn 4 ngày làm việc" in text(one, "verdict")


def test_the_deadline_on_the_day_of_judgement_is_said(tmp_path: Path) -> None:
    as_of = datetime(2026, 3, 10)
    one = told(tmp_path, as_of, received="02/03/2026 08:00", term=TERM)
    assert one.dossier["days_left"] == 0
    assert "ngay ngày chốt số liệu" in text(one, "verdict")


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"status": "Công dân yêu cầu rút"}, "withdrawn"),
        ({"status": "Mới đăng ký"}, "not_received"),
        ({"status": "Đã trả kết quả"}, "unassessable"),
        ({"received": ""}, "unassessable"),
        ({"completed": "01/01/2026"}, "unassessable"),
    ],
)
def test_where_no_clock_runs_the_page_is_short(
    tmp_path: Path, cells: dict[str, str], outcome: str
) -> None:
    one = told(tmp_path, **{"received": "02/03/2026 08:00", "term": TERM} | cells)
    assert one.dossier["outcome"] == outcome
    assert names(one) == ["facts", "verdict"]
    assert (one.days, one.last_safe) == ((), None)


def test_leaning_on_a_provisional_day_is_said(tmp_path: Path) -> None:
    as_of = datetime(2027, 2, 20)
    one = told(tmp_path, as_of, received="02/02/2027 08:00", term=TERM)
    assert "04/02/2027 (Tết Nguyên đán Đinh Mùi" in text(one, "provisional")


def test_a_proposed_day_is_named_and_does_not_count(tmp_path: Path) -> None:
    as_of = datetime(2026, 12, 1)
    one = told(tmp_path, as_of, received="20/11/2026 08:00", term="3 ngày làm việc")
    assert "23/11/2026 (Hoán đổi với ngày làm bù 28/11/2026)" in text(one, "provisional")
    assert one.dossier["deadline"] == date(2026, 11, 26)


def test_four_hundred_days_at_most(tmp_path: Path) -> None:
    one = told(tmp_path, received="02/03/2020 08:00", term=TERM)
    assert len(one.days) == 400
    assert one.cut


def test_personal_data_stays_out_unless_asked_for(tmp_path: Path) -> None:
    one = told(tmp_path, received="02/03/2026 08:00", term=TERM, applicant="Nguyễn Văn A")
    assert "applicant" not in one.dossier
    assert "Nguyễn Văn A" not in str(one)


def names(one: Explanation) -> list[str]:
    return [step.step.value for step in one.steps]
