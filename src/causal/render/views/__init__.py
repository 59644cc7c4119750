"""Views: each turns an incident into a scene; `VIEWS` names them."""

from __future__ import annotations

from collections.abc import Callable

from causal.render.scene import Scene
from causal.render.views.actions import actions_scene
from causal.render.views.before_after import before_after_scene
from causal.render.views.bowtie import bowtie_scene
from causal.render.views.brief import brief_scene
from causal.render.views.five_whys import five_whys_scene
from causal.render.views.graph import graph_scene
from causal.render.views.swiss_cheese import swiss_cheese_scene
from causal.render.views.timeline import timeline_scene

__all__ = ["SCENARIO_VIEWS", "VIEWS"]

VIEWS: dict[str, Callable[..., Scene]] = {
    "graph": graph_scene,
    "swiss-cheese": swiss_cheese_scene,
    "five-whys": five_whys_scene,
    "actions": actions_scene,
    "timeline": timeline_scene,
    "before-after": before_after_scene,
    "bowtie": bowtie_scene,
    "brief": brief_scene,
}

SCENARIO_VIEWS = ("before-after",)
"""The views that take a scenario as their second argument."""
