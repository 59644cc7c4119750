"""Typefaces for PNG and PDF: no character of an incident is lost, whatever fonts a machine has."""

from __future__ import annotations

from causal.render.typefaces.pdf_fonts import put_fonts, with_lines_apart
from causal.render.typefaces.png_fonts import with_fallback_fonts

__all__ = ["put_fonts", "with_fallback_fonts", "with_lines_apart"]
