"""The PNG writer: the SVG, drawn with the bundled fonts."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from causal.render.typefaces import dressed

__all__ = ["write_png"]


def write_png(svg: str, *, scale: float) -> bytes:
    """Return the picture as PNG bytes.

    Args:
        svg: The document.
        scale: Pixels of the image for one of the drawing.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    import resvg_py

    ready = dressed(svg)
    bundled = files("causal.render").joinpath("fonts")
    with as_file(bundled) as folder, TemporaryDirectory(prefix="causal-fonts-") as name:
        fonts = [folder / f"LiberationSans-{face}.ttf" for face in ("Regular", "Bold")]
        for number, font in enumerate(ready.fonts):
            fonts.append(Path(name) / f"{number}.ttf")
            fonts[-1].write_bytes(font)
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=ready.svg,
                zoom=scale,
                dpi=96.0,
                skip_system_fonts=True,
                font_files=[str(path) for path in fonts],
                font_family="Liberation Sans",
                sans_serif_family="Liberation Sans",
            )
        )
