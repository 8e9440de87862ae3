"""Which of the words behind `why` are files, and which are numbers of dossiers."""

import glob
import re
from collections.abc import Sequence
from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.side import side_text

_NAME_OF_A_FILE = re.compile(
    r"\.(csv|tsv|txt|xls[xmb]?|ods|parquet|json|ndjson|jsonl|xml|html?|mht(ml)?|zip|gz|zst|pdf|docx?"
    r"|rar|7z)$",
    re.IGNORECASE,
)


def part_words(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files and the numbers among `words`, each in the order given.

    What is there on the disk is a file, and so is what is named like one: a slip in the name of an
    export must not be looked for among the dossiers.
    """
    numbers = tuple(word for word in words if not _is_file(word))
    return tuple(word for word in words if word not in numbers), numbers


def _is_file(word: str) -> bool:
    path = Path(word)
    named_so = glob.has_magic(word) or _NAME_OF_A_FILE.search(word)
    return bool(word == "-" or named_so or path.exists() or _lies_in_a_folder(word))


def _lies_in_a_folder(word: str) -> bool:
    """Whether a path leads into a folder that is there; many a number has a slash."""
    folder = word.removesuffix(Path(word).name)
    return folder != "" and Path(folder).is_dir()


def as_word(error: InputError, numbers: Sequence[str]) -> InputError:
    """What is said of a dossier that is not there, where its number was told by how it looks."""
    one = error.values.get("id")
    if error.key not in {"explain.unknown_id", "explain.unknown_id_near"} or one not in numbers:
        return error
    key = "explain.neither_near" if error.key.endswith("_near") else "explain.neither"
    return InputError(key, **error.values)


def read_ids(path: Path) -> tuple[str, ...]:
    """The dossier numbers of a file, one a line. Raises `InputError` where it cannot be read."""
    return tuple(side_text(path).splitlines())
