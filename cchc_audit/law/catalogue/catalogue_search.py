"""What people ask of a catalogue: find a procedure, compare a province's terms with the law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cchc_audit.core.vocabulary import Unit
from cchc_audit.intake.values.terms import Term
from cchc_audit.intake.values.text import canonical_code, fold_search
from cchc_audit.law.catalogue.catalogue import Catalogue, Entry, name_key

_DAY_SECONDS = 8 * 3600  # a working day of a term in working hours
_NO_WORD = re.compile(r"[^\w.]+")
_NEAR = 3
# From here on a guess misleads more than it helps: keys struck wrongly in a code, and the likeness
# of names (0 to 100).
_CODE_APART = 2
_NAME_ALIKE = 75


class Relation(StrEnum):
    """How a user's term stands to the shipped one."""

    SHORTER = "shorter"
    LONGER = "longer"
    OTHER_UNIT = "other_unit"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A cell of the user's catalogue (`column`: `term` or `local_term`) that differs from the law.

    A shorter term is a promise a province may make; a longer one, and one in a unit that cannot be
    compared, is to be looked at.
    """

    user: Entry
    shipped: Entry
    column: str
    relation: Relation


def search(catalogue: Catalogue, text: str) -> tuple[Entry, ...]:
    """Entries whose code begins with `text`, or whose name and field hold words that begin so.

    Accents and capitals make no difference. Procedures that hold the words as they stand come
    first; then by code and validity, so that the history of a procedure reads downwards. A blank
    text finds all.
    """
    code, phrase = canonical_code(text), " ".join(_words(name_key(text)))
    wanted = phrase.split()
    found = {
        entry: _words(f"{name_key(entry.name)} {fold_search(entry.field)}")
        for entry in catalogue.entries
    }
    hits = {
        entry: words
        for entry, words in found.items()
        if (code and entry.code.startswith(code))
        or all(any(word.startswith(start) for word in words) for start in wanted)
    }
    plain = {_procedure(entry) for entry, words in hits.items() if phrase in " ".join(words)}
    return tuple(
        sorted(
            hits,
            key=lambda entry: (
                _procedure(entry) not in plain,
                _procedure(entry),
                entry.first,
                not entry.user,
            ),
        )
    )


def contradictions(user: Catalogue, shipped: Catalogue) -> tuple[Contradiction, ...]:
    """Where the entries of `user` state another term than `shipped` for a code at the same time."""
    laws: dict[str, list[Entry]] = {}
    for entry in shipped.entries:
        if entry.code and not entry.user:
            laws.setdefault(entry.code, []).append(entry)
    return tuple(
        contradiction
        for entry in user.entries
        if entry.user
        for law in laws.get(entry.code, ())
        if entry.first <= law.last and law.first <= entry.last
        for contradiction in _compared(entry, law)
    )


def near_procedures(catalogue: Catalogue, text: str) -> tuple[Entry, ...]:
    """Up to three procedures whose code or name `text` was probably meant to be, the nearest first.

    For a search that found nothing.
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    code, name = canonical_code(text), name_key(text)
    if any(letter.isdigit() for letter in code) and not any(map(str.isalpha, code)):
        choices = {entry.code: entry for entry in catalogue.entries if entry.code}
        found = process.extract(
            code, list(choices), scorer=OSA.distance, limit=_NEAR, score_cutoff=_CODE_APART
        )
        return tuple(choices[key] for key, *_ in found)
    choices = {name_key(entry.name): entry for entry in catalogue.entries if entry.name}
    scored = process.extract(
        name, list(choices), scorer=fuzz.partial_ratio, limit=None, score_cutoff=_NAME_ALIKE
    )
    # A short name says the same as the long ones that hold it, and says it plainer.
    ordered = sorted(scored, key=lambda found: (-found[1], len(found[0]), found[0]))
    return tuple(choices[key] for key, *_ in ordered[:_NEAR])


def relation(term: Term, law: Term) -> Relation | None:
    """How `term` stands to `law`, None where they are equal.

    Days of different kinds are told apart only where no calendar can turn the answer round: n
    working days take n calendar days at least.
    """
    if term == law:
        return None
    if term.unit is law.unit:
        return Relation.SHORTER if term.amount < law.amount else Relation.LONGER
    pair = (term.unit, law.unit)
    if pair == (Unit.WORKING_HOURS, Unit.WORKING_DAYS):
        return _by_size(term.amount, law.amount * _DAY_SECONDS)
    if pair == (Unit.WORKING_DAYS, Unit.WORKING_HOURS):
        return _by_size(term.amount * _DAY_SECONDS, law.amount)
    if term.unit is Unit.SAME_DAY and law.unit is not Unit.WORKING_HOURS:
        return Relation.SHORTER
    if law.unit is Unit.SAME_DAY and term.unit is not Unit.WORKING_HOURS:
        return Relation.LONGER
    if pair == (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS) and term.amount <= law.amount:
        return Relation.SHORTER
    if pair == (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS) and term.amount >= law.amount:
        return Relation.LONGER
    return Relation.OTHER_UNIT


def _words(folded: str) -> list[str]:
    return _NO_WORD.sub(" ", folded).split()


def _procedure(entry: Entry) -> tuple[str, str]:
    """What the entries of one procedure share: the code, else the name."""
    return entry.code, "" if entry.code else name_key(entry.name)


def _by_size(size: int, law: int) -> Relation | None:
    return None if size == law else Relation.SHORTER if size < law else Relation.LONGER


def _compared(entry: Entry, law: Entry) -> Iterator[Contradiction]:
    for column, term in (("term", entry.term), ("local_term", entry.local_term)):
        if term is None or law.term is None:
            continue
        found = relation(term, law.term)
        if found is not None:
            yield Contradiction(entry, law, column, found)
