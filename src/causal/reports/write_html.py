"""A document as one HTML page that holds all it shows: nothing is loaded from elsewhere.

A page without a `Finder` has no script; one with it runs that one script and no other, since its
policy names the digest.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from causal.render import escape_xml
from causal.render.escape_xml import safe_href
from causal.render.theme import DEFAULT, FONTS, Theme, mix
from causal.reports.document import (
    ROWS,
    Block,
    Bullets,
    Caution,
    Code,
    Details,
    Finder,
    Heading,
    Jump,
    Link,
    PageLink,
    Paragraph,
    Picture,
    Piece,
    Ref,
    Refs,
    Row,
    Small,
    Span,
    Strong,
    Table,
    left_out,
    listed,
    slug,
)
from causal.reports.escape_md import address
from causal.reports.links import SourceMap
from causal.terminal import safe

_DATE = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html_page(
    blocks: Iterable[Block],
    places: SourceMap | None = None,
    pictures: Mapping[str, str] | None = None,
    *,
    fitted: bool = False,
    menu: Sequence[PageLink] = (),
) -> str:
    """Return a page: light or dark as the reader's screen is, light on paper.

    Args:
        blocks: What it shows; the first is its title.
        places: Where the incidents that it names can be read.
        pictures: For each picture its SVG; a picture without one is left out.
        fitted: Let it fit one sheet of paper, without a list of its sections.
        menu: The pages of its site that each page leads to; none of one by itself.
    """
    writer = _Writer(places, pictures or {})
    body = writer.page(blocks)
    title = text(writer.title)
    contents = "".join(
        f'<li><a href="#{attribute(slug(name))}">{text(name)}</a></li>' for name in writer.sections
    )
    many = len(writer.sections) > 1 and not fitted
    nav = f'<nav aria-label="Sections"><ol>{contents}</ol></nav>\n' if many else ""
    if menu:
        items = "".join(f"<li>{writer.piece(link)}</li>" for link in menu)
        nav = f'<nav class="pages" aria-label="Pages"><ul>{items}</ul></nav>\n{nav}'
    css, script, policy = _part("page.css"), "", _POLICY
    if writer.finders:
        own = _part("site/finder.js")
        digest = b64encode(sha256(own.encode()).digest()).decode()
        policy = f"{_POLICY}; script-src 'sha256-{digest}'"
        script = f"<script>{own}</script>\n"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{attribute(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="causal">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{_variables(DEFAULT)}{css}</style>\n</head>\n"
        f"<body{' class=fitted' * fitted}>\n"
        '<a class="skip" href="#main">Skip to the text</a>\n'
        f'{nav}<main id="main">\n{body}\n</main>\n{script}</body>\n</html>\n'
    )


@cache
def _part(name: str) -> str:
    return files("causal.reports").joinpath(name).read_text(encoding="utf-8")


def html_body(blocks: Iterable[Block]) -> str:
    """Return a part of a page, to stand in another."""
    return _Writer(None, {}).page(blocks)


def _variables(theme: Theme) -> str:
    """Return the colours as variables of the style sheet, light and dark."""
    sides = []
    for side in (0, 1):
        ground, ink = theme.ground[side], theme.ink[side]
        named = {
            "ground": ground,
            "ink": ink,
            "muted": theme.muted[side],
            "edge": mix(ink, 0.18, ground),
            "soft": mix(ink, 0.045, ground),
            "code": mix(ink, 0.08, ground),
            "link": mix(theme.hue(0).dark, 0.9, ink)
            if side
            else mix(theme.hue(0).stroke, 0.9, ink),
            "caution": theme.bad[side],
            "fonts": FONTS,
        }
        sides.append(f":root{{{';'.join(f'--{name}:{value}' for name, value in named.items())}}}")
    return f"{sides[0]}\n@media screen and (prefers-color-scheme:dark){{{sides[1]}}}\n"


class _Writer:
    def __init__(self, places: SourceMap | None, pictures: Mapping[str, str]) -> None:
        self.places, self.pictures = places, pictures
        self.title, self.sections = "", list[str]()
        self.open, self.finders = False, 0

    def page(self, blocks: Iterable[Block]) -> str:
        """Return the lines of all blocks."""
        body = [line for block in blocks for line in self.block(block)]
        return "\n".join([*body, "</section>"] if self.open else body)

    def block(self, block: Block) -> Iterator[str]:
        """Yield the lines of a block."""
        match block:
            case Heading():
                yield from self.heading(block)
            case Paragraph(span):
                yield f"<p>{self.span(span)}</p>"
            case Caution(words):
                yield f'<p class="caution"><strong>Note:</strong> {text(words)}</p>'
            case Bullets(items, numbered, boxes):
                kind = "ol" if numbered else "ul"
                box = '<span class="box" aria-hidden="true"></span>' if boxes else ""
                lines = "".join(f"<li>{box}{self.span(item)}</li>\n" for item in items)
                if items:
                    yield f"<{kind}>\n{lines}</{kind}>"
            case Picture(name):
                if name in self.pictures:
                    yield f'<figure tabindex="0">{self.pictures[name]}</figure>'
            case Details(summary, inside):
                yield f"<details><summary>{text(summary)}</summary>"
                for part in inside:
                    yield from self.block(part)
                yield "</details>"
            case Table():
                yield from self.table(block)
            case Finder():
                yield from self.finder(block)

    def heading(self, block: Heading) -> Iterator[str]:
        """Yield a heading; one of a section ends that before it."""
        anchor = attribute(slug(block.text))
        if block.level == 1:
            self.title = block.text
        if block.level == 2:
            self.sections.append(block.text)
            yield f'{"</section>" if self.open else ""}<section aria-labelledby="{anchor}">'
            self.open = True
        yield f'<h{block.level} id="{anchor}">{text(block.text)}</h{block.level}>'

    def table(self, table: Table) -> Iterator[str]:
        """Yield the lines of a table."""
        if not table.rows:
            return
        label = attribute(f"Table: {table.caption}")
        yield f'<div class="wide" role="region" aria-label="{label}" tabindex="0">'
        # A narrow screen scrolls a table of many columns, and wraps one of few.
        many = ' class="many"' if len(table.head) > 4 else ""
        yield f"<table{many}><caption>{text(table.caption)}</caption>"
        if any(table.head):
            yield f"<thead><tr>{_titles(table.head)}</tr></thead>"
        shown = table.rows[:ROWS]
        for row in shown:
            yield f"<tbody>{self.row(row)}</tbody>"
        yield "</table></div>"
        if left := left_out(len(table.rows), len(shown), "rows"):
            yield f"<p>{text(left)}</p>"

    def finder(self, block: Finder) -> Iterator[str]:
        """Yield the lines of a table with a search above it."""
        self.finders += 1
        table, label = block.table, attribute(block.table.caption)
        within: list[list[str]] = [[] for _ in table.rows]
        fields = [
            _field(f"find-{self.finders}", "Search", '<input type="search" autocomplete="off"')
        ]
        for place, (name, held) in enumerate(block.filters.items()):
            values = sorted({value for own in held for value in own})
            codes = {value: f"{place}-{number}" for number, value in enumerate(values)}
            for tags, own in zip(within, held, strict=True):
                tags += [codes[value] for value in dict.fromkeys(own)]
            options = "".join(f'<option value="{c}">{text(v)}</option>' for v, c in codes.items())
            if len(codes) > 1:
                inside = f'<option value="">any</option>{options}</select>'
                fields.append(_field(f"find-{self.finders}-{place}", name, "<select", inside))
        yield (
            f'<div class="finder" data-step="{ROWS}"><form hidden role="search" '
            f'aria-label="{label}">'
            f'{"".join(fields)}<button type="reset">Clear</button></form>'
            "<noscript><style>.finder tr[hidden]{display:table-row}</style></noscript>"
            f'<p role="status"></p><div class="wide" role="region" '
            f'aria-label="Table: {label}" tabindex="0">'
            f'<table class="many"><caption>{text(table.caption)}</caption><thead><tr>'
        )
        yield f"{_titles(table.head)}</tr></thead><tbody>"
        for place, (row, tags) in enumerate(zip(table.rows, within, strict=True)):
            first, *rest = (self.span(cell) for cell in row.cells)
            cells = "".join(f"<td>{cell}</td>" for cell in rest)
            late = " hidden" * (place >= ROWS)
            yield f'<tr data-in="{" ".join(tags)}"{late}><th scope="row">{first}</th>{cells}</tr>'
        yield "</tbody></table></div>"
        yield '<button type="button" class="more" hidden>Show more</button></div>'

    def row(self, row: Row) -> str:
        """Return a row, and one below it with the incidents that its figures come from."""
        first, *rest = (self.span(cell) for cell in row.cells)
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        found = "".join(
            f"<p><span>{text(label)}</span> {self.refs(incidents)}</p>"
            for label, incidents in row.where
            if incidents
        )
        below = f'<tr class="where"><td colspan="{len(row.cells)}">{found}</td></tr>'
        return f'<tr><th scope="row">{first}</th>{cells}</tr>{below if found else ""}'

    def span(self, span: Span) -> str:
        """Return a run of pieces."""
        return "".join(self.piece(piece) for piece in span)

    def piece(self, piece: Piece) -> str:
        """Return one piece."""
        found: str
        match piece:
            case str():
                found = _DATE.sub(r"<time>\g<0></time>", text(piece))
            case Code(words, key):
                found = self.code(words, key or words)
            case PageLink(words, path):
                up = self.places.up if self.places else ""
                found = f'<a href="{attribute(up + path)}">{text(words)}</a>'
            case Strong(words):
                found = f"<strong>{text(words)}</strong>"
            case Small(words):
                found = f'<span class="note">{text(words)}</span>' if words else ""
            case Link(words, url):
                found = _linked(words, url)
            case Jump(words, to):
                found = f'<a href="#{attribute(slug(to))}">{text(words)}</a>'
            case Refs(incidents):
                found = self.refs(incidents)
            case Ref(incident, file):
                found = self.file(incident) if file else self.ref(incident)
        return found

    def code(self, name: str, key: str) -> str:
        """Return a name, linked where it is a factor with a page of its own."""
        whole = f' title="{attribute(key)}"' if key != name else ""
        found, places = f"<code{whole}>{text(name)}</code>", self.places
        if places is None or key not in places.factors:
            return found
        return f'<a href="{attribute(places.up + places.factors[key])}">{found}</a>'

    def refs(self, incidents: Sequence[str]) -> str:
        """Return several incidents' ids, linked."""
        return listed(incidents, self.ref)

    def ref(self, incident: str) -> str:
        """Return an incident's id, linked where there is somewhere to go."""
        target = self.places.target(incident) if self.places else None
        about = self.places.title.get(incident, "") if self.places else ""
        if target is None:
            return f'<span title="{attribute(about)}">{text(incident)}</span>'
        return (
            f'<a class="ref" href="{attribute(target)}" title="{attribute(about)}">'
            f"{text(incident)}</a>"
        )

    def file(self, incident: str) -> str:
        """Return a link to the file of an incident, nothing where there is none."""
        file = self.places.file_of(incident) if self.places else None
        label = attribute(f"file of {incident}")
        return f'<a href="{attribute(file)}" aria-label="{label}">file</a>' if file else ""


def text(value: str) -> str:
    """Return a text as it may stand between tags."""
    return escape_xml.text(safe(value))


def attribute(value: str) -> str:
    """Return a text as it may stand between double quotes."""
    return escape_xml.attribute(safe(value))


def _field(name: str, label: str, opening: str, inside: str = "") -> str:
    """Return a field of a form with its label."""
    return f'<div><label for="{name}">{text(label)}</label>{opening} id="{name}">{inside}</div>'


def _titles(head: Sequence[str]) -> str:
    """Return the titles of columns; one without a title is no heading."""
    return "".join(f'<th scope="col">{text(t)}</th>' if t else "<td></td>" for t in head)


def _linked(words: str, url: str | None) -> str:
    found = safe_href(url)
    if found is None:
        return text(words)
    return f'<a href="{attribute(address(found))}" rel="noreferrer">{text(words)}</a>'
