"""The questions about fixes, actions, links, likeness and time that a corpus answers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from causal.corpus.rate_questions import RateQuestions

if TYPE_CHECKING:
    from causal.catalogue import Catalogue
    from causal.corpus.fixes.best_fixes import BestFixes
    from causal.corpus.patterns.likeness import Likeness
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.tables.tables import Tables
    from causal.graph.budget import Budget
    from causal.model import Incident


class Questions(RateQuestions):
    """What a corpus can be asked besides its tables; `Corpus` is one."""

    tables: Tables
    catalogue: Catalogue | None = None
    """The canonical factors that `load_corpus` was given."""

    @abstractmethod
    def __getitem__(self, incident: str) -> Incident:
        """Return one incident."""

    def best_fixes(
        self,
        limit: float = 5,
        *,
        over: Literal["factors", "layers"] = "factors",
        objective: Literal["incidents", "minutes"] = "incidents",
        costs: Mapping[str, float] | None = None,
        exact: bool = True,
        budget: Budget | None = None,
    ) -> BestFixes:
        """Return which few fixes would have prevented the most, by each incident's own cut sets.

        A fix makes every case of a canonical factor false, or closes every gap in a layer;
        triggers come again. Exact, with proof of optimality, up to thousands of incidents; greedy
        with a bound beyond. The answer has ``chosen, objective, objective_high, total, optimal,
        bound, frame`` (one row per fix), ``curve`` (the best for each smaller limit), ``compared``
        (with greedy, and with the most frequent tags), ``overlap``, ``uncertainty`` (what depends
        on unconfirmed facts), ``not_finished`` and ``prevented(*fixes)`` (ids of incidents).

        Args:
            limit: What the fixes may cost together.
            over: ``factors`` (canonical ones, by key) or ``layers``.
            objective: ``incidents`` prevented, or ``minutes`` mitigated: those of incidents
                prevented, and of the others what authors said an amplifier that is gone had cost,
                at most the minutes lost.
            costs: The cost of each fix; 1 where none is given.
            exact: Whether to look for the best and its proof; else the greedy choice and a bound.
            budget: The limits of the answer, by default `Budget()`.

        Raises:
            CausalError: The limit or a cost is negative, or `over` or `objective` is not allowed.
            UnknownName: A cost is given for something that is no fix here.
        """
        from causal.corpus.fixes.best_fixes import best_fixes
        from causal.corpus.fixes.fix_cases import Question, costs_of

        question = Question(limit, over, objective, dict(costs_of(costs)), exact)
        return best_fixes(self, question, budget)

    @cached_property
    def _proposals(self) -> Pattern:
        from causal.corpus.patterns.proposed import proposed_keys

        read = self.__dict__.get("tables_as_read", self.tables)
        return proposed_keys(self.tables, read, self.catalogue)

    def proposed_keys(self) -> Pattern:
        """Return the factors without a key in their file, and what the catalogue proposes.

        A proposal is the likeliest canonical factor, for a person to confirm (`causal suggest`);
        only confirmed statements (``identical``) count as keys in the other answers.

        Columns: ``incident, factor, what, proposed`` (NA where it is like nothing known),
        ``identical`` (a confirmed statement, apart from case, marks and spaces), ``nearest`` (the
        likest confirmed statement), ``alternatives`` (the next keys). ``attrs`` holds ``words``.

        Raises:
            CausalError: The corpus was read without a catalogue.
        """
        found: Pattern = self._proposals.copy()
        return found

    def proposed_layers(self) -> Pattern:
        """Return the layers that words of documents suggest where none is stated; never a finding.

        Only factors of incidents read from Markdown or HTML are looked at: an incident file whose
        author gave a factor no layer is not asked again.

        Columns: ``layer, factors, incidents``, of the ``total`` documents, ``example`` (the latest
        such sentence), ``incident_ids`` (oldest first). ``attrs`` holds ``words``.
        """
        from causal.corpus.patterns.proposed_layers import proposed_layers

        return proposed_layers(self.tables)

    def proposed_recurrence(self) -> Pattern:
        """Return what would come back if every proposed key were right; never a finding.

        Columns: ``key, stated`` (incidents that state it), ``proposed`` (further incidents),
        ``stated_ids, proposed_ids`` (oldest first). ``attrs`` holds ``words``.

        Raises:
            CausalError: The corpus was read without a catalogue.
        """
        from causal.corpus.patterns.proposed import proposed_recurrence

        return proposed_recurrence(self.tables, self._proposals)

    def recurring_classes(self, taxonomy: str) -> Pattern:
        """Return the classes of an outside taxonomy, by what the catalogue maps its keys to.

        Columns: ``class, incidents, total`` (incidents that name any key), ``share, share_low,
        share_high`` (Wilson 95 %), ``keys, incident_ids`` (oldest first). ``attrs`` holds
        ``words`` and ``warnings``.

        Args:
            taxonomy: As ``maps`` of the catalogue names it.

        Raises:
            CausalError: The corpus was read without a catalogue.
            UnknownName: The catalogue maps nothing to this taxonomy.
        """
        from causal.corpus.patterns.proposed import recurring_classes

        return recurring_classes(self.tables, self.catalogue, taxonomy)

    def recurred_while_open(self, *, within: str = "corpus") -> Pattern:
        """Return every occurrence of a factor while an action on it was open.

        An action opens when its incident began and closes at the start of the day it was done;
        repairs and cancelled actions do not count, and an action without a status is taken as
        open (see ``status_stated``).

        Columns: ``key, incident, began, minutes_lost`` (of the incident it occurred in),
        ``action_incident, action, what, owner, status, status_stated, due, days_open,
        days_overdue`` (below 0: not yet due), ``overdue``. ``attrs`` holds ``words`` and
        ``warnings``. An incident may stand in several rows: count its minutes once.

        Args:
            within: ``corpus``, or ``services``: only where the two incidents share a service.

        Raises:
            UnknownName: `within` is neither.
        """
        from causal.corpus.patterns.recurred_while_open import recurred_while_open

        return self._told(recurred_while_open(self.tables, within))

    def recurred_after_action(self, *, within: str = "corpus") -> Pattern:
        """Return whether factors recurred after an action on them was done.

        One row per lasting action done on a stated day and canonical factor it addresses, watched
        from the day after until the factor occurs or the records end (the last incident; of a
        shared service).

        Columns: ``key, action_incident, action, what, completed, days_to_done`` (since its
        incident began), ``verified, recurred, days`` (to
        the occurrence, else to the end), ``next_incident``. ``attrs`` holds ``words, warnings``,
        ``survival`` (the Kaplan-Meier estimate over distinct factors and days) and ``baseline``
        (from occurrence to occurrence of factors on which no action is done).

        Args:
            within: ``corpus``, or ``services``: only where the two incidents share a service.

        Raises:
            UnknownName: `within` is neither.
        """
        from causal.corpus.patterns.recurred_after_action import recurred_after_action

        return recurred_after_action(self.tables, within)

    def does_hardening_work(
        self, by: Literal["kind", "layer"] = "kind", *, within: str = "corpus"
    ) -> Pattern:
        """Return whether factors come less often once an action on them is done.

        Each canonical factor is held against itself, before and after its first such action was
        done, without the incident that asked for it. "Too few to tell" is the usual verdict.

        Columns: ``group`` (NA over all), ``actions, factors``, ``telling`` (the factors that
        occurred besides; only they enter what follows), ``days_to_done, days_to_done_low,
        days_to_done_high`` (median, exact 95 %), ``before`` occurrences in ``before_years`` of
        watching, ``after`` in ``after_years``, ``expected`` after at each factor's rate before,
        ``ratio, low, high, p`` (``after`` by ``expected``; exact, given how often at all),
        ``others_ratio`` (of all other incidents at the same
        times), ``verdict``. ``attrs`` holds ``words`` and ``warnings``, which name what else
        explains it.

        Args:
            by: ``kind`` of action, or ``layer`` that it hardens.
            within: ``corpus``, or ``services``: only where the two incidents share a service.

        Raises:
            UnknownName: `by` or `within` is none of these.
        """
        from causal.corpus.patterns.hardening import does_hardening_work

        return self._told(does_hardening_work(self.tables, by, within))

    def durations(self, by: str | None = None) -> Pattern:
        """Return how long it took to detect, to mitigate and to resolve, from the start.

        Columns: ``measure`` (detect, mitigate, resolve), ``group`` (NA over all), ``known`` of
        ``total`` incidents, ``stated`` (of these a figure of the impact, no times being known),
        ``median, median_low, median_high`` (exact binomial interval between
        order statistics, at least 95 %; its true ``coverage``; NaN below six), ``q90, q90_low,
        q90_high``, ``shortest, longest``, ``below_zero`` (left out). In minutes. ``attrs`` holds
        ``words`` and ``warnings``.

        Args:
            by: ``service``, ``team`` (owners of an incident's actions), ``severity``, ``quarter``
                or ``year``; None for all together.

        Raises:
            UnknownName: There is no such way to group.
        """
        from causal.corpus.patterns.durations import durations

        return self._told(durations(self.tables, by))

    def recurring_links(self, min_incidents: int = 2, *, over: str = "factors") -> Pattern:
        """Return the links from cause to effect that came back in several incidents.

        A link leads from one canonical factor (or layer) to the next one downstream, through any
        factors that have none, along *because* and *worsened by*.

        Columns: ``cause, effect, direct`` (in how many incidents nothing stands between),
        ``minutes_lost`` (over the ``minutes_known`` incidents where recorded), ``incidents``, of
        the ``total`` in which both stand, ``share, share_low, share_high`` (Wilson 95 %),
        ``incident_ids`` (oldest first). ``attrs`` holds ``words`` and ``warnings``.

        Args:
            min_incidents: In how many incidents a link must stand.
            over: ``factors`` (canonical ones) or ``layers``.

        Raises:
            UnknownName: `over` is neither.
            CausalError: `min_incidents` is less than 1.
        """
        from causal.corpus.patterns.recurring_links import recurring_links

        return self._told(recurring_links(self.tables, min_incidents, over))

    def recurring_motifs(self, min_incidents: int = 2, *, over: str = "factors") -> Pattern:
        """Return the small shapes of links that came back in several incidents.

        Columns: ``shape`` (joined: a and b are direct causes of one factor or of the outcome;
        chain: a leads to b to c; shared cause: a to b and to c; shared effect: a and b to c),
        ``members`` (in that order), ``incidents, total`` (incidents in which all stand), ``share,
        share_low, share_high`` (Wilson 95 %), ``incident_ids`` (oldest first). ``attrs`` holds
        ``words`` and ``warnings``.

        Args:
            min_incidents: In how many incidents a shape must stand.
            over: ``factors`` (canonical ones) or ``layers``.

        Raises:
            UnknownName: `over` is neither.
            CausalError: `min_incidents` is less than 1.
        """
        from causal.corpus.patterns.recurring_links import recurring_motifs

        return self._told(recurring_motifs(self.tables, min_incidents, over))

    @cached_property
    def _likeness(self) -> Likeness:
        from causal.corpus.patterns.likeness import Likeness

        return Likeness(self.tables)

    def similar(self, incident: str | Incident, k: int = 10) -> Pattern:
        """Return the incidents most like one, exactly, and what they share.

        Likeness is the cosine over shared canonical factors, links between them and layers, each
        weighed by how rare it is.

        Columns: ``incident, title, likeness, factors, links, layers`` (shared, the rarest first).
        ``attrs`` holds ``words`` and ``warnings``.

        Args:
            incident: The id of an incident of the corpus, or any incident, which need not be in it.
            k: How many to return.

        Raises:
            UnknownName: No incident has this id.
            CausalError: `k` is less than 1.
        """
        from causal.corpus.patterns.similar import similar

        return similar(self.tables, incident, k, self._likeness)

    def near_duplicates(self, threshold: float = 0.9, *, budget: Budget | None = None) -> Pattern:
        """Return every pair of incidents that are at least so alike; none is missed.

        Columns: ``a, b, likeness, factors, links, layers`` (shared, the rarest first). ``attrs``
        holds ``words`` and ``warnings``.

        Args:
            threshold: The least likeness, above 0 and up to 1; see `similar`.
            budget: The limits of the answer, by default `Budget()`; a warning says what of it was
                not finished.

        Raises:
            CausalError: `threshold` is out of range.
        """
        from causal.corpus.patterns.similar import near_duplicates

        return near_duplicates(self.tables, threshold, self._likeness, budget)

    def themes(
        self,
        *,
        resolution: float = 1.0,
        resamples: int = 20,
        seed: int = 0,
        budget: Budget | None = None,
    ) -> Pattern:
        """Return groups of incidents that are alike, named after what sets them apart.

        Columns: ``theme, incidents, share`` (of incidents with named parts), ``stability`` (mean
        Jaccard overlap with the group found among half of the incidents drawn anew; below 0.6 it
        is no pattern), ``factors, layers`` (the most telling first), ``incident_ids`` (oldest
        first). ``attrs`` holds ``words`` and ``warnings``.

        Args:
            resolution: Above 1 for more and smaller themes, below 1 for fewer.
            resamples: How often to draw anew; 0 leaves stability unknown.
            seed: What chance begins from; the same seed gives the same themes.
            budget: The limits of the answer, by default `Budget()`; drawing anew ends with them,
                and a warning says so.

        Raises:
            MissingExtra: graspologic-native is not installed.
            CausalError: `resolution` is not above 0, or `resamples` is below 0.
        """
        from causal.corpus.patterns.themes import themes

        return themes(self.tables, self._likeness, (resolution, resamples, seed), budget)
