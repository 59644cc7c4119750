"""The last resort that holds a command to its limits, where the limits of an answer do not reach.

Every answer keeps to its own budget and says which part did not finish. One that is still worked on
a second after the time of the command is told so, and what is finished is written all the same.
What lies outside of answers, such as reading and writing, is stopped eight seconds after half as
long again, and at three GiB above the memory.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from time import monotonic
from types import FrameType

from causal.errors import NotFinished
from causal.graph.budget import is_answering

_LATE = 1.0
"""Seconds after the time of the command at which an answer is told that its time is over."""

_SLACK, _START = 1.5, 8.0
"""What stops everything: so many times the time, and so many seconds more."""

_ROOM_GIB = 3.0
_GIB = 2**30


@contextlib.contextmanager
def bounded(seconds: float | None, memory_gib: float | None) -> Iterator[None]:
    """Hold what runs in the context to a time and a memory, as far as the system allows.

    Args:
        seconds: The time; None for no limit.
        memory_gib: The memory in GiB; None for no limit.

    Raises:
        NotFinished: The time is over.
        MemoryError: The memory is used up.
    """
    with _memory(memory_gib), _time(seconds):
        yield


@contextlib.contextmanager
def _time(seconds: float | None) -> Iterator[None]:
    main = threading.current_thread() is threading.main_thread()
    if seconds is None or not main or not hasattr(signal, "setitimer"):
        yield
        return

    last = monotonic() + seconds * _SLACK + _START

    def over(_: int, frame: FrameType | None) -> None:
        if _importing(frame):  # half a module would break whatever needs it next
            return
        if not is_answering() and monotonic() < last:
            return
        raise NotFinished(f"not finished within {seconds:g} seconds; allow more with --seconds")

    before = signal.signal(signal.SIGALRM, over)
    # It rings again, because a part that says it did not finish leaves the next one to begin.
    signal.setitimer(signal.ITIMER_REAL, seconds + _LATE, max(0.5, seconds / 20))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if "importlib" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


@contextlib.contextmanager
def _memory(memory_gib: float | None) -> Iterator[None]:
    held = _held()
    if memory_gib is None or held is None:
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    most = held + int((memory_gib + _ROOM_GIB) * _GIB)
    for limit in before:
        most = most if limit == resource.RLIM_INFINITY else min(most, limit)
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _held() -> int | None:
    """Return the bytes of address space that the process holds; None where none can tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no path at all
            pages = int(file.read().split()[0])
        import resource

        return pages * resource.getpagesize()
    except (OSError, ValueError, ImportError):
        return None
