from __future__ import annotations

import itertools
import math
import os
import re
import shutil
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from causal.errors import CausalError, MissingExtra, UnknownFormat
from causal.io import load
from causal.render import draw
from causal.render.theme import DEFAULT, contrast
from causal.render.views import VIEWS
from causal.render.writers.pieces import Pieces
from causal.render.writers.png import write_png
from causal.render.writers.svg_parts import dashes, rounded
from render_samples import (
    connection_pool,
    eventful,
    incident,
    layered_states,
    random_incident,
    recorded,
    uncertain,
)

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = Path(__file__).parents[2] / "examples"
RECORD = "CAUSAL_RECORD_GOLDEN"
CASES = {
    "connection-pool.graph": lambda: draw(connection_pool()),
    "connection-pool.graph-landscape": lambda: draw(connection_pool(), orientation="landscape"),
    "connection-pool.swiss-cheese": lambda: draw(connection_pool(), "swiss-cheese"),
    "connection-pool.five-whys": lambda: draw(connection_pool(), "five-whys"),
    "recorded.actions": lambda: draw(recorded(), "actions"),
    "recorded.timeline": lambda: draw(recorded(), "timeline"),
    "recorded.before-after": lambda: draw(recorded(), "before-after", orientation="landscape"),
    "recorded.bowtie": lambda: draw(recorded(), "bowtie"),
    "recorded.bowtie-landscape": lambda: draw(recorded(), "bowtie", orientation="landscape"),
    "recorded.brief": lambda: draw(recorded(), "brief"),
    "eventful.actions": lambda: draw(eventful(9, 3), "actions", orientation="landscape"),
    "eventful.timeline": lambda: draw(eventful(9, 3), "timeline"),
    "eventful.before-after": lambda: draw(eventful(9, 3), "before-after"),
    "eventful.bowtie": lambda: draw(eventful(9, 3), "bowtie"),
    "eventful.brief": lambda: draw(eventful(9, 3), "brief"),
    "crates-io.graph": lambda: draw(load(EXAMPLES / "crates-io-2023-07-20.yaml")),
    "random-40.graph": lambda: draw(random_incident(40, 4)),
    "layered-states.swiss-cheese": lambda: draw(layered_states(), "swiss-cheese"),
    "layered-states.bowtie": lambda: draw(layered_states(), "bowtie", orientation="landscape"),
    "layered-states.brief": lambda: draw(layered_states(), "brief"),
    "doubtful.graph": lambda: draw(uncertain()),
    "doubtful.fault-tree": lambda: draw(uncertain(), "fault-tree"),
    "layered-states.sparkline": lambda: draw(layered_states(), "sparkline"),
    "doubtful.swiss-cheese": lambda: draw(uncertain(), "swiss-cheese"),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_drawing_is_the_one_on_record(name):
    path = GOLDEN / f"{name}.svg"
    svg = CASES[name]().svg
    if os.environ.get(RECORD):
        path.write_text(svg, encoding="utf-8")
    assert svg == path.read_text(encoding="utf-8"), f"if meant, set {RECORD}=1 to record it anew"


def test_the_bytes_do_not_depend_on_the_order_of_hashing():
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from causal.render import draw\n"
        "from render_samples import random_incident\n"
        "from render_samples import eventful\n"
        "from causal.render.views import VIEWS\n"
        "import hashlib\n"
        "views = [draw(eventful(9, 3), v) for v in VIEWS if v != 'five-whys']\n"
        "all = ''.join(d.svg + d.dot for d in [draw(random_incident(25, 4)), *views])\n"
        "print(hashlib.sha256(all.encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    seen = set()
    for seed in ("0", "1", "77"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "src")}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=env, capture_output=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_the_svg_says_what_it_shows_to_those_who_cannot_see_it():
    root = ET.fromstring(draw(connection_pool()).svg)
    title, description, *_ = root
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "INC-2041: Checkout failed for users for 47 minutes"
    assert "5 gaps in 5 layers" in (description.text or "")


def test_the_svg_keeps_its_colours_without_its_style_sheet():
    svg = re.sub(r"<style>.*?</style>", "", draw(uncertain()).svg)
    for element in ET.fromstring(svg).iter():
        name = element.tag.rpartition("}")[2]
        if name in {"rect", "path", "text", "ellipse"}:
            assert element.get("fill"), ET.tostring(element)


def test_the_svg_needs_nothing_from_elsewhere():
    svg = draw(connection_pool()).svg
    assert not re.search(r"@import|url\(|<script|<image|<use|xlink", svg)
    assert "max-width:100%" in svg


def test_ids_come_from_the_content_and_rules_stay_inside_the_drawing():
    one, other = draw(connection_pool()).svg, draw(uncertain()).svg
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (one, other)]
    assert not ids[0] & ids[1]
    prefix = re.search(r'<svg[^>]* id="([^"]+)"', one)
    assert prefix is not None
    rules = re.search(r"<style>(.*?)</style>", one)
    assert rules is not None
    body = rules[1].partition("{")[2].rstrip("}")
    assert all(
        rule.startswith((f"#{prefix[1]} ", f"#{prefix[1]}:root"))
        for rule in body.split("}")
        if rule
    )
    assert "screen" in rules[1]


@pytest.mark.parametrize(
    ("asked", "used"), [("left", "left"), ('a"b c', "a-b-c"), ("1st", "c1st"), ("é", "c-")]
)
def test_an_id_prefix_of_ones_own_is_made_safe(asked, used):
    root = ET.fromstring(draw(connection_pool(), id_prefix=asked).svg)
    assert root.get("id") == used


def test_strokes_and_words_stand_out_from_their_ground_in_light_and_dark():
    for ground, card, side in zip(DEFAULT.ground, DEFAULT.card, (0, 1), strict=True):
        for pair in (DEFAULT.line, DEFAULT.worse, DEFAULT.trigger, DEFAULT.bad, DEFAULT.path):
            assert contrast(pair[side], ground) >= 3
        for pair in (DEFAULT.ink, DEFAULT.muted, DEFAULT.good, DEFAULT.bad, DEFAULT.worse):
            assert contrast(pair[side], ground) >= 4.5
        for pair in (DEFAULT.ink, DEFAULT.muted):
            for behind in (card, DEFAULT.missed[side], DEFAULT.chain[side]):
                assert contrast(pair[side], behind) >= 4.5
        for hue in DEFAULT.hues:
            assert contrast(hue.dark if side else hue.stroke, ground) >= 3
        assert contrast("#ffffff", DEFAULT.outcome[side]) >= 4.5


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_png_has_the_size_of_the_plan_times_the_scale():
    drawing = draw(connection_pool())
    for scale in (1.0, 2.0):
        width, height = _size(drawing.png(scale))
        assert abs(width - drawing.plan.width * scale) <= scale
        assert abs(height - drawing.plan.height * scale) <= scale


def test_png_draws_the_words():
    drawing = draw(incident())
    blank = drawing.plan.with_texts(lambda text: replace(text, lines=()))
    assert len(drawing.png(1.0)) > len(write_png(blank, drawing._written, scale=1.0)) + 500


@pytest.mark.parametrize("scale", [0, -1, 11, float("nan")])
def test_a_senseless_scale_is_refused(scale):
    with pytest.raises(CausalError, match=r"scale is from 0\.1 to 10"):
        draw(incident()).png(scale)


@pytest.mark.parametrize("suffix", ["svg", "png", "dot", "SVG"])
def test_saving_goes_by_the_suffix(tmp_path, suffix):
    drawing = draw(connection_pool())
    path = drawing.save(tmp_path / f"picture.{suffix}")
    content = path.read_bytes()
    kind = suffix.lower()
    assert content == (drawing.png() if kind == "png" else getattr(drawing, kind).encode())
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["picture.jpg", "picture", "picture.svgz"])
def test_other_suffixes_are_refused_with_those_known(tmp_path, name):
    with pytest.raises(UnknownFormat, match=r"saved as \.dot, .*\.png, \.svg"):
        draw(incident()).save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_failed_save_leaves_what_was_there(tmp_path, monkeypatch):
    target = tmp_path / "picture.svg"
    target.write_text("before")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        draw(incident()).save(target)
    assert [path.name for path in tmp_path.iterdir()] == ["picture.svg"]
    assert target.read_text() == "before"


def test_a_notebook_gets_pictures_and_plain_words_only():
    bundle = draw(incident())._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"image/svg+xml", "image/png", "text/plain"}
    assert bundle["text/plain"] == "<Drawing graph of 'INC-1: It broke': 2 boxes, 0 bands, 1 links>"


@pytest.mark.needs_dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_graphviz_can_place_the_parts_instead(orientation):
    drawing = draw(random_incident(20, 2), engine="dot", orientation=orientation)
    root = ET.fromstring(drawing.svg)
    nodes = [e for e in root.iter() if e.get("class") == "node"]
    assert len(nodes) == len(drawing.scene.boxes) + len(drawing.scene.joins)
    assert _size(drawing.png(1.0))[0] > 100
    blank = drawing._picture.with_texts(lambda text: replace(text, lines=()))
    assert len(drawing.png(1.0)) > len(write_png(blank, Pieces.svg, scale=1.0)) * 1.5


@pytest.mark.needs_dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_what_graphviz_drew_stands_beside_other_drawings():
    drawing = draw(connection_pool(), engine="dot")
    _fits_a_page(drawing.svg, drawing)
    other = draw(connection_pool(), engine="dot", id_prefix="second-")
    assert not set(re.findall(r' id="([^"]*)"', other.svg)) & set(_ids(drawing.svg))


def test_the_wheel_draws_where_the_program_is_missing(monkeypatch):
    pytest.importorskip("pygraphviz", reason="the extra dot is not installed")
    monkeypatch.setenv("PATH", "")
    drawing = draw(connection_pool(), engine="dot")
    _fits_a_page(drawing.svg, drawing)


def _ids(svg):
    return re.findall(r' id="([^"]*)"', svg)


def _fits_a_page(svg, drawing):
    root = ET.fromstring(svg)
    assert svg.startswith("<svg")
    assert root.get("role") == "img"
    title, desc = list(root)[:2]
    assert (title.text, desc.text) == (drawing.scene.title, drawing.scene.description)
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert len(_ids(svg)) == len(set(_ids(svg)))
    assert all(name.startswith(root.get("id")) for name in _ids(svg))
    assert svg.count("<title") == 1
    words = " ".join(root.itertext())
    assert all(word in words for box in drawing.scene.boxes for word in box.label.split())


def test_without_graphviz_its_engine_names_both_ways_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(MissingExtra, match=r"graphviz\.org.*causal-postmortem\[dot\]"):
        assert draw(incident(), engine="dot").svg
    assert draw(incident(), engine="dot").dot.startswith("digraph")


@pytest.mark.parametrize("pattern", [(2, 4), (6, 4)])
def test_dashes_of_lines_that_join_fall_in_step(pattern):
    shared = [(100.0, 50.0), (60.0, 50.0), (60.0, 90.0)]
    offsets = []
    for start in ([(133.0, 50.0)], [(100.0, 17.0), (100.0, 50.0)], [(200.7, 20.0), (200.7, 50.0)]):
        said = dashes([*start, *shared], pattern)
        offset = float(re.search(r'dashoffset="([\d.]+)"', said)[1])
        way = _measured(rounded([*start, *shared]))
        offsets.append((way + offset) % sum(pattern))
    # What is left over at the shared end is the same for all, to a twentieth of a pixel.
    assert all(min(x, sum(pattern) - x) < 0.06 for x in offsets)


def _measured(path):
    """Return the length of path data, curves cut into a thousand straight pieces."""
    long, at = 0.0, None
    for letter, numbers in re.findall(r"([MLQ])([^MLQ]*)", path):
        xs = [float(n) for n in numbers.split()]
        if letter == "Q":
            (ax, ay), (bx, by, cx, cy) = at, xs
            points = [
                (
                    (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx,
                    (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy,
                )
                for t in (n / 1000 for n in range(1001))
            ]
            long += sum(math.dist(a, b) for a, b in itertools.pairwise(points))
        elif letter == "L":
            long += math.dist(at, xs)
        at = tuple(xs[-2:])
    return long


@pytest.mark.parametrize("view", VIEWS)
def test_on_a_light_page_the_style_sheet_gives_the_colours_of_the_attributes(view):
    for asked in (connection_pool(), recorded(), uncertain()):
        try:
            root = ET.fromstring(draw(asked, view).svg)
        except CausalError:
            continue
        sheet = "".join(e.text or "" for e in root.iter() if e.tag.endswith("style"))
        found = re.findall(r"\.([\w-]+)\{(fill|stroke):light-dark\((#\w+),", sheet)
        light = {(name, kind): colour for name, kind, colour in found}
        assert light
        for element in root.iter():
            for name in (element.get("class") or "").split():
                for kind in ("fill", "stroke"):
                    if (name, kind) in light:
                        assert element.get(kind) == light[name, kind], (element.attrib, kind)


def test_without_a_scale_a_png_has_two_pixels_for_one_and_fewer_the_larger_it_is():
    small, large = draw(incident()), draw(random_incident(60, 1))
    assert abs(_size(small.png())[0] - small.plan.width * 2) <= 2
    assert abs(_size(large.png())[0] - large.plan.width) <= 1
