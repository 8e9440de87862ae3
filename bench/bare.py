"""The measure of all: a streaming scan of the columns `communes` reads, as text, counting nulls.

Read with the chunk size the tool sets (`cchc_audit.intake.files.lines.scan`), with the same reader,
and with nothing of the tool loaded. The second argument is the encoding: `utf8` stops at the first
byte that is none, `utf8-lossy` is what can be read with before anything has looked at the bytes.
"""

import os
import sys

COLUMNS = (
    "Mã hồ sơ",
    "Mã TTHC",
    "Tên thủ tục",
    "Đơn vị giải quyết",
    "Trạng thái",
    "Hình thức nộp",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
)
"""What `communes` needs of the twelve; a test holds them against its plan."""


def main() -> None:
    """`python -m bench.bare FILE utf8|utf8-lossy`."""
    os.environ["POLARS_CSV_CHUNK_SIZE"] = "16000000"
    import polars as pl

    lossy = sys.argv[2] == "utf8-lossy"
    scan = pl.scan_csv(sys.argv[1], infer_schema=False, encoding="utf8-lossy" if lossy else "utf8")
    print(scan.select(pl.col(COLUMNS).null_count()).collect(engine="streaming").row(0))


if __name__ == "__main__":
    main()
