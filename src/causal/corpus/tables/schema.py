"""The tables of a corpus: their columns, in order, with kind and meaning.

Names and dtypes are stable, also when a table is empty. Kinds:
``name`` and ``prose`` show as ``string``, ``names`` as tuples (``object``), ``number`` as
``float64``, ``count`` as ``int64``, ``flag`` as ``bool``, ``maybe`` as ``boolean``, ``moment`` as
``datetime64[us, UTC]``, ``day`` as ``datetime64[s]``, ``row`` as the id of the incident; ``ident``
and ``canonical`` as ``string``.
"""

from __future__ import annotations

from typing import get_args

from causal.model.action import ActionKind, Effect, Status
from causal.model.causes import Confidence
from causal.model.factor import Consequence, Kind
from causal.model.layers import LayerState
from causal.model.record import Times

TIMES = tuple(Times.model_fields)
"""The moments of an incident, in the order in which they should come."""

SPANS = {"detect": "detected", "mitigate": "mitigated", "resolve": "resolved"}
"""What is measured from when it started, and the moment that ends it."""

FAILED = ("breached", "absent", "bypassed", "degraded")
"""The states of a layer that failed."""


NOT_AN_INCIDENT = "not-an-incident"
"""The rule of a row in `.faults` that is only a note: a file of another kind was passed over."""

TABLES: dict[str, dict[str, tuple[str, str]]] = {
    "incidents": {
        "id": ("ident", "the id of the incident"),
        "title": ("prose", "its title"),
        "severity": ("name", "as its author wrote it"),
        "services": ("names", "the services affected"),
        "began": ("moment", "started, else the earliest time stated anywhere in it"),
        "started": ("moment", "when it started"),
        "detected": ("moment", "when it was detected"),
        "declared": ("moment", "when it was declared"),
        "mitigated": ("moment", "when users stopped being hurt"),
        "resolved": ("moment", "when it was over"),
        "minutes_to_detect": ("number", "from started to detected"),
        "minutes_to_mitigate": ("number", "from started to mitigated"),
        "minutes_to_resolve": ("number", "from started to resolved"),
        "minutes_lost": ("number", "to mitigation; to resolution where no mitigation is stated"),
        "minutes_stated": ("names", "which of these are a figure of its impact, not from times"),
        "factors": ("count", "how many factors it has"),
        "actions": ("count", "how many actions it has"),
        "unconfirmed": ("count", "factors and links that are suspected or disputed"),
        "analysed": ("flag", "whether its outcome has causes, so that it could be explained"),
        "outcome": ("prose", "the loss itself, in one sentence"),
        "gate": ("name", "of its causes: all, any, or nested for what `because` spells out"),
        "because": ("prose", "nested formulas of its causes, as JSON"),
        "source_title": ("prose", "the document it was encoded from"),
        "source_url": ("prose", "where that document is"),
        "source_licence": ("name", "its licence"),
        "file": ("prose", "the file it was read from"),
    },
    "factors": {
        "incident": ("row", "the incident"),
        "id": ("name", "the id of the factor, within the incident"),
        "key": ("name", "the canonical factor it is a case of"),
        "canonical": ("canonical", "the key; without one, the id scoped to its incident"),
        "what": ("prose", "its sentence"),
        "kind": ("name", "trigger, condition or event"),
        "layer": ("name", "the layer it is a gap in"),
        "basic": ("flag", "whether it has no causes of its own"),
        "gap": ("flag", "whether it is a gap in a layer"),
        "amplifier": ("flag", "whether it only made things worse"),
        "but_for": ("maybe", "whether the outcome needed it; not known if it leads nowhere"),
        "confidence": ("name", "confirmed, suspected or disputed"),
        "accepted": ("flag", "whether its authors decided to live with it"),
        "gate": ("name", "of its causes: all, any, or nested for what `because` spells out"),
        "because": ("prose", "nested formulas of its causes, as JSON"),
    },
    "links": {
        "incident": ("row", "the incident"),
        "cause": ("name", "the id of the cause"),
        "effect": ("name", "the id of the effect"),
        "role": ("name", "because or worsened_by"),
        "confidence": ("name", "of a cause: confirmed, suspected or disputed"),
        "of": ("name", "of a worsened_by: detect, mitigate or reach"),
        "minutes": ("number", "of a worsened_by: what its author says it cost"),
    },
    "actions": {
        "incident": ("row", "the incident"),
        "id": ("name", "the id of the action, within the incident"),
        "what": ("prose", "the change"),
        "kind": ("name", "prevent, detect, mitigate or repair"),
        "effect": ("name", "removes or adds_barrier"),
        "addresses": ("names", "the ids of the factors it acts on"),
        "hardens": ("name", "the layer it makes stronger, as stated"),
        "layers": ("names", "what it hardens, else the layers of the factors it acts on"),
        "owner": ("name", "a team or a role"),
        "priority": ("name", "as its author wrote it"),
        "due": ("day", "when it should be done"),
        "status": ("name", "open, in_progress, done or cancelled; open where nothing is stated"),
        "status_stated": ("flag", "whether the file states the status"),
        "completed": ("day", "when it was done"),
        "verified": ("day", "when it was seen to work"),
        "ticket": ("prose", "its ticket"),
        "done_when": ("prose", "the criterion that tells whether it is done"),
        "cost": ("number", "effort, in the unit its author counts in"),
    },
    "layers": {
        "incident": ("row", "the incident"),
        "layer": ("name", "the layer"),
        "state": ("name", "breached, held, absent, bypassed, degraded or not_reached"),
        "state_stated": ("flag", "whether the file states it; else it follows from the gaps"),
        "gaps": ("names", "its gaps that the outcome needed or could have come through"),
        "amplifying": ("names", "its gaps that only made things worse"),
        "would_have_stopped": ("maybe", "whether, had it alone held, there were no outcome"),
        "stopped": ("prose", "of a layer that held: what it stopped"),
    },
    "faults": {
        "file": ("prose", "the file"),
        "line": ("count", "the line, from 1; 0 where it has none"),
        "where": ("prose", "the part of the document"),
        "problem": ("prose", "what is wrong"),
        "hint": ("prose", "what would be right"),
        "rule": ("name", "the rule that failed; not-an-incident is a note, not a fault"),
    },
}
"""Table to column to (kind, meaning)."""

STORED = {
    name: {column: kind for column, (kind, _) in columns.items() if kind != "canonical"}
    for name, columns in TABLES.items()
}
"""Table to column to kind, without what is derived from others."""

TEXTS = frozenset({"prose"})
"""Kinds of columns that go into a file of texts, which is read only when one is asked for."""

GATES = ("all", "any", "nested")
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("incidents", "gate"): GATES,
    ("factors", "kind"): get_args(Kind),
    ("factors", "confidence"): get_args(Confidence),
    ("factors", "gate"): GATES,
    ("links", "role"): ("because", "worsened_by"),
    ("links", "confidence"): get_args(Confidence),
    ("links", "of"): get_args(Consequence),
    ("actions", "kind"): get_args(ActionKind),
    ("actions", "effect"): get_args(Effect),
    ("actions", "status"): get_args(Status),
    ("layers", "state"): get_args(LayerState),
}
"""Table and column to the only words it holds."""
