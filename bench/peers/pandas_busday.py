"""The job of `communes` with pandas and numpy's business days.

`python -m bench.peers.pandas_busday FILE CALENDAR TERMS AS_OF`. numpy knows no make-up Saturday; so
its week has six days here, and every Saturday that is not worked is a holiday.
"""

import json
import sys
from typing import Any

import numpy as np
import pandas as pd

from bench.peers import FIGURES

_STATUS = {
    "Đã trả kết quả": "finished",
    "Đã xử lý xong": "finished",
    "Dừng xử lý": "finished",
    "Yêu cầu bổ sung": "waits",
    "Yêu cầu thực hiện nghĩa vụ tài chính": "waits",
    "Công dân yêu cầu rút hồ sơ": "withdrawn",
    "Không được tiếp nhận": "not_received",
}
_COLUMNS = {
    "Mã hồ sơ": "id",
    "Mã TTHC": "code",
    "Đơn vị giải quyết": "commune",
    "Trạng thái": "status",
    "Ngày tiếp nhận": "received",
    "Ngày kết thúc xử lý": "finished",
}
_UNKNOWN, _SAME_DAY, _WORKING_DAYS, _CALENDAR_DAYS = range(4)
_UNITS = {
    "same_day": _SAME_DAY,
    "working_days": _WORKING_DAYS,
    "calendar_days": _CALENDAR_DAYS,
}
_FIRST_THAT_APPLIES = [
    "not_received",
    "withdrawn",
    "unassessable",
    "late",
    "early",
    "on_time",
    "suspended",
    "overdue",
]
_FORMAT = "%d/%m/%Y %H:%M:%S"


def main() -> None:
    """Prints the figures as JSON."""
    export, calendar, terms, as_of = sys.argv[1:]
    frame = pd.read_csv(
        export,
        usecols=list(_COLUMNS),
        dtype={"Mã TTHC": "category", "Đơn vị giải quyết": "category", "Trạng thái": "category"},
    ).rename(columns=_COLUMNS)
    for name in ("received", "finished"):
        frame[name] = pd.to_datetime(frame[name], format=_FORMAT)
    twice = int(frame.loc[frame["id"].duplicated(keep=False), "id"].nunique())
    judged = verdicts(frame.drop(columns="id"), _calendar(calendar), _terms(terms), as_of)
    groups = judged.groupby("commune", observed=True)
    rows = sorted(figures(group) for _, group in groups)
    print(
        json.dumps({"figures": FIGURES, "total": figures(judged), "communes": rows, "twice": twice})
    )


def _calendar(path: str) -> np.busdaycalendar:
    days = pd.read_csv(path, parse_dates=["day"])
    idle = days.loc[days["working"] == 0, "day"].to_numpy().astype("datetime64[D]")
    return np.busdaycalendar(weekmask="1111110", holidays=idle)


def _terms(path: str) -> pd.DataFrame:
    terms = pd.read_csv(path, dtype={"code": str})
    # Open ends lie outside what pandas can hold.
    terms["first"] = terms["first"].str.replace(r"^1900", "1970", regex=True)
    terms["last"] = terms["last"].str.replace(r"^9999", "2200", regex=True)
    for name in ("first", "last"):
        terms[name] = pd.to_datetime(terms[name])
    return terms


def verdicts(
    frame: pd.DataFrame, calendar: np.busdaycalendar, terms: pd.DataFrame, as_of: str
) -> pd.DataFrame:
    """Commune, outcome, processing days and days late of every dossier."""
    names = frame["status"].cat
    status = np.array([_STATUS.get(text, "open") for text in names.categories])[names.codes]
    unit, amount, next_day = _in_force(frame["code"], frame["received"], terms)
    received = frame["received"].to_numpy()
    known = ~np.isnat(received)
    day = np.where(known, received, np.datetime64("2026-06-30")).astype("datetime64[D]")
    second = (np.where(known, received, day).astype("datetime64[s]") - day).astype(int)
    same = np.is_busday(day, busdaycal=calendar) & (second <= 17 * 3600)
    start = np.busday_offset(day + np.where(same, 0, 1), 0, roll="forward", busdaycal=calendar)
    days = np.where(unit == _WORKING_DAYS, amount, (next_day == 1) & same & (second > 15 * 3600))
    counted = np.busday_offset(start, days.astype(int), busdaycal=calendar)
    rolled = start + np.where(unit == _CALENDAR_DAYS, amount, 0).astype("timedelta64[D]")
    rolled = np.busday_offset(rolled, 0, roll="forward", busdaycal=calendar)
    deadline = np.where(unit == _CALENDAR_DAYS, rolled, counted)
    finished = frame["finished"].to_numpy()
    done = ~np.isnat(finished)
    end = np.where(done, finished, day).astype("datetime64[D]")
    judged_on = np.datetime64(as_of, "D")
    missing = ~known | (done & (finished < received)) | ((status == "finished") & ~done)
    outcome = np.select(
        [
            status == "not_received",
            status == "withdrawn",
            missing | (unit == _UNKNOWN),
            done & (end > deadline),
            done & (end < deadline),
            done,
            status == "waits",
            judged_on > deadline,
        ],
        _FIRST_THAT_APPLIES,
        "pending",
    )
    resolved = np.isin(outcome, ["early", "on_time", "late"])
    until = np.where(outcome == "late", end, judged_on)
    one = np.timedelta64(1, "D")
    late = np.isin(outcome, ["late", "overdue"])
    return pd.DataFrame(
        {
            "commune": frame["commune"],
            "outcome": pd.Categorical(outcome),
            "processing": pd.Series(
                np.busday_count(start + one, end + one, busdaycal=calendar).clip(0)
            ).where(resolved),
            "days_late": pd.Series(
                np.busday_count(deadline + one, until + one, busdaycal=calendar).clip(1)
            ).where(late),
        }
    )


def _in_force(
    codes: "pd.Series[str]", received: "pd.Series[pd.Timestamp]", terms: pd.DataFrame
) -> tuple[Any, Any, Any]:
    """Unit, amount and cut-off of the entry of each code in force on the day of receipt.

    Looked up by category: a few hundred codes, however many rows.
    """
    short = pd.Index(codes.cat.categories.str[:8])
    place = codes.cat.codes.to_numpy()
    by_code = terms.drop_duplicates("code", keep=False).set_index("code").reindex(short)
    unit = by_code["unit"].map(_UNITS).fillna(_UNKNOWN).to_numpy(int)[place]
    amount = by_code["amount"].fillna(0).to_numpy(int)[place]
    next_day = by_code["next_day"].fillna(0).to_numpy(int)[place]
    # The few codes whose term changed are looked up entry by entry.
    for entry in terms[terms["code"].duplicated(keep=False)].itertuples():
        rows = np.flatnonzero(place == short.get_indexer([entry.code])[0])
        day = received.iloc[rows].dt.normalize()
        rows = rows[((day >= entry.first) & (day <= entry.last)).to_numpy()]
        unit[rows], amount[rows], next_day[rows] = _UNITS[entry.unit], entry.amount, entry.next_day
    return unit, amount, next_day


def figures(rows: pd.DataFrame) -> list[float | None]:
    """The figures of one group, in the order of `FIGURES`."""
    counts = rows["outcome"].value_counts()
    processing = np.sort(rows["processing"].dropna().to_numpy())
    ninth = int(processing[-(-len(processing) * 90 // 100) - 1]) if len(processing) else None
    latest = rows["days_late"].max()
    return [
        len(rows),
        *(int(counts.get(name, 0)) for name in FIGURES[1:10]),
        float(np.median(processing)) if len(processing) else None,
        ninth,
        None if pd.isna(latest) else int(latest),
    ]


if __name__ == "__main__":
    main()
