"""Sentences that stand in several parts of a pack, and the list of documents to have ready."""

from collections.abc import Iterator

from cchc_audit.products.brief.pack import Draw, Gathered, Pack
from cchc_audit.products.brief.period_before import last_day
from cchc_audit.render.numbers import as_of, day, percent, whole
from cchc_audit.render.people import (
    MANY,
    People,
    damage_sentences,
    provenance_lines,
    rows_sentence,
)
from cchc_audit.render.report import Provenance
from cchc_audit.texts import Texts

DOCUMENTS = (
    "brief.document.form06",
    "brief.document.register",
    "brief.document.sample",
    "brief.document.control",
    "brief.document.letters",
    "brief.document.causes",
    "brief.document.notice",
    "brief.document.staff",
    "brief.document.complaints",
    "brief.document.system",
)
"""What a team asks for at a visit, as keys of texts."""
_CAUTIONS = 3
"""Cautions that have room on the first page; the technical note tells of every mark of damage."""


def scope_words(gathered: Gathered, texts: Texts) -> Iterator[str]:
    """The period, what else was narrowed to, the instant that dates every figure, the rows they
    rest on, and why these may not be all.
    """
    request = gathered.request
    last = day(last_day(request))
    if request.first is None:
        yield texts("brief.span_open", last=last) + "."
    else:
        yield texts("report.span", first=day(request.first), last=last) + "."
    others = [
        f"{texts(f'key.{name}')}: {', '.join(words)}"
        for name, words in (request.filters or {}).items()
        if name != gathered.key
    ]
    if others:
        yield texts("brief.filters", filters="; ".join(others)) + "."
    yield as_of(gathered.provenance.as_of, texts) + "."
    yield rows_sentence(gathered.provenance, texts) + "."
    for said in list(_cautions(gathered.provenance, texts))[:_CAUTIONS]:
        yield said.rstrip(".") + "."


def _cautions(source: Provenance, texts: Texts) -> Iterator[str]:
    """Why the figures may not be all there is, in words that name no command."""
    rejected = source.rows_rejected / max(source.rows_read, 1)
    if rejected > MANY:
        yield texts("brief.many_rejected", share=percent(rejected, texts))
    if source.stale is not None:
        last, since = source.stale
        yield texts("report.stale", last=day(last), n=whole(since, texts))
    if source.statuses is not None and source.statuses.dossiers:
        yield source.statuses.sentence(texts)
    if source.endless:
        yield texts("report.endless", files=", ".join(source.endless))
    yield from damage_sentences(source, texts)


def technical_note(gathered: Gathered, people: People) -> list[tuple[str, str]]:
    """Where the figures come from and how the sample is drawn again: label and value."""
    again = f"--sample {gathered.size} --seed {gathered.seed}"
    return [*provenance_lines(people), (people.texts("brief.sample.again"), again)]


def drawn_words(pack: Pack, texts: Texts) -> str:
    """How the sample was drawn."""
    flagged = int((pack.sample["draw"] == Draw.FINDING.value).sum())
    if pack.sample.is_empty():
        return texts("brief.sample.none")
    rest = len(pack.sample) - flagged
    return texts("brief.sample.how", n=len(pack.sample), flagged=flagged, random=rest)
