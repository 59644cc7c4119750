"""DataFrames of a program's own as the tables of a corpus: checked as a whole, then coded.

What the caller does not give is worked out as it is for files: which factors are basic, gaps or
amplifiers, what the outcome needed, how long things took.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from causal.corpus.patterns.graph_batch import levels, reached
from causal.corpus.patterns.graph_measures import measured
from causal.corpus.patterns.layer_rows import add_layers
from causal.corpus.tables.columns import KINDS, Column, Names, Pool
from causal.corpus.tables.frame_checks import Checked, checked
from causal.corpus.tables.joining import OF_INCIDENTS, Plain
from causal.corpus.tables.packing import Packed, Runs
from causal.corpus.tables.schema import TABLES
from causal.corpus.tables.tables import Table, Tables

if TYPE_CHECKING:
    import pandas

    from causal.corpus.tables.columns import Array

__all__ = ["tables_from_frames"]

TIMES = ("started", "detected", "declared", "mitigated", "resolved")


def tables_from_frames(frames: Mapping[str, pandas.DataFrame | None]) -> Tables:
    """Return the tables of DataFrames by name.

    Raises:
        InvalidIncident: The frames do not fit together; every fault is reported.
    """
    found = checked(frames)
    order = _causes_first(found)
    found.reorder(order)
    if "layers" not in found.frames["actions"]:
        found.frames["actions"]["layers"] = _hardened(found)
    pool = Pool()
    incidents = len(found.ids)
    made = {name: _table(name, found, pool, incidents) for name in OF_INCIDENTS if name != "layers"}
    tables = Tables(made | {name: Table(name, pool) for name in ("layers", "faults")}, pool)
    _derive(tables, found)
    add_layers(tables)
    return tables


def _causes_first(found: Checked) -> Array:
    """Return the rows of the factors by incident, causes before effects, else as given."""
    import numpy

    owners = found.owners["factors"]
    most = int(numpy.bincount(owners, minlength=1).max())
    above, below = found.inner_links
    depth = numpy.zeros(len(owners), "int32")
    for depth in levels(len(owners), above, below):
        if depth.max(initial=0) >= max(most, 1):
            raise found.cycle(int(depth.argmax()))
    ordered: Array = numpy.lexsort((numpy.arange(len(owners)), depth, owners))
    return ordered


def _hardened(found: Checked) -> list[tuple[str, ...]]:
    """Return for each action the layer it hardens, else those of the factors it addresses."""
    factors, actions = found.frames["factors"], found.frames["actions"]
    none = [None] * len(factors)
    layers = factors["layer"].tolist() if "layer" in factors else none
    layer_of = dict(
        zip(zip(found.owners["factors"].tolist(), factors["id"], strict=True), layers, strict=True)
    )
    hardens = actions["hardens"].tolist() if "hardens" in actions else [None] * len(actions)
    addressed = actions["addresses"].tolist() if "addresses" in actions else [()] * len(actions)
    owners = found.owners["actions"].tolist()
    return [
        (own,) if own else tuple(dict.fromkeys(f for a in to if (f := layer_of[owner, a])))
        for owner, own, to in zip(owners, hardens, addressed, strict=True)
    ]


def _table(name: str, found: Checked, pool: Pool, incidents: int) -> Table:
    frame, rows = found.frames[name], len(found.owners[name])
    columns: dict[str, Column] = {}
    for column, (kind, _) in TABLES[name].items():
        made: type[Any] = KINDS[kind]
        if kind == "row":
            columns[column] = made(pool, Runs(found.owners[name], incidents))
        elif kind == "canonical":
            columns[column] = made(pool)
        elif kind == "names":
            columns[column] = _names(frame.get(column, [()] * rows), pool)
        elif column in frame:
            columns[column] = made(pool, coded(kind, frame[column], pool))
        else:
            columns[column] = made(pool, _absent(kind, rows))
    return Table(name, pool, columns, rows)


def coded(kind: str, values: pandas.Series[Any], pool: Pool) -> Packed | Plain:
    """Return the values of a checked column as a column of this kind keeps them."""
    import numpy
    import pandas

    if kind == "name":
        codes, names = pandas.factorize(values, use_na_sentinel=True)
        known = numpy.array([pool.code(str(name)) for name in names] + [-1], dtype="int32")
        return Packed(known[codes], missing=-1)
    if kind in ("prose", "ident"):
        texts = values.astype("object").where(values.notna(), None)
        return Plain(texts.to_numpy(dtype=object))
    if kind in ("moment", "day"):
        unit = "us" if kind == "moment" else "D"
        plain = values.dt.tz_convert("UTC").dt.tz_localize(None) if kind == "moment" else values
        whole = plain.to_numpy().astype(f"datetime64[{unit}]").view("int64")
        return Packed(whole, missing=KINDS[kind].missing)
    return Packed(values.to_numpy(dtype={"number": "float64", "flag": "bool"}.get(kind, "int64")))


def _names(values: Any, pool: Pool) -> Names:
    import numpy

    codes = [pool.code(name) for names in values for name in names]
    lengths = numpy.array([len(names) for names in values], dtype="int64")
    return Names(pool, Packed(numpy.array(codes, dtype="int32")), Packed(lengths))


def _absent(kind: str, rows: int) -> Packed | Plain:
    import numpy

    if kind in ("prose", "ident"):
        return Plain(numpy.full(rows, None, dtype=object))
    made = KINDS[kind]
    value: Any = {"number": numpy.nan, "count": 0, "flag": False}.get(kind, made.missing)
    return Packed(numpy.full(rows, value, dtype=made.dtype), missing=made.missing)


def _derive(tables: Tables, found: Checked) -> None:
    """Fill in what follows from what was given."""
    import numpy

    factors, incidents, pool = tables.factors, tables.incidents, tables.pool
    owners = factors.array("incident")
    above, below = found.inner_links
    because = found.because
    basic = numpy.ones(len(owners), bool)
    basic[below] = False
    direct = because & (found.effect < 0)
    explained = numpy.zeros(len(found.ids), bool)
    explained[found.owners["links"][direct]] = True
    part = reached(_marked(basic, found.cause[direct]), above, below)
    worse = reached(_marked(basic, found.cause[~because]), above, below) & ~part
    _put(factors, "basic", basic)
    _put(factors, "gap", factors.array("layer") >= 0)
    _put(factors, "amplifier", worse)
    _put(incidents, "analysed", explained)
    given = factors.array("kind")
    implied = numpy.where(basic, pool.code("condition"), pool.code("event"))
    _put(factors, "kind", numpy.where(given >= 0, given, implied))
    sizes, (_, _, _, needed) = measured(tables)
    inner = numpy.ones(len(needed), bool)
    inner[numpy.cumsum(sizes + 1) - 1] = False
    known = (part | worse) & explained[owners]
    _put(factors, "but_for", numpy.where(known, needed[inner], -1).astype("int8"))
    of = tables.actions.array("incident")
    _put(incidents, "factors", sizes)
    _put(incidents, "actions", numpy.bincount(of, minlength=len(found.ids)))
    _put(incidents, "unconfirmed", _unconfirmed(tables, len(found.ids)))
    _times(incidents, found.frames["incidents"])


def _marked(like: Array, rows: Array) -> Array:
    marked: Array = like & False
    marked[rows] = True
    return marked


def _unconfirmed(tables: Tables, incidents: int) -> Array:
    import numpy

    counts = numpy.zeros(incidents, "int64")
    for table in (tables.factors, tables.links):
        codes = table.array("confidence")
        doubted = (codes >= 0) & (codes != tables.pool.code("confirmed"))
        counts += numpy.bincount(table.array("incident")[doubted], minlength=incidents)
    return counts


def _times(incidents: Table, frame: pandas.DataFrame) -> None:
    """Fill in when it began and how long it took, unless that was given."""
    import numpy

    moments = {name: incidents.array(name) for name in TIMES}
    if "began" not in frame:
        stated = numpy.fmin.reduce(list(moments.values()))
        started = moments["started"]
        _put(incidents, "began", numpy.where(numpy.isnat(started), stated, started).view("int64"))
    spans = {
        f"minutes_to_{name}": _minutes(moments["started"], moments[moment])
        for name, moment in (
            ("detect", "detected"),
            ("mitigate", "mitigated"),
            ("resolve", "resolved"),
        )
    }
    for column, span in spans.items():
        if column not in frame:
            _put(incidents, column, span)
    if "minutes_lost" not in frame:
        mitigate, resolve = (incidents.array(f"minutes_to_{n}") for n in ("mitigate", "resolve"))
        lost = numpy.where(numpy.isnan(mitigate), resolve, mitigate)
        _put(incidents, "minutes_lost", lost)


def _minutes(first: Array, last: Array) -> Array:
    import numpy

    span = (last - first).astype("float64") / 60_000_000
    span[numpy.isnat(first) | numpy.isnat(last)] = numpy.nan
    return span


def _put(table: Table, column: str, values: Array) -> None:
    kept = table.columns[column]
    kept.kept = Packed(values, missing=kept.missing)
