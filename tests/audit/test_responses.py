"""Which finding a row that came back is about, and which rows are refused."""

from dataclasses import replace

import polars as pl
import pytest
from render.frames import provenance

from cchc_audit.analysis.rules import finding_mark
from cchc_audit.audit.officers import officer_codes
from cchc_audit.audit.responses import Reply, Response, join_responses
from cchc_audit.core.columns import FINDING_COLUMNS
from cchc_audit.core.settings import Privacy
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import FINDINGS
from cchc_audit.texts import LANGS, Texts

Row = dict[str, object]


def finding(code: str, dossier: str | None, message: str = "", **more: object) -> Row:
    """A finding with every column."""
    row: Row = dict.fromkeys(FINDING_COLUMNS)
    return row | {"code": code, "dossier_id": dossier, "message": message or code} | more


def report(*rows: Row) -> Report:
    schema = {name: pl.Int64 if name == "source_line" else pl.String for name in FINDING_COLUMNS}
    frame = pl.DataFrame(list(rows), schema=schema)
    return Report(FINDINGS, frame.lazy(), len(frame), len(frame), provenance())


def reply(of: Row, said: str = "có", response: Response = Response.ACCEPTED) -> Reply:
    """The row of the list for a finding, as it comes back."""
    whose = str(of["dossier_id"] or of["officer"] or "")
    mark = finding_mark(of)
    return Reply("a.xlsx", 6, str(of["code"]), whose, mark, str(of["message"]), response, said)


A, B = finding("T101", "HS-1"), finding("T101", "HS-2")
TWICE = finding("T106", "HS-1", "bước một"), finding("T106", "HS-1", "bước hai")
GROUP = finding("P501", None, officer="CB-1", evidence="{}")


def told(found: tuple[Row, ...], *replies: Reply, lang: str = "vi") -> tuple[list[object], Report]:
    done = join_responses(report(*found), replies, Texts(lang), privacy=Privacy())  # type: ignore[arg-type]
    return done.rows.collect()["response"].to_list(), done


def reasons(done: Report) -> list[str]:
    refused = done.extra["refused"]
    assert isinstance(refused, list)
    return [one["reason"] for one in refused]


def test_each_answer_goes_to_its_own_finding() -> None:
    assert told((A, B, GROUP), reply(B), reply(GROUP))[0] == [None, "accepted", "accepted"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        # Cells of a column were sorted, or a row copied, without the others.
        (replace(reply(A), mark=finding_mark(B)), "dossier"),
        (replace(reply(A), code="A204"), "code"),
        (replace(reply(A), mark="0" * 12), "mark"),
        (replace(reply(A), mark="", code=""), "unmarked"),
        (replace(reply(GROUP), dossier_id="CB-2"), "dossier"),
    ],
)
def test_a_row_that_does_not_agree_is_refused_by_name(row: Reply, reason: str) -> None:
    found, done = told((A, B, GROUP), row)
    assert found == [None, None, None]
    assert reasons(done) == [reason]
    for lang in LANGS:
        said = told((A, B, GROUP), row, lang=lang)[1].closing[-1]
        assert "a.xlsx" in said
        assert "6" in said


@pytest.mark.parametrize("lost", [{"code": ""}, {"dossier_id": ""}, {"code": "", "dossier_id": ""}])
def test_an_empty_or_merged_cell_is_found_by_the_mark(lost: dict[str, str]) -> None:
    assert told((A, B), replace(reply(B), **lost))[0] == [None, "accepted"]  # type: ignore[arg-type]


def test_a_list_that_names_an_officer_by_the_code_is_found_by_the_name() -> None:
    named = {**GROUP, "officer": "Lò Thị Hai"}
    coded = {**named, "officer": officer_codes(Privacy())("Lò Thị Hai")}
    assert told((A, named), reply(coded))[0] == [None, "accepted"]
    assert told((A, named), reply(named))[0] == [None, "accepted"]


def test_a_list_without_marks_is_matched_by_rule_and_dossier() -> None:
    assert told((A, B), replace(reply(B), mark=""))[0] == [None, "accepted"]


def test_one_answer_closes_one_finding() -> None:
    assert told(TWICE, reply(TWICE[1]))[0] == [None, "accepted"]
    assert told(TWICE, replace(reply(TWICE[0]), message=""))[0] == ["accepted", None]
    assert told(TWICE, reply(TWICE[1]), reply(TWICE[0]))[0] == ["accepted", "accepted"]


def test_rows_that_contradict_each_other_are_named_and_not_used() -> None:
    found, done = told((A, B), reply(A), reply(A, response=Response.REJECTED), reply(B))
    assert found == [None, "accepted"]
    assert reasons(done) == ["contradicting", "contradicting"]


def test_the_commune_explains_in_one_file_and_the_team_decides_in_another() -> None:
    done = told((A,), reply(A, "lũ", Response.OPEN), reply(A, ""), reply(A, "lũ"))[1]
    row = done.rows.collect().row(0, named=True)
    assert (row["response"], row["explanation"]) == ("accepted", "lũ")


def test_what_is_gone_and_what_a_filter_hides_are_told_apart() -> None:
    gone = finding("T101", "HS-9")
    done = join_responses(
        report(A),
        [reply(B), reply(gone)],
        Texts("vi"),
        privacy=Privacy(),
        everything=lambda: report(A, B),
    )
    assert [one["dossier_id"] for one in done.extra["hidden"]] == ["HS-2"]  # type: ignore[attr-defined]
    assert [one["dossier_id"] for one in done.extra["orphaned"]] == ["HS-9"]  # type: ignore[attr-defined]
    assert len(done.closing) == 2


def test_nothing_is_looked_up_again_where_every_answer_has_its_finding() -> None:
    def never() -> Report:
        raise AssertionError

    assert (
        join_responses(
            report(A), [reply(A)], Texts("vi"), privacy=Privacy(), everything=never
        ).closing
        == ()
    )
