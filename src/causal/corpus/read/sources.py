"""Which files a corpus is made of: folders, globs, single files or many paths, in sorted order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from causal.corpus.tables.manifest import is_stored
from causal.corpus.tables.schema import NOT_AN_INCIDENT
from causal.errors import Fault
from causal.io.detect import IN_FOLDERS
from causal.text.expect import expect_paths

LINES = frozenset({".jsonl", ".ndjson"})
"""Suffixes of files with one incident a line, each in JSON."""

PACKED = ".gz"
"""The suffix of a file that is packed; the suffix before it says what it holds."""

Source = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


class Sources:
    """The files of a corpus, and what of its folders could not be looked at or is not ours.

    A folder gives every file below it with a known suffix; whatever begins with a dot is passed
    over, links to folders are not followed. A folder that is a stored corpus stands for itself. A
    glob gives the same for everything it matches. A file that is named outright is taken whatever
    its suffix.

    Args:
        source: The folder, glob, file, or many of these.

    Raises:
        FileNotFoundError: A single path that is no glob does not exist.
    """

    paths: tuple[Path, ...]
    """The files and stored corpora, each once, sorted by path."""

    faults: list[Fault]
    """Folders that cannot be read, and a note for each file of another kind."""

    def __init__(self, source: Source) -> None:
        self.faults = []
        if isinstance(source, str | os.PathLike):
            path = Path(source)
            if not os.path.lexists(path) and not glob.has_magic(str(path)):
                raise FileNotFoundError(f"no file or folder {str(path)!r} to read incidents from")
            found = list(self._expand(path))
        else:
            what = "files, folders or globs (causal.Corpus takes incidents)"
            paths = expect_paths(source, "the source of incidents", what)
            found = [file for path in paths for file in self._expand(path)]
        self.paths = tuple(_once(sorted(set(found), key=lambda path: path.as_posix())))
        self.faults.sort(key=lambda fault: (fault.file, fault.problem))

    def _expand(self, path: Path) -> Iterator[Path]:
        """Yield the files a path stands for; one that does not exist is yielded, to be a fault."""
        if path.is_dir():
            yield from self._walk(path)
        elif not os.path.lexists(path) and glob.has_magic(str(path)):
            for match in glob.iglob(str(path), recursive=True):  # noqa: PTH207  # Path.glob refuses absolute ones
                found = Path(match)
                if found.is_dir():
                    yield from () if _is_recursive(path) else self._walk(found)
                else:
                    yield from self._ours(found)
        else:
            yield path

    def _walk(self, folder: Path) -> Iterator[Path]:
        for place, folders, files in os.walk(folder, onerror=self._unreadable):
            if is_stored(Path(place)):
                folders.clear()
                yield Path(place)
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in files:
                if not name.startswith("."):
                    yield from self._ours(Path(place) / name)

    def _ours(self, file: Path) -> Iterator[Path]:
        """Yield a file that some reader knows by its suffix; note one that none does."""
        if suffix_of(file) in IN_FOLDERS or suffix_of(file) in LINES:
            yield file
        else:
            problem = f"passed over: a file of another kind ({kind_of(file)})"
            hint = f"incidents are in {', '.join(sorted({*IN_FOLDERS, *LINES}))}"
            self.faults.append(Fault("", problem, hint, shown(file), rule=NOT_AN_INCIDENT))

    def _unreadable(self, error: OSError) -> None:
        problem = f"the folder cannot be read: {error.strerror or error}"
        file = shown(Path(os.fsdecode(error.filename)))
        self.faults.append(Fault("", problem, "", file, rule="unreadable"))


def suffix_of(file: Path) -> str:
    """Return the suffix that says what a file holds, packed or not."""
    last = file.suffix.lower()
    return Path(file.stem).suffix.lower() if last == PACKED else last


def kind_of(file: Path) -> str:
    """Return the kind of a file in a word: its suffixes, or that it has none."""
    last = file.suffix.lower()
    return (suffix_of(file) + last if last == PACKED else last) or "no suffix"


def _is_recursive(pattern: Path) -> bool:
    """Whether a pattern itself says how deep to go, so that its folders are not gone into."""
    return "**" in pattern.parts


def _once(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file once, however many paths lead to it."""
    seen: set[str] = set()
    for path in paths:
        real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            yield path


def shown(path: Path) -> str:
    """Return a path as text that can be written anywhere, even where its name is not UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
