"""``causal convert``: an incident file in another format."""

from __future__ import annotations

import argparse

from causal.cli.output import say

__all__ = ["HELP", "configure", "run"]

HELP = "write an incident file in another format, chosen by the suffix"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", help="the incident file")
    parser.add_argument("output", help="the file to write (.yaml or .json)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file and print its path."""
    import causal

    say(causal.dump(causal.load(arguments.file), arguments.output))
    return 0
