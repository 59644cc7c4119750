"""``causal survey``: what keeps coming back over a folder of incidents."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from causal.cli.convert import add_zone_and_headings, headings_of
from causal.cli.output import budget_of, complain, say, say_markdown
from causal.cli.parser import day
from causal.cli.source import read_source, tell_unread

if TYPE_CHECKING:
    from causal.corpus import Corpus

HELP = "survey a folder of incidents: what keeps coming back, which layers let it through"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "source", help="a folder of incident files, a glob, or a CSV file of coded incidents"
    )
    parser.add_argument(
        "-o",
        "--output",
        help="the folder for survey.md, survey.html and charts, or with --format html for a page "
        "per incident and factor; default: print a page",
    )
    parser.add_argument(
        "-f",
        "--format",
        choices=("markdown", "html"),
        default="markdown",
        help="of the page that is printed, or of the pages in the folder",
    )
    parser.add_argument(
        "--catalogue",
        metavar="FILE",
        help="canonical factors, to propose keys for factors without one",
    )
    add_zone_and_headings(parser)
    parser.add_argument("--level", type=int, help="cut keys with levels at this one first")
    parser.add_argument(
        "--today", type=day, help="the day to judge overdue actions by (YYYY-MM-DD)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write or print the survey page; faults of single files are part of it."""
    from causal.reports.site.write import write_site
    from causal.reports.survey import survey_html, survey_markdown, write_survey

    corpus = read_source(
        arguments.source, arguments.catalogue, arguments.timezone, headings_of(arguments)
    ).at_level(arguments.level)
    _tell(corpus)
    code = tell_unread(corpus, arguments.source)
    limits = None if arguments.seconds is None else budget_of(arguments)
    if arguments.output is not None and arguments.format == "html":
        say(write_site(corpus, arguments.output, today=arguments.today, budget=limits))
    elif arguments.output is not None:
        page = write_survey(corpus, arguments.output, today=arguments.today, budget=limits)
        say(f"{page}\n{page.with_suffix('.html')}")
    elif arguments.format == "html":
        say(survey_html(corpus, today=arguments.today, budget=limits), end="")
    else:
        say_markdown(
            survey_markdown(corpus, None, today=arguments.today, budget=limits).rstrip("\n")
        )
    return code


def _tell(corpus: Corpus) -> None:
    """Say first what was read, and what was passed over or is at fault."""
    from collections import Counter
    from pathlib import PurePath

    from causal.corpus.patterns.proposed import DOCUMENTS
    from causal.corpus.tables.schema import NOT_AN_INCIDENT
    from causal.io.detect import SUFFIXES

    kinds = Counter(PurePath(file).suffix for file in corpus.incidents["file"])
    documents = sum(n for suffix, n in kinds.items() if SUFFIXES.get(suffix) in DOCUMENTS)
    if not documents:
        return
    faults = corpus.faults.drop_duplicates("file")
    passed = int((faults["rule"] == NOT_AN_INCIDENT).sum())
    at_fault = len(faults) - passed
    told = ", ".join(f"{n} {suffix}" for suffix, n in kinds.items())
    complain(
        f"read {len(corpus)} incidents ({told}), "
        f"passed over {passed} other files, {at_fault} at fault"
    )
    complain(
        f"{documents} are documents read as they are: links from lists of causes are "
        "suspected, and layers that only words suggest are told apart and counted nowhere; "
        "causal convert shows what was understood of each"
    )
