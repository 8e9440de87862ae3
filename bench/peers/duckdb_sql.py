"""The job of `communes` in SQL: `python -m bench.peers.duckdb_sql FILE CALENDAR TERMS AS_OF`.

The calendar stands in tables that are joined by day and by number of the working day. The verdicts
go into a table once, from which both the summary and the duplicates are taken.
"""

import json
import sys

import duckdb

from bench.peers import FIGURES

_TABLES = """
CREATE TEMP TABLE calendar AS
    SELECT day, working = 1 AS working, through, roll, after FROM read_csv($calendar);
CREATE TEMP TABLE nth AS SELECT through AS k, day FROM calendar WHERE working;
CREATE TEMP TABLE terms AS
    SELECT code, unit, amount, next_day = 1 AS next_day, "first", "last"
    FROM read_csv($terms, types = {'code': 'VARCHAR', 'first': 'DATE', 'last': 'DATE'});
"""

_VERDICTS = """
CREATE TEMP TABLE verdicts AS
WITH export AS (
    SELECT
        "Mã hồ sơ" AS id,
        left("Mã TTHC", 8) AS code,
        "Đơn vị giải quyết" AS commune,
        "Ngày tiếp nhận" AS received,
        "Ngày kết thúc xử lý" AS finished,
        CASE "Trạng thái"
            WHEN 'Đã trả kết quả' THEN 'finished'
            WHEN 'Đã xử lý xong' THEN 'finished'
            WHEN 'Dừng xử lý' THEN 'finished'
            WHEN 'Yêu cầu bổ sung' THEN 'waits'
            WHEN 'Yêu cầu thực hiện nghĩa vụ tài chính' THEN 'waits'
            WHEN 'Công dân yêu cầu rút hồ sơ' THEN 'withdrawn'
            WHEN 'Không được tiếp nhận' THEN 'not_received'
            ELSE 'open'
        END AS status
    FROM read_csv($export, header = true, delim = ',', quote = '"', escape = '"',
        auto_detect = false, timestampformat = '%d/%m/%Y %H:%M:%S', columns = {
            'Mã hồ sơ': 'VARCHAR', 'Mã TTHC': 'VARCHAR', 'Tên thủ tục': 'VARCHAR',
            'Lĩnh vực': 'VARCHAR', 'Đơn vị giải quyết': 'VARCHAR', 'Chủ hồ sơ': 'VARCHAR',
            'Số điện thoại': 'VARCHAR', 'Trạng thái': 'VARCHAR', 'Hình thức nộp': 'VARCHAR',
            'Ngày tiếp nhận': 'TIMESTAMP', 'Ngày hẹn trả': 'TIMESTAMP',
            'Ngày kết thúc xử lý': 'TIMESTAMP'})
),
clock AS (
    SELECT
        export.*,
        terms.unit, terms.amount, terms.next_day,
        calendar.working AND received::TIME <= TIME '17:00:00' AS same,
        CASE WHEN same THEN received::DATE ELSE calendar.after END AS start
    FROM export
    LEFT JOIN calendar ON calendar.day = received::DATE
    LEFT JOIN terms ON terms.code = export.code
        AND received::DATE BETWEEN terms."first" AND terms."last"
),
numbered AS (
    SELECT
        clock.*,
        begun.through AS begun,
        begun.through + CASE
            WHEN unit = 'working_days' THEN amount
            WHEN next_day AND same AND received::TIME > TIME '15:00:00' THEN 1
            ELSE 0
        END AS k,
        start + CASE WHEN unit = 'calendar_days' THEN amount ELSE 0 END::INTEGER AS raw
    FROM clock LEFT JOIN calendar AS begun ON begun.day = start
),
judged AS (
    SELECT
        numbered.*,
        CASE WHEN unit = 'calendar_days' THEN moved.roll ELSE nth.day END AS deadline
    FROM numbered
    LEFT JOIN calendar AS moved ON moved.day = raw
    LEFT JOIN nth ON nth.k = numbered.k
)
SELECT
    id,
    commune,
    CASE
        WHEN status IN ('not_received', 'withdrawn') THEN status
        WHEN received IS NULL OR finished < received THEN 'unassessable'
        WHEN status = 'finished' AND finished IS NULL THEN 'unassessable'
        WHEN deadline IS NULL THEN 'unassessable'
        WHEN finished::DATE > deadline THEN 'late'
        WHEN finished::DATE < deadline THEN 'early'
        WHEN finished::DATE = deadline THEN 'on_time'
        WHEN status = 'waits' THEN 'suspended'
        WHEN $as_of::DATE > deadline THEN 'overdue'
        ELSE 'pending'
    END AS outcome,
    CASE WHEN outcome IN ('early', 'on_time', 'late')
        THEN greatest(ended.through - begun, 0) END::INTEGER AS processing,
    CASE outcome
        WHEN 'late' THEN greatest(ended.through - due.through, 1)
        WHEN 'overdue' THEN greatest(today.through - due.through, 1)
    END::INTEGER AS days_late
FROM judged
LEFT JOIN calendar AS ended ON ended.day = finished::DATE
LEFT JOIN calendar AS due ON due.day = deadline
CROSS JOIN (SELECT through FROM calendar WHERE day = $as_of::DATE) AS today
"""

_SUMMARY = """
SELECT
    commune,
    count(*),
    count(*) FILTER (outcome = 'early'),
    count(*) FILTER (outcome = 'on_time'),
    count(*) FILTER (outcome = 'late'),
    count(*) FILTER (outcome = 'pending'),
    count(*) FILTER (outcome = 'overdue'),
    count(*) FILTER (outcome = 'suspended'),
    count(*) FILTER (outcome = 'withdrawn'),
    count(*) FILTER (outcome = 'unassessable'),
    count(*) FILTER (outcome = 'not_received'),
    quantile_cont(processing, 0.5),
    quantile_disc(processing, 0.9),
    max(days_late)
FROM verdicts
GROUP BY GROUPING SETS ((commune), ())
ORDER BY commune NULLS LAST
"""

_TWICE = "SELECT count(*) FROM (SELECT id FROM verdicts GROUP BY id HAVING count(*) > 1)"


def main() -> None:
    """Prints the figures as JSON."""
    export, calendar, terms, as_of = sys.argv[1:]
    run = duckdb.connect()
    for statement in _TABLES.split(";")[:-1]:
        named = {"calendar": calendar, "terms": terms}
        run.execute(statement, {k: v for k, v in named.items() if f"${k}" in statement})
    run.execute(_VERDICTS, {"export": export, "as_of": as_of})
    rows = run.execute(_SUMMARY).fetchall()
    found = {
        "figures": FIGURES,
        "total": rows[-1][1:],
        "communes": sorted(row[1:] for row in rows[:-1]),
        "twice": run.execute(_TWICE).fetchall()[0][0],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
