"""The plan of a fault tree: pieces that fit the width, joined by transfers instead of long lines.

Each event is developed once. Where it is needed again, and where its tree would make the picture
too wide or a piece too tall, a triangle refers to it. Children of one gate that are still too many
for one row stand below upright lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from causal.render.layout.fault_tree_pieces import (
    GAP,
    GATE,
    HANG,
    SIDE,
    STEM,
    SYMBOL,
    Node,
    bus,
    divide,
    grow,
    hung,
)
from causal.render.layout.plan import (
    Badge,
    Draft,
    PlacedJoin,
    PlacedLink,
    PlacedText,
    Plan,
    Point,
    Rect,
    Stroke,
)
from causal.render.layout.sizes import NOTE, pill_width, place_box
from causal.render.scene import LegendEntry, Link, Scene

__all__ = ["lay_out_fault_tree", "with_page_numbers", "with_transfers"]

_APART, _BELOW = 34.0, 40.0
_WORDS, _INSIDE = 10.0, 9.0
"""The size of the word in a symbol, and how far below its middle that of a transfer stands."""
_TALL, _FLAT = 1.3, 0.45
"""How tall a piece should be at most, for each pixel of the width of a page or of a slide."""


def lay_out_fault_tree(scene: Scene, *, portrait: bool, room: float) -> Plan:
    """Return the plan of a fault tree, its top left corner at 0, 0.

    Args:
        scene: What is drawn.
        portrait: Whether pieces may be taller than wide.
        room: The width of the page, in pixels.
    """
    pieces = divide(grow(scene), room=room, tall=room * (_TALL if portrait else _FLAT))
    draft = _Tree(numbers=_numbers(pieces))
    rows: list[list[Node]] = []
    for piece in pieces:
        if rows and sum(one.w + _APART for one in rows[-1]) + piece.w <= room:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    width = max(sum(one.w + _APART for one in row) - _APART for row in rows)
    y = 0.0
    for row in rows:
        x = (width - sum(one.w + _APART for one in row) + _APART) / 2
        for piece in row:
            draft.place(piece, x, y)
            x += piece.w + _APART
        y += max(piece.h for piece in row) + _BELOW
    return draft.plan(width, y - _BELOW)


def with_transfers(scene: Scene, plan: Plan) -> Scene:
    """Return the scene with transfers in its legend, where the plan has any."""
    if all(badge.kind != "transfer" for badge in plan.badges):
        return scene
    entry = LegendEntry("badge-transfer", "transfer: goes on where the same mark stands")
    return replace(scene, legend=(*scene.legend, entry))


def with_page_numbers(pages: list[Plan]) -> list[Plan]:
    """Return pages on which each transfer says on which page it goes on, or whence it comes."""
    found = [
        (number, badge, mark, any(_is_at(_beside(placed.rect), badge) for placed in page.boxes))
        for number, page in enumerate(pages, 1)
        for badge, mark in _transfers(page)
    ]
    goes_on = {mark: number for number, _, mark, beside in found if beside}
    comes: dict[str, dict[int, None]] = {}
    for number, _, mark, beside in found:
        if not beside and goes_on.get(mark, number) != number:
            comes.setdefault(mark, {})[number] = None
    texts: dict[int, list[PlacedText]] = {}
    for number, badge, mark, beside in found:
        lines: tuple[str, ...] = ()
        if beside and mark in comes:
            first = [str(page) for page in comes[mark]]
            listed = ", ".join(first[:2]) + ("…" if len(first) > 2 else "")
            lines = ("from pages", listed) if len(first) > 1 else ("from", f"page {listed}")
        elif goes_on.get(mark, number) != number:
            lines = (f"page {goes_on[mark]}",)
        if lines:
            low = badge.at[1] + SYMBOL + 11.0
            texts.setdefault(number, []).append(
                PlacedText(
                    lines, badge.at[0], low, _WORDS, _WORDS + 1.0, tone="muted", anchor="middle"
                )
            )
    return [
        replace(page, texts=(*page.texts, *texts.get(number, ())))
        for number, page in enumerate(pages, 1)
    ]


def _beside(rect: Rect) -> Point:
    """Return where the triangle stands to which transfers lead: to the right of its rectangle."""
    return rect.right + SIDE / 2 + 4.0, rect.cy


def _is_at(point: Point, badge: Badge) -> bool:
    return abs(point[0] - badge.at[0]) < 1.0 and abs(point[1] - badge.at[1]) < 1.0


def _transfers(page: Plan) -> list[tuple[Badge, str]]:
    """Return the triangles of a page, each with the mark inside."""
    marks = {(text.x, text.y): text.lines[0] for text in page.texts if text.lines}
    found = [(badge, (badge.at[0], badge.at[1] + _INSIDE)) for badge in page.badges]
    return [
        (badge, word)
        for badge, at in found
        if badge.kind == "transfer"
        for place, word in marks.items()
        if abs(place[0] - at[0]) < 0.5 and abs(place[1] - at[1]) < 0.5
    ]


def _numbers(pieces: list[Node]) -> dict[str, int]:
    """Return the number of each event without causes, in the order they are drawn."""
    found: dict[str, int] = {}
    for top in pieces:
        for node in top.walk():
            if node.box is not None and node.symbol and node.symbol != "transfer":
                found.setdefault(node.box.id, len(found) + 1)
    return found


@dataclass(slots=True)
class _Tree(Draft):
    """The parts placed so far, and the number of each event without causes."""

    numbers: dict[str, int] = field(default_factory=dict)

    def place(self, top: Node, x: float, y: float) -> None:
        """Place a piece with its top left corner at a point."""
        waiting = [(top, x, y)]
        while waiting:
            node, left, above = waiting.pop()
            low = self._head(node, left + node.cx, above)
            if not node.children:
                continue
            foot = (left + node.cx, low)
            if node.hangs:
                self._hang(node, foot, left)
                continue
            at = left + node.shift
            for child in node.children:
                self._join(child, foot, (at + child.cx, low + bus(node)))
                waiting.append((child, at, low + bus(node)))
                at += child.w + GAP

    def _head(self, node: Node, cx: float, y: float) -> float:
        """Place the rectangle and the symbol of a node; return where its lines may leave it."""
        box = node.box
        if box is not None:
            rect = Rect(cx - node.width / 2, y, node.width, node.tall)
            self.boxes.append(place_box(box, rect))
            y = rect.bottom
            if node.out and node.mark:
                self._transfer_out(rect, node.mark)
        if node.symbol:
            self._symbol(node, cx, y)
        if node.join is None:
            return y
        if box is not None:
            stem = node.stem or Link(node.join.id, box.id, "join")
            self.links.append(PlacedLink(stem, ((cx, y + STEM), (cx, y)), arrow=False))
            y += STEM
        wide = max(GATE[0], pill_width(node.join.label) + 4.0)
        rect = Rect(cx - wide / 2, y, wide, GATE[1])
        words = PlacedText(
            (node.join.label,), cx, rect.cy + 6.0, NOTE, NOTE, bold=True, anchor="middle"
        )
        self.joins.append(PlacedJoin(node.join, rect, words))
        return rect.bottom

    def _symbol(self, node: Node, cx: float, y: float) -> None:
        """Place the symbol of an end of the tree, with its number or that of the transfer."""
        transfer = node.symbol == "transfer"
        middle = y + STEM + SYMBOL
        self.strokes.append(Stroke(((cx, y), (cx, y + STEM + (2.0 if transfer else 0.0)))))
        self.badges.append(Badge(node.symbol, (cx, middle), SYMBOL))
        word = node.mark if transfer else str(self.numbers[node.box.id] if node.box else "")
        self._word(word, cx, middle + (_INSIDE if transfer else 3.6))

    def _transfer_out(self, rect: Rect, mark: str) -> None:
        cx, cy = _beside(rect)
        self.strokes.append(Stroke(((rect.right, cy), (cx - SYMBOL * 0.6, cy))))
        self.badges.append(Badge("transfer", (cx, cy), SYMBOL))
        self._word(mark, cx, cy + _INSIDE)

    def _word(self, word: str, x: float, y: float) -> None:
        self.texts.append(PlacedText((word,), x, y, _WORDS, _WORDS, bold=True, anchor="middle"))

    def _join(self, child: Node, foot: Point, top: Point) -> None:
        """Draw the line from the top of a child to the foot of its gate."""
        level = foot[1] + 14.0
        points = (top, (top[0], level), (foot[0], level), foot)
        self._line(child, points, (top[0], top[1] - 9.0))

    def _hang(self, node: Node, foot: Point, left: float) -> None:
        """Place children that are ends of the tree in columns, on an upright line each."""
        level = foot[1] + 14.0
        for child, dx, dy in hung(node):
            x, y = left + node.shift + dx, foot[1] + bus(node) + dy
            self._head(child, x + HANG + child.width / 2, y)
            middle = y + child.tall / 2
            points = ((x + HANG, middle), (x, middle), (x, level), (foot[0], level), foot)
            self._line(child, points, None)

    def _line(self, child: Node, points: tuple[Point, ...], tag: Point | None) -> None:
        link = child.link
        if link is None:
            return
        rect = text = None
        if link.label and tag is not None:
            wide = pill_width(link.label) - 8.0
            rect = Rect(tag[0] - wide / 2, tag[1] - 7.5, wide, 15.0)
            text = PlacedText(
                (link.label,), tag[0], tag[1] + 3.6, _WORDS, _WORDS, tone="muted", anchor="middle"
            )
        self.links.append(PlacedLink(link, points, arrow=False, tag=rect, text=text))
