"""The nightly run: what `cchc.toml` configures, gathered, compared, written whole, and told.

    inputs → gathered (late list, summary, findings, changes) → published (a folder, a snapshot)

A killed run leaves the last whole state, and the next one puts right what it left; see `run_folder`
for how a folder of outputs appears, and `find_predecessor` for what a night is compared with.
"""

from cchc_audit.products.nightly.inputs import NoInputError
from cchc_audit.products.nightly.run_night import Asked, Form, Told, run_nightly

__all__ = ["Asked", "Form", "NoInputError", "Told", "run_nightly"]
