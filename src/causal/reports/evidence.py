"""Every count of a page with the incidents behind it, one a row, for a spreadsheet or a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causal.reports.document import Block, Heading, Table, plain
from causal.reports.links import SourceMap
from causal.reports.spreadsheet import csv_text

HEAD = ("section", "what", "of", "incident", "title", "source", "file")


def evidence_csv(blocks: Iterable[Block], places: SourceMap) -> str:
    """Return the rows behind the tables of a page, as CSV.

    Columns: the ``section`` of the page, ``what`` was counted, ``of`` which row, the ``incident``
    with its ``title``, its published ``source`` and its ``file`` as seen from the page. Every
    cell is quoted; one that a spreadsheet would take for a formula begins with an apostrophe.

    Args:
        blocks: The page.
        places: Where the incidents can be read.
    """
    return csv_text(HEAD, _rows(blocks, places))


def _rows(blocks: Iterable[Block], places: SourceMap) -> Iterator[tuple[str, ...]]:
    section = part = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level > 2:
            section = f"{part}: {block.text}"
        elif isinstance(block, Heading):
            section = part = block.text
        for row in block.rows if isinstance(block, Table) else ():
            name = plain(row.name)
            for label, incidents in row.where:
                for incident in incidents:
                    yield (
                        section,
                        label,
                        name,
                        incident,
                        places.title.get(incident, ""),
                        places.source.get(incident, ""),
                        places.file.get(incident, ""),
                    )
