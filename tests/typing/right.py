"""What a type checker must accept."""

from __future__ import annotations

from pathlib import Path

import causal
from causal.render import Drawing

incident: causal.Incident = causal.load("incident.yaml")
corpus: causal.Corpus = causal.load_corpus("incidents")

drawing: Drawing = causal.draw(incident, "swiss-cheese", orientation="landscape")
causal.draw(incident, "before-after", scenario="planned")
causal.draw(incident, "before-after", scenario=["A1", "A2"])
causal.figure(incident, "actions")
causal.figure(corpus, "network", dark=True)

text: str = causal.report(incident)
page: str = causal.report(incident, "html", one_page=True, corpus=corpus)
paper: bytes = causal.report(incident, format="pdf", template="google-sre")
mine: str = causal.report(incident, template=Path("mine.md.j2"))
items: str = causal.report(incident, "csv", budget=causal.Budget(seconds=5))
survey: bytes = causal.report(corpus, "pdf", today="2026-01-31")
