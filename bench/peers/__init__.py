"""The same job done with other tools, as somebody who knows them well would do it.

Each prints one JSON object: `total` and `communes` (sorted lists of the figures of `FIGURES`), and
the number of ids that stand on several rows. What they leave out, the tool does on top: the guards
against rows lost or shifted, spellings other than those of this very file, whether a verdict is
firm or contestable, the sentence on where the lateness comes from.
"""

FIGURES = (
    "total",
    "early",
    "on_time",
    "late",
    "pending",
    "overdue",
    "suspended",
    "withdrawn",
    "unassessable",
    "not_received",
    "processing_median",
    "processing_p90",
    "days_late_max",
)
