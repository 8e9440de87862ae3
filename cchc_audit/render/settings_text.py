"""The text of a `cchc.toml` drawn up from exports: what was found, as comments to choose from."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cchc_audit.core.vocabulary import Status
from cchc_audit.intake.survey import Survey
from cchc_audit.intake.values.likely_units import HEADER, units_lines
from cchc_audit.render.escape import visible
from cchc_audit.render.numbers import whole
from cchc_audit.texts import Texts


def settings_text(found: Survey, *, inputs: Sequence[str], texts: Texts) -> str:
    """A configuration file that loads as it stands.

    `inputs` are the paths of the exports as the file should name them. Every line but `inputs`
    is a comment, so that nothing is decided that the user has not read.
    """
    parts = (
        [texts("init.head"), _inputs(inputs, texts), *_every_night(inputs, texts)],
        [texts("init.side_files")],
        ["[columns]", *_columns(found, texts)],
        ["[status]", *_statuses(found, texts)],
        _values("terms", found.terms, texts),
        _values("channels", found.channels, texts),
        _units(found, texts),
        [texts("init.policy")],
        [texts("init.gates")],
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _inputs(inputs: Sequence[str], texts: Texts) -> str:
    if not inputs:
        return texts("init.no_inputs")
    return f"inputs = [{', '.join(map(_quoted, inputs))}]"


def _every_night(inputs: Sequence[str], texts: Texts) -> Iterator[str]:
    """What to write where every export is named: the one of tomorrow would not be read."""
    if inputs and not any(set(given) & set("*?[") or Path(given).is_dir() for given in inputs):
        yield texts("init.every_night")


def _columns(found: Survey, texts: Texts) -> Iterator[str]:
    if found.missing:
        names = ", ".join(texts(f"column.{name}") for name in found.missing)
        yield texts("init.missing", names=names)
    for part, pairs in (
        ("recognised", found.columns),
        ("near", found.near),
        ("others", found.others),
    ):
        if pairs:
            yield texts(f"init.{part}")
            yield from (f"# {name} = {_quoted(header)}" for name, header in pairs)
    if found.ignored:
        yield texts("init.ignored")
        yield from (f"#   {_quoted(header)}" for header in found.ignored)


def _statuses(found: Survey, texts: Texts) -> Iterator[str]:
    if not found.statuses:
        yield texts("init.statuses_known")
        return
    yield texts("init.statuses", known=", ".join(Status))
    for text, rows in found.statuses:
        count = texts("init.rows", n=whole(rows, texts))
        yield f'# {_quoted(text)} = "decide"   # {count}'


def _values(kind: str, values: Iterable[tuple[str, int]], texts: Texts) -> list[str]:
    lines = [
        f"#   {_quoted(text)}   # {texts('init.rows', n=whole(rows, texts))}"
        for text, rows in values
    ]
    return [texts(f"init.{kind}"), *lines] if lines else []


def _units(found: Survey, texts: Texts) -> list[str]:
    """The lines of a units file that join names which may be one commune."""
    if not found.units:
        return []
    lines = (HEADER, *units_lines(found.units))
    return [texts("init.units"), *(f"#   {visible(line)}" for line in lines)]


def _quoted(text: str) -> str:
    """A text as TOML writes it, on one line, whatever it holds."""
    return json.dumps(visible(text), ensure_ascii=False)
