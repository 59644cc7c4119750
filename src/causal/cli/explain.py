"""``causal explain``: why it happened, and what the actions leave open."""

from __future__ import annotations

import argparse

from causal.cli.convert import add_reading, headings_of
from causal.cli.output import add_file, add_format, add_limits, show

__all__ = ["HELP", "configure", "run"]

OWN = frozenset({"json", "openpsa", "yaml"})
"""Formats that state an incident outright, so that nothing is to be said of how they were read."""

HELP = "say why it happened: what lined up, what would have stopped it, what still gets through"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument(
        "--scenario",
        default="planned",
        help="which actions count: planned, done, verified, or ids separated by commas",
    )
    add_reading(parser)
    add_limits(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation and the assessment of the actions."""
    import causal
    from causal.analysis.scenario import SCENARIOS

    reading = causal.read(
        arguments.file, timezone=arguments.timezone, headings=headings_of(arguments)
    )
    incident = reading.incident
    read_as = "" if reading.format in OWN else f"{reading.report}\n\n"
    given = arguments.scenario
    scenario = given if given in SCENARIOS else [s for s in given.split(",") if s]
    if read_as and incident.outcome.because is None:  # many documents list no causes
        nothing = f"{read_as}No causes are listed, so there is no why; the proposed links may help."
        data = {"reading": reading.report.to_dict()} if arguments.format == "json" else {}
        show(nothing, data, arguments.format)
        return 0
    limits = causal.Budget(arguments.seconds, arguments.memory, arguments.max_sets)
    result = causal.explain(incident, budget=limits)
    plan = causal.assess_actions(incident, scenario, budget=limits)
    text = f"{read_as}{result}\n\n{plan}" if incident.actions else f"{read_as}{result}"
    data = {}
    if arguments.format == "json":
        data = {"explanation": result.to_dict(), "actions": plan.to_dict()}
        if read_as:
            data = {"reading": reading.report.to_dict(), **data}
    show(text, data, arguments.format)
    return 0
