"""The engines beside ours. Each is given the same boxes, sizes, links and layers.

Sizes are those of our own drawing, so every engine has the same words to place. dot runs as the
program, with one cluster for each layer, and as the pygraphviz wheel (a newer Graphviz, in this
process); dagre runs in node.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from picture import Line, Picture, bezier

import causal
from causal.render.layout.plan import Rect
from causal.render.metrics import text_width

__all__ = ["ENGINES", "Given", "given_of", "own"]

DAGRE = "@dagrejs/dagre@1.1.4"
NAME_SIZE = 12.0


@dataclass(frozen=True)
class Given:
    """What an engine is asked to place: sizes of boxes, names of bands, who is where, links."""

    boxes: dict[str, tuple[float, float]]
    bands: dict[str, str]
    home: dict[str, str]
    links: list[tuple[str, str]]


def own(incident: causal.Incident, runs: int) -> Picture:
    """Return our drawing, and the shortest processor time of layout and SVG."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        drawing = causal.draw(incident)
        drawing.svg  # noqa: B018  # made when it is read
        times.append((time.process_time() - started) * 1000)
    plan = drawing.plan
    boxes = {p.box.id: p.rect for p in plan.boxes} | {p.join.id: p.rect for p in plan.joins}
    lines = [Line(p.link.source, p.link.target, p.points) for p in plan.links]
    lines += [Line(p.join.id, p.join.target, p.stem) for p in plan.joins if p.stem]
    home = {p.box.id: p.box.band for p in plan.boxes if p.box.band}
    for _ in plan.joins:  # a join stands with what it leads to, which may be a join
        home |= {p.join.id: home[p.join.target] for p in plan.joins if p.join.target in home}
    words = [(p.rect, text) for p in plan.boxes for text in p.texts]
    words += [(p.rect, p.text) for p in plan.joins]
    return Picture(
        boxes,
        {p.band.id: p.rect for p in plan.bands},
        {p.band.id: text_rect(p.texts[0]) for p in plan.bands if p.texts},
        home,
        lines,
        overflow=sum(not rect.contains(text_rect(text)) for rect, text in words),
        milliseconds=min(times),
    )


def text_rect(text: object) -> Rect:
    """Return the rectangle that the letters of a placed text fill."""
    widths = [text_width(line, text.size, bold=text.bold) for line in text.lines]
    width = max(widths, default=0.0)
    start = {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    height = text.leading * (len(text.lines) - 1) + text.size * 0.95
    return Rect(text.x - start, text.y - text.size * 0.74, width, height)


def given_of(incident: causal.Incident, picture: Picture) -> Given:
    """Return what the other engines are asked to place: the same, in the same sizes."""
    scene = causal.draw(incident).scene
    links = [(link.source, link.target) for link in scene.links]
    return Given(
        {name: (rect.w, rect.h) for name, rect in picture.boxes.items()},
        {band.id: band.label for band in scene.bands},
        picture.home,
        links,
    )


def dot_source(given: Given, *, ordered: bool = False) -> str:
    """Return the graph in DOT, one cluster for each layer; `ordered` sets them one below another.

    Between two layers stands an invisible point that all of one lead to, and that leads to all of
    the next; links against the order of the layers then give way.
    """
    numbers = {name: f"n{at}" for at, name in enumerate(given.boxes)}
    out = ["digraph g {", "graph [rankdir=TB, newrank=true, nodesep=0.25, ranksep=0.45]"]
    out.append('node [shape=box, fixedsize=true, label=""]')
    for name, (width, height) in given.boxes.items():
        out.append(f"{numbers[name]} [width={width / 72:.4f}, height={height / 72:.4f}]")
    for at, (band, label) in enumerate(given.bands.items()):
        inside = " ".join(numbers[box] for box, home in given.home.items() if home == band)
        head = f"label={json.dumps(label)}, labeljust=l, fontname=Arial, fontsize={NAME_SIZE:g}"
        out.append(f"subgraph cluster_{at} {{ graph [{head}]; {inside} }}")
    out += _order(given, numbers) if ordered else []
    place = {band: at for at, band in enumerate(given.bands)}
    for a, b in given.links:
        one, other = (place.get(given.home.get(end, "")) for end in (a, b))
        against = ordered and one is not None and other is not None and one > other
        out.append(f"{numbers[a]} -> {numbers[b]}{' [constraint=false]' if against else ''}")
    return "\n".join([*out, "}"])


def _order(given: Given, numbers: dict[str, str]) -> Iterator[str]:
    """Yield invisible links that keep the layers in their order."""
    members = [[b for b, home in given.home.items() if home == band] for band in given.bands]
    for at, (above, below) in enumerate(pairwise(members)):
        yield f"between{at} [shape=point, style=invis, width=0.01]"
        yield from (f"{numbers[box]} -> between{at} [style=invis, weight=0]" for box in above)
        yield from (f"between{at} -> {numbers[box]} [style=invis, weight=0]" for box in below)


def read_dot(text: str, given: Given) -> Picture:
    """Return the picture in the JSON that Graphviz writes."""
    data = json.loads(text)
    top = float(data["bb"].split(",")[3])
    names, bands = list(given.boxes), list(given.bands)
    boxes: dict[str, Rect] = {}
    found: dict[str, Rect] = {}
    labels: dict[str, Rect] = {}
    by_id: dict[int, str] = {}
    for thing in data["objects"]:
        if thing["name"].startswith("cluster_"):
            band = bands[int(thing["name"].removeprefix("cluster_"))]
            left, low, right, high = map(float, thing["bb"].split(","))
            found[band] = Rect(left, top - high, right - left, high - low)
            x, y = map(float, thing["lp"].split(","))
            wide = text_width(given.bands[band], NAME_SIZE)
            # dot places the middle of a label; its letters are as wide as we measure them.
            labels[band] = Rect(x - wide / 2, top - y - NAME_SIZE * 0.4, wide, NAME_SIZE * 0.95)
        elif thing["name"].startswith("n"):
            name = names[int(thing["name"][1:])]
            by_id[thing["_gvid"]] = name
            width, height = given.boxes[name]
            x, y = map(float, thing["pos"].split(","))
            boxes[name] = Rect(x - width / 2, top - y - height / 2, width, height)
    shown = [edge for edge in data["edges"] if edge.get("style") != "invis"]
    lines = [_spline(edge, by_id, top) for edge in shown]
    return Picture(boxes, found, labels, given.home, lines)


def _spline(edge: dict[str, object], by_id: dict[int, str], top: float) -> Line:
    tip, controls = None, []
    for word in str(edge["pos"]).split():
        if word.startswith("e,"):
            tip = tuple(map(float, word[2:].split(",")))
        else:
            x, y = map(float, word.split(","))
            controls.append((x, top - y))
    points = bezier(controls)
    if tip is not None:
        points = (*points, (tip[0], top - tip[1]))
    return Line(by_id[edge["tail"]], by_id[edge["head"]], points)


def dot_in_order(all_given: list[Given], runs: int) -> list[Picture]:
    """Return the pictures of dot when it must keep the layers one below another, as ours does."""
    return dot(all_given, runs, ordered=True)


def dot(all_given: list[Given], runs: int, *, ordered: bool = False) -> list[Picture]:
    """Return the pictures of the program dot; its time is that of writing SVG."""
    pictures = []
    for given in all_given:
        source = dot_source(given, ordered=ordered)
        picture = read_dot(_run_dot(source, "json"), given)
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            _run_dot(source, "svg")
            times.append((time.perf_counter() - started) * 1000)
        picture.milliseconds = min(times)
        pictures.append(picture)
    return pictures


def _run_dot(source: str, format: str) -> str:
    command = ["dot", f"-T{format}"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


def pygraphviz(all_given: list[Given], runs: int) -> list[Picture]:
    """Return the pictures of the Graphviz inside the pygraphviz wheel."""
    from pygraphviz import AGraph

    pictures = []
    for given in all_given:
        source = dot_source(given)
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            graph = AGraph(string=source)
            graph.draw(format="svg", prog="dot")
            times.append((time.perf_counter() - started) * 1000)
        picture = read_dot(AGraph(string=source).draw(format="json", prog="dot").decode(), given)
        picture.milliseconds = min(times)
        pictures.append(picture)
    return pictures


def dagre(all_given: list[Given], runs: int) -> list[Picture | None]:
    """Return the pictures of dagre, its time is that of its layout alone; None where it failed."""
    folder = Path(tempfile.gettempdir()) / "causal-drawing-benchmark"
    folder.mkdir(exist_ok=True)
    module = folder / "node_modules" / "@dagrejs" / "dagre"
    if not module.exists():
        install = ["npm", "install", "--silent", "--prefix", str(folder), DAGRE]
        subprocess.run(install, check=True, capture_output=True)
    asked = "\n".join(
        json.dumps(
            {
                "boxes": given.boxes,
                "bands": list(given.bands),
                "home": given.home,
                "links": given.links,
                "runs": runs,
            }
        )
        for given in all_given
    )
    script = str(Path(__file__).with_name("dagre.cjs"))
    done = subprocess.run(
        ["node", script, str(module)], input=asked, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [_read_dagre(a, g) for a, g in zip(answers, all_given, strict=True)]


def _read_dagre(answer: dict[str, object], given: Given) -> Picture | None:
    if "failed" in answer:
        return None
    places = {name: Rect(*place) for name, place in answer["places"].items()}
    bands = {band: places[f"band {band}"] for band in given.bands}
    # dagre knows no names of layers: each is put where there is most room, in the top left corner.
    names = {
        band: Rect(rect.x + 4, rect.y + 2, text_width(given.bands[band], NAME_SIZE), NAME_SIZE)
        for band, rect in bands.items()
    }
    lines = [Line(a, b, tuple(map(tuple, points))) for a, b, points in answer["edges"]]
    boxes = {name: places[name] for name in given.boxes}
    picture = Picture(boxes, bands, names, given.home, lines)
    picture.milliseconds = answer["milliseconds"]
    return picture


def missing() -> dict[str, str]:
    """Return the engines that cannot run here, each with the reason."""
    reasons = {}
    if shutil.which("dot") is None:
        reasons["dot"] = reasons["dot, layers in order"] = "the program dot is not installed"
    try:
        import pygraphviz  # noqa: F401  # only whether it is there
    except ImportError:
        reasons["pygraphviz"] = "pygraphviz is not installed"
    if shutil.which("node") is None or shutil.which("npm") is None:
        reasons["dagre"] = "node or npm is not installed"
    return reasons


ENGINES: dict[str, Callable[[list[Given], int], list[Picture | None]]] = {
    "dot": dot,
    "dot, layers in order": dot_in_order,
    "pygraphviz": pygraphviz,
    "dagre": dagre,
}
