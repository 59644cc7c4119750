r"""All escaping for Mermaid.

Mermaid reads Markdown, HTML and its own marks even inside quotes, so a label holds letters, marks
and digits of any script, spaces and commas as they are, and everything else as ``#`` number ``;``,
which Mermaid turns back into the character only after it has parsed the text.

References:
    Mermaid, *Flowcharts: entity codes to escape characters*,
    https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

import json
import re
import unicodedata

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


_ALIKE = str.maketrans({"<": "\u2039", ">": "\u203a", "&": "\uff06"})


def words(value: str) -> str:
    """Return a text for one line of Mermaid; runs of white space become one space."""
    value = " ".join(_FORBIDDEN.sub("\ufffd", value).split())
    return "".join(c if _is_safe(c) else f"#{ord(c)};" for c in value)


def label(*lines: str) -> str:
    """Return lines of text as a quoted label that shows exactly these characters."""
    return '"' + "<br/>".join(words(line) for line in lines) + '"'


def title(value: str) -> str:
    """Return a text as a YAML string of the front matter.

    Mermaid cleans it as HTML and then shows it as text, so what HTML would read becomes alike.
    """
    value = " ".join(_FORBIDDEN.sub("\ufffd", value).split()).translate(_ALIKE)
    shown = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def _is_safe(c: str) -> bool:
    if c.isascii():
        return c.isalnum() or c in " ,"
    return unicodedata.category(c)[0] in "LMN"
