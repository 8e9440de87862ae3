#!/bin/bash
# Date: 2026-12-01. Papa Parse 5.7.1, d3-dsv 3.0.2, @json2csv/plainjs 7.0.8, csv-stringify 6.9.0, objects-to-csv 1.3.6,
# fast-csv 5.0.8, csv-writer 1.6.0, json-2-csv 5.6.0, alasql 4.19.1, jsonexport 3.2.0, ExcelJS 4.4.0, SheetJS 0.18.5.
# Surprise: a dossier received on 5 January, due on 12 January at 15:08, not yet returned (null), never resumed
# (undefined), in twelve writers of CSV. Three write 4 January, 17:00 and a Z, two write milliseconds, four the
# English words of a Date, ExcelJS the hour of the place. Jsonexport, on a machine without a language of its own, and
# SheetJS write month first and drop the hour: day first it is due on 1 December. Json-2-csv and alasql
# write the words null and undefined; ExcelJS leaves out the last cells of the row.
# (Guessed: ISO in UTC from all but SheetJS, and a blank for what is missing.)
# Product: ten of the twelve are the same moments to it, and the two words are blanks; a row too short is rejected
# and named; a column that can only be month first, or whose years have two digits, is not read.
. "$(dirname "$0")/lib.sh"
node_with papaparse@5.7.1 d3-dsv@3.0.2 @json2csv/plainjs@7.0.8 csv-stringify@6.9.0 objects-to-csv@1.3.6
node_with fast-csv@5.0.8 csv-writer@1.6.0 json-2-csv@5.6.0 alasql@4.19.1 jsonexport@3.2.0 exceljs@4.4.0 xlsx@0.18.5
cat >write.mjs <<'JS'
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const require = createRequire(import.meta.url);
const rows = [
  { id: "H1", received: new Date(2026, 0, 5), due: new Date(2026, 0, 12, 15, 8), returned: null, resumed: undefined },
];
const book = new (require("exceljs").Workbook)();
const sheet = book.addWorksheet("S");
sheet.columns = Object.keys(rows[0]).map((key) => ({ key }));
sheet.addRows(rows);
const XLSX = require("xlsx");
const alasql = require("alasql");
const ways = {
  "Papa Parse": () => require("papaparse").unparse(rows, { header: false }),
  "d3-dsv": async () => (await import("d3-dsv")).csvFormatBody(rows),
  json2csv: async () => new (await import("@json2csv/plainjs")).Parser({ header: false }).parse(rows),
  "csv-stringify": () => require("csv-stringify/sync").stringify(rows),
  "objects-to-csv": () => new (require("objects-to-csv"))(rows).toString(false),
  "fast-csv": () => require("fast-csv").writeToString(rows),
  "csv-writer": () => require("csv-writer").createObjectCsvStringifier({ header: Object.keys(rows[0]) }).stringifyRecords(rows),
  "json-2-csv": () => require("json-2-csv").json2csv(rows, { prependHeader: false }),
  alasql: async () => {
    await alasql.promise('SELECT * INTO CSV("o.csv", {headers: false}) FROM ?', [rows]);
    return readFileSync("o.csv", "utf8");
  },
  jsonexport: () => require("jsonexport")(rows, { includeHeaders: false }),
  ExcelJS: async () => String(await book.csv.writeBuffer()),
  SheetJS: () => XLSX.utils.sheet_to_csv(XLSX.utils.json_to_sheet(rows, { skipHeader: true })),
};
for (const [name, write] of Object.entries(ways)) {
  const line = String(await write()).trim().replaceAll('"', "").replaceAll(/ \([^)]*\)/g, "");
  console.log(name.padEnd(14), line);
}
JS
node write.mjs >>seen 2>errors || { cat errors; exit 1; }
still <<'END'
Papa Parse     H1,2026-01-04T17:00:00.000Z,2026-01-12T08:08:00.000Z,,
d3-dsv         H1,2026-01-04T17:00Z,2026-01-12T08:08Z,,
json2csv       H1,2026-01-04T17:00:00.000Z,2026-01-12T08:08:00.000Z,,
csv-stringify  H1,1767546000000,1768205280000,,
objects-to-csv H1,1767546000000,1768205280000,,
fast-csv       H1,Mon Jan 05 2026 00:00:00 GMT+0700,Mon Jan 12 2026 15:08:00 GMT+0700,,
csv-writer     H1,Mon Jan 05 2026 00:00:00 GMT+0700,Mon Jan 12 2026 15:08:00 GMT+0700,,
json-2-csv     H1,Mon Jan 05 2026 00:00:00 GMT+0700,Mon Jan 12 2026 15:08:00 GMT+0700,null,undefined
alasql         H1;Mon Jan 05 2026 00:00:00 GMT+0700;Mon Jan 12 2026 15:08:00 GMT+0700;null;undefined
jsonexport     H1,1/5/2026,1/12/2026,,
ExcelJS        H1,2026-01-05T00:00:00+07:00,2026-01-12T15:08:00+07:00
SheetJS        H1,1/5/26,1/12/26,,
END
