"""The questions about fixes, actions, links, likeness and time that a corpus answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.fix_report import BestFixes
    from causal.corpus.tables import Tables
    from causal.model import Incident

__all__ = ["Questions"]


class Questions:
    """What a corpus can be asked besides its tables; `Corpus` is one."""

    tables: Tables

    def __getitem__(self, incident: str) -> Incident:
        """Return one incident."""
        raise NotImplementedError

    def best_fixes(
        self,
        budget: float = 5,
        *,
        over: str = "factors",
        worth: str = "incidents",
        costs: Mapping[str, float] | None = None,
        seconds: float = 60.0,
    ) -> BestFixes:
        """Return which few fixes would have prevented the most, by each incident's own cut sets.

        A fix makes every case of a canonical factor false, or closes every hole in a layer;
        triggers come again. Exact, with proof of optimality, up to thousands of incidents; greedy
        with a bound beyond. The answer has ``chosen, worth, of, optimal, bound, frame`` (one row
        per fix), ``curve`` (the best for each smaller budget), ``compared`` (with greedy, and with
        the most frequent tags), ``overlap``, ``doubt`` (what hangs on unconfirmed facts) and
        ``prevented(*fixes)`` (ids of incidents).

        Args:
            budget: What the fixes may cost together.
            over: ``factors`` (canonical ones, by key) or ``layers``.
            worth: ``incidents`` prevented, or ``minutes`` spared: those of incidents prevented,
                and of the others what authors said an amplifier that is gone had cost, at most
                the minutes lost.
            costs: The cost of each fix; 1 where none is given.
            seconds: The time the solver may take.

        Raises:
            CausalError: The budget or a cost is negative, or `over` or `worth` is not allowed.
            UnknownName: A cost is given for something that is no fix here.
            MissingExtra: SciPy is not installed; raised when the answer is read.
        """
        from causal.corpus.best_fixes import Question, best_fixes

        question = Question(budget, over, worth, dict(costs or {}), seconds)
        return best_fixes(self, question)
