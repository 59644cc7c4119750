"""A chart that can be shown: as SVG, as PNG, as a Plotly figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from causal.corpus.charts.description import Description
from causal.render.theme import Theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from causal.render.writers.pieces import Pieces


@dataclass(frozen=True, repr=False)
class Chart(Description):
    """A chart; each form is made when it is first read."""

    def themed(self, theme: Theme) -> Chart:
        """Return the same in other colours."""
        return replace(self, theme=theme)

    @cached_property
    def svg(self) -> str:
        """The chart as one SVG document, dark on dark screens, light on paper."""
        return self.pieces.svg()

    @cached_property
    def pieces(self) -> Pieces:
        """That document, its words as data."""
        from causal.corpus.charts.write_svg import write_svg

        return write_svg(self)

    def png(self, scale: float = 2.0) -> bytes:
        """Return the chart as PNG bytes.

        Args:
            scale: Pixels of the image for one of the chart.
        """
        from causal.render.writers.pieces import Pieces
        from causal.render.writers.png import write_png

        return write_png(self.pieces, Pieces.svg, scale=scale)

    def figure(self, *, dark: bool = False) -> Figure:
        """Return the chart as an interactive Plotly figure.

        Args:
            dark: Whether it is shown on dark ground.
        """
        from causal.corpus.charts.write_plotly import write_plotly

        return write_plotly(self, dark=dark).pictured(self._pictures)

    def _pictures(self) -> dict[str, str | bytes]:
        return {"image/svg+xml": self.svg, "image/png": self.png()}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {**self._pictures(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Chart {self.title!r}>"
