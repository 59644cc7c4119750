"""Text to model and back: one file per format, a registry of them all."""

from __future__ import annotations

from causal.io.registry import dump, dumps, load, loads, read

__all__ = ["dump", "dumps", "load", "loads", "read"]
