r"""All escaping for the DOT language.

Graphviz reads more into a string than its grammar says: ``<...>`` is HTML, ``\N`` and ``\L`` expand
to names, ``&amp;`` decodes to ``&``, a trailing backslash swallows the quote, NUL ends the file.

References:
    Graphviz, *The DOT Language* and *escString*, https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

import re
from itertools import accumulate

LONGEST = 16_000
"""Bytes of a text; one of 16,384 and more is an error to Graphviz 2.43."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def quoted(value: str) -> str:
    """Return `value` as a double-quoted DOT string, for names and plain attributes."""
    value = _CONTROL.sub("\ufffd", value).replace("\n", " ").replace("\t", " ")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def label(lines: tuple[str, ...] | str) -> str:
    """Return centred lines of text as a DOT label that shows exactly these characters.

    A text that is longer than Graphviz reads ends with an ellipsis.
    """
    parts = []
    for line in (lines,) if isinstance(lines, str) else lines:
        parts += [*map(_literal, line[: LONGEST + 1]), "\\n"]
    kept = sum(size <= LONGEST for size in accumulate(len(part.encode()) for part in parts[:-1]))
    rest = "\N{HORIZONTAL ELLIPSIS}" if kept < len(parts) - 1 else ""
    return f'"{"".join(parts[:kept])}{rest}"'


def _literal(line: str) -> str:
    line = _CONTROL.sub("\ufffd", line).replace("\n", " ").replace("\t", " ")
    return line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
