"""Typefaces for PNG and PDF: no character of an incident is lost, whatever fonts a machine has."""

from __future__ import annotations

from causal.render.typefaces.dress import dressed
from causal.render.typefaces.lift import lifted

__all__ = ["dressed", "lifted"]
