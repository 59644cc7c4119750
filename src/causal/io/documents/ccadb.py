"""Incident reports as the CCADB asks certification authorities for: versions 1, 2 and 3.

Version 1 has the headings alone, version 2 the fields of the summary too, version 3 numbered
contributing factors with fields of their own, which the action items refer to.

References:
    Common CA Database, *Incident Reporting Guidelines*, versions 1 to 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from causal.io.documents.actions import is_nothing
from causal.io.documents.clock import find_clocks, leading_clock
from causal.io.documents.days import Calendar
from causal.io.documents.draft import Draft, slug
from causal.io.documents.headings import normal
from causal.io.documents.inline import Inline, read_inline
from causal.io.documents.layer_words import guess_layer
from causal.io.documents.outline import Block, Item, Outline, Section
from causal.io.documents.sections import Sections
from causal.model import Times

__all__ = ["address_factors", "ccadb_version", "link_rows", "read_ccadb"]

_FACTOR = re.compile(r"^contributing factor #?\s?(\d+)\s*[:.–-]?\s*(.*)$", re.IGNORECASE)
_NUMBERS = re.compile(r"#?\s?(\d+)")
_NAME = re.compile(r"`([^`]+)`(?:\s\((suspected|disputed)\))?")
_GAP = re.compile(r"^A gap in (.+?)\.?$")
_MOMENT_SAID = re.compile(r"\.\s+This is when it was (\w+)\s*$")
_TIMES = {
    "non compliance start date": "started",
    "non compliance identified date": "detected",
    "non compliance end date": "resolved",
}
_MOMENTS = frozenset(Times.model_fields)
_QUESTIONS = re.compile(r"how your ca first became aware", re.IGNORECASE)
_HEADINGS = frozenset(
    ["summary", "impact", "timeline", "root cause analysis", "lessons learned", "action items",
     "appendix"]
)  # fmt: skip
"""The headings of version 1, where all of them stand."""
_NOT_RECORDED = "not recorded"


def ccadb_version(outline: Outline) -> int | None:
    """Return the version of the CCADB's template a document follows, None where it follows none."""
    sections = outline.sections
    titles = {normal(section.title) for section in sections}
    if any(_FACTOR.match(s.title) and s.parts == [] and s.level >= 3 for s in sections):
        return 3
    labels = {normal(label) for section in sections for label, _ in _labelled(section)}
    if "non compliance start date" in labels:
        return 2
    heads = [
        {normal(c.plain) for c in b.header} for s in sections for b in s.blocks if b.kind == "table"
    ]
    if {"root cause analysis", "lessons learned", "action items"} <= titles and any(
        {"action item", "kind", "due date"} <= head for head in heads
    ):
        return 1
    if titles >= _HEADINGS:
        return 1
    asked = any(_QUESTIONS.search(b.words.plain) for s in sections for b in s.blocks)
    return 1 if asked or any(_QUESTIONS.search(s.title) for s in sections) else None


def _labelled(section: Section) -> Iterator[tuple[str, Item]]:
    for block in section.blocks:
        for item in block.items:
            if item.words.label:
                yield item.words.label, item


def read_ccadb(draft: Draft, outline: Outline, sections: Sections, calendar: Calendar) -> None:
    """Take the fields that only these reports have, so that the rest reads like any other."""
    for section in sections.all("summary"):
        _summary(draft, section, calendar)
    for section in sections.all("factors"):
        numbered = [part for part in section.walk() if _FACTOR.match(part.title)]
        section.parts = [part for part in section.parts if part not in numbered]
        _factors(draft, outline, numbered)
    for section in sections.all("impact"):
        _impact(draft, section)
    for block in (b for s in sections.all("timeline") for b in s.blocks):
        for item in block.items:
            _without_moment(draft, item, calendar)
    outline.rows.clear()  # their words have changed


def _summary(draft: Draft, section: Section, calendar: Calendar) -> None:
    kept: list[Block] = []
    for block in section.blocks:
        rest = Block(block.kind, block.line, block.end, items=[])
        for item in block.items:
            label, value = normal(item.words.label), item.words.rest
            if not label:
                rest.items.append(item)
            elif label == "incident id":
                if value and not _unsaid(value):
                    draft.data["id"] = value
            elif label == "incident description":
                draft.put("summary", value if not _unsaid(value) else "", item.line)
            elif label == "source of incident disclosure":
                _source(draft, item, value)
            elif label in _TIMES:
                found = next((f for f in find_clocks(value) if f.clock.has_date), None)
                at = calendar.moment(found.clock, item.line) if found else None
                if at:
                    draft.times.setdefault(_TIMES[label], at)
                    draft.note(f"times.{_TIMES[label]}", f"{_TIMES[label]} {value}", item.line)
                elif value and not _unsaid(value):
                    draft.keep(item.words.label, value, item.line)
            elif not _unsaid(value):
                draft.keep(item.words.label, value, item.line)
        if block.kind != "list" or rest.items:
            kept.append(rest if block.kind == "list" else block)
    section.blocks = kept


def _source(draft: Draft, item: Item, value: str) -> None:
    link = next(iter(item.words.links), None)
    if link is not None and value.startswith(link.text):
        draft.put("source.title", link.text, item.line)
        draft.put("source.url", link.url, item.line)
        draft.put("source.licence", value[len(link.text) :].strip(" ()"), item.line)
    elif not _unsaid(value):
        draft.put("source.title", value, item.line)


def _unsaid(value: str) -> bool:
    return is_nothing(value) or value.strip(" .").lower() == _NOT_RECORDED


def _impact(draft: Draft, section: Section) -> None:
    """Put the fields of the impact as figures, its heuristic as the sentence."""
    kept: list[Block] = []
    for block in section.blocks:
        if block.kind != "list" or not all(item.words.label for item in block.items):
            kept.append(block)
            continue
        for item in block.items:
            label, value = normal(item.words.label), item.words.rest
            if _unsaid(value):
                continue
            if label == "incident heuristic":
                draft.put("impact.what", value, item.line)
            elif len(label.split()) > 6:
                draft.keep(item.words.label, value, item.line)
            else:
                plain = value.replace(",", "")
                number = int(plain) if plain.isdigit() else value
                draft.put(f"impact.{label.replace(' ', '_')}", number, item.line)
    section.blocks = kept


def _without_moment(draft: Draft, item: Item, calendar: Calendar) -> None:
    """Take from a row the moment of the incident that it is said to be."""
    first = item.blocks[0] if item.blocks else None
    found = _MOMENT_SAID.search(first.words.plain) if first is not None else None
    if first is None or found is None:
        return
    leads = leading_clock(first.words.plain)
    at = calendar.moment(leads.clock, item.line) if leads and found[1] in _MOMENTS else None
    if at and found[1] not in draft.times:
        draft.times[found[1]] = at
        draft.note(f"times.{found[1]}", f"{found[1]} {at}", item.line)
    plain = first.words.plain[: found.start()]
    first.words = Inline(plain, first.words.links, first.words.label, plain)


def link_rows(draft: Draft) -> None:
    """Let the rows of the timeline name the factors whose fields give their times."""
    for id, said in draft.seen_at:
        for found in find_clocks(said):
            clock = found.clock
            for row in draft.timeline:
                at = datetime.fromisoformat(row["at"]) if "at" in row else None
                if (
                    at
                    and "factor" not in row
                    and clock.hour is not None
                    and (
                        (at.year, at.month, at.day, at.hour, at.minute)
                        == (clock.year, clock.month, clock.day, clock.hour, clock.minute)
                    )
                ):
                    row["factor"] = id
                    break


def _factors(draft: Draft, outline: Outline, numbered: list[Section]) -> None:
    named: dict[str, str] = {}
    told: list[tuple[str, Section, dict[str, tuple[str, int]]]] = []
    for part in numbered:
        found = _FACTOR.match(part.title)
        title = found[2].strip() if found else part.title
        fields = dict(_fields(outline, part))
        description = fields.get("description", ("", part.line))[0]
        what = description if description and not _unsaid(description) else title or part.title
        id = (
            title
            if title and not re.search(r"\s", title) and title not in draft.taken
            else slug(title or what, draft.taken)
        )
        draft.factors[id] = {"what": " ".join(read_inline(what, outline.env).plain.split())}
        draft.taken.add(id)
        draft.places[("factors", id)] = part.line
        draft.note(
            f"factors.{id}", f"contributing factor {found[1] if found else ''}: {title}", part.line
        )
        named[title] = id
        told.append((id, part, fields))
    for id, part, fields in told:
        _interaction(draft, outline, id, part, fields, named)


def _fields(outline: Outline, part: Section) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield the fields of a contributing factor with their text, marks and all."""
    for block in part.blocks:
        for item in block.items:
            source = outline.source(item.line, item.end)
            text = re.sub(r"^\s*[-*+]\s+\*\*[^*]+\*\*:?\s*", "", source).strip()
            if item.words.label:
                yield normal(item.words.label), (text, item.line)


def _interaction(
    draft: Draft,
    outline: Outline,
    id: str,
    part: Section,
    fields: dict[str, tuple[str, int]],
    named: dict[str, str],
) -> None:
    factor = draft.factors[id]
    for label, (text, line) in fields.items():
        if label == "description" or _unsaid(text):
            continue
        gap = _GAP.match(text)
        if label == "interaction with other factors" and gap:
            factor["layer"] = normal(gap[1]).replace(" ", "_")
        elif label == "interaction with other factors" and _NAME.search(text):
            causes, worse = _formula(text, named)
            if causes is not None:
                factor["because"] = causes
            if worse:
                factor["worsened_by"] = worse
            if causes is None and not worse:
                draft.keep(f"{part.title}: {label}", text, line)
        elif label == "timeline" and next(find_clocks(text), None):
            draft.seen_at.append((id, text))
        elif label == "detection":
            factor["evidence"] = [read_inline(text, outline.env).plain]
        elif text != "causal graph":
            draft.keep(f"{part.title}: {label}", text, line)


def _formula(text: str, named: dict[str, str]) -> tuple[Any, list[str]]:
    """Return the causes and amplifiers a sentence about interaction names in code marks."""
    said, _, worse = text.partition("worsened by")
    amplifiers = [named.get(found[1], found[1]) for found in _NAME.finditer(worse)]
    members: list[Any] = []
    for found in _NAME.finditer(said):
        if found[1] not in named:
            return None, []
        name = named[found[1]]
        members.append({"cause": name, "confidence": found[2]} if found[2] else name)
    bare = _NAME.sub("", said).replace("(how they combined is not stated)", "")
    if not members or "(" in bare:  # nested: left as words
        return None, [a for a in amplifiers if a in named.values()]
    least = re.match(r"\s*at least (\d+) of", bare)
    if least:
        causes: Any = {"at_least": int(least[1]), "of": members}
    elif "how they combined is not stated" in said and len(members) > 1:
        causes = {"contributing": members}
    elif re.search(r"\bor\b", bare):
        causes = {"any": members}
    else:
        causes = members
    return causes, [a for a in amplifiers if a in named.values()]


def _layer(what: str) -> str | None:
    """Return the layer an action most likely hardens."""
    from causal.text.suggest_layers import suggest_layers

    found = guess_layer(what)
    likely = found[0] if found else suggest_layers(what, 1)[0].layer
    return None if likely == "unknown" else likely


def address_factors(draft: Draft, id: str, said: str) -> bool:
    """Let an action address the factors its row numbers; return whether it named any."""
    names = list(draft.factors)
    numbers = [int(found[1]) for found in _NUMBERS.finditer(said)]
    found = [names[n - 1] for n in dict.fromkeys(numbers) if 1 <= n <= len(names)]
    if not found:
        return False
    derived = [name for name in found if "because" in draft.factors[name]]
    layers = [draft.factors[name].get("layer") for name in found]
    layer = next((layer for layer in layers if layer), None) or _layer(draft.actions[id]["what"])
    if derived and layer is None:
        draft.warn(
            f"{said} of {draft.actions[id]['what']!r}: name the layer that it hardens", 0, "actions"
        )
        found = [name for name in found if name not in derived]
    elif derived and layer:
        draft.actions[id]["hardens"] = layer
        draft.guess(f"actions.{id}.hardens", layer, "by its words", draft.places["actions", id])
    if found:
        draft.actions[id]["addresses"] = found
    return bool(found)
