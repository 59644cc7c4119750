"""Files from strangers: regular ones only, of a size that was allowed, in UTF-8.

A fifo would wait for ever, a device would never end, and a link may lead to either; so a file is
opened first and asked afterwards what it is.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tomllib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, NoReturn

from causal.errors import CausalError, Fault, InvalidIncident

SIZE_LIMIT = 10 * 2**20
"""Bytes of one file that are read unless more are allowed."""

_KINDS = {
    stat.S_IFIFO: "a fifo",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def read_bytes(path: str | os.PathLike[str], limit: int = SIZE_LIMIT) -> bytes:
    """Return what a regular file holds.

    Args:
        path: The file, or a link to it.
        limit: How many bytes it may hold at most.

    Raises:
        InvalidIncident: It is no regular file, or holds more than `limit`.
        OSError: It does not exist, is a folder, or may not be read.
    """
    with _regular(path) as stream:
        raw = stream.read(limit + 1)  # more than fstat says may be there: a file can grow
    if len(raw) > limit:
        size = max(len(raw), Path(path).stat().st_size)
        problem = f"holds {size:,} bytes, and at most {limit:,} are read"
        _refuse(path, problem, "allow more with limit=..., in bytes", rule="too-large")
    return raw


def read_text(path: str | os.PathLike[str], limit: int = SIZE_LIMIT) -> str:
    """Return the text of a regular file in UTF-8, without a byte order mark.

    Args:
        path: The file, or a link to it.
        limit: How many bytes it may hold at most.

    Raises:
        InvalidIncident: It is no regular file, holds more than `limit`, or is not UTF-8.
        OSError: It does not exist, is a folder, or may not be read.
    """
    return decode(read_bytes(path, limit), str(path))


def sha256_of(path: str | os.PathLike[str]) -> tuple[int, Any]:
    """Return the size of a regular file and its SHA-256, read piece by piece.

    Raises:
        InvalidIncident: It is no regular file.
        OSError: It does not exist, is a folder, or may not be read.
    """
    with _regular(path) as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return stream.tell(), digest


def holds(path: Path, content: bytes) -> bool:
    """Return whether a file is there and holds exactly this.

    Raises:
        InvalidIncident: What is there is no regular file, so it is not to be written either.
        OSError: It is a folder, or may not be read.
    """
    try:
        with _regular(path) as stream:
            return stream.read(len(content) + 1) == content
    except FileNotFoundError:
        return False


def read_toml(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises:
        CausalError: It is no TOML, or none that may be read.
        OSError: It may not be read.
    """
    try:
        return tomllib.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise CausalError(f"{path}: no TOML: {said}") from None


def within(folder: str | os.PathLike[str], path: str) -> Path:
    """Return the path of a file to write below a folder, in a folder that is there then.

    Raises:
        CausalError: A link leads out of the folder, or a fifo or device stands there.
        OSError: The folder cannot be made.
    """
    own = Path(folder).resolve()
    file = Path(folder) / path
    if not file.resolve().is_relative_to(own):
        raise CausalError(f"{file} leads out of {own}: take the link away")
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise CausalError(f"{file} is no regular file: take it away, or write elsewhere")
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def decode(raw: bytes, file: str = "") -> str:
    """Return the text that bytes in UTF-8 hold, without a byte order mark.

    Raises:
        InvalidIncident: They are not UTF-8; the fault has the line.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte {raw[error.start]:#04x} is not UTF-8"
        fault = Fault("", problem, "save the file as UTF-8", file, line, "encoding")
        raise InvalidIncident([fault], source=file) from None


@contextlib.contextmanager
def _regular(path: str | os.PathLike[str]) -> Iterator[BufferedReader]:
    handle = _open(path)
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            said = "is a folder: causal.load_corpus reads the files in it"
            raise IsADirectoryError(errno.EISDIR, said, os.fspath(path))
        if not stat.S_ISREG(mode):
            _refuse(path, f"is {_KINDS.get(stat.S_IFMT(mode), 'special')}", "a regular file")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            yield stream
    finally:
        os.close(handle)


def _open(path: str | os.PathLike[str]) -> int:
    # Without O_NONBLOCK, opening a fifo waits for somebody to write into it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            _refuse(path, "is a link that leads back to itself", "a regular file")
        if error.errno == errno.ENXIO:
            _refuse(path, "is a socket", "a regular file")
        raise


def _refuse(
    path: str | os.PathLike[str], problem: str, hint: str, rule: str = "not-a-file"
) -> NoReturn:
    raise InvalidIncident([Fault("", problem, hint, str(path), 0, rule)], source=str(path))
