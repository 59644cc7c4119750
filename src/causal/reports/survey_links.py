"""The Markdown of a survey: escaped texts, tables, and links to where each figure comes from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from causal.render.escape_xml import safe_href
from causal.reports.escape_md import cell

if TYPE_CHECKING:
    import pandas

__all__ = ["Links", "code", "table"]


def code(text: str) -> str:
    """Return a name as code; as plain text where it holds what code cannot."""
    plain = " ".join(text.split())
    return cell(plain) if {"`", "|", "\\"} & set(plain) or not plain else f"`{plain}`"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table and an empty one; nothing where there are no rows."""
    if rows:
        yield f"| {' | '.join(head)} |"
        yield f"|{'---|' * len(head)}"
        yield from (f"| {' | '.join(row)} |" for row in rows)
        yield ""


class Links:
    """Links to the incidents of a corpus: to the published source, else to the file.

    Args:
        incidents: The table of incidents.
        base: The folder of the page; None links no files.
    """

    def __init__(self, incidents: pandas.DataFrame, base: Path | None) -> None:
        self.base = base
        self.used: dict[str, str] = {}
        self.target: dict[str, str] = {}
        self.label = {incident: f"i{n + 1}" for n, incident in enumerate(incidents["id"])}
        places = zip(incidents["id"], incidents["source_url"], incidents["file"], strict=True)
        for incident, url, file in places:
            target = self._target(url, file)
            if target:
                self.target[incident] = target

    def _target(self, url: object, file: object) -> str | None:
        found = safe_href(url) if isinstance(url, str) else None
        if found is not None:
            return quote(found, safe="%/:=&?~#+!$,;'@*[]")
        if isinstance(file, str) and self.base is not None:
            return quote(self.relative(file))
        return None

    def relative(self, file: str) -> str:
        """Return a file as seen from the page, as it is where there is no way from there."""
        if self.base is None:
            return file
        try:
            return Path(os.path.relpath(file, self.base)).as_posix()
        except ValueError:  # on another drive
            return file

    def one(self, incident: str) -> str:
        """Return an incident's id, linked where there is somewhere to go."""
        if incident not in self.target:
            return cell(incident)
        self.used[incident] = self.target[incident]
        return f"[{cell(incident)}][{self.label[incident]}]"

    def all(self, incidents: Iterable[str]) -> str:
        """Return several incidents' ids, linked."""
        return ", ".join(self.one(incident) for incident in incidents)

    def definitions(self) -> Iterator[str]:
        """Yield the targets of the links made so far, in the order of the corpus."""
        for incident, label in self.label.items():
            if incident in self.used:
                yield f"[{label}]: <{self.used[incident]}>"
