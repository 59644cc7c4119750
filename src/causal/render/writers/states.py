"""What the marks of a box mean for its outline, in every language a drawing is written in."""

from __future__ import annotations

from causal.render.scene import Box

_STATES: dict[str, tuple[str, float]] = {
    "missed": ("bad", 2.4),
    "changed": ("bad", 3.0),
    "lost": ("faint", 2.0),
    "removed": ("faint", 1.4),
    "gone": ("faint", 1.4),
    "cancelled": ("faint", 1.4),
    "remaining": ("path", 2.6),
    "held": ("good", 2.4),
    "absent": ("faint", 1.6),
    "not_reached": ("faint", 1.6),
    "done": ("good", 2.4),
    "planned": ("good", 2.0),
}
_DASHED = {
    "suspected": "6 4",
    "disputed": "6 4",
    "planned": "5 4",
    "gone": "4 4",
    "lost": "3 5",
    "cancelled": "4 4",
    "amplifies": "2 3",
    "contributed": "1.5 4",
    "absent": "7 5",
    "bypassed": "12 4",
    "degraded": "10 3 2 3",
    "not_reached": "1.5 4",
}


def outline_state(box: Box) -> tuple[str, float] | None:
    """Return the field of the theme and the width that a mark gives an outline, if one does.

    An outcome that no longer comes about is good news; holes are ringed, not outlined, by actions.
    """
    if box.role == "outcome" and "gone" in box.marks:
        return _STATES["held"]
    for mark, state in _STATES.items():
        if mark in box.marks and (mark not in {"done", "planned"} or box.role == "action"):
            return state
    return None


def is_lost(box: Box) -> bool:
    """Return whether a box is the outcome, and comes about."""
    return box.role == "outcome" and "gone" not in box.marks


def dash(box: Box) -> str:
    """Return the dashes of an outline, or nothing."""
    for mark, pattern in _DASHED.items():
        if mark in box.marks and (mark != "planned" or box.role == "action"):
            return pattern
    return ""
