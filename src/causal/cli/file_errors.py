"""What to say of a file that cannot be read or written: what is wrong, and what may be meant."""

from __future__ import annotations

import os
from pathlib import Path

from causal.errors import did_you_mean


def of_file(error: OSError) -> str:
    """Return one line that names the file, what is wrong with it, and the nearest right one."""
    if not error.filename:
        return str(error.strerror or error)
    path = Path(os.fsdecode(error.filename))
    said = f"{path}: {error.strerror or error}"
    if isinstance(error, FileNotFoundError):
        return said + _near(path)
    if isinstance(error, IsADirectoryError):
        return f"{path}: is a folder; name one of its files, or see causal survey {path}"
    return said


def _near(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f" (there is no folder {str(folder)!r})"
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except OSError:
        return ""
    hint = did_you_mean(path.name, names)
    return f" ({hint})" if hint else ""
