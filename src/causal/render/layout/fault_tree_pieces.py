"""The events of a fault tree as a tree of nodes, and where it is cut into pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from causal.render.layout.sizes import size_box
from causal.render.scene import Box, Join, Link, Scene

WIDTH, OUTCOME, GAP = 126.0, 210.0, 12.0
"""How wide the rectangles are, and how far apart."""
GATE, STEM, SYMBOL = (46.0, 36.0), 9.0, 16.0
"""A gate, the line above a symbol, and half the height of the symbol of an end."""
BUS, SHORT, HANG, SIDE = 42.0, 28.0, 15.0, 46.0
"""Below a gate to its children, below an event to its only cause; beside the line that children
stand below; beside a box for its triangle."""
_UNDER, _PAGE = 14.0, 10.0
"""Between two children on one line, and for the number of the page below a transfer."""


@dataclass(eq=False, slots=True)
class Node:
    """An event, or a gate without an event of its own, where it is drawn.

    Args:
        box: The rectangle above; None for a gate inside a formula.
        join: The gate below.
        symbol: The symbol of an end of the tree; ``transfer`` where it goes on elsewhere.
        link: What leads to the gate above.
        stem: The link from its own gate.
        target: Where a transfer goes on.
        out: Whether transfers go on here.
        mark: The name of that transfer.
    """

    box: Box | None = None
    join: Join | None = None
    symbol: str = ""
    link: Link | None = None
    stem: Link | None = None
    target: Node | None = None
    out: bool = False
    mark: str = ""
    children: list[Node] = field(default_factory=list)
    hangs: int = 0
    w: float = 0.0
    h: float = 0.0
    cx: float = 0.0
    shift: float = 0.0
    tall: float = 0.0

    @property
    def width(self) -> float:
        """How wide its rectangle is."""
        return OUTCOME if self.box is not None and self.box.role == "outcome" else WIDTH

    def walk(self) -> Iterator[Node]:
        """Yield the nodes of a piece, parents before their children, from the left."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.children[::-1]


def grow(scene: Scene) -> Node:
    """Return the tree of a scene; an event that is needed again is a transfer from there on."""
    boxes, joins = {b.id: b for b in scene.boxes}, {j.id: j for j in scene.joins}
    into: dict[str, list[Link]] = {}
    for link in scene.links:
        into.setdefault(link.target, []).append(link)
    root = Node(box=next(box for box in scene.boxes if box.role == "outcome"))
    developed: dict[str, Node] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.box is not None:
            if node.box.id in developed:
                node.symbol, node.target = "transfer", developed[node.box.id]
                node.target.out = True
                continue
            members = into.get(node.box.id, [])
            if not members:
                node.symbol = node.box.slot or "basic"
                continue
            developed[node.box.id] = node
            if members[0].role == "join":
                node.stem, node.join = members[0], joins[members[0].source]
                members = into[node.join.id]
        else:
            members = into[node.join.id] if node.join is not None else []
        node.children = [
            Node(box=boxes.get(link.source), join=joins.get(link.source), link=link)
            for link in members
        ]
        waiting += node.children[::-1]
    return root


def divide(root: Node, *, room: float, tall: float) -> list[Node]:
    """Return the pieces of a tree, the outcome first, each measured and named.

    Args:
        root: The tree, which is changed.
        room: How wide a piece may be, in pixels.
        tall: How tall a piece should be.
    """
    for node in reversed(list(root.walk())):
        _measure(node)
        while node.children and (node.w > room or node.h > tall):
            wide = node.w > room
            least = WIDTH + 1.0 if wide else _end_height(node)
            ready = [c for c in node.children if c.children and (c.w if wide else c.h) > least]
            if not ready:
                break
            named = [child for child in ready if child.box is not None] or ready
            _cut(node, max(named, key=lambda child: child.w if wide else child.h))
            _measure(node)
        if node.w > room:
            # Only ends of the tree stand below upright lines: what is left goes on elsewhere.
            for child in [one for one in node.children if one.children]:
                _cut(node, child)
            node.hangs = max(1, int((room + GAP) // (WIDTH + HANG + GAP)))
            _measure(node)
    return _named(root)


def _end_height(node: Node) -> float:
    ends = [child.h for child in node.children if not child.children]
    return max(ends, default=150.0) + 20.0


def _cut(node: Node, child: Node) -> None:
    """Put a transfer in the place of a child, which becomes a piece of its own."""
    if child.box is None and child.join is not None and child.link is not None:
        words = f"{child.join.label} of {len(child.children)} events"
        child.box = Box(f"{child.join.id} event", "event", words)
        child.stem = Link(child.join.id, child.box.id, "join")
        child.link = Link(child.box.id, child.link.target, marks=child.link.marks)
    end = Node(box=child.box, symbol="transfer", link=child.link, target=child)
    node.children[node.children.index(child)] = end
    child.out = True
    child.link = None
    _measure(child)
    _measure(end)


def _measure(node: Node) -> None:
    """Set how large the tree below a node is, from the sizes of its children."""
    own, head = 0.0, 0.0
    if node.box is not None:
        own = node.width + (2 * SIDE if node.out else 0.0)
        node.tall = size_box(node.box, node.width)
        head = node.tall
    if node.symbol:
        head += STEM + 2 * SYMBOL
    if node.join is not None:
        own = max(own, GATE[0] + 4.0)
        head += GATE[1] + (STEM if node.box is not None else 0.0)
    if not node.children:
        node.w, node.h, node.cx = own, head, own / 2
        return
    if node.hangs:
        spots = list(hung(node))
        across = max(dx for _, dx, _ in spots) + HANG + WIDTH
        deep = max(dy + child.h for child, _, dy in spots)
        middle = across / 2
    else:
        across = sum(child.w + GAP for child in node.children) - GAP
        last = node.children[-1]
        middle = (node.children[0].cx + across - last.w + last.cx) / 2
        deep = max(child.h for child in node.children)
    node.shift = max(0.0, own / 2 - middle)
    node.cx = node.shift + middle
    node.w = max(node.shift + across, node.cx + own / 2)
    node.h = head + bus(node) + deep


def bus(node: Node) -> float:
    """Return how far below a node its children stand."""
    return BUS if node.join is not None else SHORT


def hung(node: Node) -> Iterator[tuple[Node, float, float]]:
    """Yield the children that stand below lines, column by column, with their places.

    Those of a row stand equally high, so that a page may end between two rows.
    """
    rows = -(-len(node.children) // node.hangs)
    heights = [max(map(_height_on_line, node.children[row::rows])) for row in range(rows)]
    for number, child in enumerate(node.children):
        column, row = divmod(number, rows)
        yield child, column * (WIDTH + HANG + GAP), sum(heights[:row])


def _height_on_line(child: Node) -> float:
    return child.h + _UNDER + (_PAGE if child.target is not None else 0.0)


def _named(root: Node) -> list[Node]:
    """Return the pieces in the order they are read, and name the transfers in it."""
    tops, number = [root], 0
    for top in tops:
        for node in top.walk():
            target = node.target
            if target is None:
                continue
            if not target.mark:
                number += 1
                target.mark = f"T{number}"
            node.mark = target.mark
            if target.link is None and target not in tops:
                tops.append(target)
    return tops
