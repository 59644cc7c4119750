"""Charts of what stands together, of layers over time, of open actions and of durations."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import accumulate, pairwise
from math import cos, isnan, nan, pi, sin
from typing import TYPE_CHECKING, Any

from causal.corpus.charts.chart import Chart
from causal.corpus.charts.description import Axis, Cells, Columns, Dots, Line, Mark, layer_axis
from causal.corpus.coded.levels import short_names
from causal.corpus.patterns.co_occurrence import CALLED
from causal.corpus.patterns.statistics import share
from causal.corpus.tables.order import layer_rank
from causal.corpus.tables.periods import period_of, periods
from causal.corpus.tables.schema import FAILED
from causal.errors import NothingToDraw

if TYPE_CHECKING:
    from causal.corpus.corpus import Corpus
    from causal.corpus.patterns.pattern import Pattern

_KEYS, _ROWS, _COLUMNS, _PAIRS = 20, 8, 20, 60
_LEVEL = 0.05


def factors_by_layer_chart(corpus: Corpus) -> Chart:
    """Return in how many incidents each recurring factor is a gap in each layer.

    Raises:
        NothingToDraw: No canonical factor of several incidents has a layer.
    """
    factors = corpus.factors.dropna(subset=["key", "layer"])
    columns = (factors[name] for name in ("key", "layer", "incident"))
    cases = set(zip(*columns, strict=True))
    count = Counter((key, layer) for key, layer, _ in cases)
    total = Counter(key for key, _ in {(key, incident) for key, _, incident in cases})
    keys = sorted((k for k in total if total[k] > 1), key=lambda k: (-total[k], k))[:_KEYS]
    if not keys:
        raise NothingToDraw("no canonical factor of two or more incidents is a gap in a layer")
    layers = sorted({layer for key, layer in count if key in keys}, key=layer_rank)
    values = [[count[key, layer] for layer in layers] for key in keys]
    return Chart(
        "Which factors are gaps in which layers",
        "Incidents in which a canonical factor is a gap in a layer; layers in the order a failure "
        "meets them.",
        (_cells(values, max(max(row) for row in values), 0, values),),
        layer_axis(layers),
        Axis(tuple(keys)),
    )


def _cells(values: list[list[Any]], most: float, tone: int, counts: list[list[int]]) -> Cells:
    return Cells(values, [[str(c) if c else "" for c in row] for row in counts], most, tone)


def layers_over_time_chart(corpus: Corpus) -> Chart:
    """Return in how many incidents of each year each layer failed.

    Raises:
        NothingToDraw: No dated incident names a layer that failed.
    """
    dated = corpus.incidents.dropna(subset=["began"])
    began = dict(zip(dated["id"], dated["began"].dt.date, strict=True))
    found = corpus.layers
    failed = found[found["state"].isin(FAILED)]
    days = {i: began[i] for i in failed["incident"].unique() if i in began}
    if not days:
        raise NothingToDraw("no dated incident names a layer that failed")
    names = [period.name for period in periods(min(days.values()), max(days.values()), "year")]
    pairs = zip(failed["incident"], failed["layer"], strict=True)
    count = Counter((ly, period_of(days[i], "year").name) for i, ly in pairs if i in days)
    layers = sorted({layer for layer, _ in count}, key=layer_rank)
    whole = Counter(f"{day:%Y}" for day in began.values())
    cells = [[count[layer, name] for name in names] for layer in layers]
    sure = [
        [share(v, whole[n]).low if whole[n] else 0.0 for v, n in zip(row, names, strict=True)]
        for row in cells
    ]
    most = max(0.5, *(value for row in sure for value in row))
    return Chart(
        "Which layers failed when",
        "Incidents in which a layer failed, by the year they began. The colour is the least that "
        "their share of that year's incidents may be (the low end of its 95% interval), so few "
        "incidents stay pale.",
        (_cells(sure, most, 5, cells),),
        Axis(tuple(f"{name} (of {whole[name]})" for name in names)),
        layer_axis(layers),
    )


def together_chart(corpus: Corpus) -> Chart:
    """Return which of the most frequent factors stand together, and in how many incidents.

    Raises:
        NothingToDraw: No canonical factor stood in two incidents.

    References:
        A. Lex et al., *UpSet: visualization of intersecting sets*, IEEE TVCG 20, 2014.
    """
    top = corpus.recurring_factors().head(_ROWS)
    if top.empty:
        raise NothingToDraw("no canonical factor stood in two or more incidents")
    keys = top["key"].tolist()
    held: dict[str, list[int]] = {}
    for place, ids in enumerate(top["incident_ids"]):
        for incident in ids:
            held.setdefault(incident, []).append(place)
    groups: dict[tuple[int, ...], list[str]] = {}
    for incident, own in sorted(held.items()):
        groups.setdefault(tuple(own), []).append(incident)
    shown = sorted(groups, key=lambda g: (-len(groups[g]), -len(g), g))[:_COLUMNS]
    sizes = [len(groups[g]) for g in shown]
    every = [(x, y) for x in range(len(shown)) for y in range(len(keys))]
    on = [(x, y) for x, y in every if y in shown[x]]
    hover = ["\n".join([" + ".join(keys[n] for n in g), ", ".join(groups[g][:20])]) for g in shown]
    labels = tuple(f"{key} ({n})" for key, n in zip(keys, top["incidents"], strict=True))
    return Chart(
        "Which factors stand together",
        f"Incidents by exactly which of the {len(keys)} most frequent canonical factors they "
        "name; that some stand together often does not say that it is more than chance.",
        (
            Columns(sizes, -0.8, 3.2 / max(sizes), hover=hover),
            Dots(*_apart([p for p in every if p not in on]), "off", size=11),
            *(Line([x, x], [min(g), max(g)], "ink") for x, g in enumerate(shown) if len(g) > 1),
            Dots(*_apart(on), "ink", size=11),
        ),
        Axis(("",) * len(shown), shown=False),
        Axis(labels, low=-4.2),
    )


def _apart(points: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [x for x, _ in points], [y for _, y in points]


def network_chart(corpus: Corpus, found: Pattern | None = None) -> Chart:
    """Return the factors that stand together more often than chance, and nothing else.

    Args:
        corpus: The incidents.
        found: The pairs to show, below `CALLED`; those of `Corpus.co_occurrence` when not given.

    Raises:
        NothingToDraw: No pair stands out from chance.
    """
    pairs = corpus.co_occurrence(max_q=_LEVEL) if found is None else found
    level = _LEVEL if found is None else CALLED
    rows = pairs[pairs["q"] < level].head(_PAIRS).to_dict("records")
    if not rows:
        raise NothingToDraw(f"no pair of factors stands together beyond chance at q < {level:g}")
    names = around([(row["a"], row["b"]) for row in rows])
    turns = [2 * pi * n / len(names) for n in range(len(names))]
    place = {name: (cos(turn), sin(turn)) for name, turn in zip(names, turns, strict=True)}
    marks: list[Mark] = [
        Line(
            [place[row["a"]][0], place[row["b"]][0]],
            [place[row["a"]][1], place[row["b"]][1]],
            width=min(1 + row["lift"] / 2, 8),
            hover=f"{row['a']} and {row['b']}\n{row['incidents']} incidents, "
            f"{row['expected']:.1f} expected, q {row['q']:.2g}",
        )
        for row in rows
    ]
    x, y = zip(*(place[name] for name in names), strict=True)
    shown = short_names(names)
    return Chart(
        "What stands together more often than chance",
        f"Pairs at q < {level:g} of all possible pairs; thicker lines are larger lifts.",
        (*marks, Dots(x, y, 0, size=14, labels=[shown[name][0] for name in names])),
        Axis(low=-2.3, high=2.3, shown=False),
        Axis(low=-1.2, high=1.2, shown=False),
        height=520,
    )


def around(pairs: list[tuple[str, str]]) -> list[str]:
    """Return the names in an order in which those that are joined stand side by side."""
    near: dict[str, set[str]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    order: dict[str, None] = {}
    for start in sorted(near, key=lambda name: (len(near[name]), name)):
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name not in order:
                order[name] = None
                waiting += sorted(near[name] - order.keys(), reverse=True)
    return list(order)


def burn_down_chart(corpus: Corpus) -> Chart:
    """Return how many lasting actions had been named, and how many were done on a stated day.

    Raises:
        NothingToDraw: No dated incident names an action that is meant to last.
    """
    dated = corpus.incidents.dropna(subset=["began"])
    began = dict(zip(dated["id"], dated["began"].dt.date, strict=True))
    table = corpus.actions
    kept = table["incident"].isin(began) & (table["status"] != "cancelled")
    kept &= table["kind"].fillna("") != "repair"
    rows = table[kept]
    if rows.empty:
        raise NothingToDraw("no dated incident names an action that is meant to last")
    named = Counter(began[incident].toordinal() for incident in rows["incident"])
    done = rows[(rows["status"] == "done") & rows["completed"].notna()]
    ends = zip(done["incident"], done["completed"].dt.date, strict=True)
    closed = Counter(max(day, began[incident]).toordinal() for incident, day in ends)
    undated = int((rows["status"] == "done").sum()) - len(done)
    days = sorted({*named, *closed})
    total = list(accumulate(named[day] for day in days))
    gone = list(accumulate(closed[day] for day in days))
    rest = [a - b for a, b in zip(total, gone, strict=True)]
    caption = f"{len(rows)} actions meant to last, from when their incident began"
    caption += f"; {undated} are done on a day that is not stated and stay up." if undated else "."
    room = max(1, (days[-1] - days[0]) // 40)
    return Chart(
        "Actions still open",
        caption,
        (
            Line(days, total, "muted", "named", 1.5, dashed=True, steps=True),
            Line(days, gone, "good", "done", 2.5, steps=True),
            Line(days, rest, "bad", "not known to be done", 2.5, steps=True),
        ),
        Axis(low=days[0], high=days[-1] + room, ticks=dates(days[0], days[-1])),
        Axis(title="actions"),
        height=300,
    )


def dates(first: int, last: int) -> tuple[tuple[float, str], ...]:
    """Return a few days to mark between two, by year where there are enough of them."""
    years = range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1)
    if len(years) > 2:
        kept = years[:: 1 + len(years) // 8]
        return tuple((float(date(year, 1, 1).toordinal()), str(year)) for year in kept)
    step = max(1, (last - first) // 4)
    days = range(first, last + 1, step)
    return tuple((float(day), date.fromordinal(day).isoformat()) for day in days)


def durations_chart(corpus: Corpus) -> Chart:
    """Return every time to detect, to mitigate and to resolve, with the median's interval.

    Raises:
        NothingToDraw: No incident tells how long it took.
    """
    frame = corpus.durations()
    rows = [row for row in frame.to_dict("records") if row["known"]]
    if not rows:
        raise NothingToDraw("no incident tells how long it took")
    incidents, marks = corpus.incidents, []
    for place, row in enumerate(rows):
        column = f"minutes_to_{row['measure']}"
        known = incidents[incidents[column] >= 0]
        minutes = known[column].tolist()
        said = [f"{i}\n{m:,.0f} minutes" for i, m in zip(known["id"], minutes, strict=True)]
        spots = [max(value, 0.5) for value in minutes]
        marks.append(Dots(spots, [place] * len(spots), 0, "one incident", faded=True, hover=said))
    for place, row in enumerate(rows):
        low, high = row["median_low"], row["median_high"]
        ends = [[max(end, 0.5) if not isnan(end) else nan] for end in (low, high)]
        said = [f"median {row['median']:,.0f} minutes"]
        marks.append(
            Dots([max(row["median"], 0.5)], [place], 5, "median, 95% interval", 14, diamond=True,
                 hover=said, low=ends[0], high=ends[1])
        )  # fmt: skip
    most = max(row["longest"] for row in rows)
    marked = ((0.5, "0"), (1, "1 min"), (10, "10 min"), (60, "1 h"), (600, "10 h"),
              (1440, "1 day"), (10080, "1 week"))  # fmt: skip
    high = next((b for a, b in pairwise(v for v, _ in marked) if b >= most), max(most, 10080))
    return Chart(
        "How long it took",
        f"Minutes from the start, on a logarithmic scale. {frame.attrs['words']}",
        tuple(marks),
        Axis(low=0.4, high=high * 1.2, ticks=tuple(t for t in marked if t[0] <= high), log=True),
        Axis(
            tuple(f"to {row['measure']}" for row in rows),
            tuple(f"known for {row['known']} of {row['total']}" for row in rows),
        ),
        height=62.0 * len(rows),
    )
