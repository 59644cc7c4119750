"""``causal explain``: why it happened, and what the actions leave open."""

from __future__ import annotations

import argparse

from causal.cli.output import add_file, add_format, add_limits, show

__all__ = ["HELP", "configure", "run"]

HELP = "say why it happened: what lined up, what would have stopped it, what still gets through"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument(
        "--scenario",
        default="planned",
        help="which actions count: planned, done, verified, or ids separated by commas",
    )
    add_limits(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation and the assessment of the actions."""
    import causal
    from causal.analysis.scenario import SCENARIOS

    incident = causal.load(arguments.file)
    given = arguments.scenario
    scenario = given if given in SCENARIOS else [s for s in given.split(",") if s]
    limits = causal.Budget(arguments.seconds, arguments.memory, arguments.max_sets)
    result = causal.explain(incident, budget=limits)
    plan = causal.assess_actions(incident, scenario, budget=limits)
    text = f"{result}\n\n{plan}" if incident.actions else str(result)
    data = {}
    if arguments.format == "json":
        data = {"explanation": result.to_dict(), "actions": plan.to_dict()}
    show(text, data, arguments.format)
    return 0
