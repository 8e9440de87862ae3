#!/bin/bash
# Date: 2026-12-01. pycel 1.0b30, formulas 1.3.4, xlcalculator 0.5.0, fast-formula-parser 1.0.19,
# hot-formula-parser 4.0.0; LibreOffice to compare.
# Surprise: the terms of a workbook, worked out without an office program. A month from 30 or 31
# January (EDATE) is 2 or 3 March for three engines of two languages that share no code, whose
# EOMONTH knows February's last day; it is 28 February for LibreOffice (and Excel). From 31 January
# to 31 March DATEDIF counts one month in xlcalculator. A working day from a Saturday is an error in
# formulas, as DATEDIF with "d" is.
# Product: reckons the deadline itself (the last day of a shorter month, moved off days off); an
# appointment that such an engine put too late is told by rule A202.
. "$(dirname "$0")/lib.sh"
need soffice
python_with pycel==1.0b30 openpyxl==3.1.5
mv venv pycel
python_with xlcalculator==0.5.0
mv venv xlcalculator
python_with formulas==1.3.4 openpyxl==3.1.5
node_with fast-formula-parser@1.0.19 hot-formula-parser@4.0.0
cat >asked <<'END'
EDATE(DATE(2026,1,30),1)
EDATE(DATE(2026,1,31),1)
EOMONTH(DATE(2026,1,31),1)
DATEDIF(DATE(2026,1,31),DATE(2026,3,31),"m")
DATEDIF(DATE(2026,1,31),DATE(2026,3,31),"d")
WORKDAY(DATE(2026,1,10),1)
END
venv/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
book.active.title = "S"
for row, formula in enumerate(open("asked").read().split(), 1):
    book.active.cell(row, 1, "=" + formula)
book.save("t.xlsx")
PY
cat >shown.py <<'PY'
import datetime

def shown(value):
    """A day as one, whether it comes as a serial or as a moment; what was raised by its name."""
    if hasattr(value, "date"):
        return value.date().isoformat()
    try:
        serial = int(float(str(value)))
    except ValueError:
        return str(value)
    days = datetime.timedelta(serial)
    return (datetime.date(1899, 12, 30) + days).isoformat() if serial > 40_000 else str(serial)

def told(name, work_out):
    answers = []
    for row in range(1, 7):
        try:
            answers.append(shown(work_out(row)))
        except Exception:
            answers.append("not known")
    print(f"{name:20}", *answers)
PY
soffice --headless --convert-to csv t.xlsx >/dev/null 2>&1
cat >readers.py <<'PY'
import logging, sys

from shown import told

logging.disable()
match sys.argv[1]:
    case "LibreOffice":
        cells = open("t.csv").read().split()
        work_out = lambda row: cells[row - 1]
    case "formulas":
        import formulas

        solved = formulas.ExcelModel().loads("t.xlsx").finish().calculate()
        work_out = lambda row: solved[f"'[t.xlsx]S'!A{row}"].value[0, 0]
    case "pycel":
        from pycel import ExcelCompiler

        book = ExcelCompiler("t.xlsx")
        work_out = lambda row: book.evaluate(f"S!A{row}")
    case "xlcalculator":
        from xlcalculator import Evaluator, ModelCompiler

        model = Evaluator(ModelCompiler().read_and_parse_archive("t.xlsx"))

        def work_out(row):
            answer = model.evaluate(f"S!A{row}")
            return getattr(answer, "value", answer)

told(sys.argv[1], work_out)
PY
venv/bin/python readers.py LibreOffice >>seen
venv/bin/python readers.py formulas 2>errors >>seen
pycel/bin/python readers.py pycel 2>errors >>seen
xlcalculator/bin/python readers.py xlcalculator 2>errors >>seen
run_node <<'JS'
const asked = require("fs").readFileSync("asked", "utf8").trim().split("\n");
const shown = (value) => {
  if (value instanceof Date) return value.toLocaleDateString("sv-SE");
  if (value > 40000) return new Date((value - 25569) * 86400000).toISOString().slice(0, 10);
  return String(value);
};
const Fast = require("fast-formula-parser");
console.log("fast-formula-parser ", ...asked.map((formula) => shown(new Fast().parse(formula))));
const { Parser } = require("hot-formula-parser");
const told = (formula) => {
  const { error, result } = new Parser().parse(formula);
  return error ? "not known" : shown(result);
};
console.log("hot-formula-parser  ", ...asked.map(told));
JS
still <<'END'
LibreOffice          2026-02-28 2026-02-28 2026-02-28 2 59 2026-01-12
formulas             2026-02-28 2026-02-28 2026-02-28 2 #NUM! #VALUE!
pycel                2026-03-02 2026-03-03 2026-02-28 not known not known not known
xlcalculator         2026-02-28 2026-02-28 2026-02-28 1 59 not known
fast-formula-parser  2026-03-02 2026-03-03 2026-02-28 2 59 2026-01-12
hot-formula-parser   2026-03-02 2026-03-03 2026-02-28 not known not known 2026-01-12
END
