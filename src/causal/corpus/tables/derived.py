"""What follows from tables of a program's own: sums at once, graphs and layers when asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import as_arrow, whole
from causal.corpus.tables.frame_columns import in_rows
from causal.corpus.tables.schema import SPANS, TABLES, TIMES
from causal.corpus.tables.tables import Table
from causal.libraries import compute as pc
from causal.libraries import numpy
from causal.libraries import pyarrow as pa

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array, Pool
    from causal.corpus.tables.frame_checks import Checked
    from causal.corpus.tables.tables import Tables


def times_of(incidents: dict[str, Any]) -> tuple[str, ...]:
    """Fill in when each began and how long it took, and return what had to be left out.

    A span below zero cannot be: it is left out of every sum.
    """
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
    earliest = pc.min_element_wise(*(incidents[name].cast(pa.int64()) for name in TIMES))
    return pc.coalesce(incidents["started"], earliest.cast(incidents["started"].type))


def _drop_negative(incidents: dict[str, Any], column: str) -> Array:
    """Put nothing in place of what is below zero, and return where that was."""
    values = incidents[column].to_numpy(zero_copy_only=False).copy()
    below: Array = values < 0
    if below.any():
        values[below] = numpy.nan
        incidents[column] = pa.array(values, pa.float64(), from_pandas=True)
    return below


def derived(found: Checked, tables: Callable[[], Tables]) -> dict[str, dict[str, Any]]:
    """Return the columns that follow from others, by table; what takes long is a function.

    Args:
        found: The tables as they were given.
        tables: Returns the tables that these columns become part of.
    """
    owners, of_links = found.owners["factors"], found.owners["links"]
    incidents, given = len(found.owners["incidents"]), found.given
    inner, direct = found.because & (found.effect >= 0), found.because & (found.effect < 0)
    basic, explained = numpy.ones(len(owners), bool), numpy.zeros(incidents, bool)
    basic[found.effect[inner]] = False
    explained[of_links[direct]] = True
    marked_in = {name: _unconfirmed(found, name) for name in ("factors", "links")}
    unconfirmed = [found.owners[name][marked] for name, marked in marked_in.items()]

    def counted(rows: Array) -> Any:
        return pa.array(numpy.bincount(rows, minlength=incidents), pa.int64())

    @cache
    def parts() -> tuple[Array, Array]:
        return _parts(found, inner, direct)

    made: dict[str, dict[str, Any]] = {
        "incidents": {
            "factors": counted(owners),
            "actions": counted(found.owners["actions"]),
            "unconfirmed": counted(numpy.concatenate(unconfirmed)),
            "analysed": pa.array(explained),
            "file": pa.nulls(incidents, pa.large_string()),
        },
        "factors": {
            "basic": pa.array(basic),
            "gap": given["factors"]["layer"].is_valid(),
            "kind": _kinds(given["factors"]["kind"], basic),
            "amplifier": lambda: pa.array(parts()[1]),
            "but_for": cache(lambda: _needed(tables(), *parts(), explained[owners])),
        },
        "links": {},
        "actions": {},
    }
    if not _any(given["actions"]["layers"]):
        made["actions"]["layers"] = cache(lambda: _hardened(found))
    return made


def _unconfirmed(found: Checked, table: str) -> Array:
    codes = found.codes(table, "confidence")
    marked: Array = (codes >= 0) & (codes != found.pool.code("confirmed"))
    return marked


def _parts(found: Checked, inner: Array, direct: Array) -> tuple[Array, Array]:
    """Return whether each factor takes part in the outcome, and whether it only made it worse."""
    from causal.corpus.tables.graph_batch import reached

    above, below = found.cause[inner], found.effect[inner]
    reach = []
    for links in (direct, ~found.because):
        marked = numpy.zeros(len(found.owners["factors"]), bool)
        marked[found.cause[links]] = True
        reach.append(reached(marked, above, below))
    part, worse = reach
    return part, worse & ~part


def _kinds(given: Any, basic: Array) -> Any:
    """Return the kind of each factor: as stated, else what its causes imply."""
    places = pa.array(numpy.where(basic, 0, 1).astype("int8"))
    own = pa.DictionaryArray.from_arrays(places, pa.array(["condition", "event"]))
    if not _any(given):
        return own
    return pc.coalesce(given.cast(pa.string()), own.cast(pa.string())).dictionary_encode()


def _needed(tables: Tables, part: Array, worse: Array, explained: Array) -> Any:
    """Return whether the outcome needed each factor, null where that cannot be said."""
    from causal.corpus.tables.graph_measures import measured

    sizes, (_, _, _, needed) = measured(tables)
    inner = numpy.ones(len(needed), bool)
    inner[numpy.cumsum(sizes + 1) - 1] = False
    return pa.array(needed[inner], mask=~((part | worse) & explained))


def _hardened(found: Checked) -> Any:
    """Return for each action the layer it hardens, else those of the factors it addresses."""
    layers = iter(found.given["factors"]["layer"].take(pa.array(found.addressed)).to_pylist())
    cells = (found.given["actions"][name].to_pylist() for name in ("hardens", "addresses"))
    made = []
    for own, to in zip(*cells, strict=True):
        theirs = dict.fromkeys(layer for layer in islice(layers, len(to or ())) if layer)
        made.append((own,) if own else tuple(theirs))
    return as_arrow("names", made)


def layers_of(pool: Pool, tables: Callable[[], Tables]) -> Table:
    """Return the table of layers, its rows worked out when it is first asked for."""

    @cache
    def block() -> Any:
        from causal.corpus.tables.building import block_of
        from causal.corpus.tables.layer_rows import layer_rows

        return block_of("layers", list(layer_rows(tables())))

    columns = {
        name: partial(lambda name: whole(block().column(name)), name) for name in TABLES["layers"]
    }
    return Table("layers", pool, columns, lambda: int(block().num_rows))
