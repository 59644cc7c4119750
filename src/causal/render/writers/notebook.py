"""How a notebook shows a drawing that is wider than a cell: shrunk, and in full on a click.

A notebook shows an SVG as an image of its full width and cuts it off at the edge of the cell.
So a wide one is HTML as well: an image that a click opens over the whole page (a popover: no
script). What a sanitizer leaves of it where the notebook is not trusted is the image.

References:
    HTML, section 6.12, *The popover attribute*.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from causal.render import escape_xml

_CELL = 700.0
_WIDTH = re.compile(r'viewBox="[-0-9.]+ [-0-9.]+ ([0-9.]+) ')


def write_notebook(svg: str, description: str) -> str:
    """Return the HTML of a drawing that shrinks to its cell and opens in full on a click.

    It is empty for a drawing of up to 700 pixels: that fits a cell as it is.

    Args:
        svg: The document.
        description: What it says, for a reader who does not see it.
    """
    width = _WIDTH.search(svg)
    if width is None or float(width[1]) <= _CELL:
        return ""
    data = svg.encode("utf-8", "replace")
    name = f"c{sha256(data).hexdigest()[:10]}-full"
    words = escape_xml.attribute(description)
    source = f"data:image/svg+xml;base64,{b64encode(data).decode('ascii')}"
    return (
        f"<style>{_sheet(name)}</style>"
        f'<div id="{name}" popover=""><button type="button" popovertarget="{name}" '
        f'title="A click shows it in full, in a trusted notebook" '
        f'style="border:0;padding:0;margin:0;background:none">'
        f'<img style="max-width:100%;height:auto" alt="{words}" src="{source}"/></button></div>'
    )


def _sheet(name: str) -> str:
    """Return the rules: closed it stands in its cell, open over the page at its own size."""
    closed, opened = f"#{name}:not(:popover-open)", f"#{name}:popover-open"
    return (
        f"{closed}{{display:block;position:static;width:auto;height:auto;margin:0;padding:0;"
        "border:0;overflow:visible;background:none;color:inherit}"
        f"{closed} button{{display:block;max-width:100%;cursor:zoom-in}}"
        f"{opened}{{box-sizing:border-box;position:fixed;inset:0;width:100vw;height:100vh;"
        "max-width:none;max-height:none;margin:0;padding:0;border:0;overflow:auto;"
        "display:grid;place-content:safe center;background:Canvas}"
        f"{opened} button{{cursor:zoom-out}}"
        f"{opened} img{{max-width:none!important}}"
    )
