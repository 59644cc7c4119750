"""How some causes combined is not stated, and that decides much."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    for name in ("outcome", *case.incident.factors):
        gate = case.incident.because(name)
        if gate is not None and gate.op == "contributing":
            path = ("outcome", "because") if name == "outcome" else ("factors", name, "because")
            yield Found(path, f"how the {len(gate.of)} causes of {name!r} combined is not stated")


RULE = Rule(
    id="contributing-decides",
    severity="information",
    what="How some causes combined is not stated, and that decides much.",
    why="Answers are given as certain, open or never; one statement would narrow them.",
    mend="because: {all: [...]} if each was needed, {any: [...]} if one was enough",
    example="a list of four causes of which each was needed",
    find=_find,
    documents=False,
)
