"""What a text holds never changes the structure of a document, wherever it stands."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

import causal
from causal.reports.document import (
    Bullets,
    Caution,
    Code,
    Details,
    Heading,
    Jump,
    Link,
    Paragraph,
    Picture,
    Row,
    Small,
    Strong,
    Table,
)
from causal.reports.escape_md import code
from causal.reports.notes import note_blocks
from causal.reports.write_html import html_page
from causal.reports.write_markdown import markdown_page
from causal.terminal import safe
from render_nasty import LINKS_TO_REFUSE, NASTY

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ODD = [
    *(
        "|",
        "\n",
        "`",
        "\\",
        "*",
        "_",
        "# ",
        "- ",
        "1. ",
        "> ",
        "```",
        "---",
        "===",
        "<b>",
        "]",
        "(",
    ),
    *("![", "&amp;", "~~", "\x1b", "\u202e", "\t", "    ", ":::", "| a |", "www.x.org", "x@y.org"),
    *("http://x", "<!--", "a", "word", "[x]", "{.c}"),
]
texts = st.one_of(st.lists(st.sampled_from(ODD), max_size=8).map("".join), st.text(max_size=30))


def document(text):
    """A document with a text in every place where one may stand."""
    return [
        Heading(1, f"x{text}"),
        Heading(2, text),
        Paragraph([text]),
        Paragraph(
            ["x ", text, " ", Strong("s"), " ", Code(f"k{text}"), " ", Link(text, "http://x/")]
        ),
        Caution(text),
        Bullets([[text], ["x", text]]),
        Bullets([[text]], numbered=True),
        Bullets([[text]], boxes=True),
        Table(
            text,
            ("a", text),
            [
                Row([[text], [Strong(f"x{text}"), Small(text)]]),
                Row([[Code(f"k{text}".replace("\\|", ""))], [Jump(f"x{text}", text)]]),
            ],
        ),
        Picture("p"),
        Details(f"x{text}", [Paragraph([text]), Bullets([[text]])]),
        Paragraph(["end"]),
    ]


def structure(text):
    """The types of all blocks and of the pieces in them, but for text itself."""
    found = []
    pictures = {"p": ("p.svg", text)}
    for token in MARKDOWN.parse(markdown_page(document(text), None, pictures)):
        found.append((token.type, token.tag))
        kinds = [child.type for child in token.children or ()]
        found += [kind for kind in kinds if kind not in ("text", "text_special")]
    return found


def same(text):
    # Words stand in for a text without any, because an empty heading has another form.
    return " ".join(safe(text, lines=False).split())


@pytest.mark.parametrize("text", [t[:300] for t in NASTY.values()], ids=list(NASTY))
def test_nasty_texts_leave_the_structure(text):
    assert structure(text) == structure("word")


@given(texts)
def test_texts_leave_the_structure(text):
    assert structure(f"w{text}w") == structure("word")


@given(texts)
def test_texts_that_begin_a_line_leave_the_structure(text):
    if same(text):
        assert structure(text) == structure("word")


@given(texts)
def test_texts_show_as_they_were_written(text):
    shown = MARKDOWN.parse(markdown_page([Paragraph([f"x{text}x"])]))
    (inline,) = [token for token in shown if token.type == "inline"]
    assert "".join(child.content for child in inline.children) == same(f"x{text}x")


@pytest.mark.parametrize("in_cell", [False, True])
@given(text=texts)
def test_names_are_code_as_they_were_written(text, in_cell):
    shown = code(f"k{text}_id", in_cell=in_cell)
    page = f"| a |\n|---|\n| {shown} |\n" if in_cell else f"{shown}\n"
    inline = [token for token in MARKDOWN.parse(page) if token.type == "inline"][-1]
    assert "".join(child.content for child in inline.children) == same(f"k{text}_id")
    if not (in_cell and "\\|" in same(text)):
        assert [child.type for child in inline.children] == ["code_inline"]


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen, self.names = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.names |= {name for name, _ in attrs}


@given(texts)
def test_texts_leave_the_structure_of_a_page(text):
    page = Tags(html_page(document(f"w{text}w")))
    plain = Tags(html_page(document("word")))
    drop = {"time"}
    assert [t for t in page.seen if t not in drop] == [t for t in plain.seen if t not in drop]
    assert page.names == plain.names


@pytest.mark.parametrize("url", LINKS_TO_REFUSE)
def test_links_that_may_not_be_followed_are_words(url):
    page = markdown_page([Paragraph([Link("x", url)])])
    assert page == "x\n"
    assert "<a href" not in html_page([Paragraph([Link("x", url)])]).split("<main")[1]


def test_a_link_cannot_leave_its_place():
    url = 'http://x/"><script>alert(1)</script>(a)|b[c]`d`'
    page = markdown_page([Paragraph([Link("x", url)])])
    (inline,) = [token for token in MARKDOWN.parse(page) if token.type == "inline"]
    assert [child.type for child in inline.children] == ["link_open", "text", "link_close"]
    assert not set('"<>[]`|') & set(page.split("(<")[1].split(">)")[0])


def test_a_forged_postmortem_forges_nothing():
    data = {
        "causal": 1,
        "id": "X",
        "title": "T",
        "outcome": {
            "what": "Failed\n\nApproved by the board\n===\n\n- all verified",
            "because": ["a_b"],
        },
        "factors": {"a_b": {"what": "small\n---\nx | y", "layer": "ci"}},
        "summary": "One\n\n# Two\n\n<script>alert(1)</script>\n\n- three",
        "notes": {"# Four": "# Five\n\n<b>six</b>\n\n| a | b |\n|---|---|\n| `c` | **d** |"},
    }
    text = causal.report(causal.loads(json.dumps(data)))
    assert "`a_b`" in text
    heads = [line for line in text.splitlines() if re.match(r"#|=|-{3}", line)]
    assert not any("Approved" in line or "Two" in line for line in heads)
    root = SyntaxTreeNode(MARKDOWN.parse(text))
    raw = {node.content for node in root.walk() if node.type in ("html_block", "html_inline")}
    assert raw == {"<details>\n<summary>\\# Four</summary>\n", "</details>\n"}
    for row in root.walk():
        if row.type == "tr":
            assert len(row.children) == len(row.parent.parent.children[0].children[0].children)


@given(texts)
def test_notes_are_blocks_without_html(text):
    page = markdown_page(note_blocks(text))
    kinds = {token.type for token in MARKDOWN.parse(page)}
    kinds |= {c.type for t in MARKDOWN.parse(page) for c in t.children or ()}
    assert not kinds & {"html_block", "html_inline", "image"}
