"""The part of a survey that says what to fix next, and what is already proposed."""

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
    Small,
    Strong,
)
from causal.reports.survey_found import BUDGET, Found

if TYPE_CHECKING:
    from causal.corpus.fixes.best_fixes import BestFixes

_MOST = 4
"""How many of the actions on one fix are told."""


def fixes(found: Found) -> Iterator[Block]:
    """Yield which few fixes would have prevented the most, by factor and by layer."""
    yield Paragraph(
        [
            "By each incident's own graph: an incident is prevented when, with these fixed, no "
            "failure path remains in it. Basic triggers, such as the next change, come again."
        ]
    )
    for over, title in (("factors", "Canonical factors"), ("layers", "Layers")):
        yield Heading(3, title)
        yield from _plan(found, found.plans[over], over)


def _plan(found: Found, answer: BestFixes, over: str) -> Iterator[Block]:
    rows = cells.records(answer.frame)
    yield from cells.said(answer.frame)
    proposed = _proposed(found, over)
    yield cells.table(
        f"The best {len(rows)} fixes among {answer.question.over}",
        rows,
        {
            "Fix": lambda row: _called(found, row["fix"], over),
            "Prevents": lambda row: f"{row['adds']:g} more",
            "Together": lambda row: f"{row['together']:,.0f} of {answer.total:,.0f}",
            "Were it the only one": lambda row: f"{row['alone']:g}",
            "Named in": lambda row: f"{row['stood_in']}",
            "Action items": lambda row: _on_it(proposed.get(row["fix"], [])),
        },
        where={"Prevented, beyond those above": "incident_ids"},
    )
    if not rows:
        return
    waiting = [
        item
        for name in answer.chosen
        if (
            item := _waiting(found, name, [row for row, done in proposed.get(name, ()) if not done])
        )
    ]
    if waiting:
        yield Paragraph(["Already proposed, and not known to be done:"])
        yield Bullets(waiting)
    told = ", ".join(
        f"{row['plan']} {row['objective']:g}" for row in cells.records(answer.compared)
    )
    yield Paragraph([f"Incidents prevented by each plan of at most {BUDGET}: {told}."])
    yield Paragraph(_open_facts(found, answer))


def _open_facts(found: Found, answer: BestFixes) -> list[Piece]:
    """Return what the plan rests on that nobody has confirmed."""
    if not found.exact:
        return ["What depends on unconfirmed facts is not worked out for so many incidents."]
    open_facts = answer.uncertainty
    pieces: list[Piece] = [
        f"Whatever is still open, {len(open_facts.certain)} are prevented. It depends on "
        "unconfirmed facts for: "
    ]
    pieces += [Refs(open_facts.depends)] if open_facts.depends else ["none"]
    if open_facts.not_finished:
        pieces += [". Not worked out for: ", Refs(open_facts.not_finished)]
    return [*pieces, "."]


def _called(found: Found, name: str, over: str) -> list[Piece]:
    """Return the name of a fix; of a factor with a sentence that says it, where that says more."""
    if over == "layers":
        return [Code(cells.layer(name))]
    words = cells.stated(found.example.get(name), name)
    return [Code(name), Small("" if words == name else words)]


def _on_it(proposed: list[tuple[int, bool]]) -> str:
    return cells.actions(len(proposed), sum(done for _, done in proposed))


def _proposed(found: Found, over: str) -> dict[str, list[tuple[int, bool]]]:
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
    """Return what was proposed on a fix, nothing where nothing was."""
    if not rows:
        return []
    actions = cells.records(found.corpus.actions.iloc[rows[:_MOST]])
    pieces: list[Piece] = [Strong(cells.layer(name) if name in found.layer_names else name), ": "]
    for number, action in enumerate(actions):
        owner = f", {action['owner']}" if isinstance(action["owner"], str) else ""
        status = action["status"].replace("_", " ") if action["status_stated"] else "no status"
        pieces += ["; " if number else "", f"{cells.stated(action['what'])} ({status}{owner}; "]
        pieces += [Ref(action["incident"]), ")"]
    if len(rows) > _MOST:
        pieces.append(f"; and {len(rows) - _MOST} more")
    return [*pieces, "."]
