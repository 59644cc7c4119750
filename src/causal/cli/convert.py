"""``causal convert``: documents of any known format as incident files, one or a whole folder."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from causal.cli.output import complain, say
from causal.cli.progress import progress
from causal.errors import CausalError

if TYPE_CHECKING:
    from causal.io.reading import Reading

BESIDE = {
    "actions": "exported issues or a table, as action items",
    "chat": "a pasted chat or a Slack export, as timeline entries",
    "deploys": "a deploy log, as timeline entries and proposed triggers",
}
"""Option to what a file beside a postmortem holds."""

OWN = frozenset({"json", "openpsa", "yaml"})
"""Formats that state an incident outright, so that nothing is to be said of how they were read."""

HELP = "write documents as incident files: one in the format of its suffix, or a folder with --out"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("source", help="a document, or with --out a folder or glob of them")
    parser.add_argument("output", nargs="?", help="the file to write (.yaml or .json)")
    parser.add_argument(
        "--contributing",
        choices=("any", "all"),
        help="to a fault tree: how to read causes of which nobody stated how they combined",
    )
    parser.add_argument("--out", help="the folder to write a file for each document to")
    parser.add_argument("--to", choices=("yaml", "json"), default="yaml", help="default: yaml")
    parser.add_argument(
        "--force", action="store_true", help="overwrite files that exist or were edited since"
    )
    for name, what in BESIDE.items():
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="FILE", help=f"beside it: {what}"
        )
    add_reading(parser)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a document is read."""
    add_zone_and_headings(parser)
    parser.add_argument("--top", help="of a fault tree: the gate to explain, of several")
    parser.add_argument(
        "--data",
        action="append",
        default=[],
        metavar="FILE",
        help="of a fault tree: a further file of the same model, such as its rates",
    )


def add_zone_and_headings(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how times and headings are understood."""
    parser.add_argument("--timezone", help="the zone of times that state none, such as Europe/Oslo")
    parser.add_argument(
        "--heading",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="a heading of your own and the field it means, such as 'What broke=factors'",
    )


def headings_of(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the headings given on the command line.

    Raises:
        CausalError: One has no field, or one that is not known.
    """
    from causal.io.documents.headings import FIELDS

    found: dict[str, str] = {}
    for given in arguments.heading:
        heading, sign, field = given.rpartition("=")
        if not sign or field.strip() not in FIELDS:
            known = ", ".join(sorted(FIELDS))
            raise CausalError(f"--heading {given!r}: write HEADING=FIELD; the fields are {known}")
        found[heading.strip()] = field.strip()
    return found


def run(arguments: argparse.Namespace) -> int:
    """Write the files, and say what was written, kept, passed over and at fault."""
    import causal
    from causal.atomic import write_atomic
    from causal.io.proposed_lines import yaml_with_proposals

    headings = headings_of(arguments)
    if (arguments.out is None) == (arguments.output is None):
        raise CausalError("name the file to write, or --out and the folder to write to")
    beside = [file for name in BESIDE for file in getattr(arguments, name)]
    if beside and arguments.out is not None:
        raise CausalError("files beside a document belong to one: name the file to write")
    if arguments.out is None:
        target = Path(arguments.output)
        if target.exists() and Path(arguments.source).exists() and not arguments.force:
            raise CausalError(f"{target} exists; --force overwrites it")
        reading = causal.read(
            arguments.source,
            timezone=arguments.timezone,
            headings=headings,
            top=arguments.top,
            data=arguments.data,
            beside=beside,
        )
        if reading.format not in OWN and target.suffix.lower() in (".yaml", ".yml"):
            say(write_atomic(target, yaml_with_proposals(reading)))
        else:
            say(causal.dump(reading.incident, target, contributing=arguments.contributing))
        if reading.format not in OWN:
            say(reading.report)
            say(_next_step(reading, target))
        return 0
    if Path(arguments.out).suffix.lower() in (".json", ".yaml", ".yml"):
        one = f"causal convert {shlex.quote(arguments.source)} {shlex.quote(arguments.out)}"
        raise CausalError(f"--out names a folder, not {arguments.out!r}; one file: {one}")
    done = causal.convert(
        arguments.source,
        arguments.out,
        to=arguments.to,
        force=arguments.force,
        timezone=arguments.timezone,
        headings=headings,
        progress=progress(),
    )
    say(done)
    if not (done.written or done.unchanged or done.kept):
        complain(f"{arguments.source}: no incident was read")
        return 1
    return 1 if done.faults or done.kept else 0


def _next_step(reading: Reading, target: Path) -> str:
    """Return what a person does next with a file that was made from a document."""
    gate = reading.incident.outcome.because
    if gate is None:
        return f"next: write what led to it into {target}, under outcome: because:"
    steps, name = [], shlex.quote(str(target))
    if gate.op == "contributing":
        steps.append("say how the causes combined (contributing: becomes all: or any:)")
    if any(proposal.kind == "layer" for proposal in reading.report.proposals):
        steps.append("confirm the proposed layers that are right (delete the # before layer:)")
    if not steps:
        return f"next: causal explain {name}"
    return f"next: in {target}, {' and '.join(steps)}, then causal explain {name}"
