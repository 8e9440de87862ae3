"""From what was typed to what is asked: options over `cchc.toml` over the defaults."""

import os
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_audit.cli.console import OUT
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, Many, given_options
from cchc_audit.cli.values import choice, civil_day, end_of, instant, now, size, whole
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.vocabulary import Against, DamageMark, Finish

if TYPE_CHECKING:
    from cchc_audit.analysis.rules import Rule
    from cchc_audit.audit.request import Request
    from cchc_audit.core.settings import Policy, Settings

TERMINAL_LIMIT = 50
"""Rows shown on a terminal unless `--limit` says otherwise; elsewhere all are."""

FILTERS = ("commune", "procedure", "field", "agency", "officer", "channel")


def settings_for(given: Given) -> "Settings":
    """The settings of the run: the file, with the options that stand for its keys laid over it."""
    # Not at the top: a help page must not wait for it.
    from cchc_audit.core.settings import load_settings

    settings = load_settings(Path(given.config) if given.config else None)
    policy: dict[str, Any] = {}
    if given.against is not None:
        policy["against"] = choice(given.against, Against, option="--against")
    if given.finish is not None:
        policy["finish"] = choice(given.finish, Finish, option="--finish")
    update: dict[str, Any] = {
        "policy": settings.policy._replace(**policy),
        "lang": texts().lang,
    }
    for key in ("events", "calendar", "catalogue", "units"):
        if path := getattr(given, key):
            update[key] = Path(path)
    if given.accept_damage:
        # Beside those of the file: what was settled there is not taken back by one more.
        marks = [choice(m, DamageMark, option="--accept-damage") for m in given.accept_damage]
        update["accept_damage"] = tuple(dict.fromkeys((*settings.accept_damage, *marks)))
    if given.unpack_limit is not None:
        update["unpack_limit"] = size(given.unpack_limit, option="--unpack-limit")
    return settings._replace(**update)


def request_for(given: Given, settings: "Settings") -> "Request":
    """What the pipeline is asked. Raises `ConfigError` for an option it cannot read.

    Without `--as-of` the judgement is made at the present minute, or at the end of `--to` where
    that is earlier.
    """
    from cchc_audit.audit.request import Request

    files = tuple(given.files or settings.inputs)
    if not files:
        raise ConfigError("cli.no_files")
    first = civil_day(given.first, option="--from") if given.first is not None else None
    last = civil_day(given.last, option="--to") if given.last is not None else None
    if first and last and first > last:
        raise ConfigError("cli.period_reversed", first=given.first, last=given.last)
    rejects = Path(given.rejects) if given.rejects else None
    present = now(settings.policy.timezone)
    as_of = _as_of(given, settings.policy, present)
    if first and datetime.combine(first, time()) >= as_of:
        raise _not_begun(first, as_of)
    request = Request(
        files=files,
        settings=settings,
        as_of=as_of,
        as_of_given=given.as_of is not None,
        present=present,
        first=first,
        last=last,
        filters={key: tuple(words) for key in FILTERS if (words := getattr(given, key))},
        strict=given.strict,
        rejects=rejects,
        show_personal=given.show_personal,
        options=given_options(given),
        sort=given.sort,
        limit=limit_of(given),
    )
    _check_targets(given, request)
    return request


def limit_of(given: Given) -> int | None:
    """How many rows are shown, None for all: 50 on a terminal, unless `--limit` was given."""
    if given.limit is not None:
        return whole(given.limit, option="--limit") or None
    return TERMINAL_LIMIT if OUT.is_terminal and given.output is None else None


def _not_begun(first: date, as_of: datetime) -> ConfigError:
    """The complaint about a period that has not begun at the instant of judgement."""
    from cchc_audit.render.numbers import as_of as told
    from cchc_audit.render.numbers import day

    return ConfigError("cli.period_not_begun", first=day(first), as_of=told(as_of, texts()))


def _as_of(given: Given, policy: "Policy", present: datetime) -> datetime:
    if given.as_of is not None:
        return instant(given.as_of, option="--as-of", timezone=policy.timezone)
    if given.last is None:
        return present
    return min(present, end_of(civil_day(given.last, option="--to")))


def _check_targets(given: Given, request: "Request") -> None:
    """Refuse, before the work, to write over what is read (an export is evidence) or to nowhere."""
    settings = request.settings
    sides = (settings.events, settings.calendar, settings.catalogue, settings.units)
    refuse_overwriting(given, [path for path in (*request.files, *sides, given.config) if path])
    if given.output and not Path(given.output).parent.is_dir():
        raise ConfigError("report.no_folder", file=given.output, folder=Path(given.output).parent)
    if given.output and given.rejects and _real(given.output) == _real(given.rejects):
        raise ConfigError("cli.one_file_twice", file=given.output)


def refuse_overwriting(given: Given, files: Iterable[str | Path]) -> None:
    """Refuse to write over one of `files`, which are read. Raises `ConfigError`."""
    read = {_real(path) for path in files}
    for option, path in (("-o", given.output), ("--rejects", given.rejects)):
        if path and _real(path) in read:
            raise ConfigError("cli.would_overwrite", option=option, file=path)


def _real(path: "str | Path") -> str:
    return os.path.normcase(os.path.realpath(path))


def choose_rules(settings: "Settings", *, select: Many, ignore: Many) -> "tuple[Rule, ...]":
    """The rules of the options, else those of `[rules]`. Raises `ConfigError`."""
    from cchc_audit.analysis.rules import RULES, select_rules

    return select_rules(
        RULES,
        select=_codes(select) or settings.rules.select,
        ignore=_codes(ignore) or settings.rules.ignore,
    )


def _codes(given: Many) -> tuple[str, ...]:
    """Codes given one by one or with commas between them."""
    return tuple(code.strip() for text in given or () for code in text.split(",") if code.strip())
