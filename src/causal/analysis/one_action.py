"""What is said of one action of a scenario."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from causal.analysis.consequences import Consequence

__all__ = ["ActionVerdict", "Nothing", "Slip", "Way", "plain"]

Way = frozenset[str]
Nothing = Literal["nothing drawn", "a trigger alone", "no way"]


@dataclass(frozen=True, slots=True)
class Slip:
    """What is left when one action of the scenario does not come about.

    Args:
        opens: More gets through: a way that was closed, or one that took a barrier's failure.
        depth: The depth of defence that is left.
        residual_cut_set_count: How many ways then get through.
    """

    opens: bool
    depth: int
    residual_cut_set_count: int


@dataclass(frozen=True, slots=True)
class ActionVerdict:
    """What one action of the scenario does. Ways are those of `ActionVerdicts.ways`.

    Args:
        closes: The ways that by itself it closes.
        hardens: The ways that by itself it leaves open but makes take its barrier's failure.
        stops_alone: With it alone no way drawn remains, whatever its length.
        only_closer_of: The closed ways that the other counted actions would leave open.
        sole_defence_of: The ways that get through with every other action and barrier in place,
            and do not once this one is.
        nothing: Why it hits nothing: it acts on nothing drawn, on a trigger alone, or on no way
            alone or with others; None when it does hit something.
        redundant: Dropping it alone changes neither what gets through, nor which layers must
            fail, nor a consequence. Not said of what is a repair or hits nothing anyway.
        duplicates: The counted actions that act on the same, with the same effect and layer.
        spares: What made it worse and would not, with this action alone.
        repairs_only: It undoes this instance, and counts for nothing against a recurrence.
        claims_all_below: The factors with causes of their own that it claims to stop.
        on_trigger: It acts on triggers alone, which are held true.
    """

    action: str
    closes: tuple[Way, ...] = ()
    hardens: tuple[Way, ...] = ()
    stops_alone: bool = False
    only_closer_of: tuple[Way, ...] = ()
    sole_defence_of: tuple[Way, ...] = ()
    nothing: Nothing | None = None
    redundant: bool = False
    duplicates: tuple[str, ...] = ()
    spares: tuple[Consequence, ...] = ()
    repairs_only: bool = False
    claims_all_below: tuple[str, ...] = ()
    on_trigger: bool = False

    @property
    def hits_nothing(self) -> bool:
        """Whether it acts on nothing that would let the outcome recur or make it worse."""
        return self.nothing is not None


def plain(verdict: ActionVerdict) -> dict[str, Any]:
    """Return a verdict as plain data for JSON, ways as sorted lists."""
    out = asdict(verdict)
    for field in ("closes", "hardens", "only_closer_of", "sole_defence_of"):
        out[field] = [sorted(way) for way in out[field]]
    return out
