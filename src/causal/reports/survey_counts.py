"""The parts of a survey that count: factors, layers, actions, incidents, what was read."""

from __future__ import annotations

from collections.abc import Iterator

from causal.analysis.result import counted
from causal.corpus.patterns.action_completion import overdue
from causal.corpus.patterns.layer_profile import stopped_span
from causal.corpus.tables.schema import NOT_AN_INCIDENT
from causal.reports import survey_cells as cells
from causal.reports.document import (
    Block,
    Bullets,
    Code,
    Paragraph,
    Ref,
    Small,
)
from causal.reports.links import SourceMap
from causal.reports.survey_found import Found


def what_comes_back(found: Found) -> Iterator[Block]:
    """Yield the canonical factors of several incidents."""
    yield from cells.said(found.factors)
    rows = cells.records(found.factors)
    yield cells.table(
        "Canonical factors that came back",
        rows,
        {
            "Factor": lambda row: [Code(row["key"]), Small(cells.example(row))],
            "Incidents (95% interval)": lambda row: [
                cells.share_of(row, "incidents", "total", "share"),
                Small(_place(row)),
            ],
            "Layer": lambda row: ", ".join(map(cells.layer, row["layers"])),
            "Minutes lost": cells.minutes,
            "Actions": lambda row: cells.actions(row["actions"], row["actions_done"]),
            "Seen": lambda row: [
                cells.span(row),
                Small("" if "show" in row["trend"] else row["trend"]),
            ],
        },
        where={"Seen in": "incident_ids"},
    )
    if rows:
        yield Paragraph(
            [
                "The sentence is that of the latest incident. An incident counts under each of "
                "its factors, so the minutes of two rows do not add up."
            ]
        )


def _place(row: cells.Cells) -> str:
    """Return whether a factor came back in one place or in many."""
    if not row["services"]:
        return "no service named"
    if row["in_one_service"] > 1:
        return f"{row['in_one_service']} of them in one service"
    return "each in another service"


def which_layers(found: Found) -> Iterator[Block]:
    """Yield what each layer did."""
    yield from cells.said(found.layers)
    yield cells.table(
        "Layers, in the order a failure meets them",
        cells.records(found.layers),
        {
            "Layer": lambda row: cells.layer(row["layer"]),
            "Failed in": lambda row: cells.share_of(row, "failed", "total", "failed"),
            "Alone would have stopped": _stopped,
            "Needed / worsening gaps": lambda row: f"{row['gaps']} / {row['amplifying_gaps']}",
            "Actions": lambda row: cells.actions(row["actions"], row["actions_done"]),
        },
        where={
            "Failed in": "incident_ids",
            "Had it held, these would not have come about, as drawn": "stopping_ids",
        },
    )


def _stopped(row: cells.Cells) -> str:
    """Return how many outcomes a layer alone would have stopped, as an interval where it is one."""
    if row["would_have_stopped_at_most"] > row["would_have_stopped"]:
        return f"{stopped_span(row)} of {row['stopped_total']}, by how causes combined"
    return cells.share_of(row, "would_have_stopped", "stopped_total", "stopped")


def what_was_done(found: Found) -> Iterator[Block]:
    """Yield how far the actions are done, and those past their due date."""
    yield from cells.said(found.followed)
    groups = cells.records(found.followed[~found.followed["overall"]])
    if len(groups) > 1:
        yield cells.table(
            "Actions by owner and priority",
            groups,
            {
                "Owner": lambda row: cells.stated(row["owner"]),
                "Priority": lambda row: cells.stated(row["priority"]),
                "Actions": lambda row: str(row["actions"]),
                "Done": lambda row: str(row["done"]),
                "In progress": lambda row: str(row["in_progress"]),
                "Open": lambda row: str(row["open"]),
                "Not recorded": lambda row: str(row["unstated"]),
                "Overdue": lambda row: str(row["overdue"]),
            },
        )
    late = found.corpus.actions.iloc[overdue(found.corpus.tables, found.today)]
    rows = cells.records(late.sort_values(["due", "incident", "id"]))
    if rows:
        yield Paragraph([f"Past due on {found.followed.attrs['today']} and not known closed:"])
        yield Bullets(
            [
                [
                    f"{cells.stated(row['what'])} (due {row['due']:%Y-%m-%d}, ",
                    f"{cells.stated(row['owner'], 'no owner stated')}; ",
                    Ref(row["incident"]),
                    ")",
                ]
                for row in rows
            ]
        )


def what_was_read(found: Found, places: SourceMap) -> Iterator[Block]:
    """Yield how much was read, and every fault of what could not be."""
    notes = found.faults["rule"] == NOT_AN_INCIDENT
    wrong = found.faults[~notes]
    began = found.incidents["began"].dropna()
    read = counted(len(found.corpus), "incident")
    if len(began):
        read += f", from {began.min():%Y-%m-%d} to {began.max():%Y-%m-%d}"
    faulty = int(wrong["file"].nunique())
    could_not = f"{counted(faulty, 'file')} with {counted(len(wrong), 'fault')}"
    could_not += ": what is at fault is left out"
    words = f"{read}. {could_not if faulty else 'No file at fault'}."
    if notes.any():
        kinds = ", ".join(f"{n} {kind}" for kind, n in found.corpus.passed_over.items())
        words += f" {counted(int(notes.sum()), 'file')} of other kinds passed over ({kinds})."
    yield Paragraph([words])
    yield cells.table(
        "Faults",
        cells.records(wrong),
        {
            "File": lambda row: Code(places.relative(row["file"])),
            "Line": lambda row: str(row["line"] or ""),
            "Problem": lambda row: ": ".join(filter(None, (row["where"], row["problem"]))),
            "What would be right": lambda row: row["hint"],
        },
    )


def all_incidents(found: Found, places: SourceMap) -> Iterator[Block]:
    """Yield every incident with its sources."""
    layers = found.corpus.layers
    stopping = layers[layers["would_have_stopped"].fillna(False)]
    alone: dict[str, list[str]] = {}
    for incident, layer in zip(stopping["incident"], stopping["layer"], strict=True):
        alone.setdefault(incident, []).append(cells.layer(layer))
    yield Paragraph(
        [
            "The id leads to the page of the incident. The file holds what these figures were "
            "counted from."
            if places.pages
            else "The id leads to the published postmortem where one is stated; the file holds "
            "what these figures were counted from."
        ]
    )
    yield cells.table(
        "The incidents and where they can be read",
        cells.records(found.incidents),
        {
            "Incident": lambda row: Ref(row["id"]),
            "What": lambda row: cells.stated(row["title"]),
            "Began": lambda row: cells.day(row["began"]),
            "Minutes lost": lambda row: (
                f"{row['minutes_lost']:,.0f}" if row["minutes_lost"] >= 0 else cells.UNKNOWN
            ),
            "Layers sufficient to prevent it": lambda row: (
                ", ".join(alone.get(row["id"], [])) or "none"
            ),
            "Source": _source,
            "File": lambda row: Ref(row["id"], file=True),
        },
    )


def _source(row: cells.Cells) -> str:
    """Return the title and the licence of a source, as far as they are stated."""
    parts = [cells.stated(row["source_title"], ""), cells.stated(row["source_licence"], "")]
    return ", ".join(part for part in parts if part) or "not stated"
