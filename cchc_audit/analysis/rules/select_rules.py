"""Which rules run: codes and prefixes, chosen and left out."""

from collections.abc import Sequence

from cchc_audit.analysis.rules.rule import Rule
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import near


def select_rules(
    rules: Sequence[Rule], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Rule, ...]:
    """The rules that run, in the order of `rules`.

    `select` and `ignore` hold codes and prefixes (`A204`, `A2`, `T`), in any case; without
    `select` all run but those that must be named by their very code. Raises `ConfigError` for one
    that stands for no rule, with a near match, and where nothing is left.
    """
    wanted = [_check_known(text, rules) for text in select]
    left_out = [_check_known(text, rules) for text in ignore]
    chosen = tuple(
        rule
        for rule in rules
        if (_is_meant(rule, wanted) if wanted else not rule.explicit)
        and not any(rule.code.startswith(text) for text in left_out)
    )
    if not chosen:
        raise ConfigError("rules.none_left")
    return chosen


def find_rule(code: str, rules: Sequence[Rule]) -> Rule:
    """The rule of that code or name. Raises `ConfigError` with near matches where there is none."""
    text = code.strip()
    for rule in rules:
        if text.upper() == rule.code or text.casefold() == rule.name:
            return rule
    raise _unknown(code, [*(rule.code for rule in rules), *(rule.name for rule in rules)])


def _is_meant(rule: Rule, wanted: Sequence[str]) -> bool:
    if rule.explicit:
        return rule.code in wanted
    return any(rule.code.startswith(text) for text in wanted)


def _check_known(text: str, rules: Sequence[Rule]) -> str:
    code = text.strip().upper()
    if not code or not any(rule.code.startswith(code) for rule in rules):
        raise _unknown(text, [rule.code for rule in rules])
    return code


def _unknown(text: str, known: list[str]) -> ConfigError:
    meant = near(text.strip().upper(), known) or near(text.strip().casefold(), known)
    if meant is None:
        return ConfigError("rules.unknown", text=text)
    return ConfigError("rules.unknown_near", text=text, near=meant)
