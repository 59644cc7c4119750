"""How far long work has come, on the error output, and only where a person watches it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

_FIRST, _NEXT = 0.5, 0.1
"""Seconds before the first figure, so that quick work says nothing, and between two."""


def progress(noun: str = "files") -> Callable[[int, int], None] | None:
    """Return what is told how many are done of how many; None where nobody watches.

    Args:
        noun: What is counted.
    """
    stream = sys.stderr
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return None
    begun, shown = time.monotonic(), 0.0

    def tell(done: int, of: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if done >= of and shown:
            stream.write("\r" + " " * 60 + "\r")
            stream.flush()
        elif done < of and now - begun >= _FIRST and now - shown >= _NEXT:
            shown = now
            stream.write(f"\r{done:,} of {of:,} {noun}")
            stream.flush()

    return tell
