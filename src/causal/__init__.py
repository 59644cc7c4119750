"""Incident causal analysis: what lined up, what would have stopped it, what still gets through.

>>> import causal
>>> story = causal.describe("INC-1", "Checkout failed")
>>> deploy = story.trigger("A deploy introduced a slow query", id="deploy")
>>> pool = story.gap("The pool was too small", layer="capacity", id="pool")
>>> _ = story.outcome.because(deploy, pool)
>>> _ = story.action("Size the pool by a formula", addresses=pool)
>>> causal.assess_actions(story.build()).depth
1

The names below load what they need when they are first used, so that importing stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from causal._version import __version__
from causal.errors import (
    CausalError,
    Fault,
    InvalidFormula,
    InvalidIncident,
    MissingExtra,
    MissingGlyphs,
    NotFinished,
    NothingToCompare,
    NothingToDraw,
    NothingToExplain,
    UnknownFormat,
    UnknownName,
)

if TYPE_CHECKING:
    from causal.analysis import (
        assess_actions,
        assess_doubt,
        cheapest_fix,
        check_links,
        compare_five_whys,
        diff,
        explain,
        judge_actions,
        match_five_whys,
        report_layers,
    )
    from causal.api import draw, figure, report
    from causal.corpus import Corpus, load_corpus
    from causal.graph.view import from_networkx, to_networkx
    from causal.io import dump, dumps, load, loads, read
    from causal.model import Incident
    from causal.model.builder import describe
    from causal.model.schema import incident_schema
    from causal.model.told import all_of, any_of, at_least

__all__ = [
    "CausalError",
    "Corpus",
    "Fault",
    "Incident",
    "InvalidFormula",
    "InvalidIncident",
    "MissingExtra",
    "MissingGlyphs",
    "NotFinished",
    "NothingToCompare",
    "NothingToDraw",
    "NothingToExplain",
    "UnknownFormat",
    "UnknownName",
    "__version__",
    "all_of",
    "any_of",
    "assess_actions",
    "assess_doubt",
    "at_least",
    "cheapest_fix",
    "check_links",
    "compare_five_whys",
    "describe",
    "diff",
    "draw",
    "dump",
    "dumps",
    "explain",
    "figure",
    "from_networkx",
    "incident_schema",
    "judge_actions",
    "load",
    "load_corpus",
    "loads",
    "match_five_whys",
    "read",
    "report",
    "report_layers",
    "to_networkx",
]

_HOME = {
    "Corpus": "causal.corpus",
    "Incident": "causal.model",
    "all_of": "causal.model.told",
    "any_of": "causal.model.told",
    "assess_actions": "causal.analysis",
    "assess_doubt": "causal.analysis",
    "at_least": "causal.model.told",
    "cheapest_fix": "causal.analysis",
    "check_links": "causal.analysis",
    "compare_five_whys": "causal.analysis",
    "describe": "causal.model.builder",
    "diff": "causal.analysis",
    "draw": "causal.api",
    "dump": "causal.io",
    "dumps": "causal.io",
    "explain": "causal.analysis",
    "figure": "causal.api",
    "from_networkx": "causal.graph.view",
    "incident_schema": "causal.model.schema",
    "judge_actions": "causal.analysis",
    "load": "causal.io",
    "load_corpus": "causal.corpus",
    "loads": "causal.io",
    "match_five_whys": "causal.analysis",
    "read": "causal.io",
    "report": "causal.api",
    "report_layers": "causal.analysis",
    "to_networkx": "causal.graph.view",
}
"""Where each lazy name lives."""


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'causal' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
