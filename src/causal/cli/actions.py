"""``causal actions``: what is open, overdue, unowned or unproven, over a folder of incidents."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from causal.cli.output import add_format, say, show
from causal.cli.parser import day
from causal.cli.source import incidents_of, read_source, tell_unread

HELP = "list action items that are open, overdue, unowned or done without proof"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("folder", help="a folder of incident files, or one file")
    parser.add_argument("--today", type=day, help="the day to judge due dates by (YYYY-MM-DD)")
    parser.add_argument(
        "--refresh",
        metavar="FILE",
        help="an export of a tracker (JSON or CSV with ticket and status): take over what changed",
    )
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the list; return 1 when one is overdue or has no owner, or some was not read."""
    from causal.checks.action_list import list_actions, refresh_from

    if arguments.refresh:
        for line in refresh_from(Path(arguments.folder), Path(arguments.refresh)):
            say(line)
    corpus = read_source(arguments.folder)
    code = tell_unread(corpus, arguments.folder)
    rows = list_actions(incidents_of(corpus), arguments.today or date.today())
    if len(corpus) or arguments.format == "json":
        show(_text(rows), [row._asdict() for row in rows], arguments.format)
    return 1 if any(row.state in ("overdue", "no owner") for row in rows) else code


def _text(rows: list[Any]) -> str:
    lines = []
    for state in dict.fromkeys(row.state for row in rows):
        listed = [row for row in rows if row.state == state]
        lines.append(f"{state} ({len(listed)})")
        for row in listed:
            parts = [row.owner or "no owner named"]
            parts += [f"due {row.due}"] if row.due else []
            parts += [row.ticket] if row.ticket else []
            lines.append(f"  {row.incident} {row.action}: {row.what} [{', '.join(parts)}]")
    return "\n".join(lines) or "no action is open, and each that is done has its proof"
