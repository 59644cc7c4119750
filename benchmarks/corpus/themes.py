"""Themes of planted corpora: time, agreement with what was planted, and stability.

Run: ``python benchmarks/corpus/themes.py themes [incidents]``. Agreement is normalized mutual
information; an incident in no theme counts as a group of its own.
"""

from __future__ import annotations

import numpy as np
import planted_patterns
from duplicates import corpus_of
from measuring import main, peak, tell, timed


def themes(incidents=10_000, resamples=0):
    drawn, theme = planted_patterns.themes(incidents, seed=1)
    corpus = corpus_of(drawn)
    seconds, found = timed(lambda: corpus.themes(resamples=resamples))
    group = -1 - np.arange(incidents)
    for number, ids in enumerate(found["incident_ids"]):
        group[[int(name[4:]) for name in ids]] = number
    tell(
        incidents=incidents,
        seconds=seconds,
        resamples=resamples,
        peak_mb=peak(),
        planted=len(set(theme.tolist())),
        found=len(found),
        agreement=planted_patterns.agreement(theme, group),
        stability=float(found["stability"].median()) if resamples else None,
    )


if __name__ == "__main__":
    main(themes)
