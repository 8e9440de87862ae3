"""The nightly run: what `cchc.toml` configures, gathered, compared, written whole, and told.

    inputs → gathered (late list, summary, findings, changes) → published (a folder, a snapshot)

A killed run leaves the last whole state, and the next one puts right what it left; see `shelf` for
how a folder of outputs appears, and `predecessor` for what a night is compared with.
"""

from cchc_audit.products.nightly.inputs import NoInputError
from cchc_audit.products.nightly.run_night import Asked, Form, Told, nightly

__all__ = ["Asked", "Form", "NoInputError", "Told", "nightly"]
