"""A starter file was not filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from causal.checks.rule import Case, Found, Prose, Rule


@cache
def _starter() -> frozenset[str]:
    text = files("causal.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    return frozenset(
        found.strip() for found in re.findall(r"(?:what|title): +([A-Z][^#\n]+)", text)
    )


def _find(case: Case) -> Iterator[Found]:
    titled = Prose(("title",), case.incident.title, "summary")
    for prose in (*case.prose(), titled):
        if prose.text.strip() in _starter():
            yield Found(prose.path, f"this is the starter's own text: {prose.text.strip()!r}")


RULE = Rule(
    id="unfilled-starter",
    severity="error",
    what="A starter file was not filled in.",
    why="The sentences of the starter are instructions; as an incident they are not true.",
    mend="say what happened, in your own words",
    example='"What the system did wrong" becomes "Queries waited for a free connection"',
    find=_find,
)
