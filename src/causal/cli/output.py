"""What the commands share: their common options, and the only ways to print."""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from causal.cli.tables import fitted_tables
from causal.terminal import safe

if TYPE_CHECKING:
    from causal.graph.budget import Budget
    from causal.model import Incident

_ESCAPE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\\[^A-Za-z0-9\s|]|&#64;|<br>")
"""A code span of Markdown, or an escape that `causal.reports.escape_md` writes."""


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add the incident file."""
    parser.add_argument("file", help="the incident file, or a document to read")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add ``--format text|json``."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def add_scenario(parser: argparse.ArgumentParser, default: str | None = "planned") -> None:
    """Add ``--scenario``."""
    parser.add_argument(
        "--scenario",
        default=default,
        help="which actions count: planned, done, verified, or ids separated by commas",
    )


def scenario(arguments: argparse.Namespace, incident: Incident) -> str | list[str]:
    """Return the scenario asked for: its name, or the ids of its actions."""
    given: str = arguments.scenario
    names = [name for part in given.split(",") if (name := part.strip())]
    known = len(names) > 1 or set(names) <= incident.actions.keys()
    return names if names and known else given


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Add ``--seconds``, ``--memory`` and ``--max-sets``."""
    add_time_and_memory(parser, 60.0)
    parser.add_argument(
        "--max-sets", type=_count, default=1000, help="sets to list at most (default: 1000)"
    )


def add_time_and_memory(parser: argparse.ArgumentParser, seconds: float | None) -> None:
    """Add ``--seconds`` and ``--memory``.

    Args:
        parser: The parser of a command.
        seconds: The time unless somebody says otherwise; None for no limit.
    """
    usual = "no limit" if seconds is None else f"{seconds:g}"
    parser.add_argument(
        "--seconds", type=_positive, default=seconds, help=f"time for the answer (default: {usual})"
    )
    parser.add_argument(
        "--memory",
        type=_positive,
        default=None if seconds is None else 1.0,
        help=f"about how many GiB it may take (default: {'no limit' if seconds is None else 1})",
    )


def budget_of(arguments: argparse.Namespace) -> Budget:
    """Return the limits given on the command line as a budget for each answer."""
    from causal.graph.budget import Budget

    given = {"seconds": arguments.seconds, "memory_gib": arguments.memory}
    if getattr(arguments, "max_sets", None) is not None:
        given["max_sets"] = arguments.max_sets
    return Budget(**{name: value for name, value in given.items() if value is not None})


def _positive(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = 0.0
    if not (math.isfinite(number) and number > 0):
        raise argparse.ArgumentTypeError(f"{word!r} is no number above 0")
    return number


def _count(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 10 and int(word) > 0):
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number from 1")
    return int(word)


def show(text: str, data: Mapping[str, Any] | list[Any], format: str) -> None:
    """Print an answer as text or as JSON."""
    if format == "json":
        ascii_only = not _speaks_unicode()
        say(json.dumps(data, ensure_ascii=ascii_only, indent=2, default=str))
    else:
        say_page(text)


def say_page(text: str) -> None:
    """Print text; on a terminal its tables and lines fit the width, and headings are bold."""
    if sys.stdout is None or not sys.stdout.isatty():
        say(text)
        return
    shown = _lines(safe(text))
    if _takes_colour():
        shown = [_marked(line, after) for line, after in zip(shown, [*shown[1:], ""], strict=True)]
    if _speaks_unicode():
        sys.stdout.write("\n".join(shown) + "\n")
    else:
        say("\n".join(shown))


def say_markdown(text: str) -> None:
    """Print a page in Markdown; on a terminal in plain words, without the escapes."""
    if sys.stdout is not None and sys.stdout.isatty():
        text = _ESCAPE.sub(_as_written, text)
    say_page(text)


def _as_written(found: re.Match[str]) -> str:
    """Return what an escape stands for; a code span, and a bar that divides no table, as it is."""
    escape = found.group()
    if escape.startswith("`"):
        return escape
    return {"&#64;": "@", "<br>": " "}.get(escape) or escape[1:]


def _takes_colour() -> bool:
    """Whether the output is a terminal that shows bold, and nobody forbade it (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def _marked(line: str, after: str) -> str:
    """Return a line in bold where it heads those indented below it, or is a heading of a page."""
    heads = line[:1].strip() and after.startswith(" ") and "  " not in line
    return f"\x1b[1m{line}\x1b[0m" if heads or line.startswith("#") else line


def fitted(text: str) -> str:
    """Return text whose tables and lines are as wide as the terminal at most."""
    return "\n".join(_lines(text))


def _lines(text: str) -> list[str]:
    """Return the lines of a text, each with what goes over below it, indented as it is."""
    width = max(40, shutil.get_terminal_size().columns)
    return [_folded(line, width) for line in fitted_tables(text, width).split("\n")]


def _folded(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    lines = textwrap.wrap(
        line, width, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)


def say(text: object, end: str = "\n") -> None:
    """Print for the reader; a character that the output cannot hold is written as its number.

    Raises:
        OSError: Nothing can be printed, as the output is closed or full.
    """
    if sys.stdout is None:
        raise OSError(None, "cannot print: the standard output is closed")
    line = safe(text) + end
    if not _speaks_unicode():
        encoding = getattr(sys.stdout, "encoding", None) or "ascii"
        line = line.encode(encoding, "backslashreplace").decode(encoding)
    sys.stdout.write(line)


def complain(text: object) -> None:
    """Print an error or a warning, as well as it can be printed."""
    if sys.stderr is not None:
        print(safe(f"causal: {text}"), file=sys.stderr)


def give_up_output() -> None:
    """Let what is still to be printed go nowhere, so that the end of the program is quiet."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speaks_unicode() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "").replace("_", "").startswith("utf")
