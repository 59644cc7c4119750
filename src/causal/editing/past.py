"""Earlier incidents, looked through while one is drawn: what of it was seen before."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError

if TYPE_CHECKING:
    from causal.corpus import Corpus
    from causal.model import Incident

__all__ = ["Past"]

_MOST_INCIDENTS = 5
_MOST_KEYS = 2


class Past:
    """The earlier incidents of a corpus, asked again after every edit.

    Args:
        corpus: The earlier incidents, or the folder they are in.

    Raises:
        CausalError: It is neither, or holds no incident.
        FileNotFoundError: There is no such folder.
    """

    def __init__(self, corpus: Corpus | str | os.PathLike[str]) -> None:
        from causal.catalogue import Catalogue
        from causal.catalogue.normal import normalised
        from causal.corpus import Corpus, load_corpus

        if isinstance(corpus, str | os.PathLike):
            corpus = load_corpus(corpus)
        if not isinstance(corpus, Corpus):
            raise CausalError(
                f"corpus is a folder of incidents or a Corpus, not {type(corpus).__name__}"
            )
        if not len(corpus):
            raise CausalError("the corpus holds no incident to compare with; see its faults")
        self.corpus = corpus
        self._where: dict[str, list[str]] = {}
        statements: dict[str, list[str]] = {}
        told: set[str] = set()
        frame = corpus.factors
        for incident, key, what in zip(frame["incident"], frame["key"], frame["what"], strict=True):
            if not isinstance(key, str):
                continue
            if normalised(what) not in told:  # one sentence stands under one key
                told.add(normalised(what))
                statements.setdefault(key, []).append(what)
            if incident not in self._where.setdefault(key, []):
                self._where[key].append(incident)
        self._catalogue = Catalogue.from_statements(statements)
        self._likely = lru_cache(maxsize=512)(self._ranked)

    def seen(self, incident: Incident) -> dict[str, Any]:
        """Return what of an incident was seen before, as plain data for JSON.

        ``incidents`` are the earlier ones that share a key, with how far the actions were then;
        ``factors`` says for each box with a key where it stood; ``likely`` ranks keys for each gap
        without one, for a person to confirm.
        """
        from causal.reports.seen_before import seen_before

        boxes: dict[str, list[str]] = {}
        for name, factor in incident.factors.items():
            if factor.key is not None:
                boxes.setdefault(factor.key, []).append(name)
        found = seen_before(incident, self.corpus, k=_MOST_INCIDENTS) if boxes else []
        others = {key: self._others(key, incident.id) for key in boxes}
        return {
            "total": len(self.corpus) - (incident.id in self.corpus),
            "incidents": [
                {**before.to_dict(), "boxes": [box for key in before.shared for box in boxes[key]]}
                for before in found
            ],
            "factors": {box: others[key] for key, named in boxes.items() for box in named},
            "likely": {
                name: likely
                for name, factor in incident.factors.items()
                if factor.is_gap
                and factor.key is None
                and (likely := self._keys(factor.what, incident.id))
            },
        }

    def _others(self, key: str, id: str) -> list[str]:
        return [name for name in self._where.get(key, ()) if name != id]

    def _keys(self, what: str, id: str) -> list[dict[str, Any]]:
        """Return the likeliest keys of a sentence that stand in another incident."""
        found = []
        for key, nearest in self._likely(what):
            if others := self._others(key, id):
                found.append({"key": key, "like": nearest, "incidents": others})
        return found[:_MOST_KEYS]

    def _ranked(self, what: str) -> list[tuple[str, str]]:
        from causal.catalogue import suggest_factors

        ranked = suggest_factors(what, self._catalogue)
        return [(s.key, s.nearest) for s in ranked if s.words or s.concepts or s.identical]
