"""Opened tables looked at for marks of damage, and what follows from those."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from cchc_audit.core.progress import progress
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DateOrder
from cchc_audit.intake.alike_numbers import AlikeNumbers, find_alike_numbers
from cchc_audit.intake.damage import Damage, find_damage, refuse
from cchc_audit.intake.damage.cut_export import find_end
from cchc_audit.intake.damage.damage import LOOKED_AT
from cchc_audit.intake.damage.damage import Table as DamageTable
from cchc_audit.intake.damage.mistyped_year import find_suspects
from cchc_audit.intake.damage.shifted_header import tell as tell_shifted
from cchc_audit.intake.damage.spoilt_ids import rounds_numbers
from cchc_audit.intake.exports import Export
from cchc_audit.intake.files.raw_rows import LINE, cell
from cchc_audit.intake.files.sample import look_at
from cchc_audit.intake.normalise import Normaliser


class LookedAt(NamedTuple):
    """The exports with what follows from marks of damage, every mark, the numbers that are alike,
    and the rows of which a date may have its year wrong (`source`, `source_line`).
    """

    exports: tuple[Export, ...]
    damage: tuple[Damage, ...]
    alike: AlikeNumbers
    suspects: pl.DataFrame


def look_for_damage(
    exports: Sequence[Export],
    normaliser: Normaliser,
    settings: Settings,
    judged: date,
    today: date,
) -> LookedAt:
    """What is found in the exports. Raises `InputError` for a mark that ends the run and that the
    settings do not let pass.
    """
    month_first = settings.dates.order is DateOrder.MONTH_FIRST
    counted, before = progress(), progress().reached.rows
    tables = [
        _look_at(n, export, normaliser, judged=judged, month_first=month_first)
        for n, export in enumerate(exports)
    ]
    # These rows are read ahead of the run, which will count them.
    counted.passed(before - counted.reached.rows)
    accepted = settings.accept_damage
    found = find_damage(tables, accepted=accepted)
    refuse(found, accepted=accepted)
    taken = {one.source for one in found if one.is_time_taken and one.mark not in accepted}
    exports = tuple(
        export._replace(
            rounded=rounds_numbers(table.rows["dossier_id"]),
            headers=export.headers.without("legal_term") if n in taken else export.headers,
        )
        for n, (export, table) in enumerate(zip(exports, tables, strict=True))
    )
    divided = (tell_shifted(one.body, n) for n, one in enumerate(exports) if one.body.below)
    alike = find_alike_numbers([table.rows for table in tables])
    return LookedAt(exports, (*divided, *found), alike, find_suspects(tables, today))


def _look_at(
    source: int, export: Export, normaliser: Normaliser, *, judged: date, month_first: bool
) -> DamageTable:
    """What is looked at for damage."""
    body, headers = export.body, export.headers
    text = look_at(body)
    typed = normaliser.rows(text.lazy(), headers, source=source, moments=export.moments)
    rows = typed.select(LOOKED_AT).collect()
    raw = text
    if len(rows) < len(text):
        raw = text.filter(pl.col(LINE).is_in(rows["source_line"].implode()))
    last_line, broken = find_end(body)
    return DamageTable(
        file=body.full_name,
        source=source,
        raw=raw,
        rows=rows,
        cells={name: cell(place) for name, place in headers.places.items()},
        headers=headers.columns(),
        records=body.records,
        last_line=last_line,
        judged=judged,
        span=normaliser.span,
        ignored={text: cell(place) for text, place in headers.ignored_places().items()},
        broken=broken,
        month_first=month_first,
        struck=_struck(export, normaliser),
        whole=body.frame,
    )


def _struck(export: Export, normaliser: Normaliser) -> pl.DataFrame:
    """The raw rows of an export that are struck out."""
    if not export.body.struck:
        return pl.DataFrame()
    lines = pl.Series(export.body.struck, dtype=pl.UInt32)
    rows = export.body.frame.filter(pl.col(LINE).is_in(lines.implode()))
    return normaliser.records(rows, export.headers).collect()
