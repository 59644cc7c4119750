"""A finished drawing: the same picture in every form it can be saved in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from causal.atomic import expect_target, write_atomic
from causal.errors import CausalError, UnknownFormat, UnknownName, did_you_mean
from causal.graph.budget import Budget, Clock
from causal.render.layout import lay_out
from causal.render.layout.fit import FITS, fitted, page_height, slide_points, text_points
from causal.render.layout.pages import cut
from causal.render.layout.plan import Plan
from causal.render.logic import Logic
from causal.render.scene import Scene
from causal.render.theme import DEFAULT, Theme
from causal.text.expect import expect_path

if TYPE_CHECKING:
    from causal.render.writers.pieces import Pieces

__all__ = ["Drawing"]


@dataclass(frozen=True)
class Drawing:
    """A drawing of an incident; each form is made when it is first read.

    Args:
        scene: What it shows.
        view: The name of the view.
        orientation: ``portrait`` lets causes run down the page, ``landscape`` to the right.
        engine: ``own`` places the parts itself; ``dot`` leaves that to Graphviz.
        theme: The colours.
        id_prefix: What the ids inside the SVG start with; taken from the content when None.
        logic: What a reader can try out on the interactive page.
        fit: Where it is placed: ``a4``, ``letter``, ``slide`` or ``column``; None for anywhere.
        width: The width its layout keeps to, in pixels; None for that of the orientation.
        clock: The time left for placing its parts; `NotFinished` when that does not suffice.
        detail: What follows on further pages, where it is the summary of a large graph.
    """

    scene: Scene
    view: str = "graph"
    orientation: str = "portrait"
    engine: str = "own"
    theme: Theme = field(default=DEFAULT, repr=False)
    id_prefix: str | None = None
    logic: Logic | None = field(default=None, repr=False)
    fit: str | None = None
    width: float | None = None
    clock: Clock = field(default_factory=lambda: Budget().clock(), repr=False, compare=False)
    detail: Drawing | None = field(default=None, repr=False)

    @cached_property
    def plan(self) -> Plan:
        """Where every part lies, as the own engine places it."""
        with self.clock.work():
            return lay_out(self.scene, orientation=self.orientation, width=self.width)

    @property
    def is_small(self) -> bool:
        """Whether its smallest words are smaller than what can be read where it is placed."""
        return self.fit is not None and self.text_points() < FITS[self.fit].least - 0.05

    def showing(self, scene: Scene) -> Drawing:
        """Return the drawing of another scene, laid out for the same place."""
        if self.fit is None:
            return replace(self, scene=scene)
        said, turn, width = fitted(scene, FITS[self.fit], None)
        return replace(self, scene=said, orientation=turn, width=width)

    @property
    def _is_slide(self) -> bool:
        """Whether it is one slide by its form."""
        return self.scene.kind == "slide" and self.width is None

    def text_points(self, fit: str | None = None) -> float:
        """Return the size of its smallest words where it is placed, in points.

        A drawing too tall for one page goes on on further pages where that lets its words be
        read: see `pages`.

        Args:
            fit: ``a4``, ``letter``, ``slide`` or ``column``; that of the drawing when None.

        Raises:
            UnknownName: There is no such place.
        """
        place = fit or self.fit or "a4"
        if place not in FITS:
            raise UnknownName("fit", place, FITS)
        if self._is_slide and FITS[place].grows:
            return round(slide_points(self.plan), 2)
        return round(text_points(self.plan, FITS[place]), 2)

    @cached_property
    def pages(self) -> tuple[Drawing, ...]:
        """The drawing as continuation pages, each small enough for its place; often only itself.

        Of a graph of 25 factors or more the first is the summary, and every factor follows.
        """
        rest = self.detail.pages if self.detail is not None else ()
        return (*self.cut(), *rest)

    def cut(self, tall: float | None = None, first: float | None = None) -> tuple[Drawing, ...]:
        """Return the drawing in parts that each fit a page, without what follows on further pages.

        Args:
            tall: The height of a page, in pixels of the drawing; that of its place when None.
            first: The height that is left on the page it begins on, in a document.
        """
        if self.fit is None or self._is_slide or self.scene.kind == "sparkline":
            return (self,)
        tall = tall or page_height(self.plan, FITS[self.fit])
        plans = [self.plan] if tall is None else cut(self.plan, tall, self.scene.title, first)
        if len(plans) == 1:
            return (self,)
        if self.scene.kind == "fault-tree":
            from causal.render.layout.fault_tree import with_page_numbers

            plans = with_page_numbers(plans)
        found = []
        for number, plan in enumerate(plans, 1):
            prefix = f"{self.id_prefix}-{number}" if self.id_prefix else None
            page = replace(self, id_prefix=prefix, detail=None)
            page.__dict__["plan"] = plan
            page.__dict__["pages"] = (page,)
            found.append(page)
        return tuple(found)

    @cached_property
    def svg(self) -> str:
        """The drawing as one self-contained SVG document.

        Raises:
            MissingExtra: The engine is ``dot``, and neither the program nor the extra is installed.
        """
        return self._written(self._picture)

    @cached_property
    def _picture(self) -> Plan | Pieces:
        """What it is drawn from, its words as data."""
        if self.engine != "dot":
            return self.plan
        from causal.render.writers.graphviz_svg import draw_dot

        return draw_dot(self.dot, self.scene, self.theme, id_prefix=self.id_prefix)

    def _written(self, picture: Plan | Pieces, *, opaque: bool = False) -> str:
        """Return the SVG of what it is drawn from."""
        if not isinstance(picture, Plan):
            return picture.svg()
        from causal.render.writers.svg import write_svg

        return write_svg(self.scene, picture, self.theme, id_prefix=self.id_prefix, opaque=opaque)

    @property
    def text(self) -> str:
        """The drawing in words, as a screen reader says it; a sparkline is one line for a chat."""
        return self.scene.description

    @cached_property
    def dot(self) -> str:
        """The drawing in the DOT language of Graphviz; needs no program."""
        from causal.render.writers.dot import write_dot

        return write_dot(self.scene, self.theme, orientation=self.orientation)

    @cached_property
    def mermaid(self) -> str:
        """The drawing as a Mermaid flowchart or timeline; a large one is shortened or condensed.

        Raises:
            CausalError: It is larger than Mermaid takes in every form.
        """
        from causal.render.writers.mermaid import write_mermaid

        return write_mermaid(self.scene, self.theme, orientation=self.orientation)

    @cached_property
    def html(self) -> str:
        """The drawing as a page of its own, to point at and to try out; it loads nothing.

        It shows the parts where the own engine places them, whatever the engine.
        """
        from causal.render.writers.html import as_it_was, write_html
        from causal.render.writers.svg import write_svg

        scene, plan = self.scene, self.plan
        if self.logic is not None and scene.kind == "pair":
            from causal.render.views.before_after import to_try

            scene = to_try(scene)
            plan = lay_out(scene, orientation=self.orientation, width=self.width)
        plan = as_it_was(plan) if self.logic is not None else plan
        svg = write_svg(scene, plan, self.theme, id_prefix=self.id_prefix)
        return write_html(scene, plan, svg, self.theme, self.logic)

    def pdf(self) -> bytes:
        """Return the drawing as a PDF of one page with words that can be selected.

        Raises:
            MissingExtra: The extra ``pdf`` is not installed.
        """
        from causal.render.writers.pdf import write_pdf

        return write_pdf(
            self._picture,
            self._written,
            title=self.scene.title,
            description=self.scene.description,
            theme=self.theme,
            boxes=self.plan.boxes if self.engine == "own" else (),
        )

    def png(self, scale: float | None = None) -> bytes:
        """Return the drawing as PNG bytes.

        Args:
            scale: Pixels of the image for one of the drawing. None for two, and fewer the larger
                the drawing is, down to one, so that it takes little time and room.

        Raises:
            CausalError: `scale` is not between 0.1 and 10.
        """
        if scale is not None and not 0.1 <= scale <= 10:
            raise CausalError(f"scale is from 0.1 to 10, not {scale!r}")
        from causal.render.writers.png import write_png

        return write_png(self._picture, partial(self._written, opaque=True), scale=scale)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the drawing in the format of the suffix, all of it or nothing; return the path.

        Raises:
            UnknownFormat: The suffix names no format.
        """
        suffix, target = format_of(path), Path(path)
        expect_target(target)
        write_atomic(target, _FORMATS[suffix](self))
        return target

    def pictures(self) -> dict[str, str | bytes]:
        """Return the drawing as a notebook shows it, by media type."""
        from causal.render.writers.notebook import write_notebook

        # The PNG stands in where SVG is not trusted, and is kept in the file: one pixel for one,
        # so that it has the right size there, and costs little.
        forms: dict[str, str | bytes] = {"image/svg+xml": self.svg, "image/png": self.png(1.0)}
        if wide := write_notebook(self.svg, self.text):
            forms["text/html"] = wide
        return forms

    def _repr_mimebundle_(self, **_: object) -> dict[str, str | bytes]:
        return {**self.pictures(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        scene = self.scene
        parts = f"{len(scene.boxes)} boxes, {len(scene.bands)} bands, {len(scene.links)} links"
        return f"<Drawing {self.view} of {scene.title!r}: {parts}>"


_FORMATS: dict[str, Callable[[Drawing], bytes]] = {
    "svg": lambda drawing: drawing.svg.encode("utf-8"),
    "png": lambda drawing: drawing.png(),
    "pdf": lambda drawing: drawing.pdf(),
    "dot": lambda drawing: drawing.dot.encode("utf-8"),
    "html": lambda drawing: drawing.html.encode("utf-8"),
    "txt": lambda drawing: f"{drawing.text}\n".encode(),
    "mmd": lambda drawing: drawing.mermaid.encode("utf-8"),
}


def format_of(path: str | os.PathLike[str]) -> str:
    """Return the format in which a drawing is saved at a path: its suffix without the dot.

    Raises:
        UnknownFormat: The suffix names no format.
    """
    target = expect_path(path, "save")
    suffix = target.suffix.lower().lstrip(".")
    if suffix not in _FORMATS:
        hint = did_you_mean(suffix, _FORMATS)
        known = ", ".join(f".{name}" for name in sorted(_FORMATS))
        problem = f"a drawing is saved as {known}, not as {str(target)!r}"
        raise UnknownFormat(f"{problem} ({hint})" if hint else problem)
    return suffix
