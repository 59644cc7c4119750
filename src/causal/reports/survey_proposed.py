"""The parts of a survey that need a catalogue: classes of a taxonomy, and proposed keys."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from causal.analysis.result import counted
from causal.corpus.tables.rekeyed import open_rows
from causal.reports import survey_cells as cells
from causal.reports.document import Block, Code, Paragraph, Row, Small, Table
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
    yield Table(
        f"Classes of {taxonomy}, by what the catalogue maps canonical factors to",
        ("Class", "Incidents (95% interval)", "Canonical factors"),
        [
            Row(
                [
                    [row["class"]],
                    [cells.share_of(row, "incidents", "total", "share")],
                    cells.codes(row["keys"]),
                ],
                [row["class"]],
                [("Seen in", row["incident_ids"])],
            )
            for row in cells.records(classes)
        ],
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
    yield Table(
        "What would come back if each proposed key were right: proposals, not findings",
        ("Canonical factor", "Stated in", "Proposed in", "Together, if right"),
        [
            Row(
                [
                    [Code(row["key"]), Small(_name(found, row["key"]))],
                    [f"{row['stated']:,}"],
                    [f"{row['proposed']:,} more"],
                    [f"{row['stated'] + row['proposed']:,}"],
                ],
                [Code(row["key"]), " (proposed)"],
                [("Stated in", row["stated_ids"]), ("Proposed in", row["proposed_ids"])],
            )
            for row in cells.records(added)
        ],
    )


def layers_without_an_author(found: Found) -> Iterator[Block]:
    """Yield the layers that only the words of documents suggest."""
    yield from cells.said(found.proposed_layers)
    yield Table(
        "Layers that words suggest: proposals, not findings",
        ("Layer", "Factors", "Documents", "Such as"),
        [
            Row(
                [
                    [cells.layer(row["layer"])],
                    [f"{row['factors']:,}"],
                    [f"{row['incidents']:,} of {row['total']:,}"],
                    [shorten(row["example"], 140, placeholder=" ...")],
                ],
                [cells.layer(row["layer"]), " (proposed)"],
                [("Proposed in", row["incident_ids"])],
            )
            for row in cells.records(found.proposed_layers)
        ],
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
