"""The PNG writer: the SVG, drawn with the bundled fonts."""

from __future__ import annotations

import math
import re
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from causal.render.theme import mix
from causal.render.typefaces import with_fallback_fonts

_PIXELS = 2.3e6
_SHADE = re.compile(r'fill="(#[0-9a-f]{6})" fill-opacity="(0\.11)"')
_GROUND = re.compile(r'class="bg"[^>]* fill="(#[0-9a-f]{6})"')
_SIZE = re.compile(r'viewBox="[-0-9.]+ [-0-9.]+ ([0-9.]+) ([0-9.]+)"')


def write_png(svg: str, *, scale: float | None = None) -> bytes:
    """Return the picture as PNG bytes.

    Args:
        svg: The document.
        scale: Pixels of the image for one of the drawing; None for up to two, as its size allows.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    import resvg_py

    ready = with_fallback_fonts(_opaque(svg))
    bundled = files("causal.render").joinpath("fonts")
    with as_file(bundled) as folder, TemporaryDirectory(prefix="causal-fonts-") as name:
        fonts = [folder / f"LiberationSans-{face}.ttf" for face in ("Regular", "Bold")]
        for number, font in enumerate(ready.fonts):
            fonts.append(Path(name) / f"{number}.ttf")
            fonts[-1].write_bytes(font)
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=ready.svg,
                zoom=_zoom(svg) if scale is None else scale,
                dpi=96.0,
                skip_system_fonts=True,
                font_files=[str(path) for path in fonts],
                font_family="Liberation Sans",
                sans_serif_family="Liberation Sans",
            )
        )


def _zoom(svg: str) -> float:
    """Return two, or less for a large picture, since what it costs goes with its pixels."""
    size = _SIZE.search(svg)
    area = float(size[1]) * float(size[2]) if size else 1.0
    return round(min(max(math.sqrt(_PIXELS / area), 1.0), 2.0), 2)


def _opaque(svg: str) -> str:
    """Return the picture with its lanes in a colour of their own: mixing it costs a tenth more."""
    ground = _GROUND.search(svg)
    if ground is None:
        return svg
    return _SHADE.sub(lambda one: f'fill="{mix(one[1], float(one[2]), ground[1])}"', svg)
