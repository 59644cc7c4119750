"""What one file gives a corpus: the rows of its incidents, and its faults; never an exception."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from causal.corpus.read.sources import LINES, shown
from causal.corpus.tables.encode import Rows, encode
from causal.corpus.tables.schema import NOT_AN_INCIDENT
from causal.errors import Fault, InvalidIncident, UnknownFormat
from causal.io.parsed_document import parse_json, parse_yaml
from causal.io.registry import READERS, SUFFIXES, load
from causal.model import Incident

__all__ = ["Entry", "Found", "lost_file", "read_file"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident of a file.

    Args:
        id: Its id.
        line: The line where the file states it; 0 when not known.
        rows: Its rows.
    """

    id: str
    line: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class Found:
    """What a file gave.

    Args:
        path: The file.
        entries: Its incidents, in its order; one unless it holds an incident a line.
        faults: What could not be read.
    """

    path: Path
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_file(path: Path) -> Found:
    """Return the incidents and the faults of a file."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    try:
        if path.exists() and not path.is_file():
            raise OSError("not a regular file")
        if path.suffix.lower() in LINES:
            for line in _lines(path):
                (entries if isinstance(line, Entry) else faults).append(line)  # type: ignore[arg-type]  # each list takes its own kind
        else:
            entries.append(_entry(load(path), path))
    except Exception as error:  # one reader at fault must not cost all the other incidents
        faults += _faults(error, path)
    return Found(path, tuple(entries), tuple(replace(f, file=shown(path)) for f in faults))


def lost_file(path: Path) -> Found:
    """Return what stands for a file that killed the processes that read it."""
    fault = Fault(
        "",
        "reading it ended the process that read it, so it was left out",
        "look at the file: it may be damaged, or far larger than memory",
        shown(path),
    )
    return Found(path, (), (fault,))


def _entry(incident: Incident, path: Path, line: int = 0) -> Entry:
    place = incident.place("id")
    return Entry(incident.id, line or (place.line if place else 0), encode(incident, shown(path)))


def _lines(path: Path) -> Iterator[Entry | Fault]:
    """Yield the incident in each line that is not blank, or what is wrong with it in one fault."""
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                yield _entry(READERS["json"](text, str(path)).incident, path, number)
            except Exception as error:  # nor may one line cost all the others
                first, *rest = _faults(error, path)
                more = f"; and {len(rest)} more" if rest else ""
                yield replace(first, problem=f"{first.problem}{more}", line=number)


def _faults(error: Exception, path: Path) -> list[Fault]:
    if isinstance(error, InvalidIncident):
        note = _other_kind(path) if path.suffix.lower() not in LINES else None
        return [note] if note else list(error.faults)
    if isinstance(error, UnknownFormat):
        return [Fault("", str(error), rule="unknown-format")]
    if isinstance(error, UnicodeDecodeError):
        return [Fault("", "not UTF-8", "save the file as UTF-8", rule="encoding")]
    if isinstance(error, OSError):
        problem = f"cannot be read: {error.strerror or error}"
        return [Fault("", problem, rule="unreadable")]
    problem = f"reading it failed: {type(error).__name__}: {error}"
    return [Fault("", problem, rule="reader-failed")]


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
