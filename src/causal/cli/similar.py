"""``causal similar``: whether an incident was seen before, and how far the actions were then."""

from __future__ import annotations

import argparse

from causal.cli.output import add_format, show
from causal.cli.source import read_source, tell_unread

HELP = "look for earlier incidents that share factors, and how far the actions were then"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", help="the incident")
    parser.add_argument("past", help="a folder of earlier incidents")
    parser.add_argument("--catalogue", help="a catalogue that proposes keys where none is stated")
    parser.add_argument("-k", type=int, default=5, help="how many at most (default: 5)")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what is alike; the code is 0 whether or not something is, 1 where some was not read."""
    import causal
    from causal.reports.seen_before import seen_before

    incident = causal.load(arguments.file)
    corpus = read_source(arguments.past)
    code = tell_unread(corpus, arguments.past)
    catalogue = causal.Catalogue.load(arguments.catalogue) if arguments.catalogue else None
    found = seen_before(incident, corpus, catalogue, arguments.k)
    lines = [line for before in found for line in before.sentences()]
    if not found:
        keyed = any(factor.key for factor in incident.factors.values())
        lines = [f"nothing like it among {len(corpus):,} incidents, by the keys of their factors"]
        if not keyed:
            lines.append("no factor of this incident has a key: causal suggest proposes them")
    show("\n".join(lines), [before.to_dict() for before in found], arguments.format)
    return code
