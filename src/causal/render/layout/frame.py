"""The frame around a picture: heading above, legend below, margins all round."""

from __future__ import annotations

from dataclasses import replace

from causal.render.layout.plan import PlacedLegend, PlacedText, Plan, Rect, Tone
from causal.render.metrics import text_width, wrap
from causal.render.scene import LegendEntry, Scene

__all__ = ["MARGIN", "framed"]

MARGIN, _TOP, _LOW = 20.0, 8.0, 2.0
_TITLE, _CAPTION, _ENTRY = 17.0, 12.5, 11.0
_SAMPLE = Rect(0, 0, 26, 16)
_MIN_WIDTH = 420.0
_LEGEND, _LEGEND_DENSE = (22.0, 8.0), (12.0, 4.0)
"""The room above a legend and between its lines."""


def framed(scene: Scene, plan: Plan, *, least: float = _MIN_WIDTH) -> Plan:
    """Return the plan with its heading, legend and margins; the size is that of the page.

    Args:
        scene: What is drawn.
        plan: Where it lies.
        least: The width that heading and legend have at least, in pixels.
    """
    width, edge = max(plan.width, least), _TOP if scene.terse else MARGIN
    heading, top = _heading(scene, width, edge)
    low = edge + top + plan.height
    body = plan.moved(MARGIN + (width - plan.width) / 2, edge + top)
    gap = _LEGEND_DENSE if scene.terse else _LEGEND
    legend, tall = _legend(scene.legend, width, low + gap[0], gap[1])
    height = low + (gap[0] + tall if legend else 0.0) + (_LOW if scene.terse else MARGIN)
    return replace(
        body, width=width + 2 * MARGIN, height=height, texts=heading + body.texts, legend=legend
    )


def _heading(scene: Scene, width: float, edge: float) -> tuple[tuple[PlacedText, ...], float]:
    """Return the title and caption, and the height they take."""
    texts: list[PlacedText] = []
    y = 0.0
    said: tuple[tuple[str, float, bool, Tone, int], ...] = (
        ("" if scene.terse else scene.title, _TITLE, True, "ink", 3),
        ("" if scene.terse else scene.caption, _CAPTION, False, "muted", 8),
        (scene.message, _CAPTION, True, "bad", 8),
    )
    for text, size, bold, tone, most in said:
        lines = wrap(text, width, size, bold=bold, max_lines=most)
        if lines:
            base = edge + y + size * 0.95
            texts.append(PlacedText(lines, MARGIN, base, size, size * 1.3, bold, tone))
            y += len(lines) * size * 1.3 + 2.0
    return tuple(texts), y + 20.0 if texts else 0.0


def _legend(
    entries: tuple[LegendEntry, ...], width: float, top: float, gap: float
) -> tuple[tuple[PlacedLegend, ...], float]:
    """Return the legend set in lines of the given width, and the height it takes."""
    placed, x, y = [], 0.0, 0.0
    for entry in entries:
        room = width - _SAMPLE.w - 8.0
        (text, *_) = wrap(entry.text, room, _ENTRY, max_lines=1) or ("",)
        need = _SAMPLE.w + 8.0 + text_width(text, _ENTRY)
        if x and x + need > width:
            x, y = 0.0, y + _SAMPLE.h + gap
        rect = _SAMPLE.moved(MARGIN + x, top + y)
        words = PlacedText((text,), rect.right + 8.0, rect.cy + _ENTRY * 0.35, _ENTRY, _ENTRY)
        placed.append(PlacedLegend(entry, rect, words))
        x += need + 22.0
    return tuple(placed), y + _SAMPLE.h if placed else 0.0
