"""Groupings of assessed dossiers: what is in scope, counted how, in which order, in which words.

dossiers.filter(in_period(first, last) & where(filters, values=...))
  → histogram (one streaming pass) → summarise (in memory) → ranked | sorted_by → closing

"""

from cchc_audit.analysis.summary.closing import closing, count_lateness
from cchc_audit.analysis.summary.filters import channel_of, distinct_values, filter_columns, where
from cchc_audit.analysis.summary.histogram import (
    COUNTS,
    LATE_BY_CERTAINTY,
    certainty_columns,
    count_certainty,
    count_histogram,
)
from cchc_audit.analysis.summary.keys import Key, keys_of
from cchc_audit.analysis.summary.late_lists import due_rows, is_due, is_late, late_rows, sort_rows
from cchc_audit.analysis.summary.measures import SUMMARY_COLUMNS, Summary, summarise
from cchc_audit.analysis.summary.order import natural, natural_key, rank_groups, sorted_by
from cchc_audit.analysis.summary.period import begins, in_period, is_carried_over
from cchc_audit.analysis.summary.rates import DEFAULT_TARGET, late_allowed, ratio, target_of, wilson
from cchc_audit.core.vocabulary import BEHIND

__all__ = [
    "BEHIND",
    "COUNTS",
    "DEFAULT_TARGET",
    "LATE_BY_CERTAINTY",
    "SUMMARY_COLUMNS",
    "Key",
    "Summary",
    "begins",
    "certainty_columns",
    "channel_of",
    "closing",
    "count_certainty",
    "count_histogram",
    "count_lateness",
    "distinct_values",
    "due_rows",
    "filter_columns",
    "in_period",
    "is_carried_over",
    "is_due",
    "is_late",
    "keys_of",
    "late_allowed",
    "late_rows",
    "natural",
    "natural_key",
    "rank_groups",
    "ratio",
    "sort_rows",
    "sorted_by",
    "summarise",
    "target_of",
    "where",
    "wilson",
]
