"""One incident of a corpus again, from the file it was read from or from its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from causal.corpus.read.sources import LINES, shown
from causal.errors import CausalError, InvalidIncident
from causal.io.registry import READERS, load

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables
    from causal.model import Incident

__all__ = ["FromFiles", "FromTables"]


@dataclass(frozen=True, slots=True)
class FromTables:
    """Builds an incident from its rows: causes, layers, times and actions, no free text beyond."""

    tables: Tables

    def __call__(self, row: int, incident: str) -> Incident:  # noqa: ARG002  # the call of all openers
        """Return the incident of a row.

        Raises:
            CausalError: Its rows do not tell an incident of their own.
        """
        from causal.corpus.tables.rebuilding import rebuild

        return rebuild(self.tables, row)


@dataclass(frozen=True, slots=True)
class FromFiles:
    """Reads an incident again from its file.

    Args:
        paths: The files; folders are stored corpora.
        owner: For each incident, by row, the number of its file.
        tables: The tables, for incidents of stored corpora.
    """

    paths: Sequence[Path]
    owner: Sequence[int] | Array
    tables: Tables

    def __call__(self, row: int, incident: str) -> Incident:
        """Return the incident of a row.

        Raises:
            CausalError: Its file does not hold it any more.
            InvalidIncident: Its file holds no incident any more.
            OSError: Its file cannot be read any more.
        """
        path = self.paths[int(self.owner[row])]
        if path.is_dir():
            return FromTables(self.tables)(row, incident)
        if path.suffix.lower() in LINES:
            return _in_lines(path, incident)
        found = load(path)
        if found.id != incident:
            raise CausalError(
                f"{shown(path)} held incident {incident!r} when the corpus was loaded and now "
                f"holds {found.id!r}: load the corpus again"
            )
        return found


def _in_lines(path: Path, incident: str) -> Incident:
    with path.open("rb") as stream:
        for raw in stream:
            try:
                found = READERS["json"](raw.decode("utf-8-sig"), str(path)).incident
            except (InvalidIncident, UnicodeDecodeError):
                continue
            if found.id == incident:
                return found
    raise CausalError(
        f"{shown(path)} held incident {incident!r} when the corpus was loaded and does not any "
        "more: load the corpus again"
    )
