"""Where a document shows each drawing from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from causal.reports.escape_md import cell

if TYPE_CHECKING:
    from causal.model import Incident

__all__ = ["VIEWS", "Pictures"]

VIEWS = {
    "graph": "Contributing factors by layer of defence",
    "swiss-cheese": "The holes that lined up",
    "five-whys": "The five whys beside the full graph",
}
"""The views a document shows, each with what it is called there."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """For each view the path its drawing is shown from; a view without one is left out."""

    paths: Mapping[str, str] = field(default_factory=dict)

    def show(self, incident: Incident, view: str) -> list[str]:
        """Return the lines that show a view, none when there is no picture of it."""
        path = self.paths.get(view)
        if path is None:
            return []
        alt = f"{VIEWS[view]}: {incident.outcome.what}"
        return [f"![{cell(alt)}](<{path.replace('>', '%3E')}>)", ""]
