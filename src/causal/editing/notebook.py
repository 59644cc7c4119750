"""The editor in a notebook: the same page as `causal edit`, in the output of a cell."""

from __future__ import annotations

import base64
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from causal.editing.draft import Draft, shaped
from causal.editing.front_end import notebook_style, script
from causal.editing.past import Past
from causal.editing.picture import picture
from causal.editing.session import Session
from causal.editing.start import draft_of_reading, empty_draft
from causal.errors import Fault, MissingExtra
from causal.io.reading import Reading
from causal.model import Incident
from causal.model.expect import expect_incident

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from causal.corpus import Corpus

__all__ = ["Editor", "edit"]

_NO_ERROR = (
    "<style>.jp-OutputArea-child:has(+.jp-OutputArea-child .causal-still)"
    ":not(:has(.causal-edit,.ce-still)){display:none}</style>"
)
"""Hides the output before a picture while it shows no editor: without a kernel, it is an error."""


def edit(
    incident: Incident | Reading | None = None,
    *,
    corpus: Corpus | str | os.PathLike[str] | None = None,
) -> Editor:
    """Return an editor of an incident, shown as a drawing that can be changed by hand.

    Args:
        incident: What to begin with; a `Reading` of a document brings its proposed links along.
            None for an empty drawing.
        corpus: Earlier incidents, or the folder they are in: the editor says what was seen before.

    Raises:
        CausalError: It is none of these, or the corpus holds no incident.
        FileNotFoundError: There is no such folder.

    Example:
        >>> import causal
        >>> editor = causal.edit(causal.load("examples/connection-pool.yaml"))
        >>> editor.do("set", id="A3", field="owner", value="orders-db")
        >>> editor.incident.actions["A3"].owner
        'orders-db'
    """
    past = Past(corpus) if corpus is not None else None
    if incident is None:
        return Editor(empty_draft(), past)
    if isinstance(incident, Reading):
        editor = Editor(draft_of_reading(incident), past)
        editor._session.understood = list(incident.report.sentences())
        return editor
    expect_incident(incident, "edit", "a Reading")
    return Editor(Draft(shaped(incident.to_data())), past)


class Editor:
    """An incident being drawn in a notebook; made by `causal.edit`.

    Showing it needs the extra ``notebook``; everything else does not.

    Args:
        draft: Where it begins.
        past: Earlier incidents to compare with.
    """

    def __init__(self, draft: Draft, past: Past | None = None) -> None:
        self._session = Session(draft, past)
        self._widget: Any = None
        self._still: Any = None

    @property
    def incident(self) -> Incident:
        """The incident as it is drawn now.

        Raises:
            InvalidIncident: It is none yet; `faults` says what is missing, box by box.
        """
        return self._session.incident

    @property
    def draft(self) -> dict[str, Any]:
        """What is drawn, in the form of a file, whether it is an incident yet or not."""
        return self._session.draft.data

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What keeps the drawing from being an incident, each with the remedy."""
        return self._session.draft.faults

    def do(self, op: str, **arguments: Any) -> None:
        """Do an edit by its name, as the page does, such as ``do("link", cause=..., effect=...)``.

        Raises:
            CausalError: It cannot be done.
            UnknownName: There is no such edit, factor, action or field.
        """
        self._session.do({"op": op, **arguments})
        self._tell()

    def undo(self) -> bool:
        """Take the last edit back; return whether there was one."""
        done = self._session.undo()
        self._tell()
        return done

    def redo(self) -> bool:
        """Do again the edit taken back last; return whether there was one."""
        done = self._session.redo()
        self._tell()
        return done

    @property
    def widget(self) -> Any:
        """The editor as an anywidget, for tools that take one.

        Raises:
            MissingExtra: The extra ``notebook`` is not installed.
        """
        if self._widget is None:
            self._widget = _widget(self._received, self._picture())
        return self._widget

    def _received(self, content: Any) -> None:
        if not isinstance(content, dict) or not isinstance(content.get("message"), dict):
            return
        version = self._session.version
        state = self._session.handle(content["message"])
        self.widget.send({"number": content.get("number"), "state": state})
        if self._session.version != version:
            self._tell()

    def _tell(self) -> None:
        """Let every view show the present state, and the notebook keep the present picture."""
        if self._widget is not None:
            self._widget.picture = self._picture()
            self._widget.send({"version": self._session.version})
        if self._still is not None:
            self._still.update(_Still(self._image()))

    def _picture(self) -> str:
        return str(picture(self._session.draft, "portrait")["svg"])

    def _image(self) -> str:
        """Return the picture as HTML that a notebook keeps, and shows where no kernel runs."""
        encoded = base64.b64encode(self._picture().encode("utf-8")).decode("ascii")
        words = escape(str(self.draft.get("title", "")), quote=True)
        source = f"data:image/svg+xml;base64,{encoded}"
        return f'{_NO_ERROR}<img class="causal-still" alt="{words}" src="{source}">'

    def _ipython_display_(self) -> None:
        display = import_module("IPython.display").display
        display(self.widget)
        # A running editor hides this second output; without a kernel it is what remains.
        self._still = display(_Still(self._image()), display_id=True)

    def _display_(self) -> Any:
        """Return what marimo shows."""
        return self.widget

    def __repr__(self) -> str:
        number = len(self.faults)
        state = f"{number} fault{'' if number == 1 else 's'}" if number else "an incident"
        factors = len(self.draft["factors"])
        return f"<Editor {self.draft.get('id')}: {factors} factors, {state}>"


class _Still:
    """The last picture, as a notebook keeps it."""

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return "<the last picture of an editor>"


def _widget(received: Callable[[Any], None], picture: str) -> Any:
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise MissingExtra(
            "showing an editor in a notebook needs the extra 'notebook': "
            "pip install 'causal-postmortem[notebook]', or pip install '.[notebook]' in a clone"
        ) from None

    class View(anywidget.AnyWidget):
        _esm = script("widget")
        _css = notebook_style()
        picture = traitlets.Unicode("").tag(sync=True)

        def __repr__(self) -> str:  # what a notebook that is not trusted shows in its place
            return "an editor, which needs a running kernel; its last picture:"

    made = View(picture=picture)
    made.on_msg(lambda _, content, __: received(content))
    return made
