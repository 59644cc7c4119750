"""DataFrames of a program's own as the tables of a corpus: checked as a whole, then coded.

What the caller does not give is worked out as it is for files: which factors are basic, gaps or
amplifiers, what the outcome needed, how long things took; what takes long, when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from causal.corpus.tables.building import fault_block
from causal.corpus.tables.columns import as_arrow
from causal.corpus.tables.derived import derived, layers_of, times_of
from causal.corpus.tables.formulas import formula_fault, gate_of
from causal.corpus.tables.frame_checks import Checked, checked
from causal.corpus.tables.graph_batch import levels
from causal.corpus.tables.tables import Table, Tables, row_column, slim, table_of
from causal.errors import Fault, InvalidIncident
from causal.libraries import numpy, pandas
from causal.libraries import pyarrow as pa
from causal.model import Gate

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array


def tables_from_frames(frames: Mapping[str, pandas.DataFrame | None]) -> Tables:
    """Return the tables of DataFrames by name.

    Raises:
        InvalidIncident: The frames do not fit together; every fault is reported.
    """
    found = checked(frames)
    _causes_first(found)
    faults = _links_agree(found) + _formulas(found, "factors") + _formulas(found, "incidents")
    if faults:
        raise InvalidIncident(faults, source="frames")
    notes = times_of(found.given["incidents"])
    held: list[Tables] = []
    more = derived(found, lambda: held[0])
    made = {}
    for name, own in more.items():
        columns = found.given[name] | own
        if name != "incidents":
            columns["incident"] = row_column(found.owners[name], len(found.owners["incidents"]))
        made[name] = Table(name, found.pool, slim(columns), len(found.owners[name]))
    made["layers"] = layers_of(found.pool, lambda: held[0])
    made["faults"] = table_of("faults", fault_block([]), found.pool)
    held.append(Tables(made, found.pool, notes=notes))
    return held[0]


def _causes_first(found: Checked) -> None:
    """Put the factors of each incident in an order in which causes come before their effects.

    Raises:
        InvalidIncident: Causes go in a circle.
    """
    inner = found.effect >= 0
    above, below = found.cause[inner], found.effect[inner]
    if (above < below).all():
        return
    owners = found.owners["factors"]
    most = int(numpy.bincount(owners, minlength=1).max())
    depth = numpy.zeros(len(owners), "int32")
    for depth in levels(len(owners), above, below):
        if depth.max(initial=0) >= max(most, 1):
            raise _cycle(found, int(depth.argmax()), above, below)
    order = numpy.lexsort((numpy.arange(len(owners)), depth, owners))
    place = numpy.empty(len(order) + 1, "int64")
    place[order], place[-1] = numpy.arange(len(order)), -1
    found.take("factors", order)
    found.cause, found.effect = place[found.cause], place[found.effect]
    found.addressed = place[found.addressed]


def _cycle(found: Checked, row: int, above: Array, below: Array) -> InvalidIncident:
    """Return the error that names the cycle upstream of a factor."""
    names, seen = found.given["factors"]["id"], list[int]()
    causes = dict(zip(below.tolist(), above.tolist(), strict=True))
    while row not in seen:
        seen.append(row)
        row = causes[row]
    circle = [names[r].as_py() for r in (*seen[seen.index(row) :], row)]
    owner = found.given["incidents"]["id"][int(found.owners["factors"][row])].as_py()
    problem = f"causes go in a circle in {owner!r}: {' <- '.join(circle)}"
    return InvalidIncident([Fault("links", problem, rule="cycle")], source="frames")


def _links_agree(found: Checked) -> list[Fault]:
    """Return a fault if a factor both causes and worsens the same, or a link is stated two ways."""
    because, sure = found.because, found.codes("links", "confidence")
    if because.all() and (sure[1:] == sure[:-1]).all():
        return []
    pair = found.cause.astype("int64") * (len(found.owners["factors"]) + 1) + found.effect + 1
    order = numpy.lexsort((because, pair))
    same = pair[order][1:] == pair[order][:-1]
    for differing, problem, hint in (
        (because, "is needed and only makes it worse", "because or worsened_by, not both"),
        (sure, "is stated with different confidence", "state a link once"),
    ):
        odd = same & (differing[order][1:] != differing[order][:-1])
        if odd.any():
            row = int(order[1:][odd][0])
            names = [found.given["links"][end][row].as_py() for end in ("cause", "effect")]
            owner = found.given["incidents"]["id"][int(found.owners["links"][row])].as_py()
            where = f"the link from {names[0]!r} to {names[1]!r} in {owner!r}"
            return [Fault("links", f"{where} {problem}", hint, rule="link")]
    return []


def _formulas(found: Checked, table: str) -> list[Fault]:
    """Put gates and formulas of a table in order and return what is wrong with them."""
    columns, rows = found.given[table], len(found.owners[table])
    causal = found.because
    has = numpy.zeros(rows, bool)
    direct = found.effect < 0
    if table == "factors":
        has[found.effect[causal & ~direct]] = True
    else:
        has[found.owners["links"][causal & direct]] = True
    texts, gates = columns["because"], columns["gate"]
    if not texts.null_count < len(texts) and not gates.null_count < len(gates):
        columns["gate"] = as_arrow("name", ["all"]).take(_where(has))
        return []
    stated, formulas = gates.to_pylist(), texts.to_pylist()
    causes = _causes(found, table, {row for row, text in enumerate(formulas) if text is not None})
    faults = []
    for row, text in enumerate(formulas):
        gate = stated[row]
        problem = None
        if text is None:
            problem = "is nested, and no formula says how" if gate == "nested" else None
            stated[row] = (gate or "all") if has[row] else None
        else:
            problem = formula_fault(text, causes.get(row, set()))
            if problem is None:
                stated[row], formulas[row] = gate_of(Gate.model_validate_json(text))
                if gate not in (None, "nested", stated[row]):
                    problem = f"says {gate}, and its formula {stated[row]}"
        if problem:
            faults.append(Fault(f"{table}.because", f"row {row}: {problem}", rule="formula"))
    columns["gate"], columns["because"] = as_arrow("name", stated), as_arrow("prose", formulas)
    return faults


def _where(marked: Array) -> Any:
    """Return places that are 0 where marked and null elsewhere."""
    return pa.array(numpy.zeros(len(marked), "int32"), mask=~marked)


def _causes(found: Checked, table: str, rows: set[int]) -> dict[int, set[str]]:
    """Return the causes that links name, of the effects in some rows of a table."""
    if not rows:
        return {}
    causes: dict[int, set[str]] = {}
    names = found.given["links"]["cause"].to_pylist()
    effects = found.effect.tolist()
    owners = found.owners["links"].tolist()
    for name, effect, owner, because in zip(
        names, effects, owners, found.because.tolist(), strict=True
    ):
        row = effect if table == "factors" else owner if effect < 0 else -1
        if because and row in rows:
            causes.setdefault(row, set()).add(name)
    return causes
