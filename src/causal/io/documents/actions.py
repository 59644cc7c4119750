"""Action items: of lists, tables and paragraphs, with owner, ticket, status, priority and due date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from causal.io.documents.clock import find_dates
from causal.io.documents.days import valid_day
from causal.io.documents.headings import normal
from causal.io.documents.inline import Inline, WebLink, read_inline
from causal.io.documents.outline import Block, Item, Section
from causal.io.documents.words import meanings

_TICKET_URL = re.compile(
    r"/(?:issues?|pull|pulls|merge_requests|browse|tickets?|bugs?|work_items|pull-requests|epics?)/[\w-]*\d|[?&]id=\d|show_bug|/T\d+\b",
)
_KEY = re.compile(r"\b(?:[A-Z][A-Z0-9]{1,9}-\d+|T\d{4,})\b")
_NUMBER = re.compile(r"(?<![\w/])(?:[\w.-]+/[\w.-]+)?#\d+\b")
_OWNER = re.compile(
    r"(?:[(\[]\s*)?\b(?:owners?|assignees?|assigned to|responsible|dri|lead|who)\s*[:=]\s*(@?[\w][\w .@/&+-]{0,60}?)\s*(?=[)\],;.|]|$| - | – )",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"^(?:\[?@([\w-]+)\]?)\s*(?::|to\b|will\b|-|–)|[(\[]@([\w-]+)[)\]]\s*\.?$")
_PRIORITY = re.compile(
    r"^(?:\[|\()?(P[0-5]|highest|high|medium|low|lowest|critical|urgent|major|minor)(?:\]|\))?(?:\s+priority)?$",
    re.IGNORECASE,
)
_PRIORITY_SAID = re.compile(r"[\[(]?\b(?:priority|prio)\s*[:=]\s*(\w+)[\])]?", re.IGNORECASE)
_PRIORITY_LEADS = re.compile(
    r"^[\[(](P[0-5]|high|medium|low|critical)[\])]\s*[:\-–]?\s*", re.IGNORECASE
)
_LAST = re.compile(
    r"\s*[(\[](?:(@?\w[\w .@/&+-]{0,40}?)\s*[,;/|]\s*)?(P[0-5])(?:\s*[,;/|]\s*(@?\w[\w .@/&+-]{0,40}?))?[)\]](?=\.?$)"
)
"""Who and how urgent in brackets at the end: "(orders-db, P1)"."""
_DUE = re.compile(
    r"\b(?:due|due date|eta|deadline|target date|by)\s*[:=]?\s*(?=[\w\d])", re.IGNORECASE
)
_OWNER_LEADS = re.compile(r"^(?:owners?|assigned to|assignee|responsible)\s*:\s*", re.IGNORECASE)
_TEAM = re.compile(
    r"@[\w-]+$|(?:team\s+[\w&-]+|(?:[\w&/-]+\s+){1,3}(?:team|squad|crew|guild))$", re.IGNORECASE
)
_ROLE = re.compile(
    r"(?:the\s+)?(?:(?:[\w&/-]+\s+){0,2}(?:engineers?|administrators?)"
    r"|(?:sre|tech|team|engineering|incident|communications|operations)\s+lead"
    r"|(?:incident|product|project|engineering)\s+manager|incident\s+commander"
    r"|(?:primary\s+|secondary\s+)?on-?call(?:\s+(?:engineer|team|rota))?)$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[-–—|]\s+")
_AT_END = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]](?=\s*\.?\s*(?:$|[-–—|]\s))")
"""What stands in brackets at the end, or before what a dash sets off."""
_CHECKBOX = re.compile(r"^\[( |x|X|-|~)\]\s*")
_DONE_MARK = re.compile(r"^(?:✅|☑️?|✔️?|✓|:white_check_mark:|:heavy_check_mark:)\s*")
_OPEN_MARK = re.compile(r"^(?:⬜|☐|🔲|❌|:x:)\s*")
_DONE_SAID = re.compile(
    r"(?:[(\[]\s*(?i:(?:already\s+)?(?:done|completed?|fixed|implemented|merged|deployed))\b[^)\]]{0,40}[)\]]"
    r"|(?:^|[.:;,–—-]\s*|\s)(?:DONE|COMPLETED?)\b"
    r"|(?:^|[.:;–—-]\s+)(?:already\s+)?(?:[Dd]one|[Cc]ompleted)(?:\s+(?:in|on|by|via)\s+[^.]{1,60})?\s*\.?$"
    r"|\b(?:has|have)?\s*already\s+been\s+(?:done|implemented|fixed|completed|added|merged|deployed)\b"
    r"|\bstatus\s*[:=]\s*(?:done|completed?|closed|resolved)\b)"
)
_PROGRESS_SAID = re.compile(
    r"(?:[(\[]\s*(?:in progress|wip|ongoing|started)\s*[)\]]|\bIN PROGRESS\b|\bWIP\b|\bstatus\s*[:=]\s*(?:in progress|ongoing|started)\b)",
)
_CANCELLED_SAID = re.compile(
    r"(?:[(\[]\s*(?:cancel?led|won'?t (?:do|fix)|dropped)\s*[)\]]|\bWON'?T (?:DO|FIX)\b)"
)
_OPEN_SAID = re.compile(
    r"(?:[(\[]\s*(?:todo|to do|open|not started|pending)\s*[)\]]|^TODO\b:?\s*|\bstatus\s*[:=]\s*(?:open|todo|not started|pending)\b)"
)
_NOTHING = re.compile(
    r"^(?:\[[^\]]*\]|\{{1,2}[^}]*\}{1,2}|<[^>]*>|n/?a|none(?: recorded)?|not recorded|nothing|tbd|tba|tbc|todo|\?+|-+|\.+|…|x+|y+|z+|no (?:action|follow|further)\b.{0,60}|there (?:are|were) no (?:action|follow|further|specific|open)\b.{0,80})[.!]?$",
    re.IGNORECASE,
)


_SENTENCE = re.compile(r"\s*(?:\*\*)?[A-Z][^.!?]*(?:\w\.\w[^.!?]*)*\.\s*$")
_ASKS = re.compile(r"(?:what|which|why|who)\b|how\b[^.]*\?$", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(r"(?:in|when|for|if|before|after|during|while|on)\b", re.IGNORECASE)
"""How words begin that say when the items below them apply, and are no action themselves."""
_MARKED = frozenset({"action item", "action", "todo", "ai", "follow up"})
_MARK = re.compile(r"^\[?(?:action items?|AI|todo)\]?\s*:?\s+(?=\S)", re.IGNORECASE)


@dataclass(slots=True)
class RawAction:
    """One action item as understood; `status` is None where it is not said."""

    what: str
    line: int
    owner: str | None = None
    ticket: str | None = None
    status: str | None = None
    priority: str | None = None
    due: date | None = None
    kind: str | None = None
    done_when: str | None = None
    addresses: str = ""
    under: str = ""


def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing: "n/a", "none", "TBD", or a placeholder."""
    return not text.strip() or bool(_NOTHING.match(text.strip(" *_`-•").strip()))


def read_status(word: str) -> str | None:
    """Return the status a word or cell means, None where it means none."""
    key = normal(word) or word.strip()
    return meanings("statuses").get(key) or meanings("statuses").get(key.split(" ")[0])


def read_actions(
    section: Section, under: str = "", *, listed: bool | None = None
) -> Iterator[RawAction]:
    """Yield the action items of a section and of those below it.

    Args:
        section: A section of action items.
        under: The heading the actions are grouped under.
        listed: Whether action items are listed somewhere, so that prose is none.
    """
    done = "done" if re.search(r"\((?:completed?|done)\)", section.title, re.IGNORECASE) else None
    if listed is None:
        blocks = (block for part in section.walk() for block in part.blocks)
        listed = any(block.kind in ("list", "table") for block in blocks)
    owner = _group_owner(section.title) if under else None
    for block in section.blocks:
        if block.kind == "paragraph" and block.words.label == block.words.plain.rstrip(" :"):
            owner = _group_owner(block.words.label)
        for found in _of_block(block, listed):
            found.under = under
            found.owner = found.owner or owner
            found.status = found.status or done
            yield found
    for part in section.parts:
        yield from read_actions(part, part.title, listed=listed)


def _group_owner(heading: str) -> str | None:
    """Return the team, role or handle that a heading over action items is, else None."""
    said = _OWNER_LEADS.sub("", heading).strip(" :")
    named = said != heading.strip(" :") or _is_team(said)
    return said if named and len(said.split()) <= 5 else None


def _is_team(words: str) -> bool:
    """Return whether words name a team, a handle or a role; a person's name is none of them."""
    return bool(_TEAM.match(words) or _ROLE.match(words))


def _of_block(block: Block, listed: bool) -> Iterator[RawAction]:
    if block.kind == "list":
        for item in block.items:
            yield from _of_item(item)
    elif block.kind == "table":
        yield from _of_table(block)
    elif block.kind == "paragraph":
        said = marked_action(block)
        if said is not None:
            yield said
        elif not listed and not is_nothing(block.words.plain) and _is_action(block.words.plain):
            lines = block.source.split("\n")
            if len(lines) > 1 and all(_SENTENCE.match(line) for line in lines):
                for number, line in enumerate(lines):
                    yield action_of(read_inline(line.strip(), {}), block.line + number)
                return
            yield action_of(block.words, block.line)


def marked_action(block: Block) -> RawAction | None:
    """Return the action item a paragraph is marked as ("Action item: ..."), or None."""
    words = block.words
    if normal(words.label) in _MARKED:
        return action_of(Inline(words.rest, words.links, "", words.rest), block.line)
    match = _MARK.match(words.plain)
    if not match or (":" not in match[0] and "[" not in match[0]):
        return None
    rest = words.plain[match.end() :]
    return action_of(Inline(rest, words.links, "", rest), block.line)


def _is_action(text: str) -> bool:
    return len(text.split()) >= 3 and not text.endswith(":") and not _ASKS.match(text)


def _of_item(item: Item) -> Iterator[RawAction]:
    words = item.words
    nested = [block for block in item.under() if block.kind == "list"]
    if is_nothing(words.plain) and not nested:
        return
    if nested and (
        not words.plain
        or (
            words.plain.endswith(":")
            and (len(words.plain.split()) <= 4 or _CIRCUMSTANCE.match(words.plain))
        )
    ):
        for block in nested:  # a label over the items it groups
            for inner in block.items:
                yield from _of_item(inner)
        return
    inside = tuple(link for block in item.under() for link in _links_below(block))
    yield action_of(words, item.line, inside)


def _links_below(block: Block) -> Iterator[WebLink]:
    if block.kind == "paragraph":
        yield from block.words.links
    for item in block.items:
        for inner in item.blocks:
            yield from _links_below(inner)


def action_of(words: Inline, line: int, more: Sequence[WebLink] = ()) -> RawAction:
    """Return the action item a sentence states.

    Args:
        words: The sentence.
        line: Its line.
        more: Links that stand below it.
    """
    text = words.plain
    found = RawAction(text, line)
    box = _CHECKBOX.match(text)
    if box:
        found.status = "done" if box[1] in "xX" else "in_progress" if box[1] in "-~" else "open"
        text = text[box.end() :]
    if _DONE_MARK.match(text):
        found.status, text = "done", _DONE_MARK.sub("", text)
    elif _OPEN_MARK.match(text):
        text = _OPEN_MARK.sub("", text)
    elif words.struck:
        found.status = "done"
    if found.status in (None, "open"):
        # An empty box says less than the words beside it: "[ ] Split the traffic (in progress)".
        found.status = _status_said(text) or found.status
    if words.label and _PRIORITY.match(words.label):
        found.priority, text = words.label, words.rest
    elif words.label[:1] not in ("", "@") and words.rest and _is_team(words.label):
        found.owner, text = words.label, words.rest.lstrip(" -–—:")
    leads = _PRIORITY_LEADS.match(text)
    if leads:
        found.priority, text = leads[1], text[leads.end() :]
    said = _PRIORITY_SAID.search(text)
    if said:
        found.priority, text = said[1], text[: said.start()] + text[said.end() :]
    last = _LAST.search(text)
    if last and not (last[1] and last[3]):
        found.owner, found.priority = last[1] or last[3] or found.owner, last[2]
        text = text[: last.start()] + text[last.end() :]
    said_owner, text = _owner(text)
    found.owner = said_owner or found.owner
    found.ticket = _ticket(text, (*words.links, *more))
    found.due = _due(text)
    found.what = text.strip(" -–—,;") or words.plain
    return found


def _status_said(text: str) -> str | None:
    for pattern, status in (
        (_DONE_SAID, "done"),
        (_PROGRESS_SAID, "in_progress"),
        (_CANCELLED_SAID, "cancelled"),
        (_OPEN_SAID, "open"),
    ):
        if pattern.search(text):
            return status
    return None


def _owner(text: str) -> tuple[str | None, str]:
    found = _OWNER.search(text)
    if found:
        left = text[: found.start()] + text[found.end() :].lstrip(")].")
        return found[1].strip(), left.strip()
    handle = _HANDLE.search(text)
    if handle:
        return "@" + (handle[1] or handle[2]), text
    pieces = [*_DASH.split(text)[1:]]
    pieces += [part for inside in _AT_END.findall(text) for part in re.split(r"[,;/|]", inside)]
    named = (piece.strip(" .") for piece in pieces)
    return next((name for name in named if _is_team(name)), None), text


def _ticket(text: str, links: Sequence[WebLink]) -> str | None:
    """Return the ticket of an action: a link to one, else a key or number in its words."""
    for link in links:
        if _TICKET_URL.search(link.url):
            return link.url
    for pattern in (_KEY, _NUMBER):
        found = pattern.search(text)
        if found:
            return found[0]
    return None


def _due(text: str) -> date | None:
    for said in _DUE.finditer(text):
        found = next(find_dates(text[said.end() : said.end() + 40]), None)
        if found and found.start <= 4 and found.clock.year:
            return valid_day(found.clock.year, found.clock.month or 1, found.clock.day or 1)
    return None


def _of_table(block: Block) -> Iterator[RawAction]:
    heads = [meanings("action_columns").get(normal(cell.plain), "") for cell in block.header]
    if "what" not in heads:
        free = [n for n, head in enumerate(heads) if not head] or list(range(len(heads)))
        lengths = {
            n: sum(len(r.cells[n].plain) for r in block.rows if n < len(r.cells)) for n in free
        }
        if lengths:
            heads[max(lengths, key=lambda n: lengths[n])] = "what"
    for row in block.rows:
        cells = {head: cell for head, cell in zip(heads, row.cells, strict=False) if head}
        what = cells.get("what")
        if what is None or is_nothing(what.plain):
            continue
        found = action_of(what, row.line, cells["ticket"].links if "ticket" in cells else ())
        _from_cells(
            found, {head: cell.plain for head, cell in cells.items() if not is_nothing(cell.plain)}
        )
        yield found


def _from_cells(found: RawAction, cells: dict[str, str]) -> None:
    found.owner = cells.get("owner") or found.owner
    found.priority = cells.get("priority") or found.priority
    found.done_when = cells.get("done_when")
    found.addresses = cells.get("addresses", "")
    found.kind = meanings("action_kinds").get(normal(cells.get("kind", "")).split(" ")[0])
    if "ticket" in cells and found.ticket is None:
        cell = cells["ticket"]
        found.ticket = cell if "://" in cell else _ticket(cell, ()) or cell
        found.status = _status_said(cell) or found.status
    if "status" in cells:
        found.status = read_status(cells["status"]) or found.status
    day = next(find_dates(cells.get("due", "")), None)
    if day and day.clock.year:
        found.due = valid_day(day.clock.year, day.clock.month or 1, day.clock.day or 1)
