"""XML as interfaces and databases give it: an element a dossier, whose children or attributes are
its fields (`<HoSo><MaHoSo>…`, `<row MaHoSo="…"/>`, `<field name="MaHoSo">`). Read in a stream; no
entity is resolved, and nothing is fetched.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

from lxml import etree

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.header_search import Score
from cchc_audit.intake.files.structured.nested_records import FEWEST_NAMES, Records, flat, table_of
from cchc_audit.intake.values.header_names import columns_named

_Way = tuple[str, ...]
"""The names of elements from the root to a record."""

_LOOKED_AT = 5000
"""Elements from the top among which the records are looked for."""
_TOLD_BY = 20
"""Records whose fields tell whether they are dossiers."""
_DEEPEST = 20
_ONE = {"dossier_id", "procedure_code", "procedure_name", "legal_term", "status"}
"""What a dossier has one of; several days reject its row, and it may have several of the rest."""
_NAMED = frozenset(("field", "column", "col", "cell", "property", "data", "value", "item", "entry"))
_NAMES = ("name", "Name", "NAME", "key", "field", "column")
"""Elements that are called by one of these attributes, and not by what they are."""


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The records of a file as a table; the first of them is line 2, as below a header.

    Raises `InputError` for what is no XML or breaks off, holds no dossiers or several lists of
    them, has fields of a dossier around its lists, an entity in one, or a field of one twice.
    """
    try:
        with path.open("rb") as file:
            top = _top(file)
        way = _way(top, ask.score, given)
        with path.open("rb") as file:
            records = _read(file, way, ask.score, given)
    except (etree.XMLSyntaxError, LookupError, RecursionError):
        raise InputError("intake.xml_damaged", file=given) from None
    return Tables((table_of(records.table(), ask.score, given=given, kind=kind),))


def _events(file: IO[bytes]) -> Iterator[tuple[str, etree._Element]]:
    return iter(
        etree.iterparse(
            file,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
    )


def _top(file: IO[bytes]) -> etree._Element:
    """The root, with as many elements as are looked at."""
    root: etree._Element | None = None
    for event, element in islice(_events(file), 2 * _LOOKED_AT):
        root = element if root is None and event == "start" else root
    if root is None:
        raise LookupError
    return root


def _way(root: etree._Element, score: Score, given: str) -> _Way:
    """Where the records stand: the elements that come again and have what a dossier has; in a file
    of one dossier, the one that has most of it.
    """
    found: dict[_Way, list[etree._Element]] = {}
    for parent in root.iter(etree.Element):
        children = _children(parent)
        names = Counter(map(_local, children))
        way = _way_to(parent) if names.total() > len(names) else ()
        for child in children:
            if names[_local(child)] > 1:
                found.setdefault((*way, _local(child)), []).append(child)
    ways: list[_Way] = []
    for way in sorted(found, key=len, reverse=True):
        inner = [other[len(way) :] for other in ways if other[: len(way)] == way]
        if _known(found[way][:_TOLD_BY], score, without=inner) >= FEWEST_NAMES:
            ways.append(way)
    if len(ways) > 1:
        inside = any(one != other and other[: len(one)] == one for one in ways for other in ways)
        raise InputError("intake.xml_grouped" if inside else "intake.xml_several", file=given)
    if ways:
        return ways[0]
    known = {one: _known([one], score) for one in root.iter(etree.Element)}
    single = max(known, key=lambda one: (known[one], len(_way_to(one))))
    if known[single] < FEWEST_NAMES:
        raise InputError("intake.is_xml", file=given)
    return _way_to(single)


def _known(elements: Sequence[etree._Element], score: Score, without: Sequence[_Way] = ()) -> int:
    """How many columns the fields of some elements name, those in groups by what they are called
    there; `without` what stands in the lists that these lead to.
    """
    names = dict.fromkeys(name for one in elements for name, _ in flat(_fields(one)))
    apart = tuple(f"{'.'.join(way)}." for way in without)
    return score(
        tuple(
            dict.fromkeys(
                name.rpartition(".")[2] for name in names if not apart or not name.startswith(apart)
            )
        )
    )


def _read(file: IO[bytes], way: _Way, score: Score, given: str) -> Records:
    """The records that stand at `way`, each let go of when it is read."""
    records = Records()
    beside = _Beside(way, score)
    at: list[str] = []
    wanted, inside = list(way), False
    for event, element in _events(file):
        if event == "start":
            at.append(_local(element))
            inside = inside or at == wanted
            if not inside:
                beside.begin(element)
            continue
        here = len(at)
        if inside and here == len(wanted):
            records.add(records.rows.height + 2, _record(element, score, given))
        elif not inside:
            beside.end(element, tuple(at))
        at.pop()
        if inside and here > len(wanted):
            continue
        inside = False
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    if beside.fault:
        raise InputError(beside.fault, file=given)
    return records


def _record(element: etree._Element, score: Score, given: str) -> dict[str, Any]:
    """The fields of a record, one that is told twice alike once. Raises `InputError` where a column
    has one value in an attribute and another in a child, or two where a dossier has one, and
    `LookupError` for an entity: what it stands for is not known.
    """
    if next(element.iter(etree.Entity), None) is not None:
        raise LookupError
    fields = _fields(element)
    for name, values in fields.items():
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            continue
        told = list(dict.fromkeys(filter(None, values)))
        if len(told) <= 1:
            fields[name] = told[0] if told else ""
        elif (name in element.attrib and score((name,))) or _ONE & columns_named((name,), {}):
            raise InputError(
                "intake.json_key_twice", file=given, line=element.sourceline, name=name
            )
    return fields


class _Beside:
    """What stands in a file around and beside its records: nothing that belongs to a dossier."""

    def __init__(self, way: _Way, score: Score) -> None:
        self.fault = ""
        self._way, self._score = way, score
        self._open: list[dict[str, None]] = []
        self._others: Counter[_Way] = Counter()
        self._around: Counter[int] = Counter()  # how many there are of what is around, by depth
        self._telling: set[int] = set()

    def begin(self, element: etree._Element) -> None:
        """An element that is not in a record."""
        self._open.append(dict.fromkeys(map(str, element.attrib)))

    def end(self, element: etree._Element, here: _Way) -> None:
        """The same, read: its fields are the ends of others in it."""
        names = self._open.pop()
        if self._open and (element.text or "").strip():
            self._open[-1][_key(element)] = None
        if here != self._way[: len(here)]:
            if self._score(tuple(names)) >= FEWEST_NAMES:
                self._others[here] += 1
            # Criteria of a filter have names of columns, too, and come once.
            if self._others[here] > (here[-1] != self._way[-1]):
                self.fault = "intake.xml_several"
            return
        depth = len(here)
        self._around[depth] += 1
        if names and self._score(tuple(names)):
            self._telling.add(depth)
        if depth in self._telling and self._around[depth] > 1:
            self.fault = "intake.xml_grouped"


def _fields(element: etree._Element, depth: int = 0) -> dict[str, Any]:
    """The fields of a record: its attributes, and its children by their names; of one that has
    attributes, too, those behind its name.
    """
    fields: dict[str, Any] = dict(_attributes(element)) if element.attrib else {}
    for child in element:
        key = _key(child)
        if not key:
            continue
        told = list(_attributes(child)) if child.attrib else []
        value: Any
        if not len(child):
            value = (child.text or "").strip()
        elif depth < _DEEPEST and _children(child):
            value, told = _fields(child, depth + 1), []
        else:
            value = "".join(child.itertext()).strip()
        if key in fields:
            before = fields[key]
            if key in element.attrib and (not value or before in ("", value)):
                fields[key] = value or before
                continue
            value = [*before, value] if isinstance(before, list) else [before, value]
        fields[key] = value
        if told and key == _local(child):
            fields |= {f"{key}.{name}": text for name, text in told}
    return fields


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, text in element.attrib.items():
        if not str(name).startswith("{"):
            yield str(name), str(text)


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _local(element: etree._Element) -> str:
    """The name of an element without its name space; blank for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _key(element: etree._Element) -> str:
    """What a field is called."""
    local = _local(element)
    if element.attrib and local.lower() in _NAMED and not _children(element):
        return next((str(element.get(name)) for name in _NAMES if element.get(name)), local)
    return local


def _way_to(element: etree._Element) -> _Way:
    return tuple(_local(one) for one in (*reversed(list(element.iterancestors())), element))
