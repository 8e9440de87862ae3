"""The load of officers as a table: for the page and the paper alike."""

from cchc_audit.core.settings import Showing
from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_lists import Head, Table, plain
from cchc_audit.render import numbers
from cchc_audit.texts import Texts


def coded(gathered: Gathered) -> bool:
    """Whether officers stand in a pack by their codes."""
    return gathered.request.settings.privacy.officers(published=True) is Showing.CODE


def officers_table(pack: Pack, texts: Texts) -> Table | None:
    """The load of officers; None where nobody is named."""
    if all(load.officer is None for load in pack.officers):
        return None
    names = ("total", "resolved", "late", "in_hand", "overdue")
    rows = []
    for load in pack.officers:
        counts = (load.total, load.resolved, load.late, load.in_hand, load.overdue)
        name = texts("key.nothing") if load.officer is None else load.officer
        rows.append(plain([name, *(numbers.whole(n, texts) for n in counts)]))
    heads = [
        Head(texts("key.officer")),
        *(Head(texts(f"brief.officers.{name}"), number=True) for name in names),
    ]
    return Table(texts("brief.officers.caption"), tuple(heads), tuple(rows))
