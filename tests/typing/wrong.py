"""What a type checker must refuse; an `ignore` that nothing needs is an error too."""

from __future__ import annotations

import causal

incident = causal.load("incident.yaml")

causal.draw(incident, "swiss-chese")  # type: ignore[arg-type]
causal.draw(incident, orientaton="landscape")  # type: ignore[call-arg]
causal.draw(incident, orientation="sideways")  # type: ignore[arg-type]
causal.draw(incident, engine="neato")  # type: ignore[arg-type]
causal.draw("incident.yaml")  # type: ignore[arg-type]
causal.figure(incident, "grap")  # type: ignore[arg-type]
causal.figure(incident, drak=True)  # type: ignore[call-arg]
causal.report(incident, "markdwon")  # type: ignore[call-overload]
causal.report(incident, one_pge=True)  # type: ignore[call-overload]
text: str = causal.report(incident, "pdf")  # type: ignore[assignment]
causal.explain(incident, budgt=causal.Budget())  # type: ignore[call-arg]
causal.explain(incident, budget=5)  # type: ignore[arg-type]
causal.Budget(second=5)  # type: ignore[call-arg]
causal.assess_actions(incident, scenaro="done")  # type: ignore[call-arg]
