"""From the sorted sections of a document to one incident: each field filled from its sections."""

from __future__ import annotations

import re
import shlex
from pathlib import PurePath

from causal.io.documents import causal_graph
from causal.io.documents.action_proposals import propose_addressed
from causal.io.documents.actions import RawAction, is_nothing, marked_action, read_actions
from causal.io.documents.ccadb import address_factors, ccadb_version, link_rows, read_ccadb
from causal.io.documents.day_and_zone import calendar_of
from causal.io.documents.days import Calendar
from causal.io.documents.draft import Draft, clipped, refuse
from causal.io.documents.front_matter import FrontMatter
from causal.io.documents.headings import normal
from causal.io.documents.outline import Block, Outline, Section
from causal.io.documents.proposals import last_sentence, suggested_links
from causal.io.documents.rows import put_rows, take_moments
from causal.io.documents.sections import Sections, own_text
from causal.io.documents.time_order import settle_times
from causal.io.documents.timeline import heading_row, read_rows
from causal.io.documents.values import read_values
from causal.io.reading import Reading

__all__ = ["assemble"]

_PROSE = ("summary", "detection", "response", "recovery")
_ITEM = re.compile(r"^ {0,3}(?:[-*+•]|\d+[.)]) +\S", re.MULTILINE)
_EMPTY = re.compile(r"^(?:[-*+•]|\d+[.)])?\s*$")
_LABELLED = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*[^*]{1,40}\*\*\s*:?(?:\s*\S+){0,10}(?<!\.)|\[[^\]]*\]\(#[^)]*\))\s*$"
)
_NUMBERED = re.compile(
    r"\b((?:PM|INC|IR|RCA|SEV|PIR|CASE|INCIDENT)[-_ ]?\d{2,}(?:-\d+)?|[A-Z]{2,8}-\d+)(?![A-Za-z0-9])"
)
_PLACEHOLDER = re.compile(
    r"\{\{.*\}\}|\[(?:incident|title|name|date|short|brief)[^\]]*\]|<(?:incident|title|name|date)[^>]*>"
    r"|\byyyy|\btemplate\b|\bincident title\b|_template\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r":$|\b(?:for example|such as|e\.g\.)\s*[,:]?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d-")
_STOCK = frozenset(
    ["index", "readme", "postmortem", "post_mortem", "incident", "report", "main", "document"]
)


def assemble(
    draft: Draft,
    outline: Outline,
    sections: Sections,
    front: FrontMatter,
    timezone: str | None,
    *,
    told: bool = False,
) -> Reading:
    """Return the incident the sections tell.

    Args:
        draft: Where everything goes.
        outline: The document.
        sections: Its sections by field.
        front: Its front matter.
        timezone: The zone of its times where it names none.
        told: The document tells an incident whatever is found: it carries its own graph.

    Raises:
        InvalidIncident: They tell none.
    """
    _title(draft, sections, front)
    calendar = calendar_of(draft, outline, sections, front, timezone)
    version = ccadb_version(outline)
    if version is not None:
        draft.named = f"CCADB incident report, version {version}"
        read_ccadb(draft, outline, sections, calendar)
    for name in _PROSE:
        _prose(draft, outline, sections, name)
    read_values(draft, sections, front, calendar)
    _impact(draft, outline, sections)
    _timeline(draft, outline, sections, calendar)
    link_rows(draft)
    take_moments(draft)
    settle_times(draft, calendar)
    _actions(draft, sections)
    causal_graph.read_causes(draft, sections)
    propose_addressed(draft)
    _lessons(draft, outline, sections)
    _lede(draft, outline, sections)
    _left(draft, outline, sections)
    if not told:
        _refuse_if_empty(draft)
    _proposals(draft, outline)
    causal_graph.settle_outcome(draft, sections)
    _missing(draft, sections)
    return draft.reading()


def _title(draft: Draft, sections: Sections, front: FrontMatter) -> None:
    title, line = sections.title
    if not title and isinstance(front.values.get("title"), str):
        title, line = front.values["title"], front.lines.get("title", 1)
    if not title:
        title, line = PurePath(draft.file).stem.replace("_", " ") or "Incident", 1
        draft.data["title"] = title
        draft.guess("title", title, "from the file's name", line)
    draft.put("title", title, line)
    draft.data["id"] = _id(draft, title, front)


def _id(draft: Draft, title: str, front: FrontMatter) -> str:
    stated = front.values.get("id") or front.values.get("incident_id")
    if isinstance(stated, str | int) and str(stated).strip():
        return str(stated).strip()
    stem = PurePath(draft.file).stem
    for text in (stem, title):
        found = _NUMBERED.search(text)
        if found:
            return found[1]
    if not stem or normal(stem).replace(" ", "_") in _STOCK:
        stem = PurePath(draft.file).parent.name or stem
    return stem or normal(title).replace(" ", "-")[:60] or "incident"


def _prose(draft: Draft, outline: Outline, sections: Sections, name: str) -> None:
    for section in sections.all(name):
        text = own_text(outline, section)
        if is_nothing(text) or _EMPTY.match(text):
            continue
        if name in draft.data or (name == "summary" and _only_labels(text)):
            draft.keep(section.title, text, section.line)
        else:
            draft.put(name, text, section.line, what=f"{name}, from {section.title!r}")


def _only_labels(text: str) -> bool:
    """Whether each line of a text is a label with its value, or a link to a place below."""
    return all(_LABELLED.match(line) for line in text.splitlines() if line.strip())


def _impact(draft: Draft, outline: Outline, sections: Sections) -> None:
    for section in sections.all("impact"):
        text = own_text(outline, section)
        if is_nothing(text) or _EMPTY.match(text):
            continue
        if "what" in draft.data.get("impact", {}):
            draft.keep(section.title, text, section.line)
        else:
            draft.put("impact.what", text, section.line, what=f"impact, from {section.title!r}")


def _timeline(draft: Draft, outline: Outline, sections: Sections, calendar: Calendar) -> None:
    for section in sections.all("timeline"):
        rows = read_rows(outline, section)
        asides = put_rows(draft, calendar, rows, outline, section.title)
        for line, text in asides:
            draft.keep(section.title, text, line)
    for section in sections.rows:
        asides = put_rows(
            draft, calendar, list(heading_row(outline, section)), outline, section.title
        )
        for line, text in asides:
            draft.keep(section.title, text, line)


def _actions(draft: Draft, sections: Sections) -> None:
    seen: set[str] = set()
    for section in sections.all("actions"):
        read = list(read_actions(section))
        for found in read:
            _put_action(draft, found, seen)
        lines = {found.line for found in read}
        for part in section.walk():
            beside = [
                b.source
                for b in part.blocks
                if b.kind == "paragraph"
                and b.words.label != b.words.plain.rstrip(" :")
                and not lines & set(range(b.line, b.end + 1))
            ]
            draft.keep(part.title, "\n\n".join(beside), part.line)
    for found in _loose_actions(sections):
        _put_action(draft, found, seen)


def _loose_actions(sections: Sections) -> list[RawAction]:
    """Return what is marked as an action item outside the sections of action items."""
    found = []
    for name in ("recovery", "response", "timeline", ""):
        for section in sections.all(name):
            for part in section.walk():
                for block in part.blocks:
                    marked = marked_action(block)
                    if marked:
                        found.append(marked)
    return found


def _put_action(draft: Draft, found: RawAction, seen: set[str]) -> None:
    key = found.what.lower()
    if key in seen:
        return
    seen.add(key)
    due = found.due.isoformat() if found.due else None
    id = draft.action(
        found.what, found.line, owner=found.owner, ticket=found.ticket, status=found.status,
        priority=found.priority, due=due, kind=found.kind, done_when=found.done_when,
    )  # fmt: skip
    if found.addresses and not (draft.named and address_factors(draft, id, found.addresses)):
        draft.warn(
            f"{clipped(found.what)!r} is said to serve {found.addresses!r}", found.line, "actions"
        )


def _lessons(draft: Draft, outline: Outline, sections: Sections) -> None:
    for name in ("went_well", "went_wrong", "got_lucky", "surprised"):
        told = [(text, s) for s in sections.all(name) for text in _lesson_texts(outline, s)]
        if told:
            texts, first = [text for text, _ in told], told[0][1]
            draft.put(f"lessons.{name}", texts, first.line, what=f"{first.title}: {len(texts)}")
    for section in sections.all("lessons"):
        draft.keep(section.title, own_text(outline, section), section.line)


def _lesson_texts(outline: Outline, section: Section) -> list[str]:
    listed = [i for b in section.blocks if b.kind == "list" for i in b.items]
    first = section.blocks[0] if section.blocks else None
    leads = first is not None and (first.kind == "list" or _INTRODUCES.search(first.words.plain))
    if listed and (leads or (len(listed) > 1 and not _mostly_prose(section))):
        texts = [_item_text(outline, item.blocks) for item in listed]
    else:
        texts = [own_text(outline, section)]
    return [text for text in texts if not is_nothing(text) and not _EMPTY.match(text)]


def _mostly_prose(section: Section) -> bool:
    prose = sum(len(b.words.plain) for b in section.blocks if b.kind == "paragraph")
    listed = sum(len(i.words.plain) for b in section.blocks if b.kind == "list" for i in b.items)
    return prose > listed


def _item_text(outline: Outline, blocks: list[Block]) -> str:
    if not blocks:
        return ""
    first = blocks[0]
    head = first.words.plain if first.kind == "paragraph" else outline.source(first.line, first.end)
    rest = "\n\n".join(outline.source(b.line, b.end) for b in blocks[1:])
    return f"{head}\n\n{rest}".strip() if rest else head


def _lede(draft: Draft, outline: Outline, sections: Sections) -> None:
    prose = [
        b
        for b in sections.lede
        if b.kind in ("paragraph", "list", "code", "quote", "table", "html")
    ]
    if not prose:
        return
    text = "\n\n".join(outline.source(b.line, b.end) for b in prose)
    words = sum(len(b.words.plain.split()) for b in prose if b.kind == "paragraph")
    if "summary" not in draft.data and words >= 8 and not _only_labels(text):
        draft.put(
            "summary",
            text,
            prose[0].line,
            sure="inferred",
            what="summary, from what stands under the title",
        )
    else:
        draft.keep("Preamble", text, prose[0].line)


def _left(draft: Draft, outline: Outline, sections: Sections) -> None:
    for section in sections.other:
        draft.keep(section.title, own_text(outline, section), section.line)
    for section in sections.all("stats"):
        draft.keep(section.title, own_text(outline, section), section.line)


def _refuse_if_empty(draft: Draft) -> None:
    dated = any("at" in row or _YEAR.match(row.get("when", "")) for row in draft.timeline)
    said = draft.actions or dated or draft.factors or draft.times
    prose = any(name in draft.data for name in (*_PROSE, "impact"))
    if not said and prose and _only_introduced(draft):
        prose = False
    template = _PLACEHOLDER.search(f"{draft.data['title']} {PurePath(draft.file).stem}")
    if (said or prose) and not (template and not draft.times and not dated):
        return
    raise refuse(
        "the document tells no incident: no summary, impact, timeline, cause or action was found",
        "an empty template or another kind of document; headings such as Summary, Timeline, "
        "Contributing factors and Action items are understood",
        draft.file,
        1,
    )


def _only_introduced(draft: Draft) -> bool:
    """Whether all there is stands under the title and tells of no cause: an index, most likely."""
    held = [name for name in (*_PROSE, "impact") if name in draft.data]
    inferred = any(n.field == "summary" and n.sure == "inferred" for n in draft.understood)
    lists = "lessons" in draft.data  # what went wrong is told, if not as causes
    return (
        held == ["summary"]
        and inferred
        and not lists
        and not any(suggested_links(draft.data["summary"]))
    )


def _proposals(draft: Draft, outline: Outline) -> None:
    for section in outline.sections:
        before = ""
        for block in section.blocks:
            _propose(draft, block, before)
            if block.kind == "paragraph":
                before = last_sentence(block.words.plain)


def _propose(draft: Draft, block: Block, before: str = "", depth: int = 0) -> None:
    if len(draft.proposals) >= 300 or depth > 8:
        return
    if block.kind == "paragraph":
        _suggest(draft, block.words.plain, block.line, before)
    for item in block.items:
        above = before
        for inner in item.blocks:
            _propose(draft, inner, above, depth + 1)
            above = last_sentence(inner.words.plain) if inner.kind == "paragraph" else above
    for row in block.rows:
        for cell in row.cells:
            _suggest(draft, cell.plain, row.line, "")


def _suggest(draft: Draft, text: str, line: int, before: str) -> None:
    for link in suggested_links(text, before):
        draft.propose(link.cause, link.effect, link.connective, line, hedged=link.hedged)


def _kept_lists(draft: Draft) -> list[str]:
    """Return the headings of notes that hold a list of two items or more."""
    return [name for name, text in draft.notes.items() if len(_ITEM.findall(text)) > 1]


def _hint(headings: list[str], field: str) -> str:
    """Return how to read a list as what is missing, where a heading has one."""
    if not headings:
        return ""
    told = f"{headings[0]}={field}"
    plain = "'" in told and not set(told) & set('"$`\\\\!')
    option = f'"{told}"' if plain else shlex.quote(told)
    return f"; if {headings[0]!r} lists them: --heading {option}"


def _missing(draft: Draft, sections: Sections) -> None:
    missing = draft.missing
    if not draft.factors:
        lists = [s.title for s in sections.all("went_wrong")] + _kept_lists(draft)
        missing["why it happened"] = "no section or list of causes was found"
        missing["why it happened"] += _hint(lists[:1], "factors")
    elif "contributing" in str(draft.data["outcome"].get("because")):
        missing["how the causes combined"] = (
            "the document lists causes and does not say how they combined"
        )
    if draft.factors and draft.actions:
        missing["what the actions close"] = "no action names the factor it addresses"
    if draft.actions and not any("owner" in a for a in draft.actions.values()):
        missing["who acts"] = "no action has an owner"
    if draft.actions and not any("status" in a for a in draft.actions.values()):
        missing["what was done"] = "no action says whether it is done"
    if not draft.actions:
        missing["what is done about it"] = "no action items were found"
        missing["what is done about it"] += _hint(_kept_lists(draft)[-1:], "actions")
    lacking = [
        name for name in ("started", "detected", "mitigated", "resolved") if name not in draft.times
    ]
    if lacking:
        missing["how long it took"] = f"not stated: {', '.join(lacking)}"
