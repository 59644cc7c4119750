"""Words: normalising, matching, lexicons. Strings in, ranked strings out; knows no incident."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["starter_text"]


def starter_text() -> str:
    """Return the YAML text of the catalogue to start from: common factors of software incidents."""
    return files("causal.text").joinpath("starter.yaml").read_text(encoding="utf-8")
