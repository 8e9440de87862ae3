"""The page of `calendar --check`: where the shipped days and the package `holidays` differ."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cchc_audit.law.calendar.calendar import Calendar
from cchc_audit.law.calendar.calendar_check import Difference
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Part, Prose
from cchc_audit.render.page import Page, Sheet
from cchc_audit.render.pages.calendar_page import weekday
from cchc_audit.texts import Texts

COLUMNS = ("date", "ours", "package", "name", "explained", "explanation")
"""The keys of a difference, in this order."""
_SHOWN = (
    Shown("date", 0),
    Shown("weekday", 5),
    Shown("ours", 1),
    Shown("package", 2),
    Shown("name", 4, 16, 40),
    Shown("explanation", 3, 24, 80),
)


def calendar_check_page(
    differences: Sequence[Difference],
    calendar: Calendar,
    *,
    years: tuple[int, int],
    package: str,
    texts: Texts,
    created: datetime,
) -> Page:
    """The page for the years compared (first and last); `package` is the version of `holidays`."""
    names = [_name(difference, calendar) for difference in differences]
    unexplained = sum(not difference.explained for difference in differences)
    records = tuple(
        {
            "date": difference.date,
            "ours": difference.ours,
            "package": difference.package,
            "name": name,
            "explained": difference.explained,
            "explanation": texts(difference.explanation),
        }
        for difference, name in zip(differences, names, strict=True)
    )
    span = str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
    count = len(differences)
    if not count:
        verdict = texts("calendar.check.same")
    else:
        key = "unexplained" if unexplained else "explained"
        verdict = texts(f"calendar.check.{key}", n=count, unexplained=unexplained)
    return Page(
        command="calendar",
        document=Document(
            title=texts("calendar.check.title", package=package, years=span),
            parts=tuple(_parts(differences, names, verdict, texts)),
            sources=((texts("report.provenance.calendar"), calendar.digest()),),
        ),
        data={
            "first_year": years[0],
            "last_year": years[1],
            "package": f"holidays {package}",
            "differences": records,
            "unexplained": unexplained,
        },
        listed="differences",
        csv_columns=COLUMNS,
        sheet=_sheet(differences, names, texts),
        created=created,
    )


def _parts(
    differences: Sequence[Difference], names: Sequence[str], verdict: str, texts: Texts
) -> Iterator[Part]:
    if differences:
        yield Grid(
            columns=_SHOWN,
            heads=tuple(texts(f"calendar.check.column.{shown.name}") for shown in _SHOWN),
            lines=tuple(
                (
                    numbers.day(difference.date),
                    weekday(difference.date, texts),
                    texts.short(f"day_kind.{difference.ours}"),
                    texts.short(f"day_kind.{difference.package}"),
                    name or numbers.NOTHING,
                    texts(difference.explanation),
                )
                for difference, name in zip(differences, names, strict=True)
            ),
            strong=frozenset(n for n, found in enumerate(differences) if not found.explained),
        )
    yield Prose((verdict, texts("calendar.check.what")))


def _sheet(differences: Sequence[Difference], names: Sequence[str], texts: Texts) -> Sheet:
    heads = tuple(texts(f"calendar.check.column.{name}") for name in COLUMNS)
    rows = tuple(
        (
            difference.date,
            texts.short(f"day_kind.{difference.ours}"),
            texts.short(f"day_kind.{difference.package}"),
            name,
            texts(f"calendar.check.explained_{str(difference.explained).lower()}"),
            texts(difference.explanation),
        )
        for difference, name in zip(differences, names, strict=True)
    )
    return Sheet(texts("calendar.check.sheet"), heads, rows)


def _name(difference: Difference, calendar: Calendar) -> str:
    irregular = calendar.irregular(difference.date)
    return irregular.name if irregular else ""
