"""``causal check``: every fault of incident files, each with its line."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from causal.cli.output import add_format, show
from causal.errors import CausalError, Fault, InvalidIncident

__all__ = ["HELP", "configure", "run"]

HELP = "report every fault of incident files, each with its line"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("files", nargs="+", metavar="file", help="incident files (YAML or JSON)")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the faults of every file; one bad file never stops the others."""
    found = {file: _faults(file) for file in arguments.files}
    lines = []
    for file, faults in found.items():
        lines += [str(fault) for fault in faults] or [f"{file}: fine"]
    data = {file: [asdict(fault) for fault in faults] for file, faults in found.items()}
    show("\n".join(lines), data, arguments.format)
    return 1 if any(found.values()) else 0


def _faults(file: str) -> list[Fault]:
    import causal

    try:
        causal.load(file)
    except InvalidIncident as error:
        return list(error.faults)
    except CausalError as error:
        return [Fault("", str(error), rule="format")]
    except OSError as error:
        return [Fault("", error.strerror or str(error), file=file, rule="file")]
    return []
