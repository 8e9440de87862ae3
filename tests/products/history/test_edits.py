"""Many edits and many honest corrections between two nights: each found for what it gains, none
invented, none told again the night after. Answers by hand.
"""

from datetime import datetime
from pathlib import Path

from .exports import BASE, DONE, NOW, Cells, compared, fillers, moved

Codes = set[tuple[str, str]]
LATE = moved(DONE, legal_term="3 ngày làm việc")
"""Due 5 March, done on the 10th."""
OVER = moved(BASE, legal_term="3 ngày làm việc")
PLAIN = moved(LATE, legal_term="", promised_at="05/03/2026")
PAUSED = moved(LATE, paused_at="03/03/2026 08:00", resumed_at="04/03/2026 08:00")
LAGGING = moved(BASE, legal_term="9 ngày làm việc")
"""Due on Friday 13 March, the day of the older night."""
H601, H602, H603 = ("H601", "error"), ("H602", "error"), ("H603", "error")
H604, H605, H606 = ("H604", "error"), ("H605", "error"), ("H606", "warning")
H607 = ("H607", "error")

EDITS: dict[str, tuple[Cells | None, Cells | None, Codes]] = {
    "finish re-dated": (LATE, moved(LATE, completed_at="05/03/2026 10:00"), {H603, H607}),
    "finish re-dated, late still": (LATE, moved(LATE, completed_at="09/03/2026 10:00"), {H603}),
    "finish entered and dated back": (OVER, moved(LATE, completed_at="04/03/2026"), {H603, H607}),
    "resumption moved": (PAUSED, moved(PAUSED, resumed_at="09/03/2026 08:00"), {H605, H607}),
    "pause put in": (
        LATE,
        moved(LATE, paused_at="03/03/2026 08:00", resumed_at="09/03/2026 08:00"),
        {H605, H607},
    ),
    "pause put in, open": (OVER, moved(OVER, paused_at="03/03/2026 08:00"), {H605, H607}),
    "pause after the deadline": (OVER, moved(OVER, paused_at="09/03/2026 08:00"), {H605}),
    "supplement put in": (
        LATE,
        moved(LATE, supplement_requested_at="04/03/2026", supplemented_at="06/03/2026"),
        {H605, H607},
    ),
    "procedure changed": (LATE, moved(LATE, procedure_code="1.012836"), {H607}),
    "term changed": (LATE, moved(LATE, legal_term="10 ngày làm việc"), {H607}),
    "term changed, late still": (LATE, moved(LATE, legal_term="5 ngày làm việc"), set()),
    "term emptied": (LATE, moved(LATE, legal_term=""), {H607}),
    "status to withdrawn": (OVER, moved(OVER, status="Công dân yêu cầu rút"), {H607}),
    "closed status to withdrawn": (LATE, moved(LATE, status="Công dân yêu cầu rút"), {H607}),
    "status to not received": (OVER, moved(OVER, status="Không được tiếp nhận"), {H607}),
    "status to waiting": (OVER, moved(OVER, status="Đang chờ bổ sung"), {H607}),
    "status to finished, no date": (OVER, moved(OVER, status="Đã xử lý xong"), {H607}),
    "receipt moved by 4 days": (LATE, moved(LATE, received_at="06/03/2026 08:00"), {H601, H607}),
    "receipt moved by 5 days": (LATE, moved(LATE, received_at="07/03/2026 08:00"), {H601, H607}),
    "receipt moved by a day": (LATE, moved(LATE, received_at="03/03/2026 08:00"), {H601}),
    "receipt emptied": (LATE, moved(LATE, received_at=""), {H601, H607}),
    "appointment put off, the deadline": (
        PLAIN,
        moved(PLAIN, promised_at="12/03/2026"),
        {H602, H607},
    ),
    "appointment put off, law stands": (LATE, moved(LATE, promised_at="20/03/2026"), {H602}),
    "reopened": (LATE, OVER, {H606}),
    "reopened as waiting": (LATE, moved(OVER, status="Đang chờ bổ sung"), {H606, H607}),
    "taken away": (LATE, None, {H604}),
    "entered anew under another number": (None, moved(LATE, received_at="09/03/2026"), set()),
}
HONEST: dict[str, tuple[Cells | None, Cells | None, Codes]] = {
    "passed on late": (
        LAGGING,
        moved(LAGGING, completed_at="13/03/2026 16:00", status="Đã xử lý xong"),
        {("H603", "note"), ("H607", "note")},
    ),
    "a typo in a name": (LATE, moved(LATE, applicant="Giàng A Chung"), set()),
    "another officer": (OVER, moved(OVER, officer="Hạng Thị Dua"), set()),
    "supplement asked for on its day": (
        BASE,
        moved(BASE, supplement_requested_at="16/03/2026 09:00", status="Đang chờ bổ sung"),
        set(),
    ),
    "paused on its day": (BASE, moved(BASE, paused_at="16/03/2026 09:00"), set()),
    "done on its day, in time": (BASE, moved(DONE, completed_at="16/03/2026 09:00"), set()),
    "done on its day, late": (OVER, moved(LATE, completed_at="16/03/2026 09:00"), set()),
    "withdrawn in time": (BASE, moved(BASE, status="Công dân yêu cầu rút"), set()),
    "an apology and a new date": (
        OVER,
        moved(OVER, apology_at="16/03/2026", rescheduled_to="20/03/2026"),
        set(),
    ),
    "handed over": (LATE, moved(LATE, returned_at="16/03/2026 10:00"), set()),
    "a time of day left out": (LATE, moved(LATE, received_at="02/03/2026"), set()),
    "the term written otherwise": (LATE, moved(LATE, legal_term="03 ngày LV"), set()),
    "the term put right, shorter": (LATE, moved(LATE, legal_term="2 ngày làm việc"), set()),
    "in time with a longer term": (DONE, moved(DONE, legal_term="15 ngày làm việc"), set()),
    "finish put right, later": (LATE, moved(LATE, completed_at="11/03/2026 10:00"), set()),
    "the commune merged": (LATE, moved(LATE, commune="Xã Gò Sao"), set()),
    "new": (None, BASE, set()),
}


def test_each_is_found_and_none_invented_or_told_again(tmp_path: Path) -> None:
    cases = {**EDITS, **HONEST}
    old = {name: case[0] for name, case in cases.items()}
    new = {name: case[1] for name, case in cases.items()}
    around = fillers(600)
    found = compared(tmp_path, old, new, around=around)
    assert found.mass == ()
    told: dict[str, Codes] = {name: set() for name in cases}
    for number, code, severity in found.rows.select("dossier_id", "code", "severity").rows():
        if code is not None:
            told[number].add((code, severity))
    assert told == {name: case[2] for name, case in cases.items()}
    gained = found.rows.filter(found.rows["code"] == "H607")
    assert gained["dossier_id"].is_unique().all()
    later = compared(tmp_path, new, new, around=around, then=NOW, now=datetime(2026, 3, 18))
    assert later.rows["code"].null_count() == len(later.rows)
