"""The command ``causal``: parse, dispatch, and turn errors into exit codes.

Exit codes: 0 fine, 1 findings, 2 bad input.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any

from causal._version import __version__
from causal.cli import (
    check,
    compare,
    convert,
    diff,
    draw,
    embed,
    explain,
    new,
    report,
    survey,
    verdicts,
)
from causal.errors import CausalError

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "new": new,
    "check": check,
    "explain": explain,
    "verdicts": verdicts,
    "compare": compare,
    "draw": draw,
    "report": report,
    "survey": survey,
    "convert": convert,
    "diff": diff,
    "embed": embed,
}
"""Every command; a module has `HELP`, `configure(parser)` and `run(arguments) -> exit code`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    with warnings.catch_warnings():
        warnings.showwarning = _warn
        return _run(arguments)


def _warn(message: Warning | str, *_: Any, **__: Any) -> None:
    """Print a warning as a person reads it, without the place in our source."""
    print(f"causal: {message}", file=sys.stderr)


def _run(arguments: argparse.Namespace) -> int:
    try:
        code: int = COMMANDS[arguments.command].run(arguments)
        sys.stdout.flush()
    except CausalError as error:
        print(f"causal: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        print(f"causal: {name}{error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="causal",
        description="What lined up, what would have stopped it, what still gets through.",
        epilog="Exit codes: 0 fine, 1 findings, 2 bad input.",
    )
    parser.add_argument("--version", action="version", version=f"causal {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, module in COMMANDS.items():
        module.configure(commands.add_parser(name, help=module.HELP, description=module.HELP))
    return parser


if __name__ == "__main__":
    sys.exit(main())
