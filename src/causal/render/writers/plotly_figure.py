"""A Plotly figure that a notebook keeps together with its picture, for where Plotly does not run.

In a notebook Plotly hands over its data alone. A page of nbconvert, a PDF and a site that shows
notebooks draw nothing of that; beside it they find the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.io
from plotly.graph_objects import Figure

__all__ = ["PicturedFigure"]


class PicturedFigure(Figure):  # type: ignore[misc]
    """A figure with its picture by media type; without one it is as every figure of Plotly."""

    _pictures: Callable[[], dict[str, str | bytes]] | None = None

    def pictured(self, pictures: Callable[[], dict[str, str | bytes]]) -> PicturedFigure:
        """Let `pictures` return the picture when a notebook shows the figure; return the figure."""
        self._pictures = pictures
        return self

    def _repr_mimebundle_(self, *given: Any, **named: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(*given, **named)
        if self._pictures is None or "text/html" in bundle:
            return bundle
        return {**self._pictures(), **bundle}

    def _ipython_display_(self) -> None:
        known = plotly.io.renderers
        if not known.render_on_display or known.default != "plotly_mimetype":
            super()._ipython_display_()
            return
        from IPython.display import display

        display(self._repr_mimebundle_(), raw=True)  # type: ignore[no-untyped-call]
