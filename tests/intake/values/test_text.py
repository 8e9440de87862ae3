"""Cleaning, folding and tone placement, with answers by hand."""

import unicodedata

import pytest

from cchc_audit.intake.values.text import (
    bare_header,
    canonical_code,
    canonical_name,
    canonical_tone,
    clean,
    fold_header,
    fold_search,
)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Xã  Chư Mố ", "Xã Chư Mố"),
        ("Xã\u00a0Chư\u200bMố", "Xã Chư Mố"),
        (unicodedata.normalize("NFD", "Xã Chư Mố"), "Xã Chư Mố"),
        ("\ufeffMã hồ sơ", "Mã hồ sơ"),
        ("a\t\r\nb", "a b"),
        ("Xã Ia_x000D_\nPa_x000d_\n", "Xã Ia Pa"),
        ("Phước\u00ad Hòa", "Phước Hòa"),
        ("\u200eXã \u2066Ia Pa\u2069\u200f\u061c", "Xã Ia Pa"),
        ("", ""),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "header",
    [
        "Mã hồ sơ",
        "MaHoSo",
        "ma_ho_so",
        "MA HO SO",
        "Mã.hồ.sơ",
        unicodedata.normalize("NFD", "mã hồ sơ"),
    ],
)
def test_headers_fold_to_one(header: str) -> None:
    assert fold_header(header) == "mahoso"


def test_d_with_stroke_folds_and_slash_stays() -> None:
    assert fold_header("Đơn vị") == fold_header("Ðơn vị") == "donvi"
    assert fold_header("Xã/Phường") == "xa/phuong"


@pytest.mark.parametrize(
    "header",
    [
        *("Mã hồ sơ (*)", "Mã hồ sơ:", "* Mã hồ sơ", "1. Mã hồ sơ", "(2) Mã hồ sơ", "02_MaHoSo"),
        *("3 Mã hồ sơ", "Mã hồ sơ [dd/MM/yyyy HH:mm]", "Mã hồ sơ (dd-mm-yyyy) (*) :"),
        *("Mã hồ sơ (ngày/tháng/năm)", "Mã hồ sơ (ngày)", "Mã hồ sơ (đơn vị tính: ngày làm việc)"),
        *("Mã hồ sơ (bắt buộc)", "Mã hồ sơ (5)", "Mã hồ sơ (dd/mm/yyyy hh24:mi)"),
    ],
)
def test_headers_lose_what_forms_hang_on_them(header: str) -> None:
    assert bare_header(header) == "mahoso"


@pytest.mark.parametrize(
    "header", ["Ngày trả (dự kiến)", "Đơn vị (xã, phường)", "Mã hồ sơ (cũ)", "766"]
)
def test_other_words_in_brackets_stay(header: str) -> None:
    assert bare_header(header) == fold_header(header)


def test_search_keeps_single_spaces() -> None:
    assert fold_search("  Đăng  ký KHAI SINH ") == "dang ky khai sinh"


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("Hoà", "Hòa"),
        ("Thoà Noạ Loà", "Thòa Nọa Lòa"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("xã Hoà Thuỷ", "xã Hòa Thủy"),
        ("khoẻ", "khỏe"),
        ("Uỷ ban", "Ủy ban"),
        ("hoạ, loá", "họa, lóa"),
        ("Tuỵ", "Tụy"),
        ("Qúy", "Quý"),
    ],
)
def test_tone_moves(newer: str, older: str) -> None:
    assert canonical_tone(newer) == older
    assert canonical_tone(older) == older


@pytest.mark.parametrize("name", ["Hoàng", "Hoàn", "Quỳ", "Quý", "Huỳnh", "ngoài", "khuỷu", "Toản"])
def test_tone_stays(name: str) -> None:
    assert canonical_tone(name) == name


def test_names_keep_their_letters_apart() -> None:
    names = {canonical_name(name) for name in ("xã Đak Yă", "xã Đăk Yă", "xã Đắk Yă")}
    assert len(names) == 3
    assert canonical_name("xã  Ðak Yă") == "xã Đak Yă"
    assert canonical_name("Cư M’gar") == canonical_name("Cư Mʼgar") == "Cư M'gar"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1.001193", "1.001193"),
        ("1.001193.000.00.00.H21", "1.001193"),
        (" 1.001193.H38 ", "1.001193"),
        ("2.000744.000.00.00.H58", "2.000744"),
        ("1.001193.H55.02", "1.001193"),
        ("1.001193-H38", "1.001193"),
        ("'1.001193", "1.001193"),
        ("1.001193_H38", "1.001193"),
        ("1.001193 - Đăng ký khai sinh", "1.001193"),
        ("1.001193.000.00.00.H21: Đăng ký khai sinh", "1.001193"),
        ("1.001193 (khai sinh)", "1.001193"),
        ("1.001193 - 1.004884", "1.001193 - 1.004884"),
        ("1.001193 - Khai sinh, 1.004884 - Khai sinh lại",) * 2,
        ("1.001193 - 2 bản", "1.001193 - 2 bản"),
        ("T-THA-228716-TT", "T-THA-228716-TT"),
        ("1.0011939", "1.0011939"),
        ("1.00119", "1.00119"),
        ("", ""),
    ],
)
def test_codes_lose_their_suffix(raw: str, code: str) -> None:
    assert canonical_code(raw) == code
