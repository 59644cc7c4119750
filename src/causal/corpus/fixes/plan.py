"""What the words and the sensitivity of a plan of fixes ask of it."""
# ruff: noqa: D102 - each part is described where it is worked out

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from causal.corpus.fixes.fix_cases import Case, Question
    from causal.corpus.tables.tables import Tables
    from causal.graph.budget import Clock
    from causal.model import Incident


class Incidents(Protocol):
    """The tables of a corpus, and each of its incidents by its id."""

    @property
    def tables(self) -> Tables: ...
    def __getitem__(self, incident: str) -> Incident: ...


class Plan(Protocol):
    """The answer of `Corpus.best_fixes`, as far as others speak of it."""

    @property
    def corpus(self) -> Incidents: ...
    @property
    def question(self) -> Question: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def available(self) -> tuple[str, ...]: ...
    @property
    def cases(self) -> tuple[Case, ...]: ...
    @property
    def not_finished(self) -> tuple[str, ...]: ...
    @property
    def chosen(self) -> tuple[str, ...]: ...
    @property
    def objective(self) -> float: ...
    @property
    def objective_high(self) -> float: ...
    @property
    def total(self) -> float: ...
    @property
    def bound(self) -> float: ...
    @property
    def optimal(self) -> bool: ...
    def prevented(self, *fixes: str) -> tuple[str, ...]: ...
