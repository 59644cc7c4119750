"""Whether DataFrames of a program's own fit together; every fault is found before any is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import Pool, arrow_type, encoded
from causal.corpus.tables.frame_columns import OddColumn, arrow_column, in_rows
from causal.corpus.tables.groups import row_finder
from causal.corpus.tables.schema import TABLES, WORDS
from causal.errors import Fault, InvalidIncident, did_you_mean
from causal.libraries import compute as pc
from causal.libraries import numpy, pandas
from causal.libraries import pyarrow as pa
from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

_DERIVED = {
    "incidents": {"factors", "actions", "unconfirmed", "analysed", "file"},
    "factors": {"canonical", "basic", "gap", "amplifier", "but_for"},
    "links": set[str](),
    "actions": set[str](),
}
GIVEN = {name: {*TABLES[name]} - derived for name, derived in _DERIVED.items()}
"""Table to the columns a caller may give; columns that `causal` derives are passed over."""

REQUIRED = {
    "incidents": ("id",),
    "factors": ("incident", "id"),
    "links": ("incident", "cause", "effect"),
    "actions": ("incident", "id"),
}
"""Table to the columns it must have."""

_DEFAULTS = {
    ("factors", "confidence"): "confirmed",
    ("links", "role"): "because",
    ("actions", "effect"): "removes",
    ("actions", "status"): "open",
}
_NEVER_BELOW_ZERO = frozenset({("links", "minutes"), ("actions", "cost")})

Given = dict[str, Any]
"""The columns of one table as Arrow arrays."""


class Checked:
    """Tables that fit together, with the rows that their ids point to; rows stand by incident.

    Args:
        pool: The names of all tables.
        given: The columns by table, as Arrow arrays.
        owners: By table, the row of the incident of each row.
        cause: For each link, the row of its cause among the factors.
        effect: The same for its effect; -1 for the outcome.
    """

    def __init__(
        self,
        pool: Pool,
        given: dict[str, Given],
        owners: dict[str, Array],
        cause: Array,
        effect: Array,
    ) -> None:
        self.pool, self.given, self.owners = pool, given, owners
        self.cause, self.effect = cause, effect
        self.addressed = cause

    def codes(self, table: str, column: str) -> Array:
        """Return the codes of a column of names; a last one stands for what is not stated."""
        return _codes(self.pool, self.given[table][column])

    @property
    def because(self) -> Array:
        """Whether each link is one of *because*."""
        found: Array = self.codes("links", "role") == self.pool.code("because")
        return found

    def take(self, table: str, order: Array) -> None:
        """Put the rows of a table into another order."""
        places = pa.array(order)
        self.given[table] = {c: block.take(places) for c, block in self.given[table].items()}
        self.owners[table] = self.owners[table][order]


def _codes(pool: Pool, block: Any) -> Array:
    known = pool.codes(block.dictionary.to_pylist())
    places = block.indices.fill_null(len(known) - 1) if block.null_count else block.indices
    found: Array = known[places.to_numpy()]
    return found


def checked(frames: Mapping[str, pandas.DataFrame | None]) -> Checked:
    """Return the columns of frames in their types, all ids found.

    Raises:
        InvalidIncident: They do not fit together; every fault is reported.
    """
    check = _Checking()
    given = {name: check.frame(name, frames.get(name)) for name in REQUIRED}
    check.stop()
    check.ids(given["incidents"]["id"])
    check.stop()
    owners = {name: check.owner(name, given) for name in ("factors", "links", "actions")}
    check.stop()
    owners["incidents"] = numpy.arange(len(given["incidents"]["id"]))
    found = Checked(Pool(), given, owners, numpy.zeros(0), numpy.zeros(0))
    for name in ("factors", "links", "actions"):
        if (numpy.diff(owners[name]) < 0).any():
            found.take(name, owners[name].argsort(kind="stable"))
    check.references(found)
    check.stop()
    return found


class _Checking:
    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, where: str, problem: str, hint: str = "", rule: str = "value") -> None:
        self.faults.append(Fault(where, problem, hint, rule=rule))

    def stop(self) -> None:
        if self.faults:
            raise InvalidIncident(self.faults, source="frames")

    def frame(self, name: str, given: pandas.DataFrame | None) -> Given:
        """Return the columns of a frame in their types; empty ones where none was given."""
        if given is None:
            if name in ("incidents", "factors"):
                self.fault(name, "is required", f"a DataFrame with {_listed(REQUIRED[name])}")
            given = pandas.DataFrame({column: [] for column in REQUIRED[name]}, dtype=object)
        if not isinstance(given, pandas.DataFrame):
            problem = f"is a {type(given).__name__}, not a DataFrame"
            self.fault(name, problem, "to_pandas() makes one of other kinds of frame")
            return {}
        self.columns(name, given)
        columns = {
            column: self.column(name, column, kind, given[column])
            for column, (kind, _) in TABLES[name].items()
            if column in GIVEN[name] and list(given.columns).count(column) == 1
        }
        return self.filled(name, columns, len(given)) if not self.faults else {}

    def columns(self, name: str, given: pandas.DataFrame) -> None:
        """Tell of columns that are unknown, doubled or missing."""
        labels = [str(column) for column in given.columns]
        for column in dict.fromkeys(labels):
            if column not in TABLES[name]:
                hint = did_you_mean(column, GIVEN[name]) or f"known: {_listed(sorted(GIVEN[name]))}"
                self.fault(f"{name}.{column}", "is no column of this table", hint, "unknown-column")
            elif labels.count(column) > 1:
                problem = f"stands there {labels.count(column)} times"
                self.fault(f"{name}.{column}", problem, "give it once", "duplicate-column")
        for column in REQUIRED[name]:
            if column not in labels:
                self.fault(f"{name}.{column}", "is required", rule="missing")

    def column(self, table: str, name: str, kind: str, values: pandas.Series[Any]) -> Any:
        """Return a column in its type; what does not convert is a fault."""
        where = f"{table}.{name}"
        try:
            found = arrow_column(name, "formula" if name == "because" else kind, values)
        except OddColumn as error:
            self.fault(where, error.problem, error.hint, error.rule)
            return None
        if name in REQUIRED[table] and found.null_count:
            missing = found.is_null().to_numpy(zero_copy_only=False)
            self.fault(where, f"is missing in {in_rows(missing)}", rule="missing")
        words = WORDS.get((table, name))
        for odd in [w for w in found.dictionary.to_pylist() if w not in words] if words else []:
            marked = pc.equal(found.cast(found.type.value_type), odd).fill_null(False)
            rows = in_rows(marked.to_numpy(zero_copy_only=False))
            hint = did_you_mean(odd, words or ())
            self.fault(where, f"{odd!r} in {rows} is none of {_listed(words or ())}", hint)
            break
        if (table, name) in _NEVER_BELOW_ZERO:
            below = found.to_numpy(zero_copy_only=False) < 0
            if numpy.any(below):
                self.fault(where, f"is below zero in {in_rows(below)}", "0 or more")
        return found

    def filled(self, name: str, columns: Given, rows: int) -> Given:
        """Return the columns of a table, those that are not given filled with what that means."""
        if name == "actions" and "status_stated" not in columns:
            status = columns.get("status")
            stated = pa.array([False] * rows, pa.bool_()) if status is None else status.is_valid()
            columns["status_stated"] = stated
        for column in GIVEN[name] - set(columns):
            kind = TABLES[name][column][0]
            if kind == "flag":
                columns[column] = pa.array(numpy.zeros(rows, bool))
            elif kind == "name":
                word = _DEFAULTS.get((name, column))
                places = pa.array(numpy.zeros(rows, "int8")) if word else pa.nulls(rows, pa.int8())
                columns[column] = pa.DictionaryArray.from_arrays(
                    places, pa.array([word] if word else [], pa.string())
                )
            else:
                columns[column] = pa.nulls(rows, arrow_type(kind))
        for (table, column), default in _DEFAULTS.items():
            if table == name and columns[column].null_count:
                found = columns[column].cast(pa.string()).fill_null(default)
                columns[column] = found.dictionary_encode()
        return columns

    def ids(self, ids: Any) -> None:
        """Tell of an incident that stands there twice."""
        if pc.count_distinct(ids).as_py() < len(ids):
            double = next(str(c["values"]) for c in ids.value_counts() if c["counts"].as_py() > 1)
            self.fault("incidents.id", f"{double!r} stands there twice", rule="duplicate-incident")

    def owner(self, name: str, given: Mapping[str, Given]) -> Array:
        """Return the row of the incident of each row of a table."""
        ids, block = given["incidents"]["id"], given[name].pop("incident")
        rows = pc.index_in(block.dictionary.cast(pa.large_string()), value_set=ids)
        found: Array = rows.fill_null(-1).to_numpy()[block.indices.to_numpy()]
        unknown = found < 0
        if unknown.any():
            first = block[int(unknown.argmax())].as_py()
            hint = did_you_mean(first, ids[:1000].to_pylist())
            problem = f"{first!r} in {in_rows(unknown)} is no incident"
            self.fault(f"{name}.incident", problem, hint, "unknown-incident")
        return found

    def references(self, found: Checked) -> None:
        """Find the factors that links and actions point to."""
        owners, ids = found.owners["factors"], found.codes("factors", "id")
        names, outcome = found.pool.names, found.pool.code(OUTCOME)
        find = row_finder(owners, ids)
        twice = find(owners, ids) != numpy.arange(len(ids))
        if twice.any():
            row = int(twice.argmax())
            incident = found.given["incidents"]["id"][int(owners[row])].as_py()
            problem = f"{names[ids[row]]!r} stands twice in {incident!r}"
            self.fault("factors.id", problem, rule="duplicate")
            return
        if (ids == outcome).any():
            self.fault("factors.id", f"{OUTCOME!r} is the outcome's", "give the factor another id")
        ends: list[Array] = []
        for end in ("cause", "effect"):
            codes = found.codes("links", end)
            place = find(found.owners["links"], codes)
            unknown = (place < 0) & ~((codes == outcome) & (end == "effect"))
            if unknown.any():
                odd = names[codes[int(unknown.argmax())]]
                problem = f"{odd!r} in {in_rows(unknown)} is no factor of its incident"
                self.fault(f"links.{end}", problem, rule="unknown-factor")
            ends.append(place)
        found.cause, found.effect = ends
        block = found.given["actions"]["addresses"]
        codes = _codes(found.pool, encoded(block.flatten()))
        lengths = block.value_lengths().fill_null(0).to_numpy()
        found.addressed = find(found.owners["actions"].repeat(lengths), codes)
        unknown = found.addressed < 0
        if unknown.any():
            problem = f"{names[codes[int(unknown.argmax())]]!r} is no factor of its incident"
            self.fault("actions.addresses", problem, rule="unknown-factor")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
