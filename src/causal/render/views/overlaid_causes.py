"""The causes of two versions of a graph in one: every link and join of either, what differs marked.

The joins of an effect are paired from the top down, so that one which takes more or fewer causes
stays one join; those without a partner are drawn as new or as gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from causal.render.scene import Join, Link, LinkRole, Mark, Scene, effects_of

_ONE = "one cause"
_Ends = tuple[str, str, LinkRole, int]
"""From where to where a link leads, as what, and which of several that do."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The links and joins of both versions, and how many links differ, by the word for it."""

    links: tuple[Link, ...]
    joins: tuple[Join, ...]
    counts: Counter[str]


def overlay(old: Scene, new: Scene, changed: Collection[tuple[str, str]] = ()) -> Overlay:
    """Return the causes of both versions, as they are drawn in the graph of the later one.

    Args:
        old: The graph of the earlier version.
        new: The graph of the later version.
        changed: Links that differ, by the boxes they join, also in what the graph does not show.
    """
    pairs = _Pairs(_Version(old), _Version(new))
    return _linked(old, new, pairs, changed)


class _Version:
    """The joins of one version, and what leads to them and to boxes."""

    def __init__(self, scene: Scene) -> None:
        self.by_id = {join.id: join for join in scene.joins}
        self.below: dict[str, list[Join]] = {}
        for join in scene.joins:
            self.below.setdefault(join.target, []).append(join)
        self.into: dict[str, list[str]] = {}
        for link in scene.links:
            if link.role != "worsens":
                self.into.setdefault(link.target, []).append(link.source)

    def top(self, effect: str) -> Join | None:
        """Return the join that leads to a box, where it has several causes."""
        return next(iter(self.below.get(effect, ())), None)

    def causes(self, join: str) -> set[str]:
        """Return the boxes that a join takes, also by way of others."""
        found: set[str] = set()
        for name in self.into[join]:
            found |= self.causes(name) if name in self.by_id else {name}
        return found


class _Pairs:
    """Which join of the later version each of the earlier one is, and what is drawn of both.

    Attributes:
        names: What a join of the earlier version is called here.
        then: By a box that had one cause and now has several, the join of these.
        now: By a box that had several causes and now has one, the join that these had.
        joins: Every join of either version, with what it says and its marks.
    """

    def __init__(self, before: _Version, after: _Version) -> None:
        self.before, self.after = before, after
        self.names: dict[str, str] = {}
        self.then: dict[str, str] = {}
        self.now: dict[str, str] = {}
        self.joins: dict[str, Join] = {}
        for effect in dict.fromkeys((*after.into, *before.into)):
            if effect not in before.by_id and effect not in after.by_id:
                self._settle(effect)

    def _settle(self, effect: str) -> None:
        """Pair the joins of one effect."""
        was, now = self.before.top(effect), self.after.top(effect)
        if was is not None and now is not None:
            self._same(was, now)
        elif now is not None:
            self._fresh(now)
            if effect in self.before.into:
                self.then[effect] = now.id
                self._changed(now.id, _ONE, now)
        elif was is not None:
            self._lost(was, effect)
            if effect in self.after.into:
                self.now[effect] = self.names[was.id]
                self._changed(self.names[was.id], was.label, replace(was, label=_ONE))

    def _changed(self, name: str, was: str, now: Join) -> None:
        self.joins[name] = replace(
            now, id=name, label=f"{was} → {now.label}", marks=("changed", *now.marks)
        )

    def _same(self, was: Join, now: Join) -> None:
        """Take two joins as one, and pair those below that share the most causes."""
        self.names[was.id] = now.id
        self.joins[now.id] = now
        if was.label != now.label:
            self._changed(now.id, was.label, now)
        olds, fresh = self.before.below.get(was.id, []), self.after.below.get(now.id, [])
        shares = {
            (i, j): len(a & b) / len(a | b)
            for i, a in enumerate([self.before.causes(old.id) for old in olds])
            for j, b in enumerate([self.after.causes(new.id) for new in fresh])
            if a & b
        }
        for i, j in sorted(shares, key=lambda pair: (-shares[pair], pair)):
            if olds[i].id not in self.names and fresh[j].id not in self.joins:
                self._same(olds[i], fresh[j])
        for old in olds:
            if old.id not in self.names:
                self._lost(old, now.id)
        for new in fresh:
            if new.id not in self.joins:
                self._fresh(new)

    def _fresh(self, join: Join) -> None:
        """Take a join, and those below it, as new."""
        said = f"{join.label}, new"
        self.joins[join.id] = replace(join, label=said, marks=("new", *join.marks))
        for one in self.after.below.get(join.id, ()):
            self._fresh(one)

    def _lost(self, join: Join, target: str) -> None:
        """Take a join of the earlier version, and those below it, as gone."""
        name, said = f"was {join.id}", f"{join.label}, gone"
        self.names[join.id] = name
        marks: tuple[Mark, ...] = ("lost", *join.marks)
        self.joins[name] = replace(join, id=name, label=said, target=target, marks=marks)
        for one in self.before.below.get(join.id, ()):
            self._lost(one, name)


def _linked(old: Scene, new: Scene, pairs: _Pairs, changed: Collection[tuple[str, str]]) -> Overlay:
    """Return every link of either version, each from and to where it leads in both."""
    effects = effects_of(pairs.joins.values())

    def of_two(ends: _Ends) -> tuple[str, str, LinkRole]:
        return ends[0], effects.get(ends[1], ends[1]), ends[2]

    then = _by_ends(old, pairs.names | pairs.then, pairs.names)
    now = _by_ends(new, pairs.now, {})
    moved = Counter(of_two(ends) for ends in then if ends not in now)
    moved &= Counter(of_two(ends) for ends in now if ends not in then)
    counts = Counter({"moved to another join": moved.total()})
    arriving, leaving = moved.copy(), moved
    out = []
    for ends, link in (now | then).items():
        pair = of_two(ends)
        if link.role == "join":
            marks = pairs.joins[ends[0]].marks
            mark = next((m for m in marks if m in {"new", "lost"}), None)
            out.append(replace(link, marks=(mark, *link.marks) if mark else link.marks))
        elif ends in then and ends in now:
            said = _differs(then[ends].label, now[ends].label, pair[:2] in changed)
            counts["changed"] += bool(said)
            out.append(_marked(now[ends], said, "changed") if said else now[ends])
        elif ends in now:
            said = "now here" if arriving[pair] > 0 else "new"
            arriving[pair] -= 1
            counts["new"] += said == "new"
            out.append(_marked(link, said, "new" if said == "new" else "changed"))
        else:
            said = "was here" if leaving[pair] > 0 else "gone"
            leaving[pair] -= 1
            counts["gone"] += said == "gone"
            out.append(_marked(replace(link, marks=()), said, "lost"))
    return Overlay(tuple(out), tuple(pairs.joins.values()), counts)


def _by_ends(
    scene: Scene, targets: Mapping[str, str], joins: Mapping[str, str]
) -> dict[_Ends, Link]:
    """Return the links of a version by their ends, under the names that these have in both."""
    found: dict[_Ends, Link] = {}
    seen: Counter[tuple[str, str, LinkRole]] = Counter()
    for link in scene.links:
        source, target = joins.get(link.source, link.source), link.target
        if link.role == "cause":
            target = targets.get(target, target)
        elif link.role == "join":
            target = joins.get(target, target)
        ends = (source, target, link.role)
        found[*ends, seen[ends]] = replace(link, source=source, target=target)
        seen[ends] += 1
    return found


def _differs(was: str, now: str, otherwise: bool) -> str:
    """Return how a link that both versions have differs, or nothing."""
    if was != now:
        return f"was {was or 'confirmed'}"
    return "evidence changed" if otherwise else ""


def _marked(link: Link, said: str, mark: Mark) -> Link:
    label = ", ".join(filter(None, (link.label, said)))
    tip = f"{link.tooltip} ({said})"
    return replace(link, label=label, marks=(mark, *link.marks), tooltip=tip)
