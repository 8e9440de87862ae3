"""Rows inside a table that are no dossiers: names of groups, which hold for the rows below, and
sums.

A group row holds nothing but the name of a commune, a field or an office, a status or a procedure,
maybe with a number before it and a count (`I. UBND xã Gò Trăng`, `Lĩnh vực Đất đai (6)`), or behind
what it is (`Thủ tục: Đăng ký khai sinh`; `Đơn vị:`, `UBND xã Gò Trăng` in two cells). A name
without a word for what it is (`Chư Mố`) is a group only where it is known; of any other (a person,
`Hồ sơ liên thông`) nobody can tell.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import BY_NAME, MOMENTS, VERDICT_MOMENTS
from cchc_audit.intake.files.body import Body, NameAlone
from cchc_audit.intake.files.layout import begins_as_layout
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.values.communes import with_kind
from cchc_audit.intake.values.header_names import columns_named
from cchc_audit.intake.values.statuses import is_wording
from cchc_audit.intake.values.text import clean, fold_search
from cchc_audit.intake.values.titles import status_of_title

_KINDS = (
    ("field", r"^linh vuc\b"),
    ("procedure_name", r"^thu tuc (?!hanh chinh)"),
    (
        "commune",
        r"^(don vi|ubnd|uy ban nhan dan|xa|phuong|thi tran|dac khu|ttpvhcc|bo phan mot cua"
        r"|trung tam phuc vu hanh chinh cong)\b",
    ),
    (
        "agency",
        r"^(phong|van phong|chi cuc|ban|co quan|trung tam|chi nhanh|cong an|bo phan)\b",
    ),
)
"""By the words that a name begins with; any other name is no dossier, and names nothing."""
_NUMBERED = r"(?i)^\W*(?:(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXLC]+|[A-ZĐ])\s*[.)/-]?\s*)?"
_NAMES = (
    rf"{_NUMBERED}(?:(?:lĩnh vực|đơn vị|ubnd|[uủ][ỷy] ban nhân dân|xã|phường|thị trấn|đặc khu"
    r"|bộ phận|trung tâm|phòng|văn phòng|chi cục|ban|cơ quan|chi nhánh|công an)\b:?\s+\pL"
    r"|\pL[\pL ,/]{1,30}:\s*\S)"
)
"""The same inside a plan, where nothing is folded: such a cell is no number, whatever figures it
holds (`1. Lĩnh vực Đất đai: 15 hồ sơ`).
"""
_HEADINGS = (
    r"(?i)^\W*(?:tháng|quý|năm|tuần|đợt|kỳ|trang|trạng thái|tình trạng|cán bộ|công chức|thủ tục"
    r"|mã (?:số )?(?:tthc|thủ tục))\b[\s:]*[\pL\d]"
)
"""Words that a row begins with which is no dossier, whatever figures it holds (`Tháng 01/2026`)."""
_HEADING = (
    r"^(?:thang|quy|nam|tuan|dot|ky|trang|trang thai|tinh trang|can bo|cong chuc|thu tuc"
    r"|ma (?:so )?(?:tthc|thu tuc))\b[\s:]*\w"
)
"""The same of a folded text."""
_PROCEDURE = (
    r"(?i)^\W*(?:mã (?:số )?(?:tthc|thủ tục)\b\W*([0-9]\.[0-9]{6})\b"
    r"|([0-9]\.[0-9]{6})(?:\.[0-9a-z.]+)?\s*[-–:(]\s*[^\W\d_])"
)
"""A procedure by its code, with the words for that before it or its name behind."""
_BEGINS_AS_DAY = r"^\s*(?:\d{1,4}[/.-]\d{1,2}[/.-]\d|\d{5})"
_FIGURES = r"\d.*\D.*\d|\d{7}"
"""What the number of a dossier holds, and a name without its count does not."""
_NUMBER = r"^(?:[IVXLC]+|[A-ZĐ]|\d{1,4}(?:\.\d{1,3})*)\s*[.)/:-]?\s*$"
_BEFORE = r"^\(?(?:[IVXLC]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)\s*[.)/-]\s*|^[-+*•]\s*"
_TITLE = r"(?i)^(?:lĩnh vực|đơn vị|cơ quan|phòng ban|(?:trạng thái|tình trạng)(?: hồ sơ)?)\s*:\s*"
_MOTTO = r"(?i)^(?:cộng h(?:òa|oà) xã hội chủ nghĩa|độc lập\s*[-–])"
"""What stands beside the office in a letterhead."""
_STATUS = r"(?i)^\W*(?:trạng thái|tình trạng)(?: hồ sơ)?\s*:"
_LABELLED = (
    *("commune", "field", "agency", "status", "procedure_code", "procedure_name"),
    *("officer", "channel", "legal_term"),
)
_IN_FIGURES = ("procedure_name", "legal_term")
"""What may have figures in its name: a decree's, or days."""
_PROCEDURES = ("procedure_code", "procedure_name")
_CODE_IN_NAME = r"\b([0-9]\.[0-9]{6})\b"
_ALL = frozenset({"tat ca", "all"})
"""What a filter says where nothing was chosen."""
_COUNT = (
    r"(?i)(?:\s*[:–-]?\s*\d{1,6}\s*(?:hồ sơ|hs)"
    r"|(?:\s*:|\s+[–/-]|(?=\s+tổng))\s*(?:tổng(?: (?:số|cộng))?[\s:]*)?\d{1,6}"
    r"|\s*\([^()]*\d[^()]*\)|\s*\[[^\[\]]*\d[^\[\]]*\])+\s*$"
)
_BARE = r"(?i)^\(?\d{1,6}(?:[.,]\d{1,2})?\)?\s*(?:hồ sơ|hs|%)?$"


class _Row(NamedTuple):
    """A row that is no dossier: what it names, if anything, or whether it tells of sums."""

    line: int
    kind: str | None = None
    name: str = ""
    sums: bool = False


def without_group_rows(
    body: Body,
    places: Mapping[str, int],
    sample: pl.DataFrame,
    *,
    is_commune: Callable[[str], bool],
) -> tuple[Body, dict[str, int]]:
    """A table without rows of groups and sums, and the place of each column.

    What a group row names stands in the rows below it where these leave it blank, in a column of
    its own where the table has none. `sample` are the first rows: a delimited file, which may be
    very long, is looked through only where one of them is such a row. `is_commune` knows communes
    by their names alone.
    """
    suspects, undated = _suspects(places), _is_undated(places)
    names = [cell(place) for place in range(len(body.header))]

    def find(frame: pl.LazyFrame) -> list[_Row]:
        # The words of groups are many, and hardly a row is without a day.
        rows = frame.filter(undated).select(LINE, CODE, *names).collect()
        return [] if rows.is_empty() else _rows(rows.filter(suspects), places)

    first = sample.lazy() if body.examined is not None else body.frame
    found = find(first)
    if found and body.examined is not None:
        found = find(body.frame)
    if not found:
        return body, dict(places)
    lines = pl.Series([row.line for row in found], dtype=pl.UInt32)
    frame = body.frame.filter(~pl.col(LINE).is_in(lines.implode()))
    if any(row.name and not row.kind for row in found):
        last = frame.select(pl.col(LINE).max()).collect().item() or 0
        read = _with_kinds(found, body.layout, last, is_commune)
        body = body._replace(alone=_alone(found, read, body.layout, last))
        found = read
    header, placed = list(body.header), dict(places)
    for kind in dict.fromkeys(row.kind for row in found if row.kind):
        named = _named_by_line(found, kind)
        if kind not in placed:
            placed[kind] = len(header)
            header.append(BY_NAME[kind].headers[0])
            frame = frame.with_columns(named.alias(cell(placed[kind])))
        else:
            name = cell(placed[kind])
            filled = pl.when(_blank(name)).then(named).otherwise(pl.col(name))
            frame = frame.with_columns(filled.alias(name))
    mended = body._replace(
        frame=frame,
        header=tuple(header),
        layout=tuple(sorted({*body.layout, *lines})),
        records=body.records - len(found),
    )
    return mended, placed


def _is_undated(places: Mapping[str, int]) -> pl.Expr:
    """Whether nothing of a row begins as a day where every dossier has its receipt."""
    dated = pl.col(cell(places["received_at"])).str.contains(_BEGINS_AS_DAY)
    return ~dated.fill_null(value=False)


def _suspects(places: Mapping[str, int]) -> pl.Expr:
    """Whether a row may be none of a dossier: it has no day, and no number of one."""
    number = pl.col(cell(places["dossier_id"]))
    composed = number.str.normalize("NFC")
    no_dossier = _blank(cell(places["dossier_id"])) | (
        number.str.contains(r":\s*$")
        | (composed.str.contains(_NAMES) & ~number.str.contains(_FIGURES))
    )
    return pl.all_horizontal(
        *(
            _blank(cell(places[name])) | (no_dossier & _holds_no_day(cell(places[name])))
            for name in VERDICT_MOMENTS
            if name in places
        ),
        (
            ~number.str.contains(_FIGURES)
            | composed.str.contains(f"{_NAMES}|{_HEADINGS}")
            | composed.str.contains(_PROCEDURE)
        ).fill_null(value=True),
    )


# Made once: the table of every file is asked for these.
@lru_cache(maxsize=1 << 10)
def _blank(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.len_bytes().fill_null(0) == 0


@lru_cache(maxsize=1 << 10)
def _holds_no_day(name: str) -> pl.Expr:
    """Whether a cell of a column of days is none: the name of a group may begin in any column."""
    figures, text = pl.col(name).str.contains("[0-9]").fill_null(value=False), pl.col(name)
    words = pl.when(figures).then(text).str.normalize("NFC").str.contains(f"{_NAMES}|{_HEADINGS}")
    return ~figures | words


def _rows(suspects: pl.DataFrame, places: Mapping[str, int]) -> list[_Row]:
    """Those of some rows that are groups or sums; where there are any, blank rows among them.

    A row with the wrong number of cells may be the rest of a broken one: only a name of a known
    kind, a word of sums or a count makes it a group. A number where dossiers have theirs, beside a
    name in the column of its kind, is a dossier of which little is known.
    """
    found: list[_Row] = []
    blank: list[_Row] = []
    for line, fault, *cells in suspects.iter_rows():
        texts = [clean(text) for text in cells if text and clean(text)]
        row = _read(line, texts) if 0 < len(texts) <= _MOST else None
        if row is not None and (row.kind or row.sums or fault is None):
            own = cells[places[row.kind]] if row.kind and row.kind in places else None
            number = clean(cells[places["dossier_id"]] or "")
            beside = own or (row.kind == "status" and number != texts[-1])
            if beside and any(map(str.isdigit, number)):
                continue
            found.append(row)
        elif not texts:
            blank.append(_Row(line))
    return sorted([*found, *blank], key=lambda row: row.line) if found else []


_LABEL_AND_NAME = 2
_MOST = 4
"""So many cells a group row has at most: a number, a name, counts."""


def _read(line: int, texts: Sequence[str]) -> _Row | None:
    """What a row is that holds these texts; None for one that may be a dossier."""
    if len(texts) == 1 and (status := status_of_title(texts[0])) is not None:
        return _Row(line, "status", status)
    if begins_as_layout(texts[0]):
        return _Row(line, sums=True)
    words = [text for text in texts if not re.match(_NUMBER, text) and not re.match(_BARE, text)]
    if mottos := [text for text in words if re.match(_MOTTO, text)]:
        office = [text for text in words if text not in mottos]
        row = _named(line, office[0], _bare(office[0])) if len(office) == 1 else None
        return row if row and row.kind == "commune" else _Row(line)
    if not words:
        # One bare number is a count; more may be a dossier of which little is known.
        return _Row(line, sums=True) if len(texts) == 1 else None
    if len(words) == _LABEL_AND_NAME and (row := _labelled(line, *words)) is not None:
        return row
    if len(words) > 1:
        return _Row(line) if _heads_sums(words) and not re.search(r"\d", " ".join(texts)) else None
    name = _bare(words[0])
    told = re.match(_STATUS, words[0]) and fold_search(name) not in _ALL
    if is_wording(name) or told:
        return _Row(line, "status", name)
    return _named(line, words[0], name)


def _named(line: int, text: str, name: str) -> _Row | None:
    """What a row is that holds one text: a group, by its name; None for what may be a dossier."""
    if begins_as_layout(text):
        return _Row(line, sums=True)
    if code := re.match(_PROCEDURE, text):
        return _Row(line, "procedure_code", code[1] or code[2])
    plain = re.sub(_BEFORE, "", text)
    label, _, told = plain.partition(":")
    if (row := _labelled(line, label, clean(told))) is not None:
        return row
    folded = fold_search(plain)
    for kind, pattern in _KINDS:
        if re.match(pattern, folded) and (kind in _IN_FIGURES or not re.search(_FIGURES, name)):
            return _Row(line, kind, _of_field(name) if kind == "field" else name)
    if re.match(_HEADING, folded):
        return _Row(line)
    return None if any(map(str.isdigit, name)) else _Row(line, name=name)


def _with_kinds(
    found: Sequence[_Row], layout: Collection[int], last: int, is_commune: Callable[[str], bool]
) -> list[_Row]:
    """The rows with the kind of names that have no word for it and stand above dossiers, the last
    of which is `last`: of communes known as such, each by itself beside groups that are communes,
    all or none where no row says what it is (some may be persons); of fields that other rows name.
    Inside other groups, and where several kinds take turns, a name says nothing.
    """
    empty = {row.line for row in found} | set(layout)
    heads = [row for row in found if row.kind or row.name]
    bare = [row for row in heads if not row.kind and row.line + 1 not in empty and row.line < last]
    kinds = {row.kind for row in heads if row.kind}
    if len(kinds) > 1 or (kinds and any(_is_nested(row, heads, empty) for row in bare)):
        return list(found)
    kind = next(iter(kinds), "commune")
    if kind == "commune":
        named = [row for row in bare if _may_be_place(row.name) and is_commune(row.name)]
    elif kind == "field":
        fields = {row.name.casefold() for row in heads if row.kind}
        named = [row for row in bare if row.name.casefold() in fields]
    else:
        named = []
    if not kinds and len(named) < len(bare):
        return list(found)
    return [row._replace(kind=kind) if row in named else row for row in found]


def _alone(
    found: Sequence[_Row], read: Sequence[_Row], layout: Collection[int], last: int
) -> tuple[NameAlone, ...]:
    """The names without a word for what they are that stand above dossiers: those that say nothing,
    and those read for a kind of which another row says by a word that it is one.
    """
    empty = {row.line for row in found} | set(layout)
    stated = {row.kind for row in found}
    return tuple(
        NameAlone(row.line, row.name, row.kind)
        for bare, row in zip(found, read, strict=True)
        if bare.name and not bare.kind and row.line + 1 not in empty and row.line < last
        if row.kind is None or row.kind in stated
    )


def _may_be_place(name: str) -> bool:
    """Whether every word of a name begins with a capital, as those of places do."""
    return all(word[:1].isupper() for word in re.split(r"[ -]+", name))


def _is_nested(row: _Row, heads: Sequence[_Row], empty: Collection[int]) -> bool:
    """Whether a name stands below that of a group, with no dossier in between."""
    above = [other.line for other in heads if other.line < row.line]
    return bool(above) and all(line in empty for line in range(above[-1], row.line))


def _unnamed_beside(groups: Sequence[_Row], found: Sequence[_Row]) -> list[_Row]:
    """Names of no known kind that stand where a new group of statuses would, and are one nobody
    knows (*Tạm dừng xử lý* below those that were refused). None where one stands inside a group,
    right below its name: an officer's, say.
    """
    bare = [row for row in found if row.name and not row.kind]
    inside = {row.line + 1 for row in groups} & {row.line for row in bare}
    return [] if inside else bare


def _bare(text: str) -> str:
    """A name without the number before it, its count, and what it is the name of."""
    return re.sub(_TITLE, "", re.sub(_COUNT, "", re.sub(_BEFORE, "", text)) or text)


def _labelled(line: int, label: str, name: str) -> _Row | None:
    """A row that says what the rows below have in common, and before it what that is; None for any
    other.
    """
    columns = columns_named([label], {}) if name else set()
    kind = next((column for column in _LABELLED if column in columns), None)
    if kind is None or fold_search(name) in _ALL:
        return _Row(line) if not columns.isdisjoint(MOMENTS) else None
    if kind == "procedure_name" and (code := re.search(_CODE_IN_NAME, name)):
        return _Row(line, "procedure_code", code[1])
    if kind not in _IN_FIGURES and re.search(_FIGURES, name):
        return None
    name = re.sub(_COUNT, "", name) or name
    return _Row(line, kind, with_kind(label, name) if kind == "commune" else name)


def _heads_sums(words: Sequence[str]) -> bool:
    """Whether a row is the header of a small table below: of counts by field, say."""
    return len(columns_named(words, {})) > 1 or any(map(begins_as_layout, words))


def _of_field(name: str) -> str:
    """A field without the word for field before it."""
    return re.sub(r"^lĩnh vực\s+", "", name, flags=re.IGNORECASE) or name


def _named_by_line(found: Sequence[_Row], kind: str) -> pl.Expr:
    """What the groups of a kind name for each row, by its line; an outer one ends an inner one."""
    order = list(dict.fromkeys(row.kind for row in found if row.kind))
    outer = set(order[: order.index(kind)])
    own = {kind} if kind not in _PROCEDURES else {*_PROCEDURES}
    marks = [row for row in found if row.kind in own or row.kind in outer]
    if kind == "status" and not outer:
        marks = sorted([*marks, *_unnamed_beside(marks, found)], key=lambda row: row.line)
    starts = pl.Series([row.line for row in marks], dtype=pl.UInt32)
    said = [row.name if row.kind in (kind, None) else None for row in marks]
    names = pl.Series(said, dtype=pl.String)

    def name(lines: pl.Series) -> pl.Series:
        place = starts.search_sorted(lines, side="right").cast(pl.Int64) - 1
        inside = pl.when(place >= 0).then(names.gather(place.clip(0)))
        return pl.select(inside).to_series()

    return pl.col(LINE).map_batches(name, return_dtype=pl.String(), is_elementwise=True)
