"""The user's calendar file: what it may say, and what is wrong with it in a sentence.

The file is TOML: `base`, `office_hours`, any number of `[[off]]` (`date`, or `from` and `to`
inclusive; `name`, `basis`, `communes`, `status`) and `[[makeup]]` (`date`, `name`, `basis`,
`status`). An unknown key is an error: a misspelt `communes` would close every desk of the province.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeGuard

from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.intake.values.text import clean
from cchc_audit.law.calendar.calendar import IrregularDay
from cchc_audit.law.calendar.hours import OfficeHours

_TOP = ("base", "office_hours", "off", "makeup")
_ENTRY = {
    DayKind.OFF: ("date", "from", "to", "name", "basis", "communes", "status"),
    DayKind.MAKEUP: ("date", "name", "basis", "status"),
}
_NAMES = {DayKind.OFF: "Ngày nghỉ", DayKind.MAKEUP: "Ngày làm bù"}
_SESSION = re.compile(r"\s*(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)\s*")
# Longer than any closure, shorter than what a mistyped century would make of one.
_LONGEST = timedelta(days=366)


class Overlay(NamedTuple):
    """What a file says: `base` as written, `hours` (None: not said), days in file order."""

    base: str = "VN"
    hours: OfficeHours | None = None
    days: tuple[IrregularDay, ...] = ()


def read_overlay(path: Path) -> Overlay:
    """Read a calendar file.

    Raises `InputError` where it cannot be read and `ConfigError` where it says what has no meaning.
    """
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError("workdays.file_missing", file=path) from error
    except UnicodeDecodeError as error:
        raise InputError("workdays.file_not_utf8", file=path) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("workdays.not_toml", file=path, detail=error) from error
    reader = _Reader(str(path))
    reader.keys(content, _TOP)
    days: list[IrregularDay] = []
    for kind in _ENTRY:
        for entry in reader.tables(content, kind):
            days += reader.days(entry, kind)
    base = reader.text(content, "base", "VN")
    hours = reader.hours(content["office_hours"]) if "office_hours" in content else None
    return Overlay(base, hours, tuple(days))


def near(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like `word`, None where none is like it."""
    from rapidfuzz import process, utils

    found = process.extractOne(
        word, list(choices), processor=utils.default_process, score_cutoff=60
    )
    return found[0] if found else None


def unknown(key: str, *, file: str, word: str, choices: Iterable[str]) -> ConfigError:
    """The error for a `word` that is none of `choices`; texts `key` and `key` + `_near`."""
    choices = tuple(choices)
    match = near(word, choices)
    if match:
        return ConfigError(f"{key}_near", file=file, word=word, near=match)
    return ConfigError(key, file=file, word=word, choices=", ".join(choices))


class _Reader(NamedTuple):
    """The values of one file, checked; every error names the file."""

    file: str

    def keys(self, table: Mapping[str, object], allowed: tuple[str, ...]) -> None:
        """Refuse a key that has no meaning in `table`."""
        for key in table:
            if key not in allowed:
                raise unknown("workdays.unknown_key", file=self.file, word=key, choices=allowed)

    def tables(self, content: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
        """The entries `[[key]]`, none where there are none."""
        entries = content.get(key, [])
        if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
            return entries
        raise ConfigError("workdays.not_tables", file=self.file, word=key)

    def text(self, table: Mapping[str, object], key: str, default: str) -> str:
        """A text, `default` where the key is not there."""
        value = table.get(key, default)
        if isinstance(value, str):
            return clean(value)
        raise ConfigError("workdays.not_text", file=self.file, word=key)

    def days(self, entry: Mapping[str, object], kind: DayKind) -> list[IrregularDay]:
        """One entry, as the days it speaks of."""
        self.keys(entry, _ENTRY[kind])
        first, last = self.span(entry)
        name = self.text(entry, "name", "") or _NAMES[kind]
        basis = self.text(entry, "basis", "")
        communes, status = self.communes(entry), self.status(entry)
        return [
            IrregularDay(first + timedelta(n), kind, name, basis, self.file, status, communes)
            for n in range((last - first).days + 1)
        ]

    def span(self, entry: Mapping[str, object]) -> tuple[date, date]:
        """First and last day of an entry: `date`, or `from` and `to`."""
        if "date" in entry and "from" not in entry and "to" not in entry:
            day = self.day(entry, "date")
            return day, day
        if "date" in entry or "from" not in entry or "to" not in entry:
            raise ConfigError("workdays.date_or_span", file=self.file)
        first, last = self.day(entry, "from"), self.day(entry, "to")
        said = {"file": self.file, "first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        if first > last:
            raise ConfigError("workdays.span_backward", **said)
        if last - first >= _LONGEST:
            raise ConfigError("workdays.span_too_long", **said)
        return first, last

    def day(self, entry: Mapping[str, object], key: str) -> date:
        """A day written as a TOML date or as an ISO text."""
        value = entry[key]
        if isinstance(value, str):
            with suppress(ValueError):
                value = date.fromisoformat(value.strip())
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise ConfigError("workdays.not_a_day", file=self.file, word=key, value=value)

    def communes(self, entry: Mapping[str, object]) -> tuple[str, ...]:
        """The communes of a closure; an empty list would read as everyone and is refused."""
        if "communes" not in entry:
            return ()
        value = entry["communes"]
        names = [clean(name) for name in value if isinstance(name, str)] if _is_list(value) else []
        if not _is_list(value) or len(names) < len(value) or not names or not all(names):
            raise ConfigError("workdays.communes", file=self.file)
        return tuple(dict.fromkeys(names))

    def status(self, entry: Mapping[str, object]) -> DayStatus:
        """How settled the day is, official where nothing is said."""
        text = self.text(entry, "status", DayStatus.OFFICIAL)
        if text in tuple(DayStatus):
            return DayStatus(text)
        raise unknown("workdays.unknown_status", file=self.file, word=text, choices=DayStatus)

    def hours(self, value: object) -> OfficeHours:
        """Sessions such as `07:00-11:30`, in order and apart."""
        if not _is_list(value) or not value:
            raise ConfigError("workdays.no_sessions", file=self.file)
        sessions = tuple(self.session(text) for text in value)
        try:
            return OfficeHours(sessions)
        except ValueError as error:
            raise ConfigError(
                "workdays.sessions_overlap", file=self.file, value=", ".join(map(str, value))
            ) from error

    def session(self, text: object) -> tuple[int, int]:
        """One session in seconds of the day."""
        match = _SESSION.fullmatch(text) if isinstance(text, str) else None
        if match is None or max(int(match[1]), int(match[3])) > 23:
            raise ConfigError("workdays.not_a_session", file=self.file, value=text)
        start, end = (int(match[n]) * 3600 + int(match[n + 1]) * 60 for n in (1, 3))
        if start >= end:
            raise ConfigError("workdays.session_backward", file=self.file, value=text)
        return start, end


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)
