#!/bin/bash
# Date: 2026-11-30. underthesea 9.5.0.
# Surprise: text_normalize, which is there to make one spelling of Hoà and Hòa, knows a list of syllables and no
# rule: what is not on it stays in two spellings (Thoà, Thòa), one syllable goes the other way (Lòa becomes
# Loà), and Qui becomes Quy, so that two communes of two provinces, Xã Qui Đức and Xã Quy Đức, have one name.
# Product: moves every tone mark by rule; Qui and Quy stay two names, told as names that may be one unit.
. "$(dirname "$0")/lib.sh"
python_with underthesea==9.5.0
run_python <<'PY'
from underthesea import text_normalize

for two in ("Hoà Hòa", "Khoẻ Khỏe", "Thoà Thòa", "Noạ Nọa", "Loà Lòa"):
    made = [text_normalize(f"Xã {one} Bình") for one in two.split()]
    print(f"{two}: {', '.join(made)}{'' if made[0] == made[1] else ' (two names still)'}")
for name in ("Xã Thanh Lòa", "Xã Qui Đức", "Xã Quy Đức"):
    print(f"{name}: {text_normalize(name)}")
PY
still <<'END'
Hoà Hòa: Xã Hòa Bình, Xã Hòa Bình
Khoẻ Khỏe: Xã Khỏe Bình, Xã Khỏe Bình
Thoà Thòa: Xã Thoà Bình, Xã Thòa Bình (two names still)
Noạ Nọa: Xã Noạ Bình, Xã Nọa Bình (two names still)
Loà Lòa: Xã Loà Bình, Xã Loà Bình
Xã Thanh Lòa: Xã Thanh Loà
Xã Qui Đức: Xã Quy Đức
Xã Quy Đức: Xã Quy Đức
END
