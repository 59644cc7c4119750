"""Many files to one corpus: each is read, turned into rows and let go; faults never end the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from causal.corpus.corpus import Corpus
from causal.corpus.encode import encode
from causal.corpus.schema import NOT_AN_INCIDENT
from causal.corpus.sources import Source, find_files, shown
from causal.corpus.tables import Tables
from causal.errors import CausalError, Fault, InvalidIncident, UnknownFormat
from causal.io.marked import parse_json, parse_yaml
from causal.io.registry import SUFFIXES, load
from causal.model import Incident

__all__ = ["load_corpus"]


def load_corpus(source: Source) -> Corpus:
    """Return the corpus of all incidents in a folder, a glob, a file or many paths.

    Every file is read on its own, in sorted order, and turned into rows; the model of an incident
    is not kept. What cannot be read becomes rows of `.faults`, one per fault, and the rest is
    read on. When an id occurs twice, the first file has it and the second is a fault.

    Args:
        source: A folder (read with all folders below it), a glob such as ``"posts/**/*.yaml"``, a
            file, or an iterable of these.

    Raises:
        FileNotFoundError: A single path that is no glob does not exist.
    """
    tables = Tables()
    paths: dict[str, Path] = {}
    for path in find_files(source):
        for fault in _take(path, tables, paths):
            tables.add_fault(fault)
    return Corpus(tables, Files(paths))


@dataclass(frozen=True, slots=True)
class Files:
    """Opens an incident of a corpus again, from the file it was read from."""

    paths: Mapping[str, Path]

    def __call__(self, incident: str) -> Incident:
        """Return the incident with this id.

        Raises:
            CausalError: Its file now holds another incident.
            InvalidIncident: Its file holds no incident any more.
            OSError: Its file cannot be read any more.
        """
        found = load(self.paths[incident])
        if found.id != incident:
            file = shown(self.paths[incident])
            raise CausalError(
                f"{file} held incident {incident!r} when the corpus was loaded and now holds "
                f"{found.id!r}: load the corpus again"
            )
        return found


def _take(path: Path, tables: Tables, paths: dict[str, Path]) -> list[Fault]:
    """Add the incident in a file to the tables, or return why there is none to add."""
    found: list[Fault] = []
    if path.exists() and not path.is_file():
        return [Fault("", "not a regular file", "a text file", shown(path), rule="unreadable")]
    try:
        incident = load(path)
        if incident.id in paths:
            found = [_twice(incident, paths[incident.id])]
        else:
            tables.add(encode(incident, shown(path)))
            paths[incident.id] = path
    except InvalidIncident as error:
        note = _other_kind(path)
        found = [note] if note else list(error.faults)
    except UnknownFormat as error:
        found = [Fault("", str(error), rule="unknown-format")]
    except OSError as error:
        found = [Fault("", f"cannot be read: {error.strerror or error}", rule="unreadable")]
    except Exception as error:  # one reader at fault must not cost all the other incidents
        problem = f"reading it failed: {type(error).__name__}: {error}"
        found = [Fault("", problem, rule="reader-failed")]
    return [_at(fault, path) for fault in found]


def _twice(incident: Incident, first: Path) -> Fault:
    place = incident.place("id")
    return Fault(
        where="id",
        problem=f"the id {incident.id!r} is that of the incident in {shown(first)}, which is kept",
        hint="give each incident an id of its own",
        line=place.line if place else 0,
        rule="duplicate-incident",
    )


def _at(fault: Fault, path: Path) -> Fault:
    return Fault(fault.where, fault.problem, fault.hint, shown(path), fault.line, fault.rule)


def _other_kind(path: Path) -> Fault | None:
    """Return a note if the file is well formed, yet of another kind and claiming nothing else."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    parse = parse_json if SUFFIXES.get(path.suffix.lower()) == "json" else parse_yaml
    marked = parse(raw.decode("utf-8-sig", "replace"))
    data = marked.data
    if marked.faults or data is None or isinstance(data, str):
        return None
    if isinstance(data, Mapping):
        if {"causal", "outcome"} & set(data):
            return None
        keys = ", ".join(repr(key) for key in list(data)[:4])
        problem = f"passed over: no incident, but a document with {keys or 'no keys'}"
    else:
        problem = f"passed over: no incident, but a {type(data).__name__}"
    return Fault("", problem, "an incident begins with causal: 1", rule=NOT_AN_INCIDENT)
