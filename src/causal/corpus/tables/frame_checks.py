"""Whether DataFrames of a program's own fit together; every fault is found before any is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from causal.corpus.tables.schema import TABLES
from causal.errors import Fault, InvalidIncident, did_you_mean
from causal.model import OUTCOME
from causal.model.action import ActionKind, Effect, Status
from causal.model.causes import Confidence
from causal.model.factor import Consequence, Kind

if TYPE_CHECKING:
    import pandas

    from causal.corpus.tables.columns import Array

__all__ = ["GIVEN", "REQUIRED", "Checked", "checked"]

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

_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("factors", "kind"): get_args(Kind),
    ("factors", "confidence"): get_args(Confidence),
    ("factors", "gate"): ("all", "any", "nested"),
    ("incidents", "gate"): ("all", "any", "nested"),
    ("links", "role"): ("because", "worsened_by"),
    ("links", "confidence"): get_args(Confidence),
    ("links", "of"): get_args(Consequence),
    ("actions", "kind"): get_args(ActionKind),
    ("actions", "effect"): get_args(Effect),
    ("actions", "status"): get_args(Status),
}
_DEFAULTS = {
    ("factors", "confidence"): "confirmed",
    ("links", "role"): "because",
    ("actions", "effect"): "removes",
    ("actions", "status"): "open",
}
SHOWN = 5


class Checked:
    """Frames that fit together, with the rows that their ids point to.

    Args:
        frames: The frames by table, with columns of the right dtypes.
        owners: By table, the row of the incident of each row.
        cause: For each link, the row of its cause among the factors.
        effect: The same for its effect; -1 for the outcome.
    """

    def __init__(
        self,
        frames: dict[str, pandas.DataFrame],
        owners: dict[str, Array],
        links: tuple[Array, Array],
    ) -> None:
        self.frames, self.owners = frames, owners
        self.cause, self.effect = links
        self.ids = frames["incidents"]["id"].tolist()

    @property
    def because(self) -> Array:
        """Whether each link is one of *because*."""
        found: Array = (self.frames["links"]["role"] == "because").to_numpy(dtype=bool)
        return found

    @property
    def inner_links(self) -> tuple[Array, Array]:
        """The rows of the factors that *because* links between factors lead from and to."""
        inner = self.because & (self.effect >= 0)
        return self.cause[inner], self.effect[inner]

    def reorder(self, order: Array) -> None:
        """Put the factors into another order."""
        import numpy

        place = numpy.empty(len(order) + 1, "int64")
        place[order], place[-1] = numpy.arange(len(order)), -1
        self.frames["factors"] = self.frames["factors"].iloc[order].reset_index(drop=True)
        self.owners["factors"] = self.owners["factors"][order]
        self.cause, self.effect = place[self.cause], place[self.effect]

    def cycle(self, row: int) -> InvalidIncident:
        """Return the error that names the cycle upstream of a factor."""
        above, below = self.inner_links
        names, seen = self.frames["factors"]["id"], list[int]()
        causes = dict(zip(below.tolist(), above.tolist(), strict=True))
        while row not in seen:
            seen.append(row)
            row = causes[row]
        circle = [str(names.iloc[r]) for r in (*seen[seen.index(row) :], row)]
        owner = self.ids[int(self.owners["factors"][row])]
        problem = f"causes go in a circle in {owner!r}: {' <- '.join(circle)}"
        return InvalidIncident([Fault("links", problem, rule="cycle")], source="frames")


def checked(frames: Mapping[str, pandas.DataFrame | None]) -> Checked:
    """Return frames with all columns in their dtypes and all ids found.

    Raises:
        InvalidIncident: They do not fit together; every fault is reported.
    """
    import numpy

    check = _Checking()
    given = {name: check.frame(name, frames.get(name)) for name in REQUIRED}
    check.stop()
    owners = {name: check.owner(name, given) for name in ("factors", "links", "actions")}
    check.stop()
    links = check.links(given, owners)
    check.stop()
    for name in ("links", "actions"):
        order = owners[name].argsort(kind="stable")
        given[name] = given[name].iloc[order].reset_index(drop=True)
        owners[name] = owners[name][order]
        links = (links[0][order], links[1][order]) if name == "links" else links
    return Checked(given, {"incidents": numpy.arange(len(given["incidents"])), **owners}, links)


class _Checking:
    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, where: str, problem: str, hint: str = "", rule: str = "value") -> None:
        self.faults.append(Fault(where, problem, hint, rule=rule))

    def stop(self) -> None:
        if self.faults:
            raise InvalidIncident(self.faults, source="frames")

    def frame(self, name: str, given: pandas.DataFrame | None) -> pandas.DataFrame:
        """Return a frame with its columns in their dtypes; a copy, empty where none was given."""
        import pandas

        if given is None:
            if name in ("incidents", "factors"):
                self.fault(name, "is required", f"a DataFrame with {_listed(REQUIRED[name])}")
            given = pandas.DataFrame({column: [] for column in REQUIRED[name]})
        if not isinstance(given, pandas.DataFrame):
            problem = f"is a {type(given).__name__}, not a DataFrame"
            self.fault(name, problem)
            return pandas.DataFrame()
        for column in (str(column) for column in given.columns):
            if column not in TABLES[name]:
                hint = did_you_mean(column, GIVEN[name]) or f"known: {_listed(sorted(GIVEN[name]))}"
                self.fault(f"{name}.{column}", "is no column of this table", hint, "unknown-column")
        missing = [column for column in REQUIRED[name] if column not in given.columns]
        for column in missing:
            self.fault(f"{name}.{column}", "is required", rule="missing")
        columns = {
            column: self.column(name, column, given[column].reset_index(drop=True))
            for column in TABLES[name]
            if column in GIVEN[name] and column in given.columns
        }
        if name == "actions" and not missing and "status_stated" not in columns:
            stated = columns["status"].notna() if "status" in columns else [False] * len(given)
            columns["status_stated"] = pandas.Series(stated, dtype=bool)
        for (table, column), default in _DEFAULTS.items():
            if table == name:
                found = columns.get(column, pandas.Series([None] * len(given), dtype=object))
                columns[column] = found.astype(object).where(found.notna(), default)
        return pandas.DataFrame(columns)

    def column(self, table: str, name: str, values: pandas.Series[Any]) -> pandas.Series[Any]:
        """Return a column in its dtype; what does not convert is a fault."""
        kind = TABLES[table][name][0]
        where = f"{table}.{name}"
        try:
            found: pandas.Series[Any] = _CONVERTED[kind](values)
        except (TypeError, ValueError, AttributeError, OverflowError) as error:
            self.fault(where, f"does not hold {_MEANT[kind]}: {error}", rule="dtype")
            return values
        if name in REQUIRED[table] and found.isna().any():
            self.fault(where, f"is missing in {_rows(found.isna())}", rule="missing")
        words = _WORDS.get((table, name))
        if words:
            odd = found.notna() & ~found.isin(words)
            if odd.any():
                problem = f"{found[odd].iloc[0]!r} in {_rows(odd)} is none of {_listed(words)}"
                self.fault(where, problem, did_you_mean(str(found[odd].iloc[0]), words))
        return found

    def owner(self, name: str, given: Mapping[str, pandas.DataFrame]) -> Array:
        """Return the row of the incident of each row of a table."""
        import pandas

        ids = pandas.Index(given["incidents"]["id"])
        if name == "factors" and ids.has_duplicates:
            double = ids[ids.duplicated()][0]
            self.fault("incidents.id", f"{double!r} stands there twice", rule="duplicate-incident")
        if ids.has_duplicates:
            return given[name].index.to_numpy()
        found: Array = ids.get_indexer(pandas.Index(given[name]["incident"]))
        unknown = pandas.Series(found < 0)
        if unknown.any():
            first = given[name]["incident"][unknown].iloc[0]
            hint = did_you_mean(str(first), map(str, ids[:1000]))
            problem = f"{first!r} in {_rows(unknown)} is no incident"
            self.fault(f"{name}.incident", problem, hint, "unknown-incident")
        return found

    def links(
        self, given: Mapping[str, pandas.DataFrame], owners: Mapping[str, Array]
    ) -> tuple[Array, Array]:
        """Return the rows of the factors each link leads from and to."""
        import pandas

        table = pandas.MultiIndex.from_arrays([owners["factors"], given["factors"]["id"]])
        if table.has_duplicates:
            owner, double = table[table.duplicated()].tolist()[0]
            incident = given["incidents"]["id"].iloc[int(owner)]
            self.fault("factors.id", f"{double!r} stands twice in {incident!r}", rule="duplicate")
            return owners["links"], owners["links"]
        if (given["factors"]["id"] == OUTCOME).any():
            self.fault("factors.id", f"{OUTCOME!r} is the outcome's", "give the factor another id")
        found = []
        for end in ("cause", "effect"):
            names = given["links"][end]
            rows = table.get_indexer(pandas.MultiIndex.from_arrays([owners["links"], names]))
            unknown = pandas.Series(rows < 0) & ~((names == OUTCOME) & (end == "effect"))
            if unknown.any():
                problem = (
                    f"{names[unknown].iloc[0]!r} in {_rows(unknown)} is no factor of its incident"
                )
                self.fault(f"links.{end}", problem, rule="unknown-factor")
            found.append(rows)
        self._addressed(given["actions"], owners["actions"], table)
        return found[0], found[1]

    def _addressed(self, actions: pandas.DataFrame, owners: Array, factors: Any) -> None:
        import pandas

        if "addresses" not in actions or not len(actions):
            return
        pairs = actions.assign(_owner=owners)[["_owner", "addresses"]].explode("addresses").dropna()
        rows = factors.get_indexer(pandas.MultiIndex.from_frame(pairs))
        if (rows < 0).any():
            odd = pairs["addresses"][rows < 0].iloc[0]
            self.fault(
                "actions.addresses", f"{odd!r} is no factor of its incident", rule="unknown-factor"
            )


def _text(values: pandas.Series[Any]) -> pandas.Series[Any]:
    return values.astype(object).where(values.notna(), None).map(str, na_action="ignore")


def _moment(values: pandas.Series[Any]) -> pandas.Series[Any]:
    import pandas

    return pandas.to_datetime(values, utc=True)


def _day(values: pandas.Series[Any]) -> pandas.Series[Any]:
    import pandas

    return pandas.to_datetime(values).dt.normalize()


def _texts(values: pandas.Series[Any]) -> pandas.Series[Any]:
    return values.map(_tuple)


def _tuple(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, Iterable) else ()


def _flag(values: pandas.Series[Any]) -> pandas.Series[Any]:
    return values.astype("boolean").fillna(value=False).astype(bool)


_CONVERTED: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("name", "prose", "ident", "row"), _text),
    "names": _texts,
    "number": lambda values: values.astype("float64"),
    "flag": _flag,
    "moment": _moment,
    "day": _day,
}
_MEANT = {"number": "numbers", "flag": "truth values", "moment": "times", "day": "dates"} | (
    dict.fromkeys(("name", "prose", "ident", "row", "names"), "text")
)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _rows(marked: pandas.Series[Any]) -> str:
    """Return which rows are marked, in words."""
    rows = [int(row) for row in marked.to_numpy(dtype=bool).nonzero()[0]]
    shown = ", ".join(map(str, rows[:SHOWN])) + (", ..." if len(rows) > SHOWN else "")
    return f"row {shown}" if len(rows) == 1 else f"{len(rows)} rows ({shown})"
