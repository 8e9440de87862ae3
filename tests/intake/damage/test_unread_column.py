"""Moments that nobody reads: told of, where they could clear a dossier."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage import unread_column
from cchc_audit.texts import Texts
from intake.exports import opened

from .files import Row, dossiers, marks, write_csv

FINISH = "Ngày kết thúc xử lý"


def renamed(**headers: str) -> Iterator[Row]:
    """Dossiers with both finishes, the one known as `completed_at` under another header."""
    for row in dossiers():
        done = row[FINISH]
        yield {headers.get(name, name): text for name, text in row.items()} | {"Ngày trả": done}


def with_moments(header: str) -> list[Row]:
    return [{**row, header: row["Ngày tiếp nhận"]} for row in dossiers()]


def found(folder: Path, rows: list[Row], *, settings: Settings | None = None) -> set[object]:
    path = write_csv(folder / "a.csv", rows, header=tuple(rows[0]))
    return set(marks(opened(path, settings=settings)))


@pytest.mark.parametrize(
    "header",
    [
        *("Ngày ký", "Ngày xử lý", "Ngày giải quyết", "Ngày phê duyệt", "Thời gian kết thúc"),
        *("Ngày HT", "Ngày KQ", "Ngày GQ", "Ngày đóng hồ sơ", "Ngày kết thúc quy trình"),
        *("Ngày trả kết quả về bộ phận một cửa", "Ngày nhận kết quả từ phòng chuyên môn"),
    ],
)
def test_a_finish_beside_the_day_of_return(header: str, tmp_path: Path) -> None:
    rows = list(renamed(**{FINISH: header}))
    assert found(tmp_path, rows) == {("unread_column", "completed_at")}


@pytest.mark.parametrize(
    "header",
    [
        *("Ngày trả KQ cho TC, CN", "Ngày TT", "TG trả KQ", "Ngày ký nhận"),
        *("Ngày trả hồ sơ cho dân", "Ngày trả xong"),
    ],
)
def test_a_return_where_nothing_else_tells_of_the_finish(header: str, tmp_path: Path) -> None:
    rows = with_moments(header)
    assert found(tmp_path, rows) == {("unread_column", "returned_at")}
    finished = [row for row in rows if row[FINISH]]
    assert found(tmp_path, finished) == set()


@pytest.mark.parametrize(
    ("header", "act"),
    [
        ("Lúc tạm dừng", "paused_at"),
        ("Ngày xử lý lại", "resumed_at"),
        ("NgayXuLyLai", "resumed_at"),
        ("Lúc kết thúc tạm dừng", "resumed_at"),
        ("Ngày phát hành thông báo bổ sung", "supplement_requested_at"),
        ("Ngày nộp lại hồ sơ", "supplemented_at"),
        ("Ngày TD", "paused_at"),
        ("Ngày dừng xử lý", "paused_at"),
        ("Ngày mở lại", "resumed_at"),
    ],
)
def test_a_pause_or_a_supplement(header: str, act: str, tmp_path: Path) -> None:
    assert found(tmp_path, with_moments(header)) == {("unread_column", act)}


@pytest.mark.parametrize(
    "header",
    [
        *("Ngày hẹn bổ sung", "Hạn bổ sung", "Hạn xử lý nội bộ", "Ngày sinh", "Ngày cấp CCCD"),
        *("Ngày chuyển xử lý", "Ngày trình ký", "Ngày phân công", "Số ngày tạm dừng"),
        *("Ngày hồ sơ đến phòng xử lý", "Ngày trả kết quả từ phòng chuyên môn"),
        *("Ngày kết thúc tạm dừng theo quy định", "NgayHoanThanhThamDinh", "Ngày xử lý gần nhất"),
        *("Ngày xử lý gần đây", "Ngày bổ sung mới nhất"),
        *("Ngày dự kiến hoàn thành hồ sơ giấy", "Ngày cập nhật", "Ngày nộp lệ phí"),
    ],
)
def test_plans_and_other_acts(header: str, tmp_path: Path) -> None:
    assert found(tmp_path, with_moments(header)) == set()


@pytest.mark.parametrize("header", ["Hẹn ngày trả", "Ngày hẹn trả sau gia hạn"])
def test_an_appointment_where_there_is_none(header: str, tmp_path: Path) -> None:
    rows = [{header if n == "Ngày hẹn trả" else n: t for n, t in r.items()} for r in dossiers()]
    assert found(tmp_path, rows) == {("unread_column", "promised_at")}
    assert found(tmp_path, with_moments(header)) == set()
    [damage] = opened(write_csv(tmp_path / "b.csv", rows, header=tuple(rows[0]))).damage
    assert "chưa được dùng" in damage.sentence(Texts("vi"))


def test_what_is_no_moment(tmp_path: Path) -> None:
    rows = [{**row, "Lý do tạm dừng": "chờ thuế"} for row in dossiers()]
    assert found(tmp_path, rows) == set()


def test_a_column_that_another_one_is_read_for(tmp_path: Path) -> None:
    assert found(tmp_path, with_moments("Ngày giải quyết")) == set()


def test_the_line_that_settles_it(tmp_path: Path) -> None:
    rows = list(renamed(**{FINISH: "Ngày ký"}))
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    [damage] = opened(path).damage
    assert 'completed_at = "Ngày ký"' in damage.sentence(Texts("vi"))
    assert found(tmp_path, rows, settings=Settings(columns={"completed_at": "Ngày ký"})) == set()
    passed = Settings(accept_damage=(DamageMark.UNREAD_COLUMN,))
    assert found(tmp_path, rows, settings=passed) == set()


def with_statuses(*texts: str) -> list[Row]:
    """Dossiers without a status, and a column of these texts."""
    return [
        {n: t for n, t in row.items() if n != "Trạng thái"} | {"Kết quả": texts[k % len(texts)]}
        for k, row in enumerate(dossiers())
    ]


def test_statuses_that_nobody_reads(tmp_path: Path) -> None:
    rows = with_statuses("Đã trả kết quả", "Đang xử lý", "Công dân yêu cầu rút hồ sơ")
    assert found(tmp_path, rows) == {("unread_column", "status")}


@pytest.mark.parametrize(
    "texts",
    [
        *(("1", "2", "7"), ("trực tiếp", "trực tuyến"), ("Đúng hạn", "Trễ hạn", "Đã rút")),
        ("Đã trả kết quả", "Đang xử lý"),  # the dates say as much
    ],
)
def test_what_is_no_status(texts: tuple[str, ...], tmp_path: Path) -> None:
    assert found(tmp_path, with_statuses(*texts)) == set()


def unstated(**columns: Callable[[Row], str]) -> list[Row]:
    """Dossiers without a status, and columns made of them."""
    return [
        {n: t for n, t in row.items() if n != "Trạng thái"}
        | {name.replace("_", " "): write(row) for name, write in columns.items()}
        for row in dossiers()
    ]


def if_open(text: str) -> Callable[[Row], str]:
    return lambda row: "" if row[FINISH] else text


def if_done(text: str) -> Callable[[Row], str]:
    return lambda row: text if row[FINISH] else ""


@pytest.mark.parametrize(
    "columns",
    [
        {"Rút_hồ_sơ": if_open("x")},
        {"Rút_hồ_sơ": lambda row: "0" if row[FINISH] else "1"},
        {"Chờ_bổ_sung": if_open("✓")},
        {"Đã_giải_quyết": if_open("x")},
        {"Ghi_chú": if_open("Công dân rút hồ sơ ngày 20/02/2026")},
        {"Ghi_chú": if_open("Rút hồ sơ qua bưu điện")},
        {"Lý_do": if_open("Từ chối giải quyết, không đủ điều kiện")},
    ],
)
def test_statuses_in_ticks_and_remarks(
    columns: dict[str, Callable[[Row], str]], tmp_path: Path
) -> None:
    rows = unstated(Nơi_cấp=lambda _: "Gò Trăng", **columns)
    assert found(tmp_path, rows) == {("unread_column", "status")}


@pytest.mark.parametrize(
    "columns",
    [
        {"Đã_giải_quyết": if_done("x"), "Đang_giải_quyết": if_open("x")},
        {"Đúng_hạn": if_done("x"), "Quá_hạn": if_open("x")},
        {"Ghi_chú": if_open("Đã gọi điện, hẹn đến ký")},
        {"Rút_hồ_sơ": lambda _: "0", "Dừng_xử_lý": lambda _: "0"},
        {"Trả_kết_quả_qua_bưu_điện": lambda _: "x"},
        {"Từ_chối_nhận_SMS": lambda _: "x"},
        {"Ghi_chú": if_open("Từ chối nhận qua bưu điện")},
        {"Ghi_chú": if_open("Đề nghị trả hồ sơ tại nhà")},
    ],
)
def test_ticks_and_remarks_that_the_dates_say_as_well(
    columns: dict[str, Callable[[Row], str]], tmp_path: Path
) -> None:
    assert found(tmp_path, unstated(**columns)) == set()


def test_a_column_that_no_verdict_could_use_is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of thousands of fields would take a minute."""

    def look_at(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(unread_column, "_filled", look_at)
    rows = [{**row, "Số thửa": "12"} for row in dossiers()]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0])))) == set()
