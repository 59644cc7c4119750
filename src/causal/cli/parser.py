"""The parser of the command line: what is wrong in one line, and below it what to type."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from causal.cli.examples import EXAMPLES
from causal.errors import UnknownName, did_you_mean
from causal.terminal import safe


class Parser(argparse.ArgumentParser):
    """A parser whose messages are short and cannot steer the terminal."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and what is right, then leave with 2."""
        name = self.prog.partition(" ")[2]
        example = EXAMPLES[name][0] if name in EXAMPLES else f"{self.prog} --help"
        said = message.removeprefix("argument ")
        said = said.replace("the following arguments are required:", "missing:")
        self.exit(2, f"{self.prog}: {said}\ntry: {example}\n")

    def read(self, words: Sequence[str] | None) -> argparse.Namespace:
        """Return the arguments; a word that no option takes is told with the nearest that is."""
        found, rest = self.parse_known_args(words)
        if rest:
            chosen = self.commands.get(getattr(found, "command", ""), self)
            options = [o for action in chosen.arguments for o in action.option_strings]
            word = rest[0].partition("=")[0]
            hint = did_you_mean(word, options) if word.startswith("-") else ""
            kind = "no option" if word.startswith("-") else _all_that_is_taken(chosen)
            if word == "--format" and "--output" in options:
                hint = "the suffix of -o says the format"
            if not hint and kind.startswith("takes file,"):
                hint = "causal diff compares two files, causal survey reads a folder"
            chosen.error(f"{kind} {word!r}" + (f" ({hint})" if hint else ""))
        if "-" in [w for value in vars(found).values() for w in _words(value)]:
            self.error("'-': standard input is not read; save it as a file and name that")
        return found

    @property
    def arguments(self) -> tuple[argparse.Action, ...]:
        """What it takes."""
        return tuple(self._actions)

    @property
    def commands(self) -> dict[str, Parser]:
        """The parser of each of its commands."""
        found = [a for a in self._actions if isinstance(a, argparse._SubParsersAction)]
        return {name: parser for action in found for name, parser in action.choices.items()}

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            kind = "command" if action.dest == "command" else "choice"
            problem = UnknownName(kind, value, [str(choice) for choice in action.choices])
            raise argparse.ArgumentError(None if kind == "command" else action, str(problem))

    def _print_message(self, message: str, file: Any = None) -> None:
        if message and file is not None:
            file.write(safe(message))


def _all_that_is_taken(parser: Parser) -> str:
    taken = [a.metavar or a.dest for a in parser.arguments if not a.option_strings]
    return f"takes {' '.join(map(str, taken)) or 'options only'}, and no further word, not"


def _words(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def day(word: str) -> date:
    """Return the day that a word of the command line means."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day is written 2026-01-31, not {word!r}") from None


def figure(word: str) -> float:
    """Return the figure that a word of the command line means, a percentage with or without %."""
    try:
        number = float(word.removesuffix("%"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise argparse.ArgumentTypeError(f"a figure is a number such as 40, not {word!r}")
    return number


def share(word: str) -> float:
    """Return the percentage that a word of the command line means, from 0 to 100."""
    number = figure(word)
    if number > 100:
        raise argparse.ArgumentTypeError(f"a percentage is from 0 to 100, not {word!r}")
    return number
