"""The letters of apology as .docx: what the dossier tells filled in, the rest dotted lines."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from cchc_audit.audit.request import Request
from cchc_audit.core.vocabulary import Basis, Outcome
from cchc_audit.render.numbers import as_of, day
from cchc_audit.render.sheets.official import Sheet, is_commune, within
from cchc_audit.texts import Texts

_CIRCULARS = {"extension": "03/2025/TT-VPCP", "appointment": "01/2018/TT-VPCP"}

Dossier = Mapping[str, object]


def write_letters(
    letters: Sequence[tuple[str, Dossier]], folder: Path, request: Request, texts: Texts
) -> None:
    """Write each dossier's letter under its name into `folder`. Raises `ConfigError` without
    python-docx, `OSError` for what the system refuses.
    """
    for name, dossier in letters:
        write_together([dossier], folder / name, request, texts)


def write_together(dossiers: Sequence[Dossier], path: Path, request: Request, texts: Texts) -> None:
    """Write the letters of `dossiers` as one file, each on a page of its own."""
    title = texts("letter.extension")
    sheet = Sheet(texts, title=title, created=request.as_of)
    for number, dossier in enumerate(dossiers):
        if number:
            sheet.new_page()
        _letter(sheet, dossier, request, texts)
    sheet.save(path)


def _letter(sheet: Sheet, dossier: Dossier, request: Request, texts: Texts) -> None:
    kind = str(dossier["letter"])
    name = str(dossier["commune"] or dossier["agency"] or texts("letters.unit"))
    body, unit = (texts("letters.body"), False), name
    if is_commune(name):
        body = (texts("letters.committee"), True)
        unit = texts("letters.of_commune", commune=within(name, texts))
    sheet.head([body, (name.upper(), True)], number=texts("letters.number"))
    done = dossier["outcome"] == Outcome.LATE
    title = f"letter.{kind}.done" if done else f"letter.{kind}"
    sheet.centred(texts(title).upper(), bold=True)
    form = "letters.form_done" if done else "letters.form"
    sheet.centred(texts(form, circular=_CIRCULARS[kind]), italic=True)
    sheet.centred(texts("letters.draft"), italic=True)
    if doubt := dossier["doubt"]:
        settle = " ".join(texts.short(f"settle.{name}") for name in str(doubt).split(","))
        sheet.centred(texts("letters.unproven", settle=settle), italic=True)
    applicant = dossier.get("applicant") or texts("letters.blank")
    sheet.say(texts("letters.to", name=applicant))
    if address := dossier.get("address"):
        sheet.say(texts("letters.address", address=address))
    for sentence in _told(dossier, unit, request, texts):
        sheet.say(sentence)
    sheet.say(texts("letters.reason"))
    sheet.blank(1)
    sheet.say(texts("letters.sorry", unit=unit))
    if not done:
        # What is finished needs no more time.
        sheet.say(texts("letters.extend" if kind == "extension" else "letters.again", unit=unit))
    sheet.say(texts("letters.contact"))
    signed = (texts("letters.sign"), texts("letters.how_signed"))
    sheet.signatures(signed, beside=texts("letters.copies"))


def _told(dossier: Dossier, unit: str, request: Request, texts: Texts) -> list[str]:
    """What the dossier itself says: number, receipt, procedure, appointment, the deadline it was
    held against and whose that is, delay.
    """
    late = dossier["days_late"]
    promised = dossier["promised_at"]
    lines = [
        texts(
            "letters.received",
            day=_day(dossier["received_at"]),
            unit=unit,
            procedure=dossier["procedure_name"] or dossier["procedure_code"] or "……",
            dossier=dossier["dossier_id"],
        ),
        texts("letters.promised", day=_day(promised)) if promised else texts("letters.unpromised"),
    ]
    if dossier["basis"] == Basis.LEGAL:
        lines.append(texts("letters.deadline", day=_day(dossier["deadline"])))
    elif dossier["basis"] == Basis.LOCAL:
        lines.append(texts("letters.local", day=_day(dossier["deadline"])))
    against = texts(f"letters.against.{dossier['basis'] or Basis.LEGAL.value}")
    n = "……"
    if isinstance(late, int):
        # Vietnamese letters write small numbers of days with two digits.
        n = f"{late:02d}" if texts.lang == "vi" else str(late)
    if dossier["outcome"] == Outcome.LATE:
        lines.append(texts("letters.late", day=_day(dossier["finished_at"]), n=n, against=against))
    else:
        judged = as_of(request.as_of, texts, key="letters.as_of")
        lines.append(texts("letters.overdue", as_of=judged, n=n, against=against))
    return lines


def _day(value: object) -> str:
    if isinstance(value, datetime):
        return day(value.date())
    return day(value) if isinstance(value, date) else "……"
