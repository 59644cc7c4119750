"""A text of verdicts on record, as headings and lists: the directive ``on-record``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

__all__ = ["OnRecord", "setup"]


class OnRecord(SphinxDirective):
    """A text whose indented lines are sentences below the line that starts at the margin."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return every line of the file, none added and none left out."""
        relative, absolute = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        found: list[nodes.Node] = []
        for line in Path(absolute).read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                found += [nodes.paragraph("", "", nodes.strong("", line))] if line else []
                continue
            if not isinstance(found[-1], nodes.bullet_list):
                found.append(nodes.bullet_list())
            found[-1] += nodes.list_item("", nodes.paragraph("", line.strip()))
        return [nodes.container("", *found, classes=["on-record"])]


def setup(app: Any) -> dict[str, bool]:
    """Register the directive ``on-record``."""
    app.add_directive("on-record", OnRecord)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
