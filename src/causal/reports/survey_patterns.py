"""The parts of a survey beyond counting: fixes, strikes while open, links, durations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.errors import MissingExtra
from causal.reports import survey_cells as cells
from causal.reports.escape_md import cell
from causal.reports.survey_links import Links, code, table

if TYPE_CHECKING:
    from causal.corpus import Corpus
    from causal.corpus.fix_report import BestFixes

__all__ = ["fixes", "how_long", "links_again", "struck_again"]

_BUDGET = 5
_SECONDS = 20.0


def fixes(corpus: Corpus, links: Links) -> Iterator[str]:
    """Yield which few fixes would have prevented the most, by factor and by layer."""
    yield (
        "By each incident's own graph: an incident is prevented when, with these fixed, no way "
        "that its authors drew is left. Triggers, such as the next change, come again."
    )
    yield ""
    for over, title in (("factors", "Canonical factors"), ("layers", "Layers")):
        yield from (f"### {title}", "")
        try:
            yield from _plan(corpus.best_fixes(_BUDGET, over=over, seconds=_SECONDS), links)
        except MissingExtra as error:
            yield from (f"Not worked out: {cell(error)}.", "")
            return


def _plan(answer: BestFixes, links: Links) -> Iterator[str]:
    frame = answer.frame
    yield from cells.words(frame)
    rows = cells.records(frame)
    yield from table(
        ("Fix", "Stood in", "Alone prevents", "Adds", "Together", "Prevents, after those above"),
        [
            (
                code(row["fix"]),
                str(row["stood_in"]),
                f"{row['alone']:g}",
                f"{row['adds']:g}",
                f"{row['together']:g} of {answer.of:g}",
                links.all(row["incident_ids"]) or "none",
            )
            for row in rows
        ],
    )
    if rows:
        plain = cells.records(answer.compared)
        told = ", ".join(f"{cell(row['plan'])} {row['worth']:g}" for row in plain)
        yield from (f"Incidents prevented by each plan of at most {_BUDGET}: {told}.", "")
        doubt = answer.doubt
        yield (
            f"However unconfirmed facts are settled, {len(doubt.certain)} are prevented. "
            f"It depends on them for: {links.all(doubt.depends) or 'none'}."
        )
        yield ""


def struck_again(corpus: Corpus, links: Links) -> Iterator[str]:
    """Yield what struck while an action was open, and after one was done, within services."""
    yield (
        "Counted only between incidents that share a service, since an action elsewhere could "
        "not have helped."
    )
    yield ""
    struck = corpus.struck_while_open(within="services")
    yield from cells.words(struck)
    yield from table(
        ("Factor", "Struck in", "Action not known to be done", "From", "Days", "Due"),
        [
            (
                code(row["key"]),
                links.one(row["incident"]),
                cell(row["what"]) + ("" if row["status_stated"] else " (status not recorded)"),
                links.one(row["action_incident"]),
                f"{row['days_open']:,.0f}",
                cells.day(row["due"]) + (" (overdue)" if row["overdue"] else ""),
            )
            for row in cells.records(struck)
        ],
    )
    again = corpus.recurred_after_action(within="services")
    yield from cells.words(again)
    yield from table(
        ("Factor", "Action", "Of", "Done on", "Struck again", "Days watched"),
        [
            (
                code(row["key"]),
                cell(row["what"]),
                links.one(row["action_incident"]),
                cells.day(row["completed"]),
                links.one(row["next_incident"]) if row["recurred"] else "not seen",
                f"{row['days']:,.0f}",
            )
            for row in cells.records(again)
        ],
    )


def links_again(corpus: Corpus, links: Links) -> Iterator[str]:
    """Yield the links and small shapes that came back."""
    found = corpus.recurring_links()
    yield from cells.words(found)
    yield from table(
        ("Cause", "Effect", "Incidents (of those with both)", "Where"),
        [
            (
                code(row["cause"]),
                code(row["effect"]),
                cells.of(row["incidents"], row["of"], row["share_low"], row["share_high"]),
                links.all(row["incident_ids"]),
            )
            for row in cells.records(found)
        ],
    )
    shapes = corpus.recurring_motifs()
    yield from (cell(shapes.attrs["words"]), "")
    yield from table(
        ("Shape", "Factors", "Incidents (of those with all)", "Where"),
        [
            (
                cell(row["shape"]),
                ", ".join(code(name) for name in row["members"]),
                cells.of(row["incidents"], row["of"], row["share_low"], row["share_high"]),
                links.all(row["incident_ids"]),
            )
            for row in cells.records(shapes)
        ],
    )


def how_long(corpus: Corpus, _: Links) -> Iterator[str]:
    """Yield how long it took to detect, to mitigate and to resolve."""
    found = corpus.durations()
    yield from cells.words(found)
    yield from table(
        ("Minutes to", "Known for", "Median (95% interval)", "Nine in ten within", "Range"),
        [
            (
                cell(row["measure"]),
                f"{row['known']} of {row['of']}",
                _bounded(row["median"], row["median_low"], row["median_high"]),
                _bounded(row["q90"], row["q90_low"], row["q90_high"]),
                f"{row['shortest']:,.0f} to {row['longest']:,.0f}",
            )
            for row in cells.records(found)
            if row["known"]
        ],
    )


def _bounded(value: float, low: float, high: float) -> str:
    interval = f"{low:,.0f} to {high:,.0f}" if low >= 0 else "too few to bound"
    return f"{value:,.0f} ({interval})"
