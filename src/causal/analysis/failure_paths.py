"""The failure paths as a picture shows them: what each starts from, and the holes it runs through.

Every gap counts as a hole, derived ones too, and so does every factor that an action removes; a
barrier is one more hole on the paths over its link. A set of closed holes prevents the outcome
exactly when every path has one of them, so that what a reader closes in a picture has the answer
that the structure function gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causal.analysis.scenario import chosen
from causal.analysis.sets import FactorSets
from causal.analysis.targets import targets
from causal.errors import NotFinished
from causal.graph.budget import Budget, PartBudget
from causal.graph.families import minimal_sets
from causal.graph.structure import compile_structure, open_nodes

if TYPE_CHECKING:
    from causal.graph.budget import Clock
    from causal.graph.structure import Structure
    from causal.model import Incident

Key = tuple[str, str]
"""What a path takes: ``hole`` and a factor, ``barrier`` and an action, ``start`` and a factor."""

IN_VIEWS = PartBudget(seconds=10.0, memory_gib=0.5, max_sets=400)


@dataclass(frozen=True, slots=True)
class FailurePath:
    """One minimal set of what it took.

    Args:
        starts: The basic factors of it that are no hole.
        holes: The holes: gaps, and factors that an action removes.
        barriers: The actions whose barriers it has to pass.
        enough: Where causes contributed and it is not stated how: the smallest parts of the path
            of which each was enough if any of these causes was; else the path itself.
    """

    starts: frozenset[str]
    holes: frozenset[str]
    barriers: frozenset[str]
    enough: tuple[frozenset[Key], ...] = ()

    @property
    def members(self) -> frozenset[Key]:
        """Everything it took."""
        named = (("start", self.starts), ("hole", self.holes), ("barrier", self.barriers))
        return frozenset((kind, name) for kind, names in named for name in names)

    @property
    def contributed(self) -> frozenset[Key]:
        """What it may not have taken, as how it combined with the rest is not stated."""
        return self.members - frozenset.intersection(*(self.enough or (self.members,)))

    def is_open(self, gone: Collection[str]) -> bool:
        """Return whether the path may be open without these factors, however causes combined."""
        removed = set(gone)
        return any(
            not any(kind != "barrier" and name in removed for kind, name in part)
            for part in (self.enough or (self.members,))
        )


@dataclass(frozen=True, slots=True)
class FailurePaths:
    """The failure paths of an incident.

    Args:
        paths: The paths, fewest members first, as many as the budget lists.
        complete: Whether these are all.
        holes: For each hole that takes part, its layer.
        removed: For each factor, the actions that remove it.
        barriers: For each action that adds a barrier to a link that takes part, its layer.
        always: The holes that lie on every path.
        structure: The structure function, without barriers.
    """

    paths: tuple[FailurePath, ...]
    complete: bool
    holes: Mapping[str, str]
    removed: Mapping[str, tuple[str, ...]]
    barriers: Mapping[str, str]
    always: frozenset[str]
    structure: Structure

    def gone(self, counted: Collection[str]) -> frozenset[str]:
        """Return the factors that these actions remove."""
        wanted = set(counted)
        return frozenset(f for f, actions in self.removed.items() if wanted.intersection(actions))

    def is_open(self, counted: Collection[str]) -> bool:
        """Return whether a failure path remains once these actions work, however many there are."""
        return self.structure.survives([sorted(self.gone(counted))])[0]


def failure_paths(incident: Incident, *, budget: Budget | None = None) -> FailurePaths:
    """Return the failure paths of an incident, as it was, with the barriers of its actions.

    Actions that were cancelled and repairs change nothing; triggers are never removed. Where the
    budget does not suffice no path is listed, and what lies on every path is exact even so.

    Args:
        incident: The incident.
        budget: What the answer may cost; by default 10 seconds and 400 paths.

    Raises:
        NothingToExplain: The outcome has no causes.
    """
    plain = compile_structure(incident)
    removed: dict[str, tuple[str, ...]] = {}
    barriers: dict[str, str] = {}
    links: dict[tuple[str, str], tuple[str, ...]] = {}
    holes = {f: incident.factors[f].layer or "" for f in plain.factors}
    for target in targets(incident, chosen(incident, "planned")):
        name, part = target.action, target.part
        if not isinstance(part, str):
            if part[1] in plain.node:
                links[part] = (*links.get(part, ()), f"barrier {name}")
                barriers[name] = target.layer
        elif part in plain.node:
            removed[part] = (*removed.get(part, ()), name)
            derived = incident.because(part) is not None
            if not holes[part] and (derived or incident.actions[name].hardens):
                holes[part] = target.layer
    holes = {factor: layer for factor, layer in holes.items() if layer}
    guards = {f: (f"hole {f}",) for f in holes if incident.because(f) is not None}
    whole = compile_structure(incident, guards=guards, link_guards=links, reading="all")
    still = plain.survives([(f,) for f in holes])
    always = {f for f, survives in zip(holes, still, strict=True) if not survives}
    clock = (budget or IN_VIEWS).start()
    named = _Names(frozenset(whole.basic), holes, barriers)
    try:
        paths, complete = named.listed(whole, clock)
        if open_nodes(incident):
            single = compile_structure(incident, guards=guards, link_guards=links, reading="any")
            parts, all_parts = named.listed(single, clock)
            paths, complete = _with_parts(paths, parts), complete and all_parts
    except NotFinished:
        paths, complete = (), False
    return FailurePaths(paths, complete, holes, removed, barriers, frozenset(always), plain)


@dataclass(frozen=True, slots=True)
class _Names:
    """Tells the variables of a compiled function apart."""

    basic: frozenset[str]
    holes: Collection[str]
    barriers: Collection[str]

    def listed(self, structure: Structure, clock: Clock) -> tuple[tuple[FailurePath, ...], bool]:
        """Return the paths of a compiled function, and whether these are all."""
        sets = FactorSets(structure, minimal_sets(structure.network, budget=clock), clock)
        return tuple(self._path(members) for members in sets.listed), sets.complete

    def _path(self, members: Iterable[str]) -> FailurePath:
        names = set(members)
        own = {f for f in self.holes if (f in names and f in self.basic) or f"hole {f}" in names}
        acting = frozenset(a for a in self.barriers if f"barrier {a}" in names)
        return FailurePath(frozenset(names & self.basic - own), frozenset(own), acting)


def _with_parts(
    paths: tuple[FailurePath, ...], parts: tuple[FailurePath, ...]
) -> tuple[FailurePath, ...]:
    """Return the paths with the parts that may have been enough; parts of none are paths too.

    Args:
        paths: The paths, if all that contributed was needed.
        parts: The paths, if any of it was enough.
    """
    sets = [part.members for part in parts]
    out = []
    for path in paths:
        whole = path.members
        inside = tuple(one for one in sets if one <= whole)
        out.append(replace(path, enough=inside))
    known = [path.members for path in paths]
    out += [part for part in parts if not any(part.members <= whole for whole in known)]
    return tuple(out)
