"""Which joins of a graph differ from those of an earlier version, and what they said then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace

from causal.render.scene import Join, Scene


def joins_of_both(old: Scene, new: Scene) -> tuple[Join, ...]:
    """Return the joins of the later version, those that differ marked; one word says both."""
    before, after = _Joins(old), _Joins(new)
    words: dict[str, str] = {}
    for effect in before.joins.keys() & after.joins.keys():
        words |= _changed(before, after, effect)
    return tuple(
        replace(join, label=words[join.id], marks=("changed", *join.marks))
        if join.id in words
        else join
        for join in new.joins
    )


class _Joins:
    """The joins of a scene by the box they lead to, and what goes into each."""

    def __init__(self, scene: Scene) -> None:
        self.by_id = {join.id: join for join in scene.joins}
        self.into: dict[str, list[str]] = {name: [] for name in self.by_id}
        self.joins: dict[str, list[Join]] = {}
        for join in scene.joins:
            self.joins.setdefault(self.effect(join.id), []).append(join)
        for link in scene.links:
            if link.target in self.into:
                self.into[link.target].append(link.source)

    def effect(self, name: str) -> str:
        """Return the box that a join, or what stands for itself, finally leads to."""
        while name in self.by_id:
            name = self.by_id[name].target
        return name

    def nesting(self, effect: str) -> list[int]:
        """Return for each join of an effect which of them it leads to."""
        order = {join.id: number for number, join in enumerate(self.joins[effect])}
        return [order.get(join.target, -1) for join in self.joins[effect]]

    def shape(self, name: str) -> Hashable:
        """Return what a join takes, however its members are ordered."""
        if name not in self.by_id:
            return name
        members = Counter(map(self.shape, self.into[name]))
        return self.by_id[name].label, frozenset(members.items())

    def direct(self, name: str) -> Hashable:
        """Return what a join takes, those below it only counted."""
        members = Counter("" if one in self.by_id else one for one in self.into[name])
        return self.by_id[name].label, frozenset(members.items())

    def causes(self, effect: str) -> set[str]:
        """Return the boxes that the joins of an effect take."""
        every = {one for join in self.joins[effect] for one in self.into[join.id]}
        return every - self.by_id.keys()


def _changed(before: _Joins, after: _Joins, effect: str) -> dict[str, str]:
    """Return the joins of an effect that differ, with the words that now stand at each."""
    was, now = before.joins[effect], after.joins[effect]
    if before.shape(was[0].id) == after.shape(now[0].id):
        return {}
    alike = before.nesting(effect) == after.nesting(effect)
    pairs = list(zip(was, now, strict=True)) if alike else [(was[0], now[0])]
    words = {b.id: f"{a.label} → {b.label}" for a, b in pairs if a.label != b.label}
    known = {before.direct(join.id) for join in was}
    fresh = [join for join in now if after.direct(join.id) not in known and join.id not in words]
    # Where a cause is new or gone, its own line says so.
    if not alike or (not words and before.causes(effect) == after.causes(effect)):
        words |= {join.id: join.label for join in fresh}
        words = words or {now[0].id: now[0].label}
    return words
