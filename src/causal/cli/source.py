"""The incidents that a command is about: a folder or a glob of files, or a CSV file of codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from causal.cli.progress import progress
from causal.errors import CausalError

if TYPE_CHECKING:
    from causal.corpus import Corpus


def read_source(
    source: str,
    catalogue: str | None = None,
    timezone: str | None = None,
    headings: Mapping[str, str] | None = None,
) -> Corpus:
    """Return the corpus of a folder or a glob, or of a CSV file as ``causal.toml`` maps it.

    Args:
        source: The folder, the glob, or the file.
        catalogue: The path of a catalogue of canonical factors.
        timezone: The zone of times in documents that name none.
        headings: Which field a heading of a document is.

    Raises:
        CausalError: A CSV file has no column map, or an option is given that is not for it.
    """
    import causal

    if source.lower().endswith(".csv"):
        if catalogue is not None or timezone is not None or headings:
            problem = "--catalogue, --timezone and --heading are for files of incidents"
            raise CausalError(f"{problem}, not for the CSV file {source!r}")
        return causal.Corpus.from_codes(source)
    known = causal.Catalogue.load(catalogue) if catalogue else None
    return causal.load_corpus(
        source, catalogue=known, timezone=timezone, headings=headings, progress=progress()
    )
