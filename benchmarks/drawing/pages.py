"""How large the words of each view are on A4, Letter, a slide and a column, over all shipped files.

Usage: python benchmarks/drawing/pages.py   (writes PAGES.md beside itself)
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import causal
from causal.render import Drawing, draw
from causal.render.layout.fit import FITS, smallest
from causal.render.views import VIEWS

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
HEAD = """\
# Words on the page

Written by `python benchmarks/drawing/pages.py`; do not edit.

All shipped incident files, each view laid out with `fit`, then for comparison without it and
shrunk whole to the same place. *smallest* and *median* are of the size of the smallest words of a
drawing, in points; *too small* counts the drawings whose smallest words are under 7.5 points (10 on
a slide), each of which says so below its title; *pages* is the median and the most of a drawing.
"""
TABLE = """
## {name}

| view | drawings | smallest | median | too small | pages | smallest without fit | too small without |
|---|---|---|---|---|---|---|---|
"""


def incidents() -> list[causal.Incident]:
    """Return every shipped incident."""
    files = [*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("corpus/*.yaml")]
    return [causal.load(file) for file in sorted(files) if file.name != "catalogue.yaml"]


def drawings(shipped: list[causal.Incident], view: str, fit: str | None) -> list[Drawing]:
    """Return the drawings of a view, as far as the incidents have what it shows."""
    found = []
    for incident in shipped:
        try:
            found.append(draw(incident, view, fit=fit))
        except causal.CausalError:
            continue
    return found


def whole(drawing: Drawing, name: str) -> float:
    """Return the size of the smallest words of a drawing shrunk to one page."""
    fit, plan = FITS[name], drawing.plan
    scale = min(0.75, fit.width / plan.width)
    if fit.height is not None:
        scale = min(scale, fit.height / plan.height)
    return smallest(plan) * scale


def rows(shipped: list[causal.Incident], name: str) -> Iterator[str]:
    least = FITS[name].least - 0.05
    for view in VIEWS:
        fitted = drawings(shipped, view, name)
        points = [drawing.text_points() for drawing in fitted]
        pages = [len(drawing.pages) for drawing in fitted]
        before = [whole(drawing, name) for drawing in drawings(shipped, view, None)]
        yield (
            f"| {view} | {len(points)} | {min(points):.1f} | {statistics.median(points):.1f} "
            f"| {sum(size < least for size in points)} "
            f"| {statistics.median(pages):g}, {max(pages)} "
            f"| {min(before):.1f} | {sum(size < least for size in before)} |"
        )


def main() -> None:
    shipped = incidents()
    start = time.process_time()
    text = HEAD
    for name, fit in FITS.items():
        text += TABLE.format(name=fit.name[0].upper() + fit.name[1:])
        text += "\n".join(rows(shipped, name)) + "\n"
    (HERE / "PAGES.md").write_text(text, encoding="utf-8")
    print(text, f"\n{time.process_time() - start:.0f} s")


if __name__ == "__main__":
    main()
