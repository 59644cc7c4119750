"""Which column of a table of incidents holds what, from arguments or from ``causal.toml``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from causal.errors import CausalError, did_you_mean
from causal.io.safe_file import read_toml

ROLES = {
    "id": "the id of the incident; required, and each its own",
    "codes": "its cause codes; required",
    "title": "its title; the id where there is none",
    "outcome": "what was lost, in a sentence; the title where there is none",
    "date": "when it began",
    "reported": "when it was reported or declared",
    "resolved": "when it was over",
    "severity": "its severity",
    "services": "the services, sites or companies it is about",
    "owner": "the team or role that owns it",
    "impact": "columns of figures: what was lost",
}
"""What a column may hold."""

SEVERAL = ("impact",)
"""Roles that several columns may have."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How to read a table of coded incidents.

    Args:
        columns: For each role, the names of its columns.
        separator: What stands between codes (and between services) of one cell.
        levels: What stands between the levels of one code; None where codes have no levels.
        dates: The forms of dates, as `datetime.strptime` takes them; none for ISO 8601.
        encoding: The encoding of a CSV file.
        layers: For codes, or the first levels of codes, the layer of defence they are gaps in.
    """

    columns: Mapping[str, tuple[str, ...]]
    separator: str = ";"
    levels: str | None = ","
    dates: tuple[str, ...] = ()
    encoding: str = "utf-8-sig"
    layers: Mapping[str, str] = field(default_factory=dict)

    def one(self, role: str) -> str | None:
        """Return the column of a role that has one."""
        return next(iter(self.columns.get(role, ())), None)


def column_map(columns: Mapping[str, Any], source: str = "columns", **options: Any) -> ColumnMap:
    """Return how to read a table, checked.

    Raises:
        CausalError: A role is not known or lacks a column, or an option is of the wrong kind.
    """
    faults, made = [], dict[str, tuple[str, ...]]()
    if not isinstance(columns, Mapping):
        raise CausalError(f"columns maps roles to names of columns, not {columns!r}")
    for role, given in columns.items():
        names = (given,) if isinstance(given, str) else given
        if role not in ROLES:
            hint = did_you_mean(str(role), ROLES) or f"one of {', '.join(ROLES)}"
            faults.append(f"{role!r} is nothing that a column holds ({hint})")
        elif not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
            faults.append(f"{role} is the name of a column, not {given!r}")
        elif len(names) != 1 and role not in SEVERAL:
            faults.append(f"{role} is one column, not {given!r}")
        else:
            made[role] = tuple(names)
    faults += [
        f"{role} is required: {ROLES[role]}" for role in ("id", "codes") if role not in columns
    ]
    faults += _wrong(options)
    if faults:
        raise CausalError(f"{source}: {'; '.join(faults)}")
    given = {k: v for k, v in options.items() if v is not None or k == "levels"}
    if isinstance(dates := given.get("dates", ()), str):
        dates = (dates,)
    return ColumnMap(made, **given | {"dates": tuple(dates)})


def _wrong(options: Mapping[str, Any]) -> list[str]:
    found = []
    for name, value in options.items():
        if name == "layers":
            texts = isinstance(value, Mapping) and all(isinstance(v, str) for v in value.values())
            if value is not None and not texts:
                found.append(f"layers names the layer of each code, not {value!r}")
        elif name == "dates" and isinstance(value, list | tuple):
            if not all(isinstance(form, str) and form for form in value):
                found.append(f"dates is a form, or a list of them, not {value!r}")
        elif name in ("separator", "levels", "dates", "encoding"):
            if value is not None and not (isinstance(value, str) and value):
                found.append(f"{name} is a text that is not empty, not {value!r}")
        else:
            known = ("separator", "levels", "dates", "encoding", "layers")
            hint = did_you_mean(name, known) or f"one of {', '.join(known)}"
            found.append(f"{name!r} is no option ({hint})")
    separator, levels = options.get("separator", ";"), options.get("levels", ",")
    if separator == levels:
        found.append(f"separator and levels are not the same, here both {separator!r}")
    return found


def found_map(folder: Path, names: Sequence[str] = ()) -> ColumnMap:
    """Return how to read a table, from the nearest ``causal.toml`` with a table ``corpus``.

    Args:
        folder: Where to look first, then in the folders above it.
        names: Of the columns of the table, for the message where no map is found.

    Raises:
        CausalError: There is none, or it is not sound.
    """
    for place in (folder, *folder.resolve().parents):
        file = place / "causal.toml"
        if not file.is_file():
            continue
        data: Any = read_toml(file)
        told = data.get("corpus")
        if isinstance(told, dict):
            columns = told.get("columns", {})
            if not isinstance(columns, dict):
                raise CausalError(f"{file}: corpus.columns is a table, not {columns!r}")
            options = {k: v for k, v in told.items() if k != "columns"}
            if options.get("levels") is False:
                options["levels"] = None
            return column_map(columns, f"{file}: corpus", **options)
    raise CausalError(
        "which column holds what is not said: write it into the table [corpus.columns] of a file "
        f"causal.toml beside it, or give columns={{...}}{_example(names)}"
    )


def _example(names: Sequence[str]) -> str:
    """Return the names of the columns, and what the smallest map of them may be."""
    if not names:
        return "; id and codes are required"
    codes = next((name for name in names if _OF_CODES.search(name)), names[-1])
    return (
        f"; such as id = {json.dumps(names[0], ensure_ascii=False)} and codes = "
        f"{json.dumps(codes, ensure_ascii=False)}, if these hold the id and the cause codes "
        f"(its columns: {', '.join(map(repr, names))}; roles: {', '.join(ROLES)})"
    )


_OF_CODES = re.compile(r"cause|code|why|reason|factor", re.IGNORECASE)
