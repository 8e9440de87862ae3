"""What is new tonight: the first lines of a digest.

Alterations by rule, with a few dossiers each and what they were and are; an export that shrank or
lost a column, for as long as it does; closed late dossiers that are late no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from cchc_audit.analysis.snapshots import Change
from cchc_audit.analysis.snapshots.judge_changes import BESIDE, CODES
from cchc_audit.products.history.change_sentences import came_to, for_people, name_fields
from cchc_audit.products.nightly.night import Night, Notice, Warned
from cchc_audit.render import numbers
from cchc_audit.render.escape import visible
from cchc_audit.texts import Texts

NEWS = (Notice.RENUMBERED, Notice.SHRUNK, Notice.COLUMNS_LOST, Notice.LATE_FELL)
"""The notices that are news: what makes the figures of tonight other than they look."""
_DOSSIERS = 3
"""How many dossiers of a rule are named."""


def sentence_of(warned: Warned, texts: Texts) -> str:
    """A notice in words."""
    values = {name: visible(value) for name, value in warned.values.items()}
    return texts(f"nightly.warning.{warned.notice}", **values)


def list_news(night: Night, texts: Texts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each piece of news, with the dossiers it is about, three at most."""
    for notice in NEWS:
        for warned in night.warnings:
            if warned.notice is notice:
                yield sentence_of(warned, texts), ()
    coded = night.changes.rows.filter(pl.col("code").is_not_null())
    rows = for_people(replace(night.changes, rows=coded), texts, brief=False).rows.collect()
    gained = night.changes.extra.get("lateness_removed")
    removed = {row["dossier_id"]: row for row in gained} if isinstance(gained, list) else {}
    for code in CODES:
        hit = rows.filter(pl.col("code") == code).unique("dossier_id", maintain_order=True)
        if hit.is_empty():
            continue
        named = [
            _dossier(row, code, removed, texts) for row in hit.head(_DOSSIERS).iter_rows(named=True)
        ]
        if len(hit) > _DOSSIERS:
            more = numbers.whole(len(hit) - _DOSSIERS, texts)
            named.append(texts("nightly.news.more", n=more))
        n = numbers.whole(len(hit), texts)
        title = texts(f"rules.{code}.title")
        yield texts("nightly.news.rule", code=code, title=title, n=n), tuple(named)


def _dossier(
    row: Mapping[str, object],
    code: str,
    removed: Mapping[object, Mapping[str, object]],
    texts: Texts,
) -> str:
    """A dossier: what was changed, from what to what, where, by whose hand it goes."""
    whose = [str(row[name]) for name in ("commune", "officer") if row[name] is not None]
    if code in BESIDE and row["dossier_id"] in removed:
        gained = removed[row["dossier_id"]]
        then, now = (came_to(gained, side, texts) for side in ("then", "now"))
        fields = gained["fields"]
        named = ",".join(map(str, fields)) if isinstance(fields, list) else ""
        what = texts("nightly.news.change", field=name_fields(named, texts), old=then, new=now)
    elif row["field"] is None:
        what = texts.short(f"change.{Change.GONE}")
    else:
        old, new = (row[side] or numbers.NOTHING for side in ("old", "new"))
        what = texts("nightly.news.change", field=row["field"], old=old, new=new)
    return visible("; ".join((f"{row['dossier_id']}: {what}", *whose)))
