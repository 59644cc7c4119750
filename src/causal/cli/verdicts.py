"""``causal verdicts``: every verdict on an incident in plain sentences."""

from __future__ import annotations

import argparse

from causal.cli.output import add_file, add_format, show

__all__ = ["HELP", "configure", "run"]

HELP = "say every verdict in plain sentences: causes, layers, actions, links, doubt, five whys"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument("--scenario", default="planned", help="planned, done or verified")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the verdicts under a heading each."""
    import causal

    incident = causal.load(arguments.file)
    results = {
        "Why it happened": causal.explain(incident),
        "Layers": causal.assess_layers(incident, arguments.scenario),
        "Actions": causal.assess_actions(incident, arguments.scenario),
        "Cheapest fix": causal.cheapest_fix(incident),
        "Links": causal.assess_links(incident),
        "Doubt": causal.assess_uncertainty(incident, arguments.scenario),
    }
    if incident.five_whys:
        results["Five whys"] = causal.compare_five_whys(incident)
    said = {heading: result.sentences() for heading, result in results.items()}
    parts = [
        f"{heading}\n" + "\n".join(f"  {line}" for line in lines) for heading, lines in said.items()
    ]
    data = {heading: result.to_dict() for heading, result in results.items()}
    show("\n\n".join(parts), data if arguments.format == "json" else {}, arguments.format)
    return 0
