"""``causal embed``: the drawings inside Markdown documents, made or made anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from causal.atomic import write_atomic
from causal.cli.output import add_format, complain, say, show
from causal.errors import CausalError
from causal.integrations.destinations import DESTINATIONS, destination, is_document, pasted

HELP = "fill or refresh the drawings inside Markdown documents, or make one to paste"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "documents",
        nargs="+",
        metavar="document",
        help="Markdown files; with --for also incident files",
    )
    parser.add_argument(
        "--for",
        dest="place",
        metavar="PLACE",
        help=f"where it is pasted, which decides form and size: {', '.join(DESTINATIONS)}",
    )
    parser.add_argument(
        "--view", help="the view of an incident file (default: graph, on slides brief)"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a drawing is stale"
    )
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print every file that changed, or with ``--check`` every stale one."""
    from causal.integrations.markdown import embed_all

    incidents = [name for name in arguments.documents if not is_document(Path(name))]
    if arguments.place is not None and incidents:
        if len(incidents) < len(arguments.documents):
            raise CausalError("give documents or incident files, not both at once")
        return _paste(arguments, incidents)
    if arguments.view is not None:
        raise CausalError("--view is for an incident file; a document says it in its requests")
    results = embed_all(arguments.documents, check=arguments.check, place=arguments.place)
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
        fine = "no drawing is asked for; of an incident file, say where it is pasted: --for PLACE"
        if not incidents:
            fine = (
                "no drawing is asked for; a line <!-- causal: incident.yaml --> and a line "
                "<!-- /causal --> say where one goes"
            )
    stale = "stale: " if arguments.check else ""
    show("\n".join(f"{stale}{name}" for name in changed) or fine, data, arguments.format)
    return 1 if arguments.check and changed else 0


def _paste(arguments: argparse.Namespace, files: list[str]) -> int:
    """Write the pictures of incident files beside them, and print what to paste."""
    import causal
    from causal.io.safe_file import holds

    place = destination(arguments.place)
    said, data, stale = [], {}, False
    for name in files:
        file = Path(name)
        made = pasted(causal.load(file), place, view=arguments.view or "", stem=file.stem)
        for picture, content in made.pictures.items():
            target = file.with_name(picture)
            if target.is_symlink():
                raise CausalError(f"{target}: is a link; take it away, or write elsewhere")
            if holds(target, content):
                continue
            stale = True
            if not arguments.check:
                write_atomic(target, content)
        paths = [str(file.with_name(picture)) for picture in made.pictures]
        said += [*paths, "", made.text, "", f"For {place.name}: {made.how}."]
        data[name] = {"pictures": paths, "paste": made.text, "how": made.how}
    if arguments.format == "json":
        show("", data, arguments.format)
    else:
        say("\n".join(said))  # as it is, however narrow the terminal: it is pasted
    return 1 if arguments.check and stale else 0
