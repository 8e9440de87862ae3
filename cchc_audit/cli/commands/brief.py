"""`cchc-audit brief`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import reading, say_account, say_units
from cchc_audit.cli.build_request import choose_rules, request_for, settings_for
from cchc_audit.cli.console import OUT, TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, option, reads_exports
from cchc_audit.cli.page_commands import keep
from cchc_audit.cli.values import whole
from cchc_audit.core.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from cchc_audit.core.settings import Settings
    from cchc_audit.products.brief import Gathered, Wanted
    from cchc_audit.products.brief.pack_folder import Look, Part

_SIZE, _SEED = 30, 1
"""Inspectors pull ten to thirty dossiers on a visit."""


@reads_exports
def brief(
    given: Given,
    *,
    sample: Annotated[str | None, option("sample", "--sample", metavar="N", section="own")] = None,
    seed: Annotated[str | None, option("seed", "--seed", metavar="N", section="less")] = None,
) -> int:
    """The inspection pack of a commune or an office: page, workbook, draft of the record."""
    from cchc_audit.products.brief import gather_packs

    if given.sort is not None:
        raise ConfigError("brief.no_sort")
    place = _target(given)
    settings = settings_for(given)
    wanted = _wanted(settings, sample=sample, seed=seed)
    options = (("--sample", sample), ("--seed", seed))
    request = request_for(given, settings)
    told = tuple((name, text) for name, text in options if text is not None)
    request = replace(request, limit=None, options=(*request.options, *told))
    with reading(given, request):
        with working(texts()("cli.working"), quiet=given.quiet):
            found = gather_packs(request, wanted)
        _put(found, given, place)
    return ExitCode.DONE


def _wanted(settings: "Settings", *, sample: str | None, seed: str | None) -> "Wanted":
    from cchc_audit.products.brief import Wanted

    return Wanted(
        rules=choose_rules(settings, select=None, ignore=None),
        size=_SIZE if sample is None else whole(sample, option="--sample"),
        seed=_SEED if seed is None else whole(seed, option="--seed"),
    )


def _target(given: Given) -> "Part | None":
    """The file asked for, by `--format` or the suffix of `-o`; None: a folder.

    Raises `ConfigError` for a format that a pack has none of, for a binary one that would go to a
    terminal, and where a package is missing that the files need.
    """
    from cchc_audit.products.brief.pack_folder import SUFFIXES, Part, ready
    from cchc_audit.render import formats

    part = None
    if given.format is not None:
        word = given.format.strip().lower()
        if word not in set(Part):
            raise ConfigError("brief.formats", accepted=", ".join(Part))
        part = Part(word)
    elif given.output is not None and not Path(given.output).is_dir():
        suffix = Path(given.output).suffix.lower()
        part = SUFFIXES.get(suffix)
        if part is None and suffix in {*formats.SUFFIXES, *formats.FOREIGN}:
            raise ConfigError("brief.formats", accepted=", ".join(Part))
    binary = part in (Part.XLSX, Part.DOCX) and OUT.is_terminal
    if given.output is None and (part is Part.PDF or binary):
        raise ConfigError("report.binary_to_screen", format=part, example=f"ho-so-kiem-tra.{part}")
    ready(part)
    return part


def _put(found: "Gathered", given: Given, part: "Part | None") -> None:
    """Write the packs where they were asked for; what is said of it goes to the other stream."""
    from cchc_audit.core.atomic import writing
    from cchc_audit.products.brief.pack_folder import Look, folder_for, write_folder, write_part

    look = Look(texts(), _limit(given))
    said = ""
    with working(texts()("cli.writing"), quiet=given.quiet):
        if part is None:
            folder = Path(given.output) if given.output else folder_for(found)
            _spare(found, folder)
            write_folder(found, folder, look)
            told = texts()("brief.written", folder=folder, n=len(found.packs))
            said = f"{told}\n{texts()('brief.open', file=folder / _first_page(found))}"
        elif given.output:
            with writing(Path(given.output), private=given.show_personal) as beside:
                write_part(found, part, beside, look)
            said = texts()("brief.written_file", file=given.output)
    if part is not None and not given.output:
        _stream(found, part, look)
    if not given.quiet:
        say_account(found.provenance)
        say_units(found.provenance, given)
        if said:
            TALK.say(said)


def _first_page(found: "Gathered") -> Path:
    """The page to open first, in the folder of the run: the index of several packs."""
    from cchc_audit.products.brief.pack_folder import files_of

    pages = [file for file in files_of(found) if file.suffix == ".html"]
    return pages[-1]


def _stream(found: "Gathered", part: "Part", look: "Look") -> None:
    from cchc_audit.core.scratch import scratch_file
    from cchc_audit.products.brief.pack_folder import write_part

    made = scratch_file(f".{part}")
    write_part(found, part, made, look)
    OUT.put(made.read_bytes(), form=part)


def _spare(found: "Gathered", folder: Path) -> None:
    """Refuse to write over a file that was read, whatever it is called. Raises `ConfigError`."""
    from cchc_audit.products.brief.pack_folder import files_of

    settings = found.request.settings
    sides = (settings.events, settings.calendar, settings.catalogue, settings.units)
    for file in files_of(found):
        keep(str(folder / file), *found.request.files, *sides)


def _limit(given: Given) -> int | None:
    """How many rows the lists of a page show: `--limit`, all for 0."""
    from cchc_audit.products.brief.pack_page import MOST_ROWS

    if given.limit is None:
        return MOST_ROWS
    return whole(given.limit, option="--limit") or None
