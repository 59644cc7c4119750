"""``causal diff``: what changed between two versions of an incident."""

from __future__ import annotations

import argparse

from causal.cli.output import add_format, budget_of, show

HELP = "say what changed between two versions of an incident, and which verdicts differ"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("before", help="the earlier version")
    parser.add_argument("after", help="the later version")
    parser.add_argument("-o", "--output", help="also draw both versions (.svg, .png, .pdf)")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the changes; the exit code is 1 when there are any, as for ``diff``."""
    import causal

    budget = budget_of(arguments)
    before, after = causal.load(arguments.before), causal.load(arguments.after)
    changes = causal.diff(before, after, budget=budget)
    show(str(changes), changes.to_dict(), arguments.format)
    if arguments.output and changes:
        causal.draw(changes, budget=budget).save(arguments.output)
    return 1 if changes else 0
