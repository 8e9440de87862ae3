"""The kinds of forms, by the word that stands after `form`: the one table of them."""

from collections.abc import Callable
from dataclasses import dataclass

from cchc_audit.audit.request import Request
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import near
from cchc_audit.products.forms.official_form import Filled, Wanted

Fill = Callable[[Request, Wanted], Filled]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of form: how it is filled in, the suffix of the file that it lays out itself (None
    where it lays out none), whether it can be held against a filed one, and whether it is a file a
    dossier, so that `-o` names a folder for them.
    """

    fill: Fill
    own: str | None = ".xlsx"
    compares: bool = False
    several: bool = False


def kind_of(word: str | None) -> Kind:
    """The kind that `word` names. Raises `ConfigError`, with a near match, where there is none."""
    if word is None:
        raise ConfigError("forms.kind_missing", known=", ".join(KINDS))
    name = word.strip().casefold()
    if name not in KINDS:
        known, meant = ", ".join(KINDS), near(name, list(KINDS))
        if meant is None:
            raise ConfigError("forms.kind_unknown", text=word, known=known)
        raise ConfigError("forms.kind_near", text=word, near=meant, known=known)
    return KINDS[name]


# Each form is imported when it is asked for.
def _06a(request: Request, wanted: Wanted) -> Filled:
    from cchc_audit.products.forms.progress_form import form_06a

    return form_06a(request, wanted)


def _06b(request: Request, wanted: Wanted) -> Filled:
    from cchc_audit.products.forms.progress_form import form_06b

    return form_06b(request, wanted)


def _register(request: Request, wanted: Wanted) -> Filled:
    from cchc_audit.products.forms.register import register

    del wanted
    return register(request)


def _apology(request: Request, wanted: Wanted) -> Filled:
    from cchc_audit.products.forms.apology import apology

    return apology(request, wanted.certainty)


KINDS: dict[str, Kind] = {
    "06a": Kind(_06a, compares=True),
    "06b": Kind(_06b, compares=True),
    "register": Kind(_register),
    "apology": Kind(_apology, own=".docx", several=True),
}
"""A new form is one module with a function like these, and one line here."""
