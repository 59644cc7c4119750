"""What an editor starts from: nothing, an incident, a file of ours, or a document in prose."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from causal.editing.draft import Draft, shaped
from causal.errors import CausalError, InvalidIncident
from causal.io.detect import detect
from causal.io.json_text import parse_json
from causal.io.parsed_document import parse_yaml
from causal.io.registry import read
from causal.io.safe_file import read_text

if TYPE_CHECKING:
    from causal.io.reading import Reading

UNSAID = "What was lost, in one sentence"
"""The words of an outcome that nobody has named yet."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Something to edit: the draft, the file it is saved to, and what that file says now.

    Args:
        draft: Where the editor starts.
        path: The file it is saved to.
        text: What that file holds; empty where there is none yet.
        said: How a document was understood, for the person who opened it.
    """

    draft: Draft
    path: Path
    text: str = ""
    said: str = ""


def empty_draft(id: str = "INC-1") -> Draft:
    """Return a draft in which nothing is named yet."""
    outcome = {"what": UNSAID}
    return Draft({"causal": 1, "id": id, "title": UNSAID, "outcome": outcome, "factors": {}})


def draft_of_text(text: str, file: str) -> Draft:
    """Return the draft that a text of our format holds, sound or not.

    Raises:
        InvalidIncident: It cannot be read at all, or has no shape that can be edited.
    """
    parse = parse_json if Path(file).suffix.lower() == ".json" else parse_yaml
    parsed = parse(text, file)
    if parsed.faults:
        raise InvalidIncident(parsed.faults, source=file)
    return Draft(shaped(parsed.data))


def draft_of_reading(reading: Reading) -> Draft:
    """Return the draft of a document in prose, with all that was guessed of it as proposals."""
    proposals = []
    for proposal in reading.report.proposals:
        told = {**asdict(proposal), "line": proposal.place.line if proposal.place else None}
        del told["place"]
        proposals.append({**told, "state": "open"})
    return Draft(shaped(reading.incident.to_data()), tuple(proposals))


def open_file(path: str | Path) -> Opened:
    """Return what there is to edit in a file; one that does not exist starts empty.

    A document in prose is saved as a new YAML file beside it.

    Raises:
        CausalError: The file to be saved to is no YAML or JSON, or is there already.
        InvalidIncident: The file cannot be read.
        OSError: It may not be read.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if not file.exists():
        if suffix not in (".yaml", ".yml"):
            raise CausalError(f"{file} does not exist; a new incident is named like incident.yaml")
        if not file.parent.is_dir():
            raise CausalError(f"there is no folder {str(file.parent)!r} to save {file.name!r} in")
        return Opened(empty_draft(file.stem), file)
    text = read_text(file)
    format = detect(text, str(file))
    if format in ("yaml", "json"):
        if not text.strip():
            return Opened(empty_draft(file.stem), file, text)
        return Opened(draft_of_text(text, str(file)), file, text)
    target = file.with_suffix(".yaml")
    if target.exists():
        raise CausalError(f"{target} is there already, beside {file.name}; edit that")
    reading = read(file)
    return Opened(draft_of_reading(reading), target, "", "\n".join(reading.report.sentences()))
