"""``causal report``: documents of an incident: postmortem, one page, review brief, action items."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from causal.cli.output import add_file, add_limits, budget_of, say
from causal.cli.source import read_source, tell_unread

if TYPE_CHECKING:
    from causal.corpus import Corpus

__all__ = ["HELP", "configure", "run"]

HELP = "write the postmortem of an incident as Markdown, HTML or PDF, or its action items"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_file(parser)
    parser.add_argument(
        "-o",
        "--output",
        help="the document to write: .md (its pictures beside it), .html or .pdf, or for the "
        "action items .csv or .json; default: print Markdown without pictures",
    )
    parser.add_argument(
        "--template",
        help="postmortem (the default), google-sre, ccadb, ccadb-1, ccadb-2, review-meeting, "
        "or a Jinja2 file",
    )
    parser.add_argument(
        "--one-page",
        action="store_true",
        help="at most one page of A4 and 450 words; the rest goes into an appendix beside it",
    )
    parser.add_argument("--corpus", help="a folder of incidents in which to look for it before")
    parser.add_argument(
        "--fit",
        choices=("a4", "letter", "slide", "column"),
        help="where its pictures are placed, so that their words can be read there",
    )
    add_limits(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write or print the document."""
    import causal
    from causal.reports import incident_report, write_report

    incident = causal.load(arguments.file)
    past, code = _past(arguments.corpus)
    given = {
        "template": arguments.template,
        "one_page": arguments.one_page,
        "corpus": past,
        "budget": budget_of(arguments),
        "fit": arguments.fit,
    }
    if arguments.output is None:
        say(incident_report(incident, **given), end="")
    else:
        for path in write_report(incident, arguments.output, **given):
            say(path)
    return code


def _past(folder: str | None) -> tuple[Corpus | None, int]:
    """Return the incidents to compare with, if any are given, and the exit code they give."""
    if folder is None:
        return None, 0
    corpus = read_source(folder)
    return corpus, tell_unread(corpus, folder)
