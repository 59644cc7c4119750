"""Views: each turns an incident into a scene; `VIEWS` names them."""

from __future__ import annotations

from collections.abc import Callable

from causal.model import Incident
from causal.render.scene import Scene
from causal.render.views.graph import graph_scene

__all__ = ["VIEWS"]

VIEWS: dict[str, Callable[[Incident], Scene]] = {
    "graph": graph_scene,
}
