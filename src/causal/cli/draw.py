"""``causal draw``: a picture of an incident, its format chosen by the suffix."""

from __future__ import annotations

import argparse
from pathlib import Path

from causal.cli.output import add_file, add_scenario, say, scenario

__all__ = ["HELP", "configure", "run"]

HELP = "draw an incident as SVG, PNG, PDF, HTML, Mermaid or DOT"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument(
        "--view",
        default="graph",
        help="graph, swiss-cheese, five-whys, actions, timeline, before-after, bowtie or brief",
    )
    parser.add_argument(
        "-o",
        "--output",
        help="the picture to write (.svg, .png, .pdf, .html, .mmd, .dot); default: an SVG",
    )
    add_scenario(parser, default=None)
    parser.add_argument("--orientation", choices=("portrait", "landscape"), default="portrait")
    parser.add_argument("--engine", choices=("own", "dot"), default="own", help="who lays it out")


def run(arguments: argparse.Namespace) -> int:
    """Write the picture and print its path."""
    import causal
    from causal.render import draw

    incident = causal.load(arguments.file)
    options = {"orientation": arguments.orientation, "engine": arguments.engine}
    if arguments.scenario:
        options["scenario"] = scenario(arguments, incident)
    drawing = draw(incident, arguments.view, **options)
    file = Path(arguments.file)
    default = file.with_name(f"{file.stem}-{arguments.view}.svg")
    say(drawing.save(arguments.output or default))
    return 0
