"""Which files a corpus is made of: folders, globs, single files or many paths, in sorted order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from causal.corpus.tables.storage import is_stored
from causal.io.registry import SUFFIXES

__all__ = ["LINES", "Source", "find_files", "shown"]

LINES = frozenset({".jsonl", ".ndjson"})
"""Suffixes of files with one incident a line, each in JSON."""

Source = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def find_files(source: Source) -> tuple[Path, ...]:
    """Return the files of a corpus, each once, sorted by path.

    A folder gives every file below it with a known suffix; whatever begins with a dot is passed
    over, links to folders are not followed. A folder that is a stored corpus stands for itself. A
    glob gives the same for everything it matches. A file that is named outright is taken whatever
    its suffix.

    Raises:
        FileNotFoundError: A single path that is no glob does not exist.
    """
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if not os.path.lexists(path) and not glob.has_magic(str(path)):
            raise FileNotFoundError(f"no file or folder {str(path)!r} to read incidents from")
        found = _expand(path)
    else:
        found = (file for path in source for file in _expand(Path(path)))
    return tuple(_once(sorted(set(found), key=lambda path: path.as_posix())))


def _expand(path: Path) -> Iterator[Path]:
    """Yield the files a path stands for; one that does not exist is yielded, to be a fault."""
    if path.is_dir():
        yield from _walk(path)
    elif not os.path.lexists(path) and glob.has_magic(str(path)):
        for match in glob.iglob(str(path), recursive=True):  # noqa: PTH207  # Path.glob refuses absolute ones
            found = Path(match)
            if found.is_dir():
                yield from () if _is_recursive(path) else _walk(found)
            elif _is_known(found):
                yield found
    else:
        yield path


def _is_recursive(pattern: Path) -> bool:
    """Whether a pattern itself says how deep to go, so that its folders are not gone into."""
    return "**" in pattern.parts


def _is_known(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES or file.suffix.lower() in LINES


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        if is_stored(Path(place)):
            folders.clear()
            yield Path(place)
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if not name.startswith(".") and _is_known(Path(name)):
                yield Path(place) / name


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
