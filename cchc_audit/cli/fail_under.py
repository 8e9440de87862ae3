"""The gates a user sets on a summary: the rate under which the exit code says so."""

from typing import TYPE_CHECKING, NamedTuple

from cchc_audit.cli.language import texts
from cchc_audit.cli.values import rate
from cchc_audit.render.numbers import limit, percent

if TYPE_CHECKING:
    import polars as pl


class Gates(NamedTuple):
    """The least `on_time_rate` of the total and of each row, as fractions; None: no gate."""

    total: float | None
    each: float | None

    @classmethod
    def of(cls, fail_under: str | None, fail_under_each: str | None) -> "Gates":
        """The gates from what was typed. Raises `ConfigError`."""
        return cls(
            None if fail_under is None else rate(fail_under, option="--fail-under"),
            None if fail_under_each is None else rate(fail_under_each, option="--fail-under-each"),
        )

    @property
    def limits(self) -> tuple[float, ...]:
        """The gates that are set."""
        return tuple(gate for gate in (self.total, self.each) if gate is not None)

    def failed(self, groups: "pl.DataFrame", total: "pl.DataFrame") -> tuple[str, ...]:
        """A sentence for every gate that fails.

        `groups`: every row of the summary, none cut off; `total`: its total row. A row without
        resolved dossiers has no rate, and fails no gate.
        """
        sentences = []
        reached = total["on_time_rate"].item()
        if self.total is not None and reached is not None and reached < self.total:
            sentences.append(
                texts()(
                    "cli.gate_total",
                    rate=percent(reached, texts(), limits=(self.total,)),
                    gate=limit(self.total, texts()),
                )
            )
        if self.each is not None:
            below = groups.filter(groups["on_time_rate"] < self.each).height
            if below:
                n, gate = texts().whole(below), limit(self.each, texts())
                sentences.append(texts()("cli.gate_each", n=n, gate=gate))
        return tuple(sentences)
