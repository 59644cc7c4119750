"""``causal triage``: incident or not, and how severe, in four questions."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from causal.cli.output import say
from causal.cli.parser import figure, share

HELP = "decide in a few questions whether it is an incident, and how severe"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--rubric", default="", help="a rubric file; default: the shipped one")
    parser.add_argument("--users", type=share, help="percent of users affected")
    parser.add_argument("--minutes", type=figure, help="minutes without service for most users")
    parser.add_argument("--budget", type=figure, help="percent of the error budget")
    parser.add_argument("--data-lost", choices=("yes", "no"), help="data that cannot be restored")


def run(arguments: argparse.Namespace, ask: Callable[[str], str] = input) -> int:
    """Ask what was not given, and print the severity and what it calls for."""
    from causal.checks.rubric import load_rubric

    rubric = load_rubric(arguments.rubric)
    given = {
        "users_share": arguments.users,
        "minutes_down": arguments.minutes,
        "error_budget": arguments.budget,
    }
    questions = {
        "users_share": "percent of users affected",
        "minutes_down": "minutes without service for most users",
        "error_budget": "percent of the error budget used",
    }
    measures: dict[str, float | bool] = {}
    if all(value is None for value in given.values()) and arguments.data_lost is None:
        say("Enter a number, or nothing when nobody knows yet.")
        for name, question in questions.items():
            answer = _number(ask, question)
            if answer is not None:
                measures[name] = answer
        lost = ask("is data lost that cannot be restored? (y/n) ").strip().lower()
        measures["data_lost"] = lost.startswith("y")
    else:
        measures = {name: value for name, value in given.items() if value is not None}
        measures["data_lost"] = arguments.data_lost == "yes"
    found = rubric.for_measures(measures)
    if found is None:
        if len(measures) > 1:
            least = rubric.levels[-1]
            say(
                f"{least.name}: no figure calls for more; it calls for {', '.join(least.calls_for)}"
            )
        else:
            say("not known yet: until a figure is, treat it as an incident and ask again")
        return 0
    say(f"{found.level.name}: {found.reason}")
    say(f"it calls for: {', '.join(found.level.calls_for)}")
    return 0


def _number(ask: Callable[[str], str], question: str) -> float | None:
    while True:
        answer = ask(f"{question}: ").strip().rstrip("%")
        if not answer:
            return None
        try:
            return float(answer)
        except ValueError:
            say(f"{answer!r} is no number")
