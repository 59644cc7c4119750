"""``causal embed``: the drawings inside Markdown documents, made or made anew."""

from __future__ import annotations

import argparse

from causal.cli.output import add_format, complain, show

__all__ = ["HELP", "configure", "run"]

HELP = "fill or refresh the drawings inside Markdown documents"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("documents", nargs="+", metavar="document", help="Markdown files")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a drawing is stale"
    )
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print every file that changed, or with ``--check`` every stale one."""
    from causal.integrations.markdown import embed_all

    results = embed_all(arguments.documents, check=arguments.check)
    changed = [str(path) for path in dict.fromkeys(p for r in results for p in r.changed)]
    data = {
        str(result.document): {
            "drawings": result.drawings,
            "changed": [str(path) for path in result.changed],
            "notes": [str(note) for note in result.notes],
        }
        for result in results
    }
    for result in results if arguments.format == "text" else ():
        for note in result.notes:
            complain(note)
    total = sum(result.drawings for result in results)
    fine = f"{total} drawing{'' if total == 1 else 's'}, all up to date"
    if not total:
        fine = "no drawing is asked for"
    stale = "stale: " if arguments.check else ""
    show("\n".join(f"{stale}{name}" for name in changed) or fine, data, arguments.format)
    return 1 if arguments.check and changed else 0
