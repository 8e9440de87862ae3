"""The exports themselves: what was recognised, rejected, unknown, doubled, and what a reader should
know beside the figures.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from cchc_audit.audit.dataset import Dataset, open_dataset
from cchc_audit.audit.remarks.rejected_values import shown_value
from cchc_audit.audit.remarks.side_remarks import remark_events
from cchc_audit.audit.remarks.unit_remarks import remark_closures, remark_units
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult, run_queries
from cchc_audit.core.columns import BY_NAME
from cchc_audit.intake.check_export import Check, check
from cchc_audit.intake.files.body import NameAlone
from cchc_audit.intake.values.former import remarks
from cchc_audit.law.catalogue.catalogue import name_key
from cchc_audit.render.check_report import of_check
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

_EXAMPLES = 3
_LINES = 10


def check_exports(request: Request) -> Report:
    """What was recognised, rejected, unknown, doubled in the exports of `request`."""
    result = run_queries(open_dataset(request), lambda _: [])
    dataset = result.dataset
    codes = frozenset(dataset.catalogue.codes())
    names = frozenset(dataset.catalogue.names())
    found = check(
        dataset.intake,
        dataset.judged,
        known=lambda code, name: code in codes or (name is not None and name_key(name) in names),
    )
    layout = sum(len(file.layout_rows) for file in found.files)
    shown = tuple(one._replace(value=shown_value(one, request)) for one in found.rejects)
    return of_check(
        replace(found, rejects=shown),
        collapsed=result.collapsed.collapsed,
        provenance=replace(
            result.conclude(),
            layout_rows=layout,
            units=remark_units(dataset, found.communes),
            side_files=(
                *remark_closures(dataset, found.communes),
                *remark_events(dataset, told=result.told),
            ),
        ),
        closing=(*_note_shared(result), *_note(dataset, found)),
        shared=dict(result.collapsed.shared.iter_rows()),
    )


def _note(dataset: Dataset, found: Check) -> tuple[str, ...]:
    """Options that do not count, ranges of dates, names spelt in several ways, former communes."""
    texts = Texts(dataset.request.settings.lang)
    lines = [*_note_scope(dataset, texts), *_note_names_alone(dataset, texts)]
    lines += [
        texts(
            "audit.moments",
            column=texts(f"column.{name}"),
            first=moments.first,
            last=moments.last,
            formats="; ".join(moments.formats) or "–",
        )
        for name, moments in found.moments.items()
        if moments.first is not None
    ]
    for name, moments in found.moments.items():
        if moments.unreadable and not BY_NAME[name].verdict:
            label = texts(f"column.{name}")
            count = texts.whole(moments.unreadable)
            lines.append(texts("audit.moments_unreadable", column=label, n=count))
    for name, placeholders in found.placeholders.items():
        listed = ", ".join(f"“{text}” ({texts.whole(n)})" for text, n in placeholders.items())
        label = texts(f"column.{name}")
        lines.append(texts("audit.placeholders", column=label, list=listed))
    lines += [
        texts("audit.restored_code", text=text, code=code, n=texts.whole(rows))
        for text, (code, rows) in found.restored_codes.items()
    ]
    if found.misspelt_terms:
        listed = ", ".join(f"“{t}” ({texts.whole(n)})" for t, n in found.misspelt_terms.items())
        lines.append(texts("audit.misspelt_terms", list=listed))
    for name, spellings in found.communes.items():
        if len(spellings) > 1:
            several = ", ".join(
                f"“{text}” ({texts.whole(rows)})" for text, rows in spellings.items()
            )
            lines.append(texts("audit.spellings", name=name, spellings=several))
    units = dataset.units
    for remark in remarks(dict.fromkeys(found.communes), units.former, province=units.province):
        lines.append(remark.sentence(texts))
    return (*lines, *_note_terms(dataset, texts))


def _note_shared(result: RunResult) -> list[str]:
    """That several communes have dossiers of one number, where some do."""
    shared = result.collapsed.shared
    if shared.is_empty():
        return []
    texts = Texts(result.dataset.request.settings.lang)
    return [
        texts(
            "audit.shared_numbers",
            n=texts.whole(len(shared)),
            dossiers=texts.whole(int(shared["dossiers"].sum())),
            examples=", ".join(shared["dossier_id"].sort().head(_EXAMPLES)),
        )
    ]


def _note_scope(dataset: Dataset, texts: Texts) -> list[str]:
    """That every row was looked at, where a period or filters were asked for."""
    request = dataset.request
    asked = bool(request.first or request.last or any((request.filters or {}).values()))
    return [texts("audit.check_is_whole")] if asked else []


def _note_names_alone(dataset: Dataset, texts: Texts) -> Iterator[str]:
    """Rows that hold a name alone, how they were read, and how to say what they are. One that was
    not read may be a person's: it is not shown.
    """
    for export in dataset.intake.exports:
        for column, group in groupby(sorted(export.body.alone, key=_read_for), key=_read_for):
            rows = list(group)
            yield texts(
                "audit.names_read" if column else "audit.names_alone",
                file=export.body.full_name,
                n=len(rows),
                lines=", ".join(str(row.line) for row in rows[:_LINES])
                + (" …" if len(rows) > _LINES else ""),
                column=texts(f"column.{column}") if column else "",
                names=", ".join(dict.fromkeys(f"“{row.name}”" for row in rows[:_LINES])),
            )


def _read_for(row: NameAlone) -> str:
    return row.column or ""


def _note_terms(dataset: Dataset, texts: Texts) -> list[str]:
    """Terms of the user's catalogue that cannot be read, and are therefore passed over."""
    return [
        texts(
            "audit.catalogue_passed_over",
            file=bad.file,
            line=bad.line,
            column=bad.column,
            value=bad.value,
            reason=texts(f"term_fault.{bad.fault}"),
        )
        for bad in dataset.catalogue.unreadable
    ]
