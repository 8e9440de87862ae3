#!/bin/bash
# Date: 2026-12-01. chrono-node 2.10.3 (`vi`).
# Surprise: "15 giờ 30 5/1/2026" is half past three of 5 January. With the word "ngày" (day) between them, as every
# notice has it, the hour and the day are two dates, and `parseDate` answers with the first: half past three of the
# day on which it is asked. Written "ngày 5 tháng 1 năm 2026" the same day is found. Afternoons: "2 giờ chiều" is
# 14:00, "3:08 chiều" and "3:08 PM" are 03:08; midnight ("12 giờ đêm") is noon.
# (Guessed: a locale that knows giờ and ngày knows them side by side, or answers null.)
# Product: the hour and the day of a cell are one moment in either order; SA and CH are morning and afternoon.
. "$(dirname "$0")/lib.sh"
node_with chrono-node@2.10.3
run_node <<'JS'
const { vi } = require("chrono-node");
const asked = new Date(2026, 0, 20, 10, 0);
const TEXTS = [
  "15 giờ 30 5/1/2026",
  "15 giờ 30 ngày 5/1/2026",
  "15 giờ 30 phút ngày 05/01/2026",
  "15 giờ 30 ngày 5 tháng 1 năm 2026",
  "5/1/2026 lúc 2 giờ chiều",
  "5/1/2026 lúc 3:08 chiều",
  "5/1/2026 3:08 PM",
  "5/1/2026 lúc 12 giờ đêm",
];
for (const text of TEXTS) console.log(text, "->", vi.parseDate(text, asked).toLocaleString("sv").slice(0, 16));
JS
still <<'END'
15 giờ 30 5/1/2026 -> 2026-01-05 15:30
15 giờ 30 ngày 5/1/2026 -> 2026-01-20 15:30
15 giờ 30 phút ngày 05/01/2026 -> 2026-01-20 15:30
15 giờ 30 ngày 5 tháng 1 năm 2026 -> 2026-01-05 15:30
5/1/2026 lúc 2 giờ chiều -> 2026-01-05 14:00
5/1/2026 lúc 3:08 chiều -> 2026-01-05 03:08
5/1/2026 3:08 PM -> 2026-01-05 03:08
5/1/2026 lúc 12 giờ đêm -> 2026-01-05 12:00
END
