"""Whether a stored corpus is as one can be written: whoever made it, nothing in it is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.columns import arrow_type
from causal.corpus.tables.formulas import formula_fault
from causal.corpus.tables.groups import row_finder
from causal.corpus.tables.manifest import DamagedCorpus
from causal.corpus.tables.schema import STORED, TEXTS, WORDS
from causal.libraries import numpy
from causal.libraries import pyarrow as pa
from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Table, Tables

ALL_REFERENCES = 2_000_000
"""Factors up to which every reference is followed; beyond, those of rows to their incidents."""

NEVER_MISSING = frozenset({"row", "ident", "flag", "count"})


def check_stored(tables: Tables, opened: Mapping[str, Any], distinct: bool) -> None:
    """Hold the columns of a stored corpus against types, lengths, ranges and references.

    Args:
        tables: The tables.
        opened: The open Parquet files by name.
        distinct: Whether each id shall occur once.

    Raises:
        DamagedCorpus: It is not as one can be written.
    """
    for name, kinds in STORED.items():
        _types(tables.table(name), opened[name], opened[f"{name}.texts"], kinds)
    documents = opened["documents"]
    if documents.metadata.num_rows != len(tables.incidents):
        _refuse(documents.path, f"has {documents.metadata.num_rows} rows")
    if documents.schema.names != ["incident"] or not _text(documents.schema.field(0).type):
        _refuse(documents.path, "holds no documents")
    ids = tables.incidents.arrow("id")
    if ids.null_count or (distinct and len(ids.unique()) < len(ids)):
        _refuse("incidents.id", "is missing or stands there twice")
    for name in ("factors", "links", "actions", "layers"):
        _rows(tables, opened[name])
    if len(tables.factors) <= ALL_REFERENCES:
        for (name, column), words in WORDS.items():
            odd = {*tables.table(name).arrow(column).dictionary.to_pylist()} - {None, *words}
            if odd:
                _refuse(f"{name}.{column}", f"{min(odd)!r} is no value of it")
        _references(tables)


def _refuse(where: object, problem: str) -> None:
    raise DamagedCorpus(f"{where}: {problem}: no corpus is stored like that")


def _text(found: Any) -> bool:
    return str(found) in ("large_string", "string")


def _types(table: Table, main: Any, texts: Any, kinds: Mapping[str, str]) -> None:
    for file in (main, texts):
        texts_only = file is texts
        wanted = {c: arrow_type(k) for c, k in kinds.items() if (k in TEXTS) is texts_only}
        if file.schema.names != list(wanted):
            _refuse(file.path, f"holds the columns {file.schema.names[:5]}")
        if wanted and file.metadata.num_rows != len(table):
            _refuse(file.path, f"has {file.metadata.num_rows} rows, not {len(table)}")
        for column, type_ in wanted.items():
            if not _alike(file.schema.field(column).type, type_):
                _refuse(file.path, f"{column} is {file.schema.field(column).type}, not {type_}")
    for column in (column for column, kind in kinds.items() if kind in NEVER_MISSING):
        if main.read(column).null_count:  # not kept: a large corpus is not held in memory
            _refuse(main.path, f"{column} is missing in a row")


def _alike(found: Any, wanted: Any) -> bool:
    """Return whether a column of one type can be read as another: names with any width of code."""
    if pa.types.is_list(wanted):
        return pa.types.is_list(found) and _alike(found.value_type, wanted.value_type)
    if pa.types.is_dictionary(wanted):
        return _text(found.value_type if pa.types.is_dictionary(found) else found)
    return bool(found == wanted) or (_text(found) and _text(wanted))


def _rows(tables: Tables, file: Any) -> None:
    owners, last = file.read("incident").to_numpy(), len(tables.incidents) - 1
    if len(owners) and (owners[0] < 0 or owners[-1] > last or (numpy.diff(owners) < 0).any()):
        _refuse(file.path, f"incident is not ascending from 0 to {last}")


def _references(tables: Tables) -> None:
    """Follow every id of a factor, and read every formula."""
    factors = tables.factors
    own, ids = factors.array("incident"), factors.array("id")
    find = row_finder(own, ids)
    if (ids < 0).any() or (find(own, ids) != numpy.arange(len(ids))).any():
        _refuse("factors.id", "is missing or stands twice in an incident")
    outcome = tables.pool.code(OUTCOME)

    def follow(where: str, owners: Array, codes: Array) -> None:
        if (find(owners, codes) < 0).any():
            _refuse(where, "names no factor of its incident")

    links, actions = tables.links, tables.actions
    owners, effect = links.array("incident"), links.array("effect")
    follow("links.cause", owners, links.array("cause"))
    inner = effect != outcome
    follow("links.effect", owners[inner], effect[inner])
    codes, ends = actions.several("addresses")
    follow("actions.addresses", actions.array("incident").repeat(numpy.diff(ends)), codes)
    for table in (factors, tables.incidents):
        _formulas(tables, table)


def _formulas(tables: Tables, table: Table) -> None:
    texts = table.arrow("because")
    stated = texts.is_valid().to_numpy(zero_copy_only=False)
    odd = (table.array("gate") == tables.pool.code("nested")) != stated
    if odd.any():
        where = f"row {odd.argmax()} is nested without a formula, or the reverse"
        _refuse(f"{table.name}.gate", where)
    if not stated.any():
        return
    causes = causes_by_effect(tables)
    owners = range(len(table)) if table is tables.incidents else table.array("incident").tolist()
    names = [OUTCOME] * len(table) if table is tables.incidents else table.names_of("id")
    for row in stated.nonzero()[0].tolist():
        fault = formula_fault(texts[row].as_py(), causes.get((owners[row], names[row]), set()))
        if fault:
            _refuse(f"{table.name}.because", f"row {row}: {fault}")


def causes_by_effect(tables: Tables) -> dict[tuple[int, str | None], set[str]]:
    """Return the causes of each effect, by its incident and id."""
    links = tables.links
    columns = (links.names_of(name) for name in ("cause", "effect", "role"))
    found: dict[tuple[int, str | None], set[str]] = {}
    for owner, cause, effect, role in zip(links.array("incident").tolist(), *columns, strict=True):
        if role == "because" and cause is not None:
            found.setdefault((owner, effect), set()).add(cause)
    return found
