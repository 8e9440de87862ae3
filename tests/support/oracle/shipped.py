"""The irregular days that the package ships, as data; which ones they are other tests say."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import cchc_audit.law.calendar


@cache
def shipped_days() -> dict[date, tuple[str, str]]:
    """Each irregular day with its kind and status."""
    home = Path(cchc_audit.law.calendar.__file__).parent
    with (home / "days.csv").open(encoding="utf-8") as file:
        return {
            date.fromisoformat(row["date"]): (row["kind"], row["status"])
            for row in csv.DictReader(file)
        }
