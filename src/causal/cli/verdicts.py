"""``causal verdicts``: every verdict on an incident in plain sentences."""

from __future__ import annotations

import argparse

from causal.cli.output import add_file, add_format, add_scenario, budget_of, scenario, show

HELP = "say every verdict in plain sentences: causes, actions, layers, what is open, five whys"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    add_scenario(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print every verdict once, under headings."""
    import causal
    from causal.analysis.pages import all_answers, in_full

    reading = causal.read(arguments.file)
    incident = reading.incident
    answers = all_answers(incident, scenario(arguments, incident), budget=budget_of(arguments))
    prospective = reading.format == "openpsa" or None  # a fault tree says what could happen
    data = {}
    if arguments.format == "json":
        data = {key: answer.to_dict() for key, answer in answers.items()}
    show(
        "" if data else in_full(incident, answers, prospective=prospective), data, arguments.format
    )
    return 0
