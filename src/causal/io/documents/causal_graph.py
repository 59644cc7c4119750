"""The causes of a document as a graph: factors under one contributing gate, five whys as a tree."""

from __future__ import annotations

import re
from typing import Any

from causal.io.documents.causes import Answer, RawFactor, read_factors, read_whys
from causal.io.documents.clock import find_dates
from causal.io.documents.draft import Draft, clipped
from causal.io.documents.layer_words import guess_layer
from causal.io.documents.outline import Section
from causal.io.documents.sections import Sections

ALIKE = 0.30
"""How alike a listed cause and an answer of the five whys are to be taken as one."""

MOST_COMPARED = 2_500
"""Pairs of a listed cause and an answer that are compared; five whys have few of either."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\[`*<])")
_MARKS = re.compile(r"[*_`#>|]+|!?\[([^\]]*)\]\([^)]*\)|<[^>]{1,200}>")
_STOCK = re.compile(
    r"\b(?:incident|post-?\s?mortem|report|on|for|of|the|rca|review|analysis|root cause|outage|summary)\b",
    re.IGNORECASE,
)
_ABOUT = r"(?:\s*\([A-Z]{2,6}\))?\s*(?:(?:(?:of|for|on|about|regarding|into)\b|[-–—:,|])\s*)+"
_KIND_OF_DOCUMENT = re.compile(
    r"^\W*(?:(?:a|our|public|preliminary|final|technical|customer)\s+)*(?:"
    r"(?:(?:incident|outage|service|security)\s+)*post-?\s?mortem(?:\s+(?:report|analysis|review))?"
    rf"(?:{_ABOUT}|\s+|$)"
    r"|(?:(?:incident|outage|service|security|post-?\s?incident)\s+)*"
    r"(?:rca|root[ -]cause(?:\s+analysis)?|report|review|retrospective|analysis|summary|details|"
    rf"write-?up|update)(?:\s+report)?(?:{_ABOUT}|$)"
    r"|\w{3,20}(?:bericht|analyse)\s*[-–—:]\s*|rapport d['’]incident\s*[-–—:]\s*|informe de incidente\s*[-–—:]\s*"
    rf"|(?:incident|outage)(?:\s+#?\d+)?(?:\s+on\b|\s*[-–—:,|]|\s*$)(?:{_ABOUT})?\s*)"
    r"(?:the\s+(?=\S))?",
    re.IGNORECASE,
)
"""How a title begins that names what kind of document it is."""
_LEFT_OPEN = {"", "on", "of", "from", "at", "in", "for", "between", "during", "until", "to", "and"}
"""Words that are left at the end of a title when its date is taken away."""


def gate(members: list[str], *, confidence: str = "suspected") -> Any:
    """Return causes whose combination is not stated, as a file writes them."""
    links: list[Any] = [
        m if confidence == "confirmed" else {"cause": m, "confidence": confidence} for m in members
    ]
    return {"contributing": links} if len(links) > 1 else links


def read_causes(draft: Draft, sections: Sections) -> None:
    """Read the factors, the trigger and the five whys of a document."""
    listed: list[str] = []
    whys = [answer for section in sections.all("five_whys") for answer in read_whys(section)]
    raw = [f for s in (*sections.all("factors"), *sections.causes) for f in read_factors(s)]
    same = _matched(raw, whys)
    if whys:
        _tree(draft, whys, {id(answer): factor for factor, answer in same})
    known = {id(factor) for factor, _ in same}
    seen = {data["what"].lower() for data in draft.factors.values()}
    for section in sections.all("trigger"):
        for factor in read_factors(section):
            if factor.what.lower() not in seen:
                listed.append(_add(draft, factor, kind="trigger"))
                seen.add(factor.what.lower())
    for factor in raw:
        if id(factor) not in known and factor.what.lower() not in seen:
            seen.add(factor.what.lower())
            listed.append(_add(draft, factor))
    for section in sections.all("factors"):
        _keep_rest(draft, section, {factor.line for factor in raw})
    listed += _numbered(draft, listed, whys=bool(whys))
    if listed:
        draft.data["_listed"] = listed
    if not draft.named:  # a report of the CCADB says so itself
        _propose_layers(draft)


def _keep_rest(draft: Draft, section: Section, read: set[int]) -> None:
    """Keep what a section of causes says in prose beside the factors it gave."""
    for part in section.walk():
        rest = [
            block.source
            for block in part.blocks
            if block.kind == "paragraph"
            and read.isdisjoint(range(block.line, block.end + 1))
            and not block.words.plain.endswith(":")
        ]
        draft.keep(part.title, "\n\n".join(rest), part.line)


def _numbered(draft: Draft, listed: list[str], *, whys: bool) -> list[str]:
    """Return the numbered factors of a report that no other factor names as its cause."""
    if whys or not draft.named:
        return []
    used = {
        name
        for factor in draft.factors.values()
        for name in (*_named(factor.get("because")), *factor.get("worsened_by", ()))
    }
    return [name for name in draft.factors if name not in used and name not in listed]


def _named(causes: Any) -> list[str]:
    if isinstance(causes, str):
        return [causes]
    if isinstance(causes, dict):
        return _named(
            causes.get("cause") or next((v for v in causes.values() if isinstance(v, list)), [])
        )
    return [name for member in causes or () for name in _named(member)]


def _add(draft: Draft, factor: RawFactor, **fields: Any) -> str:
    detail = "\n".join(f"- {below.what}" for below in factor.below)
    id = draft.factor(factor.what, factor.line, detail=detail, **fields)
    for below in factor.below:
        draft.propose(below.what, factor.what, "nesting", below.line)
    return id


def _matched(raw: list[RawFactor], whys: list[Answer]) -> list[tuple[RawFactor, Answer]]:
    """Return the listed causes that say what an answer of the five whys says."""
    answers = [answer for why in whys for answer in why.walk()][1:]
    if not raw or not answers or len(raw) * len(answers) > MOST_COMPARED:
        return []
    from causal.text.match import rank

    found, taken = [], set()
    candidates = {str(n): (answer.what,) for n, answer in enumerate(answers)}
    for factor in raw:
        for name, score in rank(factor.what, candidates)[:3]:
            if score >= ALIKE and name not in taken:
                taken.add(name)
                found.append((factor, answers[int(name)]))
                break
    return found


def _tree(draft: Draft, whys: list[Answer], listed: dict[int, RawFactor]) -> None:
    """Put the answers of the five whys as factors, each caused by the answers below it."""
    ids: dict[int, str] = {}

    def add(answer: Answer, depth: int) -> str:
        said = listed.get(id(answer))
        what = said.what if said else answer.what
        name = draft.factor(what, said.line if said else answer.line)
        ids[id(answer)] = name
        if said:
            draft.factors[name]["detail"] = answer.what
        causes = [add(below, depth + 1) for below in answer.below] if depth < 60 else []
        if causes:
            draft.factors[name]["because"] = gate(causes, confidence="confirmed")
        return name

    if len(whys) == 1 and whys[0].below:
        top = whys[0]
        draft.data["outcome"] = {"what": top.what}
        draft.note("outcome", f"outcome: {clipped(top.what)}", top.line)
        causes = [add(below, 1) for below in top.below]
        chain = [_why(below, ids, 1) for below in top.below]
    else:
        causes = [add(why, 0) for why in whys]
        chain = [_why(why, ids, 0) for why in whys]
    draft.data["_tree"] = causes
    if len(chain) == 1:
        draft.data["five_whys"] = {"chain": chain}
    else:
        head = whys[0].what if len(whys) == 1 else "The outcome"
        draft.data["five_whys"] = {"chain": [{"answer": head, "because": chain}]}
    count = sum(1 for why in whys for _ in why.walk())
    draft.note("five_whys", f"five whys of {count} answers", whys[0].line)


def _why(answer: Answer, ids: dict[int, str], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {"answer": answer.what, "factor": ids[id(answer)]}
    if answer.below and depth < 60:
        found["because"] = [_why(below, ids, depth + 1) for below in answer.below]
    return found


def _propose_layers(draft: Draft) -> None:
    for name, factor in draft.factors.items():
        if factor.get("kind") == "trigger" or "layer" in factor or "because" in factor:
            continue
        found = guess_layer(factor["what"])
        if found:
            line = draft.places.get(("factors", name), 1)
            draft.propose(name, *found, line, kind="layer")


def settle_outcome(draft: Draft, sections: Sections) -> None:
    """State the outcome and what it came from."""
    listed: list[str] = draft.data.pop("_listed", [])
    tree: list[str] = draft.data.pop("_tree", [])
    outcome = draft.data.setdefault("outcome", {})
    if "what" not in outcome:
        what, line = _outcome(draft, sections)
        outcome["what"] = what
        draft.note("outcome", f"outcome: {clipped(what)}", line, "inferred")
    if listed and tree:
        suspected = [{"cause": name, "confidence": "suspected"} for name in listed]
        outcome["because"] = {"contributing": [*tree, *suspected]}
    elif tree:
        outcome["because"] = gate(tree, confidence="confirmed")
    elif listed:
        outcome["because"] = gate(listed)


def _outcome(draft: Draft, sections: Sections) -> tuple[str, int]:
    """Return what was lost: the title without dates, else the first sentence about impact."""
    title = str(draft.data["title"])
    bare = _bare(title)
    telling = len(_STOCK.sub(" ", bare).split())
    if telling >= 2 or (telling and re.search(r"\boutage\b", bare, re.IGNORECASE)):
        return bare, sections.title[1] or 1
    for field in ("impact.what", "summary", "detection"):
        text = (
            draft.data.get("impact", {}).get("what")
            if field == "impact.what"
            else draft.data.get(field)
        )
        sentence = _first_sentence(str(text)) if text else ""
        if sentence:
            return sentence, draft.places.get(tuple(field.split(".")), 1)
    return title, sections.title[1] or 1


def _bare(title: str) -> str:
    """Return a title without its dates and without the words that name the kind of document."""
    bare = title
    dates = list(find_dates(title))
    for found in reversed(dates):
        bare = bare[: found.start] + bare[found.end :]
    bare = re.sub(r"[(\[][\s,;–—-]*[)\]]", " ", bare)
    words = _KIND_OF_DOCUMENT.sub("", bare, count=1).split()
    while dates and words and words[-1].strip(" -–—:,.").lower() in _LEFT_OPEN:
        words.pop()
    return " ".join(words).strip(" -–—:,.")


def _first_sentence(text: str) -> str:
    plain = _MARKS.sub(lambda m: m[1] or "", text).strip()
    for line in plain.split("\n"):
        sentence = _SENTENCE.split(line.strip(" -+•"))[0].strip()
        if len(sentence.split()) >= 4:
            return sentence.rstrip(".:") if len(sentence) <= 300 else clipped(sentence, 300)
    return ""
