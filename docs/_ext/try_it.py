"""The page to try out that stands on the front page, made while the site is built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import causal

__all__ = ["PAGE", "setup", "write_page"]

PAGE = "try-it.html"
SHOWN = Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml"


def write_page(app: Any, failed: Exception | None) -> None:
    """Write the page beside the others, once these are there."""
    if failed is None and app.builder.format == "html":
        drawing = causal.draw(causal.load(SHOWN), "swiss-cheese")
        drawing.save(Path(app.outdir) / PAGE)


def setup(app: Any) -> dict[str, bool]:
    """Have the page written."""
    app.connect("build-finished", write_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
