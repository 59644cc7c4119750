"""Texts made safe for Markdown (CommonMark with GitHub tables): they show as they were written."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["cell", "link", "text"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(\s|$)", re.MULTILINE)
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]+", re.IGNORECASE)


def text(value: object) -> str:
    """Return a text that shows literally in a paragraph, whatever it holds."""
    clean = "".join(c for c in str(value) if c in "\n\t" or unicodedata.category(c) != "Cc")
    escaped = _SPECIAL.sub(r"\\\1", clean).replace("://", ":\\//").replace("@", "&#64;")
    return _LINE_START.sub(r"\1\\\2\3", escaped) if escaped[:1] in "-+=0123456789 " else escaped


def cell(value: object) -> str:
    """Return a text that shows literally in one cell of a table."""
    return " ".join(text(value).split())


def link(label: object, url: str | None) -> str:
    """Return a link when the address is http, https or mailto, else the label alone.

    An address without a label of its own shows itself.
    """
    if url is None or not _SAFE_LINK.fullmatch(url):
        return cell(label)
    address = url.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
    return f"[{cell(label)}]({address})"
