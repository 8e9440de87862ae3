#!/bin/bash
# Date: 2026-11-30. typst 0.15.0 (Python), its own fonts; pypdf 7.1.1 and pdfplumber 0.11.10 read the PDF.
# Surprise: text in the font that typst has for code, DejaVu Sans Mono, looks right and is not there: 46 of
# the 146 Vietnamese letters are copied and searched as something else ("xảo" as "xaẢo"). In its text
# font, Libertinus Serif, all are right.
# Product: its papers are set in the text font throughout, and a test reads the letters back.
. "$(dirname "$0")/lib.sh"
python_with typst==0.15.0 pypdf==7.1.1 pdfplumber==0.11.10
run_python <<'PY'
import io
from unicodedata import normalize
import pdfplumber, pypdf, typst

tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
small = [normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in tones] + ["đ"]
words = [f"x{letter}o" for letter in small + [letter.upper() for letter in small]]
for font in ("Libertinus Serif", "DejaVu Sans Mono"):
    page = f'#set text(font: "{font}")\n' + " ".join(words)
    pdf = typst.compile(page.encode(), ignore_system_fonts=True)
    texts = {
        "pypdf": "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages),
        "pdfplumber": "\n".join(page.extract_text() for page in pdfplumber.open(io.BytesIO(pdf)).pages),
    }
    for reader, text in texts.items():
        lost = [word for word in words if word not in text.split()]
        print(font, "|", reader, "|", len(lost), "of", len(words), "lost", *lost[:3])
PY
still <<'END'
Libertinus Serif | pypdf | 0 of 146 lost
Libertinus Serif | pdfplumber | 0 of 146 lost
DejaVu Sans Mono | pypdf | 46 of 146 lost xảo xắo xẵo
DejaVu Sans Mono | pdfplumber | 46 of 146 lost xảo xắo xẵo
END
