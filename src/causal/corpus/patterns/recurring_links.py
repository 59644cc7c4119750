"""Which causes lead to which effects again and again, and in which small shapes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from causal.analysis.result import counted
from causal.corpus.coded.levels import in_line
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.patterns.statistics import few, share
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.contracted import COLUMN, Contracted, contracted
from causal.corpus.tables.order import chronological
from causal.errors import UnknownName
from causal.libraries import numpy, pandas
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables

LINKS = columns(
    "text: cause effect; count: direct; number: minutes_lost; count: minutes_known incidents "
    "total; number: share share_low share_high; texts: incident_ids"
)
MOTIFS = columns(
    "text: shape; texts: members; count: incidents total; number: share share_low share_high; "
    "texts: incident_ids"
)

SHAPES = ("joined", "chain", "shared cause", "shared effect")
"""The small shapes: a and b cause the same; a leads to b to c; a to b and to c; a and b to c."""

LARGE = 250
"""Links from or to one name of an incident from which on its shapes are not looked for."""


def recurring_links(corpus: Asked, min_incidents: int = 2, *, over: str = "factors") -> Pattern:
    """Return the links from cause to effect that came back in several incidents.

    A link leads from one canonical factor (or layer) to the next one downstream, through any
    factors that have none, along *because* and *worsened by*.

    Columns: ``cause, effect, direct`` (in how many incidents nothing stands between),
    ``minutes_lost`` (over the ``minutes_known`` incidents where recorded), ``incidents``, of
    the ``total`` in which both stand, ``share, share_low, share_high`` (Wilson 95 %),
    ``incident_ids`` (oldest first). ``attrs`` holds ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        min_incidents: In how many incidents a link must stand.
        over: ``factors`` (canonical ones) or ``layers``.

    Raises:
        UnknownName: `over` is neither.
        CausalError: `min_incidents` is less than 1.
    """
    tables = corpus.tables
    _check(min_incidents, over)
    found = contracted(tables, over)
    gather = _Gathering(tables, found)
    minutes = tables.incidents.array("minutes_lost")
    rows: list[dict[str, Any]] = []
    links = found.links.assign(lost=minutes[found.links["incident"]])
    for members, own, cells in gather(links, ["cause", "effect"], min_incidents):
        if in_line(members):
            continue
        known = [m for m in own["lost"].tolist() if not isnan(m)]
        cost = {"minutes_lost": sum(known) if known else nan, "minutes_known": len(known)}
        ends = {"cause": members[0], "effect": members[1], "direct": int(own["direct"].sum())}
        rows.append(ends | cost | cells)
    rows.sort(key=lambda row: (-row["incidents"], row["cause"], row["effect"]))
    words = _words(rows, found.links.groupby(["cause", "effect"]).ngroups, min_incidents, over)
    linked = found.links["incident"].nunique()
    warnings = [*_warnings(tables, found, linked, over), *tables.warnings]
    return pattern(LINKS, rows, words=words, warnings=warnings)


def recurring_motifs(corpus: Asked, min_incidents: int = 2, *, over: str = "factors") -> Pattern:
    """Return the small shapes of links that came back in several incidents.

    Columns: ``shape`` (joined: a and b are direct causes of one factor or of the outcome;
    chain: a leads to b to c; shared cause: a to b and to c; shared effect: a and b to c),
    ``members`` (in that order), ``incidents, total`` (incidents in which all stand), ``share,
    share_low, share_high`` (Wilson 95 %), ``incident_ids`` (oldest first). ``attrs`` holds
    ``words`` and ``warnings``.

    Args:
        corpus: The incidents.
        min_incidents: In how many incidents a shape must stand.
        over: ``factors`` (canonical ones) or ``layers``.

    Raises:
        UnknownName: `over` is neither.
        CausalError: `min_incidents` is less than 1.
    """
    tables = corpus.tables
    _check(min_incidents, over)
    found = contracted(tables, over)
    gather = _Gathering(tables, found)
    seen, wide = _shapes(found)
    rows: list[dict[str, Any]] = []
    total, incidents = 0, [pandas.Series([], dtype="int64")]
    for shape in SHAPES:
        frame, columns = seen[shape], [c for c in ("a", "b", "c") if c in seen[shape]]
        total += frame.groupby(columns).ngroups
        incidents.append(frame["incident"])
        for members, _, cells in gather(frame, columns, min_incidents):
            if not in_line(members):
                rows.append({"shape": shape, "members": members} | cells)
    rows.sort(key=lambda row: (-row["incidents"], SHAPES.index(row["shape"]), row["members"]))
    words = f"{len(rows)} of the {counted(total, 'small shape')} of links seen came back in "
    words += f"{min_incidents} or more incidents."
    if rows:
        first = rows[0]
        words += f" Most often, in {first['incidents']}: {first['shape']}, "
        words += f"{', '.join(first['members'])}."
    warnings = _warnings(tables, found, pandas.concat(incidents).nunique(), over)
    if wide:
        warnings.append(
            f"Not looked through for shapes: {counted(wide, 'incident')} where more than {LARGE} "
            "links lead from or to one name."
        )
    warnings += tables.warnings
    return pattern(MOTIFS, rows, words=words, warnings=warnings)


def _check(min_incidents: int, over: str) -> None:
    if over not in tuple(COLUMN):
        raise UnknownName("kind of link ends", over, COLUMN)
    expect_number(min_incidents, "min_incidents", 1)


def _shapes(found: Contracted) -> tuple[dict[str, pandas.DataFrame], int]:
    """Return where each shape stands, its members as places of names, and how many were too wide.

    Names keep their order of places, which is that of their sorted texts.
    """
    links, joined = found.links[["incident", "cause", "effect"]], found.joined
    many = [
        frame.groupby(columns)[name].transform("size").gt(LARGE)
        for frame, columns, name in (
            (links, ["incident", "cause"], "effect"),
            (links, ["incident", "effect"], "cause"),
            (joined, ["incident", "effect"], "name"),
        )
    ]
    wide = numpy.union1d(links["incident"][many[0] | many[1]], joined["incident"][many[2]])
    links = links[~links["incident"].isin(wide)]
    joined = joined[~joined["incident"].isin(wide)]

    def both(frame: pandas.DataFrame, on: str, end: str) -> pandas.DataFrame:
        pairs = frame.merge(frame, on=["incident", on])
        return pairs[pairs[f"{end}_x"] < pairs[f"{end}_y"]]

    chain = links.merge(
        links, left_on=["incident", "effect"], right_on=["incident", "cause"], suffixes=("", "_2")
    )
    chain = chain[chain["cause"] != chain["effect_2"]]
    named = {
        "joined": both(joined, "effect", "name").rename(columns={"name_x": "a", "name_y": "b"})[
            ["incident", "a", "b"]
        ],
        "chain": chain.rename(columns={"cause": "a", "effect": "b", "effect_2": "c"}),
        "shared cause": both(links, "cause", "effect").rename(
            columns={"cause": "a", "effect_x": "b", "effect_y": "c"}
        ),
        "shared effect": both(links, "effect", "cause").rename(
            columns={"cause_x": "a", "cause_y": "b", "effect": "c"}
        ),
    }
    kept = {
        shape: frame[[c for c in ("incident", "a", "b", "c") if c in frame]].drop_duplicates()
        for shape, frame in named.items()
    }
    return kept, len(wide)


class _Gathering:
    """Gathers what a frame says of each group of names in several incidents."""

    def __init__(self, tables: Tables, found: Contracted) -> None:
        self.ids, self.found = tables.ids, found
        self.rank = numpy.asarray(chronological(tables), dtype="int64")
        columns = found.stands.tocsc()
        cuts = pairwise(columns.indptr.tolist())
        self.stands = [set(columns.indices[a:b].tolist()) for a, b in cuts]

    def __call__(
        self, frame: pandas.DataFrame, columns: list[str], least: int
    ) -> Iterator[tuple[tuple[str, ...], dict[str, Array], dict[str, Any]]]:
        """Yield the names of each group, its columns (oldest incident first), and its counts."""
        kept = frame[frame.groupby(columns)["incident"].transform("size") >= least]
        kept = kept.assign(rank=self.rank[kept["incident"]]).sort_values([*columns, "rank"])
        values = {str(name): kept[name].to_numpy() for name in kept}
        ends = kept.groupby(columns).size().cumsum()
        for members, (start, end) in zip(ends.index, pairwise([0, *ends.tolist()]), strict=True):
            own = {name: column[start:end] for name, column in values.items()}
            incidents = own["incident"].tolist()
            total = len(set.intersection(*(self.stands[member] for member in members)))
            value, low, high = share(len(incidents), total)
            yield (
                tuple(self.found.names[m] for m in members),
                own,
                {
                    "incidents": len(incidents),
                    "total": total,
                    "share": value,
                    "share_low": low,
                    "share_high": high,
                    "incident_ids": tuple(self.ids[row] for row in incidents),
                },
            )


def _words(rows: list[dict[str, Any]], total: int, least: int, over: str) -> str:
    kind = "canonical factors" if over == "factors" else "layers"
    if not total:
        return f"No link between {kind} is drawn in any incident."
    head = f"{len(rows)} of the {counted(total, 'link')} between {kind} came back in {least} or "
    head += "more incidents"
    if not rows:
        return f"{head}."
    first = rows[0]
    return (
        f"{head}. Most often {first['cause']} led to {first['effect']}: in {first['incidents']} of "
        f"the {first['total']} incidents with both ({share(first['incidents'], first['total'])})."
    )


def _warnings(tables: Tables, found: Contracted, linked: int, over: str) -> list[str]:
    said = few(linked, "incident with such links", "incidents with such links")
    if over == "factors":
        bare = int((tables.factors.array("key") == MISSING).sum())
        if bare:
            total = counted(len(tables.factors), "factor")
            said.append(f"{bare} of {total} carry no key; links lead through them, never to them.")
    if found.names:
        said.append(
            "A link is what authors drew, not what an experiment showed; authors who know the last "
            "report may draw it again."
        )
    return said
