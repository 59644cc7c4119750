"""The page a manager reads: what lined up, what held, the weakest point, what is done about it.

It is at most one sheet of A4 and 450 words, whatever the incident holds; the rest is an appendix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from causal.analysis import words_actions, words_why
from causal.analysis.phrases import layer_title
from causal.analysis.prospective import as_it_is_told
from causal.analysis.scenario import SCENARIOS
from causal.analysis.words_contributing import depth_words
from causal.errors import NotFinished
from causal.reports.document import (
    Block,
    Bullets,
    Caution,
    Code,
    Heading,
    Paragraph,
    Picture,
    Piece,
    Span,
    Strong,
    Table,
    plain,
    table,
)
from causal.reports.phrasing import amount, duration, moment, status
from causal.reports.sections_causes import NO_DATE, NO_OWNER

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.analysis.explain import Explanation
    from causal.model import Incident
    from causal.reports.answers import Answers

WORDS = 450
_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#{1,6}|>)\s+|\*\*|`")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
AS_DRAWN = (
    "All of this is about the graph as drawn. Causes that nobody drew were not analysed, and a "
    "verdict is as good as the links it rests on."
)


def one_page(answers: Answers) -> list[Block]:
    """Return the page as a document of its own, never longer than it may be."""
    incident = answers.incident
    whole = [Heading(1, incident.title), Paragraph([_head(incident)]), *in_one_page(answers, 2)]
    for most in (60, 40, 30, 22, 16, 12, 8, 5):
        page = [_clipped(block, most) for block in whole]
        if words_of(page) <= WORDS:
            break
    return page


def in_one_page(answers: Answers, level: int) -> Iterator[Block]:
    """Yield the parts of the page under headings of a level."""
    incident, result = answers.incident, answers.explanation
    if result is None:
        yield from _without_causes(incident, level)
        return
    yield Picture("swiss-cheese")
    yield Heading(level, as_it_is_told(incident, "What lined up"))
    yield from _lined_up(incident, result)
    yield Heading(level, as_it_is_told(incident, "What would have stopped it"))
    yield Paragraph([words_why.stoppers(result)])
    yield Heading(level, "What held")
    yield from _held(incident)
    yield Heading(level, "The weakest point")
    yield from _weakest(answers)
    yield Heading(level, "The first open action")
    yield Paragraph(_first_action(incident, _next(answers)))
    yield Heading(level, "Seen before")
    yield Paragraph(seen_before(answers))
    yield Caution(AS_DRAWN)


def _without_causes(incident: Incident, level: int) -> Iterator[Block]:
    """Yield what is known of an incident whose causes nobody has drawn."""
    yield Heading(level, "What was lost")
    told = incident.impact.get("what") or incident.summary or incident.outcome.what
    yield Paragraph([as_prose(str(told))])
    figures: list[Span] = [[_figure(*pair)] for pair in incident.impact_figures.items()]
    if figures:
        yield Bullets(figures)
    yield Heading(level, "Why")
    yield Paragraph(["No causes have been drawn yet, so there is nothing to explain."])
    for title, text in (
        ("How it was found", incident.detection),
        ("How it ended", incident.recovery),
    ):
        if text:
            yield Heading(level, title)
            yield Paragraph([as_prose(text)])
    yield Heading(level, "The first open action")
    yield Paragraph(_first_action(incident))


def _figure(name: str, value: float | str) -> str:
    said = name.removesuffix("_minutes")
    unit = " minutes" if said != name and not isinstance(value, str) else ""
    return f"{said.replace('_', ' ').capitalize()}: {amount(value)}{unit}"


def as_prose(text: str) -> str:
    """Return the words of a text that a document wrote in Markdown, as one paragraph."""
    found: list[str] = []
    for line in text.split("\n"):
        listed = _ITEM.match(line)
        words = _LINK.sub(r"\1", _MARK.sub("", line)).strip()
        if listed and found and found[-1][-1:].isalnum():
            found[-1] += "."
        if words:
            found.append(words)
    return " ".join(found)


def _head(incident: Incident) -> str:
    times = incident.times
    first = next(iter(times.known()), None)
    lasted = times.to_resolve if times.to_resolve is not None else times.to_mitigate
    parts = (
        incident.id,
        incident.severity or "",
        moment(first[1]) if first else "",
        duration(lasted) if lasted is not None else "",
        ", ".join(incident.services),
    )
    return " · ".join(filter(None, parts))


def _lined_up(incident: Incident, result: Explanation) -> Iterator[Block]:
    try:
        yield Paragraph([words_why.lined_up(result)])
        members = sorted(result.cut_sets[0], key=_place_of(incident))
    except NotFinished as error:
        yield Paragraph([f"The failure paths are not worked out: {error}."])
    else:
        yield table("What lined up", ("", ""), [_row(incident, name) for name in members])
    around = (
        words_why.in_every_path(result),
        words_why.made_worse(incident),
        words_why.not_confirmed(result),
    )
    yield from (Paragraph([sentence]) for sentence in around if sentence)


def _place_of(incident: Incident) -> Callable[[str], tuple[int, int]]:
    """Return what gives a factor's place: triggers, then layers as a failure meets them."""
    order = {layer: number for number, layer in enumerate(incident.layer_names)}
    names = {name: number for number, name in enumerate(incident.factors)}

    def place(factor: str) -> tuple[int, int]:
        layer = incident.factors[factor].layer
        first = -1 if incident.kind(factor) == "trigger" else len(order)
        return order[layer] if layer else first, names[factor]

    return place


def _row(incident: Incident, name: str) -> list[Span]:
    factor = incident.factors[name]
    if factor.layer:
        return [["gap in ", Strong(layer_title(incident, factor.layer))], [factor.what]]
    return [[incident.kind(name)], [factor.what]]


def _held(incident: Incident) -> Iterator[Block]:
    held: list[Span] = [
        [Strong(layer_title(incident, name)), f": {note.stopped}" if note.stopped else ""]
        for name, note in incident.layers.items()
        if note.state == "held"
    ]
    yield Bullets(held) if held else Paragraph(["No layer is recorded as having held."])


def _weakest(answers: Answers) -> Iterator[Block]:
    planned = answers.plan()
    depths = []
    for name in SCENARIOS:
        try:
            depths.append(f"{depth_words(answers.plan(name))} {name}")
        except NotFinished:
            depths.append(f"not worked out {name}")
    yield Paragraph([Strong(f"Depth of defence: {', '.join(depths)}."), " ", _depth_words(planned)])
    done = answers.plan("done")
    counts, all_counts = _counting(done), _counting(planned)
    head = "With every planned action done: " if all_counts else ""
    if counts and counts == all_counts:
        head = "With the actions done so far: "
    elif counts and _remaining(done) == _remaining(planned):
        head = "With the actions done so far, and with every planned one: "
    elif counts:
        yield from _left("With the actions done so far: ", done)
    yield from _left(head, planned)
    if planned.orphan_factors:
        names = [answers.incident.what(factor).rstrip(".") for factor in planned.orphan_factors]
        yield Paragraph(["No planned action acts on: ", "; ".join(names), "."])


def _counting(plan: Assessment) -> set[str]:
    """Return the actions that count against a recurrence, which a repair does not."""
    return {name for name, action in plan.actions.items() if action.kind != "repair"}


def _remaining(plan: Assessment) -> tuple[str, tuple[str, ...]]:
    return words_actions.remains(plan), tuple(words_actions.remaining_paths(plan))


def _left(head: str, plan: Assessment) -> Iterator[Block]:
    said = as_it_is_told(plan.incident, words_actions.remains(plan))
    yield Paragraph([head, said[:1].lower() + said[1:] if head else said])
    yield Bullets([[way] for way in words_actions.remaining_paths(plan)])


def _depth_words(plan: Assessment) -> str:
    if not plan.actions:
        return "No action is planned."
    return as_it_is_told(plan.incident, words_actions.weakest(plan))


def _next(answers: Answers) -> tuple[str, ...]:
    """Return the actions that raise the depth of defence most, by what they cost."""
    try:
        step = answers.plan().next_best
    except NotFinished:
        return ()
    return (step.action,) if step.action else step.together


def _first_action(incident: Incident, best: Sequence[str] = ()) -> list[Piece]:
    """Return the open action that is due first, then the best, then the one stated first."""
    waiting = {n: a for n, a in incident.actions.items() if a.status in ("open", "in_progress")}
    if not waiting:
        return ["None is open." if incident.actions else "None is recorded."]
    order = {name: number for number, name in enumerate(waiting)}
    name = min(
        waiting,
        key=lambda n: (waiting[n].due is None, str(waiting[n].due), n not in best, order[n]),
    )
    action = waiting[name]
    facts = (
        action.owner or NO_OWNER,
        f"due {action.due}" if action.due else NO_DATE,
        status(action),
    )
    more = len(waiting) - 1
    return [
        Strong(action.what.rstrip(".")),
        f" ({', '.join(facts)}).",
        f" {more} more {'is' if more == 1 else 'are'} open." if more else "",
    ]


def seen_before(answers: Answers) -> list[Piece]:
    """Return in which other incidents the factors of this one stood."""
    incident = answers.incident
    if answers.corpus is None:
        return ["Not looked up: no other incidents were given."]
    keys = sorted({factor.key for factor in incident.factors.values() if factor.key})
    if not keys:
        return ["No factor here carries a key of the catalogue, so none can be recognised."]
    counts = {
        key: ids
        for key in keys
        if (ids := sorted(i for i in answers.stood.get(key, ()) if i != incident.id))
    }
    if not counts:
        return [f"None of its {len(keys)} keyed factors stood in any of the other incidents."]
    found: list[Piece] = []
    for key, ids in sorted(counts.items(), key=lambda item: (-len(item[1]), item[0]))[:3]:
        found += ["; " if found else "", Code(key), f" in {', '.join(ids[:3])}"]
        found += [f" and {len(ids) - 3} more"] if len(ids) > 3 else []
    return [f"{len(counts)} of its {len(keys)} keyed factors: ", *found, "."]


def words_of(blocks: Sequence[Block]) -> int:
    """Return how many words a reader of blocks reads; those of pictures are not counted."""
    return sum(len(text.split()) for block in blocks for text in _texts(block))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(_, text) | Caution(text):
            yield text
        case Paragraph(span):
            yield plain(span)
        case Bullets(items):
            yield from map(plain, items)
        case Table(_, head, rows):
            yield from head
            yield from (plain(cell) for row in rows for cell in row.cells)


def _clipped(block: Block, most: int) -> Block:
    """Return a block whose texts have at most so many words each, and few rows."""
    rows = max(4, most // 5)
    match block:
        case Heading(level, text):
            return Heading(level, _first(text, most))
        case Paragraph(span):
            return Paragraph(_clipped_span(span, most))
        case Bullets(items):
            return Bullets([_clipped_span(item, most) for item in items[:rows]])
        case Table(caption, head, all_rows):
            short = max(6, most // 2)
            cells = [[_clipped_span(cell, short) for cell in row.cells] for row in all_rows[:rows]]
            left = len(all_rows) - len(cells)
            more = [[[""], [f"and {left} more, in the appendix"]]] if left else []
            return table(caption, head, [*cells, *more], keep=head)
    return block


def _clipped_span(span: Span, most: int) -> list[Piece]:
    """Return a span of at most so many words; one that lost some ends in three dots."""
    found: list[Piece] = []
    left = most
    for piece in span:
        words = plain([piece]).split()
        if len(words) <= left:
            found.append(piece)
            left -= len(words)
            continue
        text = f"{' ' * plain([piece])[:1].isspace()}{' '.join(words[:left])}…"
        found.append(Strong(text) if isinstance(piece, Strong) else text)
        break
    return found


def _first(text: str, most: int) -> str:
    words = text.split()
    return text if len(words) <= most else f"{' '.join(words[:most])}…"
