"""The measure of all: a streaming scan of the columns `communes` reads, as text, counting nulls.

Read with the chunk size the tool sets (`cchc_audit.intake.scan`), with the same reader, and with
nothing of the tool loaded.
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
    """`python -m bench.bare FILE`."""
    os.environ["POLARS_CSV_CHUNK_SIZE"] = "8000000"
    import polars as pl

    scan = pl.scan_csv(sys.argv[1], infer_schema=False, encoding="utf8-lossy")
    print(scan.select(pl.col(COLUMNS).null_count()).collect(engine="streaming").row(0))


if __name__ == "__main__":
    main()
