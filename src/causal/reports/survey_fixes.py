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
    Row,
    Small,
    Strong,
    Table,
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
    yield Table(
        f"The best {len(rows)} fixes among {answer.question.over}",
        ("Fix", "Prevents", "Together", "Were it the only one", "Named in", "Action items"),
        [_fix(found, row, answer, proposed.get(row["fix"], [])) for row in rows],
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


def _fix(
    found: Found, row: cells.Cells, answer: BestFixes, proposed: list[tuple[int, bool]]
) -> Row:
    name = row["fix"]
    called = Code(name if answer.question.over == "factors" else cells.layer(name))
    words = found.example.get(name) if answer.question.over == "factors" else None
    example = [Small(words)] if isinstance(words, str) and words != name else []
    return Row(
        [
            [called, *example],
            [f"{row['adds']:g} more"],
            [f"{row['together']:,.0f} of {answer.total:,.0f}"],
            [f"{row['alone']:g}"],
            [f"{row['stood_in']}"],
            [cells.actions(len(proposed), sum(done for _, done in proposed))],
        ],
        [called],
        [("Prevented, beyond those above", row["incident_ids"])],
    )


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
