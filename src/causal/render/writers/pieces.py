"""An SVG in pieces, for pictures without a plan: charts, and what Graphviz places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from causal.render.layout.plan import PlacedText, Point
from causal.render.theme import Theme
from causal.render.writers.svg_parts import text_element


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document whose words are data until it is written.

    Args:
        pieces: Its markup as it stands, and its words, in the order of the document.
        width: The width of the page.
        height: Its height.
        theme: The colours of the words.
        origin: Where on the page the words count from.
    """

    pieces: tuple[str | PlacedText, ...]
    width: float
    height: float
    theme: Theme
    origin: Point = (0.0, 0.0)

    def every_text(self) -> Iterator[PlacedText]:
        """Yield all words, where they stand on the page."""
        return (one.moved(*self.origin) for one in self.pieces if isinstance(one, PlacedText))

    def with_texts(self, change: Callable[[PlacedText], PlacedText]) -> Pieces:
        """Return the document with all words changed."""
        found = (change(one) if isinstance(one, PlacedText) else one for one in self.pieces)
        return replace(self, pieces=tuple(found))

    def svg(self) -> str:
        """Return the document."""
        lines = (
            text_element(one, self.theme) if isinstance(one, PlacedText) else one
            for one in self.pieces
        )
        return "\n".join(lines) + "\n"
