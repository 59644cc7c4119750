"""The incidents that a command is about: a folder or a glob of files, or a CSV file of codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from causal.cli.output import complain
from causal.cli.progress import progress
from causal.errors import CausalError

if TYPE_CHECKING:
    from causal.corpus import Corpus
    from causal.model import Incident


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


def incidents_of(corpus: Corpus) -> Iterator[tuple[str, Incident]]:
    """Yield each incident of a corpus after the file it was read from."""
    rows = corpus.incidents
    for file, name in zip(rows["file"], rows["id"], strict=True):
        yield file, corpus[name]


def tell_unread(corpus: Corpus, source: str) -> int:
    """Say of a source what in it was not read, and return the exit code that this alone gives.

    Args:
        corpus: What was read of it.
        source: Its name on the command line.
    """
    from causal.corpus.tables.schema import NOT_AN_INCIDENT

    faults = corpus.faults
    at_fault = faults[faults["rule"] != NOT_AN_INCIDENT]
    if len(at_fault):
        files = at_fault["file"].nunique()
        first = at_fault.iloc[0]
        place = ":".join(str(part) for part in (first["file"], first["line"]) if part)
        where = f"{first['where']}: " if first["where"] else ""
        hint = f" ({first['hint']})" if first["hint"] else ""
        told = len(at_fault) > 1 and Path(source).is_dir()
        more = f"; causal check {source} says all" if told else ""
        what = f"{files} file{'' if files == 1 else 's'} at fault"
        many = f" in {len(at_fault):,} places" if len(at_fault) > files else ""
        complain(f"{source}: {what}{many}, first {place}: {where}{first['problem']}{hint}{more}")
    if not len(corpus):
        kinds = ", ".join(f"{count} {kind}" for kind, count in corpus.passed_over.items())
        others = f"; files of other kinds passed over: {kinds}" if kinds else ""
        complain(f"{source}: no incident was read{others}")
    return 1 if len(at_fault) or not len(corpus) else 0
