"""The cell magic ``%%causal``: a cell that holds an incident, shown as a drawing.

``%load_ext causal.integrations.jupyter`` once, then::

    %%causal outage view=swiss-cheese
    causal: 1
    id: INC-7
    ...

keeps the incident as `outage` and shows it. What is wrong is listed with the line in the cell.
"""

from __future__ import annotations

import keyword
import sys
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.integrations.request import draw_request, parse_words, read_request

if TYPE_CHECKING:
    from causal.render import Drawing


def load_ipython_extension(shell: Any) -> None:
    """Register ``%%causal`` with a running notebook."""

    def causal(line: str, cell: str) -> Drawing | None:
        try:
            name, drawing, incident = _read(line, cell)
        except CausalError as error:
            print(f"causal: {error}", file=sys.stderr)
            return None
        if name:
            shell.push({name: incident})
        return drawing

    shell.register_magic_function(causal, magic_kind="cell")


def _read(line: str, cell: str) -> tuple[str, Drawing, object]:
    """Return the name to keep the incident under, its drawing, and the incident.

    Raises:
        CausalError: The line or the cell has faults.
    """
    from causal.io import loads

    options = parse_words(line)
    name = options.pop("file", "")
    if name and (not name.isidentifier() or keyword.iskeyword(name)):
        raise CausalError(f"{name!r} is no name for a variable")
    request, problems = read_request(options)
    if problems:
        raise CausalError("; ".join(problems))
    incident = loads(cell)
    return name, draw_request(request, incident), incident
