"""Columns that bear the same mark are told of in one sentence."""

from dataclasses import replace

import pytest

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage import Damage, Evidence
from cchc_audit.render.people import damage_sentences
from cchc_audit.texts import Lang, Texts

from . import frames


def damage(mark: DamageMark, file: str, column: str | None, header: str, line: int) -> Damage:
    return Damage(mark, file, column, header, 3, (Evidence(line, "x"),))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "a.csv: cột “Ngày nhận”, “Ngày trả” có dấu hiệu đảo ngày và tháng"),
        ("en", "a.csv: marks of swapped days and months in “Ngày nhận”, “Ngày trả”"),
    ],
)
def test_one_sentence_for_the_columns_of_a_file(lang: Lang, said: str) -> None:
    swapped = DamageMark.SWAPPED_DATES
    found = (
        damage(swapped, "a.csv", "received_at", "Ngày nhận", 7),
        damage(swapped, "a.csv", "returned_at", "Ngày trả", 9),
        damage(swapped, "b.csv", "received_at", "Ngày nhận", 8),
        damage(DamageMark.CUT_EXPORT, "a.csv", None, "", 9),
    )
    source = replace(frames.late().provenance, damage=found)
    told = damage_sentences(source, Texts(lang))
    assert len(told) == 3
    assert told[0].startswith(said)
    assert "7" in told[0]
    assert "9" not in told[0]
    assert "b.csv" in told[1]
