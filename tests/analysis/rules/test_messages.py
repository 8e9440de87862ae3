"""The sentence of a finding, put together for all rows at once."""

from datetime import datetime

import polars as pl
import pytest

from cchc_audit.analysis.rules import RULES
from cchc_audit.analysis.rules.messages import key_of, message_of
from cchc_audit.texts import Lang, Texts

LATE = next(rule for rule in RULES if rule.code == "T101")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", [": 1 working day late", ": 2 working days late", ": – working days late"]),
        ("vi", ["01 ngày làm việc", "02 ngày làm việc", "– ngày làm việc"]),
    ],
)
def test_a_count_in_a_finding_takes_its_number(lang: Lang, said: list[str]) -> None:
    frame = pl.DataFrame(
        {"days_late": [1, 2, None], "due_at": [datetime(2026, 3, 5)] * 3},
        schema_overrides={"days_late": pl.Int32},
    ).with_columns(pl.col("due_at").alias("finished_at"))
    expr = message_of(key_of(LATE, "appointment"), frame, texts=Texts(lang), term=str)
    sentences = frame.select(expr.alias("message"))["message"].to_list()
    assert [piece in sentence for piece, sentence in zip(said, sentences, strict=True)] == [
        True
    ] * 3
