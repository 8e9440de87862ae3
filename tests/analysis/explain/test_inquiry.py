"""Which dossiers are found, and the calculator that sends one receipt through the same clock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from cchc_audit.analysis.explain import Explanation
from cchc_audit.core.errors import CchcError
from cchc_audit.core.settings import Settings
from cchc_audit.intake.values.terms import Term, parse_term
from cchc_audit.products import inquiry
from cchc_audit.products.inquiry import Question, deadline

from .exports import export, request, text

ROW = {"received": "02/03/2026 08:00", "term": "5 ngày làm việc"}


def term(words: str) -> Term:
    found = parse_term(words)
    assert isinstance(found, Term)
    return found


def reckoned(received: datetime, **asked: Any) -> Explanation:
    (one,) = deadline(Question(received, Settings(), **asked)).dossiers
    return one


def ids(answer: Sequence[Explanation]) -> list[object]:
    return [one.dossier["dossier_id"] for one in answer]


def test_in_the_order_asked_for_each_once_and_cleaned(tmp_path: Path) -> None:
    path = export(tmp_path / "hs.csv", ROW, ROW, ROW)
    answer = inquiry.why(request(path), ids=["HS-3", "'HS-1 ", "\u00a0HS-3"])
    assert ids(answer.dossiers) == ["HS-3", "HS-1"]


def test_of_several_rows_the_standing_one(tmp_path: Path) -> None:
    done = ROW | {"id": "HS-1", "completed": "05/03/2026 09:00"}
    path = export(tmp_path / "hs.csv", done, ROW | {"id": "HS-1"})
    (one,) = inquiry.why(request(path), ids=["HS-1"]).dossiers
    assert (one.dossier["source_line"], one.dossier["outcome"]) == (2, "early")


def test_a_file_of_numbers(tmp_path: Path) -> None:
    file = tmp_path / "ids.txt"
    file.write_text("\ufeffHS-2\n\nHS-1\n", encoding="utf-8")
    path = export(tmp_path / "hs.csv", ROW, ROW)
    answer = inquiry.why(request(path), ids=inquiry.read_ids(file))
    assert ids(answer.dossiers) == ["HS-2", "HS-1"]


def test_an_unknown_number_has_near_matches(tmp_path: Path) -> None:
    path = export(tmp_path / "hs.csv", *[ROW] * 30)
    with pytest.raises(CchcError) as error:
        inquiry.why(request(path), ids=["HS-1", "HS-299"])
    assert error.value.key == "explain.unknown_id_near"
    assert error.value.values["id"] == "HS-299"
    assert str(error.value.values["near"]).split(", ")[0] == "HS-29"
    with pytest.raises(CchcError) as error:
        inquiry.why(request(path), ids=["@@@@@@@@"])
    assert error.value.key == "explain.unknown_id"


def test_a_rejected_row_says_where_and_what(tmp_path: Path) -> None:
    path = export(tmp_path / "hs.csv", ROW | {"completed": "31/02/2026"})
    with pytest.raises(CchcError) as error:
        inquiry.why(request(path), ids=["HS-1"])
    assert error.value.key == "explain.rejected"
    assert error.value.values["line"] == 2
    assert error.value.values["column"] == "Ngày kết thúc xử lý"


def test_outside_the_period(tmp_path: Path) -> None:
    path = export(tmp_path / "hs.csv", ROW | {"completed": "05/03/2026"})
    asked = replace(request(path), first=date(2026, 5, 1), last=date(2026, 5, 31))
    with pytest.raises(CchcError) as error:
        inquiry.why(asked, ids=["HS-1"])
    assert error.value.key == "explain.out_of_scope"


def test_no_number_at_all(tmp_path: Path) -> None:
    with pytest.raises(CchcError) as error:
        inquiry.why(request(export(tmp_path / "hs.csv", ROW)), ids=[" "])
    assert error.value.key == "explain.no_id"


def test_personal_columns_where_asked_for(tmp_path: Path) -> None:
    path = export(tmp_path / "hs.csv", ROW | {"applicant": "Nguyễn Văn A"})
    asked = replace(request(path), show_personal=True)
    (one,) = inquiry.why(asked, ids=["HS-1"]).dossiers
    assert one.dossier["applicant"] == "Nguyễn Văn A"


@pytest.mark.parametrize(
    ("received", "words", "last"),
    [
        # over the swapped Saturday, Tết, a weekend, and hours into the next day
        (datetime(2026, 1, 7, 9), "3 ngày làm việc", date(2026, 1, 10)),
        (datetime(2026, 2, 13, 10), "5 ngày làm việc", date(2026, 2, 27)),
        (datetime(2026, 3, 2), "5 ngày", date(2026, 3, 9)),
        (datetime(2026, 1, 31), "1 tháng", date(2026, 3, 2)),
        (datetime(2026, 1, 7, 15, 30), "4 giờ làm việc", date(2026, 1, 8)),
        (datetime(2026, 1, 7), "Trong ngày", date(2026, 1, 7)),
    ],
)
def test_the_calculator(received: datetime, words: str, last: date) -> None:
    one = reckoned(received, term=term(words))
    assert one.dossier["deadline"] == last
    assert one.days[-1].date == last
    assert {step.step.value for step in one.steps} == {
        *("facts", "receipt", "term", "deadline", "last_safe")
    }


def test_pauses_of_the_calculator_add_up() -> None:
    pauses = [
        (datetime(2026, 3, 3), datetime(2026, 3, 5)),
        (datetime(2026, 3, 4), datetime(2026, 3, 6)),  # overlaps: 4, 5, 6 March in all
    ]
    one = reckoned(datetime(2026, 3, 2, 8), term=term("5 ngày làm việc"), pauses=pauses)
    assert one.dossier["deadline"] == date(2026, 3, 12)
    assert "Hạn lùi thêm 3 ngày làm việc" in text(one, "pause")


def test_a_procedure_gives_its_term() -> None:
    one = reckoned(datetime(2026, 1, 7, 9), procedure="1.004873.000.00.00.H21")
    assert (one.dossier["term"], one.dossier["deadline"]) == ("3 working_days", date(2026, 1, 10))
    assert one.dossier["procedure_code"] == "1.004873"
    named = reckoned(datetime(2026, 1, 7, 9), procedure="đăng ký khai sinh")
    assert named.dossier["term"] == "same_day"


def test_a_remote_commune(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("code,term,remote_term\n9.000001,5 working_days,15 working_days\n")
    settings = Settings(catalogue=catalogue, catalogue_only=True)
    received = datetime(2026, 3, 2, 8)
    for remote, amount in ((False, "5 working_days"), (True, "15 working_days")):
        question = Question(received, settings, procedure="9.000001", remote=remote)
        (one,) = deadline(question).dossiers
        assert one.dossier["term"] == amount
        assert one.dossier["commune"] is None
        assert ("vùng sâu, vùng xa" in text(one, "term")) is remote


def test_a_procedure_without_a_remote_term_says_so() -> None:
    one = reckoned(datetime(2026, 1, 7, 9), procedure="1.004873", remote=True)
    assert "không có thời hạn riêng" in text(one, "term")


def test_as_of_when_it_is_asked_prolongs_the_days() -> None:
    one = reckoned(
        datetime(2026, 1, 7, 9), term=term("3 ngày làm việc"), as_of=datetime(2026, 1, 21)
    )
    assert one.days[-1].date == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("received", "asked", "key"),
    [
        (datetime(2026, 1, 7), {"procedure": "1.00487"}, "explain.no_procedure_near"),
        (datetime(2010, 1, 7), {"term": Term(term("1 tháng").unit, 1)}, "explain.outside"),
        (
            datetime(2026, 1, 7),
            {"term": term("1 tháng"), "as_of": datetime(2026, 1, 7)},
            "explain.received_later",
        ),
    ],
)
def test_what_cannot_be_reckoned(received: datetime, asked: dict[str, Any], key: str) -> None:
    with pytest.raises(CchcError) as error:
        reckoned(received, **asked)
    assert error.value.key == key


def test_no_term_in_force_on_that_day(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("code,term,valid_from\n9.000001,5 working_days,2026-03-01\n")
    settings = Settings(catalogue=catalogue, catalogue_only=True)
    with pytest.raises(CchcError) as error:
        deadline(Question(datetime(2026, 2, 28, 8), settings, procedure="9.000001"))
    assert error.value.key == "explain.not_in_force"
