"""Views: each turns an incident into a scene; `VIEWS` names them."""

from __future__ import annotations

from collections.abc import Callable

from causal.model import Incident
from causal.render.scene import Scene
from causal.render.views.five_whys import five_whys_scene
from causal.render.views.graph import graph_scene
from causal.render.views.swiss_cheese import swiss_cheese_scene

__all__ = ["VIEWS"]

VIEWS: dict[str, Callable[[Incident], Scene]] = {
    "graph": graph_scene,
    "swiss-cheese": swiss_cheese_scene,
    "five-whys": five_whys_scene,
}
