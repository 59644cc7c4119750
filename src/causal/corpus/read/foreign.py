"""Whether a file that holds no incident is not ours at all: then it is a note, not a fault."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from causal.corpus.read.sources import kind_of, suffix_of
from causal.corpus.tables.schema import NOT_AN_INCIDENT
from causal.errors import Fault
from causal.io.detect import SUFFIXES
from causal.io.json_text import parse_json
from causal.io.parsed_document import parse_yaml

OURS = frozenset({"causal", "outcome"})
"""Keys by which a document claims to be an incident."""

_CLAIMED = re.compile(rf"""^\s*["']?(?:{"|".join(sorted(OURS))})["']?\s*:""", re.MULTILINE)
_YAML_KEY = re.compile(r"^[\w.\-/]+:(?:\s|$)", re.MULTILINE)
_JSON_KEY = re.compile(r'"[^"\n]*"\s*:')
_JSON_CLAIMED = re.compile(rf'"(?:{"|".join(sorted(OURS))})"\s*:')
_HEAD = 2**16


def claims(data: Any) -> bool:
    """Return whether plain data claims to be an incident."""
    return isinstance(data, Mapping) and bool(OURS & set(data))


def foreign_note(path: Path, raw: bytes, problem: str) -> Fault | None:
    """Return a note if a file is of another kind and does not claim to be an incident.

    Args:
        path: The file.
        raw: What it holds.
        problem: What its reader found wrong first.
    """
    format = SUFFIXES.get(suffix_of(path))
    if format in ("json", "yaml"):
        what = _document(format, raw)
    elif format == "openpsa":
        what = None if b"opsa-mef" in raw[:_HEAD] else "another kind of XML"
    elif format is None:
        what = f"a file of another kind ({kind_of(path)})"
    else:
        return Fault("", f"passed over: {problem}", rule=NOT_AN_INCIDENT)
    if what is None:
        return None
    hint = "an incident begins with causal: 1"
    return Fault("", f"passed over: no incident, but {what}", hint, rule=NOT_AN_INCIDENT)


def _document(format: str, raw: bytes) -> str | None:
    """Return what a YAML or JSON text holds that claims nothing; None where it is at fault."""
    text = raw.decode("utf-8-sig", "replace")
    marked = (parse_json if format == "json" else parse_yaml)(text)
    data = marked.data
    if marked.faults:
        return _unparsed(format, text)
    if data is None or isinstance(data, str):
        return None
    if isinstance(data, Mapping):
        if claims(data):
            return None
        keys = ", ".join(repr(key) for key in list(data)[:4])
        return f"a document with {keys or 'no keys'}"
    return f"a {type(data).__name__}"


def _unparsed(format: str, text: str) -> str | None:
    """Return what a text is that our strict reader does not parse, by the keys at its edge."""
    known, claimed = (_JSON_KEY, _JSON_CLAIMED) if format == "json" else (_YAML_KEY, _CLAIMED)
    keys = known.findall(text[: _HEAD * 16])
    if not keys or claimed.search(text) or "\ufffd" in text[:_HEAD] or "\0" in text[:_HEAD]:
        return None
    if format == "json" and not text.lstrip().startswith(("{", "[", "/")):
        return None
    names = dict.fromkeys(key.strip().rstrip(":").strip().strip('"') for key in keys[:40])
    shown = ", ".join(repr(name) for name in list(names)[:4])
    return f"another kind of {format.upper()} with {shown}"


def listed(raw: bytes) -> list[Any] | None:
    """Return the members of a JSON list in which at least one claims to be an incident."""
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return None
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, list) and any(map(claims, data)) else None
