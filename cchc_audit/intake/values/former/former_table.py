"""The shipped table: which communes there were before 1 July 2025, and where their land went.

`communes.tsv.gz` beside this file, made by `build` from the data of the package vietnamadminunits
(MIT, see `LICENSE-vietnamadminunits.txt`). Read once, and only when a name has to be looked up.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

FILE = "communes.tsv.gz"
COLUMNS = ("old_code", "old_name", "old_district", "old_province", "code", "name", "province")


class Commune(NamedTuple):
    """A commune of today: its code since 1 July 2025, its name with the word before it."""

    code: str
    name: str
    province: str


class Former(NamedTuple):
    """A commune until 30 June 2025; `targets` are today's communes that got land of it.

    `code` is of its own era: the same digits may mean another commune today. It is empty for the
    five island districts that had no communes; they stand under the name of the district.
    """

    code: str
    name: str
    district: str
    province: str
    targets: tuple[Commune, ...]


class Table:
    """The rows of the file by name and by today's code; communes are made when asked for.

    Keys are casefolded names with the word before them (`xã chư mố`).
    """

    def __init__(self, rows: Iterable[list[str]]) -> None:
        self._formers: defaultdict[str, list[list[str]]] = defaultdict(list)
        self._communes: defaultdict[str, list[list[str]]] = defaultdict(list)
        self._land: defaultdict[str, list[list[str]]] = defaultdict(list)
        self._coded: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._coded[row[0]].add(row[4])
            self._formers[row[1].casefold()].append(row)
            self._communes[row[5].casefold()].append(row)
            self._land[row[4]].append(row)

    def formers(self, key: str) -> tuple[Former, ...]:
        """The former communes of that name."""
        targets: defaultdict[tuple[str, str, str, str], list[Commune]] = defaultdict(list)
        for code, name, district, province, *today in self._formers.get(key, ()):
            targets[code, name, district, province].append(Commune(*today))
        return tuple(Former(*former, tuple(found)) for former, found in targets.items())

    def communes(self, key: str) -> tuple[Commune, ...]:
        """The communes of today of that name."""
        return tuple(dict.fromkeys(Commune(*row[4:]) for row in self._communes.get(key, ())))

    def coded(self, code: str) -> Commune | None:
        """The commune of today that a code means in either era; None where they differ, or where it
        means none.
        """
        land = self._land.get(code)
        if land is None or not self._coded.get(code, {code}) <= {code}:
            return None
        return Commune(*land[0][4:])

    def districts(self, commune: Commune) -> set[tuple[str, str]]:
        """District and province of before the merger of all land of a commune of today."""
        return {(row[2], row[3]) for row in self._land[commune.code]}

    def keys(self) -> set[str]:
        """All names, former ones and today's."""
        return {*self._formers, *self._communes}


@cache
def load() -> Table:
    """The shipped table; about 30 ms at the first call, nothing after."""
    packed = resources.files(__package__).joinpath(FILE).read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return Table(line.split("\t") for line in lines[1:])
