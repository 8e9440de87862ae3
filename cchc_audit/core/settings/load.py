"""Reading `cchc.toml`: every complaint is a sentence with the file, the key and the way out."""

import glob
from collections.abc import Mapping
from pathlib import Path

from cchc_audit.core.columns import BY_NAME
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings.setting_values import UnfitError
from cchc_audit.core.settings.tables import Settings, SnapshotSettings

FILE_NAME = "cchc.toml"

# Below this similarity (0-100) a near match would be a guess; the known names are listed instead.
_NEAR = 60


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
    from cchc_audit.core.settings.read_table import UnknownKeyError, read_table

    _refuse_nul(document, (), file)
    try:
        settings = read_table(document, Settings)
    except UnknownKeyError as error:
        raise _unknown(error.place, list(error.known), file) from None
    except UnfitError as error:
        raise ConfigError(
            f"settings.wants_{error.what}",
            file=file,
            name=".".join(error.place),
            value=_as_toml(error.value),
            **error.limits,
        ) from None
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
