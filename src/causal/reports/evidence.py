"""Every count of a page with the incidents behind it, one a row, for a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from causal.reports.blocks import Block, Code, Heading, Span, Strong, Table
from causal.reports.links import SourceMap

__all__ = ["HEAD", "evidence_csv"]

HEAD = ("section", "what", "of", "incident", "title", "source", "file")


def evidence_csv(blocks: Iterable[Block], places: SourceMap) -> str:
    """Return the rows behind the tables of a page, as CSV.

    Columns: the ``section`` of the page, ``what`` was counted, ``of`` which row, the ``incident``
    with its ``title``, its published ``source`` and its ``file`` as seen from the page. A cell that
    a spreadsheet would take for a formula begins with an apostrophe.

    Args:
        blocks: The page.
        places: Where the incidents can be read.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    section = part = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level > 2:
            section = f"{part}: {block.text}"
        elif isinstance(block, Heading):
            section = part = block.text
        if isinstance(block, Table):
            for row in block.rows:
                for label, incidents in row.where:
                    for incident in incidents:
                        cells = (
                            section,
                            label,
                            _plain(row.name),
                            incident,
                            places.title.get(incident, ""),
                            places.source.get(incident, ""),
                            places.file.get(incident, ""),
                        )
                        writer.writerow([_safe(cell) for cell in cells])
    return text.getvalue()


def _plain(span: Span) -> str:
    return "".join(
        piece.text if isinstance(piece, Code | Strong) else piece
        for piece in span
        if isinstance(piece, str | Code | Strong)
    )


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
