"""Write the advance widths of the bundled fonts to ``src/causal/render/fonts/widths.json``.

Run it after the fonts change: ``python tools/font_widths.py``. A test compares table and fonts.
"""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["FONTS", "read_widths", "table_text"]

FONTS = Path(__file__).resolve().parents[1] / "src/causal/render/fonts"
FACES = {"regular": "LiberationSans-Regular.ttf", "bold": "LiberationSans-Bold.ttf"}


def read_widths(path: Path) -> dict[int, int]:
    """Return the advance width of every character of a font, in 1/2048 em."""
    from fontTools.ttLib import TTFont

    font = TTFont(path)
    advances = font["hmtx"].metrics
    return {point: advances[glyph][0] for point, glyph in sorted(font.getBestCmap().items())}


def _runs(widths: dict[int, int]) -> list[tuple[int, list[int]]]:
    """Return the widths as runs of consecutive characters: the first one, then every width."""
    runs: list[tuple[int, list[int]]] = []
    for point, width in widths.items():
        if runs and point == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(width)
        else:
            runs.append((point, [width]))
    return runs


def table_text() -> str:
    """Return the table of both faces as JSON text, one run of characters a line."""
    faces = []
    for face, name in FACES.items():
        lines = [json.dumps(run, separators=(",", ":")) for run in _runs(read_widths(FONTS / name))]
        faces.append(f'"{face}": [\n' + ",\n".join(lines) + "\n]")
    return "{\n" + ",\n".join(faces) + "\n}\n"


if __name__ == "__main__":
    (FONTS / "widths.json").write_text(table_text(), encoding="utf-8")
