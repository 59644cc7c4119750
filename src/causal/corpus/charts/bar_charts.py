"""Charts made of horizontal bars: what comes back, layers, actions, best fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from causal.analysis.result import counted
from causal.corpus.charts.chart import Chart
from causal.corpus.charts.description import Axis, Bars, Tone, layer_axis
from causal.corpus.coded.levels import short_names
from causal.errors import NothingToDraw
from causal.libraries import pandas

if TYPE_CHECKING:
    from datetime import date

    from causal.corpus.corpus import Corpus
    from causal.corpus.fixes.best_fixes import BestFixes
    from causal.corpus.patterns.pattern import Pattern

_MOST = 15
_INTERVAL = "thin lines are 95% intervals (Wilson)"
_STATUSES = {
    "done": "done",
    "in_progress": "in progress",
    "open": "open",
    "unstated": "status not recorded",
    "cancelled": "cancelled",
}


def _records(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def _shares(rows: list[dict[str, Any]], columns: str, tone: Tone, name: str = "") -> Bars:
    """Return bars of shares, given the names of count, total and share columns, spaced apart."""
    count, total, share = columns.split()
    prefix = share.removesuffix("share")
    prefix = "share_" if share == "share" else prefix
    return Bars(
        [row[share] for row in rows],
        [f"{row[count]} of {row[total]}" if row[total] else "" for row in rows],
        tone,
        name,
        low=[row[f"{prefix}low"] for row in rows],
        high=[row[f"{prefix}high"] for row in rows],
        hover=[
            "\n".join(
                filter(None, [_text(row.get("example")), f"{row[count]} of {row[total]} incidents"])
            )
            for row in rows
        ],
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _told(keys: list[str], notes: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of keys and their notes: of one with levels the last, and those above it.

    As many levels are named as it takes to tell the keys apart.
    """
    names = short_names(keys)
    shown = tuple(names[key][1] or note for key, note in zip(keys, notes, strict=False))
    return tuple(names[key][0] for key in keys), shown


def recurrence_chart(corpus: Corpus) -> Chart:
    """Return the canonical factors of several incidents, with the share of incidents they are in.

    Raises:
        NothingToDraw: No canonical factor stood in two or more incidents.
    """
    frame = corpus.recurring_factors()
    if frame.empty:
        raise NothingToDraw("no canonical factor stood in 2 or more incidents")
    rows = _records(frame.head(_MOST))
    names, above = _told([r["key"] for r in rows], [_text(r["example"]) for r in rows])
    caption = f"Share of the {rows[0]['total']} incidents that name canonical factors; {_INTERVAL}."
    if len(frame) > len(rows):
        caption += f" The {len(rows)} most frequent of {len(frame)}."
    return Chart(
        "The factors that came back",
        caption,
        (_shares(rows, "incidents total share", 0),),
        Axis(percent=True),
        Axis(names, above),
        words=frame.attrs["words"],
    )


def again_chart(frame: Pattern) -> Chart:
    """Return in how many services each factor came again within a time.

    Args:
        frame: The answer of `Corpus.recurring_incidents` of incidents that share a service.

    Raises:
        NothingToDraw: No factor did.
    """
    held: dict[str, set[str]] = {}
    most: dict[str, int] = {}
    for row in _records(frame):
        held.setdefault(row["key"], set()).update(row["same"])
        most[row["key"]] = max(most.get(row["key"], 0), row["incidents"])
    keys = sorted(held, key=lambda key: (-len(held[key]), key))[:_MOST]
    if not keys:
        raise NothingToDraw("no factor came again within that time on one service")
    names, above = _told(keys, [""] * len(keys))
    more = f" The {len(keys)} on most of them, of {len(held)}." if len(held) > len(keys) else ""
    return Chart(
        "The factors that came again within six months",
        "Services on which two or more incidents within six months name the factor; in brackets "
        f"the most incidents of one service within that time.{more}",
        (
            Bars(
                [len(held[key]) for key in keys],
                [f"{len(held[key])} ({most[key]})" for key in keys],
                0,
            ),
        ),
        y=Axis(names, above),
        words=frame.attrs["words"],
    )


def layer_chart(corpus: Corpus) -> Chart:
    """Return for each layer how often it failed and how often it alone would have stopped it.

    Raises:
        NothingToDraw: No incident names a layer that failed.
    """
    frame = corpus.layer_profile()
    rows = _records(frame[frame["failed"] > 0])
    if not rows:
        raise NothingToDraw("no incident names a layer that failed")
    return Chart(
        "How often each layer failed",
        f"Share of incidents, layers in the order a failure meets them; {_INTERVAL}.",
        (
            _shares(rows, "failed total failed_share", "bad", "failed"),
            _shares(
                rows,
                "would_have_stopped stopped_total stopped_share",
                "good",
                "alone would have stopped the outcome",
            ),
        ),
        Axis(percent=True),
        layer_axis(row["layer"] for row in rows),
        words=frame.attrs["words"],
    )


def completion_chart(corpus: Corpus, today: date | str | None = None) -> Chart:
    """Return how many actions stand in each status.

    Raises:
        NothingToDraw: No incident names an action that is meant to last.
    """
    frame = corpus.action_completion(today)
    total = _records(frame[frame["overall"]])[0]
    if not total["actions"]:
        raise NothingToDraw("no incident names an action that is meant to last")
    shown = [name for name in _STATUSES if total[name] or name in ("done", "open")]
    missed, due = total["overdue"] or "none", total["with_due"]
    late = f" Of the {due} with a due date, {missed} had missed it on {frame.attrs['today']}."
    return Chart(
        "The action items by status",
        f"{total['actions']:,} actions meant to last, repairs of the moment aside."
        + (late if due else ""),
        (Bars([total[name] for name in shown], [f"{total[name]:,}" for name in shown]),),
        y=Axis(tuple(_STATUSES[name] for name in shown)),
        words=frame.attrs["words"],
    )


def fixes_chart(answer: BestFixes) -> Chart:
    """Return the best fixes: what each prevents alone, and with those above it.

    Raises:
        NothingToDraw: No fix would have prevented an incident.
    """
    rows = _records(answer.frame)
    if not rows:
        raise NothingToDraw("no fix of a canonical factor would have prevented an incident")
    together = [row["together"] for row in rows]
    alone = [row["alone"] for row in rows]
    ranged = answer.objective_high > answer.objective
    most = f"{answer.objective_high:,.0f} for all where contributing causes were all needed"
    least = f" At the least; up to {most}." if ranged else ""
    return Chart(
        f"The best {counted(len(rows), 'fix', 'fixes')}",
        f"Incidents prevented, of {answer.total:,.0f} that could be explained, by each incident's "
        f"own graph.{least}",
        (
            Bars(
                together,
                [f"{value:,.0f} of {answer.total:,.0f}" for value in together],
                2,
                "with those above it",
                hover=[f"{r['fix']}\n{', '.join(r['incident_ids'][:20])}" for r in rows],
            ),
            Bars(alone, [f"{value:,.0f}" for value in alone], 0, "were it the only one"),
        ),
        y=Axis(
            _told([row["fix"] for row in rows], [])[0],
            tuple(f"named in {counted(row['stood_in'], 'incident')}" for row in rows),
        ),
        words=answer.words,
    )
