"""The survey of a corpus: what keeps coming back, what let it through, what was done about it.

Every figure links to the incidents it was counted from.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from causal.analysis.result import counted
from causal.atomic import write_atomic
from causal.corpus.charts import draw_charts
from causal.corpus.follow_through import overdue
from causal.corpus.schema import NOT_AN_INCIDENT
from causal.reports import survey_cells as cells
from causal.reports import survey_patterns as patterns
from causal.reports.escape_md import cell
from causal.reports.survey_links import Links, code, table

if TYPE_CHECKING:
    from datetime import date

    from causal.corpus import Corpus

__all__ = ["survey_markdown", "write_survey"]


def write_survey(
    corpus: Corpus, folder: str | os.PathLike[str], today: date | str | None = None
) -> Path:
    """Write the survey of a corpus and its charts, and return the path of the page.

    The folder then holds ``survey.md`` and ``charts/``, each chart as SVG and as PNG.

    Args:
        corpus: The incidents.
        folder: Where to; it is made if it does not exist.
        today: The day that due dates are measured to; the date now in UTC when not given.

    Raises:
        OSError: The folder cannot be written.
    """
    base = Path(folder)
    (base / "charts").mkdir(parents=True, exist_ok=True)
    names = {}
    for name, chart in draw_charts(corpus, today).items():
        write_atomic(base / "charts" / f"{name}.png", chart.png())
        write_atomic(base / "charts" / f"{name}.svg", chart.svg)
        names[name] = f"charts/{name}.svg"
    return write_atomic(base / "survey.md", survey_markdown(corpus, names, today, base=base))


def survey_markdown(
    corpus: Corpus,
    charts: Mapping[str, str] | None = None,
    today: date | str | None = None,
    *,
    base: Path | None = None,
) -> str:
    """Return the survey of a corpus as a Markdown page.

    Args:
        corpus: The incidents.
        charts: The files of the charts, by name, as the page should link them.
        today: The day that due dates are measured to; the date now in UTC when not given.
        base: The folder the page will stand in, so that links to incident files hold from there.
    """
    page = _Page(corpus, charts or {}, today, base)
    return "\n".join(page.lines()).rstrip() + "\n"


class _Page:
    """The sections of one survey, in order."""

    def __init__(
        self,
        corpus: Corpus,
        charts: Mapping[str, str],
        today: date | str | None,
        base: Path | None,
    ) -> None:
        self.corpus, self.charts, self.today = corpus, charts, today
        self.incidents = corpus.incidents
        self.links = Links(self.incidents, base)
        self.faults = corpus.faults
        self.factors = corpus.recurring_factors()
        self.layers = corpus.layer_profile()
        self.followed = corpus.follow_through(today)

    def lines(self) -> Iterator[str]:
        count = counted(len(self.corpus), "incident")
        yield from (f"# What keeps coming back: a survey of {count}", "")
        yield from self.in_short()
        for title, section in (
            ("What was read", self.what_was_read),
            ("What keeps coming back", self.what_comes_back),
            ("Which layers let failures through", self.which_layers),
            ("What to fix next", self.what_to_fix),
            ("What became of the action items", self.what_was_done),
            ("What struck again, before and after a fix", self.what_struck_again),
            ("Links that come back", self.which_links),
            ("How long it took", self.how_long),
            ("What this cannot say", self.limits),
            ("The incidents", self.all_incidents),
        ):
            yield from (f"## {title}", "")
            yield from section()
        yield from self.links.definitions()

    def in_short(self) -> Iterator[str]:
        if not len(self.corpus):
            yield from ("No incident was read, so there is nothing to survey.", "")
            return
        yield f"- {cell(self.factors.attrs['words'])}"
        rows = cells.records(self.factors)
        bare = [code(row["key"]) for row in rows if not row["actions"]]
        undone = [row for row in rows if row["actions"] and not row["actions_done"]]
        if rows:
            named = f" ({', '.join(bare)})" if bare else ""
            yield (
                f"- Of these {len(rows)}, {len(bare)} have no action item meant to last{named}, "
                f"and {len(undone)} have some, but none that is recorded as done."
            )
        yield f"- {cell(self.layers.attrs['words'])}"
        worse = [
            f"{cells.layer(row['layer'])} ({counted(row['failed'], 'incident')})"
            for row in cells.records(self.layers)
            if row["failed"] > 1 and not row["gaps"] and row["amplifying_gaps"]
        ]
        if worse:
            listed = "; ".join(worse)
            yield f"- Layers whose holes no outcome needed, but that cost time or reach: {listed}."
        yield from (f"- {cell(self.followed.attrs['words'])}", "")

    def what_was_read(self) -> Iterator[str]:
        notes = self.faults["rule"] == NOT_AN_INCIDENT
        wrong = self.faults[~notes]
        began = self.incidents["began"].dropna()
        read = counted(len(self.corpus), "incident")
        if len(began):
            read += f", from {began.min():%Y-%m-%d} to {began.max():%Y-%m-%d}"
        faulty = int(wrong["file"].nunique())
        could_not = f"{counted(faulty, 'file')} with {counted(len(wrong), 'fault')}, left out"
        yield f"{read}. {could_not if faulty else 'No file at fault'}."
        if notes.any():
            yield f"{counted(int(notes.sum()), 'file')} of other kinds passed over."
        yield ""
        yield from table(
            ("File", "Line", "Problem", "What would be right"),
            [
                (
                    code(self.links.relative(row["file"])),
                    str(row["line"] or ""),
                    cell(": ".join(part for part in (row["where"], row["problem"]) if part)),
                    cell(row["hint"]),
                )
                for row in cells.records(wrong)
            ],
        )

    def what_comes_back(self) -> Iterator[str]:
        yield from self.chart("recurring-factors")
        yield from cells.words(self.factors)
        rows = cells.records(self.factors)
        yield from table(
            ("Factor", "Incidents (95% interval)", "Layer", "Minutes lost", "Actions", "Seen"),
            [
                (
                    f"{code(row['key'])}<br>{cell(row['example'])}",
                    cells.of(row["incidents"], row["of"], row["share_low"], row["share_high"]),
                    ", ".join(cells.layer(layer) for layer in row["layers"]),
                    cells.minutes(row),
                    cells.actions(row["actions"], row["actions_done"]),
                    cells.span(row),
                )
                for row in rows
            ],
        )
        if rows:
            yield (
                "The sentence is that of the latest incident. An incident counts under each of "
                "its factors, so the minutes of two rows do not add up. Where each was seen:"
            )
            yield ""
            yield from (f"- {code(r['key'])}: {self.links.all(r['incident_ids'])}" for r in rows)
            yield ""

    def which_layers(self) -> Iterator[str]:
        yield from self.chart("layers")
        yield from cells.words(self.layers)
        rows = cells.records(self.layers)
        yield from table(
            (
                "Layer",
                "Failed in",
                "Needed / worsening holes",
                "Alone would have stopped",
                "Actions",
            ),
            [
                (
                    cells.layer(row["layer"]),
                    cells.of(row["failed"], row["of"], row["failed_low"], row["failed_high"]),
                    f"{row['gaps']} / {row['amplifying_gaps']}",
                    cells.of(
                        row["would_have_stopped"],
                        row["stopped_of"],
                        row["stopped_low"],
                        row["stopped_high"],
                    ),
                    cells.actions(row["actions"], row["actions_done"]),
                )
                for row in rows
            ],
        )
        stopping = [row for row in rows if row["stopping_ids"]]
        if stopping:
            yield "Had this layer alone held, these would not have come about, as drawn:"
            yield ""
            yield from (
                f"- {cells.layer(row['layer'])}: {self.links.all(row['stopping_ids'])}"
                for row in stopping
            )
            yield ""

    def what_was_done(self) -> Iterator[str]:
        yield from self.chart("follow-through")
        yield from cells.words(self.followed)
        groups = cells.records(self.followed[~self.followed["total"]])
        if len(groups) > 1:
            yield from table(
                ("Owner", "Priority", "Actions", "Done", "In progress", "Open", "Not recorded",
                 "Overdue"),
                [
                    (
                        cell(cells.stated(row["owner"])),
                        cell(cells.stated(row["priority"])),
                        *(
                            str(row[name])
                            for name in (
                                "actions", "done", "in_progress", "open", "unstated", "overdue"
                            )
                        ),
                    )
                    for row in groups
                ],
            )  # fmt: skip
        late = self.corpus.actions.iloc[overdue(self.corpus.tables, self.today)]
        rows = cells.records(late.sort_values(["due", "incident", "id"]))
        if rows:
            yield from (f"Past due on {self.followed.attrs['today']} and not known closed:", "")
            yield from (
                f"- {cell(row['what'])} (due {row['due']:%Y-%m-%d}, "
                f"{cell(cells.stated(row['owner'], 'no owner stated'))}; "
                f"{self.links.one(row['incident'])})"
                for row in rows
            )
            yield ""

    def what_to_fix(self) -> Iterator[str]:
        yield from patterns.fixes(self.corpus, self.links)

    def what_struck_again(self) -> Iterator[str]:
        yield from patterns.struck_again(self.corpus, self.links)

    def which_links(self) -> Iterator[str]:
        yield from patterns.links_again(self.corpus, self.links)

    def how_long(self) -> Iterator[str]:
        yield from patterns.how_long(self.corpus, self.links)

    def limits(self) -> Iterator[str]:
        yield from _LIMITS
        yield ""

    def all_incidents(self) -> Iterator[str]:
        layers = self.corpus.layers
        stopping = layers[layers["would_have_stopped"].fillna(False)]
        alone: dict[str, list[str]] = {}
        for incident, layer in zip(stopping["incident"], stopping["layer"], strict=True):
            alone.setdefault(incident, []).append(layer)
        yield from table(
            (
                "Incident",
                "What",
                "Began",
                "Minutes lost",
                "A layer that would do",
                "Source licence",
            ),
            [
                (
                    self.links.one(row["id"]),
                    cell(row["title"]),
                    cells.day(row["began"]),
                    f"{row['minutes_lost']:,.0f}" if row["minutes_lost"] >= 0 else "not known",
                    cell(", ".join(alone.get(row["id"], [])) or "none"),
                    cell(cells.stated(row["source_licence"], "")),
                )
                for row in cells.records(self.incidents)
            ],
        )

    def chart(self, name: str) -> Iterator[str]:
        if name in self.charts:
            yield from (f"![{_ALT[name]}](<{self.charts[name]}>)", "")


_ALT = {
    "recurring-factors": "Bars: the share of incidents each recurring factor stood in",
    "layers": "Bars: the share of incidents each layer failed in, and would have stopped alone",
    "follow-through": "Bars: how many actions stand in each status",
}

_LIMITS = (
    "- Only incidents that somebody wrote up are here; near misses and unreported ones are not.",
    "- Two incidents share a factor only where their authors gave it the same key.",
    "- Incidents of several services, teams or organisations are counted together: a factor that "
    "came back may have done so in another place each time.",
    "- What no author drew was not analysed: a layer that *alone would have stopped* an outcome "
    "would have done so in the graph as drawn.",
    "- Counts of layers that failed say nothing of how often the same layers worked unseen.",
    "- Shares are given with 95% Wilson intervals, as if these incidents were a random sample of "
    "those to come; they are not. Intervals are per row: of many rows, some mislead.",
    "- Minutes, statuses, owners and dates count only where a file states them; each figure says "
    "how many do.",
    "- Files tell how things stood when they were written. An action not recorded as done may be "
    "done by now.",
    "- Best fixes were chosen with these incidents in view; they will prevent a smaller share of "
    "the next ones.",
    "- That a factor struck while an action was open does not say that the action would have "
    "helped; that it did not strike after one does not say that it did.",
    "- Figures are about conditions and defences. They measure no person and no team.",
)
