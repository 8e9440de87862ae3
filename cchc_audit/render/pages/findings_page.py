"""Findings for people: rule by rule, each with its sentence in full, then what all rules gave."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Notes, Part, Prose, Table
from cchc_audit.render.people import People, Row, provenance_lines, sentences
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

_RULES = (
    Shown("code", 0),
    Shown("title", 1, 16, 60),
    Shown("severity", 4),
    Shown("found", 2),
    Shown("not_assessable", 3),
    Shown("skipped_because", 5, 14, 60),
)
_LISTED = (
    Shown("code", 0),
    Shown("severity", 6),
    Shown("dossier_id", 1),
    Shown("commune", 5, 14),
    Shown("officer", 7),
    Shown("message", 2, 30),
)
_COUNTS = frozenset({"found", "not_assessable"})


def findings_page(report: Report, texts: Texts, *, live: bool = False) -> Document:
    """The page of a list of findings; nobody is named in it who is not in a message.

    On a `live` page they are one table, to be sorted and filtered.
    """
    people = People(report, texts)
    return Document(
        title=people.title(),
        parts=_parts(report, texts, live=live),
        sources=tuple(provenance_lines(people)),
    )


def _parts(report: Report, texts: Texts, *, live: bool) -> tuple[Part, ...]:
    """A list of findings for each rule that found something, what all rules gave, the sums.

    Rules that gave nothing or were skipped are told in a sentence, not in a line each.
    """
    people = People(report, texts)
    shown: tuple[Part, ...] = tuple(_lists(report, texts))
    if live and shown:
        shown = (_table(report, texts),)
    under = Prose(tuple(sentences(people, total=None)))
    risk = Prose((texts("findings.risks"),))
    told = [rule for rule in _rules(report) if rule["found"] or rule["not_assessable"]]
    grid = (_grid(told, texts),) if told else ()
    others = _others(report, texts)
    rest = (Prose(others),) if others else ()
    return (*shown, *grid, *rest, *((risk,) if shown else ()), under)


def rules_grid(report: Report, texts: Texts) -> Grid:
    """Every rule of the run: found, cannot be told, skipped and why (where one was)."""
    return _grid(_rules(report), texts)


def _others(report: Report, texts: Texts) -> tuple[str, ...]:
    """Which rules found nothing, and which were skipped and why."""
    ran = (rule for rule in _rules(report) if not rule["skipped_because"])
    nothing = [str(r["code"]) for r in ran if not r["found"] and not r["not_assessable"]]
    said = [texts("findings.nothing_found", codes=", ".join(nothing))] if nothing else []
    return (*said, *skipped(report, texts))


def _grid(rules: Sequence[Mapping[str, object]], texts: Texts) -> Grid:
    shown = _RULES if any(rule["skipped_because"] for rule in rules) else _RULES[:-1]
    return Grid(
        columns=shown,
        heads=tuple(texts(f"findings.rule_column.{column.name}") for column in shown),
        lines=tuple(_rule(rule, texts)[: len(shown)] for rule in rules),
        right=_COUNTS,
    )


def heading(code: str, severity: str, count: int, texts: Texts) -> str:
    """What stands over the findings of a rule of one severity."""
    return texts(
        "findings.heading",
        code=code,
        title=title_of(code, texts),
        severity=texts(f"severity.{severity}"),
        n=numbers.whole(count, texts),
    )


def title_of(code: str, texts: Texts) -> str:
    """The title of a rule; its code where there is none."""
    key = f"rules.{code}.title"
    return texts(key) if texts.has(key) else code


def _lists(report: Report, texts: Texts) -> Iterator[Notes]:
    """Findings of one rule and severity together, in the order of the rows."""
    together: dict[tuple[str, str], list[Row]] = {}
    for row in report.rows.collect().to_dicts():
        together.setdefault((str(row["code"]), str(row["severity"])), []).append(row)
    for (code, severity), rows in together.items():
        items = tuple((_where(row), _said(row, texts)) for row in rows)
        yield Notes(heading(code, severity, len(rows), texts), items)


def _table(report: Report, texts: Texts) -> Table:
    """The findings in the order of the rows, a line each."""
    rows = report.rows.collect().to_dicts()
    columns = tuple(one for one in _LISTED if any(row[one.name] for row in rows))
    names = [one.name for one in columns]
    people = People(report, texts)
    coloured = (names.index("code"), names.index("severity"))

    def cell(name: str, row: Row) -> str:
        if name == "severity":
            return texts(f"severity.{row[name]}")
        return _answered(row, texts) if name == "message" else str(row[name] or numbers.NOTHING)

    return Table(
        columns=columns,
        heads=tuple(people.label(name) for name in names),
        lines=tuple(tuple(cell(name, row) for name in names) for row in rows),
        marks={(n, at): str(row["severity"]) for n, row in enumerate(rows) for at in coloured},
        live=True,
    )


def _where(row: Row) -> str:
    return str(row["dossier_id"] or row["commune"] or row["officer"] or numbers.NOTHING)


def _said(row: Row, texts: Texts) -> str:
    """The message, with the commune behind it where a dossier stands before it."""
    message = _answered(row, texts)
    if row["dossier_id"] and row["commune"]:
        return f"{message} ({row['commune']})"
    return message


def _answered(row: Row, texts: Texts) -> str:
    """The message, and what the commune answered."""
    message = str(row["message"])
    if answer := row.get("response"):
        said = texts(f"findings.response.{answer}", explanation=row.get("explanation") or "–")
        message = f"{message}. {said}"
    return message


def _rules(report: Report) -> Sequence[Mapping[str, object]]:
    return cast(Sequence[Mapping[str, object]], report.extra["rules"])


def _rule(rule: Mapping[str, object], texts: Texts) -> tuple[str, ...]:
    skipped = rule["skipped_because"]
    counts = [
        numbers.NOTHING if skipped else numbers.whole(cast(int, rule[name]), texts)
        for name in ("found", "not_assessable")
    ]
    code = str(rule["code"])
    severity = texts(f"severity.{rule['severity']}")
    return (code, title_of(code, texts), severity, *counts, str(skipped or ""))


def skipped(report: Report, texts: Texts) -> tuple[str, ...]:
    """Which rules were skipped and why, a sentence a reason."""
    reasons: dict[str, list[str]] = {}
    for rule in _rules(report):
        if because := rule["skipped_because"]:
            reasons.setdefault(str(because), []).append(str(rule["code"]))
    return tuple(
        texts("findings.skipped", codes=", ".join(codes), because=because)
        for because, codes in reasons.items()
    )
