"""Many incidents: columnar tables, what keeps coming back, action completion."""

from __future__ import annotations

from causal.corpus.corpus import Corpus
from causal.corpus.load import load_corpus

__all__ = ["Corpus", "load_corpus"]
