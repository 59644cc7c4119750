"""``causal edit``: draw an incident on a page, alone or together in a review meeting."""

from __future__ import annotations

import argparse

from causal.cli.output import say

HELP = "draw an incident together on a page in the browser, and save it as YAML"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "file",
        help="an incident (.yaml, .json), a new name ending in .yaml, or a document to start from",
    )
    parser.add_argument("--corpus", help="a folder of earlier incidents, to see what came back")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open none")
    parser.add_argument("--port", type=_port, default=0, help="default: a free one")


def run(arguments: argparse.Namespace) -> int:
    """Serve the page until it is interrupted."""
    from causal.editing.file_session import FileSession
    from causal.editing.past import Past
    from causal.editing.server import serve
    from causal.editing.start import open_file

    opened = open_file(arguments.file)
    session = FileSession(opened, Past(arguments.corpus) if arguments.corpus else None)
    if opened.said:
        say(f"{opened.said}\nit is saved as {opened.path}")

    def ready(address: str) -> None:
        say(f"{address}\nfor this machine alone; end with Ctrl+C")
        _show()
        if not arguments.no_browser:
            import webbrowser

            webbrowser.open(address)

    serve(session, port=arguments.port, ready=ready)
    if not session.is_saved:
        say(f"{opened.path.name} was not saved since the last change")
        return 1
    return 0


def _show() -> None:
    import sys

    if sys.stdout is not None:
        sys.stdout.flush()


def _port(word: str) -> int:
    if not (word.isascii() and word.isdigit() and int(word) < 65536):
        raise argparse.ArgumentTypeError(f"{word!r} is no port from 0 to 65535")
    return int(word)
