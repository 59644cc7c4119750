"""Every edit as a small operation of plain data, which makes a new draft of a draft.

An operation is a mapping with ``op`` and its arguments, so that it can be sent by a page, kept in
a log, and replayed on a newer version of the file. It changes what it names and nothing else; what
is wrong with the result is said by the draft, at the box it belongs to.
"""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any

from causal.editing import edit_graph, edit_record
from causal.editing.draft import Draft
from causal.errors import CausalError, UnknownName

OPERATIONS: dict[str, Callable[..., str | None]] = {
    "add_factor": edit_graph.add_factor,
    "add_action": edit_graph.add_action,
    "link": edit_graph.link,
    "unlink": edit_graph.unlink,
    "set_link": edit_graph.set_link,
    "set_join": edit_graph.set_join,
    "worsened_by": edit_graph.worsened_by,
    "address": edit_graph.address,
    "rename": edit_graph.rename,
    "delete": edit_graph.delete,
    "set": edit_record.set_field,
    "set_layer": edit_record.set_layer,
    "add_moment": edit_record.add_moment,
    "set_moment": edit_record.set_moment,
    "delete_moment": edit_record.delete_moment,
    "five_whys": edit_record.five_whys,
    "five_whys_action": edit_record.five_whys_action,
    "settle": edit_record.settle,
}
"""Every operation by its name; each changes a copy of the draft's data in place."""

_ON_PROPOSALS = frozenset({"settle"})


def apply(draft: Draft, operation: Mapping[str, Any]) -> tuple[Draft, dict[str, Any]]:
    """Return the draft after an operation, and the operation with every id it chose written out.

    Args:
        draft: The draft before; it is not changed.
        operation: ``op``, and the arguments of the function of that name in `OPERATIONS`.

    Raises:
        CausalError: It is no operation, or cannot be done here; the draft stays as it was.
        UnknownName: It names a factor, action or field that does not exist.

    Example:
        >>> from causal.editing.draft import Draft, shaped
        >>> draft = Draft(shaped({"causal": 1, "id": "A", "title": "B", "outcome": "It failed"}))
        >>> edit = {"op": "add_factor", "what": "A deploy", "leads_to": "outcome"}
        >>> draft, done = apply(draft, edit)
        >>> done["id"], draft.is_valid
        ('deploy', True)
    """
    given = dict(operation)
    name = given.pop("op", None)
    if not isinstance(name, str) or name not in OPERATIONS:
        raise UnknownName("operation", str(name), OPERATIONS)
    change = OPERATIONS[name]
    known = list(inspect.signature(change).parameters)[1:]
    strange = [key for key in given if key not in known]
    if strange:
        raise UnknownName(f"argument of {name}", strange[0], known)
    needed = [
        key
        for key, part in list(inspect.signature(change).parameters.items())[1:]
        if part.default is inspect.Parameter.empty and key not in given
    ]
    if needed:
        raise CausalError(f"{name} takes {needed[0]!r}")
    data = copy.deepcopy(draft.data)
    proposals = draft.proposals
    try:
        if name in _ON_PROPOSALS:
            held = [dict(proposal) for proposal in proposals]
            change(edit_record.WithProposals(data, held), **given)
            proposals = tuple(held)
        else:
            chosen = change(data, **given)
            if chosen is not None:
                given["id"] = chosen
    except (TypeError, AttributeError, ValueError) as error:  # an argument of another kind
        raise CausalError(f"{name} cannot be done with {given!r}: {error}") from None
    if _same(data, draft.data) and proposals == draft.proposals:
        raise CausalError("nothing to change: it is so already")
    return Draft(data, proposals), {"op": name, **given}


def _same(one: Any, other: Any) -> bool:
    """Return whether two data say the same in the same order."""
    return bool(one == other) and json.dumps(one, default=str) == json.dumps(other, default=str)
