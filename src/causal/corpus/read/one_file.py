"""What one file gives a corpus: the rows of its incidents, and its faults; never an exception."""

from __future__ import annotations

import gzip
import json
import stat
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from causal.corpus.read.foreign import foreign_note, listed
from causal.corpus.read.sources import LINES, PACKED, shown, suffix_of
from causal.corpus.tables.building import packed
from causal.corpus.tables.encode import Rows, encode
from causal.errors import Fault, InvalidIncident, UnknownFormat
from causal.io.detect import SUFFIXES
from causal.io.registry import READERS, read_as
from causal.io.safe_file import SIZE_LIMIT, read_bytes
from causal.model import Incident

_LINE = 100
"""What a line costs besides its bytes, in bytes."""

MANY_INCIDENTS = 2**28
"""Bytes of a JSON file, which may hold a list of incidents."""

MOST_FAULTS = 1_000
"""Lines at fault that are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident of a file.

    Args:
        id: Its id.
        line: The line where the file states it; 0 when not known.
        rows: Its rows.
        document: Its canonical JSON, compressed.
    """

    id: str
    line: int
    rows: Rows
    document: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What a file gave.

    Args:
        path: The file.
        entries: Its incidents, in its order; one unless it holds a list, or an incident a line.
        faults: What could not be read.
    """

    path: Path
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_file(path: Path, options: Mapping[str, Any] | None = None) -> Found:
    """Return the incidents and the faults of a file.

    Args:
        path: The file.
        options: How documents of other tools are read, as `read_settings` gives it.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise OSError("not a regular file")
        found = _lines(path) if suffix_of(path) in LINES else _documents(path, options)
        for each in found:
            (entries if isinstance(each, Entry) else faults).append(each)  # type: ignore[arg-type]  # each list takes its own kind
    except Exception as error:  # one reader at fault must not cost all the other incidents
        faults += _faults(error)
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


def entry_of(incident: Incident, file: str = "", line: int = 0) -> Entry:
    """Return an incident as what a corpus keeps of it.

    Args:
        incident: The incident.
        file: The file it was read from; empty when it was not.
        line: The line where the file states it, when known.
    """
    place = incident.place("id")
    line = line or (place.line if place else 0)
    document = json.dumps(incident.to_data(), ensure_ascii=False, separators=(",", ":"))
    return Entry(incident.id, line, encode(incident, file), packed(document))


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix.lower() == PACKED else path.open("rb")  # type: ignore[return-value]  # it reads bytes all the same


def _whole(path: Path) -> bytes:
    limit = MANY_INCIDENTS if suffix_of(path) == ".json" else SIZE_LIMIT
    if path.suffix.lower() != PACKED:
        return read_bytes(path, limit)
    with gzip.open(path) as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise OSError(f"holds more than {limit:,} bytes when unpacked")
    return raw


def _documents(path: Path, options: Mapping[str, Any] | None) -> Iterator[Entry | Fault]:
    """Yield the incident of a file, or those of a list, or what is wrong."""
    raw = _whole(path)
    format = SUFFIXES.get(suffix_of(path))
    try:
        members = listed(raw) if format == "json" else None
        if members is None:
            name = path.with_suffix("") if path.suffix.lower() == PACKED else path
            found = read_as(raw.decode("utf-8-sig"), str(name), options=options)
            yield entry_of(found.incident, shown(path))
            return
    except (InvalidIncident, UnknownFormat, UnicodeDecodeError) as error:
        first = error.faults[0].problem if isinstance(error, InvalidIncident) else str(error)
        note = foreign_note(path, raw, first)
        yield from [note] if note else _faults(error)
        return
    for number, member in enumerate(members):
        yield _member(path, number, member)


def _member(path: Path, number: int, member: Any) -> Entry | Fault:
    """Return an incident of a list, or what is wrong with it in one fault."""
    try:
        return entry_of(READERS["json"](json.dumps(member), "").incident, shown(path))
    except Exception as error:  # nor may one member cost all the others
        first = _one_fault(error)
        where = f"[{number}].{first.where}" if first.where else f"[{number}]"
        return replace(first, where=where, line=0)


def _lines(path: Path) -> Iterator[Entry | Fault]:
    """Yield the incident in each line that is not blank, or what is wrong with it in one fault."""
    with _open(path) as stream:
        number = wrong = idle = 0
        while raw := stream.readline(SIZE_LIMIT):
            number += 1
            if idle > SIZE_LIMIT:  # a packed file of nothing unpacks for hours
                raise OSError(f"of {number:,} lines most hold no incident; the rest is left out")
            if len(raw) == SIZE_LIMIT:
                raise OSError(f"line {number} has {SIZE_LIMIT:,} bytes or more")
            if not raw.strip():
                idle += len(raw) + _LINE
                continue
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                yield entry_of(READERS["json"](text, str(path)).incident, shown(path), number)
            except Exception as error:  # nor may one line cost all the others
                wrong, idle = wrong + 1, idle + len(raw) + _LINE
                if wrong <= MOST_FAULTS:
                    yield replace(_one_fault(error), line=number)
        if wrong > MOST_FAULTS:
            yield Fault("", f"{wrong - MOST_FAULTS:,} more lines are at fault")


def _one_fault(error: Exception) -> Fault:
    first, *rest = _faults(error)
    more = f"; and {len(rest)} more" if rest else ""
    return replace(first, problem=f"{first.problem}{more}")


def _faults(error: Exception) -> list[Fault]:
    if isinstance(error, InvalidIncident):
        return list(error.faults)
    if isinstance(error, UnknownFormat):
        return [Fault("", str(error), rule="unknown-format")]
    if isinstance(error, UnicodeDecodeError):
        return [Fault("", "not UTF-8", "save the file as UTF-8", rule="encoding")]
    if isinstance(error, OSError | EOFError | zlib.error):
        reason = getattr(error, "strerror", None) or error
        return [Fault("", f"cannot be read: {reason}", rule="unreadable")]
    problem = f"reading it failed: {type(error).__name__}: {error}"
    return [Fault("", problem, rule="reader-failed")]
