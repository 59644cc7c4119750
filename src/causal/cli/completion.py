"""``causal completion``: what a shell reads to complete commands, options and files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from causal.cli.output import say
from causal.cli.parser import Parser
from causal.errors import CausalError

HELP = "print what a shell needs to complete commands, options and files"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell it is for")


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    try:
        import shtab
    except ImportError:
        raise CausalError("completion needs shtab: pip install shtab") from None
    from causal.integrations.destinations import DESTINATIONS
    from causal.render.views import VIEWS

    parser: Parser = arguments.whole  # the parser of every command
    known = {
        "view": list(VIEWS),
        "place": list(DESTINATIONS),
        "scenario": ["planned", "done", "verified"],
    }
    for action in _actions(parser):
        if action.dest in known:
            action.choices = known[action.dest]
        elif action.nargs != 0 and action.choices is None and action.type is None:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # what shtab looks for
    say(shtab.complete(parser, shell=arguments.shell))
    return 0


def _actions(parser: Parser) -> Iterator[argparse.Action]:
    """Yield every argument of every command."""
    for command in parser.commands.values():
        yield from command.arguments
