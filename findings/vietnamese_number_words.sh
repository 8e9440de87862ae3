#!/bin/bash
# Date: 2026-11-30. vietnam-number 1.0.6 (words to numbers), vn-num2words 1.0.4 (numbers to words).
# Surprise: "một tháng rưỡi" (a month and a half) is 15, "hai mươi ngày rưỡi" 25, "hăm mốt" (21) is 1: half is read as
# five units. The other way, 15 comes out as "muời năm", wrong twice: ten is "mười", fifteen "mười lăm".
# Product: a number said twice is read where both agree; the misspelt fifteen is known and reported;
# words without their number are no term.
. "$(dirname "$0")/lib.sh"
python_with vietnam-number==1.0.6
run_python <<'PY'
from vietnam_number import w2n

for words in ("mười lăm", "một tháng rưỡi", "hai mươi ngày rưỡi", "hăm mốt"):
    print(words, "->", w2n(words))
PY
node_with vn-num2words@1.0.4
cat >ask.js <<'JS'
const words = require("vn-num2words");
for (const number of [15, 25, 115]) console.log(number, "->", words(number).normalize("NFC"));
JS
run_node <ask.js
still <<'END'
mười lăm -> 15
một tháng rưỡi -> 15
hai mươi ngày rưỡi -> 25
hăm mốt -> 1
15 -> muời năm
25 -> hai mươi lăm
115 -> một trăm muời năm
END
