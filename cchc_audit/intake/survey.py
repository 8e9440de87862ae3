"""What exports hold that the settings have to say something about: the matter of `init`.

Works on files that `open_exports` refuses, too: that is when settings are needed most.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from cchc_audit.core.columns import COLUMNS
from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Status
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Body, Tables, Unread
from cchc_audit.intake.files.header_search import NO_HEADER
from cchc_audit.intake.files.raw_rows import CODE, cell
from cchc_audit.intake.files.readers import read_tables
from cchc_audit.intake.files.sources import Source, expand
from cchc_audit.intake.values.codes import channel
from cchc_audit.intake.values.column_values import count_texts, holds
from cchc_audit.intake.values.communes import commune_name
from cchc_audit.intake.values.header_names import NEEDED, count_recognised, near_columns
from cchc_audit.intake.values.header_words import may_tell_of
from cchc_audit.intake.values.headers import Headers, named
from cchc_audit.intake.values.likely_units import likely_units
from cchc_audit.intake.values.moment_columns import spellings_of
from cchc_audit.intake.values.statuses import read_status
from cchc_audit.intake.values.terms import TermFault, parse_term
from cchc_audit.intake.values.text import clean

_SAMPLE = 2_000
_UNIQUE = 0.98
"""From this share of different values on a column may be the number of the dossier."""
_OF_DATA = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\d{6}")
_OF_PERSONS = re.compile(
    r"\b(?:cmnd|cmtnd|cccd|cmt|căn cước|định danh|điện thoại|sđt|phone|mã số thuế|mst|tài khoản)\b",
    re.IGNORECASE,
)
"""Numbers of persons: unique like those of dossiers, and not to be written down as such."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The headers and values of some exports.

    `columns` are (canonical, header) as recognised, `others` further headers of a column that has
    one, `near` headers that may be meant for a column, `ignored` those that resemble nothing, and
    `missing` what an export needs and no file has. A header that stands twice in its file has `#2`
    behind it. `statuses`, `terms` and `channels` are texts that say nothing, with their rows, the
    most frequent first; `units` names that may be one commune each. `unread` are files that a
    folder or a glob led to, members of archives and sheets that are no exports.
    """

    files: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]
    statuses: tuple[tuple[str, int], ...]
    terms: tuple[tuple[str, int], ...]
    channels: tuple[tuple[str, int], ...]
    units: tuple[tuple[str, ...], ...]
    unread: tuple[Unread, ...]


def survey(paths: Sequence[str], *, limit: int) -> Survey:
    """Look at every file behind `paths` (files, folders, globs).

    `limit` is how many bytes a packed one may grow to. Raises `InputError` for what cannot be read
    as a table, and where nothing was found.
    """
    notes = _Notes()
    unread: list[Unread] = []
    for source in expand(paths):
        try:
            tables = _tables(source, limit)
        except InputError as error:
            if source.named:
                raise
            unread.append(Unread(source.given, error, 1))
            continue
        unread += tables.unread
        for body in tables.bodies:
            notes.add(body.full_name if len(tables.bodies) > 1 else body.name, body)
    if not notes.files:
        raise unread[0].why
    return notes.survey(unread)


def _tables(source: Source, limit: int) -> Tables:
    """The tables of a file; of one that was named also where no row is known to be a header."""
    try:
        return read_tables(
            source.given, Ask(lambda cells, beyond=0: count_recognised(cells, {}, beyond), limit)
        )
    except InputError as error:
        if error.key not in NO_HEADER or not source.named:
            raise
    return read_tables(source.given, Ask(_looks_like_a_header, limit))


def _looks_like_a_header(cells: Sequence[str], _beyond: int = 0) -> int:
    """The more a row resembles a header; 0 for fewer than two different texts, and for a row of
    data, which must not be written down as one: it names an applicant.
    """
    cleaned = [text for text in map(clean, cells) if text]
    texts = {text for text in cleaned if not text[0].isdecimal()}
    if len(texts) < 2 or any(_OF_DATA.search(text) for text in cleaned):
        return 0
    return 100 * sum(bool(near_columns(text)) for text in texts) + len(texts)


class _Notes:
    """What the files of a survey hold together, each thing once."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self._columns: dict[tuple[str, str], None] = {}
        self._others: dict[tuple[str, str], None] = {}
        self._near: dict[tuple[str, str], None] = {}
        self._ignored: dict[str, None] = {}
        self._missing: dict[str, None] = {}
        self._statuses: Counter[str] = Counter()
        self._terms: Counter[str] = Counter()
        self._channels: Counter[str] = Counter()
        self._communes: set[str] = set()

    def add(self, file: str, body: Body) -> None:
        """Look at one file."""
        self.files.append(file)
        frame = body.frame.filter(pl.col(CODE).is_null())
        sample = frame.head(_SAMPLE).collect(engine="streaming")
        headers = named(
            body.header,
            {},
            file=file,
            has_values=lambda place: bool(_filled(sample, place)),
            differ=lambda _one, _other: False,
            suits=lambda name, place: holds(name, count_texts(sample, cell(place))),
        )
        missing = [name for name in NEEDED if name not in headers.places]
        only_submitted = "received_at" in missing and "submitted_at" in headers.places
        for name, place in headers.places.items():
            if only_submitted and name == "submitted_at":
                self._near["received_at", _spelt(place, headers.texts)] = None
                continue
            self._columns[name, _spelt(place, headers.texts)] = None
        for name, texts in headers.others.items():
            self._others |= {(name, text): None for text in _twins(texts, headers)}
        self._missing |= dict.fromkeys(missing)
        for place, text in enumerate(headers.texts):
            if text in headers.ignored:
                self._unnamed(place, headers, sample, missing)
        self._statuses += _unread(frame, headers, "status", _is_unknown)
        self._terms += _unread(frame, headers, "legal_term", _is_no_term)
        self._channels += _unread(frame, headers, "channel", _is_no_channel)
        communes = map(commune_name, _unread(frame, headers, "commune", bool))
        self._communes.update(name for name in communes if name is not None)

    def _unnamed(
        self, place: int, headers: Headers, sample: pl.DataFrame, missing: Sequence[str]
    ) -> None:
        """A header that names nothing: the one column it resembles, else what its values could be
        where its words tell of nothing else.
        """
        text = _spelt(place, headers.texts)
        free = [name for name in near_columns(text) if name not in headers.places]
        values = _filled(sample, place)
        if "received_at" in missing and spellings_of(values) and may_tell_of("received_at", text):
            free.append("received_at")
        if "dossier_id" in missing and _may_be_numbers(values) and not _OF_PERSONS.search(text):
            free.append("dossier_id")
        if free:
            self._near[free[0], text] = None
        else:
            self._ignored[text] = None

    def survey(self, unread: Iterable[Unread]) -> Survey:
        """All of it, columns in their usual order."""
        order = {column.name: number for number, column in enumerate(COLUMNS)}

        def ordered(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
            return tuple(sorted(pairs, key=lambda pair: order[pair[0]]))

        return Survey(
            tuple(self.files),
            ordered(self._columns),
            ordered(self._others),
            ordered(self._near),
            tuple(self._ignored),
            tuple(self._missing),
            tuple(_ranked(self._statuses)),
            tuple(_ranked(self._terms)),
            tuple(_ranked(self._channels)),
            likely_units(self._communes),
            tuple(unread),
        )


def _is_unknown(text: str) -> bool:
    return read_status(text) is Status.UNKNOWN


def _is_no_term(text: str) -> bool:
    return isinstance(parse_term(text), TermFault)


def _is_no_channel(text: str) -> bool:
    return channel(text) is None


def _unread(
    frame: pl.LazyFrame, headers: Headers, name: str, unread: Callable[[str], bool]
) -> Counter[str]:
    """The texts of a column that say nothing, with their rows; not the header once more."""
    found: Counter[str] = Counter()
    if name in headers.places:
        place = headers.places[name]
        counted = frame.group_by(cell(place)).agg(pl.len()).collect(engine="streaming")
        for raw, rows in counted.iter_rows():
            text = clean(raw or "")
            if text and text != headers.texts[place] and unread(text):
                found[text] += rows
    return found


def _filled(sample: pl.DataFrame, place: int) -> list[str]:
    return [text for raw in sample[cell(place)] if (text := clean(raw or ""))]


def _may_be_numbers(values: Sequence[str]) -> bool:
    """Whether a column could hold dossier numbers: long enough, with digits, hardly one twice."""
    coded = [text for text in values if len(text) > 3 and any(map(str.isdigit, text))]
    return bool(values) and len(set(coded)) >= len(values) * _UNIQUE


def _spelt(place: int, texts: Sequence[str]) -> str:
    """The header as `[columns]` names it: with `#2` where it is the second one of that text."""
    nth = texts[: place + 1].count(texts[place])
    return f"{texts[place]}#{nth}" if texts.count(texts[place]) > 1 else texts[place]


def _twins(others: Sequence[str], headers: Headers) -> list[str]:
    """Headers that are not read, each as `[columns]` would name it."""
    read = set(headers.places.values())
    places = [n for n, text in enumerate(headers.texts) if text in others and n not in read]
    return [_spelt(place, headers.texts) for place in places]


def _ranked(found: Counter[str]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
