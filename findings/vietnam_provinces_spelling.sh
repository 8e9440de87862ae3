#!/bin/bash
# Date: 2026-11-30. vietnam-provinces 2025.10.1 (the official list of units since 1 July 2025).
# Surprise: the official list spells one name in two ways, by province: Xã Hòa An in Cao Bằng is Xã Hoà An in
# another. Nine names so, always in different provinces; and some names hold two spaces.
# Product: the two are one spelling, as within a province; the province behind a name ("…, tỉnh Cao Bằng")
# keeps two communes apart, and the reference says to run each province by itself. Spaces are one.
. "$(dirname "$0")/lib.sh"
python_with vietnam-provinces==2025.10.1
run_python <<'PY'
import re
from collections import defaultdict
from vietnam_provinces import Ward

wards = list(Ward.iter_all())
print(len(wards), "units,", sum("  " in ward.name for ward in wards), "with two spaces")
moved = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oạ": "ọa", "uỷ": "ủy", "uý": "úy"}
names = defaultdict(set)
for ward in wards:
    name = " ".join(ward.name.split())
    key = re.sub(r"(oà|oá|oả|oạ|uỷ|uý)\b", lambda found: moved[found[1]], name)
    names[key].add((name, int(ward.province_code)))
two = {key: found for key, found in names.items() if len({name for name, _ in found}) > 1}
within = [key for key, found in two.items() if len(found) > len({code for _, code in found})]
print(len(two), "names in two spellings, within one province:", len(within))
print(*sorted(two), sep=", ")
PY
still <<'END'
3321 units, 10 with two spaces
9 names in two spellings, within one province: 0
Phường Hòa Bình, Phường Hòa Thành, Xã Bình Hòa, Xã Hòa An, Xã Hòa Hội, Xã Lương Hòa, Xã Sơn Thủy, Xã Thuận Hòa, Xã Thái Hòa
END
