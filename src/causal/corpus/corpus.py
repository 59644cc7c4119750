"""A corpus: many incidents as tables, with what they say together."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from causal.analysis.result import counted
from causal.corpus.fixes.best_fixes import best_fixes as _best_fixes
from causal.corpus.patterns.action_completion import action_completion as _action_completion
from causal.corpus.patterns.asked import Asked
from causal.corpus.patterns.co_occurrence import co_occurrence as _co_occurrence
from causal.corpus.patterns.compare_rates import compare_rates as _compare_rates
from causal.corpus.patterns.durations import durations as _durations
from causal.corpus.patterns.hardening import does_hardening_work as _does_hardening_work
from causal.corpus.patterns.layer_profile import layer_profile as _layer_profile
from causal.corpus.patterns.proposed import proposed_keys as _proposed_keys
from causal.corpus.patterns.proposed import proposed_layers as _proposed_layers
from causal.corpus.patterns.proposed import proposed_recurrence as _proposed_recurrence
from causal.corpus.patterns.proposed import recurring_classes as _recurring_classes
from causal.corpus.patterns.recurred_after_action import (
    recurred_after_action as _recurred_after_action,
)
from causal.corpus.patterns.recurred_while_open import recurred_while_open as _recurred_while_open
from causal.corpus.patterns.recurrence import recurring_factors as _recurring_factors
from causal.corpus.patterns.recurring_links import recurring_links as _recurring_links
from causal.corpus.patterns.recurring_links import recurring_motifs as _recurring_motifs
from causal.corpus.patterns.similar import near_duplicates as _near_duplicates
from causal.corpus.patterns.similar import similar as _similar
from causal.corpus.patterns.themes import themes as _themes
from causal.corpus.patterns.trends import trends as _trends
from causal.corpus.rules.recurring_incidents import recurring_incidents as _recurring_incidents
from causal.corpus.tables.schema import NOT_AN_INCIDENT
from causal.errors import CausalError, UnknownName
from causal.text.expect import expect_path, kind_of_value

if TYPE_CHECKING:
    import pandas

    from causal.catalogue import Catalogue
    from causal.corpus.tables.tables import Tables
    from causal.model import Incident


class Corpus(Asked):
    """Many incidents, columnar and read-only; `load_corpus` reads one from files.

    Its tables are pandas DataFrames with stable columns and dtypes, also when empty; each access
    gives a copy of its own. ``len`` counts incidents, iteration gives their ids in order,
    ``corpus[id]`` gives one incident again, with everything that was stated in it.

    Args:
        incidents: The incidents, each with an id of its own.

    Raises:
        CausalError: There is something else among them.
        InvalidIncident: Two incidents have the same id.

    Example:
        >>> Corpus([])
        <Corpus of 0 incidents: 0 factors, 0 links, 0 actions, 0 faults>
    """

    def __init__(self, incidents: Iterable[Incident] = (), *more: Incident) -> None:
        from causal.corpus.read.incidents import tables_of

        if more:
            raise CausalError("Corpus takes a list of incidents: Corpus([a, b, c])")
        self.__dict__.update(tables=tables_of(incidents))

    @classmethod
    def from_frames(
        cls,
        *,
        incidents: pandas.DataFrame,
        factors: pandas.DataFrame,
        links: pandas.DataFrame | None = None,
        actions: pandas.DataFrame | None = None,
    ) -> Corpus:
        """Return the corpus of tables that a program has already.

        Columns are named and typed as in `.incidents`, `.factors`, `.links` and `.actions`;
        what is not given is derived or missing, columns that `causal` derives are passed over.

        Args:
            incidents: One row per incident; ``id`` is required, and unique.
            factors: One row per factor; ``incident, id`` are required, unique together.
            links: One row per link; ``incident, cause, effect`` are required. The effect may be
                ``"outcome"``. Causes are all needed unless the ``gate`` of their effect is any.
            actions: One row per action; ``incident, id`` are required.

        Raises:
            InvalidIncident: The tables do not fit together; every fault is reported.
        """
        from causal.corpus.tables.frames import tables_from_frames

        given = {"incidents": incidents, "factors": factors, "links": links, "actions": actions}
        return over(tables_from_frames(given))

    @classmethod
    def from_codes(
        cls,
        table: pandas.DataFrame | str | os.PathLike[str],
        columns: Mapping[str, str | Sequence[str]] | None = None,
        *,
        separator: str = ";",
        levels: str | None = ",",
        dates: str | Sequence[str] | None = None,
        encoding: str = "utf-8-sig",
        layers: Mapping[str, str] | None = None,
    ) -> Corpus:
        """Return the corpus of a table of incidents with lists of cause codes.

        Each row is an incident; its codes are causes that *contributed*, since a list does not
        say how they combined, and answers about them come as low to high. A code with levels is
        the key ``"Equipment > Valve > Seal"``; see `at_level`. A cell that cannot be read is a row
        of `faults`, its incident is kept without it.

        Args:
            table: A DataFrame, or the path of a CSV file.
            columns: For what a column holds, its name: ``id`` and ``codes`` are required; ``title,
                outcome, date, reported, resolved, severity, services, owner``, and ``impact``, a
                list of columns of figures. None for those in the nearest ``causal.toml``, table
                ``corpus.columns``; the other arguments then stand in its table ``corpus``.
            separator: What stands between codes, and between services, of one cell.
            levels: What stands between the levels of one code; None where codes have none.
            dates: The form of dates, such as ``"%m/%d/%Y"``, or several, tried in their order;
                None for ISO 8601.
            encoding: The encoding of a CSV file.
            layers: For codes, or the first levels of codes as keys, the layer they are gaps in.

        Raises:
            CausalError: A column is not there or not known, or the file is no CSV in this encoding.
            OSError: The file cannot be read.
        """
        from causal.corpus.coded.coded_incidents import tables_of_rows
        from causal.corpus.coded.column_map import column_map, found_map
        from causal.corpus.coded.rows import names_of, rows_of

        file = Path(table) if isinstance(table, str | os.PathLike) else None
        if columns is None:
            read = found_map(file.parent if file else Path(), names_of(table))
        else:
            read = column_map(
                columns,
                separator=separator,
                levels=levels,
                dates=dates,
                encoding=encoding,
                layers=layers,
            )
        return over(tables_of_rows(rows_of(table, read), read, str(file or "")))

    def at_level(self, level: int | None) -> Corpus:
        """Return the same incidents with every key cut at a level, to ask anything there.

        At level 1, ``"Equipment > Valve > Seal"`` is ``"Equipment"``. A key with fewer levels
        stays whole. An incident taken out again, ``corpus[id]``, has its keys in full.

        Args:
            level: How many levels to keep; None for all.

        Raises:
            CausalError: The level is less than 1.
        """
        from causal.corpus.coded.levels import at_level

        return over(at_level(self.tables, level))

    def to_parquet(self, folder: str | os.PathLike[str]) -> Path:
        """Write the corpus to a folder of Parquet files and return the folder.

        There is a file per table, others with its texts and with each incident as JSON, and
        ``causal-corpus.json`` that names them. Columns are those of the tables; ``incident``
        holds the row of the incident, from 0. `load_corpus` opens the folder again. An earlier
        corpus there is replaced as a whole, and is there until the new one is; files that are
        not part of it stay.

        Raises:
            FileExistsError: There is something else at that place.
            OSError: The folder cannot be written.
        """
        from causal.corpus.tables.storage import write_tables

        return write_tables(self.tables, expect_path(folder, "to_parquet", "a folder"))

    tables: Tables

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a corpus is read-only: {name!r} cannot be set")

    @cached_property
    def _frames(self) -> dict[str, pandas.DataFrame]:
        return {}

    def _frame(self, name: str) -> pandas.DataFrame:
        if name not in self._frames:
            self._frames[name] = self.tables.frame(name)
        return self._frames[name].copy()

    @property
    def incidents(self) -> pandas.DataFrame:
        """One row per incident.

        Columns: ``id, title, severity, services, began`` (started, else the earliest time stated
        anywhere), ``started, detected, declared, mitigated, resolved, minutes_to_detect,
        minutes_to_mitigate, minutes_to_resolve`` (from started), ``minutes_lost`` (to mitigation,
        else to resolution), ``minutes_stated`` (which of these its impact states as a figure,
        no times being known), ``factors, actions, unconfirmed`` (counts), ``analysed`` (its outcome
        has causes), ``outcome`` (its sentence), ``gate, because`` (how its causes are joined: all,
        any, or nested for the JSON in because), ``source_title, source_url, source_licence, file``.
        """
        return self._frame("incidents")

    @property
    def factors(self) -> pandas.DataFrame:
        """One row per factor, by incident, causes before their effects.

        Columns: ``incident, id, key, canonical`` (the key, else the id scoped to its incident),
        ``what, kind, layer, basic, gap, amplifier, but_for`` (NA where it leads nowhere),
        ``confidence, accepted, gate, because`` (how its causes are joined: all, any, or nested
        for the JSON in because).
        """
        return self._frame("factors")

    @property
    def links(self) -> pandas.DataFrame:
        """One row per distinct link, by incident, effect, cause.

        Columns: ``incident, cause, effect, role`` (because or worsened_by), ``confidence`` (of a
        cause), ``of, minutes`` (of a worsened_by).
        """
        return self._frame("links")

    @property
    def actions(self) -> pandas.DataFrame:
        """One row per action.

        Columns: ``incident, id, what, kind, effect, addresses, hardens, layers`` (what it hardens,
        else the layers of its factors), ``owner, priority, due, status`` (open where the file
        says nothing: see ``status_stated``), ``completed, verified, ticket, done_when, cost``.
        """
        return self._frame("actions")

    @property
    def layers(self) -> pandas.DataFrame:
        """One row per incident and layer that it has gaps in or speaks of.

        Columns: ``incident, layer, state, state_stated, gaps, amplifying`` (ids of factors),
        ``would_have_stopped`` (NA where nothing could be explained), ``stopped``.
        """
        return self._frame("layers")

    @property
    def faults(self) -> pandas.DataFrame:
        """One row per thing that could not be read.

        Columns: ``file, line`` (0 where it has none), ``where, problem, hint, rule``. The rule
        ``not-an-incident`` is a note on a file of another kind, everything else is a fault.
        """
        return self._frame("faults")

    @property
    def passed_over(self) -> dict[str, int]:
        """How many files were passed over as no incidents, by kind (their suffix)."""
        from causal.corpus.read.sources import kind_of

        table = self.tables.faults
        rules = zip(table.arrow("file").to_pylist(), table.names_of("rule"), strict=True)
        kinds = Counter(
            kind_of(Path(file or "")) for file, rule in rules if rule == NOT_AN_INCIDENT
        )
        return dict(sorted(kinds.items()))

    best_fixes = _best_fixes
    action_completion = _action_completion
    co_occurrence = _co_occurrence
    compare_rates = _compare_rates
    durations = _durations
    does_hardening_work = _does_hardening_work
    layer_profile = _layer_profile
    proposed_keys = _proposed_keys
    proposed_recurrence = _proposed_recurrence
    recurring_classes = _recurring_classes
    proposed_layers = _proposed_layers
    recurred_after_action = _recurred_after_action
    recurred_while_open = _recurred_while_open
    recurring_factors = _recurring_factors
    recurring_links = _recurring_links
    recurring_motifs = _recurring_motifs
    similar = _similar
    near_duplicates = _near_duplicates
    themes = _themes
    trends = _trends
    recurring_incidents = _recurring_incidents

    def graph_measures(self) -> pandas.DataFrame:
        """Return where each factor stands in the graph of its incident; a last row for its outcome.

        Columns: ``incident, factor, ancestors`` (how many factors it comes from), ``depth`` (links
        on the longest way to it), ``ways`` (to it from factors without causes; exact below 2 to
        the power of 53), ``but_for`` (whether the outcome needed it).
        """
        from causal.corpus.tables.graph_measures import graph_measures

        return graph_measures(self.tables)

    def __len__(self) -> int:
        return len(self.tables.incidents)

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables.ids)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {incident: row for row, incident in enumerate(self.tables.ids)}

    def __contains__(self, incident: object) -> bool:
        return incident in self._row_of

    def __getitem__(self, incident: str) -> Incident:
        """Return one incident, as it was read; of tables, as far as they tell it.

        Raises:
            UnknownName: No incident has this id.
            CausalError: Its tables do not tell an incident of their own, or are damaged.
        """
        if not isinstance(incident, str):
            given = kind_of_value(incident)
            raise CausalError(
                f"corpus[...] takes the id of an incident, not {given}; see list(corpus)"
            )
        row = self._row_of.get(incident)
        if row is None:
            raise UnknownName("incident", incident, self._row_of)
        from causal.corpus.read.incidents import incident_of

        return incident_of(self.tables, row)

    def _counts(self) -> list[tuple[str, str]]:
        tables = self.tables
        faults = [rule != NOT_AN_INCIDENT for rule in tables.faults.names_of("rule")]
        return [
            ("incidents", f"{len(self):,}"),
            ("factors", f"{len(tables.factors):,}"),
            ("links", f"{len(tables.links):,}"),
            ("actions", f"{len(tables.actions):,}"),
            ("faults", f"{sum(faults):,}"),
            ("other files", f"{len(faults) - sum(faults):,}"),
        ]

    def __repr__(self) -> str:
        counts = self._counts()
        told = counts[1:] if counts[5][1] != "0" else counts[1:5]
        parts = ", ".join(f"{count} {name}" for name, count in told)
        return f"<Corpus of {counted(len(self), 'incident')}: {parts}>"

    def _repr_html_(self) -> str:
        cells = "".join(
            f'<tr><th style="text-align:left">{escape(name)}</th><td>{escape(count)}</td></tr>'
            for name, count in self._counts()
        )
        return f"<table><caption>{escape(repr(self))}</caption>{cells}</table>"


def over(tables: Tables, catalogue: Catalogue | None = None) -> Corpus:
    """Return the corpus of tables, under the keys of a catalogue where one is given."""
    corpus = Corpus.__new__(Corpus)
    corpus.__dict__["tables"] = tables
    if catalogue is not None:
        from causal.corpus.tables.rekeyed import rekeyed

        corpus.__dict__.update(
            tables=rekeyed(tables, catalogue), tables_as_read=tables, catalogue=catalogue
        )
    return corpus
