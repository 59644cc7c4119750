"""Texts made safe for Markdown (CommonMark with GitHub tables): they show as they were written.

Escaping goes by place: a `line` (paragraph, heading, list item), a `cell` of a table, a `code` span
in either. Every text becomes one line, so that none can begin a block of its own.
"""

from __future__ import annotations

import re

from causal.render.escape_xml import safe_href
from causal.terminal import safe

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!&^])")
_LINE_START = re.compile(r"([-+=:]|\d+[.)])(?=\s|$|[-=])")
_UNSAFE_IN_ADDRESS = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]")


def cell(value: object) -> str:
    """Return a text that shows literally within a line or a cell, whatever it holds."""
    escaped = _SPECIAL.sub(r"\\\1", safe(value, lines=False))
    # GitHub makes links of bare addresses and of people's names.
    escaped = escaped.replace("://", ":\\//").replace("@", "&#64;")
    return re.sub(r"(?i)\b(www)\.", r"\1\\.", escaped)


def line(escaped: str) -> str:
    """Return an escaped run of pieces so that it begins no list and no rule where it stands."""
    found = _LINE_START.match(escaped)
    if found is None:
        return escaped
    at = found.end(1) - 1
    return f"{escaped[:at]}\\{escaped[at:]}"


def code(value: object, *, in_cell: bool = False) -> str:
    """Return a name as a code span; as plain text where no code span can hold it."""
    name = safe(value, lines=False)
    if not name or (in_cell and "\\|" in name):
        return cell(name)
    if in_cell:
        name = name.replace("|", "\\|")  # a table takes this backslash away, in code too
    longest = max((len(run) for run in re.findall(r"`+", name)), default=0)
    ticks, space = "`" * (longest + 1), " " * ("`" in (name[0], name[-1]))
    return f"{ticks}{space}{name}{space}{ticks}"


def link(label: object, url: str | None) -> str:
    """Return a link when the address is http, https or mailto, else the label alone."""
    found = safe_href(url)
    return cell(label) if found is None else f"[{cell(label)}](<{address(found)}>)"


def address(url: str) -> str:
    """Return an address, or a path, as it may stand between angle brackets."""
    return _UNSAFE_IN_ADDRESS.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), url
    )
