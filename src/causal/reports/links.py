"""Where the incidents of a corpus can be read: their published sources, their files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from causal.render.escape_xml import safe_href

if TYPE_CHECKING:
    import pandas


class SourceMap:
    """The addresses of incidents as seen from a page.

    Args:
        incidents: The table of incidents.
        base: The folder of the page; None links no files.
        pages: Of a site, the path of the page of each incident.
        factors: Of a site, the path of the page of each canonical factor.
    """

    up = ""
    """The way from the page to the first page of its site."""

    def __init__(
        self,
        incidents: pandas.DataFrame,
        base: Path | None,
        pages: Mapping[str, str] | None = None,
        factors: Mapping[str, str] | None = None,
    ) -> None:
        self.base, self.pages, self.factors = base, pages or {}, factors or {}
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

    def below(self, up: str) -> SourceMap:
        """Return the same addresses as seen from a folder of the site, given the way back."""
        found = copy(self)
        found.up = up
        return found

    def target(self, incident: str) -> str | None:
        """Return where an incident is best read: on its page, where published, in its file."""
        if incident in self.pages:
            return self.up + self.pages[incident]
        return self.source.get(incident) or self.file_of(incident)

    def file_of(self, incident: str) -> str | None:
        """Return the file of an incident."""
        return self.up + self.file[incident] if incident in self.file else None

    def relative(self, file: str) -> str:
        """Return a file as seen from the page, as it is where there is no way from there."""
        if self.base is None:
            return file
        try:
            return Path(os.path.relpath(file, self.base)).as_posix()
        except ValueError:  # on another drive
            return file
