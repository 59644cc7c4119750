"""Text that a terminal, a log or a fault may show without obeying it.

An incident comes from strangers. A terminal obeys escape sequences (it clears the screen, renames
the window, makes links), and bidirectional controls let a line read as something that it is not.
"""

from __future__ import annotations

import re

CONTROLS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1, but for tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional, and what Unicode deprecates
    "\u2028\u2029\ufff9-\ufffb"  # lines and notes that only some programs show
    "\ud800-\udfff"  # halves of pairs, which no output can hold
)
"""The characters that steer what shows them, as the inside of a class of a regular expression."""

_CONTROL = re.compile(f"[{CONTROLS}]")


def safe(text: object, *, lines: bool = True) -> str:
    r"""Return a text with every control character written out, such as ``\u001b``.

    JSON reads what is written so as the character it was, so one filter serves text and JSON.

    Args:
        text: What to show.
        lines: Keep newlines and tabs; else each run of white space becomes one space.

    Example:
        >>> safe("\x1b[31mred")
        '\\u001b[31mred'
    """
    raw = str(text) if lines else " ".join(str(text).split())
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", raw)
