"""Which incidents are like one, or nearly the same, and by which shared parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.likeness import Likeness, Part, parts_of
from causal.corpus.patterns.statistics import few
from causal.errors import CausalError, UnknownName
from causal.graph.budget import started
from causal.libraries import numpy
from causal.model.expect import expect_incident
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.graph.budget import Budget
    from causal.model import Incident

SIMILAR = columns("text: incident title; number: likeness; texts: factors links layers")
DUPLICATES = columns("text: a b; number: likeness; texts: factors links layers")


def similar(corpus: Asked, incident: str | Incident, k: int = 10) -> Pattern:
    """Return the incidents most like one, exactly, and what they share.

    Likeness is the cosine over shared canonical factors, links between them and layers, each
    weighed by how rare it is.

    Columns: ``incident, title, likeness, factors, links, layers`` (shared, the rarest first).
    ``attrs`` holds ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        incident: The id of an incident of the corpus, or any incident, which need not be in it.
        k: How many to return.

    Raises:
        UnknownName: No incident has this id.
        CausalError: `k` is less than 1.
    """
    tables, known = corpus.tables, corpus._likeness
    expect_number(k, "k", 1)
    rows = {name: row for row, name in enumerate(tables.ids)}
    if isinstance(incident, str):
        if incident not in rows:
            raise UnknownName("incident", incident, rows)
        name, own = incident, {known.names[part] for part in known.parts(rows[incident])}
        values = known.of(rows[incident])
    else:
        expect_incident(incident, "similar", "the id of one in the corpus")
        name, own = incident.id, _parts(incident)
        values = known.to_parts(sorted(own))
        if name in rows:
            values[rows[name]] = 0.0
    met = numpy.flatnonzero(values > 0).tolist()
    near = sorted(met, key=lambda n: (-round(float(values[n]), 12), tables.ids[n]))[:k]
    titles = tables.incidents.array("title")
    cells = [
        {"incident": tables.ids[other], "title": titles[other]}
        | {"likeness": min(1.0, float(values[other]))}
        | _shared([p for n in known.parts(other) if (p := known.names[n]) in own])
        for other in near
    ]
    words = f"No incident shares anything rare enough to tell with {name}."
    if cells:
        first = cells[0]
        named = [*first["factors"], *first["links"]] or first["layers"]
        words = f"Most like {name}: {first['incident']} (likeness {first['likeness']:.2f}), by "
        words += f"{', '.join(named)}."
    return pattern(SIMILAR, cells, words=words, warnings=_warnings(known, own))


def _parts(incident: Incident) -> set[Part]:
    """Return the parts of an incident that need not be in the corpus."""
    from causal.corpus.read.incidents import tables_of

    names, _, numbers = parts_of(tables_of([incident]))
    return {names[n] for n in numbers.tolist()}


def near_duplicates(
    corpus: Asked, threshold: float = 0.9, *, budget: Budget | None = None
) -> Pattern:
    """Return every pair of incidents that are at least so alike; none is missed.

    Columns: ``a, b, likeness, factors, links, layers`` (shared, the rarest first). ``attrs``
    holds ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        threshold: The least likeness, above 0 and up to 1; see `similar`.
        budget: The limits of the answer, by default `Budget()`; a warning says what of it was
            not finished.

    Raises:
        CausalError: `threshold` is out of range.
    """
    expect_number(threshold, "threshold", 0.0, 1)
    if not threshold:
        raise CausalError(f"threshold is above 0 and up to 1, not {threshold!r}")
    ids, known = corpus.tables.ids, corpus._likeness
    cells: list[dict[str, Any]] = []
    *found, compared = known.alike(threshold, started(budget))
    for one, other, value in zip(*(column.tolist() for column in found), strict=True):
        both = set(known.parts(one)) & set(known.parts(other))
        pair = {"a": ids[one], "b": ids[other], "likeness": min(1.0, value)}
        cells.append(pair | _shared([known.names[part] for part in sorted(both)]))
    cells.sort(key=lambda row: (-round(row["likeness"], 12), row["a"], row["b"]))
    words = f"{counted(len(cells), 'pair')} of incidents are alike by {threshold:g} or more."
    warnings = _warnings(known, None)
    if compared < known.incidents:
        warnings.insert(0, f"Not finished: only the first {compared:,} were compared with all.")
    return pattern(DUPLICATES, cells, words=words, warnings=warnings)


def _shared(parts: list[Part]) -> dict[str, Any]:
    return {
        "factors": tuple(part[1] for part in parts if part[0] == "factor"),
        "links": tuple(f"{part[1]} -> {part[2]}" for part in parts if part[0] == "link"),
        "layers": tuple(part[1] for part in parts if part[0] == "layer"),
    }


def _warnings(known: Likeness, own: set[Part] | None) -> list[str]:
    noun = "incident with canonical factors"
    found = few(known.keyed, noun, "incidents with canonical factors")
    if own is not None and not any(part[0] == "factor" for part in own):
        found.append("It names no canonical factor, so that it can be alike by its layers only.")
    found.append("Only what was named counts: words are not compared, and a key must be the same.")
    return found
