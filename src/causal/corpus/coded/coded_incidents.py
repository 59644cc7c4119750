"""Each row of a coded table as an incident, its codes causes that contributed.

A list of codes does not say how the causes combined: whether each alone would have been enough or
all were needed. So they stand in a `contributing` gate, and answers come as low to high.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from causal.analysis.result import counted
from causal.corpus.coded.cells import figure, notes_of, spellings, stated
from causal.corpus.coded.dates import date_hint, read_date
from causal.corpus.coded.levels import BETWEEN, begin_with_capitals, levels_of, specific
from causal.corpus.read.one_file import entry_of
from causal.corpus.tables.building import Builder, fault_block
from causal.corpus.tables.schema import STORED
from causal.corpus.tables.tables import Tables
from causal.errors import Fault, InvalidIncident
from causal.model import DEFAULT_LAYERS, OUTCOME, Incident

if TYPE_CHECKING:
    from causal.corpus.coded.column_map import ColumnMap
    from causal.corpus.coded.rows import Row

NO_DATE, NO_CODE, TOLD_TWICE, NO_TIME = "date", "code", "twice", "time"
_TIMES = {"date": "started", "reported": "declared", "resolved": "resolved"}


def tables_of_rows(rows: Iterable[Row], read: ColumnMap, file: str = "") -> Tables:
    """Return the tables of coded incidents; what of a row cannot be read is a fault of the tables.

    Args:
        rows: The rows.
        read: How to read them.
        file: The file they come from, named in faults.
    """
    builder, faults, held = Builder(), list[Fault](), dict[str, int]()
    seen: Counter[str] = Counter()
    rows, column = list(rows), read.one("codes")
    told = [part for _, cells in rows for part in cells[column or ""].split(read.separator)]
    capitals = begin_with_capitals(set(told), read.levels)
    keys = (levels_of(part, read.levels, capitals=capitals) for part in told if stated(part))
    named = (part for _, cells in rows for part in _split(cells, read, "services"))
    known = _Known(capitals, spellings(filter(None, keys)), spellings(named), Counter())
    for line, cells in rows:
        wrong: list[Fault] = []
        reading = _Row(cells, read, wrong, seen, known)
        first = held.setdefault(name := reading.cell("id"), line)
        if not name or first != line:
            problem = f"{name!r} stands in line {first} already" if name else "there is no id"
            where, hint = read.one("id") or "id", "give each incident an id of its own"
            wrong = [Fault(where, problem, hint, rule="duplicate-incident" if name else "value")]
        else:
            try:
                entry = entry_of(Incident.from_data(reading.data()), file, line)
                builder.add(entry.rows, entry.document)
            except InvalidIncident as error:
                wrong += error.faults
        faults += [Fault(f.where, f.problem, f.hint, file, line, f.rule) for f in wrong]
    made = builder.tables()
    blocks = {name: made.table(name).block() for name in STORED} | {"faults": fault_block(faults)}
    notes = _notes(seen, builder.incidents) + notes_of(known.keys | known.services, known.empty)
    return Tables.of_blocks(blocks, made.documents, tuple(notes))


class _Known(NamedTuple):
    """What is known of all rows before any is read.

    Args:
        capitals: Whether the levels of codes begin with a capital.
        keys: For each key that looks the same as others, the one it counts as.
        services: The same of services.
        empty: Words in place of a code that name no cause, and how often they were met.
    """

    capitals: bool
    keys: dict[str, str]
    services: dict[str, str]
    empty: Counter[str]


def _split(cells: Mapping[str, str], read: ColumnMap, role: str) -> list[str]:
    """Return the parts of a cell that state something, each once."""
    column = read.one(role)
    found = (part.strip() for part in (cells[column] if column else "").split(read.separator))
    return list(dict.fromkeys(part for part in found if stated(part)))


class _Row:
    """One row, read; faults and what is missing are gathered."""

    def __init__(
        self,
        cells: Mapping[str, str],
        read: ColumnMap,
        wrong: list[Fault],
        seen: Counter[str],
        known: _Known,
    ) -> None:
        self.cells, self.read, self.wrong, self.seen = cells, read, wrong, seen
        self.known = known

    def cell(self, role: str) -> str:
        column = self.read.one(role)
        return self.cells[column] if column else ""

    def keys(self) -> list[str]:
        """Return the codes as keys, each in the spelling that most rows use."""
        for part in self.cell("codes").split(self.read.separator):
            if part.strip() and not stated(part):
                self.known.empty[part.strip()] += 1
        told = _split(self.cells, self.read, "codes")
        keys = (levels_of(c, self.read.levels, capitals=self.known.capitals) for c in told)
        kept, twice = specific(self.known.keys.get(key, key) for key in keys if key)
        self.seen[TOLD_TWICE] += twice
        self.seen[NO_CODE] += not kept
        return kept

    def services(self) -> list[str]:
        found = _split(self.cells, self.read, "services")
        return list(dict.fromkeys(self.known.services.get(name, name) for name in found))

    def data(self) -> dict[str, Any]:
        """Return the incident as plain data."""
        title = self.cell("title") or self.cell("id")
        factors = {_id(key): {"what": key, "key": key} | self._layer(key) for key in self.keys()}
        outcome: dict[str, Any] = {"what": self.cell("outcome") or title}
        if factors:
            several = len(factors) > 1
            outcome["because"] = {"contributing": list(factors)} if several else list(factors)
        data: dict[str, Any] = {
            "id": self.cell("id"),
            "title": title,
            "outcome": outcome,
            "factors": factors,
            "services": self.services(),
            "times": self._times(),
            "impact": self._impact(),
        }
        own = {f["layer"] for f in factors.values() if "layer" in f} - set(DEFAULT_LAYERS)
        data |= {"layers": {name: {} for name in sorted(own)}} if own else {}
        data |= {"severity": severity} if (severity := self.cell("severity")) else {}
        data |= {"roles": {"owner": [owner]}} if (owner := stated(self.cell("owner"))) else {}
        return data

    def _layer(self, key: str) -> dict[str, str]:
        """Return the layer of a code: of the code itself, else of the nearest level above."""
        parts = key.split(BETWEEN)
        for end in range(len(parts), 0, -1):
            layer = self.read.layers.get(BETWEEN.join(parts[:end]))
            if layer is not None:
                return {"layer": layer}
        return {}

    def _times(self) -> dict[str, datetime]:
        found = {}
        for role, name in _TIMES.items():
            text = stated(self.cell(role))
            moment = self._moment(role, text) if text else None
            if moment is not None:
                found[name] = moment
        if self.read.one("date"):
            self.seen[NO_DATE] += "started" not in found
        for role in ("reported", "resolved"):
            later, first = found.get(_TIMES[role]), found.get("started")
            if later and first and later < first:
                problem = f"{self.cell(role)!r} is before {self.cell('date')!r}"
                self._fault(role, problem, "left out")
                del found[_TIMES[role]]
        return found

    def _moment(self, role: str, text: str) -> datetime | None:
        moment = read_date(text, self.read.dates)
        if moment is None:
            forms = " or ".join(self.read.dates)
            asked = f"of the form {forms}" if forms else "a date like 2025-04-01"
            self._fault(role, f"{text!r} is not {asked}", date_hint(text, self.read.dates))
            return None
        self.seen[NO_TIME] += moment.time() == time() and moment.tzinfo is None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _impact(self) -> dict[str, float | int]:
        found: dict[str, float | int] = {}
        for column in self.read.columns.get("impact", ()):
            try:
                number = figure(self.cells[column])
            except ValueError:
                problem = f"{self.cells[column]!r} is no figure"
                self.wrong.append(Fault(column, problem, "left out"))
                continue
            if number is not None:
                found[column] = number
        return found

    def _fault(self, role: str, problem: str, hint: str) -> None:
        self.wrong.append(Fault(self.read.one(role) or role, problem, hint))


def _id(key: str) -> str:
    return f"{key} (code)" if key == OUTCOME else key


def _notes(seen: Mapping[str, int], incidents: int) -> list[str]:
    """Return what must be known before believing what such tables say together."""
    whole = counted(incidents, "incident")
    found = [
        "Causes are lists of codes: how they combined is not stated, so what fixing some of them "
        "would have prevented is a range, and nothing here says that one cause led to another."
    ]
    if seen[NO_CODE]:
        found.append(f"Without a cause code, and so not explained: {seen[NO_CODE]:,} of {whole}.")
    if seen[NO_DATE]:
        found.append(f"Without a date that could be read: {seen[NO_DATE]:,} of {whole}.")
    if seen[NO_TIME]:
        found.append("Dates without a time of day count as 00:00 UTC.")
    if seen[TOLD_TWICE]:
        found.append(
            f"Left out: {counted(seen[TOLD_TWICE], 'code')} beside a more special code of its own, "
            "one cause told twice."
        )
    return found
