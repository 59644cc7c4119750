"""``causal new``: a commented starter file."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from causal.cli.output import say
from causal.errors import CausalError

HELP = "write a commented starter file, ready to fill in"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", help="the file to write (.yaml); an existing one is left alone")
    parser.add_argument("--id", default=None, help="the incident's id; default: the file's name")


def run(arguments: argparse.Namespace) -> int:
    """Write the starter file and print what to do next."""
    from causal.atomic import write_atomic

    file = Path(arguments.file)
    if file.suffix not in (".yaml", ".yml"):
        raise CausalError(f"{file}: a starter file has comments, so it ends in .yaml")
    if file.exists():
        raise CausalError(f"{file} exists already; choose another name")
    id = arguments.id or file.stem
    write_atomic(file, starter().replace("id: INC-1", f"id: {_quoted(id)}", 1))
    say(f"{file}\nfill it in, then: causal check {shlex.quote(str(file))}")
    return 0


def starter() -> str:
    """Return the text of the starter file, a small incident that loads as it stands."""
    return Path(__file__).with_name("starter.yaml").read_text(encoding="utf-8")


def _quoted(id: str) -> str:
    import json

    return json.dumps(id, ensure_ascii=False)
