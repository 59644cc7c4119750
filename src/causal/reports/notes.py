"""A text kept from a Markdown document, as blocks of our own: its form stays, its HTML does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from causal.reports.document import (
    Block,
    Bullets,
    Code,
    Heading,
    Link,
    Paragraph,
    Piece,
    Row,
    Span,
    Strong,
    Table,
)

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode


def note_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown text: headings, paragraphs, lists, tables and their links.

    Raw HTML and pictures show as the text they are written in; lists within lists are flattened.

    Example:
        >>> list(note_blocks("It was *late*."))
        [Paragraph(span=['It was ', 'late', '.'])]
    """
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    yield from _blocks(SyntaxTreeNode(parser.parse(text)).children)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "heading":
                yield Heading(4, "".join(map(_word, _span(node))))
            case "paragraph":
                yield Paragraph(_span(node))
            case "bullet_list" | "ordered_list":
                yield Bullets(list(_items(node)), numbered=node.type == "ordered_list")
            case "fence" | "code_block":
                yield Bullets([[Code(line)] for line in node.content.splitlines() if line.strip()])
            case "table":
                yield _table(node)
            case "blockquote":
                yield from _blocks(node.children)


def _items(node: SyntaxTreeNode) -> Iterator[Span]:
    for item in node.children:
        for part in item.children:
            if part.type in ("bullet_list", "ordered_list"):
                yield from _items(part)
            elif part.type == "paragraph":
                yield _span(part)
            else:
                yield [" ".join("".join(map(_word, _spans_of(part))).split())]


def _spans_of(node: SyntaxTreeNode) -> Iterator[Piece]:
    if node.type in ("fence", "code_block"):
        yield node.content
    for child in node.children:
        yield from _span(child) if child.type == "inline" else _spans_of(child)


def _table(node: SyntaxTreeNode) -> Table:
    rows = [
        [_span(cell) for cell in row.children] for part in node.children for row in part.children
    ]
    head = ["".join(map(_word, cell)) for cell in rows[0]]
    return Table("Kept from the document", head, [Row(row) for row in rows[1:]])


def _span(node: SyntaxTreeNode) -> list[Piece]:
    inline = node if node.type == "inline" else next(iter(node.children), None)
    return list(_pieces((inline.token.children if inline and inline.token else None) or []))


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """Yield the pieces of an inline text; emphasis inside a link is the link's alone."""
    strong, url, label = 0, None, ""
    for token in tokens:
        if token.type == "link_open":
            url, label = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            yield Link(label, url)
            url = None
        elif token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("softbreak", "hardbreak"):
            if url is None:
                yield " "
            label += " "
        elif token.content:
            label += token.content
            if url is None:
                code = token.type == "code_inline"
                kind = Code if code else Strong if strong else str
                yield kind(token.content)


def _word(piece: Piece) -> str:
    return piece if isinstance(piece, str) else getattr(piece, "text", "")
