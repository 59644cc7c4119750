"""A document as one HTML page that holds all it shows: no script, nothing loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatchmethod
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
    Heading,
    Jump,
    Link,
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

__all__ = ["html_body", "html_page"]

_DATE = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html_page(
    blocks: Iterable[Block],
    places: SourceMap | None = None,
    pictures: Mapping[str, str] | None = None,
    theme: Theme = DEFAULT,
    *,
    fitted: bool = False,
) -> str:
    """Return a page: light or dark as the reader's screen is, light on paper.

    Args:
        blocks: What it shows; the first is its title.
        places: Where the incidents that it names can be read.
        pictures: For each picture its SVG; a picture without one is left out.
        theme: The colours.
        fitted: Let it fit one sheet of paper, without a list of its sections.
    """
    writer = _Writer(places, pictures or {})
    body = writer.page(blocks)
    title = text(writer.title)
    contents = "".join(
        f'<li><a href="#{attribute(slug(name))}">{text(name)}</a></li>' for name in writer.sections
    )
    nav = "" if fitted else f'<nav aria-label="Sections"><ol>{contents}</ol></nav>\n'
    css = files("causal.reports").joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{attribute(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{_variables(theme)}{css}</style>\n</head>\n"
        f"<body{' class=fitted' * fitted}>\n"
        '<a class="skip" href="#main">Skip to the text</a>\n'
        f'{nav}<main id="main">\n{body}\n</main>\n</body>\n</html>\n'
    )


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
        self.open = False

    def page(self, blocks: Iterable[Block]) -> str:
        """Return the lines of all blocks."""
        body = [line for block in blocks for line in self.block(block)]
        return "\n".join([*body, "</section>"] if self.open else body)

    @singledispatchmethod
    def block(self, block: Block) -> Iterator[str]:
        """Yield the lines of a block."""
        raise TypeError(f"no block: {block!r}")

    @block.register
    def _(self, block: Heading) -> Iterator[str]:
        anchor = attribute(slug(block.text))
        if block.level == 1:
            self.title = block.text
        if block.level == 2:
            self.sections.append(block.text)
            yield f'{"</section>" if self.open else ""}<section aria-labelledby="{anchor}">'
            self.open = True
        yield f'<h{block.level} id="{anchor}">{text(block.text)}</h{block.level}>'

    @block.register
    def _(self, block: Paragraph) -> Iterator[str]:
        yield f"<p>{self.span(block.span)}</p>"

    @block.register
    def _(self, block: Caution) -> Iterator[str]:
        yield f'<p class="caution"><strong>Note:</strong> {text(block.text)}</p>'

    @block.register
    def _(self, block: Bullets) -> Iterator[str]:
        if block.items:
            kind = "ol" if block.numbered else "ul"
            box = '<span class="box" aria-hidden="true"></span>' if block.boxes else ""
            items = "".join(f"<li>{box}{self.span(item)}</li>\n" for item in block.items)
            yield f"<{kind}>\n{items}</{kind}>"

    @block.register
    def _(self, block: Picture) -> Iterator[str]:
        if block.name in self.pictures:
            yield f"<figure>{self.pictures[block.name]}</figure>"

    @block.register
    def _(self, block: Details) -> Iterator[str]:
        yield f"<details><summary>{text(block.summary)}</summary>"
        for part in block.blocks:
            yield from self.block(part)
        yield "</details>"

    @block.register
    def _(self, block: Table) -> Iterator[str]:
        if not block.rows:
            return
        label = attribute(block.caption)
        yield f'<div class="wide" role="region" aria-label="{label}" tabindex="0">'
        # A narrow screen scrolls a table of many columns, and wraps one of few.
        many = ' class="many"' if len(block.head) > 4 else ""
        yield f"<table{many}><caption>{text(block.caption)}</caption>"
        if any(block.head):
            titles = "".join(f'<th scope="col">{text(title)}</th>' for title in block.head)
            yield f"<thead><tr>{titles}</tr></thead>"
        shown = block.rows[:ROWS]
        for row in shown:
            yield f"<tbody>{self.row(row)}</tbody>"
        yield "</table></div>"
        if left := left_out(len(block.rows), len(shown), "rows"):
            yield f"<p>{text(left)}</p>"

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
            case Code(words):
                found = f"<code>{text(words)}</code>"
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
        file = self.places.file.get(incident) if self.places else None
        label = attribute(f"file of {incident}")
        return f'<a href="{attribute(file)}" aria-label="{label}">file</a>' if file else ""


def text(value: str) -> str:
    """Return a text as it may stand between tags."""
    return escape_xml.text(safe(value))


def attribute(value: str) -> str:
    """Return a text as it may stand between double quotes."""
    return escape_xml.attribute(safe(value))


def _linked(words: str, url: str | None) -> str:
    found = safe_href(url)
    if found is None:
        return text(words)
    return f'<a href="{attribute(address(found))}" rel="noreferrer">{text(words)}</a>'
