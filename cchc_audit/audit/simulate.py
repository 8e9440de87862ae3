"""What lateness would have been under terms cut by a share, and what is said of it."""

from dataclasses import replace
from fractions import Fraction

import polars as pl

from cchc_audit.analysis.simulation import Simulation, recut, simulate, tally
from cchc_audit.analysis.summary import sorted_by
from cchc_audit.analysis.summary.closing import cut_at_word
from cchc_audit.audit.dataset import Dataset, open_dataset
from cchc_audit.audit.passes import Query
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_adapted
from cchc_audit.audit.scope import in_scope
from cchc_audit.core.vocabulary import Against
from cchc_audit.intake.values.terms import Term
from cchc_audit.law.catalogue.term_tables import text_of
from cchc_audit.render import numbers
from cchc_audit.render import report_kinds as kinds
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

_NAMED = 3


def simulate_cut(request: Request, *, cut: Fraction) -> Report:
    """Results under terms cut by `cut`, a procedure and its term a row; the sums last.

    The resolved dossiers in scope are judged again, always by the legal term: an appointment or a
    local promise is not what a reform cuts. Raises `CchcError`.
    """
    settings = request.settings
    policy = settings.policy._replace(against=Against.LEGAL)
    dataset = open_dataset(replace(request, settings=settings._replace(policy=policy)))
    scope = in_scope(dataset)
    result = run_adapted(dataset, lambda of: _count(of, scope, cut))
    found = simulate(result.frames[0], cut=cut, target=request.target_rate)
    rows = found.rows
    if request.sort is not None:
        rows = sorted_by(rows, (), column=request.sort)
    shown = rows if request.limit is None else rows.head(request.limit)
    terms = [text_of(pl.col(name)).alias(name) for name in ("term", "cut_term", "least_term")]
    legal = settings.policy.against is Against.LEGAL
    return Report(
        kinds.SIMULATE,
        pl.concat([shown, found.total]).lazy().with_columns(terms),
        len(rows),
        len(shown),
        result.conclude(),
        keys=("procedure_code",),
        has_total=True,
        closing=_sentences(found, Texts(settings.lang), legal=legal),
        extra={"cut": float(cut), "target": float(found.target)},
    )


def _count(dataset: Dataset, scope: pl.Expr, cut: Fraction) -> Query:
    return lambda rows: [tally(recut(rows.filter(scope), dataset.case, cut=cut))]


def _sentences(found: Simulation, texts: Texts, *, legal: bool) -> tuple[str, ...]:
    """Finished sentences. `legal`: whether the settings judge by the legal term anyway."""
    if found.rows.is_empty():
        return ()
    rows = found.rows
    shorter = rows.filter(pl.col("cut_term") < pl.col("term"))
    same = rows.height - shorter.height
    without = int(rows.filter(pl.col("term").is_null())["resolved"].sum())
    lines = [_total(found, texts)]
    if not shorter.is_empty():
        bearing = int(shorter["bears"].sum())
        target = _share(found.target, texts)
        failing = shorter.filter(~pl.col("bears"))
        counts = {
            "bearing": bearing,
            "cuttable": shorter.height,
            "missing": _count_missing(failing, found.target),
        }
        told = {name: numbers.whole(n, texts) for name, n in counts.items()}
        lines.append(texts("simulation.bearing", target=target, **told))
        dearer = failing.filter(pl.col("late_cut") > pl.col("late"))
        if not dearer.is_empty():
            lines.append(texts("simulation.failing", names=_name_procedures(dearer, texts)))
    if same:
        lines.append(texts("simulation.same", n=numbers.whole(same, texts)))
    if without:
        lines.append(texts("simulation.no_term", n=numbers.whole(without, texts)))
    if not rows["max_cut"].is_null().all():
        lines.append(texts("simulation.max_cut"))
    return (*lines, *(() if legal else (texts("simulation.legal"),)))


def _count_missing(failing: pl.DataFrame, target: Fraction) -> int:
    """How many of the rows that do not bear the cut miss the target as it is."""
    kept = failing["resolved"] - failing["late"]
    return int((kept * target.denominator < failing["resolved"] * target.numerator).sum())


def _total(found: Simulation, texts: Texts) -> str:
    counts = {name: int(found.total[name].item()) for name in ("resolved", "late", "late_cut")}
    told = {name: numbers.whole(n, texts) for name, n in counts.items()}
    cut = _share(found.cut, texts)
    if counts["late"] == counts["late_cut"]:
        del told["late_cut"]
        return texts("simulation.unchanged_total", cut=cut, **told)
    return texts("simulation.total", cut=cut, **told)


def _name_procedures(rows: pl.DataFrame, texts: Texts) -> str:
    """The first rows by name and term, and how many more there are."""
    shown = rows if rows.height <= _NAMED + 1 else rows.head(_NAMED)
    names = "; ".join(
        texts(
            "simulation.procedure",
            name=cut_at_word(name or code or texts("simulation.unnamed")),
            term=Term.from_code(term).words(texts),
            n=numbers.whole(cut - late, texts),
        )
        for name, code, term, late, cut in shown.select(
            "procedure_name", "procedure_code", "term", "late", "late_cut"
        ).iter_rows()
    )
    more = rows.height - shown.height
    return texts("simulation.and_more", names=names, n=more) if more else names


def _share(share: Fraction, texts: Texts) -> str:
    return numbers.percent(float(share), texts).replace(",0%", "%").replace(".0%", "%")
