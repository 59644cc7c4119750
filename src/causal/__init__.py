"""Incident causal analysis: what lined up, what would have stopped it, what still gets through.

>>> import causal
>>> draft = causal.new("INC-1", "Checkout failed")
>>> deploy = draft.trigger("A deploy introduced a slow query", id="deploy")
>>> pool = draft.gap("The pool was too small", layer="capacity", id="pool")
>>> _ = draft.outcome.because(deploy, pool)
>>> _ = draft.action("Size the pool by a formula", addresses=pool)
>>> causal.assess_actions(draft.build()).depth
1

Where to begin, each with its own ``help``:

- write: ``new``, ``load``, ``loads``, ``read`` (documents of other tools), ``convert``, ``dump``
- change: ``incident.with_factor``, ``with_action``, ``with_link``, ``without``, ``replace``,
  ``edit``; ``merge``
- ask: ``explain``, ``assess_actions``, ``assess_layers``, ``assess_links``,
  ``assess_uncertainty``, ``compare_five_whys``, ``cheapest_fix``, ``diff``
- judge: ``check``, ``check_text``, ``suggest_factors``, ``suggest_layers``, ``ground``
- show: ``draw``, ``figure``, ``report``, ``edit``
- many: ``load_corpus("folder")``, ``Corpus([a, b, c])`` and its methods, such as
  ``recurring_factors`` and ``best_fixes``

The names below load what they need when they are first used, so that importing stays cheap.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from causal.notebook_view import show_by

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
    from causal.analysis.actions import Assessment
    from causal.analysis.changes import Changes
    from causal.analysis.cheapest import CheapestFix
    from causal.analysis.explain import Explanation
    from causal.analysis.five_whys import Comparison
    from causal.analysis.layer_report import LayerReport
    from causal.analysis.links import LinkTests
    from causal.analysis.read_five_whys import MatchedChain
    from causal.analysis.uncertainty import Uncertainty
    from causal.api import draw, figure, report
    from causal.catalogue import Catalogue, suggest_factors
    from causal.checks import check, check_text
    from causal.corpus import Corpus, load_corpus
    from causal.corpus.fixes.best_fixes import BestFixes
    from causal.corpus.read.convert import convert
    from causal.editing.notebook import Editor, edit
    from causal.graph.budget import Budget
    from causal.graph.view import from_networkx, to_networkx
    from causal.io import dump, dumps, load, loads, read
    from causal.io.grounding import ground
    from causal.io.reading import Reading
    from causal.model import Action, Factor, Gate, Incident, Layer, Link, TimelineEntry
    from causal.model.builder import IncidentBuilder
    from causal.model.formulas import all_of, any_of, at_least, contributing
    from causal.model.merge import merge
    from causal.model.new import new
    from causal.model.schema import incident_schema
    from causal.render.drawing import Drawing
    from causal.text.suggest_layers import suggest_layers

__all__ = [
    "Action",
    "Assessment",
    "BestFixes",
    "Budget",
    "Catalogue",
    "CausalError",
    "Changes",
    "CheapestFix",
    "Comparison",
    "Corpus",
    "Drawing",
    "Editor",
    "Explanation",
    "Factor",
    "Fault",
    "Gate",
    "Incident",
    "IncidentBuilder",
    "InvalidCatalogue",
    "InvalidFormula",
    "InvalidIncident",
    "Layer",
    "LayerReport",
    "Link",
    "LinkTests",
    "MatchedChain",
    "MissingExtra",
    "MissingGlyphs",
    "NotFinished",
    "NothingToCompare",
    "NothingToDraw",
    "NothingToExplain",
    "Reading",
    "TimelineEntry",
    "Uncertainty",
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
    "edit",
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
    "Action": "causal.model",
    "all_of": "causal.model.formulas",
    "any_of": "causal.model.formulas",
    "assess_actions": "causal.analysis",
    "assess_layers": "causal.analysis",
    "assess_links": "causal.analysis",
    "assess_uncertainty": "causal.analysis",
    "Assessment": "causal.analysis.actions",
    "at_least": "causal.model.formulas",
    "BestFixes": "causal.corpus.fixes.best_fixes",
    "Budget": "causal.graph.budget",
    "Catalogue": "causal.catalogue",
    "Changes": "causal.analysis.changes",
    "cheapest_fix": "causal.analysis",
    "CheapestFix": "causal.analysis.cheapest",
    "check": "causal.checks",
    "check_text": "causal.checks",
    "compare_five_whys": "causal.analysis",
    "Comparison": "causal.analysis.five_whys",
    "contributing": "causal.model.formulas",
    "convert": "causal.corpus.read.convert",
    "Corpus": "causal.corpus",
    "diff": "causal.analysis",
    "draw": "causal.api",
    "Drawing": "causal.render.drawing",
    "dump": "causal.io",
    "dumps": "causal.io",
    "edit": "causal.editing.notebook",
    "Editor": "causal.editing.notebook",
    "explain": "causal.analysis",
    "Explanation": "causal.analysis.explain",
    "Factor": "causal.model",
    "figure": "causal.api",
    "from_networkx": "causal.graph.view",
    "Gate": "causal.model",
    "ground": "causal.io.grounding",
    "Incident": "causal.model",
    "incident_schema": "causal.model.schema",
    "IncidentBuilder": "causal.model.builder",
    "Layer": "causal.model",
    "LayerReport": "causal.analysis.layer_report",
    "Link": "causal.model",
    "LinkTests": "causal.analysis.links",
    "load": "causal.io",
    "load_corpus": "causal.corpus",
    "loads": "causal.io",
    "MatchedChain": "causal.analysis.read_five_whys",
    "merge": "causal.model.merge",
    "new": "causal.model.new",
    "read": "causal.io",
    "read_five_whys": "causal.analysis",
    "Reading": "causal.io.reading",
    "report": "causal.api",
    "suggest_factors": "causal.catalogue",
    "suggest_layers": "causal.text.suggest_layers",
    "TimelineEntry": "causal.model",
    "to_networkx": "causal.graph.view",
    "Uncertainty": "causal.analysis.uncertainty",
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


def _mime_bundle(incident: object) -> Mapping[str, object]:
    drawing: Any = import_module("causal.api").draw(incident)
    bundle: Mapping[str, object] = drawing._repr_mimebundle_()
    return bundle


show_by(_mime_bundle)
