"""The first screen of a survey: what keeps coming back, what to fix next, how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.phrases import listed
from causal.analysis.result import counted
from causal.corpus.fixes.fix_words import span
from causal.corpus.patterns.layer_profile import stopped_span
from causal.corpus.patterns.statistics import share
from causal.corpus.patterns.trend_test import FALLING, RISING
from causal.corpus.tables.schema import NOT_AN_INCIDENT
from causal.reports import survey_cells as cells
from causal.reports.document import Block, Bullets, Code, Jump, Paragraph, Piece, Strong
from causal.reports.survey_found import BUDGET, Found

if TYPE_CHECKING:
    from causal.corpus.fixes.best_fixes import BestFixes

__all__ = ["in_short"]


def in_short(found: Found) -> Iterator[Block]:
    """Yield the survey in one list, each item leading to the section that bears it out."""
    if not len(found.corpus):
        yield Paragraph(["No incident was read, so there is nothing to survey."])
        return
    items = (
        ("What keeps coming back", _what_comes_back(found)),
        ("What to fix next", _what_to_fix(found)),
        ("Which layers let failures through", _layers(found)),
        ("Action completion", _undone(found)),
        ("How long it took", _how_long(found)),
        ("What this cannot say", _how_sure(found)),
    )
    yield Bullets([[*pieces, " More: ", Jump(to, to), "."] for to, pieces in items], numbered=True)


def _what_comes_back(found: Found) -> list[Piece]:
    rows = cells.records(found.factors)
    if not rows:
        return [Strong("No factor is seen to come back."), " ", found.factors.attrs["words"]]
    first, *others = rows
    known = share(first["incidents"], first["total"])
    pieces: list[Piece] = [
        Strong(
            f"{first['key']} comes back most: in {first['incidents']:,} of "
            f"{first['total']:,} incidents"
        ),
        f" ({known}).",
    ]
    for number, row in enumerate(others[:3]):
        pieces += [", " if number else " Next: ", Code(row["key"]), f" ({row['incidents']})"]
    near = sum(row["in_one_service"] > 1 for row in rows)
    pieces.append(
        f"{'.' if others else ''} In all, {counted(len(rows), 'canonical factor')} stood in two or "
        f"more incidents, {near} of them twice or more in one service.{_moving(rows)}"
    )
    return pieces


def _moving(rows: list[cells.Cells]) -> str:
    """Return which factors rise or fall, or that none clearly does."""
    parts = []
    for trend in (RISING, FALLING):
        keys = [row["key"] for row in rows if row["trend"] == trend]
        parts += [f" {trend.capitalize()}: {listed(keys[:5])}."] if keys else []
    return "".join(parts) or " None clearly rises or falls."


def _what_to_fix(found: Found) -> list[Piece]:
    plan = found.plans["factors"]
    if not plan.chosen:
        return _nothing_to_choose(found, plan)
    proof = "no other choice prevents more: proven"
    if not plan.optimal:
        proof = f"not proven best: no choice prevents more than {plan.bound:,.0f}"
    pieces: list[Piece] = [
        Strong(
            f"{counted(len(plan.chosen), 'factor')} fixed would have prevented "
            f"{span(plan)} of {plan.total:,.0f} incidents:"
        ),
        " ",
        *cells.codes(plan.chosen),
        f" (as drawn; {proof}).",
    ]
    tags = next(r for r in cells.records(plan.compared) if r["plan"] == "most frequent")
    if tags["objective"] < plan.objective:
        pieces.append(
            f" The {BUDGET} most frequent factors would have prevented {tags['objective']:,.0f}."
        )
    if plan.not_finished:
        count = counted(len(plan.not_finished), "incident")
        pieces.append(f" Not worked out, and not counted: {count}.")
    pieces += _misleading(found, plan)
    if found.exact and plan.uncertainty.depends:
        number = len(plan.uncertainty.depends)
        depend = "depends" if number == 1 else "depend"
        pieces.append(
            f" {number} of the {plan.objective:,.0f} {depend} on facts that nobody confirmed."
        )
    return pieces


def _nothing_to_choose(found: Found, plan: BestFixes) -> list[Piece]:
    """Return why no canonical factor is proposed, and what the layers say instead."""
    if not plan.available:
        head = "Which factors to fix next cannot be told: no factor that could be fixed has a key."
        pieces: list[Piece] = [
            Strong(head),
            " Give factors that mean the same in several incidents the same key.",
        ]
    elif plan.not_finished:
        count = counted(len(plan.not_finished), "incident")
        pieces = [Strong(f"Which factors to fix next is not worked out for {count}.")]
    else:
        head = f"No choice of {BUDGET} canonical factors or fewer would have prevented an incident."
        pieces = [Strong(head)]
    layers = found.plans["layers"]
    if layers.chosen:
        count = counted(len(layers.chosen), "layer")
        pieces.append(
            f" By layer, {count} fixed would have prevented {span(layers)} of "
            f"{layers.total:,.0f} incidents: {listed([cells.layer(n) for n in layers.chosen])}."
        )
    return pieces


def _misleading(found: Found, plan: BestFixes) -> list[Piece]:
    """Return why the most frequent factor is not among the fixes, where it is not."""
    rows = cells.records(found.factors)
    if not rows or rows[0]["key"] in plan.chosen:
        return []
    key = rows[0]["key"]
    table = found.corpus.factors
    own = table[table["key"] == key]
    if own["amplifier"].all():
        why = "it made incidents longer or wider, and no outcome needed it"
    elif (own["kind"] == "trigger").all():
        why = "it is a trigger, and the next one will come"
    elif key in plan.available and plan.value([key]) > 0:
        why = "others prevent more"
    else:
        why = "each time there was another way to the same outcome, or it only made things worse"
    return [" ", Code(key), f" is not among them: {why}."]


def _layers(found: Found) -> list[Piece]:
    rows = cells.records(found.layers)
    failed = [row for row in rows if row["failed"]]
    if not failed:
        return [Strong("No incident names a layer that failed."), *_proposed_layers(found)]
    most = max(row["would_have_stopped"] for row in rows)
    first = [row for row in rows if row["would_have_stopped"] == most]
    best = [cells.layer(row["layer"]) for row in first]
    each, total = "each " if len(best) > 1 else "", rows[0]["stopped_total"]
    told = stopped_span(first[0]) if len(first) == 1 else f"{most:,}"
    head = f"By itself, {listed(best)} would {each}have stopped {told} of {total:,} "
    pieces: list[Piece] = []
    if most:
        pieces = [Strong(f"{head}incidents, more than any other layer.")]
    worst = max(failed, key=lambda row: row["failed"])
    known = share(worst["failed"], worst["total"])
    pieces.append(
        f" Most often failed {cells.layer(worst['layer'])}, in {worst['failed']:,} of "
        f"{worst['total']:,} ({known})"
    )
    if not worst["gaps"]:
        pieces.append(": that cost time or reach, but no outcome needed it")
    return [*pieces, ".", *_proposed_layers(found)]


def _proposed_layers(found: Found) -> list[Piece]:
    """Return how many layers only words of documents suggest, which nothing else counts."""
    rows = cells.records(found.proposed_layers)
    if not rows:
        return []
    factors = sum(row["factors"] for row in rows)
    most = sorted(rows, key=lambda row: -row["incidents"])[:3]
    told = listed(
        [f"{cells.layer(row['layer'])} in {counted(row['incidents'], 'document')}" for row in most]
    )
    return [
        f" The words of {counted(factors, 'factor')} in documents suggest a layer that nobody "
        f"stated, so none of these is counted: most often {told}."
    ]


def _undone(found: Found) -> list[Piece]:
    total = cells.records(found.followed[found.followed["overall"]])[0]
    rows = cells.records(found.factors)
    pieces: list[Piece] = []
    if not total["actions"]:
        return [Strong("No incident names an action that is meant to last.")]
    if total["overdue"]:
        late = f"{total['overdue']:,} of the {total['with_due']:,} actions with a due date"
        pieces.append(Strong(f"Overdue: {late}."))
    elif total["unstated"] * 2 > total["actions"]:
        pieces.append(
            Strong(
                f"What was done cannot be told: {total['unstated']:,} of {total['actions']:,} "
                "action items carry no status."
            )
        )
    else:
        done = share(total["done"], total["completion_total"])
        pieces.append(
            Strong(
                f"{total['done']:,} of {total['completion_total']:,} action items are done "
                f"({done})."
            )
        )
    bare = [row["key"] for row in rows if not row["actions"]]
    if rows:
        pieces.append(
            f" Of the {len(rows)} factors that came back, {len(bare)} have no action item"
        )
        pieces += [" (", *cells.codes(bare[:5]), ")"] if bare else []
        pieces.append(".")
    if len(found.while_open):
        seen = found.while_open.drop_duplicates("incident")
        lost = seen["minutes_lost"].dropna()
        cost = (
            f" ({lost.sum():,.0f} minutes lost where recorded, n = {len(lost)})"
            if len(lost)
            else ""
        )
        pieces.append(
            f" {counted(len(seen), 'incident')} involved a factor for which an earlier action "
            f"on the same service was not known to be done{cost}."
        )
    return pieces


def _how_long(found: Found) -> list[Piece]:
    known = {
        row["measure"]: row for row in cells.records(found.durations) if row["median_low"] >= 0
    }
    words = found.durations.attrs["words"]
    if not {"detect", "mitigate"} <= set(known):
        return [Strong("How long it takes is hardly known."), f" {words}"]
    detect, mitigate = (known[name]["median"] for name in ("detect", "mitigate"))
    head = f"Half were detected within {detect:,.0f} minutes and mitigated within {mitigate:,.0f}"
    row = known["detect"], known["mitigate"]
    spans = [f"{r['median_low']:,.0f} to {r['median_high']:,.0f}" for r in row]
    return [
        Strong(f"{head}."),
        f" 95% intervals: {spans[0]} and {spans[1]}; known for {row[0]['known']} and "
        f"{row[1]['known']} of {row[0]['total']}{_as_stated(row)}.",
    ]


def _as_stated(rows: tuple[cells.Cells, cells.Cells]) -> str:
    """Return how many durations are figures that authors state, their times not being known."""
    if not any(row["stated"] for row in rows):
        return ""
    return f", {rows[0]['stated']} and {rows[1]['stated']} of these as stated, without their times"


def _how_sure(found: Found) -> list[Piece]:
    total = len(found.corpus)
    unconfirmed = int((found.incidents["unconfirmed"] > 0).sum())
    table = found.corpus.factors
    gaps = table[table["gap"]]
    bare, lost = int(gaps["key"].isna().sum()), int(found.incidents["minutes_lost"].isna().sum())
    half = share((total + 1) // 2, total)
    limits = [
        f"{unconfirmed:,} {'holds' if unconfirmed == 1 else 'hold'} facts that nobody confirmed"
        if unconfirmed
        else "",
        f"{bare:,} of {counted(len(gaps), 'gap')} carry no key, so they cannot be seen to come back"
        if bare
        else "",
        f"minutes lost are not known for {lost:,}" if lost else "",
    ]
    told = "; ".join(filter(None, limits))
    pieces: list[Piece] = [
        Strong(
            f"How sure this is: {counted(total, 'incident')} that somebody wrote up, as their "
            "authors drew them."
        ),
        f" A share near one half may be anywhere from {half.low:.0%} to {half.high:.0%}.",
        f" {told[0].upper()}{told[1:]}." if told else "",
    ]
    wrong = found.faults[found.faults["rule"] != NOT_AN_INCIDENT]
    if len(wrong):
        left = counted(int(wrong["file"].nunique()), "file")
        pieces.append(f" Left out, because at fault: {left}.")
    return pieces
