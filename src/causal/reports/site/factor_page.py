"""The page of one canonical factor of a site: where it stood, how it was put, what was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.corpus.coded.levels import BETWEEN
from causal.corpus.patterns.statistics import share
from causal.reports import survey_cells as cells
from causal.reports.document import Block, Bullets, Code, Heading, Paragraph, Picture, Ref, table

if TYPE_CHECKING:
    import pandas

    from causal.reports.survey_found import Found

_SENTENCES, _ROWS = 20, 200


class FactorPages:
    """The pages of all canonical factors, over tables that are each taken apart once."""

    def __init__(self, found: Found) -> None:
        incidents = found.incidents
        self.title = dict(zip(incidents["id"], incidents["title"], strict=True))
        self.began = dict(zip(incidents["id"], incidents["began"], strict=True))
        keyed = found.corpus.factors.dropna(subset=["key"])
        self.rows = dict(list(keyed.groupby("key", observed=True, sort=False)))
        self.actions = _actions(found, keyed)
        self.every = cells.records(found.every_factor)
        self.chosen = {row["fix"]: row for row in cells.records(found.plans["factors"].frame)}
        self.after = {
            key: cells.records(part)
            for key, part in found.after_action.groupby("key", observed=True)
        }

    def page(self, row: cells.Cells) -> Iterator[Block]:
        """Yield the page of a factor, given its row among all canonical factors."""
        key = row["key"]
        own = cells.records(self.rows[key])
        yield Heading(1, key)
        known = share(row["incidents"], row["total"])
        count = f"In {row['incidents']:,} of {row['total']:,} incidents that name a factor"
        yield Paragraph([f"{count} ({known}). Seen {cells.span(row)}; {_trend(row)}."])
        yield from self._place(key, row)
        yield Picture("over-time")
        told = dict.fromkeys(cells.stated(each["what"], key) for each in own)
        if set(told) != {key}:
            yield Heading(2, "As it was told")
            yield Bullets([[text] for text in list(told)[:_SENTENCES]])
        if len(told) > _SENTENCES:
            yield Paragraph([f"and {len(told) - _SENTENCES:,} sentences more."])
        yield Heading(2, "The incidents")
        yield from self._incidents(own)
        yield Heading(2, "Action items on it")
        yield from self._items(key)

    def _place(self, key: str, row: cells.Cells) -> Iterator[Block]:
        layers = ", ".join(cells.layer(name) for name in row["layers"])
        above = key.rpartition(BETWEEN)[0]
        if layers:
            yield Paragraph([f"A gap in: {layers}."])
        if above:
            yield Paragraph(["It is a special case of ", Code(above), "."])
        fix = self.chosen.get(key)
        if fix is not None:
            words = f"One of the best {len(self.chosen)} fixes: by itself it would have prevented "
            yield Paragraph([f"{words}{fix['alone']:,.0f} incidents at the least, as drawn."])

    def _incidents(self, own: list[cells.Cells]) -> Iterator[Block]:
        latest = sorted(own, key=lambda each: (self._age(each["incident"]), each["incident"]))
        seen = {each["incident"]: each for each in reversed(latest)}
        shown = list(seen.values())[:_ROWS]
        yield table(
            "The incidents it stood in, the latest first",
            ("Incident", "What", "Began", "Here it was"),
            [
                [
                    [Ref(each["incident"])],
                    [cells.stated(self.title[each["incident"]], "")],
                    [cells.day(self.began[each["incident"]])],
                    [_role(each)],
                ]
                for each in shown
            ],
            keep=("Incident",),
        )
        if len(seen) > len(shown):
            yield Paragraph([f"{len(seen) - len(shown):,} earlier ones are not shown here."])

    def _age(self, incident: str) -> float:
        moment = self.began[incident]
        return float("-inf") if cells.day(moment) == cells.UNKNOWN else moment.timestamp()

    def _items(self, key: str) -> Iterator[Block]:
        items = self.actions.get(key, [])
        if not items:
            yield Paragraph(["No action item that is meant to last addresses it."])
            return
        yield table(
            "Action items that address it",
            ("Action", "Kind", "Status", "Done on", "Of"),
            [
                [
                    [cells.stated(each["what"])],
                    [cells.stated(each["kind"])],
                    [each["status"].replace("_", " ") if each["status_stated"] else "not recorded"],
                    [
                        ""
                        if each["completed"] != each["completed"]
                        else cells.day(each["completed"])
                    ],
                    [Ref(each["incident"])],
                ]
                for each in items
            ],
            keep=("Of",),
        )
        for row in self.after.get(key, ()):
            what, days = cells.stated(row["what"]), f"{row['days']:,.0f}"
            end = (
                f"it recurred after {days} days"
                if row["recurred"]
                else (f"it had not recurred {days} days later, when the records end")
            )
            yield Paragraph(
                [f"After “{what}” ({cells.day(row['completed'])}), on the same service, {end}."]
            )


def _trend(row: cells.Cells) -> str:
    halves = "between the earlier and the later half of the dated incidents"
    return f"{row['trend']} {halves} ({row['earlier']} and {row['later']})"


def _role(row: cells.Cells) -> str:
    if row["amplifier"]:
        return "what made it worse"
    layer = cells.stated(row["layer"], "")
    return f"a gap in {cells.layer(layer)}" if layer else cells.stated(row["kind"], "")


def _actions(found: Found, keyed: pandas.DataFrame) -> dict[str, list[cells.Cells]]:
    """Return the lasting actions on each canonical factor."""
    key_of = {
        (incident, factor): key
        for incident, factor, key in zip(keyed["incident"], keyed["id"], keyed["key"], strict=True)
    }
    held: dict[str, list[cells.Cells]] = {}
    for row in cells.records(found.corpus.actions):
        if row["kind"] == "repair" or row["status"] == "cancelled":
            continue
        keys = (key_of.get((row["incident"], factor)) for factor in row["addresses"])
        for key in dict.fromkeys(keys):
            if key is not None:
                held.setdefault(key, []).append(row)
    return held
