"""Our layout beside dot, pygraphviz and dagre, into one table.

Usage: python benchmarks/drawing/compare.py [runs]   (writes RESULTS.md beside itself)
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import incidents
import measures
from engines import DAGRE, ENGINES, Given, given_of, missing, own
from picture import Picture

import causal
from causal.render.layout.frame import MARGIN

OWN_RUNS = 3
RUNS = int(sys.argv[1]) if sys.argv[1:] else 3
SUMMED = ("overlaps", "through boxes", "words outside")
SIZES = {"about 20 factors": range(18, 23), "about 60 factors": range(56, 61)}

Row = dict[str, float]


def row_of(picture: Picture) -> Row:
    """Return what is counted in a picture."""
    points = measures.crossings(picture)
    width, height = picture.extent
    return {
        "crossings": len(points),
        "seen": measures.merged(points),
        "bends": measures.bends(picture),
        "overlaps": measures.overlaps(picture),
        "through boxes": measures.pierced(picture),
        "words outside": picture.overflow + measures.outside(picture),
        "area, Mpx": width * height / 1e6,
        "width, px": width,
        "time, ms": picture.milliseconds,
    }


def main() -> None:
    load = f"{os.getloadavg()[0]:.1f}"
    real = incidents.real()
    cases = [incidents.layered(), *incidents.hundred(), *real, *incidents.others()]
    last = 101 + len(real)
    groups = {
        "The 14-factor incident": range(1),
        "100 generated incidents of 10 to 60 factors": range(1, 101),
        f"The {len(real)} incidents in `examples`": range(101, last),
        "Another 100 generated incidents, not looked at while the layout was made": range(
            last, len(cases)
        ),
    }
    for name, sizes in SIZES.items():
        groups[f"Of the generated ones, those of {name}"] = [
            at for at in range(1, 101) if len(cases[at].factors) in sizes
        ]
    rows = measured(cases)
    absent = missing()
    sizes = [len(case.factors) for case in cases]
    text = "\n".join(page(rows, groups, absent, load, sizes)) + "\n"
    Path(__file__).with_name("RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


def measured(cases: list[causal.Incident]) -> dict[str, list[Row | None]]:
    """Return what was measured of every engine and incident; None where an engine failed."""
    ours = [own(case, OWN_RUNS) for case in cases]
    given: list[Given] = [given_of(c, p) for c, p in zip(cases, ours, strict=True)]
    pictures: dict[str, list[Picture | None]] = {"causal": [*ours]}
    for name in sorted(set(ENGINES) - set(missing())):
        pictures[name] = ENGINES[name](given, RUNS)
    return {name: [p and row_of(p) for p in made] for name, made in pictures.items()}


def page(
    rows: dict[str, list[Row | None]],
    groups: dict[str, object],
    absent: dict[str, str],
    load: str,
    sizes: list[int],
) -> Iterator[str]:
    """Yield the lines of the results page."""
    yield "# Layouts compared"
    yield ""
    yield "Written by `python benchmarks/drawing/compare.py`; do not edit."
    yield ""
    yield f"Python {platform.python_version()}, {versions(absent)}. Every engine places the same"
    yield "boxes, joins, links and layers; the sizes of the boxes are those of our drawing, so all"
    yield "have the same words to place. Medians over the incidents; overlaps, lines through boxes"
    yield "and words outside are summed. Ours keeps to a page 900 pixels wide as long as it can; the"
    yield "others grow as they like."
    yield ""
    yield "Time: ours is reading the incident into a scene, layout and SVG, in processor time; dot's"
    yield "is one run of the program that writes SVG, by the clock; pygraphviz's the same in this"
    yield f"process; dagre's its layout alone, without SVG. The shortest of {OWN_RUNS} runs of ours,"
    yield f"of {RUNS} of theirs. The load of the machine, a minute's mean on {os.cpu_count()} cores,"
    yield f"was {load} at the start: where it is not near 0, times by the clock are too long, and processor times by up to twice."
    yield ""
    yield measures.__doc__.split("\n\n", 1)[1].strip()
    columns = next(row for row in rows["causal"] if row is not None)
    for title, group in groups.items():
        yield from ["", f"## {title}", "", "| engine | " + " | ".join(columns) + " |"]
        yield "|---" * (len(columns) + 1) + "|"
        for name, made in rows.items():
            yield table_row(name, [made[at] for at in group])
    yield from verdict(rows, groups)
    yield from promises(rows, groups, sizes)
    for name, reason in absent.items():
        yield f"\n{name} is not compared: {reason}."


def table_row(name: str, found: list[Row | None]) -> str:
    """Return the row of an engine in a group."""
    rows = [row for row in found if row is not None]
    failed = f" (failed on {len(found) - len(rows)})" if len(rows) < len(found) else ""
    cells = []
    for column in rows[0]:
        values = [row[column] for row in rows]
        value = sum(values) if column in SUMMED else statistics.median(values)
        cells.append(f"{value:.2f}" if column.startswith("area") else f"{value:.0f}")
    return f"| {name}{failed} | " + " | ".join(cells) + " |"


def verdict(rows: dict[str, list[Row | None]], groups: dict[str, object]) -> Iterator[str]:
    """Yield in how many incidents ours is better than each other engine."""
    yield from ["", "## Incident by incident", ""]
    yield "In how many incidents our drawing has fewer, as many, or more of each than another's."
    yield from ["", "| group | engine | crossings | seen | bends |", "|---|---|---|---|---|"]
    for title, group in list(groups.items())[:4]:
        for name, made in rows.items():
            if name == "causal":
                continue
            pairs = [(rows["causal"][at], made[at]) for at in group if made[at] is not None]
            cells = [
                " / ".join(
                    str(sum(sign(a[column] - b[column]) == wanted for a, b in pairs))
                    for wanted in (-1, 0, 1)
                )
                for column in ("crossings", "seen", "bends")
            ]
            yield f"| {title} | {name} | " + " | ".join(cells) + " |"


def promises(
    rows: dict[str, list[Row | None]], groups: dict[str, object], sizes: list[int]
) -> Iterator[str]:
    """Yield what our layout is meant to reach, what was measured, and whether that is enough."""
    _, generated, _, others, twenty, sixty = groups.values()

    def middle(engine: str, column: str, group: object) -> float:
        found = (rows[engine][at] for at in group if rows[engine][at] is not None)
        return statistics.median(row[column] for row in found)

    ours = [row for row in rows["causal"] if row is not None]
    lines = []
    nothing = {"through boxes": "lines through boxes"}
    for column in SUMMED:
        what = nothing.get(column, column)
        total = sum(row[column] for row in ours)
        lines.append((f"no {what}, in all incidents", f"{total:.0f}", total == 0))
    for name, group, most in (("20", twenty, 15), ("60", sixty, 100)):
        spent = middle("causal", "time, ms", group)
        aim = f"layout and SVG in under {most} ms at about {name} factors"
        lines.append((aim, f"{spent:.0f} ms", spent < most))
    for name, few in (("14 factors", 14), ("22 factors", 22)):
        wide = [
            row["width, px"] for row, size in zip(rows["causal"], sizes, strict=True) if size <= few
        ]
        widest = max(wide) + 2 * MARGIN
        aim = f"no page wider than 900 px, up to {name}"
        lines.append((aim, f"{widest:.0f} px", round(widest) <= 900))
    for engine in (name for name in rows if name.startswith("dot")):
        for which, group in (("generated incidents", generated), ("another 100", others)):
            for column, what in (("crossings", "crossings"), ("seen", "points seen")):
                a, b = (middle(name, column, group) for name in ("causal", engine))
                aim = f"fewer {what} than {engine}, {which}"
                lines.append((aim, f"{a:g} against {b:g}", a < b))
    yield from ["", "## Aims", "", "| aim | measured | reached |", "|---|---|---|"]
    yield from (
        f"| {aim} | {found} | {'yes' if kept else '**no**'} |" for aim, found, kept in lines
    )
    yield ""
    yield WHY


WHY = """\
Of a small incident ours stacks the layers in their order; of a larger one it lays them beside each
other, each round its own gaps, wherever in the story those stand. Layers that share no row share a
column. Links to one target share their way, and where such a bundle is crossed, every one of them
counts as a crossing, but a reader sees one point. Lines of ours are level and upright, so they bend
where a spline of dot sweeps. What they gain is that none runs through a box or through the name of
a layer: dot's do, hundreds of times."""


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def versions(absent: dict[str, str]) -> str:
    """Return the versions of the engines that ran."""
    out = []
    if "dot" not in absent:
        said = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=True).stderr
        out.append(said.strip().splitlines()[-1].removeprefix("dot - "))
    if "pygraphviz" not in absent:
        import pygraphviz

        out.append(f"pygraphviz {pygraphviz.__version__}")
    if "dagre" not in absent:
        out.append(DAGRE.removeprefix("@dagrejs/").replace("@", " "))
    return ", ".join(out) or "no other engine"


if __name__ == "__main__":
    sys.exit(main())
