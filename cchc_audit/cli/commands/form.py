"""`cchc-audit form`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_audit.cli.answer import format_for, reading, refuse_unread, say_account, write_report
from cchc_audit.cli.build_request import request_for, settings_for
from cchc_audit.cli.console import OUT, TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, Many, option, reads_exports
from cchc_audit.cli.page_commands import keep
from cchc_audit.cli.values import choice
from cchc_audit.core.errors import ConfigError, ExitCode
from cchc_audit.render.numbers import whole

if TYPE_CHECKING:
    from cchc_audit.core.vocabulary import Certainty
    from cchc_audit.products.forms.form_kinds import Kind
    from cchc_audit.products.forms.official_form import Filled, Wanted
    from cchc_audit.render.formats import Format
    from cchc_audit.render.report import Report

_Kind = Annotated[str | None, typer.Argument(metavar="KIND", help="cli.option.kind")]
_Period = Annotated[str | None, option("period", "--period", metavar="NAME", section="own")]
_Certainty = Annotated[
    Many, option("certainty", "--certainty", metavar="firm|contestable|unproven", section="less")
]
_Compare = Annotated[str | None, option("compare", "--compare", metavar="FILE", section="own")]


@reads_exports
def form(
    given: Given,
    *,
    kind: _Kind = None,
    period: _Period = None,
    compare: _Compare = None,
    certainty: _Certainty = None,
) -> int:
    """Fill in an official form from the dossiers, or hold a filed one against them."""
    from cchc_audit.products.forms.form_kinds import kind_of
    from cchc_audit.products.forms.official_form import Wanted

    made = kind_of(kind)
    if compare is not None and not made.compares:
        raise ConfigError("forms.compares_not", kind=kind)
    keep(given.output, compare)
    wanted = Wanted(compare=Path(compare) if compare else None, certainty=_levels(certainty))
    place = _target(
        given, made if compare is None else replace(made, own=None), kind_name=str(kind)
    )
    request = request_for(_span(given, period), settings_for(given))
    request = replace(request, options=(*request.options, *_told(period, wanted)))
    with reading(given, request):
        with working(texts()("cli.working"), quiet=given.quiet):
            filled = made.fill(request, wanted)
        _put(filled, given, place)
    return ExitCode.DONE


def _levels(words: Sequence[str] | None) -> "frozenset[Certainty]":
    """How sure a delay has to be for a letter: firm unless asked."""
    from cchc_audit.core.vocabulary import Certainty

    if not words:
        return frozenset({Certainty.FIRM})
    return frozenset(choice(word, Certainty, option="--certainty") for word in words)


def _told(period: str | None, wanted: "Wanted") -> tuple[tuple[str, str], ...]:
    """The options of this command, for provenance."""
    compare = () if wanted.compare is None else (("--compare", str(wanted.compare)),)
    levels = tuple(("--certainty", level.value) for level in sorted(wanted.certainty))
    usual = len(levels) == 1 and levels[0][1] == "firm"
    return (() if period is None else (("--period", period),)) + compare + (() if usual else levels)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a form goes: in a common format, or (None) as the file it lays out itself, whose suffix
    is `own`; as a file a dossier, into a `folder`.
    """

    form: "Format | None"
    own: str
    folder: bool = False


def _span(given: Given, period: str | None) -> Given:
    """The options with the days of a named period. Raises `ConfigError` for both at once."""
    from cchc_audit.analysis.indicators.named_periods import period as named

    if period is None:
        return given
    if given.first is not None or given.last is not None:
        raise ConfigError("forms.period_twice")
    days = named(period)
    return replace(given, first=days.first.isoformat(), last=days.last.isoformat())


def _target(given: Given, kind: "Kind", *, kind_name: str) -> _Target:
    """Where the form goes, by `--format` or the suffix of `-o`.

    Raises `ConfigError` for a format that there is none of, and for a file of the form's own layout
    that would go to the screen.
    """
    from cchc_audit.render.formats import SUFFIXES, refuse_foreign

    own = kind.own
    if own is None:
        return _Target(format_for(given), "")
    if kind.several and _names_a_folder(given, own):
        refuse_foreign(Path(str(given.output)), own, *SUFFIXES)
        return _Target(None, own, folder=True)
    word = given.format.strip().lower() if given.format is not None else None
    laid_out = word == own.removeprefix(".")
    if word is None and given.output is not None:
        laid_out = Path(given.output).suffix.lower() == own
    if not laid_out:
        return _Target(format_for(given), own)
    if given.output is None and OUT.is_terminal:
        raise ConfigError("report.binary_to_screen", format=word, example=f"{kind_name}{own}")
    return _Target(None, own)


def _names_a_folder(given: Given, own: str) -> bool:
    """Whether `-o` is a folder: one that is there, or a name without the suffix of a format."""
    from cchc_audit.render.formats import SUFFIXES

    if given.format is not None or given.output is None:
        return False
    path = Path(given.output)
    return path.is_dir() or path.suffix.lower() not in {*SUFFIXES, own}


def _put(filled: "Filled", given: Given, place: _Target) -> None:
    """Write a filled form where it was asked for; what is said of it goes to the other stream.

    Raises `InputError` where no row could be read.
    """
    from cchc_audit.core.atomic import writing
    from cchc_audit.core.scratch import scratch_file
    from cchc_audit.render.formats import Format

    refuse_unread(filled.report)
    if not given.quiet:
        for sentence in filled.beside:
            TALK.say(sentence)
    if place.folder and filled.fill is not None:
        _each(filled, Path(str(given.output)), quiet=given.quiet, private=given.show_personal)
        return
    if place.form is Format.PDF and filled.paper is not None:
        from cchc_audit.render.formats import write_paper

        write_paper(
            filled.paper(),
            Path(str(given.output)),
            texts=texts(),
            private=given.show_personal,
        )
        _said(filled, given)
        return
    if place.form is not None or filled.lay_out is None:
        form = place.form or Format.XLSX
        write_report(_shown(filled, form), given, form=form)
        return
    if given.output:
        with writing(Path(given.output), private=given.show_personal) as beside:
            filled.lay_out(beside)
    else:
        made = scratch_file(place.own)
        filled.lay_out(made)
        OUT.put(made.read_bytes())
    _said(filled, given)


def _said(filled: "Filled", given: Given) -> None:
    """The sum of rows, what stands beside the form and is not printed, and where it is."""
    if given.quiet:
        return
    say_account(filled.report.provenance)
    for sentence in filled.report.closing:
        TALK.say(sentence)
    if given.output:
        report = filled.report
        n, total = whole(report.shown, texts()), whole(report.total_rows, texts())
        key = "cli.written_cut" if report.shown < report.total_rows else "cli.written"
        TALK.say(texts()(key, file=given.output, n=n, total=total))


def _shown(filled: "Filled", form: "Format") -> "Report":
    """The report as it goes out in a common format: a page is read without what was said beside
    it.
    """
    from cchc_audit.render.formats import Format

    if form in (Format.JSON, Format.PARQUET):
        return filled.report
    report = filled.people or filled.report
    if form in (Format.MD, Format.HTML):
        return replace(report, closing=(*report.closing, *filled.beside))
    return report


def _each(filled: "Filled", folder: Path, *, quiet: bool, private: bool) -> None:
    """Write a file a dossier into `folder`, none where there is nothing to write.

    Drafts of an earlier run go; a letter that somebody has worked on stays as it is.
    """
    from cchc_audit.core.atomic import filling
    from cchc_audit.products.forms.letter_folder import edited_letters, remove_stale

    n = filled.report.shown
    edited, made = edited_letters(folder), set[str]()
    if n and filled.fill is not None:
        with filling(folder, private=private) as beside:
            filled.fill(beside)
            made = {path.name for path in beside.iterdir()}
            for name in edited & made:
                (beside / name).unlink()
    removed = remove_stale(folder, keep=made | edited)
    if quiet:
        return
    say_account(filled.report.provenance)
    key = "cli.written_files" if n else "cli.nothing_to_write"
    said = [texts()(key, folder=folder, n=whole(n - len(edited & made), texts()))]
    if removed:
        said.append(texts()("letters.removed", n=whole(removed, texts())))
    if edited:
        said.append(texts()("letters.kept", files=", ".join(sorted(edited))))
    for sentence in (*said, *filled.report.closing):
        TALK.say(sentence)
