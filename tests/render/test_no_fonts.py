"""A machine without any font draws the same pictures: nothing is lost, nothing moves."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import causal
from causal.render.views import VIEWS
from causal.render.writers.png import write_png
from render_samples import connection_pool

DRAW = """
import hashlib, sys
import causal
from resvg import render, usvg
text = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="40">{}</svg>'
options = usvg.Options.default()
options.load_system_fonts()
shown, blank = (render(usvg.Tree.from_str(text.format(inner), options), (1, 0, 0, 0, 1, 0))
                for inner in ('<text x="9" y="30">Words</text>', ''))
assert shown == blank, 'the machine has fonts after all'
incident = causal.load(sys.argv[1])
for view in sys.argv[2:]:
    drawing = causal.draw(incident, view)
    print(view, hashlib.sha256(drawing.png(1.0)).hexdigest())
"""
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{}</dir></fontconfig>
"""


@pytest.fixture
def bare_machine(tmp_path: Path) -> dict[str, str]:
    """Return the surroundings of a process that finds no font: no home, no font folder."""
    empty = tmp_path / "no-fonts"
    empty.mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(FONTS.format(empty))
    found = {
        "HOME": str(empty),
        "XDG_DATA_HOME": str(empty),
        "XDG_DATA_DIRS": str(empty),
        "XDG_CONFIG_HOME": str(empty),
        "XDG_CACHE_HOME": str(empty),
        "FONTCONFIG_FILE": str(config),
        "FONTCONFIG_PATH": str(tmp_path),
    }
    return {**os.environ, **found}


def test_every_view_has_the_same_pixels_without_any_font(
    bare_machine: dict[str, str], tmp_path: Path
) -> None:
    incident = connection_pool()
    source = causal.dump(incident, tmp_path / "incident.yaml")
    views = []
    for view in VIEWS:
        try:
            views.append((view, causal.draw(incident, view)))
        except causal.NothingToDraw:
            continue
    assert len(views) >= 3
    done = subprocess.run(
        [sys.executable, "-c", DRAW, str(source), *(view for view, _ in views)],
        capture_output=True,
        text=True,
        check=True,
        env=bare_machine,
    )
    expected = [f"{v} {hashlib.sha256(d.png(1.0)).hexdigest()}" for v, d in views]
    assert done.stdout.splitlines() == expected


def test_the_words_are_in_the_pixels() -> None:
    """Without this, the test above would pass if words were lost with and without fonts."""
    drawing = causal.draw(connection_pool())
    blank = drawing.plan.with_texts(lambda text: replace(text, lines=()))
    assert len(drawing.png(1.0)) > 1.5 * len(write_png(blank, drawing._written, scale=1.0))
