"""`cchc-audit init`."""

import os
from pathlib import Path

from cchc_audit.cli.console import TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Files, General, Output, UnpackLimit, shares
from cchc_audit.cli.values import size
from cchc_audit.core.errors import ConfigError, ExitCode


@shares(General)
def init(
    general: General,
    *,
    files: Files = None,
    output: Output = None,
    unpack_limit: UnpackLimit = None,
) -> int:
    """Write a commented `cchc.toml` from an export's own headers."""
    from cchc_audit.core.atomic import writing
    from cchc_audit.core.settings import Settings
    from cchc_audit.core.settings.load import FILE_NAME
    from cchc_audit.intake.survey import survey
    from cchc_audit.render.settings_text import settings_text

    if not files:
        raise ConfigError("cli.no_files")
    path = Path(output or FILE_NAME)
    if os.path.lexists(path):
        raise ConfigError("init.exists", file=path)
    limit = size(unpack_limit, option="--unpack-limit") if unpack_limit else Settings().unpack_limit
    with working(texts()("cli.working"), quiet=general.quiet):
        found = survey(files, limit=limit)
    inputs = [_seen_from(path.parent, file) for file in files if file != "-"]
    text = settings_text(found, inputs=inputs, texts=texts())
    with writing(path) as beside:
        beside.write_bytes(text.encode(errors="replace"))
    if not general.quiet:
        for one in found.unread:
            reason = texts()(one.why.key, **one.why.values).removeprefix(f"{one.name}: ")
            TALK.say(texts()("audit.skipped", file=one.name, reason=reason))
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
