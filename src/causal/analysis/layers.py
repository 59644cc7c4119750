"""What each layer of defence did, and whether the outcome would have come about had it held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.model.layers import LayerState

if TYPE_CHECKING:
    from causal.graph.structure import Structure
    from causal.model import Incident

__all__ = ["LayerVerdict", "common_causes", "layer_verdicts"]


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """One layer in one incident.

    Args:
        layer: Its name.
        state: As stated by the incident, else breached where it has holes.
        gaps: Its holes that the outcome needed or could have come through, in file order.
        amplifying: Its holes that only made things worse.
        would_have_stopped: Had all its holes been closed, the outcome would not have come about.
    """

    layer: str
    state: LayerState | None
    gaps: tuple[str, ...]
    amplifying: tuple[str, ...]
    would_have_stopped: bool


def layer_verdicts(incident: Incident, structure: Structure) -> dict[str, LayerVerdict]:
    """Return the verdict on every layer that has holes or is spoken of, in layer order."""
    holes: dict[str, list[str]] = {}
    for name, factor in incident.factors.items():
        if factor.layer is not None:
            holes.setdefault(factor.layer, []).append(name)
    spoken = [name for name in incident.layer_names if name in holes or name in incident.layers]
    gaps = {name: [f for f in holes.get(name, ()) if f in structure.node] for name in spoken}
    survives = structure.survives([gaps[name] for name in spoken])
    return {
        name: LayerVerdict(
            layer=name,
            state=_state(incident, name, name in holes),
            gaps=tuple(gaps[name]),
            amplifying=tuple(f for f in holes.get(name, ()) if f not in structure.node),
            would_have_stopped=not still,
        )
        for name, still in zip(spoken, survives, strict=True)
    }


def _state(incident: Incident, layer: str, has_holes: bool) -> LayerState | None:
    note = incident.layers.get(layer)
    stated = note.state if note else None
    return stated or ("breached" if has_holes else None)


def common_causes(
    incident: Incident, layers: Iterable[str], upstream: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the factors that lie upstream of holes in several of these layers, with the layers.

    Args:
        incident: The incident.
        layers: The layers to look at.
        upstream: For each factor all factors upstream of it.
    """
    found: dict[str, set[str]] = {}
    wanted = set(layers)
    for factor, above in upstream.items():
        node = incident.factors.get(factor)
        if node is not None and node.layer in wanted:
            for cause in above:
                found.setdefault(cause, set()).add(node.layer)
    return {cause: tuple(sorted(names)) for cause, names in sorted(found.items()) if len(names) > 1}
