"""A done action names nothing that shows that it works."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    for name, action in case.actions.items():
        if action.status == "done" and action.kind != "repair" and action.verified is None:
            yield Found(("actions", name), f"{name!r} is done and nothing shows that it works")


RULE = Rule(
    id="done-without-evidence",
    severity="information",
    what="A done action names nothing that shows that it works.",
    why=(
        "Done is not the same as working: say how it was seen. the incident report "
        "specification of the Common CA Database."
    ),
    mend="verified: {on: a day, evidence: [what shows it]}",
    example="verified: {on: 2025-04-02, evidence: [load-test-41]}",
    find=_find,
    documents=False,
)
