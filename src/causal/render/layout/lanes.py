"""The lanes of stacked bands: the rectangle of every band and its name beside its first row."""

from __future__ import annotations

from causal.render.layout.channels import Channel
from causal.render.layout.placement import NAME, STRIP_MARGIN, Placement
from causal.render.layout.plan import PlacedBand, PlacedText, Rect
from causal.render.metrics import text_width, wrap
from causal.render.scene import Band

__all__ = ["name_height", "place_bands"]

_NOTE, _SMALLEST = 11.0, 10.0
_LEADING = 1.25


def place_bands(
    place: Placement, channels: list[Channel], *, lane: float
) -> tuple[PlacedBand, ...]:
    """Return every band that has nodes, with its name in the strip before them.

    Args:
        place: The measured grid.
        channels: The tracks below every row.
        lane: The room of a track in a channel.
    """
    out, gaps = [], place.gaps
    for number, band in enumerate(place.scene.bands):
        rows = sorted({node.row for node in place.grid.nodes if node.band == number})
        if not rows:
            continue
        start = place.row_start[rows[0]] - gaps.margin
        tracks = channels[rows[-1] + 1].tracks
        end = place.row_end[rows[-1]] + (
            gaps.after + lane * tracks + 2.0 if tracks else gaps.margin
        )
        cross = place.strip_start
        rect = place.rect(start, cross, end - start, place.cross_end - cross)
        out.append(PlacedBand(band, rect, _name(place, band, rect, rows[0])))
    return tuple(out)


def _room(place: Placement) -> float:
    return place.column_start[place.grid.columns[0]] - place.strip_start - STRIP_MARGIN


def _size(band: Band, place: Placement) -> float:
    """Return the size of a band's name: smaller where its longest word would break."""
    longest = max((text_width(w, NAME, bold=True) for w in band.label.split()), default=0.0)
    room = _room(place) - 0.5
    return NAME if longest <= room else max(NAME * room / longest, _SMALLEST)


def name_lines(band: Band, place: Placement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of the name and of the note of a band, as a portrait shows them."""
    room = _room(place)
    return (
        wrap(band.label, room, _size(band, place), bold=True, max_lines=3),
        wrap(band.note, room, _NOTE, max_lines=3) if band.note else (),
    )


def name_height(band: Band, place: Placement) -> float:
    """Return how much of the flow the name of a band needs beside its first row."""
    if not place.portrait:
        return 0.0
    lines, notes = name_lines(band, place)
    return _LEADING * (len(lines) * _size(band, place) + len(notes) * _NOTE)


def _name(place: Placement, band: Band, rect: Rect, row: int) -> tuple[PlacedText, ...]:
    """Return the name and the note of a band: beside its first row, or above it."""
    if not place.portrait:
        room = place.row_end[row] - rect.x - 12.0
        lines = wrap(band.label, room, NAME, bold=True, max_lines=1)
        texts = [PlacedText(lines, rect.x + 12.0, rect.y + 18.0, NAME, 15.0, True)]
        if band.note:
            note = wrap(band.note, room, _NOTE, max_lines=1)
            texts.append(PlacedText(note, rect.x + 12.0, rect.y + 31.0, _NOTE, 12.0, tone="muted"))
        return tuple(texts)
    lines, notes = name_lines(band, place)
    size = _size(band, place)
    y = place.row_middle[row] - name_height(band, place) / 2 + size * 0.95
    texts = [PlacedText(lines, rect.x + 16.0, y, size, size * _LEADING, True)]
    if notes:
        y += len(lines) * size * _LEADING
        texts.append(PlacedText(notes, rect.x + 16.0, y, _NOTE, _NOTE * _LEADING, tone="muted"))
    return tuple(texts)
