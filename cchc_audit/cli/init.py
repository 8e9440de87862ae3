"""`cchc-audit init`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from cchc_audit.cli.console import TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import LangOption, VersionFlag, option
from cchc_audit.cli.pages import Output, Quiet, refuse_empty
from cchc_audit.cli.values import size
from cchc_audit.errors import ConfigError, ExitCode

Files = Annotated[list[str] | None, typer.Argument(metavar="FILES", help="cli.option.files")]
UnpackLimit = Annotated[
    str | None, option("unpack_limit", "--unpack-limit", metavar="SIZE", section="method")
]


def init(
    *,
    files: Files = None,
    output: Output = None,
    unpack_limit: UnpackLimit = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    version: VersionFlag = False,
) -> int:
    """Write a commented `cchc.toml` from an export's own headers."""
    from cchc_audit.intake.survey import survey
    from cchc_audit.report.files import writing
    from cchc_audit.report.settings_text import settings_text
    from cchc_audit.settings import Settings
    from cchc_audit.settings.load import FILE_NAME

    del lang, version  # read before the command runs
    refuse_empty({"-o": output, "--unpack-limit": unpack_limit})
    if not files:
        raise ConfigError("cli.no_files")
    path = Path(output or FILE_NAME)
    if os.path.lexists(path):
        raise ConfigError("init.exists", file=path)
    limit = size(unpack_limit, option="--unpack-limit") if unpack_limit else Settings().unpack_limit
    with working(texts()("cli.working"), quiet=quiet):
        found = survey(files, limit=limit)
    inputs = [_seen_from(path.parent, file) for file in files if file != "-"]
    text = settings_text(found, inputs=inputs, texts=texts())
    with writing(path) as beside:
        beside.write_bytes(text.encode(errors="replace"))
    if not quiet:
        for file, error in found.skipped:
            reason = texts()(error.key, **error.values)
            TALK.say(texts()("pipeline.skipped", file=file, reason=reason))
        count = {"columns": found.columns, "near": found.near, "statuses": found.statuses}
        TALK.say(texts()("init.written", file=path, **{k: len(v) for k, v in count.items()}))
        if found.missing:
            names = ", ".join(texts()(f"column.{name}") for name in found.missing)
            TALK.say(texts()("init.still_missing", names=names, file=path))
    return ExitCode.DONE


def _seen_from(folder: Path, file: str) -> str:
    """The path of an export as a configuration file in `folder` names it."""
    if folder == Path() or Path(file).is_absolute():
        return file
    try:
        return os.path.relpath(file, folder)
    except ValueError:
        # Two drives of Windows have no way from one to the other.
        return str(Path(file).resolve())
