"""What each layer of defence did, and whether the outcome would have come about had it held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.analysis.readings import Verdict, verdict
from causal.model.layers import LayerState

if TYPE_CHECKING:
    from causal.graph.structure import Structure
    from causal.model import Incident


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """One layer in one incident.

    Args:
        layer: Its name.
        state: As stated by the incident, else breached where it has gaps.
        gaps: Its gaps that the outcome needed or could have come through, in file order.
        amplifying: Its gaps that only made things worse.
        would_have_stopped: Had all its gaps been closed, the outcome would not have come about,
            however the causes that contributed combined.
        verdict: Whether that is certain, depends on how they combined, or is never so.
    """

    layer: str
    state: LayerState | None
    gaps: tuple[str, ...]
    amplifying: tuple[str, ...]
    would_have_stopped: bool
    verdict: Verdict = "never"


def layer_verdicts(
    incident: Incident, structure: Structure, as_all: Structure | None = None
) -> dict[str, LayerVerdict]:
    """Return the verdict on every layer that has gaps or is spoken of, in layer order.

    Args:
        incident: The incident.
        structure: Its structure function.
        as_all: The same with *contributing* read as *all of*, where that makes a difference.
    """
    named: dict[str, list[str]] = {}
    for name, factor in incident.factors.items():
        if factor.layer is not None:
            named.setdefault(factor.layer, []).append(name)
    spoken = [name for name in incident.layer_names if name in named or name in incident.layers]
    gaps = {name: [f for f in named.get(name, ()) if f in structure.node] for name in spoken}
    closed = [gaps[name] for name in spoken]
    survives = structure.survives(closed)
    at_least = as_all.survives(closed) if as_all else survives
    return {
        name: LayerVerdict(
            layer=name,
            state=_state(incident, name, name in named),
            gaps=tuple(gaps[name]),
            amplifying=tuple(f for f in named.get(name, ()) if f not in structure.node),
            would_have_stopped=not still,
            verdict=verdict(not still, not least),
        )
        for name, still, least in zip(spoken, survives, at_least, strict=True)
    }


def _state(incident: Incident, layer: str, has_holes: bool) -> LayerState | None:
    note = incident.layers.get(layer)
    stated = note.state if note else None
    return stated or ("breached" if has_holes else None)


def common_causes(
    incident: Incident,
    layers: Iterable[str],
    named: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Return the factors that lie upstream of gaps in several of these layers, with the layers.

    Args:
        incident: The incident.
        layers: The layers to look at.
        named: Further layers that a factor is a gap of.
    """
    wanted = frozenset(layers)
    below: dict[str, set[str]] = {}
    for effect, causes in reversed(incident.leading_to_outcome.items()):
        node = incident.factors.get(effect)
        own = {node.layer} if node is not None and node.layer else set()
        met = below.get(effect, set()) | ((own | (named or {}).get(effect, set())) & wanted)
        for cause in causes:
            below.setdefault(cause, set()).update(met)
    return {cause: tuple(sorted(met)) for cause, met in sorted(below.items()) if len(met) > 1}
