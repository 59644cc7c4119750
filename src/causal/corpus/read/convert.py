"""Many documents to files of our own: each once, nothing overwritten, only what changed again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from causal.atomic import write_atomic
from causal.corpus.read.sources import LINES, Source, Sources, shown, suffix_of
from causal.errors import CausalError, Fault, InvalidIncident, UnknownFormat
from causal.io.detect import SUFFIXES
from causal.io.proposed_lines import yaml_with_proposals
from causal.io.read_settings import read_settings
from causal.io.reading import Reading
from causal.io.registry import WRITERS, read
from causal.io.safe_file import read_bytes, read_text, within
from causal.text.expect import expect_path
from causal.text.in_sentences import InSentences

if TYPE_CHECKING:
    import pandas

RECORD = ".causal-convert.json"
"""The file beside the output that remembers what was read from where."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, repr=False)
class Conversion(InSentences):
    """How each file was handled.

    Args:
        written: The files written.
        unchanged: The files whose source has not changed since they were written.
        kept: Files that exist and were not written by an earlier run, or were edited since.
        passed_over: Files that are no incidents.
        faults: What could not be read.
    """

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    passed_over: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Return how the files were handled, faults last."""
        lines = [f"{_files(len(self.written))} written, {len(self.unchanged)} unchanged"]
        lines += [f"kept as it is, use force to overwrite: {path}" for path in self.kept]
        lines += [f"{fault.file}: {fault.problem}" for fault in self.passed_over]
        lines += [str(fault) for fault in self.faults]
        return tuple(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the files by how they were handled, as plain data."""
        files = {name: [str(path) for path in getattr(self, name)] for name in _PATHS}
        told = {name: [str(fault) for fault in getattr(self, name)] for name in _TOLD}
        return {**files, **told}

    def to_frame(self) -> pandas.DataFrame:
        """Return one row a file: ``file, handled, problem``."""
        import pandas

        rows = [(str(path), name, "") for name in _PATHS for path in getattr(self, name)]
        rows += [(f.file, name, f.problem) for name in _TOLD for f in getattr(self, name)]
        return pandas.DataFrame(rows, columns=["file", "handled", "problem"])


_PATHS = ("written", "unchanged", "kept")
_TOLD = ("passed_over", "faults")


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


@dataclass(slots=True)
class _Run:
    out: Path
    to: str
    force: bool
    record: dict[str, dict[str, str]]
    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    passed_over: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def convert(
    source: Source,
    out: str | os.PathLike[str],
    *,
    to: Literal["yaml", "json"] = "yaml",
    force: bool = False,
    timezone: str | None = None,
    headings: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Conversion:
    """Read documents of any known format and write each as an incident file.

    Args:
        source: A folder, a glob, a file, or many.
        out: The folder to write to; made where it does not exist.
        to: The format to write, yaml or json.
        force: Overwrite files that exist and were not written by an earlier run, or edited since.
        timezone: The zone of times that state none; else as ``[read]`` in ``causal.toml`` says.
        headings: Headings of your own to the fields they mean, besides those of ``causal.toml``.
        progress: Called with how many files are done, of how many.

    What the words of a document only suggest (links, layers, what an action acts on) is not
    written as a value: in YAML it stands as a comment, for a person to confirm.

    Raises:
        CausalError: A zone or a field is not known.
        OSError: The source does not exist, or the folder cannot be written.
        UnknownFormat: No writer is known for the format.
    """
    if to not in tuple(WRITERS):
        raise UnknownFormat(f"no format {to!r} to write (known: {', '.join(sorted(WRITERS))})")
    folder = expect_path(out, "out", "the path of a folder")
    if folder.suffix.lower() in SUFFIXES and not folder.is_dir():
        file = f"causal.dump(causal.read(source).incident, {str(folder)!r})"
        raise CausalError(f"out is a folder, not {folder.name!r}; one file is made by {file}")
    sources = Sources(source)
    folder.mkdir(parents=True, exist_ok=True)
    inside = os.path.realpath(folder)
    ours = f".{to}"
    paths = [
        path
        for path in sources.paths
        if path.suffix.lower() != ours or not os.path.realpath(path).startswith(inside + os.sep)
    ]
    run = _Run(folder, to, force, _recorded(folder), passed_over=list(sources.faults))
    taken: set[str] = set()
    options = read_settings(source, timezone, headings)
    settings = json.dumps({**options, "to": to}, sort_keys=True, default=dict)
    for number, path in enumerate(paths, 1):
        _one(run, path, _name(path, source, to, taken), options, settings)
        if progress is not None:
            progress(number, len(paths))
    write_atomic(folder / RECORD, json.dumps(run.record, indent=1, sort_keys=True) + "\n")
    lists = (run.written, run.unchanged, run.kept, run.passed_over, run.faults)
    return Conversion(*map(tuple, lists))  # type: ignore[arg-type]  # in the order of the fields


def _name(path: Path, source: Source, to: str, taken: set[str]) -> str:
    """Return the name of the file to write: that of the source below its folder, each once."""
    base = Path(source) if isinstance(source, str | os.PathLike) else None
    inside = path.relative_to(base) if base is not None and base.is_dir() else Path(path.name)
    name = inside.with_name(f"{inside.stem}.{to}").as_posix()
    number = 2
    while name in taken:
        name = inside.with_name(f"{inside.stem}-{number}.{to}").as_posix()
        number += 1
    taken.add(name)
    return name


def _one(run: _Run, path: Path, name: str, options: Mapping[str, Any], settings: str) -> None:
    target = run.out / name
    try:
        if suffix_of(path) in LINES:
            raise UnknownFormat(
                "one incident a line: load_corpus reads it, and a folder of files is not made of it"
            )
        mark = _mark(read_bytes(path) + settings.encode())
        known = run.record.get(name, {})
        ours = target.exists() and _mark(read_bytes(target)) == known.get("written")
        if ours and known.get("source") == mark:
            run.unchanged.append(target)
            return
        if target.exists() and not ours and not run.force:
            run.kept.append(target)
            return
        text = _text(read(path, **options), run.to)
        write_atomic(within(run.out, name), text)
        run.record[name] = {"source": mark, "written": _mark(text.encode())}
        run.written.append(target)
    except InvalidIncident as error:
        for fault in error.faults:
            (run.passed_over if fault.rule == "not-an-incident" else run.faults).append(fault)
    except UnknownFormat as error:
        run.passed_over.append(Fault("", str(error), "", shown(path), rule="unknown-format"))
    except OSError as error:
        run.faults.append(
            Fault("", error.strerror or str(error), "", shown(path), rule="unreadable")
        )


def _text(reading: Reading, to: str) -> str:
    """Return an incident as a file, in YAML with what a person should look at."""
    if to != "yaml" or reading.format in ("yaml", "json"):
        return WRITERS[to](reading.incident)
    return yaml_with_proposals(reading)


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _recorded(folder: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(read_text(folder / RECORD))
    except (InvalidIncident, OSError, RecursionError, ValueError):
        return {}
    return (
        {str(k): v for k, v in found.items() if isinstance(v, dict)}
        if isinstance(found, dict)
        else {}
    )
