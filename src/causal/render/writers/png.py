"""The PNG writer: the SVG, drawn with the bundled fonts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from causal.render.layout.plan import P
from causal.render.typefaces import with_fallback_fonts

_PIXELS = 4.6e6
_FACES = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")


def write_png(picture: P, written: Callable[[P], str], *, scale: float | None = None) -> bytes:
    """Return the picture as PNG bytes.

    Args:
        picture: What is drawn, its words as data.
        written: What makes an SVG of it.
        scale: Pixels of the image for one of the drawing; None for up to two, as its size allows.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    ready, more = with_fallback_fonts(picture)
    zoom = _zoom(picture.width * picture.height) if scale is None else scale
    return _in_other_fonts(written(ready), zoom, more) if more else _drawn(written(ready), zoom)


def _drawn(svg: str, zoom: float) -> bytes:
    """Return a picture whose words are all in the bundled fonts."""
    from resvg import render, usvg

    options = usvg.Options.default()  # of one thread only, so not kept
    options.font_family = "Liberation Sans"
    for face in _FACES:
        bundled = files("causal.render").joinpath("fonts", face)
        options.load_font_data(bundled.read_bytes())
    tree = usvg.Tree.from_str(svg, options)
    wide, tall = (max(round(side * zoom), 1) for side in tree.int_size())
    return bytes(render(tree, (zoom, 0.0, 0.0, 0.0, zoom, 0.0), bg_size=(wide, tall)))


def _in_other_fonts(svg: str, zoom: float, more: Iterable[bytes]) -> bytes:
    """Return a picture with words in other fonts, too.

    The build that draws faster is of an earlier version, which gives a vowel sign such as that of
    Devanagari no room of its own, so that the letters after it overlap.
    """
    import resvg_py

    bundled = files("causal.render").joinpath("fonts")
    with as_file(bundled) as folder, TemporaryDirectory(prefix="causal-fonts-") as name:
        fonts = [folder / face for face in _FACES]
        for number, font in enumerate(more):
            fonts.append(Path(name) / f"{number}.ttf")
            fonts[-1].write_bytes(font)
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                zoom=zoom,
                dpi=96.0,
                skip_system_fonts=True,
                font_files=[str(path) for path in fonts],
                font_family="Liberation Sans",
                sans_serif_family="Liberation Sans",
            )
        )


def _zoom(area: float) -> float:
    """Return two, or less for a large picture, since what it costs goes with its pixels."""
    return round(min(max(math.sqrt(_PIXELS / max(area, 1.0)), 1.0), 2.0), 2)
