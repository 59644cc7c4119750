"""One session of editing: messages from a page in, what the page shows out.

The same for the notebook and for the served page. A message is plain data: ``do`` with one or more
operations, ``undo``, ``redo``, or ``ask``; beside it ``orientation`` says how the drawing lies, and
``suppose`` which actions and layers are switched on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from causal.editing.answers import answers, likely_layers, what_if
from causal.editing.draft import Draft, is_plain
from causal.editing.fault_words import fault_words
from causal.editing.meeting import brief, changes_since
from causal.editing.operations import apply
from causal.editing.picture import Orientation, picture
from causal.editing.prompts import AGENDA, prompts
from causal.errors import CausalError
from causal.model.layers import DEFAULT_LAYERS
from causal.render.views.common import layer_name

if TYPE_CHECKING:
    from causal.editing.past import Past
    from causal.model import Incident

__all__ = ["Session"]

_NOT_PLAIN = "a message holds whole characters and figures, at most 200 levels deep"
Step = tuple[list[dict[str, Any]], Draft]


class Session:
    """A draft with everything that was done to it, to be undone and redone without limit.

    Args:
        draft: Where it starts.
        past: Earlier incidents to compare with; None where there are none.
    """

    def __init__(self, draft: Draft, past: Past | None = None) -> None:
        self.start = draft
        self.past = past
        self.version = 1
        self.understood: list[str] = []
        self._steps: list[Step] = []
        self._at = 0

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return self._steps[self._at - 1][1] if self._at else self.start

    @property
    def incident(self) -> Incident:
        """The incident as it is now.

        Raises:
            InvalidIncident: The draft is none yet; every fault is told.
        """
        return self.draft.incident

    @property
    def operations(self) -> list[dict[str, Any]]:
        """What was done since the start and not undone, in order."""
        return [operation for done, _ in self._steps[: self._at] for operation in done]

    def do(self, *operations: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Apply operations as one step, and return them with every id that was chosen.

        Raises:
            CausalError: One of them cannot be done; then none is.
        """
        draft, done = self.draft, []
        for operation in operations:
            draft, written = apply(draft, operation)
            done.append(written)
        self._steps[self._at :] = [(done, draft)]
        self._at += 1
        self.version += 1
        return done

    def undo(self) -> bool:
        """Take the last step back; return whether there was one."""
        if not self._at:
            return False
        self._at -= 1
        self.version += 1
        return True

    def redo(self) -> bool:
        """Do again the step taken back last; return whether there was one."""
        if self._at == len(self._steps):
            return False
        self._at += 1
        self.version += 1
        return True

    def begin(self, draft: Draft) -> None:
        """Start again from another draft, with nothing to undo."""
        self.start, self._steps, self._at = draft, [], 0
        self.version += 1

    def handle(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the page shows after a message; ``error`` says what could not be done.

        A message with ``ask`` is answered from the draft as it is: the ``answers``, which may take
        longer than the drawing, or what to send round at the ``finish``.
        """
        if not is_plain(message):
            return {**self.state(), "error": _NOT_PLAIN, "said": "", "done": []}
        asked = message.get("ask")
        if asked == "answers":
            return self.answers(message)
        if asked == "finish":
            return self.finish()
        error = said = ""
        done: list[dict[str, Any]] = []
        try:
            said, done = self.obey(message)
        except CausalError as problem:
            error = str(problem)
        return {**self.state(message), "error": error, "said": said, "done": done}

    def obey(self, message: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        """Do what a message asks; return what is said of it, and what was done.

        Raises:
            CausalError: It cannot be done; the draft stays as it was.
        """
        asked = message.get("do")
        if asked is not None:
            operations = asked if isinstance(asked, list) else [asked]
            if not operations or not all(isinstance(each, Mapping) for each in operations):
                raise CausalError("an edit is a mapping with the name of an operation under op")
            return "", self.do(*operations)
        if message.get("undo"):
            return ("Undone." if self.undo() else "Nothing to undo."), []
        if message.get("redo"):
            return ("Done again." if self.redo() else "Nothing to redo."), []
        return "", []

    def state(self, message: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the drawing, the draft and its faults, as plain data for JSON."""
        turned = (message or {}).get("orientation")
        orientation = cast("Orientation", turned if turned == "landscape" else "portrait")
        draft = self.draft
        faults = {
            box: [fault_words(fault, draft) for fault in found]
            for box, found in draft.faults_by_box.items()
        }
        return {
            "version": self.version,
            "data": draft.data,
            "picture": picture(draft, orientation),
            "valid": draft.is_valid,
            "faults": faults,
            "agenda": AGENDA,
            "has_past": self.past is not None,
            "layers": self._layers(),
            "proposals": list(draft.proposals),
            "understood": self.understood,
            "can_undo": self._at > 0,
            "can_redo": self._at < len(self._steps),
        }

    def answers(self, message: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the verdicts on the draft, and the questions it leaves open."""
        supposed = (message or {}).get("suppose")
        version, draft = self.version, self.draft
        return {
            "version": version,
            "answers": answers(draft),
            "what_if": what_if(draft, supposed if isinstance(supposed, Mapping) else {}),
            "prompts": _asked(draft),
            "likely": _likely(draft),
            "past": self.past.seen(draft.incident) if self.past and draft.is_valid else None,
        }

    def finish(self) -> dict[str, Any]:
        """Return what changed since the start, and the brief to send round, as Markdown."""
        try:
            changes = changes_since(self.start, self.incident)
            return {"error": "", "changes": changes, "brief": brief(self.incident)}
        except CausalError as problem:
            return {"error": str(problem)}

    def _layers(self) -> list[dict[str, str]]:
        """Return the layers that may be chosen, in the order a failure meets them."""
        found = self.draft.well_formed
        names = found.layer_names if found is not None else tuple(DEFAULT_LAYERS)
        return [
            {
                "id": name,
                "name": layer_name(found, name) if found is not None else name,
                "consists_of": DEFAULT_LAYERS.get(name, ""),
            }
            for name in names
        ]


def _asked(draft: Draft) -> list[dict[str, str]]:
    return [prompt._asdict() for prompt in prompts(draft.incident)] if draft.is_valid else []


def _likely(draft: Draft) -> dict[str, list[str]]:
    """Return for each factor without a layer those that its words speak of."""
    return {
        name: list(likely_layers(str(factor.get("what"))))
        for name, factor in draft.data["factors"].items()
        if "layer" not in factor and "because" not in factor and factor.get("what")
    }
