"""What follows from tables of a program's own: sums at once, graphs and layers when asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import as_arrow, narrow
from causal.corpus.tables.frame_columns import in_rows
from causal.corpus.tables.schema import TABLES
from causal.corpus.tables.tables import Table

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array, Pool
    from causal.corpus.tables.frame_checks import Checked
    from causal.corpus.tables.tables import Tables

__all__ = ["Derived", "layers_of", "times_of"]

TIMES = ("started", "detected", "declared", "mitigated", "resolved")
SPANS = {"detect": "detected", "mitigate": "mitigated", "resolve": "resolved"}


def times_of(incidents: dict[str, Any]) -> tuple[str, ...]:
    """Fill in when each began and how long it took, and return what had to be left out.

    A span below zero cannot be: it is left out of every sum.
    """
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    moments = {name: incidents[name].cast(pa.int64()) for name in TIMES}
    whole = {n: m.to_numpy(zero_copy_only=False).astype("float64") for n, m in moments.items()}
    if not _any(incidents["began"]):
        incidents["began"] = _began(incidents)
    odd = numpy.zeros(len(incidents["id"]), bool)
    for name, moment in SPANS.items():
        column = f"minutes_to_{name}"
        if not _any(incidents[column]):
            span = (whole[moment] - whole["started"]) / 60_000_000
            incidents[column] = pa.array(span, pa.float64(), from_pandas=True)
        odd |= _drop_negative(incidents, column)
    if not _any(incidents["minutes_lost"]):
        mitigate, resolve = (incidents[f"minutes_to_{name}"] for name in ("mitigate", "resolve"))
        fallback = pc.if_else(incidents["mitigated"].is_null(), resolve, None)
        incidents["minutes_lost"] = pc.coalesce(mitigate, fallback)
    odd |= _drop_negative(incidents, "minutes_lost")
    if not odd.any():
        return ()
    names = [repr(incidents["id"][int(row)].as_py()) for row in odd.nonzero()[0][:5]]
    more = ", ..." if odd.sum() > 5 else ""
    return (
        f"Times out of order in {in_rows(odd)}: {', '.join(names)}{more}; what would have lasted "
        "less than nothing is left out of every sum.",
    )


def _any(block: Any) -> bool:
    """Return whether a column states anything."""
    return bool(block.null_count < len(block))


def _began(incidents: dict[str, Any]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    earliest = pc.min_element_wise(*(incidents[name].cast(pa.int64()) for name in TIMES))
    return pc.coalesce(incidents["started"], earliest.cast(incidents["started"].type))


def _drop_negative(incidents: dict[str, Any], column: str) -> Array:
    """Put nothing in place of what is below zero, and return where that was."""
    import numpy
    import pyarrow as pa

    values = incidents[column].to_numpy(zero_copy_only=False).copy()
    below: Array = values < 0
    if below.any():
        values[below] = numpy.nan
        incidents[column] = pa.array(values, pa.float64(), from_pandas=True)
    return below


class Derived:
    """The columns that follow from the others; graphs are looked at when one is asked for.

    Args:
        found: The tables as they were given.
    """

    tables: Tables

    def __init__(self, found: Checked) -> None:
        self._pool = found.pool
        self._owners, self._of_links = found.owners["factors"], found.owners["links"]
        self._cause, self._effect, self._because = found.cause, found.effect, found.because
        self._given = found.given
        self._of_actions = found.owners["actions"]
        self._incidents = len(found.owners["incidents"])
        self._doubted = {name: found.codes(name, "confidence") for name in ("factors", "links")}

    def columns(self, table: str) -> dict[str, Callable[[], Any]]:
        """Return what gives each derived column of a table."""
        named: dict[str, tuple[str, ...]] = {
            "incidents": ("factors", "actions", "unconfirmed", "analysed", "file"),
            "factors": ("basic", "gap", "amplifier", "but_for", "kind"),
            "actions": ("layers",),
        }
        made = {
            column: partial(getattr, self, f"_{table}_{column}") for column in named.get(table, ())
        }
        if table == "actions" and self._stated(table, "layers"):
            del made["layers"]
        return made

    def _stated(self, table: str, column: str) -> bool:
        return _any(self._given[table][column])

    def _counted(self, owners: Array) -> Any:
        import numpy
        import pyarrow as pa

        return pa.array(numpy.bincount(owners, minlength=self._incidents), pa.int64())

    @cached_property
    def _incidents_factors(self) -> Any:
        return self._counted(self._owners)

    @cached_property
    def _incidents_actions(self) -> Any:
        return self._counted(self._of_actions)

    @cached_property
    def _incidents_unconfirmed(self) -> Any:
        import pyarrow.compute as pc

        sure = self._pool.code("confirmed")
        parts = ((self._owners, "factors"), (self._of_links, "links"))
        marked = [
            owners[(self._doubted[name] >= 0) & (self._doubted[name] != sure)]
            for owners, name in parts
        ]
        return pc.add(*map(self._counted, marked))

    @cached_property
    def _explained(self) -> Array:
        import numpy

        found = numpy.zeros(self._incidents, bool)
        found[self._of_links[self._because & (self._effect < 0)]] = True
        return found

    @cached_property
    def _incidents_analysed(self) -> Any:
        import pyarrow as pa

        return pa.array(self._explained)

    @cached_property
    def _incidents_file(self) -> Any:
        import pyarrow as pa

        return pa.nulls(self._incidents, pa.large_string())

    @cached_property
    def _basic(self) -> Array:
        import numpy

        basic = numpy.ones(len(self._owners), bool)
        basic[self._effect[self._because & (self._effect >= 0)]] = False
        return basic

    @cached_property
    def _parts(self) -> tuple[Array, Array]:
        """Whether each factor takes part in the outcome, and whether it only made things worse."""
        from causal.corpus.patterns.graph_batch import reached

        inner = self._because & (self._effect >= 0)
        above, below = self._cause[inner], self._effect[inner]
        part = reached(self._marked(self._because & (self._effect < 0)), above, below)
        return part, reached(self._marked(~self._because), above, below) & ~part

    def _marked(self, links: Array) -> Array:
        marked = self._basic & False
        marked[self._cause[links]] = True
        return marked

    @cached_property
    def _factors_basic(self) -> Any:
        import pyarrow as pa

        return pa.array(self._basic)

    @cached_property
    def _factors_gap(self) -> Any:
        return self._given["factors"]["layer"].is_valid()

    @cached_property
    def _factors_amplifier(self) -> Any:
        import pyarrow as pa

        return pa.array(self._parts[1])

    @cached_property
    def _factors_kind(self) -> Any:
        import numpy
        import pyarrow as pa
        import pyarrow.compute as pc

        implied = as_arrow("name", ["condition", "event"])
        places = pa.array(numpy.where(self._basic, 0, 1).astype("int32"))
        own = pa.DictionaryArray.from_arrays(places, implied.dictionary)
        given = self._given["factors"]["kind"]
        if given.null_count == len(given):
            return narrow(own)
        return narrow(
            pc.coalesce(given.cast(pa.string()), own.cast(pa.string())).dictionary_encode()
        )

    @cached_property
    def _factors_but_for(self) -> Any:
        import numpy
        import pyarrow as pa

        from causal.corpus.patterns.graph_measures import measured

        sizes, (_, _, _, needed) = measured(self.tables)
        inner = numpy.ones(len(needed), bool)
        inner[numpy.cumsum(sizes + 1) - 1] = False
        part, worse = self._parts
        known = (part | worse) & self._explained[self._owners]
        return pa.array(needed[inner], mask=~known)

    @cached_property
    def _actions_layers(self) -> Any:
        """For each action the layer it hardens, else those of the factors it addresses."""
        factors, actions = self._given["factors"], self._given["actions"]
        rows = zip(self._owners.tolist(), factors["id"].to_pylist(), strict=True)
        layer_of = dict(zip(rows, factors["layer"].to_pylist(), strict=True))
        cells = (
            self._of_actions.tolist(),
            actions["hardens"].to_pylist(),
            actions["addresses"].to_pylist(),
        )
        found = [
            (own,)
            if own
            else tuple(dict.fromkeys(f for a in to or () if (f := layer_of[owner, a])))
            for owner, own, to in zip(*cells, strict=True)
        ]
        return as_arrow("names", found)


def layers_of(pool: Pool, tables: Callable[[], Tables]) -> Table:
    """Return the table of layers, its rows worked out when it is first asked for."""
    found: list[Any] = []

    def block() -> Any:
        from causal.corpus.patterns.layer_rows import layer_rows
        from causal.corpus.tables.building import block_of

        if not found:
            found.append(block_of("layers", list(layer_rows(tables()))))
        return found[0]

    def column(name: str) -> Any:
        whole = block().column(name).combine_chunks()
        return whole.chunk(0) if hasattr(whole, "chunk") else whole

    columns = {name: partial(column, name) for name in TABLES["layers"]}
    return Table("layers", pool, columns, lambda: int(block().num_rows))
