"""The first screen of a survey: five sentences with their pictures, and how sure they are.

Each is about what the incidents tell: what they do not tell is said in one line below. Every figure
is taken from the answer that the section below shows, so that neither says what the other does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.analysis.phrases import listed
from causal.analysis.result import counted
from causal.corpus.fixes.fix_words import span
from causal.corpus.patterns.layer_profile import stopped_span
from causal.corpus.patterns.statistics import share
from causal.corpus.patterns.trend_test import FALLING, RISING
from causal.corpus.tables.schema import NOT_AN_INCIDENT
from causal.reports import survey_cells as cells
from causal.reports.document import (
    Block,
    Code,
    Heading,
    Jump,
    Paragraph,
    Picture,
    Piece,
    Strong,
)
from causal.reports.survey_found import BUDGET, Found
from causal.reports.survey_level import again_headline, level_headline, together_headline

if TYPE_CHECKING:
    from causal.corpus.fixes.best_fixes import BestFixes

_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the sentences that a survey opens with.

    Args:
        text: The sentence.
        details: What it rests on and how sure it is.
        section: The section that bears it out.
        picture: The picture that shows it.
        known: Whether the incidents tell anything about it.
    """

    text: str
    details: list[Piece]
    section: str
    picture: str
    known: bool = True


def in_short(found: Found) -> Iterator[Block]:
    """Yield the survey in five sentences, each leading to the section that bears it out."""
    if not len(found.corpus):
        yield Paragraph(["No incident was read, so there is nothing to survey."])
        return
    headlines = _headlines(found)
    told = [line for line in headlines if line.known][:_SENTENCES]
    for number, line in enumerate(told, 1):
        yield Heading(3, f"{number}. {line.text}")
        yield Paragraph([*line.details, " More: ", Jump(line.section, line.section), "."])
        yield Picture(line.picture)
    missing = [line.text for line in headlines if not line.known]
    if missing:
        yield Paragraph([Strong("Nothing to show:"), " ", " ".join(missing)])
    yield Paragraph([*_how_sure(found), " More: ", Jump(_LIMITS, _LIMITS), "."])


_LIMITS = "What this cannot say"


def _headlines(found: Found) -> list[Headline]:
    """Return every sentence, what the incidents do not tell included, by how much it matters."""
    level, again, together = level_headline(found), again_headline(found), together_headline(found)
    return [
        _what_comes_back(found),
        _what_to_fix(found),
        _layers(found),
        Headline(*level[:2], "How many, over time", "level", level[2]),
        _undone(found),
        Headline(*again[:2], "What came again within six months", "again", again[2]),
        _how_long(found),
        Headline(*together[:2], "What stands together", "together", together[2]),
    ]


def _what_comes_back(found: Found) -> Headline:
    rows, section = cells.records(found.factors), "What keeps coming back"
    if not rows:
        text = "No factor is seen to come back."
        return Headline(text, [found.factors.attrs["words"]], section, "recurring-factors", False)
    first, *others = rows
    names = found.short
    text = (
        f"{names[first['key']][0]} comes back most: in {first['incidents']:,} of "
        f"{first['total']:,} incidents"
    )
    pieces: list[Piece] = [f"{share(first['incidents'], first['total'])}.", " Next: "]
    for number, row in enumerate(others[:3]):
        code = Code(names[row["key"]][0], row["key"])
        pieces += [", " if number else "", code, f" ({row['incidents']:,})"]
    pieces = pieces if others else pieces[:1]
    near = sum(row["in_one_service"] > 1 for row in rows)
    pieces.append(
        f"{'.' if others else ''} In all, {counted(len(rows), 'canonical factor')} stood in two or "
        f"more incidents, {near:,} of them twice or more in one service.{_moving(rows, names)}"
    )
    return Headline(text, pieces, section, "recurring-factors")


def _moving(rows: list[cells.Cells], names: dict[str, tuple[str, str]]) -> str:
    """Return which factors rise or fall, or that none clearly does."""
    parts = []
    for trend in (RISING, FALLING):
        keys = [names[row["key"]][0] for row in rows if row["trend"] == trend]
        more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
        shown = ", ".join(keys[:3]) if more else listed(keys)
        parts += [f" {trend.capitalize()}: {shown}{more}."] if keys else []
    return "".join(parts) or " None clearly rises or falls."


def _what_to_fix(found: Found) -> Headline:
    plan, section = found.plans["factors"], "What to fix next"
    if not plan.chosen:
        return _nothing_to_choose(found, plan, section)
    ranged = plan.objective_high > plan.objective
    text = (
        f"Without these {counted(len(plan.chosen), 'factor')}, {span(plan)} of {plan.total:,.0f} "
        "incidents would not have come about, by what was recorded of each"
    )
    if len(plan.chosen) == 1:
        text = text.replace("these 1 factor", "one factor")
    pieces: list[Piece] = [*cells.codes(plan.chosen, found.short), "."]
    if ranged:
        pieces.append(
            f" The lower figure, {plan.objective:,.0f}, holds however contributing causes "
            "combined; the higher only if all of them were needed each time."
        )
    if plan.optimal:
        better = "has a larger lower figure" if ranged else "prevents more"
        pieces.append(f" No other choice of at most {BUDGET} {better}: proven.")
    else:
        pieces.append(f" Not proven best: no choice prevents more than {plan.bound:,.0f}.")
    tags = next(r for r in cells.records(plan.compared) if r["plan"] == "most frequent")
    if tags["objective"] < plan.objective:
        least = "at the least " if ranged else ""
        pieces.append(f" Without the {BUDGET} most frequent, {least}{tags['objective']:,.0f}.")
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
    return Headline(text, pieces, section, "best-fixes")


def _nothing_to_choose(found: Found, plan: BestFixes, section: str) -> Headline:
    """Return why no canonical factor is proposed, and what the layers say instead."""
    pieces: list[Piece] = []
    if not plan.available:
        head = "Which factors to fix next cannot be told: no factor that could be fixed has a key."
        pieces = ["Give factors that mean the same in several incidents the same key."]
    elif plan.not_finished:
        count = counted(len(plan.not_finished), "incident")
        head = f"Which factors to fix next is not worked out for {count}."
    else:
        head = f"No choice of {BUDGET} canonical factors or fewer would have prevented an incident."
    layers = found.plans["layers"]
    if layers.chosen:
        count = counted(len(layers.chosen), "layer")
        pieces.append(
            f" By layer, {count} fixed would have prevented {span(layers)} of "
            f"{layers.total:,.0f} incidents: {listed([cells.layer(n) for n in layers.chosen])}."
        )
    return Headline(head, pieces, section, "best-fixes", bool(layers.chosen))


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
    return [" ", Code(found.short[key][0], key), f" is not among them: {why}."]


def _layers(found: Found) -> Headline:
    rows, section = cells.records(found.layers), "Which layers let failures through"
    failed = [row for row in rows if row["failed"]]
    if not failed:
        text = f"No incident names a layer that failed.{_proposed_layers(found)}"
        return Headline(text, [], section, "layers", False)
    most = max(row["would_have_stopped"] for row in rows)
    first = [row for row in rows if row["would_have_stopped"] == most]
    best = [cells.layer(row["layer"]) for row in first]
    each, total = "each " if len(best) > 1 else "", rows[0]["stopped_total"]
    worst = max(failed, key=lambda row: row["failed"])
    known = share(worst["failed"], worst["total"])
    often = f"{cells.layer(worst['layer'])} failed most often, in {worst['failed']:,} of "
    often += f"{worst['total']:,} incidents"
    if not most:
        details: list[Piece] = [f"{known}.", _proposed_layers(found)]
        return Headline(f"{often[0].upper()}{often[1:]}", details, section, "layers")
    told = stopped_span(first[0]) if len(first) == 1 else f"{most:,}"
    text = f"By itself, {listed(best)} would {each}have stopped {told} of {total:,} incidents"
    rest = "" if worst["gaps"] else ": that cost time or reach, but no outcome needed it"
    pieces: list[Piece] = [
        "More than any other layer, in the graphs as drawn. "
        if len(best) == 1
        else "No other layer would have stopped more, in the graphs as drawn. ",
        f"{often[0].upper()}{often[1:]} ({known}){rest}.",
        _proposed_layers(found),
    ]
    return Headline(text, pieces, section, "layers")


def _proposed_layers(found: Found) -> str:
    """Return how many layers only words of documents suggest, which nothing else counts."""
    rows = cells.records(found.proposed_layers)
    if not rows:
        return ""
    factors = sum(row["factors"] for row in rows)
    most = sorted(rows, key=lambda row: -row["incidents"])[:3]
    told = listed(
        [f"{cells.layer(row['layer'])} in {counted(row['incidents'], 'document')}" for row in most]
    )
    return (
        f" The words of {counted(factors, 'factor')} in documents suggest a layer that nobody "
        f"stated, so none of these is counted: most often {told}."
    )


def _undone(found: Found) -> Headline:
    total = cells.records(found.followed[found.followed["overall"]])[0]
    rows, section = cells.records(found.factors), "Action completion"
    if not total["actions"]:
        text = "No incident names an action that is meant to last."
        return Headline(text, [], section, "action-completion", False)
    if total["overdue"]:
        text = f"Overdue: {total['overdue']:,} of the {total['with_due']:,} actions with a due date"
    elif total["unstated"] * 2 > total["actions"]:
        text = (
            f"What was done cannot be told: {total['unstated']:,} of {total['actions']:,} action "
            "items carry no status"
        )
    else:
        done = share(total["done"], total["completion_total"])
        text = f"{total['done']:,} of {total['completion_total']:,} action items are done ({done})"
    pieces: list[Piece] = []
    bare = [row["key"] for row in rows if not row["actions"]]
    if rows:
        pieces.append(f"Of the {len(rows)} factors that came back, {len(bare)} have no action item")
        pieces += [" (", *cells.codes(bare[:5], found.short), ")"] if bare else []
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
    return Headline(text, pieces, section, "action-completion")


def _how_long(found: Found) -> Headline:
    known = {
        row["measure"]: row for row in cells.records(found.durations) if row["median_low"] >= 0
    }
    section, words = "How long it took", found.durations.attrs["words"]
    if not {"detect", "mitigate"} <= set(known):
        return Headline(
            f"How long it takes is hardly known. {words}", [], section, "durations", False
        )
    detect, mitigate = (known[name]["median"] for name in ("detect", "mitigate"))
    row = known["detect"], known["mitigate"]
    spans = [f"{r['median_low']:,.0f} to {r['median_high']:,.0f}" for r in row]
    return Headline(
        f"Half were detected within {detect:,.0f} minutes and mitigated within {mitigate:,.0f}",
        [
            f"95% intervals: {spans[0]} and {spans[1]}; known for {row[0]['known']} and "
            f"{row[1]['known']} of {row[0]['total']}{_as_stated(row)}."
        ],
        section,
        "durations",
    )


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
            "authors recorded them."
        ),
        f" A share near one half may be anywhere from {half.low:.0%} to {half.high:.0%}.",
        f" {told[0].upper()}{told[1:]}." if told else "",
    ]
    wrong = found.faults[found.faults["rule"] != NOT_AN_INCIDENT]
    if len(wrong):
        files = counted(int(wrong["file"].nunique()), "file")
        pieces.append(f" {counted(len(wrong), 'fault')} in {files}: what is at fault is left out.")
    return pieces
