#!/bin/bash
# Date: 2026-11-30. SheetJS: xlsx 0.18.5 and its fork @e965/xlsx 0.20.3.
# Surprise: a web page saved as .xls, the favourite of one-stop software, read by SheetJS: 05/01/2026
# becomes a date cell of 1 May (0.20.3 under the zone of Viet Nam: of the evening before), 31/12/2025 beside
# it stays text, 000123 and 1.005010 become numbers; and in 0.20.3 05-01-2026 is a day in July 1910.
# Product: reads such pages itself, as text, day first; what SheetJS made of one is refused with the
# mark `swapped_dates` (true dates of day <= 12 beside text dates of day > 12).
. "$(dirname "$0")/lib.sh"
node_with xlsx@0.18.5 @e965/xlsx@0.20.3
cat >ask.js <<'JS'
const page = "<table><tr><td>" + ["05/01/2026", "31/12/2025", "05-01-2026", "000123", "1.005010"].join("</td><td>") + "</td></tr></table>";
for (const name of ["xlsx", "@e965/xlsx"]) {
  const XLSX = require(name);
  const sheet = XLSX.read(page, { type: "string" }).Sheets.Sheet1;
  const day = (serial) => new Date(Date.UTC(1899, 11, 30) + serial * 864e5).toISOString().slice(0, 10);
  const told = ["A1", "B1", "C1"].map((at) => (sheet[at].t === "n" ? day(sheet[at].v) : `text ${sheet[at].v}`));
  console.log(XLSX.version, ...told, sheet.D1.v, sheet.E1.v);
}
JS
run_node <ask.js
still <<'END'
0.18.5 2026-05-01 text 31/12/2025 2026-05-01 123 1.00501
0.20.3 2026-04-30 text 31/12/2025 1910-07-19 123 1.00501
END
