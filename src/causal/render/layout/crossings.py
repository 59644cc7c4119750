"""How often the nets of a grid cross, before anything is measured.

Across the flow a grid has few places: an alley, a column, an alley, and so on. A set of places is
an integer with a bit for each, so that a pair of nets is compared in a few operations. The tracks
of a channel and of an alley are chosen later, so the better order of two nets counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf

from causal.graph.budget import tick
from causal.render.layout.grid import Grid
from causal.render.layout.nets import Net, Trunk

_LANE, _CLASH = 16, 6
_COLUMNS = int("10" * 128, 2)

Masks = tuple[int, int, int, int, int]
"""Where a net comes from above, where it leaves below, the places it runs over between, the place
of its trunk if that comes from above, and what it counts to cross it."""

Sides = tuple[int, int, int, int]
"""The channels that a trunk in an alley meets, the two where it ends, and those in which its net
has ends on the left and on the right."""


def place_of(trunk: Trunk) -> int:
    """Return the place of a trunk across the flow: alleys are even, columns odd."""
    kind, number = trunk
    return 2 * number + (kind == "column")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a net that is lifted would cross, wherever its trunk is laid.

    Args:
        net: The net.
        ends: The places of its ends above and below every channel it meets.
        passed: The runs over every place, in the channels that only its trunk passes.
        met: The other nets in every channel that it meets.
        alleys: The other trunks in every alley.
    """

    net: Net
    ends: dict[int, tuple[int, int]]
    passed: int
    met: list[tuple[int, list[Masks]]]
    alleys: dict[int, dict[int, Sides]]

    def least(self, place: int) -> int:
        """Return what the trunk crosses on its way, whatever happens at its ends."""
        return self.passed >> (_LANE * place) & 0xFFFF

    def rest(self, place: int, most: float = inf) -> float:
        """Return what is crossed besides: in the channels of its ends, and within an alley.

        Args:
            place: Where the trunk is laid.
            most: Counting ends when this is reached.
        """
        tick()
        found = 0.0
        bit = 1 << place
        first, last = self.net.first, self.net.last
        for channel, others in self.met:
            up, down = self.ends.get(channel, (0, 0))
            trunk = bit * (channel > first)
            found += _shared(
                _masks(up, down | bit * (channel < last), trunk, self.net.weight.get(channel, 1)),
                others,
            )
            if found >= most:
                return found
        if first < last and (beside := self.alleys.get(place)):
            own = _sides(self.net, self.ends, place)
            found += sum(
                min(_beside(own, other), _beside(other, own))
                for other in beside.values()
                if own[0] & other[0]
            )
        return found


class Wiring:
    """The nets that are laid on a grid, channel by channel; nets come and go as they are moved."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._channels: list[dict[int, Masks]] = [{} for _ in range(grid.rows + 1)]
        self._cover = [0] * (grid.rows + 1)
        self._alleys: dict[int, dict[int, Sides]] = {}

    def lay(self, number: int, net: Net) -> None:
        """Put a net where its trunk and its ends are."""
        ends = self._ends(net)
        place = -1 if net.trunk is None else place_of(net.trunk)
        bit = 0 if net.trunk is None else 1 << place
        for channel in range(net.first, net.last + 1):
            up, down = ends.get(channel, (0, 0))
            trunk = bit * (channel > net.first)
            masks = _masks(up, down | bit * (channel < net.last), trunk, net.weight.get(channel, 1))
            self._channels[channel + 1][number] = masks
            self._cover[channel + 1] += _lanes(masks[2]) * net.weight.get(channel, 1)
        if net.trunk is not None and net.trunk[0] == "alley":
            self._alleys.setdefault(place, {})[number] = _sides(net, ends, place)

    def lift(self, number: int, net: Net) -> None:
        """Take a net away."""
        for channel in range(net.first, net.last + 1):
            masks = self._channels[channel + 1].pop(number)
            self._cover[channel + 1] -= _lanes(masks[2]) * net.weight.get(channel, 1)
        if net.trunk is not None and net.trunk[0] == "alley":
            del self._alleys[place_of(net.trunk)][number]

    def outlook(self, net: Net) -> Outlook:
        """Return what a net that is lifted would cross."""
        ends = self._ends(net)
        between = range(net.first + 1, net.last)
        passed = sum(self._cover[channel + 1] for channel in between if channel not in ends)
        met = [
            (channel, list(self._channels[channel + 1].values()))
            for channel in sorted({net.first, net.last, *ends})
        ]
        return Outlook(net, ends, passed, met, self._alleys)

    def _ends(self, net: Net) -> dict[int, tuple[int, int]]:
        out: dict[int, tuple[int, int]] = {}
        for end in net.ends:
            up, down = out.get(end.channel, (0, 0))
            bit = 2 << (2 * self.grid.nodes[end.node].column)
            out[end.channel] = (up | bit, down) if end.above else (up, down | bit)
        return out


@cache
def _lanes(mask: int) -> int:
    """Return the bits of a mask as counters of 16 bits each, which can be added up."""
    return sum(1 << (_LANE * place) for place in range(mask.bit_length()) if mask >> place & 1)


def _masks(up: int, down: int, trunk: int, weight: int) -> Masks:
    up |= trunk
    both = up | down
    return up, down, ((1 << (both.bit_length() - 1)) - 1) & ~(2 * (both & -both) - 1), trunk, weight


def _shared(own: Masks, others: list[Masks]) -> int:
    """Return how often a net crosses others in a channel.

    Where a net leaves below at the very place that another comes from, it has to run below that.
    Two trunks that change columns would each have to, and lie on one another.
    """
    found = 0
    up, down, over, trunk, heavy = own
    for above, below, span, other, weight in others:
        # Most pairs do not meet, so bits are counted only where they do.
        if down & (span | above) or above & over:
            on_top = (down & (span | above)).bit_count() + (above & over).bit_count()
            under = (below & (over | up)).bit_count() + (up & span).bit_count()
            found += min(on_top, under) * max(heavy, weight)
            if down & other & _COLUMNS and below & trunk & _COLUMNS:
                found += _CLASH
    return found


def _sides(net: Net, ends: dict[int, tuple[int, int]], place: int) -> Sides:
    left = right = 0
    for channel, (up, down) in ends.items():
        left |= bool((up | down) & ((1 << place) - 1)) << (channel + 1)
        right |= bool((up | down) >> place) << (channel + 1)
    first, last = 1 << (net.first + 1), 1 << (net.last + 1)
    return (last - 1) & ~(2 * first - 1) | first | last, first | last, left, right


def _beside(left: Sides, right: Sides) -> float:
    """Return what two trunks of an alley cross, one left of the other; half where either ends."""
    met = (left[3] & right[0]).bit_count() + (right[2] & left[0]).bit_count()
    return met - 0.5 * ((left[3] & right[1]).bit_count() + (right[2] & left[1]).bit_count())
