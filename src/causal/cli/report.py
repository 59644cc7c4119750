"""``causal report``: the postmortem document of an incident, with its pictures."""

from __future__ import annotations

import argparse

from causal.cli.output import add_file, say

__all__ = ["HELP", "configure", "run"]

HELP = "write the postmortem document of an incident in Markdown, with its pictures"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument(
        "-o",
        "--output",
        help="the document to write (.md), its pictures beside it; default: print it, no pictures",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write or print the document."""
    import causal
    from causal.reports import write_report

    incident = causal.load(arguments.file)
    if arguments.output is None:
        say(causal.report(incident), end="")
    else:
        for path in write_report(incident, arguments.output):
            say(path)
    return 0
