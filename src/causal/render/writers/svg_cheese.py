"""stub."""

from __future__ import annotations


def cheese_elements(scene, plan, theme, hues):
    """Stub."""
    return []
