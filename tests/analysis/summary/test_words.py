from typing import Any

from cchc_audit.analysis.summary import (
    DEFAULT_TARGET,
    Key,
    closing,
    count_histogram,
    count_lateness,
    summarise,
)
from cchc_audit.texts import Lang, Texts

from .dossiers import frame, resolved


def sentence(*dossiers: dict[str, Any], lang: Lang = "vi") -> str:
    rows = frame(*dossiers)
    communes = summarise(count_histogram(rows, (Key.COMMUNE,)).collect(), (Key.COMMUNE,))
    late = count_lateness(rows).collect(engine="streaming")
    return closing(communes, late, target=DEFAULT_TARGET, texts=Texts(lang))


def late(n: int, code: str | None, name: str | None = None, **cells: Any) -> list[dict[str, Any]]:
    return [{"outcome": "late", "procedure_code": code, "procedure_name": name, **cells}] * n


STORY = (
    *late(4, "1.000001", "Đăng ký khai sinh"),
    *late(2, "1.000002", "Chứng thực bản sao", outcome="overdue"),
    *late(1, "1.000002", "Chứng thực (cũ)"),
    *late(1, None),
    *late(1, "1.000003"),
    *[resolved(1, commune="xã B")] * 66,
    *[resolved(1, commune="xã C")] * 33,
    resolved(1, commune="xã D"),
)


def test_the_story_in_vietnamese() -> None:
    assert sentence(*STORY) == (
        "Trong 9 hồ sơ quá hạn (đã và đang giải quyết), 7 hồ sơ (77,8%) thuộc thủ tục "
        "“Đăng ký khai sinh” (4) và “Chứng thực bản sao” (3); "
        "để giữ tỷ lệ đúng hạn từ 97% trở lên, số hồ sơ quá hạn tối đa còn có thể phát sinh thêm: "
        "xã C (1) và xã B (2); không còn dư địa: xã A và xã D."
    )


def test_the_story_in_english() -> None:
    assert sentence(*STORY, lang="en") == (
        "Of 9 late dossiers, resolved or open, 7 (77.8%) come from "
        "“Đăng ký khai sinh” (4) and “Chứng thực bản sao” (3); "
        "to keep the on-time rate at or above 97%, at most this many more late results: "
        "xã C (1) and xã B (2); no more late results: xã A and xã D."
    )


def test_a_single_late_dossier() -> None:
    assert sentence(*late(1, "1.000001"), lang="en").startswith(
        "Of 1 late dossier, resolved or open, 1 (100%) comes from “1.000001” (1);"
    )


def test_nothing_late_and_nothing_resolved() -> None:
    assert sentence({}) == (
        "Không có hồ sơ quá hạn (đã và đang giải quyết); chưa có hồ sơ đã giải quyết nên chưa tính "
        "được số hồ sơ quá hạn còn có thể phát sinh."
    )
    assert sentence(lang="en").startswith("No dossier is late")


def test_at_most_three_procedures_and_five_communes_by_name() -> None:
    spread = [d for n in range(9) for d in late(1, f"1.00000{n}", commune=f"xã {n}")]
    text = sentence(*spread, lang="en")
    assert "come from “1.000000” (1), “1.000001” (1) and “1.000002” (1);" in text
    assert text.endswith("no more late results: xã 0, xã 1, xã 2, xã 3, xã 4 and 4 others.")


def test_long_names_are_cut_at_a_word() -> None:
    name = "Cấp giấy chứng nhận " * 10
    text = sentence(*late(1, "1.000001", name.strip()), lang="en")
    assert (
        "“Cấp giấy chứng nhận Cấp giấy chứng nhận Cấp giấy chứng nhận Cấp giấy chứng nhận…” (1)"
        in text
    )


def test_a_procedure_without_code_or_name_is_said() -> None:
    assert "không ghi thủ tục" in sentence(*late(1, None))


def test_all_but_one_of_many_is_not_the_whole() -> None:
    text = sentence(*late(4000, "1.000001"), *late(1, "1.000002"), lang="en")
    assert "4,000 (99.9%)" in text
