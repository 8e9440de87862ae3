"""What a page must have to be read by everybody, found by the parser of the standard library."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect"}


@dataclass
class Table:
    captions: int = 0
    heads: list[str | None] = field(default_factory=list)
    headed_rows: int = 0
    rows: int = 0


class Structure(HTMLParser):
    """The parts of one page: `faults()` names what is wrong with it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lang: str | None = None
        self.title = ""
        self.headings: list[int] = []
        self.ids: Counter[str] = Counter()
        self.tables: list[Table] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self.wrong: list[str] = []
        self._path: list[str] = []
        self._drawings: list[list[str]] = []
        self.feed(page)
        self.close()
        if self._path:
            self.wrong.append(f"not closed: {self._path}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in _VOID:
            self._path.append(tag)
        self._look(tag, told)
        if identity := told.get("id"):
            self.ids[identity] += 1
        for name, value in told.items():
            if name.startswith("on"):
                self.wrong.append(f"{tag} {name}")
            if name in {"href", "src", "xlink:href"}:
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def _look(self, tag: str, told: dict[str, str | None]) -> None:
        if tag == "html":
            self.lang = told.get("lang")
        elif tag in {"script", "iframe", "object", "embed", "link", "base"}:
            self.wrong.append(tag)
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        elif tag in {"table", "caption", "th", "tr"}:
            self._tabled(tag, told.get("scope"))
        elif tag in {"svg", "img"}:
            self._pictured(tag, told)
        if told.get("role") == "region" or tag == "nav":
            self.labels.append(told.get("aria-label") or told.get("aria-labelledby") or "")

    def _tabled(self, tag: str, scope: str | None) -> None:
        if tag == "table":
            self.tables.append(Table())
        elif tag == "caption":
            self.tables[-1].captions += 1
        elif tag == "tr":
            self.tables[-1].rows += 1
        else:
            self.tables[-1].heads.append(scope)
            self.tables[-1].headed_rows += scope == "row"

    def _pictured(self, tag: str, told: dict[str, str | None]) -> None:
        if tag == "svg":
            self._drawings.append((told.get("aria-labelledby") or "").split())
            if told.get("role") != "img":
                self.wrong.append("svg without a role")
        elif not told.get("alt"):
            self.wrong.append("img without alt")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self._path or self._path.pop() != tag:
            self.wrong.append(f"closed out of turn: {tag}")

    def handle_data(self, data: str) -> None:
        if self._path[-1:] == ["title"] and "svg" not in self._path:
            self.title += data

    def faults(self) -> list[str]:
        """Everything that is wrong; nothing for a sound page."""
        faults = list(self.wrong)
        faults += [] if self.lang in {"vi", "en"} else ["lang"]
        faults += [] if self.title.strip() else ["title"]
        faults += [] if self.headings.count(1) == 1 == self.headings[0] else ["h1"]
        pairs = zip(self.headings, self.headings[1:], strict=False)
        faults += [f"h{a} then h{b}" for a, b in pairs if b > a + 1]
        faults += [f"id {name} twice" for name, n in self.ids.items() if n > 1]
        for table in self.tables:
            faults += [] if table.captions == 1 else ["caption"]
            faults += [] if set(table.heads) <= {"col", "row"} else ["th without scope"]
            faults += [] if table.headed_rows == table.rows - 1 else ["row without a heading"]
        labelled = [name for drawing in self._drawings for name in drawing or ["?"]]
        faults += [f"svg label {name}" for name in labelled if name not in self.ids]
        faults += [] if len({*self.labels, ""}) == len(self.labels) + 1 else ["landmarks alike"]
        faults += [
            f"link {link}"
            for link in self.links
            if ":" in link
            or link.startswith(("/", "."))
            or (link.startswith("#") and link[1:] not in self.ids)
        ]
        return faults
