"""The PNG writer: the SVG, drawn with the bundled fonts."""

from __future__ import annotations

from importlib.resources import as_file, files

from causal.render.metrics import covered

__all__ = ["write_png"]


def write_png(svg: str, *, scale: float, words: str = "") -> bytes:
    """Return the picture as PNG bytes.

    Args:
        svg: The document.
        scale: Pixels of the image for one of the drawing.
        words: The texts shown; fonts of the system join in only for characters that the bundled
            ones lack, so that all other pictures are the same everywhere.
    """
    import resvg_py

    with as_file(files("causal.render").joinpath("fonts")) as folder:
        fonts = [str(folder / f"LiberationSans-{face}.ttf") for face in ("Regular", "Bold")]
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                zoom=scale,
                dpi=96.0,
                skip_system_fonts=covered(words),
                font_files=fonts,
                font_family="Liberation Sans",
                sans_serif_family="Liberation Sans",
            )
        )
