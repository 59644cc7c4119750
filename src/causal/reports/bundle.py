"""A postmortem document and its pictures, written next to each other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from causal.errors import NothingToDraw, NothingToExplain
from causal.reports.markdown import incident_markdown
from causal.reports.pictures import VIEWS, Pictures

if TYPE_CHECKING:
    from causal.model import Incident

__all__ = ["write_report"]


def write_report(incident: Incident, path: str | os.PathLike[str]) -> list[Path]:
    """Write the document of an incident and its pictures; return all paths, the document first.

    Args:
        incident: The incident.
        path: The Markdown file; the pictures stand beside it, named after it.

    Raises:
        OSError: The folder does not exist or cannot be written.
    """
    from causal.atomic import write_atomic
    from causal.render import draw

    document = Path(path)
    shown: dict[str, str] = {}
    written = []
    for view in VIEWS:
        try:
            drawing = draw(incident, view)
        except (NothingToDraw, NothingToExplain):
            continue
        picture = document.with_name(f"{document.stem}-{view}.svg")
        written.append(drawing.save(picture))
        shown[view] = picture.name
    write_atomic(document, incident_markdown(incident, Pictures(shown)))
    return [document, *written]
