"""How large the words of each view are on A4, Letter, a slide and a column, and what lies on what.

Usage: python benchmarks/drawing/pages.py [STEP | --times]   (writes PAGES.md beside itself)

With STEP, only every STEP-th of the 100 generated incidents is drawn; with `--times` the times alone
are measured again.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from engines import dot, given_of, own
from incidents import generated, hundred, real
from measures import crossings, merged, overlaps, pierced
from picture import Line, Picture

import causal
from causal.render import Drawing, draw
from causal.render.layout.fit import FITS, smallest
from causal.render.layout.plan import Plan
from causal.render.views import VIEWS

HERE = Path(__file__).parent
GRAPHS = ("graph", "swiss-cheese", "bowtie", "brief", "fault-tree")
"""The views of incidents that have neither actions nor times."""
HEAD = """\
# Words on the page

Written by `python benchmarks/drawing/pages.py`; do not edit.

Each view laid out with `fit`. *smallest* and *median* are of the size of the smallest words of a
drawing, in points; *too small* counts the drawings whose smallest words are under 7.5 points (10 on
a slide), each of which says so below its title; *pages* is the median and the most of a drawing;
*overlaps* are pairs of boxes or layers that lie on one another, *through boxes* lines that run
through a box not their own, both over all pages. *whole* is the median size of the smallest words
of the drawing without `fit`, shrunk whole to the same place. The generated incidents have 10 to 60
factors; `pages.py STEP` draws only every STEP-th of the 100.
"""
TABLE = """
## {name}: {group}

| view | drawings | smallest | median | too small | pages | overlaps | through boxes | whole |
|---|---|---|---|---|---|---|---|---|
"""
BESIDE = """
## Crossings beside dot

Of the graph without `fit`, one line for each link; *seen* counts crossings that lie together as one.

| group | ours, median | ours, seen | dot, median | dot, seen | fewer, as many, more |
|---|---|---|---|---|---|
"""
TIMES = """
## Time

Layout and SVG of the graph without `fit`: the median over the incidents of the shortest of 3 runs,
in milliseconds of processor time, beside the older figures that `RESULTS.md` holds. PNG: the same
of `drawing.png()` with its SVG ready, over 3 incidents of each size and all views that they have. The load
of the machine, a minute's mean on {cores} cores, was {load:.1f}: what other work takes makes
processor times longer as well, by up to twice.

| what | measured | before, or asked |
|---|---|---|
"""


def drawn(asked: causal.Incident, view: str, fit: str | None) -> Drawing | None:
    """Return the drawing of a view, if the incident has what it shows."""
    try:
        return draw(asked, view, fit=fit)
    except causal.CausalError:
        return None


def whole(drawing: Drawing, name: str) -> float:
    """Return the size of the smallest words of a drawing shrunk to one page."""
    fit, plan = FITS[name], drawing.plan
    scale = min(0.75, fit.width / plan.width)
    if fit.height is not None:
        scale = min(scale, fit.height / plan.height)
    return smallest(plan) * scale


def shapes(plan: Plan) -> Picture:
    """Return a page as rectangles and lines."""
    boxes = {placed.box.id: placed.rect for placed in plan.boxes}
    boxes |= {placed.join.id: placed.rect for placed in plan.joins}
    home = {placed.box.id: placed.box.band for placed in plan.boxes if placed.box.band}
    for _ in plan.joins:  # a join stands with what it leads to, which may be a join
        home |= {p.join.id: home[p.join.target] for p in plan.joins if p.join.target in home}
    bands = {placed.band.id: placed.rect for placed in plan.bands}
    lines = [Line(one.link.source, one.link.target, one.points) for one in plan.links]
    return Picture(boxes, bands, {}, home, lines)


def rows(shipped: Sequence[causal.Incident], name: str, views: Sequence[str]) -> Iterator[str]:
    """Yield a line of the table for each view."""
    least = FITS[name].least - 0.05
    for view in views:
        found = [one for one in (drawn(asked, view, name) for asked in shipped) if one]
        if not found:
            continue
        before = [whole(one, name) for one in (drawn(a, view, None) for a in shipped) if one]
        points = [min(page.text_points() for page in one.pages) for one in found]
        pages = [len(one.pages) for one in found]
        parts = [shapes(page.plan) for one in found for page in one.pages]
        yield (
            f"| {view} | {len(points)} | {min(points):.1f} | {statistics.median(points):.1f} "
            f"| {sum(size < least for size in points)} "
            f"| {statistics.median(pages):g}, {max(pages)} "
            f"| {sum(map(overlaps, parts))} | {sum(map(pierced, parts))} "
            f"| {statistics.median(before):.1f} |"
        )


def beside_dot(name: str, asked: Sequence[causal.Incident]) -> str:
    """Return the line that compares crossings with those of dot."""
    ours = [own(one, 1) for one in asked]
    theirs = dot([given_of(one, picture) for one, picture in zip(asked, ours, strict=True)], 1)
    counts = [([crossings(picture) for picture in part]) for part in (ours, theirs)]
    plain = [[len(points) for points in part] for part in counts]
    seen = [[merged(points) for points in part] for part in counts]
    pairs = list(zip(*plain, strict=True))
    wins = [sum(test(a, b) for a, b in pairs) for test in (int.__lt__, int.__eq__, int.__gt__)]
    medians = [statistics.median(part) for part in (plain[0], seen[0], plain[1], seen[1])]
    return f"| {name} | {' | '.join(f'{m:g}' for m in medians)} | {', '.join(map(str, wins))} |\n"


def times(asked: dict[str, Sequence[causal.Incident]]) -> Iterator[str]:
    """Yield how long layouts take beside what `RESULTS.md` says, and PNG beside what is asked."""
    text = (HERE / "RESULTS.md").read_text(encoding="utf-8")
    for heading, group in asked.items():
        ours = rf"## {re.escape(heading)}\n.*?\n\| causal \|[^\n]* (\d+) \|\n"
        older = re.search(ours, text, re.S)
        found = statistics.median(own(one, 3).milliseconds for one in group)
        before = f"{older[1]} ms" if older else "not measured"
        yield f"| layout and SVG: {heading} | {found:.0f} ms | {before} |\n"
    for size, most in ((12, 200), (60, 600)):
        for view in GRAPHS:
            spent = []
            for seed in (7, 8, 9):
                if (drawing := drawn(generated(size, seed), view, None)) is None:
                    continue
                drawing.svg  # noqa: B018  # made when it is read
                runs = []
                for _ in range(3):
                    start = time.process_time()
                    drawing.png()
                    runs.append((time.process_time() - start) * 1000)
                spent.append(min(runs))
            if spent:
                yield f"| PNG: {view}, {size} factors | {statistics.median(spent):.0f} ms | {most} ms |\n"


def words_on_pages() -> str:
    """Return the tables of the words on each page, and of crossings beside dot."""
    made = hundred()[:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]
    groups = {"the shipped files": real(), f"{len(made)} generated incidents": made}
    start = time.process_time()
    text = HEAD
    for (group, asked), (name, fit) in (
        (one, other) for one in groups.items() for other in FITS.items()
    ):
        views = tuple(VIEWS) if group.startswith("the") else GRAPHS
        text += TABLE.format(name=fit.name[0].upper() + fit.name[1:], group=group)
        text += "\n".join(rows(asked, name, views)) + "\n"
        print(name, group, f"{time.process_time() - start:.0f} s", flush=True)
    text += BESIDE + "".join(beside_dot(group, asked) for group, asked in groups.items())
    return text


def main() -> None:
    path = HERE / "PAGES.md"
    if sys.argv[1:] == ["--times"]:
        text = path.read_text(encoding="utf-8").partition(TIMES[:9])[0]
    else:
        text = words_on_pages()
    about = {
        "The 34 incidents in `examples`": real(),
        "100 generated incidents of 10 to 60 factors": hundred(),
        "Of the generated ones, those of about 20 factors": [
            one for one in hundred() if 18 <= len(one.factors) <= 22
        ],
        "Of the generated ones, those of about 60 factors": [
            one for one in hundred() if 56 <= len(one.factors) <= 60
        ],
    }
    text += TIMES.format(cores=os.cpu_count(), load=os.getloadavg()[0]) + "".join(times(about))
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
