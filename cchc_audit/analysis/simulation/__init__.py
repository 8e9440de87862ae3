"""What lateness would be if terms were cut: `recut` judges again, `simulate` sums up.

dossiers → `recut` (a further run of the clock, in the same plan) → `tally` (small) → `simulate`

The plans to reform procedures cut terms by a share, 30 % as a rule. Which procedures can bear it
is a question to the dossiers already resolved.
"""

from cchc_audit.analysis.simulation.recut import cut_code, recut
from cchc_audit.analysis.simulation.tally import Simulation, simulate, tally

__all__ = [
    "Simulation",
    "cut_code",
    "recut",
    "simulate",
    "tally",
]
