"""The line a dossier walks, from the export to the answer: the file to read first.

    read → normalise → judge → find → sum up → render

| step | where |
|---|---|
| what is asked: files, instant of judgement, period, filters, settings | request.py |
| exports and side files opened; rows read and normalised (`intake`), each judged by calendar,
  catalogue and clock (`law`): one lazy plan | dataset.py |
| which dossiers the request speaks of: period, filters | scope.py |
| queries over the dossiers that stand, in one pass with the account of all rows; a further pass
  where several rows claim one dossier or a day lies beyond the calendar | run.py |
| a question a module, answered as a `Report` | lists, summaries, check, findings, rank, views,
  simulate |
| verdicts written while they are found | verdict_stream.py |
| what the commune answered to findings | responses.py |

`render` writes a `Report` in any format. Nothing here prints, exits or reads the clock. What only
one question needs is imported when that question is asked: a list waits for nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_audit.audit.check import check_exports as check_exports
    from cchc_audit.audit.dataset import Dataset as Dataset
    from cchc_audit.audit.dataset import open_dataset as open_dataset
    from cchc_audit.audit.findings import find as find
    from cchc_audit.audit.lists import list_due as list_due
    from cchc_audit.audit.lists import list_late as list_late
    from cchc_audit.audit.lists import list_verdicts as list_verdicts
    from cchc_audit.audit.lists import stream_verdicts as stream_verdicts
    from cchc_audit.audit.rank import rank_groups as rank_groups
    from cchc_audit.audit.request import Request as Request
    from cchc_audit.audit.run import RunResult as RunResult
    from cchc_audit.audit.run import run_queries as run_queries
    from cchc_audit.audit.simulate import simulate_cut as simulate_cut
    from cchc_audit.audit.summaries import summarise_by as summarise_by
    from cchc_audit.audit.summaries import summarise_communes as summarise_communes
    from cchc_audit.audit.views import compare_views as compare_views

_MODULES = {
    "request": ("Request",),
    "dataset": ("Dataset", "open_dataset"),
    "run": ("RunResult", "run_queries"),
    "lists": ("list_late", "list_due", "list_verdicts", "stream_verdicts"),
    "summaries": ("summarise_communes", "summarise_by"),
    "check": ("check_exports",),
    "findings": ("find",),
    "rank": ("rank_groups",),
    "views": ("compare_views",),
    "simulate": ("simulate_cut",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


if not TYPE_CHECKING:  # a type checker shall see what there is, and nothing else

    def __getattr__(name: str) -> object:
        """What the table holds under that name; its module is imported when it is first asked."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
