"""The parts of a survey about time: how many incidents there are, and what comes again soon."""

from __future__ import annotations

from collections.abc import Iterator

from causal.analysis.result import counted
from causal.corpus.patterns.statistics import poisson_interval
from causal.reports import survey_cells as cells
from causal.reports.document import Block, Code, Paragraph, Piece, left_out
from causal.reports.survey_found import Found

_GROUPS = 40
"""How many groups a page shows; `Corpus.recurring_incidents` has all."""

_EXPOSURE = (
    " Nothing here says how much there was to fail, so more incidents may be more of everything."
)


def level_headline(found: Found) -> tuple[str, list[Piece], bool]:
    """Return the sentence about the rate of incidents, its details, whether anything is known."""
    rows, changes = cells.records(found.level), found.level.attrs["changes"]
    if len(rows) < 2:
        return "How many there are over time cannot be told: too few are dated.", [], False
    count, days = sum(r["incidents"] for r in rows), sum(r["days"] for r in rows)
    if not changes:
        low, high = (end / days * 30 for end in poisson_interval(count))
        words = f"{count:,} dated incidents: {count / days * 30:.2g} per 30 days, 95% interval "
        text = "No change in the rate of incidents stands out from chance"
        return text, [f"{words}{low:.2g} to {high:.2g}.{_EXPOSURE}"], True
    period, before, after, p = changes[-1]
    last = "last changed" if len(changes) > 1 else "changed once, most likely"
    text = f"The rate of incidents {last} in {period}, from {before:.2g} to {after:.2g} per 30 days"
    words = f"p = {p:.2g}."
    if len(changes) > 1:
        first = changes[0]
        words = f"{words} {counted(len(changes), 'change')} in all, the first in {first[0]}."
    return text, [words, f" A change may be one of reporting.{_EXPOSURE}"], True


def level(found: Found) -> Iterator[Block]:
    """Yield the incidents of each period."""
    yield from cells.said(found.level)
    yield cells.table(
        "Incidents by period",
        cells.records(found.level),
        {
            "Period": lambda row: row["period"],
            "Days on record": lambda row: str(row["days"]),
            "Incidents": lambda row: f"{row['incidents']:,}",
            "Per 30 days (95% interval)": lambda row: (
                f"{row['per_30_days']:.2g} ({row['low']:.2g} to {row['high']:.2g})"
            ),
        },
    )


def again_headline(found: Found) -> tuple[str, list[Piece], bool]:
    """Return the sentence about what comes again soon, its details, whether anything is known."""
    again, asked = found.again.attrs["again"]
    if not asked:
        return (
            "What comes again on one service cannot be told: none is named with a date.",
            [],
            False,
        )
    text = f"{again:,} of {asked:,} pairs of a service and a factor came again within six months"
    if not again:
        text = f"None of {asked:,} pairs of a service and a factor came again within six months"
    chance = "A service with many incidents repeats a factor soon by chance alone."
    first = next(iter(cells.records(found.again)), None)
    if first is None:
        return text, [chance], True
    words: list[Piece] = [
        "Most at once: ",
        Code(found.short[first["key"]][0], first["key"]),
        f", in {first['incidents']:,} incidents of {', '.join(first['same'])} from "
        f"{cells.day(first['first_day'])} to {cells.day(first['last_day'])}. {chance}",
    ]
    return text, words, True


def again_soon(found: Found) -> Iterator[Block]:
    """Yield the groups of incidents of one service that name the same factor within six months."""
    yield from cells.said(found.again)
    largest = found.again.drop_duplicates(["key", "same"])
    shown = cells.records(largest.head(_GROUPS))
    yield cells.table(
        "Incidents of one service that name the same factor within six months",
        shown,
        {
            "Factor": lambda row: Code(row["key"]),
            "Service": lambda row: ", ".join(row["same"]),
            "Incidents": lambda row: f"{row['incidents']:,}",
            "From": lambda row: cells.day(row["first_day"]),
            "To": lambda row: cells.day(row["last_day"]),
        },
        where={"The incidents": "incident_ids"},
        name=lambda row: [Code(row["key"]), f" on {', '.join(row['same'])}"],
    )
    if shown:
        left = left_out(len(largest), len(shown), "pairs of a factor and a service")
        yield Paragraph([f"Of each factor and service, the window with the most incidents. {left}"])


def together_headline(found: Found) -> tuple[str, list[Piece], bool]:
    """Return the sentence about what stands together, its details, whether anything does."""
    pairs = cells.records(found.together)
    if not pairs:
        return "No two factors are seen to stand together more often than by chance.", [], False
    first, names = pairs[0], found.short
    text = (
        f"{names[first['a']][0]} and {names[first['b']][0]} stand together in "
        f"{first['incidents']:,} incidents, where chance explains {first['expected']:.1f}"
    )
    others = counted(len(pairs), "pair")
    return (
        text,
        [
            f"{others} of {found.together.attrs['hypotheses']:,} possible ones do so at a "
            "false discovery rate of 1%. That they stand together does not say that one leads "
            "to the other: the same people may name both for one thing."
        ],
        True,
    )


def together(found: Found) -> Iterator[Block]:
    """Yield the pairs of factors that stand together more often than chance explains."""
    yield from cells.said(found.together)
    yield cells.table(
        "Factors that stand together more often than by chance",
        cells.records(found.together),
        {
            "Factor": lambda row: Code(row["a"]),
            "And": lambda row: Code(row["b"]),
            "Incidents": lambda row: f"{row['incidents']:,}",
            "By chance": lambda row: f"{row['expected']:.1f}",
            "False discovery rate": lambda row: f"{row['q']:.2g}",
        },
    )
