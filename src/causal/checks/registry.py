"""Every rule by its id: those shipped, then those that other packages add by entry point."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from causal.checks import rules as shipped
from causal.checks.rule import Rule
from causal.errors import CausalError

GROUP = "causal.rules"
"""The group of entry points; each loads to a `Rule`."""


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its id, sorted.

    Raises:
        CausalError: Two rules have one id, or an entry point loads to something else.
    """
    found: dict[str, Rule] = {}
    for module in iter_modules(shipped.__path__):
        made = import_module(f"{shipped.__name__}.{module.name}")
        found |= {rule.id: rule for rule in vars(made).values() if isinstance(rule, Rule)}
    for entry in entry_points(group=GROUP):
        rule = entry.load()
        if not isinstance(rule, Rule):
            raise CausalError(f"the entry point {entry.name!r} of {GROUP!r} is no Rule: {rule!r}")
        if rule.id in found:
            raise CausalError(f"the rule {rule.id!r} of {entry.value!r} is there already")
        found[rule.id] = rule
    return dict(sorted(found.items()))
