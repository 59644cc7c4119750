"""Canonical factors: what is the same factor in two incidents, confirmed once."""

from __future__ import annotations

from causal.catalogue.catalogue import CanonicalFactor, Catalogue
from causal.catalogue.suggest import FactorSuggestion, suggest_factors

__all__ = ["CanonicalFactor", "Catalogue", "FactorSuggestion", "suggest_factors"]
