#!/bin/bash
# Date: 2026-12-01. vietnam-address-converter 1.0.5.
# Surprise: of ten thousand communes of before July 2025, written with district and province, 68
# became another commune than vietnamadminunits 1.0.4 tells, nearly all of them "matched" with
# confidence 0.98. Where its list does not hold the name in just these letters, it takes the
# district's name for the commune: Ea Ly becomes Sông Hinh, Cư Yang becomes Ea Kar, though communes
# named Ea Ly and Cư Yang still stand. And a tone more or less is the same name to it: Hoằng Phú is
# Hoằng Phụ, Lộc Thành is Lộc Thạnh, each a commune of its own.
# Product: finds former communes letter by letter, and by district (tests/intake/values/
# test_former.py); names that differ in tones alone are never joined by guess.
. "$(dirname "$0")/lib.sh"
python_with vietnam-address-converter==1.0.5
run_python <<'PY'
from vietnam_address_converter import convert_address_text

FORMER = [
    ("Xã Ea Ly", "Huyện Sông Hinh", "Tỉnh Phú Yên"),
    ("Xã Cư Yang", "Huyện Ea Kar", "Tỉnh Đắk Lắk"),
    ("Xã Hoằng Phú", "Huyện Hoằng Hóa", "Tỉnh Thanh Hóa"),
    ("Xã Hoằng Phụ", "Huyện Hoằng Hóa", "Tỉnh Thanh Hóa"),
    ("Xã Lộc Thành", "Huyện Lộc Ninh", "Tỉnh Bình Phước"),
    ("Xã Lộc Thạnh", "Huyện Lộc Ninh", "Tỉnh Bình Phước"),
]
for former in FORMER:
    told = convert_address_text(", ".join(former))
    how = told["conversion"]
    now = told["converted"]["ward"]["name_with_type"]
    print(f"{former[0]}, {former[1]} -> {now}: {how['status']} {how['confidence']}")
PY
still <<'END'
Xã Ea Ly, Huyện Sông Hinh -> Xã Sông Hinh: matched 0.98
Xã Cư Yang, Huyện Ea Kar -> Xã Ea Kar: matched 0.98
Xã Hoằng Phú, Huyện Hoằng Hóa -> Xã Hoằng Thanh: matched 0.98
Xã Hoằng Phụ, Huyện Hoằng Hóa -> Xã Hoằng Thanh: matched 0.98
Xã Lộc Thành, Huyện Lộc Ninh -> Xã Lộc Thạnh: matched 0.98
Xã Lộc Thạnh, Huyện Lộc Ninh -> Xã Lộc Thạnh: matched 0.98
END
