"""Blocks as one HTML page that holds all it shows: no script, nothing loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatchmethod
from importlib.resources import files

from causal.render.escape_xml import attribute, text
from causal.render.theme import DEFAULT, FONTS, Theme, mix
from causal.reports.blocks import (
    ROWS,
    Block,
    Bullets,
    Chart,
    Code,
    Heading,
    Jump,
    Mind,
    Note,
    Paragraph,
    Piece,
    Ref,
    Refs,
    Row,
    Span,
    Strong,
    Table,
    left_out,
    listed,
    slug,
)
from causal.reports.links import SourceMap

__all__ = ["html_page"]

_DATE = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html_page(
    blocks: Iterable[Block], places: SourceMap, charts: Mapping[str, str], theme: Theme = DEFAULT
) -> str:
    """Return a page: light or dark as the reader's screen is, light on paper.

    Args:
        blocks: What it shows; the first is its title.
        places: Where the incidents can be read.
        charts: For each chart its SVG; a chart without one is left out.
        theme: The colours.
    """
    writer = _Writer(places, charts)
    body = [line for block in blocks for line in writer.block(block)]
    if writer.open:
        body.append("</section>")
    title = text(writer.title)
    contents = "".join(
        f'<li><a href="#{attribute(slug(name))}">{text(name)}</a></li>' for name in writer.sections
    )
    css = files("causal.reports").joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{attribute(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{_variables(theme)}{css}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the text</a>\n'
        f'<nav aria-label="Sections"><ol>{contents}</ol></nav>\n'
        f'<main id="main">\n{chr(10).join(body)}\n</main>\n</body>\n</html>\n'
    )


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
            "mind": theme.bad[side],
            "fonts": FONTS,
        }
        sides.append(f":root{{{';'.join(f'--{name}:{value}' for name, value in named.items())}}}")
    return f"{sides[0]}\n@media screen and (prefers-color-scheme:dark){{{sides[1]}}}\n"


class _Writer:
    def __init__(self, places: SourceMap, charts: Mapping[str, str]) -> None:
        self.places, self.charts = places, charts
        self.title, self.sections = "", list[str]()
        self.open = False

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
    def _(self, block: Mind) -> Iterator[str]:
        yield f'<p class="mind"><strong>Mind:</strong> {text(block.text)}</p>'

    @block.register
    def _(self, block: Bullets) -> Iterator[str]:
        if block.items:
            kind = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{self.span(item)}</li>\n" for item in block.items)
            yield f"<{kind}>\n{items}</{kind}>"

    @block.register
    def _(self, block: Chart) -> Iterator[str]:
        if block.name in self.charts:
            yield f"<figure>{self.charts[block.name]}</figure>"

    @block.register
    def _(self, block: Table) -> Iterator[str]:
        if not block.rows:
            return
        label = attribute(block.caption)
        yield f'<div class="wide" role="region" aria-label="{label}" tabindex="0">'
        yield f"<table><caption>{text(block.caption)}</caption><thead><tr>"
        yield "".join(f'<th scope="col">{text(title)}</th>' for title in block.head)
        yield "</tr></thead>"
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
            case Note(words):
                found = f'<span class="note">{text(words)}</span>' if words else ""
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
        target, about = self.places.target(incident), self.places.title.get(incident, "")
        if target is None:
            return f'<span title="{attribute(about)}">{text(incident)}</span>'
        return (
            f'<a class="ref" href="{attribute(target)}" title="{attribute(about)}">'
            f"{text(incident)}</a>"
        )

    def file(self, incident: str) -> str:
        """Return a link to the file of an incident, nothing where there is none."""
        file = self.places.file.get(incident)
        label = attribute(f"file of {incident}")
        return f'<a href="{attribute(file)}" aria-label="{label}">file</a>' if file else ""
