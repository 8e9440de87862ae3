"""The headline figures of a unit beside those of its peers and of the period before."""

from collections.abc import Iterator

from cchc_audit.analysis.summary import LATE_BY_CERTAINTY
from cchc_audit.products.brief.pack import Figures, Gathered, Pack
from cchc_audit.products.brief.pack_lists import Head, Table, people_of, plain
from cchc_audit.render.numbers import NOTHING, day, percent, whole
from cchc_audit.texts import Texts

MEASURES = (
    *("total", "received", "carried_over", "resolved", "early", "on_time", "late", "pending"),
    *("overdue", "suspended", "withdrawn", "unassessable", "not_received", "on_time_rate"),
    *("true_rate", "time_saved", "online_share", *LATE_BY_CERTAINTY, "late_apologised"),
    *("processing_median", "processing_p90", "days_late_max"),
)
"""The columns of a summary that a pack shows, in this order."""


def figures_table(pack: Pack, gathered: Gathered, texts: Texts) -> Table:
    """A measure a row; the unit, all units together, the period before where there is one."""
    people = people_of(gathered, texts)
    heads = [
        Head(texts("brief.figures.measure")),
        Head(texts("brief.figures.unit"), number=True),
        Head(texts("brief.figures.peers", n=whole(gathered.peers_count, texts)), number=True),
    ]
    columns: list[Figures] = [pack.figures, gathered.peers]
    before = gathered.before
    if gathered.covered and before is not None:
        days = {"first": day(before.first), "last": day(before.last)}
        heads.append(Head(texts("brief.figures.before", **days), number=True))
        columns.append(pack.earlier or {})
    rows = [
        plain(
            [
                texts(f"summary_column.{name}"),
                *(people.cell(name, one) if name in one else NOTHING for one in columns),
            ]
        )
        for name in MEASURES
    ]
    return Table(texts("brief.figures.caption"), tuple(heads), tuple(rows))


def figures_words(pack: Pack, gathered: Gathered, texts: Texts) -> Iterator[str]:
    """What the figures say in sentences: how sure the rate is, what is behind, what is compared."""
    figures = pack.figures
    if not figures["total"]:
        yield texts("brief.nothing")
    rate, low, high = (figures[name] for name in ("true_rate", "true_low", "true_high"))
    common = gathered.peers["true_rate"]
    if rate is not None and low is not None and high is not None and common is not None:
        yield texts(
            "brief.figures.rate",
            rate=percent(rate, texts, limits=gathered.provenance.targets),
            low=percent(low, texts),
            high=percent(high, texts),
            peers=percent(common, texts),
            n=whole(gathered.peers_count, texts),
        )
        if gathered.peers_count > 1:
            inside = low <= common <= high
            yield texts("brief.figures.alike" if inside else "brief.figures.apart")
    counts = {name: _count(figures, name) for name in ("late", "overdue", *LATE_BY_CERTAINTY)}
    if counts["late"] or counts["overdue"]:
        yield texts("brief.figures.behind", **{name: whole(n, texts) for name, n in counts.items()})
    yield before_words(gathered, texts)


def before_words(gathered: Gathered, texts: Texts) -> str:
    """Whether the period before is compared, and if not why."""
    before = gathered.before
    if before is None:
        return texts("brief.before.none")
    if not gathered.covered:
        days = {"first": day(before.first), "last": day(before.last)}
        return texts("brief.before.uncovered", **days)
    return texts("brief.before.judged", last=day(before.last))


def _count(figures: Figures, name: str) -> int:
    value = figures[name]
    return value if isinstance(value, int) else 0
