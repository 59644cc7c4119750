"""The parts of a survey beyond counting: recurrence and actions, links, durations."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING

from causal.reports import survey_cells as cells
from causal.reports.document import Block, Code, Paragraph, Picture, Ref, Small

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
    yield cells.table(
        "Occurrences of a factor while an action on it was not known to be done",
        cells.records(found.while_open),
        {
            "Factor": lambda row: Code(row["key"]),
            "Occurred in": lambda row: Ref(row["incident"]),
            "Action not known to be done": lambda row: [
                cells.stated(row["what"]),
                "" if row["status_stated"] else " (status not recorded)",
            ],
            "From": lambda row: Ref(row["action_incident"]),
            "Days": lambda row: f"{row['days_open']:,.0f}",
            "Due": lambda row: [cells.day(row["due"]), " (overdue)" if row["overdue"] else ""],
        },
    )
    yield from _hardened(found)
    yield from cells.said(found.after_action)
    yield cells.table(
        "Whether a factor recurred after an action on it was done",
        cells.records(found.after_action),
        {
            "Factor": lambda row: Code(row["key"]),
            "Action": lambda row: cells.stated(row["what"]),
            "Of": lambda row: Ref(row["action_incident"]),
            "Done on": lambda row: cells.day(row["completed"]),
            "Recurred in": lambda row: Ref(row["next_incident"]) if row["recurred"] else "not seen",
            "Days watched": lambda row: f"{row['days']:,.0f}",
        },
    )


def _hardened(found: Found) -> Iterator[Block]:
    """Yield how often factors occurred before and after an action on them was done."""
    yield Picture("hardening")
    yield from cells.said(found.hardening)
    yield cells.table(
        "How often factors occurred before and after an action on them was done, by layer",
        [row for row in cells.records(found.hardening) if row["actions"]],
        {
            "Layer": lambda row: cells.layer(cells.stated(row["group"], "all")),
            "Done actions": lambda row: str(row["actions"]),
            "Days to done": lambda row: f"{row['days_to_done']:,.0f}",
            "Before": lambda row: f"{row['before']} in {row['before_years']:.1f} years",
            "After": lambda row: f"{row['after']} in {row['after_years']:.1f} years",
            "Expected after": lambda row: (
                cells.UNKNOWN if isnan(row["expected"]) else f"{row['expected']:.2g}"
            ),
            "Times as often": _times,
            "Verdict": lambda row: row["verdict"],
        },
    )


def _times(row: cells.Cells) -> str:
    if isnan(row["ratio"]):
        return "not known"
    return f"{row['ratio']:.2g} ({row['low']:.2g} to {row['high']:.2g})"


def links_again(found: Found) -> Iterator[Block]:
    """Yield the links and small shapes that came back."""
    links = found.corpus.recurring_links()
    yield from cells.said(links)
    yield cells.table(
        "Links from cause to effect that came back",
        cells.records(links),
        {
            "Cause": lambda row: Code(row["cause"]),
            "Effect": lambda row: Code(row["effect"]),
            "Incidents (of those with both)": _drawn_in,
        },
        where={"Drawn in": "incident_ids"},
        name=lambda row: [Code(row["cause"]), " to ", Code(row["effect"])],
    )
    shapes = found.corpus.recurring_motifs()
    yield Paragraph([shapes.attrs["words"]])
    yield cells.table(
        "Small shapes of links that came back",
        cells.records(shapes),
        {
            "Shape": lambda row: row["shape"],
            "Factors": lambda row: cells.codes(row["members"]),
            "Incidents (of those with all)": _drawn_in,
        },
        where={"Drawn in": "incident_ids"},
        name=lambda row: [f"{row['shape']} ", *cells.codes(row["members"])],
    )


def _drawn_in(row: cells.Cells) -> str:
    return cells.share_of(row, "incidents", "total", "share")


def how_long(found: Found) -> Iterator[Block]:
    """Yield how long it took to detect, to mitigate and to resolve."""
    yield from cells.said(found.durations)
    yield cells.table(
        "How long it took, in minutes",
        [
            row | {"incident_ids": _known(found, row["measure"])}
            for row in cells.records(found.durations)
            if row["known"]
        ],
        {
            "Minutes to": lambda row: row["measure"],
            "Known for": lambda row: [
                f"{row['known']} of {row['total']}",
                Small(f"{row['stated']} as stated" if row["stated"] else ""),
            ],
            "Median (95% interval)": lambda row: _bounded(
                row["median"], row["median_low"], row["median_high"]
            ),
            "Nine in ten within": lambda row: _bounded(row["q90"], row["q90_low"], row["q90_high"]),
            "Range": lambda row: f"{row['shortest']:,.0f} to {row['longest']:,.0f}",
        },
        where={"Known for": "incident_ids"},
    )


def _known(found: Found, measure: str) -> tuple[str, ...]:
    """Return the incidents that tell how long something took, the quickest first."""
    table, column = found.incidents, f"minutes_to_{measure}"
    return tuple(table[table[column] >= 0].sort_values([column, "id"])["id"])


def _bounded(value: float, low: float, high: float) -> str:
    interval = f"{low:,.0f} to {high:,.0f}" if low >= 0 else "too few to bound"
    return f"{value:,.0f} ({interval})"
