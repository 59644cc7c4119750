"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path


def write_atomic(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write `content` to `path` so that readers see the old file or the new one, never a part.

    An existing file keeps its permissions, a new one gets those that the umask leaves; a link stays
    a link, and what it leads to is written. A device or a pipe is written to, not replaced. Text is
    written as UTF-8 with the newlines it has.

    Raises:
        OSError: The folder does not exist or cannot be written; it names `path`.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        _write(Path(path), data)
    except OSError as error:
        # People know the file they asked for, not the one it was first written to.
        raise OSError(error.errno, error.strerror or str(error), os.fspath(path)) from None
    return Path(path)


def expect_target(path: str | os.PathLike[str], *, folder: bool = False) -> None:
    """Find out before long work whether its result can be written where it was asked for.

    Args:
        path: The file that will be written, or the folder.
        folder: It is a folder, which is made with those above it where there are none.

    Raises:
        OSError: It cannot be written there; it names `path`.
    """
    target, code = Path(path), 0
    if folder and target.is_dir():
        code = 0 if os.access(target, os.W_OK | os.X_OK) else errno.EACCES
    elif target.is_dir():
        code = errno.EISDIR
    elif target.exists() and folder:
        code = errno.ENOTDIR
    elif target.is_file() or not target.exists():  # a device or a pipe is written to as it is
        above = Path(os.path.realpath(target)).parent
        while folder and not os.path.lexists(above):
            above = above.parent
        if not above.is_dir():
            code = errno.ENOTDIR if above.exists() else errno.ENOENT
        elif not os.access(above, os.W_OK | os.X_OK):
            code = errno.EACCES
    if code:
        raise OSError(code, os.strerror(code), os.fspath(path))


def _write(path: Path, data: bytes) -> None:
    mode = _mode(path)
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as stream:
            stream.write(data)
        return
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    # The name of a file may be as long as a file system allows already.
    draft = target.with_name(f".{secrets.token_hex(8)}.tmp")
    # The umask is applied by the system here; asking for it would change it for other threads.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(draft, flags, 0o666)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if mode is not None:
            draft.chmod(stat.S_IMODE(mode) & 0o777)
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _mode(path: Path) -> int | None:
    """Return the type and permissions of what a path leads to, None where there is nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
