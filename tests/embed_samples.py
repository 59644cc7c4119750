"""A folder to embed in: the incident of an exhausted pool, and a document."""

from __future__ import annotations

from pathlib import Path

import causal
from render_samples import connection_pool

__all__ = ["INCIDENT", "folder_with"]

INCIDENT = """causal: 1
id: INC-7
title: It broke
outcome: {what: It was down, because: [a, b]}
factors:
  a: {what: A thing failed, kind: trigger}
  b: {what: Nobody looked, layer: review}
"""


def folder_with(folder: Path, document: str | bytes) -> Path:
    """Write the incident and a document, and return the document."""
    causal.dump(connection_pool(), folder / "incident.yaml")
    path = folder / "doc.md"
    path.write_bytes(document if isinstance(document, bytes) else document.encode())
    return path
