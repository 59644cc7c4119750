"""Incident causal analysis: what lined up, what would have stopped it, what still gets through.

>>> import causal
>>> story = causal.new("INC-1", "Checkout failed")
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
    InvalidCatalogue,
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
        assess_layers,
        assess_links,
        assess_uncertainty,
        cheapest_fix,
        compare_five_whys,
        diff,
        explain,
        read_five_whys,
    )
    from causal.api import draw, figure, report
    from causal.catalogue import Catalogue, suggest_factors
    from causal.checks import check, check_text
    from causal.corpus import Corpus, load_corpus
    from causal.corpus.read.convert import convert
    from causal.graph.budget import Budget
    from causal.graph.view import from_networkx, to_networkx
    from causal.io import dump, dumps, load, loads, read
    from causal.io.grounding import ground
    from causal.model import Incident
    from causal.model.formulas import all_of, any_of, at_least, contributing
    from causal.model.merge import merge
    from causal.model.new import new
    from causal.model.schema import incident_schema
    from causal.text.suggest_layers import suggest_layers

__all__ = [
    "Budget",
    "Catalogue",
    "CausalError",
    "Corpus",
    "Fault",
    "Incident",
    "InvalidCatalogue",
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
    "assess_layers",
    "assess_links",
    "assess_uncertainty",
    "at_least",
    "cheapest_fix",
    "check",
    "check_text",
    "compare_five_whys",
    "contributing",
    "convert",
    "diff",
    "draw",
    "dump",
    "dumps",
    "explain",
    "figure",
    "from_networkx",
    "ground",
    "incident_schema",
    "load",
    "load_corpus",
    "loads",
    "merge",
    "new",
    "read",
    "read_five_whys",
    "report",
    "suggest_factors",
    "suggest_layers",
    "to_networkx",
]

_HOME = {
    "Budget": "causal.graph.budget",
    "Catalogue": "causal.catalogue",
    "Corpus": "causal.corpus",
    "Incident": "causal.model",
    "all_of": "causal.model.formulas",
    "any_of": "causal.model.formulas",
    "assess_actions": "causal.analysis",
    "assess_uncertainty": "causal.analysis",
    "at_least": "causal.model.formulas",
    "cheapest_fix": "causal.analysis",
    "check": "causal.checks",
    "check_text": "causal.checks",
    "assess_links": "causal.analysis",
    "compare_five_whys": "causal.analysis",
    "contributing": "causal.model.formulas",
    "convert": "causal.corpus.read.convert",
    "new": "causal.model.new",
    "diff": "causal.analysis",
    "draw": "causal.api",
    "dump": "causal.io",
    "dumps": "causal.io",
    "explain": "causal.analysis",
    "figure": "causal.api",
    "from_networkx": "causal.graph.view",
    "ground": "causal.io.grounding",
    "incident_schema": "causal.model.schema",
    "load": "causal.io",
    "load_corpus": "causal.corpus",
    "loads": "causal.io",
    "merge": "causal.model.merge",
    "read_five_whys": "causal.analysis",
    "read": "causal.io",
    "report": "causal.api",
    "assess_layers": "causal.analysis",
    "suggest_factors": "causal.catalogue",
    "suggest_layers": "causal.text.suggest_layers",
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
