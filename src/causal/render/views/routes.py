"""The routes of a picture: each failure path through its own holes, alike ones as one.

Up to four are drawn one by one; of more, those that start from different factors but run through
the same holes become one, and what is left after that is said and drawn as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from causal.analysis.failure_paths import FailurePath, FailurePaths
from causal.model import Incident
from causal.render.views.common import box_id

Key = tuple[str, str]
"""What a path passes: ``hole`` and a factor, ``barrier`` and an action, ``start`` and a factor."""

MOST = 4
"""How many routes a picture shows one by one."""

MOST_TAKEN = 100
"""How many paths of one route are told apart when it is tried out what closes them."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Failure paths through the same holes.

    Args:
        through: Their holes, and the actions whose barriers they pass.
        starts: The factors they start from, besides the holes.
        least: How many of the starts it took; all of them where there is one path.
        paths: The paths.
        contributed: What of it may not have been needed, as how it combined is not stated.
    """

    through: frozenset[Key]
    starts: tuple[str, ...]
    least: int
    paths: tuple[FailurePath, ...]
    contributed: frozenset[Key] = frozenset()

    @property
    def join(self) -> str:
        """The word that says how many of the starts it took."""
        number = len(self.starts)
        loose = sum(("start", name) in self.contributed for name in self.starts)
        if number < 2:
            return ""
        if loose:
            needed = f"{number - loose} needed, " if loose < number else ""
            return f"{needed}{loose} contributed"
        if self.least == number:
            return f"all of {number}"
        return f"any of {number}" if self.least == 1 else f"{self.least} of {number}"


def _through(path: FailurePath) -> frozenset[Key]:
    holes = {("hole", name) for name in path.holes}
    return frozenset(holes | {("barrier", name) for name in path.barriers})


def one_each(paths: Iterable[FailurePath]) -> list[Alike]:
    """Return each path by itself."""
    return [
        Alike(
            _through(path), tuple(sorted(path.starts)), len(path.starts), (path,), path.contributed
        )
        for path in paths
    ]


def alike(found: FailurePaths) -> list[Alike]:
    """Return the paths, those through the same holes as one where their starts are a plain choice.

    A plain choice is any k of n factors; what is not stays apart.
    """
    groups: dict[frozenset[Key], list[FailurePath]] = {}
    for path in found.paths:
        groups.setdefault(_through(path), []).append(path)
    return [one for through, paths in groups.items() for one in _grouped(through, paths)]


def _grouped(through: frozenset[Key], paths: Sequence[FailurePath]) -> Iterator[Alike]:
    starts = sorted({name for path in paths for name in path.starts})
    sizes = {len(path.starts) for path in paths}
    least = min(sizes)
    plain = (
        not any(path.contributed for path in paths)
        and len(sizes) == 1
        and (least == 1 or len(starts) <= 12)
    )
    if plain and least > 0:
        every = {frozenset(some) for some in combinations(starts, least)} if least > 1 else None
        plain = {path.starts for path in paths} == every if every else len(starts) == len(paths)
    if not plain or len(paths) == 1:
        yield from one_each(paths)
        return
    yield Alike(through, tuple(starts), least, tuple(paths))


@dataclass(frozen=True, slots=True)
class Row:
    """One route before its parts have boxes.

    Args:
        through: The holes and barriers it passes, in the order of their layers.
        starts: The factors it starts from, besides those that every route starts from.
        join: The word that says how many of them it took.
        stops: The holes and starts that are removed by actions that count, where that closes it.
        open: Whether a path of it is left, or may be.
        paths: How many paths it stands for; None where unknown.
        rest: They are not drawn one by one.
        contributed: What of it may not have been needed, as how it combined is not stated.
        taken: What each of its paths took, where they are not too many to list.
    """

    through: tuple[Key, ...]
    starts: tuple[str, ...]
    join: str
    stops: frozenset[Key]
    open: bool
    paths: int | None = 1
    rest: bool = False
    contributed: frozenset[Key] = frozenset()
    taken: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The routes of a picture, and the factors that every one of them starts from."""

    rows: tuple[Row, ...]
    roots: tuple[str, ...]
    join: str


def rows_of(
    incident: Incident, found: FailurePaths, counted: Collection[str], *, grouped: bool
) -> Rows:
    """Return the routes of a picture.

    Args:
        incident: The incident.
        found: Its failure paths.
        counted: The actions that count as in place.
        grouped: Whether paths through the same holes are one route even where there are few.
    """
    layers = _order(incident, found)
    gone = found.gone(counted)
    few = found.complete and len(found.paths) <= MOST and not grouped
    groups = one_each(found.paths) if few else alike(found)
    groups.sort(key=lambda one: (not _is_open(one.paths, gone), len(one.through)))
    whole = found.complete and len(groups) <= MOST
    shown, left = (groups, []) if whole else (groups[: MOST - 1], groups[MOST - 1 :])
    roots, join = _roots(groups)
    rows = [_row(one, roots, layers, gone) for one in shown]
    if not whole:
        rows.append(_rest(found, left, layers, gone, is_open=found.is_open(counted)))
    return Rows(tuple(rows), roots, join)


def of_others(found: FailurePaths | None, key: Key) -> str:
    """Return in words on which paths a hole or barrier lies that no path drawn alone passes."""
    if found is None:
        return "on no failure path"
    kind, name = key
    if any(name in (path.holes if kind == "hole" else path.barriers) for path in found.paths):
        return "on other failure paths"
    if found.complete:
        known = found.holes if kind == "hole" else found.barriers
        return "needed by no failure path" if name in known else "on no failure path"
    return "perhaps on other failure paths"


def _order(incident: Incident, found: FailurePaths) -> dict[Key, tuple[int, int, str]]:
    names = {layer: place for place, layer in enumerate(incident.layer_names)}
    holes = {("hole", f): (names.get(layer, len(names)), 0, f) for f, layer in found.holes.items()}
    acts = {("barrier", a): (names.get(n, len(names)), 1, a) for a, n in found.barriers.items()}
    return holes | acts


def _is_open(paths: Iterable[FailurePath], gone: frozenset[str]) -> bool:
    return any(path.is_open(gone) for path in paths)


def _roots(groups: Sequence[Alike]) -> tuple[tuple[str, ...], str]:
    """Return what every route starts from: all they share, or a choice that they share."""
    if len(groups) < 2:
        return (), ""
    if len({(one.starts, one.least, one.join) for one in groups}) == 1:
        return groups[0].starts, groups[0].join
    if any(one.least != len(one.starts) for one in groups):
        return (), ""
    loose = {name for one in groups for kind, name in one.contributed if kind == "start"}
    each = (frozenset(one.starts) - loose for one in groups)
    shared = sorted(frozenset.intersection(*each))
    return tuple(shared), f"all of {len(shared)}" if len(shared) > 1 else ""


def _row(
    one: Alike, roots: tuple[str, ...], layers: Mapping[Key, Any], gone: frozenset[str]
) -> Row:
    own = tuple(name for name in one.starts if name not in roots)
    join = one.join
    if len(own) != len(one.starts):
        join = Alike(one.through, own, len(own), one.paths, one.contributed).join
    still = _is_open(one.paths, gone)
    stops = set() if still else {("hole", name) for name in gone} & one.through
    if one.least == len(one.starts) and not still:
        stops |= {("start", name) for name in gone.intersection(one.starts)}
    through = tuple(sorted(one.through, key=layers.__getitem__))
    return Row(
        through,
        own,
        join,
        frozenset(stops),
        still,
        paths=len(one.paths),
        contributed=one.contributed,
        taken=_taken(one.paths),
    )


def _taken(paths: Sequence[FailurePath]) -> tuple[frozenset[str], ...]:
    """Return what each path took, under the names that what can be tried out has for it."""
    if len(paths) > MOST_TAKEN:
        return ()
    return tuple(
        frozenset(
            f"action:{name}" if kind == "barrier" else box_id(name) for kind, name in path.members
        )
        for path in paths
    )


def _rest(
    found: FailurePaths,
    left: Sequence[Alike],
    layers: Mapping[Key, Any],
    gone: frozenset[str],
    *,
    is_open: bool,
) -> Row:
    """Return the paths that are not drawn one by one, through what they all pass."""
    if found.complete:
        shared = frozenset.intersection(*(one.through for one in left))
        paths = [path for one in left for path in one.paths]
        taken = _taken(paths)
        number: int | None = len(paths)
        is_open = _is_open(paths, gone)
    else:
        shared = frozenset(key for key in layers if key[1] in found.always)
        number, taken = None, ()
    stops = frozenset(() if is_open else {("hole", name) for name in gone} & shared)
    through = tuple(sorted(shared, key=layers.__getitem__))
    return Row(through, (), "", stops, is_open, number, rest=True, taken=taken)
