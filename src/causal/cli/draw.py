"""``causal draw``: a picture of an incident, its format chosen by the suffix."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from causal.cli.output import add_file, add_scenario, budget_of, say, scenario

if TYPE_CHECKING:
    from causal.render import Drawing

HELP = "draw an incident as SVG, PNG, PDF, HTML, Mermaid or DOT"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument(
        "--view",
        default="graph",
        help="graph, swiss-cheese, five-whys, actions, timeline, before-after, bowtie, brief, "
        "fault-tree or sparkline",
    )
    parser.add_argument(
        "-o",
        "--output",
        help="the picture to write (.svg, .png, .pdf, .html, .mmd, .dot, .txt); default: an SVG",
    )
    add_scenario(parser, default=None)
    parser.add_argument("--orientation", choices=("portrait", "landscape"))
    parser.add_argument(
        "--fit",
        choices=("a4", "letter", "slide", "column"),
        help="where it is placed, so that its words can be read there; what is too tall goes on "
        "in files numbered -2, -3",
    )
    parser.add_argument("--engine", choices=("own", "dot"), default="own", help="who lays it out")


def run(arguments: argparse.Namespace) -> int:
    """Write the picture and print its path."""
    import causal
    from causal.render import draw

    incident = causal.load(arguments.file)
    options = {"orientation": arguments.orientation, "engine": arguments.engine}
    options["fit"] = arguments.fit
    options["budget"] = budget_of(arguments)
    if arguments.scenario:
        options["scenario"] = scenario(arguments, incident)
    drawing = draw(incident, arguments.view, **options)
    file = Path(arguments.file)
    default = file.with_name(f"{file.stem}-{arguments.view}.svg")
    target = Path(arguments.output or default)
    for number, page in enumerate(_pages(drawing, target), 1):
        name = target.with_name(f"{target.stem}-{number}{target.suffix}") if number > 1 else target
        say(page.save(name))
    return 0


def _pages(drawing: Drawing, target: Path) -> Sequence[Drawing]:
    """Return what is written to files of their own: pages, where the format shows places."""
    return drawing.pages if target.suffix.lower() in {".svg", ".png", ".pdf"} else (drawing,)
