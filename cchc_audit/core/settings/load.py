"""Reading `cchc.toml`: every complaint is a sentence with the file, the key and the way out."""

import glob
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_audit.core.columns import BY_NAME
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings.setting_values import UnfitError, Want
from cchc_audit.core.settings.tables import Settings, SnapshotSettings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FILE_NAME = "cchc.toml"

# Below this similarity (0-100) a near match would be a guess; the known names are listed instead.
_NEAR = 60

# What pydantic calls a complaint → what the key wants.
_WANTS: Mapping[str, Want] = {
    "enum": "choice",
    "literal_error": "choice",
    "string_type": "text",
    "path_type": "text",
    "tuple_type": "list",
    "dict_type": "table",
}


def load_settings(path: Path | None) -> Settings:
    """The settings of `path`; without one, of `cchc.toml` in the working folder, else the defaults.

    Raises `ConfigError` for a file that is missing, unreadable or no TOML, for an unknown key and
    for a value that a key does not take.
    """
    if path is None:
        path = Path(FILE_NAME)
        if not path.exists():
            return Settings()
    return settings_of(_read(path), file=path)


def settings_of(document: Mapping[str, object], *, file: Path) -> Settings:
    """Settings from a parsed document; its paths are relative to the folder of `file`.

    Raises `ConfigError`, which names `file`, for an unknown key or a value a key does not take.
    """
    from pydantic import TypeAdapter, ValidationError

    _refuse_nul(document, (), file)
    for name, default in Settings()._asdict().items():
        # A list would be taken for the values of the table's keys, in their order.
        given = document.get(name, {})
        if hasattr(default, "_fields") and not isinstance(given, Mapping):
            raise _unfit((name,), given, "table", file)
    try:
        settings = TypeAdapter(Settings).validate_python(document)
    except ValidationError as error:
        raise _complaint(error.errors(include_url=False)[0], file) from None
    for name in settings.columns:
        if name not in BY_NAME:
            raise _unknown(("columns", name), list(BY_NAME), file)
    return _placed(settings, file.parent)


def near(name: str, known: list[str]) -> str | None:
    """The known name that `name` was probably meant to be, or None: nearly the same letters, or one
    that has `name` for one of its words.
    """
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        name, known, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR
    )
    if found:
        return str(found[0])
    whole = (one for one in known if name.casefold() in one.casefold().split("_"))
    return min(whole, key=len, default=None)


def _complaint(details: "ErrorDetails", file: Path) -> ConfigError:
    """One complaint of pydantic as ours: the key as TOML writes it, the value, what is accepted."""
    place = tuple(part for part in details["loc"] if isinstance(part, str))
    if details["type"] == "extra_forbidden":
        table = Settings()
        for part in place[:-1]:
            table = getattr(table, part)
        return _unknown(place, list(table._fields), file)
    context = details.get("ctx", {})
    unfit = context.get("error")
    if isinstance(unfit, UnfitError):
        return _unfit(place, details["input"], unfit.what, file, **unfit.limits)
    accepted = ", ".join(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    return _unfit(place, details["input"], _WANTS[details["type"]], file, accepted=accepted)


def _unfit(
    place: tuple[str, ...], value: object, what: Want, file: Path, **limits: object
) -> ConfigError:
    return ConfigError(
        f"settings.wants_{what}", file=file, name=".".join(place), value=_as_toml(value), **limits
    )


def _refuse_nul(value: object, place: tuple[str, ...], file: Path) -> None:
    """Raise `ConfigError` for a text with the character NUL: no path, name or header has one."""
    if isinstance(value, str) and "\0" in value:
        raise ConfigError("settings.holds_nul", file=file, name=".".join(place))
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_nul(key, place, file)
            _refuse_nul(inner, (*place, key), file)
    elif isinstance(value, list):
        for inner in value:
            _refuse_nul(inner, place, file)


def _unknown(place: tuple[str, ...], known: list[str], file: Path) -> ConfigError:
    meant = near(place[-1], known)
    if meant is None:
        return ConfigError(
            "settings.unknown_key", file=file, name=".".join(place), known=", ".join(known)
        )
    table = "".join(f"{part}." for part in place[:-1])
    return ConfigError(
        "settings.unknown_key_near", file=file, name=".".join(place), near=table + meant
    )


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(_as_toml(item) for item in value)}]"
    return "{…}" if isinstance(value, dict) else str(value)


def _read(path: Path) -> dict[str, object]:
    import tomllib

    try:
        # A byte order mark is what Notepad leaves; TOML itself does not allow it.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError("settings.file_missing", file=path) from None
    except OSError as error:
        raise ConfigError("settings.file_unreadable", file=path) from error
    except UnicodeDecodeError:
        raise ConfigError("settings.not_utf8", file=path) from None
    except RecursionError:
        raise ConfigError("settings.too_deep", file=path) from None
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(at ")[2].rstrip(")")
        numbers = [word.strip(",") for word in place.split() if word.strip(",").isdecimal()]
        if len(numbers) != 2:
            raise ConfigError("settings.not_toml_at_end", file=path) from None
        line, column = numbers
        raise ConfigError("settings.not_toml", file=path, line=line, column=column) from None
    except ValueError:
        # A number of thousands of digits, a day that no calendar has.
        raise ConfigError("settings.number_too_large", file=path) from None


def _pattern(given: str, folder: Path) -> str:
    """One of the inputs, seen from the working folder: a pattern may stand in `given`, and never in
    the name of the folder of the configuration.
    """
    whole = str(folder / given)
    if given == "-" or Path(given).is_absolute() or not glob.has_magic(str(folder)):
        return given if given == "-" else whole
    return whole if Path(whole).exists() else str(Path(glob.escape(str(folder))) / given)


def _placed(settings: Settings, folder: Path) -> Settings:
    """The settings with every path seen from the working folder."""

    def placed(path: Path | None) -> Path | None:
        return path and folder / path

    privacy, rules, report = settings.privacy, settings.rules, settings.report
    return settings._replace(
        inputs=tuple(_pattern(given, folder) for given in settings.inputs),
        events=placed(settings.events),
        calendar=placed(settings.calendar),
        catalogue=placed(settings.catalogue),
        units=placed(settings.units),
        privacy=privacy._replace(key_file=placed(privacy.key_file)),
        rules=rules._replace(baseline=placed(rules.baseline)),
        report=report._replace(folder=folder / report.folder),
        snapshots=SnapshotSettings(folder / settings.snapshots.folder),
    )
