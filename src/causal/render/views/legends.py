"""What the marks of a picture mean, in the same words in every view, and only where they occur."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from causal.render.scene import Box, Join, LegendEntry, Link

ROLES = {
    "trigger": "trigger: set it off",
    "event": "event: a state along the way",
    "condition": "condition: was there before",
    "gap": "gap: where a layer did not stop it",
    "amplifier": "made it worse, not needed",
}
ACTS = {
    "closed": "removed by an action that is done",
    "to_close": "to be removed, planned",
    "hardened": "barrier added, done: narrower, not closed",
    "to_harden": "barrier to be added, planned",
    "mitigates": "mitigated by an action that is done",
    "to_mitigate": "to be mitigated, planned",
}
"""What an action does to a part of a picture."""

STATES = {
    "held": "held",
    "absent": "absent",
    "bypassed": "bypassed",
    "degraded": "degraded",
    "not_reached": "not reached",
}
"""The states of a layer that have a look of their own."""

CONTRIBUTED = {"contributed": "contributed: how they combined is not stated"}
_UNSURE = frozenset({"suspected", "disputed"})


def entries(words: Mapping[str, str], shown: Collection[str]) -> list[LegendEntry]:
    """Return an entry for each sample that is shown, in the order of the words."""
    return [LegendEntry(sample, said) for sample, said in words.items() if sample in shown]


def marks_of(*parts: Iterable[Box | Link | Join]) -> set[str]:
    """Return every mark that occurs on these parts of a picture."""
    return {mark for each in parts for part in each for mark in part.marks}


def unsure(boxes: Iterable[Box], links: Iterable[Link] = ()) -> list[LegendEntry]:
    """Return the entry of what nobody has confirmed: as a line where there is such a line."""
    on_lines = _UNSURE & marks_of(links)
    if not on_lines and not _UNSURE & marks_of(boxes):
        return []
    return [LegendEntry("suspected" if on_lines else "suspected-box", "suspected or disputed")]
