"""The parts of a survey beyond counting: recurrence and actions, links, durations."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING

from causal.reports import survey_cells as cells
from causal.reports.document import Block, Code, Paragraph, Picture, Ref, Row, Small, Table

if TYPE_CHECKING:
    from causal.reports.survey_found import Found

__all__ = ["how_long", "links_again", "recurred"]


def recurred(found: Found) -> Iterator[Block]:
    """Yield what recurred while an action was open, and after one was done, within services."""
    yield Paragraph(
        [
            "Counted only between incidents that share a service, since an action elsewhere could "
            "not have helped."
        ]
    )
    yield from cells.said(found.while_open)
    yield Table(
        "Occurrences of a factor while an action on it was not known to be done",
        ("Factor", "Occurred in", "Action not known to be done", "From", "Days", "Due"),
        [
            Row(
                [
                    [Code(row["key"])],
                    [Ref(row["incident"])],
                    [
                        cells.stated(row["what"]),
                        "" if row["status_stated"] else " (status not recorded)",
                    ],
                    [Ref(row["action_incident"])],
                    [f"{row['days_open']:,.0f}"],
                    [cells.day(row["due"]), " (overdue)" if row["overdue"] else ""],
                ]
            )
            for row in cells.records(found.while_open)
        ],
    )
    yield from _hardened(found)
    yield from cells.said(found.after_action)
    yield Table(
        "Whether a factor recurred after an action on it was done",
        ("Factor", "Action", "Of", "Done on", "Recurred in", "Days watched"),
        [
            Row(
                [
                    [Code(row["key"])],
                    [cells.stated(row["what"])],
                    [Ref(row["action_incident"])],
                    [cells.day(row["completed"])],
                    [Ref(row["next_incident"]) if row["recurred"] else "not seen"],
                    [f"{row['days']:,.0f}"],
                ]
            )
            for row in cells.records(found.after_action)
        ],
    )


_HARDENED = (
    *("Layer", "Done actions", "Days to done"),
    *("Before", "After", "Expected after", "Times as often", "Verdict"),
)


def _hardened(found: Found) -> Iterator[Block]:
    """Yield how often factors occurred before and after an action on them was done."""
    yield Picture("hardening")
    yield from cells.said(found.hardening)
    yield Table(
        "How often factors occurred before and after an action on them was done, by layer",
        _HARDENED,
        [
            Row(
                [
                    [cells.layer(cells.stated(row["group"], "all"))],
                    [str(row["actions"])],
                    [f"{row['days_to_done']:,.0f}"],
                    [f"{row['before']} in {row['before_years']:.1f} years"],
                    [f"{row['after']} in {row['after_years']:.1f} years"],
                    ["not known" if isnan(row["expected"]) else f"{row['expected']:.2g}"],
                    [_times(row)],
                    [row["verdict"]],
                ]
            )
            for row in cells.records(found.hardening)
            if row["actions"]
        ],
    )


def _times(row: cells.Cells) -> str:
    if isnan(row["ratio"]):
        return "not known"
    return f"{row['ratio']:.2g} ({row['low']:.2g} to {row['high']:.2g})"


def links_again(found: Found) -> Iterator[Block]:
    """Yield the links and small shapes that came back."""
    links = found.corpus.recurring_links()
    yield from cells.said(links)
    yield Table(
        "Links from cause to effect that came back",
        ("Cause", "Effect", "Incidents (of those with both)"),
        [
            Row(
                [
                    [Code(row["cause"])],
                    [Code(row["effect"])],
                    [cells.share_of(row, "incidents", "total", "share")],
                ],
                [Code(row["cause"]), " to ", Code(row["effect"])],
                [("Drawn in", row["incident_ids"])],
            )
            for row in cells.records(links)
        ],
    )
    shapes = found.corpus.recurring_motifs()
    yield Paragraph([shapes.attrs["words"]])
    yield Table(
        "Small shapes of links that came back",
        ("Shape", "Factors", "Incidents (of those with all)"),
        [
            Row(
                [
                    [row["shape"]],
                    cells.codes(row["members"]),
                    [cells.share_of(row, "incidents", "total", "share")],
                ],
                [f"{row['shape']} ", *cells.codes(row["members"])],
                [("Drawn in", row["incident_ids"])],
            )
            for row in cells.records(shapes)
        ],
    )


def how_long(found: Found) -> Iterator[Block]:
    """Yield how long it took to detect, to mitigate and to resolve."""
    yield from cells.said(found.durations)
    yield Table(
        "How long it took, in minutes",
        ("Minutes to", "Known for", "Median (95% interval)", "Nine in ten within", "Range"),
        [
            Row(
                [
                    [row["measure"]],
                    [
                        f"{row['known']} of {row['total']}",
                        *([Small(f"{row['stated']} as stated")] if row["stated"] else []),
                    ],
                    [_bounded(row["median"], row["median_low"], row["median_high"])],
                    [_bounded(row["q90"], row["q90_low"], row["q90_high"])],
                    [f"{row['shortest']:,.0f} to {row['longest']:,.0f}"],
                ],
                [row["measure"]],
                [("Known for", _known(found, row["measure"]))],
            )
            for row in cells.records(found.durations)
            if row["known"]
        ],
    )


def _known(found: Found, measure: str) -> tuple[str, ...]:
    """Return the incidents that tell how long something took, the quickest first."""
    table, column = found.incidents, f"minutes_to_{measure}"
    return tuple(table[table[column] >= 0].sort_values([column, "id"])["id"])


def _bounded(value: float, low: float, high: float) -> str:
    interval = f"{low:,.0f} to {high:,.0f}" if low >= 0 else "too few to bound"
    return f"{value:,.0f} ({interval})"
