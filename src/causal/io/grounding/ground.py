"""Each fact of an incident held against its sources, and the place that supports it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from causal.io.grounding.result import Claim, Grounding
from causal.io.grounding.sources import Sentence, Sources, is_negative, numbers_in
from causal.io.safe_file import read_text
from causal.model import OUTCOME, Incident
from causal.model.expect import expect_incident
from causal.text.expect import expect_paths
from causal.text.match import words

SUPPORTED = 0.62
"""How much of a statement's words, by weight, neighbouring sentences must have."""

PART = 0.5
"""How much of each end of a link the two halves of a causal sentence must have."""

_TAGS = re.compile(r"<[^>]{1,400}>|\]\([^)]*\)|https?://\S+")
_TOKEN = re.compile(r"[A-Za-z0-9][\w./-]*[\w]")
_CAUSES = frozenset({"factors", "trigger", "five_whys"})
Source = str | os.PathLike[str]


def ground(incident: Incident, sources: Source | Iterable[Source] | Mapping[str, str]) -> Grounding:
    """Return for every factor, link, time, number, name and action the place that supports it.

    Statements are compared by their words, rare words weighing more; numbers must stand in the
    sentences that support the statement; a link needs a sentence that says so, nesting, or a list
    of causes. No model is involved, so that a fact is found only where it is nearly said.

    Args:
        incident: The incident, drafted by whomever.
        sources: Files, or texts by name: the postmortem, the chat, the tickets.

    Raises:
        InvalidIncident: A file is not regular, too large or not UTF-8.
        OSError: A file cannot be read.
    """
    expect_incident(incident, "ground")
    held = Sources.of(_texts(sources))
    claims = [*_statements(incident, held), *_links(incident, held), *_times(incident, held)]
    claims += [*_figures(incident, held), *_names(incident, held)]
    return Grounding(incident.id, tuple(claims))


def _texts(sources: Source | Iterable[Source] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(sources, Mapping):
        return {str(name): str(text) for name, text in sources.items()}
    paths = expect_paths(sources, "ground", "the paths of files")
    return {str(path): read_text(path) for path in paths}


def _statements(incident: Incident, held: Sources) -> Iterator[Claim]:
    yield from _statement("outcome", "outcome", incident.outcome.what, held)
    for name, factor in incident.factors.items():
        yield from _statement("factor", f"factors.{name}", factor.what, held)
    for name, action in incident.actions.items():
        yield from _statement("action", f"actions.{name}", action.what, held)
    for number, entry in enumerate(incident.timeline):
        yield from _numbers(f"timeline.{number}", entry.what, held)
    for field in ("summary", "detection", "response", "recovery"):
        text = getattr(incident, field)
        if text:
            yield from _numbers(field, text, held)
    said = incident.impact.get("what")
    if isinstance(said, str):
        yield from _numbers("impact.what", said, held)


def _statement(kind: str, field: str, text: str, held: Sources) -> Iterator[Claim]:
    windows = sorted(held.windows(text), key=lambda window: -window[0])
    likely = [
        (score, [held.sentences[n] for n in where])
        for score, where in windows
        if score >= SUPPORTED
    ]
    if not likely:
        nearest = windows[0][0] if windows else 0.0
        yield Claim(
            kind, field, text, None, f"the nearest sentences have {nearest:.0%} of its words"
        )
        return
    denies = is_negative(text)
    agreeing = (
        w
        for w in likely
        if len(words(text)) < 2 or any(is_negative(s.text) for s in w[1]) == denies
    )
    score, found = next(agreeing, (0.0, []))
    if not found:
        first = likely[0][1][0]
        why = "what is said does not deny it" if denies else "what is said denies it"
        yield Claim(kind, field, text, None, f"{first.place}: {why}: {first.text[:80]!r}")
        return
    yield Claim(kind, field, text, found[0].place, f"{min(score, 1):.0%} of its words")
    yield from _numbers_near(field, text, found)


def _numbers_near(field: str, text: str, found: list[Sentence]) -> Iterator[Claim]:
    said = {number for sentence in found for number in numbers_in(sentence.text)}
    for number in dict.fromkeys(numbers_in(text)):
        near = number in said or any(
            number in other for other in said if other[len(number) :].isalpha()
        )
        yield Claim(
            "number",
            field,
            number,
            found[0].place if near else None,
            "" if near else f"not in {found[0].place}",
        )


def _numbers(field: str, text: str, held: Sources) -> Iterator[Claim]:
    """Yield the numbers of a longer text, each looked for near the sentence it stands in."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n", _TAGS.sub(" ", text)):
        wanted = numbers_in(sentence)
        if not wanted:
            continue
        _, where = held.best(sentence)
        around = range(max(0, where[0] - 1), min(len(held.sentences), where[-1] + 2))
        if held.sentences:
            yield from _numbers_near(field, sentence, [held.sentences[n] for n in around])


def _links(incident: Incident, held: Sources) -> Iterator[Claim]:
    for link, effect in incident.links():
        says = f"{link.cause} -> {effect}"
        causes, effects = _wordings(incident, link.cause), _wordings(incident, effect)
        found = _said(causes, effects, held) or _nested(causes, effects, held)
        if found is None and effect == OUTCOME:
            found = _listed(causes, held)
        if found is None:
            yield Claim(
                "link",
                f"because.{effect}",
                says,
                None,
                "no sentence, nesting or list of causes says so",
            )
        else:
            yield Claim("link", f"because.{effect}", says, found.place, "")


def _wordings(incident: Incident, name: str) -> list[str]:
    """Return the ways a factor is put: its sentence, its detail, and the answers that name it."""
    texts = [incident.what(name)]
    if name == OUTCOME:
        return [*texts, incident.title]
    factor = incident.factors[name]
    texts += [factor.detail] if factor.detail else []
    if incident.five_whys is not None:
        texts += [w.answer for w in incident.five_whys.answers() if w.factor == name and w.answer]
    return texts


def _said(causes: list[str], effects: list[str], held: Sources) -> Sentence | None:
    for link, place in held.links:
        said_cause, said_effect = frozenset(words(link.cause)), frozenset(words(link.effect))
        if any(held.coverage(words(c), said_cause) >= PART for c in causes) and any(
            held.coverage(words(e), said_effect) >= PART for e in effects
        ):
            return Sentence(place, link.effect, said_effect, None)
    return None


def _spots(texts: list[str], held: Sources) -> list[int]:
    spots = []
    for text in texts:
        score, where = held.best(text)
        if score >= SUPPORTED:
            spots.append(where[0])
    return spots


def _nested(causes: list[str], effects: list[str], held: Sources) -> Sentence | None:
    """Return the sentence of a cause that stands directly below its effect in a nested list."""
    for effect in _spots(effects, held):
        above = held.sentences[effect]
        if above.indent < 0:
            continue
        for cause in _spots(causes, held):
            below = held.sentences[cause]
            if cause <= effect or below.indent <= above.indent:
                continue
            between = held.sentences[effect + 1 : cause]
            items = [s for s in between if s.block != above.block and s.indent >= 0]
            level = min((s.indent for s in items if s.indent > above.indent), default=below.indent)
            if all(s.indent > above.indent for s in items) and below.indent <= level:
                return below
    return None


def _listed(causes: list[str], held: Sources) -> Sentence | None:
    for spot in _spots(causes, held):
        sentence = held.sentences[spot]
        if sentence.heading in _CAUSES:
            return sentence
        before = [s.text for s in held.sentences[max(0, spot - 12) : spot]]
        from causal.io.documents.causes import introduces_causes

        if sentence.indent >= 0 and any(introduces_causes(text) for text in before):
            return sentence
    return None


def _times(incident: Incident, held: Sources) -> Iterator[Claim]:
    for name, moment in incident.times.known():
        yield _time(f"times.{name}", moment, held)
    for number, entry in enumerate(incident.timeline):
        if entry.at is not None:
            yield _time(f"timeline.{number}.at", entry.at, held)


def _time(field: str, moment: datetime, held: Sources) -> Claim:
    readings = [moment]
    if moment.tzinfo is not None and moment.utcoffset():
        readings.append(moment.astimezone(UTC))
    for reading in readings:
        place = held.moment(reading.date(), reading.hour, reading.minute)
        if place is not None:
            return Claim("time", field, moment.isoformat(), place)
    return Claim("time", field, moment.isoformat(), None, "no source has this time on this day")


def _figures(incident: Incident, held: Sources) -> Iterator[Claim]:
    for name, amount in incident.impact.items():
        if name == "what":
            continue
        field = f"impact.{name}"
        if isinstance(amount, str):
            yield from _numbers(field, amount, held)
            continue
        shown = f"{amount:g}"
        if name.endswith("_minutes"):
            near = next((p for d, p in held.durations if abs(d - amount) < 0.51), None)
        else:
            near = next((s.place for s in held.sentences if shown in numbers_in(s.text)), None)
        yield Claim("number", field, shown, near, "" if near else "no source has this figure")
    for name, action in incident.actions.items():
        if action.due is not None:
            place = held.days.get(action.due)
            yield Claim(
                "time",
                f"actions.{name}.due",
                action.due.isoformat(),
                place,
                "" if place else "no source has this day",
            )


def _names(incident: Incident, held: Sources) -> Iterator[Claim]:
    wanted = [(f"services.{n}", service) for n, service in enumerate(incident.services)]
    wanted += [("severity", incident.severity)] if incident.severity else []
    for name, action in incident.actions.items():
        wanted += [(f"actions.{name}.owner", action.owner)] if action.owner else []
        wanted += [(f"actions.{name}.ticket", action.ticket)] if action.ticket else []
    for role, people in incident.roles.items():
        wanted += [(f"roles.{role}", person) for person in people]
    for field, name in wanted:
        tokens = [token.lower() for token in _TOKEN.findall(name)] or [name.lower()]
        place = next((p for line, p in held.lines if all(token in line for token in tokens)), None)
        yield Claim("name", field, name, place, "" if place else "no line has this name")
