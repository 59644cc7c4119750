"""Where the incidents of a corpus can be read: their published sources, their files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from causal.render.escape_xml import safe_href

if TYPE_CHECKING:
    import pandas

__all__ = ["SourceMap"]


class SourceMap:
    """The addresses of incidents as seen from a page.

    Args:
        incidents: The table of incidents.
        base: The folder of the page; None links no files.
    """

    def __init__(self, incidents: pandas.DataFrame, base: Path | None) -> None:
        self.base = base
        self.ids = tuple(incidents["id"])
        self.source: dict[str, str] = {}
        self.file: dict[str, str] = {}
        titles = incidents["title"].fillna("")
        self.title: dict[str, str] = dict(zip(self.ids, titles, strict=True))
        places = zip(self.ids, incidents["source_url"], incidents["file"], strict=True)
        for incident, url, file in places:
            found = safe_href(url) if isinstance(url, str) else None
            if found is not None:
                self.source[incident] = quote(found, safe="%/:=&?~#+!$,;'@*[]")
            if isinstance(file, str) and base is not None:
                self.file[incident] = quote(self.relative(file))

    def target(self, incident: str) -> str | None:
        """Return where an incident is best read: its published source, else its file."""
        return self.source.get(incident) or self.file.get(incident)

    def relative(self, file: str) -> str:
        """Return a file as seen from the page, as it is where there is no way from there."""
        if self.base is None:
            return file
        try:
            return Path(os.path.relpath(file, self.base)).as_posix()
        except ValueError:  # on another drive
            return file
