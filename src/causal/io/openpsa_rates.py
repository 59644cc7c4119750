"""The probabilities of basic events: constants and parameters that are constants, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from causal.io.safe_xml import Element


class Rates:
    """What basic events state about their probability, and what of it is a number.

    Attributes:
        unread: Of each event whose probability is no constant, why not.
    """

    def __init__(self) -> None:
        self.unread: dict[str, str] = {}
        self._parameters: dict[str, Element] = {}
        self._stated: dict[str, Element] = {}

    def define(self, element: Element) -> None:
        """Take note of a parameter."""
        body = [c for c in element.children if c.tag not in ("label", "attributes")]
        if body:
            self._parameters.setdefault(element.attributes.get("name", ""), body[0])

    def state(self, event: str, expression: Element) -> None:
        """Take note of the probability of an event."""
        self._stated[event] = expression

    def settle(self, events: dict[str, float | None]) -> Iterator[tuple[str, str, int]]:
        """Write the probabilities that are numbers into `events`, and yield what cannot be one.

        Yields:
            The event, what is wrong with its probability, and the line.
        """
        for event, expression in self._stated.items():
            stated: Element | None = expression
            seen: set[str] = set()
            while stated is not None and stated.tag == "parameter":
                name = stated.attributes.get("name", "")
                stated = None if name in seen else self._parameters.get(name)
                seen.add(name)
            if stated is None:
                self.unread[event] = f"the parameter {name!r} has no value"
            elif stated.tag not in ("float", "int"):
                self.unread[event] = f"<{stated.tag}> is legal, but not read here"
            else:
                written = stated.attributes.get("value", "")
                try:
                    chance = float(written)
                except ValueError:
                    chance = -1.0
                if 0 <= chance <= 1:
                    events[event] = chance
                else:
                    yield event, f"has probability {written[:40]!r}", stated.line
