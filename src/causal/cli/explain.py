"""``causal explain``: what lined up, how deep the defence is, and what to do next."""

from __future__ import annotations

import argparse
from typing import Any

from causal.cli.convert import OWN, add_reading, headings_of
from causal.cli.output import (
    add_file,
    add_format,
    add_limits,
    add_scenario,
    budget_of,
    scenario,
    show,
)

HELP = "say on one screen what lined up, how deep the defence is, what to do next, what is open"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    add_scenario(parser)
    add_reading(parser)
    add_limits(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation and the assessment of the actions, then how a document was read."""
    import causal
    from causal.analysis.pages import on_one_screen

    reading = causal.read(
        arguments.file,
        timezone=arguments.timezone,
        headings=headings_of(arguments),
        top=arguments.top,
        data=arguments.data,
    )
    incident = reading.incident
    foreign = reading.format not in OWN or bool(reading.report.warnings)
    data: dict[str, Any] = {"reading": reading.report.to_dict()} if foreign else {}
    read_as = [str(reading.report)] if foreign else []
    if foreign and incident.outcome.because is None:  # many documents list no causes
        nothing = "No causes are listed, so there is no why; see what is not stated."
        show("\n\n".join([*read_as, nothing]), data, arguments.format)
        return 0
    limits = budget_of(arguments).shared()
    why = causal.explain(incident, budget=limits)
    plan = causal.assess_actions(incident, scenario(arguments, incident), budget=limits)
    if arguments.format == "json":
        data |= {"explanation": why.to_dict(), "actions": plan.to_dict()}
        show("", data, arguments.format)
    else:
        prospective = reading.format == "openpsa" or None  # a fault tree says what could happen
        screen = on_one_screen(why, plan, prospective=prospective)
        show("\n\n".join([screen, *read_as]), data, arguments.format)
    return 0
