"""Drawings of incidents: a view decides what to show, a layout where, a writer how."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from causal.errors import CausalError, UnknownName
from causal.graph.budget import budget_of
from causal.model import Incident
from causal.render.drawing import Drawing
from causal.render.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from causal.analysis.changes import Changes
    from causal.graph.budget import Budget
    from causal.render.scene import Scene

__all__ = ["Drawing", "Theme", "draw", "draw_changes"]

_ORIENTATIONS = ("portrait", "landscape")
_ENGINES = ("own", "dot")


def _drawing(scene: Scene, orientation: str | None, fit: str | None, **given: Any) -> Drawing:
    """Return the drawing of a scene, laid out for where it is placed."""
    if orientation is not None and orientation not in _ORIENTATIONS:
        raise UnknownName("orientation", orientation, _ORIENTATIONS)
    if fit is None:
        return Drawing(scene, orientation=orientation or "portrait", **given)
    from causal.render.layout.fit import FITS, fitted

    if fit not in tuple(FITS):
        raise UnknownName("fit", fit, FITS)
    said, turn, width = fitted(scene, FITS[fit], orientation)
    return Drawing(said, orientation=turn, fit=fit, width=width, **given)


def _summed_up(incident: Incident, whole: Drawing) -> Drawing:
    """Return the summary of a large graph, whose pages go on with every factor.

    The detail is the graph itself where its words can be read on a page, and else a list.
    """
    from causal.render.views.factor_list import factor_list_scene, layer_list_scene

    if whole.fit is None:
        return whole
    if whole.is_small:
        whole = whole.showing(factor_list_scene(incident))
    prefix = f"{whole.id_prefix}-detail" if whole.id_prefix else None
    detail = replace(whole, id_prefix=prefix)
    return replace(whole.showing(layer_list_scene(incident)), detail=detail)


def draw_changes(
    changes: Changes,
    *,
    orientation: Literal["portrait", "landscape"] | None = None,
    fit: Literal["a4", "letter", "slide", "column"] | None = None,
    theme: Theme = DEFAULT,
    id_prefix: str | None = None,
    budget: Budget | None = None,
) -> Drawing:
    """Return a drawing of what changed between two versions of an incident.

    Args:
        changes: The answer of `causal.diff`.
        orientation: ``portrait`` stacks both versions, ``landscape`` sets them side by side.
        fit: Where it is placed: ``a4``, ``letter``, ``slide`` or ``column`` (700 pixels).
        theme: The colours, light and dark.
        id_prefix: What the ids in the SVG start with; needed where a page shows a drawing twice.
        budget: The limits of the picture, of its layout too.

    Raises:
        UnknownName: There is no such orientation.
        NothingToDraw: Nothing changed, or a version has no factors.
    """
    from causal.render.views.changes import changes_scene

    clock = budget_of(budget).clock()
    with clock.work():
        return _drawing(
            changes_scene(changes), orientation, fit, view="changes", theme=theme,
            id_prefix=id_prefix, clock=clock,
        )  # fmt: skip


def draw(
    incident: Incident,
    view: str = "graph",
    *,
    orientation: Literal["portrait", "landscape"] | None = None,
    fit: Literal["a4", "letter", "slide", "column"] | None = None,
    theme: Theme = DEFAULT,
    id_prefix: str | None = None,
    engine: Literal["own", "dot"] = "own",
    scenario: str | Collection[str] | None = None,
    budget: Budget | None = None,
) -> Drawing:
    """Return a drawing of an incident.

    Args:
        incident: What to draw.
        view: ``graph``, ``swiss-cheese``, ``five-whys``, ``actions``, ``timeline``,
            ``before-after``, ``bowtie``, ``brief``, ``fault-tree`` or ``sparkline``.
        orientation: ``portrait`` for documents, ``landscape`` for slides. None is ``portrait``,
            or with `fit` that in which the words are larger.
        fit: Where it is placed: ``a4``, ``letter``, ``slide`` or ``column`` (700 pixels).
        theme: The colours, light and dark.
        id_prefix: What the ids in the SVG start with; needed where a page shows a drawing twice.
        engine: ``own``, or ``dot`` to let Graphviz place the parts.
        scenario: Which actions count as in place: ``planned``, ``done``, ``verified``, or their
            ids. None lets the view choose: ``planned`` for ``before-after``, ``done`` for
            ``swiss-cheese``, ``bowtie``, ``actions`` and ``brief``; the others show what was so.
        budget: The limits of the picture, of its layout too.

    Raises:
        UnknownName: There is no such view, orientation, engine or scenario.
        NotFinished: It did not fit the budget; what is asked for may also be told later, when the
            parts are placed.
        NothingToDraw: The incident lacks what the view shows.
    """
    from causal.render.incident_logic import incident_logic
    from causal.render.views import VIEWS, view_scene
    from causal.render.views.aggregate import MOST
    from causal.render.views.factor_list import MANY

    name = str(view).replace("_", "-")
    if name not in VIEWS:
        raise UnknownName("view", view, VIEWS)
    if engine not in _ENGINES:
        raise UnknownName("engine", engine, _ENGINES)
    if fit is not None and engine == "dot":
        raise CausalError("fit is for the own engine; Graphviz takes the room it needs")
    explained = name == "graph" and fit is not None and incident.outcome.because is not None
    clock = budget_of(budget).clock()
    with clock.work():
        made = _drawing(
            view_scene(incident, name, scenario), orientation, fit, view=name, engine=engine,
            theme=theme, id_prefix=id_prefix, logic=incident_logic(incident), clock=clock,
        )  # fmt: skip
        many = len(incident.factors)
        large = many <= MOST and (many >= MANY or made.is_small)
        return _summed_up(incident, made) if explained and large else made
