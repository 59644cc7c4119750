"""A session on a file: saved on request, with a minimal change, and never over somebody's work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from causal.atomic import write_atomic
from causal.editing.draft import Draft
from causal.editing.merge import replayed
from causal.editing.session import Session
from causal.editing.start import draft_of_text, empty_draft
from causal.errors import CausalError
from causal.io.edit_yaml import rewrite_yaml, write_yaml_like
from causal.io.safe_file import read_text

if TYPE_CHECKING:
    from causal.editing.past import Past
    from causal.editing.start import Opened

__all__ = ["FileSession"]

_CHANGED = (
    "Somebody changed {name} after it was read here, so it was not written over. "
    "What was done here can be put on top of the newer file; you look at it before it is saved."
)


class FileSession(Session):
    """One session of editing a file, shared by every window that shows it.

    Args:
        opened: The draft and the file it is saved to.
        past: Earlier incidents to compare with; None where there are none.
    """

    def __init__(self, opened: Opened, past: Past | None = None) -> None:
        super().__init__(opened.draft, past)
        self.path = opened.path
        self.text = opened.text
        self.opening = opened.draft
        self.understood = opened.said.splitlines()
        self._saved = opened.draft if opened.text.strip() else None
        self._lock = Lock()
        self._conflict = ""
        self._conflicts: list[str] = []

    @property
    def is_saved(self) -> bool:
        """Whether the file says what the draft says."""
        if self._saved is None:
            return self.draft.data == empty_draft(self.path.stem).data
        return self.draft.data == self._saved.data

    def save(self) -> str:
        """Write the draft into its file, and return what to say of it.

        Raises:
            CausalError: The file changed since it was read.
            OSError: It cannot be written.
        """
        if self._changed_meanwhile():
            self._conflict = _CHANGED.format(name=self.path.name)
            raise CausalError(self._conflict)
        draft = self.draft
        text = self._written(draft)
        write_atomic(self.path, text)
        self.text, self._saved = text, draft
        self.version += 1
        number = len(draft.faults)
        if not number:
            return f"Saved as {self.path.name}."
        things = "one thing needs" if number == 1 else f"{number} things need"
        return f"Saved as {self.path.name}, though {things} attention before it is an incident."

    def _changed_meanwhile(self) -> bool:
        if not self.path.exists():
            return False
        return read_text(self.path) != self.text

    def _written(self, draft: Draft) -> str:
        if self.path.suffix.lower() == ".json":
            return json.dumps(draft.data, ensure_ascii=False, indent=2) + "\n"
        if not self.text.strip() or self._saved is None:
            return write_yaml_like("", draft.data)
        text = rewrite_yaml(self.text, self._saved.data, draft.data)
        if draft_of_text(text, self.path.name).data != draft.data:  # as with shared anchors
            return write_yaml_like(self.text, draft.data)
        return text

    def merge(self) -> list[str]:
        """Put what was done since the last save on top of the newer file; return the conflicts.

        Raises:
            InvalidIncident: The newer file cannot be read.
        """
        text = read_text(self.path)
        newer = draft_of_text(text, str(self.path))
        before = self._saved or self.opening
        steps, conflicts = replayed(before, self._since(before), newer)
        self.begin(newer)
        self._steps, self._at = steps, len(steps)
        self.text, self._saved = text, newer
        return conflicts

    def _since(self, before: Draft) -> list[list[dict[str, Any]]]:
        """Return the steps since a draft.

        Raises:
            CausalError: It was undone, so that no steps lead from it to here.
        """
        drafts = [self.start, *(draft for _, draft in self._steps[: self._at])]
        place = next((n for n in reversed(range(len(drafts))) if drafts[n] is before), None)
        if place is None:
            raise CausalError("what was saved is undone here; redo it, then put it on top")
        return [done for done, _ in self._steps[place : self._at]]

    def handle(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the page shows after a message; one edit at a time."""
        if message.get("ask"):  # answered from a draft that never changes
            return super().handle(message)
        with self._lock:
            return super().handle(message)

    def obey(self, message: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        """Do what a message asks: an edit, ``save`` or ``merge``."""
        self._conflicts = []
        self._conflict = ""
        try:
            if message.get("save"):
                return self.save(), []
            if message.get("merge"):
                self._conflicts = self.merge()
                return "Put on top of the newer file; not saved yet.", []
        except OSError as error:
            verb = "written" if message.get("save") else "read"
            raise CausalError(f"{self.path} cannot be {verb}: {error.strerror}") from None
        return super().obey(message)

    def state(self, message: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the page shows, and how the file stands."""
        return {
            **super().state(message),
            "file": self.path.name,
            "saved": self.is_saved,
            "written": self._saved is not None,
            "conflict": self._conflict,
            "conflicts": self._conflicts,
        }
