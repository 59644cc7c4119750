"""``causal compare``: the five whys against the full graph."""

from __future__ import annotations

import argparse

from causal.cli.output import add_file, add_format, budget_of, show

HELP = "hold the five whys against the full graph: what the line missed and what that costs"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison."""
    import causal

    versus = causal.compare_five_whys(causal.load(arguments.file), budget=budget_of(arguments))
    show(str(versus), versus.to_dict(), arguments.format)
    return 0
