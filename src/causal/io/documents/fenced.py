"""A Markdown postmortem that carries its own graph, in a fenced block called ``causal``.

The block holds any keys of an incident file. What the block does not say is read from the
document. A factor may point at a heading or a list item instead of repeating its words:
``pool: {at: "The pool was too small"}`` or ``pool: {at: "#contributing-factors/2"}``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from causal.errors import Fault, InvalidIncident, did_you_mean
from causal.graph.structure import open_nodes
from causal.io.documents.draft import Draft
from causal.io.documents.headings import normal
from causal.io.documents.outline import Block, Outline
from causal.io.parsed_document import parse_yaml
from causal.io.reading import Note, Reading, Report
from causal.model import Incident
from causal.model.all_faults import all_faults

_NUMBERED = re.compile(r"^#(?P<heading>[^/]+)(?:/(?P<item>\d+))?$")


def take_causal_block(outline: Outline) -> Block | None:
    """Return the fenced block of a document that is called ``causal`` and holds factors, or None.

    It is taken out of the document, so that nothing else reads it.
    """
    for section in outline.root.walk():
        for block in section.blocks:
            named = block.kind == "code" and block.info.split()[:1] == ["causal"]
            if named and "factors" in block.source:
                section.blocks.remove(block)
                return block
    return None


def merge_block(outline: Outline, block: Block, reading: Reading, draft: Draft) -> Reading:
    """Return what was read from a document, with the graph its block states in place of the guesses.

    Args:
        outline: The document.
        block: What `take_causal_block` took out of it.
        reading: What was read of the rest.
        draft: What that was gathered in, which knows the lines.

    Raises:
        InvalidIncident: The block has faults; each has its line in the document.
    """
    parsed, file = parse_yaml(block.source, draft.file), draft.file
    faults = [replace(f, file=file, line=draft.origin(f.line + block.line)) for f in parsed.faults]
    if not isinstance(parsed.data, Mapping):
        hint, line = "factors: and because:", draft.origin(block.line)
        stray = [Fault("", "the causal block is no mapping", hint, file, line)]
        raise InvalidIncident(faults or stray, source=file)
    said = dict(parsed.data)
    faults += [replace(f, line=draft.origin(block.line)) for f in _point(said, outline, file)]
    data = _put_together(reading.incident.to_data(), said)
    places = reading.incident._places
    for path, line in parsed.places.items():
        if path:
            inside = ("outcome", *path) if path[0] in ("because", "worsened_by") else path
            places[inside] = draft.origin(line + block.line)
    incident, found = all_faults(Incident, data, places, faults)
    if incident is None:
        raise InvalidIncident(found, source=file)
    report = reading.report
    if "factors" in said:
        stated = {key for key in ("factors", "actions") if key in said}
        report = _with_graph(report, incident, stated)
    return Reading(incident, reading.format, report)


def _put_together(read: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return what was read of a document, with what its block says instead where it does."""
    outcome = read["outcome"]
    causes = {key: said.pop(key) for key in ("because", "worsened_by") if key in said}
    if causes or isinstance(said.get("outcome"), Mapping):
        stated = said.get("outcome", {})
        stated = stated if isinstance(stated, Mapping) else {"what": stated}
        said["outcome"] = {"what": outcome["what"], **stated, **causes}
    gone = {"factors", "five_whys"} if "factors" in said else set()
    if "factors" in said and "outcome" not in said:
        read["outcome"] = {key: part for key, part in outcome.items() if key != "because"}
    return {**{key: part for key, part in read.items() if key not in gone}, **said}


def _with_graph(report: Report, incident: Incident, stated: Collection[str]) -> Report:
    """Return the report with what the block states instead of what was guessed of the document."""
    gone = tuple(f"{key}." for key in stated)
    kept = [note for note in report.understood if not note.field.startswith(gone)]
    for key in sorted(stated):
        parts: Mapping[str, Any] = getattr(incident, key)
        kept += [
            Note(part.what, incident.place(key, id), field=f"{key}.{id}")
            for id, part in parts.items()
        ]
    missing = dict(report.missing)
    missing.pop("why it happened", None)
    if not open_nodes(incident):
        missing.pop("how the causes combined", None)
    if any(action.addresses for action in incident.actions.values()):
        missing.pop("what the actions close", None)
    return replace(report, understood=tuple(kept), proposals=(), missing=missing)


def _point(said: dict[str, Any], outline: Outline, file: str) -> list[Fault]:
    """Put the words that factors point at in their place, and return what points nowhere."""
    texts = dict(_targets(outline))
    faults: list[Fault] = []
    factors = said.get("factors")
    if not isinstance(factors, Mapping):
        return faults
    made: dict[str, Any] = {}
    for name, factor in factors.items():
        if not isinstance(factor, Mapping) or "at" not in factor:
            made[name] = factor
            continue
        target = str(factor["at"])
        what = texts.get(_key(target))
        if what is None:
            hint = (
                did_you_mean(_key(target), texts)
                or "the words of a heading or list item of this document"
            )
            faults.append(
                Fault(
                    f"factors.{name}.at",
                    f"nothing here is called {target!r}",
                    hint,
                    file,
                    0,
                    "pointer",
                )
            )
            what = target
        made[name] = {"what": what, **{k: v for k, v in factor.items() if k != "at"}}
    said["factors"] = made
    return faults


def _key(target: str) -> str:
    found = _NUMBERED.match(target)
    if found:
        item = f"/{found['item']}" if found["item"] else ""
        return f"#{normal(found['heading'].replace('-', ' '))}{item}"
    return normal(target)


def _targets(outline: Outline) -> Iterator[tuple[str, str]]:
    """Yield what can be pointed at: headings and list items, by their words and by number."""
    for section in outline.root.walk():
        if section.title:
            yield f"#{normal(section.title)}", section.title
            yield normal(section.title), section.title
        number = 0
        for block in section.blocks:
            for item in block.items:
                number += 1
                yield f"#{normal(section.title)}/{number}", item.words.plain
                yield normal(item.words.plain), item.words.plain
