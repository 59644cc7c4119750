"""The words of a piece of Markdown: plain text, its links, and the label it opens with."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKS = re.compile(r"[\[\]`*_<>&!\\~]")
_URL = re.compile(r"https?://[^\s<>|\"'\])]+")
_SPACE = re.compile(r"\s+")
LONGEST = 20_000
"""Characters of one paragraph that are parsed for marks; beyond that it is taken as it stands."""


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link of a document: its words and where it leads."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph, cell or heading as words.

    Args:
        plain: The text without marks, on one line.
        links: The links in it, bare addresses among them.
        label: The words in bold it opens with, without their colon; empty where there are none.
        rest: The plain text after the label.
        struck: The whole text is struck through.
    """

    plain: str
    links: tuple[WebLink, ...] = ()
    label: str = ""
    rest: str = field(default="")
    struck: bool = False


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Return the parser of blocks; inline marks are read only where they are needed."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made.core.ruler.disable(["inline", "text_join"], ignoreInvalid=True)
    return made


def read_inline(source: str, env: Mapping[str, Any]) -> Inline:
    """Return the words of a piece of inline Markdown.

    Args:
        source: The text of a paragraph, cell or heading.
        env: What the parser of blocks found, reference links among it.
    """
    if len(source) > LONGEST or not _MARKS.search(source):
        plain = _joined(source)
        return Inline(plain, _bare(plain), "", plain)
    tokens: list[Token] = []
    made = parser()
    made.inline.parse(source, made, dict(env), tokens)
    return _words(tokens)


def _words(tokens: Sequence[Token]) -> Inline:
    parts: list[str] = []
    links: list[WebLink] = []
    label, label_end, struck = "", 0, False
    opened: list[tuple[str, int]] = []
    bold_from = -1
    for token in tokens:
        kind = token.type
        if kind in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif kind == "html_inline":
            parts.append(" " if token.content.startswith(("<br", "<p", "<img", "<li")) else "")
        elif kind == "image":
            links.append(WebLink(token.content, str(token.attrs.get("src", ""))))
        elif kind == "link_open":
            opened.append((str(token.attrs.get("href", "")), len(parts)))
        elif kind == "link_close" and opened:
            url, start = opened.pop()
            links.append(WebLink(_joined("".join(parts[start:])), url))
        elif kind == "strong_open" and not any(
            c.isalnum() for c in "".join(parts)
        ):  # signs, such as a tick or an emoji, may stand before a label
            bold_from = len(parts)
        elif kind == "strong_close" and bold_from >= 0:
            label, label_end, bold_from = "".join(parts[bold_from:]), len(parts), -1
        elif kind == "s_open" and not parts:
            struck = True
    plain = _joined(html.unescape("".join(parts)))
    rest = _joined(html.unescape("".join(parts[label_end:]))) if label else plain
    seen = {link.url for link in links}
    bare = tuple(link for link in _bare(plain) if link.url not in seen)
    return Inline(
        plain,
        (*links, *bare),
        _joined(label).rstrip(" :"),
        rest.lstrip(" :").strip() if label else plain,
        struck,
    )


def _bare(plain: str) -> tuple[WebLink, ...]:
    if "://" not in plain:
        return ()
    return tuple(WebLink(u, u) for u in (m[0].rstrip(".,;:") for m in _URL.finditer(plain)))


def _joined(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
