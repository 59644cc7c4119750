"""What draws a PNG and a PDF of our SVG, how long it takes and how large it gets, in one table.

Usage: python benchmarks/outputs/compare.py [runs]   (writes RESULTS.md beside itself)

Every engine draws the same SVG at two pixels for one, once for each incident, so that none draws a
picture it remembers; the runs alternate between them. `resvg-py`, `svg2png-py` and
`vl-convert-python` are measured where they are installed: they are not needed for anything else.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "drawing"))

import incidents  # noqa: E402 - the same incidents as the comparison of layouts

import causal  # noqa: E402
from causal.errors import MissingGlyphs  # noqa: E402
from causal.render import Drawing  # noqa: E402

RUNS = int(sys.argv[1]) if sys.argv[1:] else 5
SIZES = (12, 20, 60)
SCALE = 2
RENDER = Path(str(files("causal.render")))
FONTS = [str(RENDER / "fonts" / f"LiberationSans-{face}.ttf") for face in ("Regular", "Bold")]

Engine = Callable[[Drawing], bytes]


def resvg(drawing: Drawing) -> bytes:
    return drawing.png(float(SCALE))


def typst_pdf(drawing: Drawing) -> bytes:
    return drawing.pdf()


def typst_png(drawing: Drawing) -> bytes:
    import typst

    width, height = re.findall(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawing.svg)[0]
    given = {"title": "t", "description": "d", "picture": drawing.svg, "links": "[]"}
    given |= {"width": width, "height": height, "lines": "[]", "families": "[]"}
    return typst.compile(
        RENDER / "writers" / "page.typ",
        root=RENDER,
        font_paths=[RENDER / "fonts"],
        ignore_system_fonts=True,
        sys_inputs=given,
        format="png",
        ppi=96.0 * SCALE,
    )


def resvg_py(drawing: Drawing) -> bytes:
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing.svg,
            zoom=SCALE,
            dpi=96.0,
            skip_system_fonts=True,
            font_files=FONTS,
            font_family="Liberation Sans",
        )
    )


def svg2png(drawing: Drawing) -> bytes:
    import svg2png_py

    known = svg2png_py.FontDatabase()
    for font in FONTS:
        known.load_font_file(font)
    wide, tall = svg2png_py.svg_intrinsic_size(drawing.svg, known)
    return svg2png_py.svg_to_png(
        drawing.svg,
        known,
        transform=(SCALE, 0, 0, 0, SCALE, 0),
        bg_size=(wide * SCALE, tall * SCALE),
        options=svg2png_py.RenderOptions(font_family="Liberation Sans"),
    )


def vl_convert(drawing: Drawing) -> bytes:
    import vl_convert

    return vl_convert.svg_to_png(drawing.svg, scale=SCALE)


ENGINES: dict[str, tuple[str, str, Engine]] = {
    "PNG, resvg (ours)": ("resvg", "resvg", resvg),
    "PNG, resvg-py": ("resvg-py", "resvg_py", resvg_py),
    "PNG, Typst": ("typst", "typst", typst_png),
    "PNG, svg2png-py": ("svg2png-py", "svg2png_py", svg2png),
    "PNG, vl-convert": ("vl-convert-python", "vl_convert", vl_convert),
    "PDF, Typst (ours)": ("typst", "typst", typst_pdf),
}


def measured() -> dict[str, dict[int, tuple[float, float]]]:
    """Return the median of milliseconds and kilobytes of each engine and size."""
    here = {n: e for n, e in ENGINES.items() if importlib.util.find_spec(e[1]) is not None}
    found: dict[str, dict[int, list[tuple[float, int]]]] = {n: {} for n in here}
    for size in SIZES:
        for seed in range(RUNS):
            for name, (_, _, engine) in here.items():
                drawing = causal.draw(incidents.generated(size, seed))
                _ = drawing.svg, drawing.plan
                begun = time.process_time()
                content = engine(drawing)
                taken = (time.process_time() - begun) * 1000
                found[name].setdefault(size, []).append((taken, len(content)))
    return {
        name: {
            size: (
                statistics.median(t for t, _ in runs),
                statistics.median(b for _, b in runs) / 1000,
            )
            for size, runs in sizes.items()
        }
        for name, sizes in found.items()
    }


def scripts() -> list[tuple[str, float, float]]:
    """Return what other scripts cost in a PNG and a PDF, in milliseconds."""
    said = {
        "Latin": "The connection pool was exhausted",
        "Chinese": "数据库连接池耗尽",
        "Arabic": "انتهت مهلة الاتصال",
        "emoji": "Deploy 🚀 broke ✅ the 👩‍💻 thing",
    }
    out = []
    for name, text in said.items():
        incident = incidents.generated(20, 1)
        outcome = incident.outcome.model_copy(update={"what": text})
        drawing = causal.draw(incident.model_copy(update={"outcome": outcome}))
        _ = drawing.svg, drawing.plan
        times = []
        for make in (resvg, typst_pdf):
            begun = time.process_time()
            make(drawing)
            times.append((time.process_time() - begun) * 1000)
        out.append((name, *times))
    return out


def main() -> None:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingGlyphs)
        table, by_script = measured(), scripts()
    versions = ", ".join(
        sorted(
            {
                f"{p} {importlib.metadata.version(p)}"
                for n, (p, _, _) in ENGINES.items()
                if n in table
            }
        )
    )
    heads = " | ".join(f"{size} factors, ms | kB" for size in SIZES)
    rows = [
        f"| {name} | "
        + " | ".join(f"{sizes[size][0]:,.0f} | {sizes[size][1]:,.0f}" for size in SIZES)
        + " |"
        for name, sizes in table.items()
    ]
    lines = [
        "# PNG and PDF compared",
        "",
        "Written by `python benchmarks/outputs/compare.py`; do not edit.",
        "",
        f"Python {sys.version.split()[0]}, {versions}. Processor time, median over {RUNS} generated",
        "incidents; the SVG is there already. PNG at two pixels for one. The load of the machine, a",
        f"minute's mean, was {load:.1f} at the start.",
        "",
        f"| engine | {heads} |",
        "|---|" + "---:|" * (2 * len(SIZES)),
        *rows,
        "",
        "## Other scripts",
        "",
        "A drawing of 20 factors whose outcome is in another script: the fonts for it are looked up,",
        "and of a large one a copy is made for the PNG. The first run with a script, so with its costs.",
        "",
        "| outcome in | PNG, ms | PDF, ms |",
        "|---|---:|---:|",
        *(f"| {name} | {png:,.0f} | {pdf:,.0f} |" for name, png, pdf in by_script),
        "",
    ]
    (HERE / "RESULTS.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
