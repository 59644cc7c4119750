"""All escaping for Plotly, which reads some HTML in every text and formulas between dollar signs.

References:
    Plotly, *Formatting text*, https://plotly.com/python/formatting-text/
"""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_READ = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"})


def text(value: str) -> str:
    """Return a text on one line that Plotly shows as it is."""
    return " ".join(_FORBIDDEN.sub("\ufffd", value).split()).translate(_READ)


def lines(*values: str) -> str:
    """Return several texts one below the other."""
    return "<br>".join(text(value) for value in values)
