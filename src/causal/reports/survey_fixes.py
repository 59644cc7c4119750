"""The part of a survey that says what to fix next, and what has been asked for already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.corpus.patterns.actions import by_factor, hardening
from causal.reports import survey_cells as cells
from causal.reports.document import (
    Block,
    Bullets,
    Code,
    Heading,
    Paragraph,
    Piece,
    Ref,
    Refs,
    Row,
    Small,
    Strong,
    Table,
)
from causal.reports.survey_found import BUDGET, Found

if TYPE_CHECKING:
    from causal.corpus.fixes.fix_report import BestFixes

__all__ = ["fixes"]

_MOST = 4
"""How many of the actions on one fix are told."""


def fixes(found: Found) -> Iterator[Block]:
    """Yield which few fixes would have prevented the most, by factor and by layer."""
    yield Paragraph(
        [
            "By each incident's own graph: an incident is prevented when, with these fixed, no way "
            "that its authors drew is left. Triggers, such as the next change, come again."
        ]
    )
    for over, title in (("factors", "Canonical factors"), ("layers", "Layers")):
        yield Heading(3, title)
        yield from _plan(found, found.plans[over], over)


def _plan(found: Found, answer: BestFixes, over: str) -> Iterator[Block]:
    rows = cells.records(answer.frame)
    yield from cells.said(answer.frame)
    asked = _asked(found, over)
    yield Table(
        f"The best {len(rows)} fixes among {answer.question.over}",
        ("Fix", "Prevents", "Together", "Were it the only one", "Named in", "Action items"),
        [_fix(found, row, answer, asked.get(row["fix"], [])) for row in rows],
    )
    if not rows:
        return
    waiting = [
        item
        for name in answer.chosen
        if (item := _waiting(found, name, [row for row, done in asked.get(name, ()) if not done]))
    ]
    if waiting:
        yield Paragraph(["Asked for already, and not known to be done:"])
        yield Bullets(waiting)
    told = ", ".join(
        f"{row['plan']} {row['objective']:g}" for row in cells.records(answer.compared)
    )
    yield Paragraph([f"Incidents prevented by each plan of at most {BUDGET}: {told}."])
    doubt = answer.uncertainty
    depends: list[Piece] = [Refs(doubt.depends)] if doubt.depends else ["none"]
    yield Paragraph(
        [
            f"However unconfirmed facts are settled, {len(doubt.certain)} are prevented. "
            "It depends on them for: ",
            *depends,
            ".",
        ]
    )


def _fix(found: Found, row: cells.Cells, answer: BestFixes, asked: list[tuple[int, bool]]) -> Row:
    name = row["fix"]
    example = (
        [Small(cells.stated(found.example[name], ""))] if answer.question.over == "factors" else []
    )
    return Row(
        [
            [Code(name), *example],
            [f"{row['adds']:g} more"],
            [f"{row['together']:g} of {answer.total:g}"],
            [f"{row['alone']:g}"],
            [f"{row['stood_in']}"],
            [cells.actions(len(asked), sum(done for _, done in asked))],
        ],
        [Code(name)],
        [("Prevented, beyond those above", row["incident_ids"])],
    )


def _asked(found: Found, over: str) -> dict[str, list[tuple[int, bool]]]:
    """Return by fix the rows of the lasting actions on it, and whether each is done."""
    tables = found.corpus.tables
    status = tables.actions.names_of("status")
    held: dict[str, set[int]] = {}
    if over == "factors":
        keys = tables.factors.names_of("key")
        for factor, rows in by_factor(tables).items():
            if (key := keys[factor]) is not None:
                held.setdefault(key, set()).update(rows)
    else:
        for row, layers in enumerate(hardening(tables)):
            for layer in layers:
                held.setdefault(layer, set()).add(row)
    return {
        name: [(row, status[row] == "done") for row in sorted(rows)] for name, rows in held.items()
    }


def _waiting(found: Found, name: str, rows: list[int]) -> list[Piece]:
    """Return what was asked for on a fix, nothing where nothing was."""
    if not rows:
        return []
    actions = cells.records(found.corpus.actions.iloc[rows[:_MOST]])
    pieces: list[Piece] = [Strong(name), ": "]
    for number, action in enumerate(actions):
        owner = f", {action['owner']}" if isinstance(action["owner"], str) else ""
        status = action["status"].replace("_", " ") if action["status_stated"] else "no status"
        pieces += ["; " if number else "", f"{cells.stated(action['what'])} ({status}{owner}; "]
        pieces += [Ref(action["incident"]), ")"]
    if len(rows) > _MOST:
        pieces.append(f"; and {len(rows) - _MOST} more")
    return [*pieces, "."]
