"""The command ``causal``: parse, dispatch, and turn errors into exit codes.

Exit codes: 0 fine, 1 findings, 2 bad input.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import textwrap
import threading
import warnings
from collections.abc import Sequence
from typing import Any

from causal._version import __version__
from causal.cli import (
    actions,
    check,
    compare,
    completion,
    convert,
    diff,
    draw,
    edit,
    embed,
    explain,
    ground,
    new,
    recurring,
    report,
    similar,
    suggest,
    survey,
    triage,
    verdicts,
)
from causal.cli.examples import EXAMPLES, FIRST
from causal.cli.file_errors import of_file
from causal.cli.limits import bounded
from causal.cli.output import add_time_and_memory, complain, give_up_output
from causal.cli.parser import Parser
from causal.cli.targets import expect_targets
from causal.errors import CausalError

DEBUG = "CAUSAL_DEBUG"
"""An environment variable: when set, an error of `causal` itself shows where it arose."""

COMMANDS = {
    "new": new,
    "check": check,
    "explain": explain,
    "verdicts": verdicts,
    "compare": compare,
    "draw": draw,
    "edit": edit,
    "report": report,
    "survey": survey,
    "suggest": suggest,
    "similar": similar,
    "recurring": recurring,
    "actions": actions,
    "triage": triage,
    "convert": convert,
    "ground": ground,
    "diff": diff,
    "embed": embed,
    "completion": completion,
}
"""Every command; a module has `HELP`, `configure(parser)` and `run(arguments) -> exit code`."""


WITHOUT_END = frozenset(
    {"actions", "check", "convert", "edit", "embed", "ground", "suggest", "survey"}
)
"""Commands that take as long as there are files, unless somebody says otherwise."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    with warnings.catch_warnings():
        warnings.showwarning = _warn
        _end_when_asked()
        try:
            code = _run(argv)
        except SystemExit:  # --help, or words that argparse does not know
            _flushed()
            raise
    return max(code, _flushed())


def _end_when_asked() -> None:
    """End in order when told to, so that no half of a file is left where one is being written."""
    if threading.current_thread() is threading.main_thread():
        usual = signal.getsignal(signal.SIGTERM)
        if usual is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _warn(message: Warning | str, *_: Any, **__: Any) -> None:
    """Print a warning as a person reads it, without the place in our source."""
    complain(message)


def _run(argv: Sequence[str] | None) -> int:
    """Run one command; whatever goes wrong is one message and a code that means it."""
    try:
        arguments = command_parser().read(argv)
        with bounded(arguments.seconds, arguments.memory):
            expect_targets(arguments)
            return int(COMMANDS[arguments.command].run(arguments))
    except CausalError as error:
        complain(error)
    except BrokenPipeError:  # the reader has seen enough
        give_up_output()
        return 0
    except OSError as error:
        complain(of_file(error))
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
    except EOFError:
        complain("the input ended before every question was answered; give the answers as options")
    except MemoryError:
        complain("there is not enough memory for this; allow less with --memory")
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        words = " ".join(str(error).split())
        complain(
            f"an error of causal itself, {type(error).__name__}: {words[:300]}"
            f" (set {DEBUG}=1 to see where)"
        )
    return 2


def _flushed() -> int:
    """Print what is held back; return 2 when that failed, for then the reader lacks a part."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        give_up_output()
    except (OSError, ValueError) as error:
        give_up_output()
        complain(f"cannot print: {getattr(error, 'strerror', None) or error}")
        return 2
    return 0


def command_parser() -> Parser:
    """Return the parser of every command."""
    examples = "\n".join(f"  {about}:\n    {line}" for about, line in FIRST)
    parser = Parser(
        prog="causal",
        description="What lined up, what would have stopped it, what still gets through.",
        epilog=f"examples:\n{examples}\n\nexit codes: 0 fine, 1 findings, 2 bad input",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"causal {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, module in COMMANDS.items():
        shown = "\n".join(f"  {line}" for line in EXAMPLES.get(name, ()))
        command = commands.add_parser(
            name,
            help=module.HELP,
            description=textwrap.fill(module.HELP, _width()),
            epilog=f"examples:\n{shown}" if shown else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.configure(command)
        command.set_defaults(whole=parser)
        if not command.get_default("seconds"):
            add_time_and_memory(command, None if name in WITHOUT_END else 60.0)
    return parser


def _width() -> int:
    return max(40, min(100, shutil.get_terminal_size().columns - 2))


if __name__ == "__main__":
    sys.exit(main())
