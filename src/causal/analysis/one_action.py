"""What is said of one action of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.consequences import Consequence
from causal.analysis.readings import Verdict
from causal.libraries import pandas

if TYPE_CHECKING:
    from causal.model import Action

FailurePath = frozenset[str]
NoEffect = Literal["nothing drawn", "a trigger alone", "no failure path"]


@dataclass(frozen=True, slots=True)
class IfNotDone:
    """What is left when one action of the scenario does not come about.

    Args:
        opens: More gets through: a path that was closed, or one that took a barrier's failure.
        depth: The depth of defence that is left.
        residual_cut_set_count: How many failure paths then remain.
        not_finished: Why this was not worked out; empty when it was.
        closed: Whether no failure path then remains: certain, open (by how causes combined), never.
        depth_range: The depth at the lowest and at the highest, by how causes combined.
    """

    opens: bool | None
    depth: int | None
    residual_cut_set_count: int | None
    not_finished: str = ""
    closed: Verdict | None = None
    depth_range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ActionVerdict:
    """What one action of the scenario does. Paths are those of `Assessment.failure_paths`.

    Where causes contributed, paths and all that is judged by them (from `closes` to
    `sole_defence_of`, `second_line`) are as if any one of those causes were enough; `redundant`
    holds however they combined.

    Args:
        closes: The failure paths that by itself it closes.
        hardens: The paths that by itself it leaves open but makes take its barrier's failure.
        stops_alone: With it alone no failure path remains, whatever its length.
        stops_alone_verdict: The same as certain, open (by how causes combined) or never.
        sole_blocker_of: The closed paths that the other counted actions would leave open.
        sole_defence_of: The paths that get through with every other action and barrier in place,
            and do not once this one is.
        no_effect: Why it has no effect: it acts on nothing drawn, on a trigger alone, or on no path
            alone or with others; None when it does hit something.
        redundant: It may be dropped: without it no verdict changes under this scenario, nor among
            the done or verified ones that it belongs to; nor does any minimal set of actions that
            must fail. Not said of what is a repair or has no effect anyway.
        second_line: Without it no verdict changes under this scenario, but it may not be dropped:
            another action stands in the same layer, or it counts among what is done alone.
        duplicates: The counted actions that act on the same, with the same effect and layer.
        mitigates: What made it worse and would not, by this action alone or together with others.
        repairs_only: It undoes this instance, and counts for nothing against a recurrence.
        blocks_everything_upstream: The factors with causes of their own that it is taken to stop.
        on_trigger: It acts on basic triggers alone, which are held true.
        not_finished: Why this was not worked out; empty when it was.
    """

    action: str
    closes: tuple[FailurePath, ...] = ()
    hardens: tuple[FailurePath, ...] = ()
    stops_alone: bool = False
    stops_alone_verdict: Verdict = "never"
    sole_blocker_of: tuple[FailurePath, ...] = ()
    sole_defence_of: tuple[FailurePath, ...] = ()
    no_effect: NoEffect | None = None
    redundant: bool = False
    second_line: bool = False
    duplicates: tuple[str, ...] = ()
    mitigates: tuple[Consequence, ...] = ()
    repairs_only: bool = False
    blocks_everything_upstream: tuple[str, ...] = ()
    on_trigger: bool = False
    not_finished: str = ""

    @property
    def has_no_effect(self) -> bool:
        """Whether it acts on nothing that would let the outcome recur or make it worse."""
        return self.no_effect is not None


def plain(verdict: ActionVerdict) -> dict[str, Any]:
    """Return a verdict as plain data for JSON, paths as sorted lists."""
    out = asdict(verdict)
    for field in ("closes", "hardens", "sole_blocker_of", "sole_defence_of"):
        out[field] = [sorted(path) for path in out[field]]
    return out


def frame_of(
    actions: Mapping[str, Action],
    layers: Mapping[str, tuple[str, ...]],
    verdicts: Mapping[str, ActionVerdict],
    if_not_done: Mapping[str, IfNotDone],
) -> pandas.DataFrame:
    """Return a table with one row per counted action."""
    counted = ("closes", "hardens", "sole_blocker_of", "sole_defence_of")
    rows = []
    for name, found in verdicts.items():
        action, left = actions[name], if_not_done[name]
        fields = ("effect", "kind", "owner", "status", "due")
        rows.append(
            {
                "action": name,
                "what": action.what,
                "addresses": ", ".join(action.addresses),
                "layers": ", ".join(layers.get(name, ())),
                **{field: getattr(action, field) for field in fields},
                **{field: len(getattr(found, field)) for field in counted},
                "no_effect": found.no_effect,
                "redundant": found.redundant,
                "duplicates": ", ".join(found.duplicates),
                "mitigates": ", ".join(item.factor for item in found.mitigates),
                "repairs_only": found.repairs_only,
                "opens": left.opens,
                "depth_without": left.depth,
            }
        )
    return pandas.DataFrame(rows)
