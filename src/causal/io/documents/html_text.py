"""A postmortem in HTML, as pages and exports of wikis are, written as Markdown line by line.

Headings, paragraphs, lists, tables, links, bold words and code are kept; scripts, styles and
navigation are left out. Each line of the Markdown knows the line of the HTML it came from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from causal.io.documents.draft import refuse
from causal.io.documents.markdown import LARGEST, read_markdown
from causal.io.reading import Reading

_SILENT = frozenset(
    {"button", "footer", "head", "nav", "noscript", "script", "style", "svg", "template"}
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt",
     "fieldset", "figure", "form", "header", "hr", "main", "p", "section", "summary"}
)  # fmt: skip
_MARKS = {"b": "**", "strong": "**", "del": "~~", "s": "~~", "code": "`", "dt": "**"}
_LANGUAGE = re.compile(r"(?:^|\s)language-(\w+)(?:\s|$)")
_TICKS = re.compile("`+")
_SPACE = re.compile(r"\s+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_LEADS = re.compile(r"^(#{1,6}\s|[-+]\s|\d+[.)]\s|={3,}|-{3,})")
OWN_PAGE = '<meta name="generator" content="causal">'
"""What pages that `report` and `survey` write say of themselves."""
DEEPEST = 40
"""Levels of lists that are kept apart; deeper ones stand on the last of them."""


def read_html(
    text: str,
    file: str = "",
    *,
    timezone: str | None = None,
    headings: Mapping[str, str] | None = None,
) -> Reading:
    """Return the incident a postmortem in HTML tells, and how it was read.

    Args:
        text: The document.
        file: Its name, for places.
        timezone: The zone of its times where it names none.
        headings: Headings of the user's own to the fields of `HEADINGS` they mean.

    Raises:
        InvalidIncident: The document tells no incident, is too large, or is a page that
            `report` wrote.
    """
    if len(text) > LARGEST:
        raise refuse(f"{len(text):,} characters", f"at most {LARGEST:,}", file)
    if OWN_PAGE in text[:2_000]:
        raise refuse("a page that causal wrote", "read the incidents it was made from", file)
    markdown, lines = as_markdown(text)
    return read_markdown(markdown, file, timezone=timezone, headings=headings, lines=lines)


def as_markdown(text: str) -> tuple[str, tuple[int, ...]]:
    """Return an HTML document as Markdown, and for each of its lines that of the HTML.

    Args:
        text: The document.
    """
    reader = _Reader()
    reader.feed(_without_openings(text))
    reader.close()
    reader.end_block()
    return "\n".join(reader.lines), tuple(reader.origins) or (1,)


def _without_openings(text: str) -> str:
    """Return a document in which what is never closed is text; each would be sought to the end."""
    for opening, closing in (("<!--", "-->"), ("<![", "]>"), ("<", ">")):
        end = text.rfind(closing) + 1
        text = text[:end] + text[end:].replace(opening, f"&lt;{opening[1:]}")
    return text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.origins: list[int] = []
        self.words: list[str] = []
        self.begun = 1
        self.heading = 0
        self.silent: list[str] = []
        self.lists: list[list[int | str]] = []
        self.bullet = ""
        self.links: list[str] = []
        self.rows: list[list[str]] | None = None
        self.row_lines: list[int] = []
        self.pre, self.language = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent or tag in _SILENT:
            self.silent += [tag] if tag in _SILENT else []
        elif tag == "br":
            self.words.append("\n")
        elif tag in _HEADINGS and self.rows is None:
            self.end_block()
            self.heading = int(tag[1])
        elif tag in ("ul", "ol") and self.rows is None:
            self.end_block(apart=not self.lists)
            self.lists.append([tag, 0])
        elif tag == "li" and self.rows is None:
            self._begin_item()
        elif tag == "table" and self.rows is None:
            self.end_block()
            self.rows, self.row_lines = [], []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
            self.row_lines.append(self.getpos()[0])
        elif tag in ("td", "th") and self.rows:
            self.words = []
        elif tag == "pre" and self.rows is None:
            self.end_block()
            self.pre, self.language = True, ""
        elif self.pre:
            named = _LANGUAGE.search(dict(attrs).get("class") or "")
            self.language = named[1] if named and tag == "code" else self.language
        elif tag == "input" and dict(attrs).get("type") == "checkbox":
            self.words.append("[x] " if "checked" in dict(attrs) else "[ ] ")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.words.append("[")
        else:
            if tag in _BLOCKS:
                self.end_block()
            self.words.append(_MARKS.get(tag, "") if not self.pre else "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(self._taken().replace("\n", " "))
        elif tag == "table" and self.rows is not None:
            self._end_table()
        elif tag in ("ul", "ol") and self.lists and self.rows is None:
            self.end_block(apart=False)
            self.lists.pop()
            if not self.lists:
                self._line("")
        elif tag == "pre" and self.pre:
            self._end_code()
        elif tag == "a" and self.links:
            self._end_link(self.links.pop())
        elif tag == "li" or (tag in _HEADINGS and self.rows is None):
            self.end_block(apart=tag != "li")
        else:
            self.words.append(_MARKS.get(tag, "") if not self.pre else "")
            if tag in _BLOCKS:
                self.end_block()

    def handle_data(self, data: str) -> None:
        if self.silent or (not data.strip() and not self.words):
            return
        if not any(word.strip() for word in self.words):
            blank = data[: len(data) - len(data.lstrip())]
            self.begun = self.getpos()[0] + blank.count("\n")
        self.words.append(data if self.pre else _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", data)))

    def end_block(self, *, apart: bool = True) -> None:
        """Write the words gathered so far as a heading, an item or a paragraph."""
        if self.rows is not None:
            self.words.append(" ")
            return
        text = self._taken()
        indent = "    " * min(max(len(self.lists) - 1, 0), DEEPEST)
        if text and self.heading:
            self._line(f"{'#' * self.heading} {text}".replace("\n", " "))
        elif text and self.bullet:
            first, *rest = text.split("\n")
            self._line(f"{indent}{self.bullet} {first}")
            for line in rest:
                self._line(f"{indent}    {line}")
            self.bullet = ""
        elif text:
            if self.lists:
                self._line("")
            for line in text.split("\n"):
                self._line(f"{indent}{'    ' if self.lists else ''}{_safe(line)}")
        if text and apart and not self.lists:
            self._line("")
        self.heading = 0

    def _taken(self) -> str:
        lines = "".join(self.words).split("\n")
        self.words = []
        found = [_SPACE.sub(" ", line).strip() for line in lines]
        text = "\n".join(line for line in found if line)
        return text if text.strip("*~` \n") else ""

    def _line(self, text: str) -> None:
        if text or (self.lines and self.lines[-1]):
            self.lines.append(text)
            self.origins.append(self.begun)

    def _begin_item(self) -> None:
        self.end_block(apart=False)
        if not self.lists:
            self.lists.append(["ul", 0])
        self.lists[-1][1] = int(self.lists[-1][1]) + 1
        self.bullet = f"{self.lists[-1][1]}." if self.lists[-1][0] == "ol" else "-"
        self.begun = self.getpos()[0]

    def _end_link(self, url: str) -> None:
        at = next((n for n in reversed(range(len(self.words))) if self.words[n] == "["), None)
        if at is None:
            return
        inside = "".join(self.words[at + 1 :])
        plain = url.startswith(("http://", "https://")) and not set(url) & set("()<> \n")
        self.words[at:] = [f"[{inside}]({url})" if plain and inside.strip() else inside]

    def _end_table(self) -> None:
        rows = [
            (n, row) for n, row in zip(self.row_lines, self.rows or [], strict=True) if any(row)
        ]
        self.rows = None
        width = max((len(row) for _, row in rows), default=0)
        for number, (line, row) in enumerate(rows):
            self.begun = line
            cells = [*row, *[""] * (width - len(row))]
            self._line("| " + " | ".join(cells) + " |")
            if number == 0:
                self._line("|" + " --- |" * width)
        self._line("")

    def _end_code(self) -> None:
        self.pre = False
        text = "".join(self.words).strip("\n")
        self.words = []
        fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
        lines = (f"{fence}{self.language}", *text.split("\n"), fence)
        self.lines += [*lines, ""]
        first = self.begun - 1
        self.origins += [max(first + number, 1) for number in range(len(lines))] + [first + 1]


def _safe(line: str) -> str:
    """Return a line of a paragraph that begins nothing else in Markdown."""
    return f"\\{line}" if _LEADS.match(line) else line
