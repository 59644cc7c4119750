"""The parts of a survey that need a catalogue: classes of a taxonomy, and proposed keys."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from causal.analysis.result import counted
from causal.corpus.tables.rekeyed import open_rows
from causal.reports import survey_cells as cells
from causal.reports.document import Block, Code, Paragraph, Small
from causal.reports.survey_found import Found


def by_taxonomy(found: Found) -> Iterator[tuple[str, Iterator[Block]]]:
    """Yield a title and a section for each outside taxonomy that the catalogue maps keys to."""
    catalogue = found.corpus.catalogue
    factors = catalogue.factors.values() if catalogue else ()
    for taxonomy in sorted({name for factor in factors for name in factor.maps}):
        yield f"What keeps coming back, by {taxonomy}", _classes(found, taxonomy)


def _classes(found: Found, taxonomy: str) -> Iterator[Block]:
    classes = found.corpus.recurring_classes(taxonomy)
    yield from cells.said(classes)
    yield cells.table(
        f"Classes of {taxonomy}, by what the catalogue maps canonical factors to",
        cells.records(classes),
        {
            "Class": lambda row: row["class"],
            "Incidents (95% interval)": lambda row: cells.share_of(
                row, "incidents", "total", "share"
            ),
            "Canonical factors": lambda row: cells.codes(row["keys"]),
        },
        where={"Seen in": "incident_ids"},
    )


def without_a_key(found: Found) -> Iterator[Block]:
    """Yield how many factors have no key, and what the proposals for them would add."""
    if found.corpus.catalogue is None:
        bare = len(open_rows(found.corpus.tables))
        yield Paragraph(
            [
                f"{counted(bare, 'factor')} of {len(found.corpus.tables.factors):,} that could "
                f"come back {'has' if bare == 1 else 'have'} no key, so nothing above can show "
                "that they did. ",
                Code("causal suggest"),
                " puts them beside canonical factors, for a person to confirm; a survey with ",
                Code("--catalogue"),
                " says what the proposals would add.",
            ]
        )
        return
    yield from cells.said(found.corpus.proposed_keys())
    added = found.corpus.proposed_recurrence()
    yield from cells.said(added)
    yield cells.table(
        "What would come back if each proposed key were right: proposals, not findings",
        cells.records(added),
        {
            "Canonical factor": lambda row: [Code(row["key"]), Small(_name(found, row["key"]))],
            "Stated in": lambda row: f"{row['stated']:,}",
            "Proposed in": lambda row: f"{row['proposed']:,} more",
            "Together, if right": lambda row: f"{row['stated'] + row['proposed']:,}",
        },
        where={"Stated in": "stated_ids", "Proposed in": "proposed_ids"},
        name=lambda row: [Code(row["key"]), " (proposed)"],
    )


def layers_without_an_author(found: Found) -> Iterator[Block]:
    """Yield the layers that only the words of documents suggest."""
    yield from cells.said(found.proposed_layers)
    yield cells.table(
        "Layers that words suggest: proposals, not findings",
        cells.records(found.proposed_layers),
        {
            "Layer": lambda row: cells.layer(row["layer"]),
            "Factors": lambda row: f"{row['factors']:,}",
            "Documents": lambda row: f"{row['incidents']:,} of {row['total']:,}",
            "Such as": lambda row: shorten(row["example"], 140, placeholder=" ..."),
        },
        where={"Proposed in": "incident_ids"},
        name=lambda row: [cells.layer(row["layer"]), " (proposed)"],
    )
    yield Paragraph(
        [
            "To count one, write the incident as a file with ",
            Code("causal convert"),
            " and give the factor its layer.",
        ]
    )


def _name(found: Found, key: str) -> str:
    catalogue = found.corpus.catalogue
    factor = catalogue.factors.get(key) if catalogue else None
    return factor.name if factor else ""
