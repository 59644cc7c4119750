"""The lanes of a layered layout: the rectangle of every band and its name."""

from __future__ import annotations

from causal.render.layout.channels import Channel
from causal.render.layout.placement import Placement
from causal.render.layout.plan import PlacedBand, PlacedText, Rect
from causal.render.metrics import wrap
from causal.render.scene import Band

__all__ = ["name_height", "place_bands"]

_NAME, _NOTE = 12.0, 10.0
_LEADING = 1.25
_MARGIN = 12.0


def place_bands(
    place: Placement, channels: list[Channel], *, lane: float, after: float
) -> tuple[PlacedBand, ...]:
    """Return every band that has nodes, with its name in the strip before them.

    Args:
        place: The measured grid.
        channels: The tracks below every row.
        lane: The room of a track in a channel.
        after: The room between a row and the first track below it.
    """
    out = []
    for number, band in enumerate(place.scene.bands):
        rows = sorted({node.row for node in place.grid.nodes if node.band == number})
        if not rows:
            continue
        start = place.row_start[rows[0]] - _MARGIN
        tracks = channels[rows[-1] + 1].tracks
        end = place.row_end[rows[-1]] + (after + lane * tracks + 2.0 if tracks else _MARGIN)
        cross = place.strip_start
        rect = place.rect(start, cross, end - start, place.cross_end - cross)
        out.append(PlacedBand(band, rect, _name(place, band, rect, rows[0])))
    return tuple(out)


def name_lines(band: Band, place: Placement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of the name and of the note of a band, as a portrait shows them."""
    room = place.column_start[place.grid.columns[0]] - place.strip_start - 24.0
    return (
        wrap(band.label, room, _NAME, bold=True, max_lines=3),
        wrap(band.note, room, _NOTE, max_lines=3) if band.note else (),
    )


def name_height(band: Band, place: Placement) -> float:
    """Return how much of the flow the name of a band needs beside its first row."""
    if not place.portrait:
        return 0.0
    lines, notes = name_lines(band, place)
    return _LEADING * (len(lines) * _NAME + len(notes) * _NOTE)


def _name(place: Placement, band: Band, rect: Rect, row: int) -> tuple[PlacedText, ...]:
    """Return the name and the note of a band: beside its first row, or above it."""
    if not place.portrait:
        room = place.row_end[row] - rect.x - 12.0
        lines = wrap(band.label, room, _NAME, bold=True, max_lines=1)
        texts = [PlacedText(lines, rect.x + 12.0, rect.y + 18.0, _NAME, 15.0, True)]
        if band.note:
            note = wrap(band.note, room, _NOTE, max_lines=1)
            texts.append(PlacedText(note, rect.x + 12.0, rect.y + 31.0, _NOTE, 12.0, tone="muted"))
        return tuple(texts)
    lines, notes = name_lines(band, place)
    y = place.row_middle[row] - name_height(band, place) / 2 + _NAME * 0.95
    texts = [PlacedText(lines, rect.x + 16.0, y, _NAME, _NAME * _LEADING, True)]
    if notes:
        y += len(lines) * _NAME * _LEADING
        texts.append(PlacedText(notes, rect.x + 16.0, y, _NOTE, _NOTE * _LEADING, tone="muted"))
    return tuple(texts)
