"""The pages of a site that list what there is, to search and to filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from causal.analysis.result import counted
from causal.corpus.tables.schema import FAILED
from causal.reports import survey_cells as cells
from causal.reports.document import (
    Block,
    Code,
    Finder,
    Heading,
    Paragraph,
    Ref,
    Small,
    Span,
    table,
)

if TYPE_CHECKING:
    from causal.reports.survey_found import Found

_NAMED, _CHOICES = 4, 300
"""How many factors of an incident a list names, and the most values that a filter offers."""


def incident_list(found: Found) -> Iterator[Block]:
    """Yield the page of all incidents, the latest first."""
    frame = found.incidents.sort_values(
        ["began", "id"], ascending=[False, True], na_position="last"
    )
    rows = cells.records(frame)
    keys, failed = _keys(found), _failed(found)
    yield Heading(1, counted(len(rows), "incident"))
    yield Paragraph(["The latest first. Each id leads to the page of the incident."])
    shown: list[list[Span]] = [
        [
            [Ref(row["id"])],
            [cells.stated(row["title"], "")],
            [cells.day(row["began"])],
            [cells.stated(row["severity"], "")],
            [", ".join(row["services"])],
            [f"{row['minutes_lost']:,.0f}" if row["minutes_lost"] >= 0 else ""],
            [", ".join(map(cells.layer, failed.get(row["id"], ())))],
            [_named(keys.get(row["id"], []))],
        ]
        for row in rows
    ]
    head = ("Incident", "What", "Began", "Severity", "Services", "Minutes lost", "Failed layers")
    yield Finder(
        table("All incidents", (*head, "Canonical factors"), shown, keep=head[:1]),
        _offered(
            {
                "Year": [
                    () if row["began"] != row["began"] else (f"{row['began']:%Y}",) for row in rows
                ],
                "Severity": [
                    tuple(filter(None, [cells.stated(row["severity"], "")])) for row in rows
                ],
                "Service": [tuple(row["services"]) for row in rows],
                "Failed layer": [
                    tuple(map(cells.layer, failed.get(row["id"], ()))) for row in rows
                ],
            }
        ),
    )


def factor_list(found: Found) -> Iterator[Block]:
    """Yield the page of all canonical factors, the most frequent first."""
    rows = cells.records(found.every_factor)
    yield Heading(1, counted(len(rows), "canonical factor"))
    yield Paragraph(
        [
            "The most frequent first. Two incidents share a factor only where their authors gave "
            "it the same key."
        ]
    )
    shown: list[list[Span]] = [
        [
            [Code(row["key"]), Small(cells.example(row))],
            [f"{row['incidents']:,} of {row['total']:,}"],
            [", ".join(map(cells.layer, row["layers"]))],
            [cells.actions(row["actions"], row["actions_done"]) if row["actions"] else ""],
            [cells.span(row)],
            [row["trend"] if "show" not in row["trend"] else ""],
        ]
        for row in rows
    ]
    yield Finder(
        table(
            "All canonical factors",
            ("Factor", "Incidents", "Layers", "Action items", "Seen", "Trend"),
            shown,
        ),
        _offered(
            {
                "Layer": [tuple(map(cells.layer, row["layers"])) for row in rows],
                "Trend": [(row["trend"],) for row in rows],
            }
        ),
    )


def _offered(filters: dict[str, list[tuple[str, ...]]]) -> dict[str, Sequence[Sequence[str]]]:
    """Return the filters that have no more values than a person can choose from."""
    return {
        name: held
        for name, held in filters.items()
        if len({value for own in held for value in own}) <= _CHOICES
    }


def _named(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    return "; ".join(keys[:_NAMED]) + more


def _keys(found: Found) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for row in cells.records(found.every_factor):
        for incident in row["incident_ids"]:
            held.setdefault(incident, []).append(row["key"])
    return held


def _failed(found: Found) -> dict[str, list[str]]:
    layers = found.corpus.layers
    failed = layers[layers["state"].isin(FAILED)]
    held: dict[str, list[str]] = {}
    for incident, layer in zip(failed["incident"], failed["layer"], strict=True):
        held.setdefault(incident, []).append(layer)
    return held
