"""What the value of an option may be: the closed choices, codes, keys, and names in the data."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

from cchc_audit.cli.language import texts
from cchc_audit.cli.typer_private import Context, Parameter
from cchc_audit.core.errors import CchcError
from cchc_audit.core.vocabulary import Channel, DamageMark
from cchc_audit.texts import catalogue

Offer = tuple[str, str]
"""A value and what it means; empty where it says that itself."""

_KEYS = ("commune", "procedure", "field", "agency", "officer", "channel", "month", "outcome")
_MANY = {"by", "select", "ignore"}
"""Options that take several values with commas between them."""
_LISTED = {"late", "due", "assess"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}", re.ASCII)
_DAY_IN_WORDS = "%d/%m/%Y"


def values(parameter: Parameter, context: Context, begun: str) -> Iterator[Offer]:
    """The values of `parameter` that begin as `begun` does; none for what is free, such as the
    names of files, which the shell completes itself.
    """
    name = str(getattr(parameter, "help", "")).removeprefix("cli.option.")
    before = ""
    if name in _MANY and "," in begun:
        head, _, begun = begun.rpartition(",")
        before = f"{head},"
    for value, meaning in _offered(name, parameter, context):
        if _fits(value, begun):
            yield before + value, meaning


def _offered(name: str, parameter: Parameter, context: Context) -> Iterable[Offer]:
    if name in _BY_NAME:
        return _BY_NAME[name](context)
    choices = (parameter.metavar or "").split("|")
    # One word alone stands for what is typed in its place.
    return [(choice, "") for choice in choices] if len(choices) > 1 else ()


def _fits(value: str, begun: str) -> bool:
    """Whether the text begins so, or a word in it where two letters are there to go by; accents
    and capitals are easily left out.
    """
    whole, start = _folded(value), _folded(begun)
    return whole.startswith(start) or (len(start) > 1 and f" {start}" in whole)


def _folded(text: str) -> str:
    import unicodedata

    parts = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _rules(_context: Context) -> Iterator[Offer]:
    """The codes of the rules with their titles: from their pages, as rules take longer to load."""
    from cchc_audit.texts.rule_pages import rule_codes

    return ((code, texts()(f"rules.{code}.title")) for code in rule_codes())


def _rule_codes(context: Context) -> Iterator[Offer]:
    """The same, and the letters of the families."""
    offers = list(_rules(context))
    families = dict.fromkeys(code[0] for code, _ in offers)
    yield from ((letter, "") for letter in families)
    yield from offers


def _keys(_context: Context) -> Iterator[Offer]:
    return ((key, texts()(f"key.{key}")) for key in _KEYS)


def _procedures(_context: Context) -> Iterator[Offer]:
    file = resources.files("cchc_audit.law.catalogue") / "procedures.csv"
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        if row["code"]:
            yield row["code"], row["name"]


def _kinds(_context: Context) -> Iterator[Offer]:
    from cchc_audit.products.forms.form_kinds import KINDS

    return ((kind, "") for kind in KINDS)


def _columns(context: Context) -> Iterator[Offer]:
    """The columns to sort by: of dossiers, or of sums."""
    from cchc_audit.core.columns import ASSESS_COLUMNS

    if context.info_name in _LISTED:
        return ((name, texts()(f"column.{name}")) for name in ASSESS_COLUMNS)
    prefix = "summary_column."
    names = [key for key in catalogue() if key.startswith(prefix) and not key.endswith(".short")]
    return ((key.removeprefix(prefix), texts()(key)) for key in names)


def _communes(context: Context) -> Iterator[Offer]:
    """Names of communes: in the exports on the line, else those of the newest snapshot, else in
    the exports and the list of units that `cchc.toml` names.
    """
    typed = context.params.get("files")
    files = [str(file) for file in typed] if isinstance(typed, (list, tuple)) else []
    folder, settings = _settings(context)
    if not files or all(_DAY.fullmatch(file) for file in files):
        named = list(_of_snapshot(_snapshots(context)))
        if named:
            return ((name, "") for name in named)
        inputs = settings.get("inputs")
        written = inputs if isinstance(inputs, list) else [inputs] if inputs else []
        files = [str(folder / str(path)) for path in written]
    mapped = settings.get("columns")
    header = mapped.get("commune") if isinstance(mapped, dict) else None
    from cchc_audit.intake.files.preview import communes_in

    names: dict[str, None] = {}
    for file in files:
        with suppress(CchcError):
            names.update(dict.fromkeys(communes_in(file, header=header)))
    return ((name, "") for name in names)


def _settings(context: Context) -> tuple[Path, dict[str, object]]:
    """The folder and the content of `cchc.toml`, which need not be there or be in order."""
    config = Path(str(context.params.get("config") or "cchc.toml"))
    with suppress(OSError, ValueError):
        return config.parent, tomllib.loads(config.read_text(encoding="utf-8-sig"))
    return config.parent, {}


def _snapshots(context: Context) -> Path:
    """The folder of snapshots: what was given on the line, else what `cchc.toml` says."""
    if given := context.params.get("folder"):
        return Path(str(given))
    folder, settings = _settings(context)
    section = settings.get("snapshots")
    own = section.get("folder") if isinstance(section, dict) else None
    return folder / str(own or "snapshots")


def _of_snapshot(folder: Path) -> Iterator[str]:
    """The communes whose figures the newest snapshot keeps."""
    import json

    manifests = sorted(folder.glob("????-??-??.*.json"))
    with suppress(OSError, ValueError, LookupError, TypeError):
        manifest = json.loads(manifests[-1].read_text(encoding="utf-8"))
        yield from sorted(part["commune"] for part in manifest["figures"] if part["commune"])


def _days(context: Context, *, kind: str) -> Iterator[Offer]:
    """The days of which the folder of snapshots has files of this `kind`, the earliest first."""
    found = {path.name[:10] for path in _snapshots(context).glob(f"????-??-??.*{kind}")}
    for name in sorted(found):
        with suppress(ValueError):
            yield name, f"{date.fromisoformat(name):{_DAY_IN_WORDS}}"


def _states(context: Context) -> Iterator[Offer]:
    """The days whose dossiers are still there; of the others only the figures are."""
    return _days(context, kind=".parquet")


def _nights(context: Context) -> Iterator[Offer]:
    return _days(context, kind=".json")


def _periods(context: Context) -> Iterator[Offer]:
    """Periods of reporting that have begun by the moment of judgement."""
    from cchc_audit.analysis.indicators.named_periods import begun
    from cchc_audit.cli.values import instant, now
    from cchc_audit.core.settings import Policy

    timezone = Policy().timezone
    typed = context.params.get("as_of")
    judged = instant(str(typed), option="--as-of", timezone=timezone) if typed else now(timezone)
    # A bare day stands for its end, the first instant of the next one.
    for one in begun((judged - timedelta(microseconds=1)).date()):
        yield one.name, f"{one.first:{_DAY_IN_WORDS}}–{one.last:{_DAY_IN_WORDS}}"


def _channels(_context: Context) -> Iterator[Offer]:
    return ((channel.value, texts()(f"channel.{channel}")) for channel in Channel)


_BY_NAME: dict[str, Callable[[Context], Iterable[Offer]]] = {
    "accept_damage": lambda _: [(mark.value, "") for mark in DamageMark],
    "by": _keys,
    "channel": _channels,
    "commune": _communes,
    "ignore": _rule_codes,
    "index": lambda _: [("766", "")],
    "kind": _kinds,
    "period": _periods,
    "procedure": _procedures,
    "procedure_code": _procedures,
    "rank_by": _keys,
    "rule_code": _rules,
    "select": _rule_codes,
    "sort": _columns,
    "states": _states,
    "trend_by": _keys,
    "trend_from": _nights,
    "trend_to": _nights,
}
"""By the name of the option's help text."""
