"""A synthetic province to try the tool on: nobody's dossiers, and the same ones for the same seed.

`province` holds the places, people and habits, `receipts` when and where dossiers come in,
`dossiers` what happens to each, `exports` what the software shows of it at some moment, `events`
what a row cannot tell, `write` the files.
"""

from cchc_audit.products.demo.invention import cheaters
from cchc_audit.products.demo.province import Habit
from cchc_audit.products.demo.write_province import Written, write_province

__all__ = ["Habit", "Written", "cheaters", "write_province"]
