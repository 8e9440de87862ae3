"""What a night tells people: a text for a mail, at most `WIDTH` columns wide: the verdict, what is
new, then what stands.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from rich.cells import cell_len

from cchc_audit.analysis.snapshots import Entry
from cchc_audit.core.vocabulary import Severity
from cchc_audit.products.history.altered_findings import counted
from cchc_audit.products.history.change_sentences import coded_sentences
from cchc_audit.products.nightly.gates import Gate, Kind
from cchc_audit.products.nightly.news import NEWS, list_news, sentence_of
from cchc_audit.products.nightly.night import Night
from cchc_audit.products.nightly.night_figures import FIGURES, RATES, Figure, most_overdue
from cchc_audit.products.nightly.outputs import OUTPUTS
from cchc_audit.products.nightly.run_folder import REPORT
from cchc_audit.render import numbers
from cchc_audit.render.escape import visible
from cchc_audit.render.wrapping import wrap
from cchc_audit.texts import Texts

WIDTH = 78
_CELL = 12
_FIRST = WIDTH - 3 * _CELL
_COMMUNES = 5
"""How many communes are named."""
_MARGIN = "  "


def digest(night: Night, *, place: Path | None, taken: Entry | None, texts: Texts) -> str:
    """The digest of a night; `place` and `taken` are None where nothing was written."""
    parts = (
        _heading(night, texts, dry=taken is None),
        _news(night, texts),
        _gates(night.gates, texts),
        _warnings(night, texts),
        _table(night, texts),
        _doubts(night, texts),
        _changes(night, texts),
        _findings(night, texts),
        _communes(night, texts),
        _rows(night, texts),
        _outputs(place, taken, texts),
    )
    blocks = ("\n".join(line.rstrip() for line in part) for part in parts)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _heading(night: Night, texts: Texts, *, dry: bool) -> Iterator[str]:
    """The verdict, and what moment the figures are of."""
    failed = sum(not gate.passed for gate in night.gates)
    if not night.gates:
        verdict = texts("nightly.verdict.none")
    elif failed:
        verdict = texts("nightly.verdict.failed", n=failed, of=len(night.gates))
    else:
        verdict = texts("nightly.verdict.passed")
    until = numbers.as_of(night.request.as_of, texts, key="nightly.until")
    yield from wrap(texts("nightly.heading", verdict=verdict, until=until), WIDTH)
    if dry:
        yield from wrap(texts("nightly.dry_run"), WIDTH)


def _gates(gates: Sequence[Gate], texts: Texts) -> Iterator[str]:
    for gate in gates:
        mark = texts("nightly.gate.passed" if gate.passed else "nightly.gate.failed")
        yield from _item(f"{mark}: {_gate(gate, texts)}")


def _gate(gate: Gate, texts: Texts) -> str:
    """What a gate asks for and what the night reached."""
    match gate.kind:
        case Kind.ON_TIME_RATE_MIN:
            limit, value = _limit(gate.limit, texts), _rate(gate.value, texts, gate.limit)
        case Kind.OVERDUE_MAX | Kind.ALTERED_MAX | Kind.MISSING_MAX:
            limit, value = _count(gate.limit, texts), _count(gate.value, texts)
        case Kind.FAIL_ON:
            limit, value = texts(f"severity.{gate.limit}"), _count(gate.value, texts)
    return texts(f"nightly.gate.{gate.kind}", limit=limit, value=value)


def _news(night: Night, texts: Texts) -> Iterator[str]:
    """What is new since the night before, before anything that only stands."""
    if night.previous is None:
        return
    day = numbers.day(night.previous.entry.manifest.day)
    told = list(list_news(night, texts))
    yield from wrap(texts("nightly.news" if told else "nightly.news.none", day=day), WIDTH)
    for sentence, dossiers in told:
        yield from _item(sentence)
        for dossier in dossiers:
            yield from _item(dossier, mark="    ")


def _warnings(night: Night, texts: Texts) -> Iterator[str]:
    others = [warned for warned in night.warnings if warned.notice not in NEWS]
    if others:
        yield texts("nightly.warnings")
    for warned in others:
        yield from _item(sentence_of(warned, texts))


def _table(night: Night, texts: Texts) -> Iterator[str]:
    """The figures of tonight beside those of the night before."""
    days = [numbers.day(night.day)]
    if night.previous is not None:
        days = [numbers.day(night.previous.entry.manifest.day), *days, texts("nightly.difference")]
    yield _line("", days)
    targets = night.provenance.targets
    yield "-" * WIDTH
    for name in FIGURES:
        label = texts(f"nightly.figure.{name}", n=night.request.settings.rules.due_soon)
        tonight = night.figures[name]
        cells = [_figure(name, tonight, texts, *targets)]
        if night.before is not None:
            then = night.before[name]
            cells = [
                _figure(name, then, texts, *targets),
                *cells,
                _change(name, then, tonight, texts),
            ]
        yield _line(label, cells)


def _doubts(night: Night, texts: Texts) -> Iterator[str]:
    """What would settle the unproven ones among the late, and statuses that nobody knows."""
    for sentence in night.late.closing:
        yield from _item(sentence)
    statuses = night.provenance.statuses
    if statuses is not None and statuses.dossiers:
        yield from _item(visible(statuses.advice(texts)))


def _line(label: str, cells: Sequence[str]) -> str:
    blank = " " * (_FIRST - cell_len(label))
    return label + blank + "".join(" " * (_CELL - cell_len(cell)) + cell for cell in cells)


def _figure(name: str, value: Figure, texts: Texts, *targets: float) -> str:
    return _rate(value, texts, *targets) if name in RATES else _count(value, texts)


def _change(name: str, then: Figure, now: Figure, texts: Texts) -> str:
    """The difference; of rates in points of per cent."""
    if then is None or now is None:
        return numbers.NOTHING
    if name not in RATES:
        return numbers.signed(int(now) - int(then), texts)
    return numbers.points(then, now, texts)


def _rate(value: object, texts: Texts, *limits: object) -> str:
    if not isinstance(value, int | float):
        return numbers.NOTHING
    held = [float(limit) for limit in limits if isinstance(limit, int | float)]
    return numbers.percent(value, texts, limits=held)


def _limit(value: object, texts: Texts) -> str:
    return numbers.limit(value, texts) if isinstance(value, int | float) else numbers.NOTHING


def _count(value: object, texts: Texts) -> str:
    return numbers.whole(value, texts) if isinstance(value, int) else numbers.NOTHING


def _changes(night: Night, texts: Texts) -> Iterator[str]:
    """What was altered since the night before."""
    if night.previous is None:
        yield from wrap(texts("nightly.first_night"), WIDTH)
        return
    yield texts("nightly.changes", day=numbers.day(night.previous.entry.manifest.day))
    told = {texts("findings.risks"), *coded_sentences(night.found, texts)}
    # The first sentence tells what was compared, as the heading does.
    for sentence in night.changes.closing[1:]:
        if sentence not in told:
            yield from _item(visible(sentence))


def _findings(night: Night, texts: Texts) -> Iterator[str]:
    counts = counted(night.findings)
    said = (f"{texts(f'severity.{s}')}: {numbers.whole(counts[s], texts)}" for s in Severity)
    yield from wrap(texts("nightly.findings", counts="; ".join(said)), WIDTH)
    if any(counts.values()):
        yield from wrap(texts("findings.risks"), WIDTH)


def _communes(night: Night, texts: Texts) -> Iterator[str]:
    """The communes with most open overdue dossiers, and how many they had the night before."""
    found = most_overdue(night.dossiers)
    if not found:
        return
    before = None if night.previous is None else _overdue(night.previous.state.dossiers)
    yield texts("nightly.communes", n=numbers.whole(len(found), texts))
    for name, n in found[:_COMMUNES]:
        cells = [_count(n, texts)]
        if before is not None:
            then = before.get(name, 0)
            cells = [_count(then, texts), *cells, numbers.signed(n - then, texts)]
        first, *rest = wrap(_MARGIN + visible(name), _FIRST - 1)
        yield _line(first, cells)
        yield from (_MARGIN + line for line in rest)


def _overdue(dossiers: pl.DataFrame) -> dict[str, int]:
    return dict(most_overdue(dossiers))


def _rows(night: Night, texts: Texts) -> Iterator[str]:
    """The sum that accounts for every row, and the files it is of."""
    sums = night.provenance
    number = {
        "read": sums.rows_read,
        "assessed": sums.assessed,
        "rejected": sums.rows_rejected,
        "duplicates": sums.duplicates,
    }
    said = texts("report.rows", **{name: numbers.whole(n, texts) for name, n in number.items()})
    yield from wrap(said, WIDTH)
    yield from (_MARGIN + visible(file) for file in sums.files)


def _outputs(place: Path | None, taken: Entry | None, texts: Texts) -> Iterator[str]:
    """Where the files are, and the digest that a mail keeps outside the machine."""
    if place is None or taken is None:
        return
    yield texts("nightly.outputs")
    yield _MARGIN + visible(str(place))
    yield from _item(" ".join((*OUTPUTS, REPORT)), mark="")
    number = numbers.whole(taken.manifest.number, texts)
    yield from wrap(texts("nightly.snapshot", number=number), WIDTH)
    yield _MARGIN + taken.digest


def _item(text: str, *, mark: str = "- ") -> Iterator[str]:
    """A text in lines that hang behind its mark."""
    lead = _MARGIN + mark
    first, *rest = wrap(text, WIDTH - len(lead))
    yield lead + first
    yield from (" " * len(lead) + line for line in rest)
