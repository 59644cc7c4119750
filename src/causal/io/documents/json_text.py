"""JSON texts of other tools: parsed once, bounded in depth, and fields reached by a dotted path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from causal.io.documents.draft import Draft, refuse

DEEPEST = 60


@lru_cache(maxsize=1)
def _parsed(text: str) -> Any:
    """Return the data of a text; looking for its format and reading it parse it once."""
    data = json.loads(text)
    level = [data]
    for _ in range(DEEPEST):
        inside = [part for part in level if isinstance(part, dict | list)]
        if not inside:
            return data
        level = [p for part in inside for p in (part.values() if isinstance(part, dict) else part)]
    raise RecursionError(f"more than {DEEPEST} levels")


def parsed(text: str, file: str = "") -> Any:
    """Return the data of a JSON text, never to be changed.

    Raises:
        InvalidIncident: It is no JSON, or nests too deeply.
    """
    try:
        return _parsed(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        hint = f"column {error.colno}"
        raise refuse(f"not JSON: {error.msg}", hint, file, error.lineno) from None
    except (RecursionError, ValueError) as error:
        raise refuse(f"not JSON that is read here: {error}", "", file, 0) from None


def get(data: Any, *paths: str) -> Any:
    """Return the first value at a dotted path that says something, None where none does."""
    for path in paths:
        if "." not in path:  # nearly all of them
            value = data.get(path) if isinstance(data, dict) else None
            if value not in (None, "", [], {}):
                return value
            continue
        value = data
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
            if value is None:
                break
        if value not in (None, "", [], {}):
            return value
    return None


def text_of(data: Any, *paths: str) -> str | None:
    """Return the first value at a path as text, or the name of what stands there."""
    value = get(data, *paths)
    if isinstance(value, dict):
        return named(value)
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def named(value: Any) -> str | None:
    """Return the name of an object as these exports give it."""
    if isinstance(value, str):
        return value.strip() or None
    return text_of(
        value, "name", "display_name", "displayName", "real_name", "login", "summary", "title", "value", "label", "email",
        "data.attributes.name", "attributes.name", "user.name", "individual.name", "key",
    )  # fmt: skip


def words(value: Any) -> list[str]:
    """Return the names of a list of objects or texts, of one of them, or of a list in ``data``."""
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        value = value["data"]
    items = value if isinstance(value, list) else [value]
    return [name for name in (named(item) for item in items if item) if name]


def rows_of(data: Any, *paths: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list at a path, or in ``data`` below it."""
    value = get(data, *paths)
    if isinstance(value, dict):
        value = value.get("data") or value.get("nodes") or value.get("items")
    rows = value if isinstance(value, list) else ()
    yield from (row for row in rows if isinstance(row, dict))


def moment(value: Any) -> str | None:
    """Return a moment as a file writes it; seconds or milliseconds since 1970 are read too."""
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, int | float) or (
        isinstance(value, str) and value.replace(".", "", 1).isdigit()
    ):
        seconds = float(value)
        seconds = seconds / 1000 if seconds > 1e11 else seconds
        return datetime.fromtimestamp(seconds, UTC).isoformat() if 1e8 < seconds < 1e10 else None
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value.strip()).isoformat()
    except ValueError:
        return None


def settle(draft: Draft, *, title: str | None = None) -> None:
    """Give the draft a title, an id and an outcome where the export states none; order its rows."""
    from causal.io.documents.time_order import mend_order

    stem = PurePath(draft.file).stem or draft.format
    if title:
        draft.put("title", title, 1)
    elif "title" not in draft.data:
        draft.data["title"] = stem
        draft.guess("title", stem, "from the file's name", 1)
    draft.data.setdefault("id", stem)
    outcome = draft.data.setdefault("outcome", {"what": draft.data["title"]})
    if draft.factors and "because" not in outcome:
        from causal.io.documents.causal_graph import gate

        outcome["because"] = gate(list(draft.factors))
    stamps = [*draft.times.values(), *(row["at"] for row in draft.timeline if "at" in row)]
    naive = any(datetime.fromisoformat(stamp).tzinfo is None for stamp in stamps)
    if naive and "timezone" not in draft.data:
        draft.data["timezone"] = "UTC"
        draft.guess("timezone", "UTC", "no zone is stated", 1)
        draft.warn("no zone is stated: the times were read as UTC; --timezone gives another")
    mend_order(draft)
    draft.timeline.sort(key=lambda row: (row.get("at") is None, _sortable(row.get("at"))))
    for number in range(len(draft.timeline)):
        draft.places.pop(("timeline", number), None)


def _sortable(stamp: str | None) -> datetime:
    if stamp is None:
        return datetime.max.replace(tzinfo=UTC)
    found = datetime.fromisoformat(stamp)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
