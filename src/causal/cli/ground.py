"""``causal ground``: every fact of a drafted incident held against its sources."""

from __future__ import annotations

import argparse

from causal.cli.output import add_file, add_format, show

HELP = "hold every fact of a drafted incident against its sources, and say what is not in them"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument(
        "--source",
        nargs="+",
        required=True,
        metavar="FILE",
        help="the documents it was drafted from: postmortem, chat, tickets, logs",
    )
    parser.add_argument("--all", action="store_true", help="also show what is in the sources")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what no source supports; the exit code is 1 when there is any."""
    import causal

    found = causal.ground(causal.load(arguments.file), arguments.source)
    text = str(found)
    if arguments.all:
        text = "\n".join([*(str(claim) for claim in found.claims if claim.supported), text])
    show(text, found.to_dict(), arguments.format)
    return 1 if found.unsupported else 0
