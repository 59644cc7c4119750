"""Drawings where documents are: in Markdown files, site builders and notebooks.

* `causal.integrations.markdown`: `embed` refreshes the drawings of a Markdown file.
* `causal.integrations.superfences`: a fence for pymdownx.superfences (MkDocs, Zensical).
* `causal.integrations.sphinx`: the directive ``causal`` for Sphinx and MyST.
* `causal.integrations.jupyter`: the cell magic ``%%causal``.
"""

from __future__ import annotations

from causal.integrations.markdown import EmbedResult, embed

__all__ = ["EmbedResult", "embed"]
