"""Tables of factors and of actions, from CSV or DataFrames, with a map of their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from causal.io.documents.actions import is_nothing, read_status
from causal.io.documents.clock import find_dates
from causal.io.documents.days import valid_day
from causal.io.documents.draft import Draft, refuse
from causal.io.documents.headings import normal
from causal.io.documents.json_text import settle
from causal.io.documents.words import meanings
from causal.io.reading import Reading

if TYPE_CHECKING:
    import pandas

FACTOR_FIELDS = ("factor", "layer", "kind", "key", "because", "evidence", "detail", "confidence")
"""What a column of a table of factors may hold; ``factor`` is its sentence."""

ACTION_FIELDS = (
    "what",
    "owner",
    "priority",
    "ticket",
    "due",
    "status",
    "kind",
    "done_when",
    "addresses",
    "hardens",
)
"""What a column of a table of actions may hold; ``what`` is its sentence."""

_FACTOR_HEADS = {
    "factor": "factor", "factors": "factor", "contributing factor": "factor", "cause": "factor", "causes": "factor",
    "root cause": "factor", "layer": "layer", "defence": "layer", "gap in": "layer", "key": "key", "canonical": "key",
    "evidence": "evidence", "detail": "detail", "confidence": "confidence", "because": "because", "caused by": "because",
}  # fmt: skip
MOST = 50_000


def read_csv(
    text: str,
    file: str = "",
    *,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
) -> Reading:
    """Return an incident with the factors or actions of a CSV table.

    Args:
        text: The table, its first row the names of the columns; separated by comma, semicolon or tab.
        file: Its name, for places.
        columns: Field to the name of the column that holds it, such as ``{"what": "Summary"}``;
            fields are those of `FACTOR_FIELDS` and `ACTION_FIELDS`.
        timezone: Not used; a table has no times.

    Raises:
        InvalidIncident: No column holds factors or actions.
    """
    del timezone
    csv.field_size_limit(1_000_000)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4000], delimiters=",;\t|")
    except csv.Error:
        dialect = "excel"
    try:
        rows = list(csv.reader(io.StringIO(text), dialect))[: MOST + 1]
    except csv.Error as error:
        raise refuse(
            f"no table: {error}", "a CSV table with the names of its columns first", file, 1
        ) from None
    if len(rows) < 2:
        raise refuse(
            "no table with rows", "the names of the columns, then a row for each item", file, 1
        )
    head, *body = rows
    records = ({name.strip(): cell for name, cell in zip(head, row, strict=False)} for row in body)
    draft = Draft("csv", file)
    _put(draft, records, [name.strip() for name in head], columns)
    settle(draft)
    return draft.reading()


def read_frames(
    title: str,
    *,
    id: str | None = None,
    factors: pandas.DataFrame | None = None,
    actions: pandas.DataFrame | None = None,
    columns: Mapping[str, str] | None = None,
) -> Reading:
    """Return an incident with the factors and actions of DataFrames.

    Args:
        title: What was lost.
        id: The incident's id; made of the title when not given.
        factors: A row for each factor.
        actions: A row for each action.
        columns: Field to the name of the column that holds it.

    Raises:
        InvalidIncident: No column holds factors or actions.
    """
    draft = Draft("frames", "")
    draft.data["id"] = id or normal(title).replace(" ", "-")[:60] or "incident"
    for frame in (factors, actions):
        if frame is not None:
            names = [str(name) for name in frame.columns]
            cells = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
            records = (dict(zip(names, map(str, row), strict=True)) for row in cells)
            _put(draft, records, names, columns)
    settle(draft, title=title)
    return draft.reading()


def _put(
    draft: Draft,
    records: Iterable[Mapping[str, str]],
    names: list[str],
    columns: Mapping[str, str] | None,
) -> None:
    fields = _fields(names, columns, draft.file)
    if "factor" in fields.values():
        _factors(draft, records, fields)
    else:
        for number, row in _rows(records, fields):
            _action(draft, row, number)


def _fields(names: list[str], columns: Mapping[str, str] | None, file: str) -> dict[str, str]:
    """Return for each column that is understood the field it holds."""
    known = {*FACTOR_FIELDS, *ACTION_FIELDS}
    found: dict[str, str] = {}
    for field, name in (columns or {}).items():
        if field not in known:
            raise refuse(
                f"{field!r} is no field of a factor or an action",
                f"known: {', '.join(sorted(known))}",
                file,
            )
        if name not in names:
            raise refuse(
                f"the table has no column {name!r}", f"its columns: {', '.join(names)}", file, 1
            )
        found[name] = field
    for name in names:
        if name not in found:
            meant = _FACTOR_HEADS.get(normal(name)) or meanings("action_columns").get(normal(name))
            if meant and meant not in found.values():
                found[name] = meant
    if not {"factor", "what"} & set(found.values()):
        hint = f"name it: columns={{'what': {names[0]!r}}}" if names else ""
        raise refuse(
            f"no column of {', '.join(map(repr, names[:8]))} holds factors or actions",
            hint,
            file,
            1,
        )
    return found


def _rows(
    records: Iterable[Mapping[str, str]], fields: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, record in enumerate(records, 2):
        row = {
            fields[name]: value.strip()
            for name, value in record.items()
            if name in fields and value and value.strip()
        }
        if row:
            yield number, row


def _factors(draft: Draft, records: Iterable[Mapping[str, str]], fields: Mapping[str, str]) -> None:
    causes: dict[str, list[str]] = {}
    for number, row in _rows(records, fields):
        if "factor" not in row or is_nothing(row["factor"]):
            continue
        kind = row.get("kind", "").lower()
        confidence = row.get("confidence", "").lower()
        id = draft.factor(
            row["factor"], number, layer=normal(row.get("layer", "")).replace(" ", "_") or None,
            kind=kind if kind in ("trigger", "condition", "event") else None, key=row.get("key"), detail=row.get("detail"),
            evidence=row.get("evidence"), confidence=confidence if confidence in ("suspected", "disputed") else None,
        )  # fmt: skip
        if row.get("because"):
            causes[id] = [part.strip() for part in row["because"].split(";") if part.strip()]
    by_words = {factor["what"].lower(): id for id, factor in draft.factors.items()}
    for id, named in causes.items():
        for name in named:
            cause = by_words.get(name.lower()) or (name if name in draft.factors else None)
            if cause and cause != id:
                draft.propose(cause, id, "column", draft.places.get(("factors", id), 1))
    _own_layers(draft)


def _own_layers(draft: Draft) -> None:
    """Declare the layers of the table that are not among those known from the start."""
    from causal.model import DEFAULT_LAYERS

    for factor in draft.factors.values():
        layer = factor.get("layer")
        if layer and layer not in DEFAULT_LAYERS:
            draft.data.setdefault("layers", {}).setdefault(layer, {})


def _action(draft: Draft, row: Mapping[str, str], number: int) -> None:
    if "what" not in row or is_nothing(row["what"]):
        return
    day = next(find_dates(row.get("due", "")), None)
    made = (
        valid_day(day.clock.year, day.clock.month or 1, day.clock.day or 1)
        if day and day.clock.year
        else None
    )
    draft.action(
        row["what"], number, owner=row.get("owner"), priority=row.get("priority"), ticket=row.get("ticket"),
        due=made.isoformat() if made else None, status=read_status(row["status"]) if "status" in row else None,
        kind=meanings("action_kinds").get(normal(row.get("kind", ""))), done_when=row.get("done_when"),
    )  # fmt: skip
