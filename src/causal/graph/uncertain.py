"""The structure function of an incident some of whose facts nobody has confirmed.

A *resolution* decides each unconfirmed factor and link: it belongs, or not. One that does not
belong is taken out of the formulas it stands in: *all of*, *any of* and *contributing* lose the
member, *at least k of* states the k that holds without it (several reductions add up; at least one
member is always taken; one that takes more than it has left never holds), and a nested formula
left empty goes too. A factor whose causes, so reduced, do not suffice stays true: it has an
unknown cause, which is a basic factor of its own. The outcome has to keep sufficient causes:
otherwise the resolution is not *valid*.

Validity and every verdict are decision diagrams over the facts, so that 40 of them
cost one walk over the formulas instead of 2**40.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from causal.graph.budget import Clock
from causal.graph.decisions import Decisions
from causal.graph.structure import Reading
from causal.model import OUTCOME, Gate, Incident, Link

Part = str | tuple[str, str]
"""A factor by its id, or a link as (cause, effect)."""

Split = dict[int, int]
"""For each value that a verdict takes in some valid resolution, the resolutions where it does."""


def unconfirmed_facts(incident: Incident) -> Iterator[Part]:
    """Yield what takes part and nobody confirmed, causes first; links before their effect."""
    for name in incident.leading_to_outcome:
        gate = incident.because(name)
        links = gate.links() if gate else ()
        for cause in dict.fromkeys(x.cause for x in links if x.confidence != "confirmed"):
            yield cause, name
        if name != OUTCOME and incident.factors[name].confidence != "confirmed":
            yield name


@dataclass(frozen=True, slots=True)
class _Cause:
    """A link as its effect reads it: the cause, and the resolutions that keep it."""

    name: str
    present: int


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula, the resolutions that leave it a member, and what an *at least* takes when."""

    op: str
    members: tuple[_Cause | _Formula, ...]
    present: int
    needed: Mapping[int, int]


class UncertainStructure:
    """An incident under every resolution of its unconfirmed facts at once.

    Args:
        incident: The incident, whose outcome has causes.
        clock: The time and the nodes it may take.
        further: How many questions besides the facts the scenarios may ask.
        reading: How *contributing* is read.

    Attributes:
        facts: The unconfirmed facts; fact number i is question i of `decisions`.
        decisions: The functions of the facts and of the further questions.
        valid: The function that holds for valid resolutions.
    """

    def __init__(
        self, incident: Incident, clock: Clock, further: int = 0, reading: Reading = "any"
    ) -> None:
        self.facts = tuple(unconfirmed_facts(incident))
        self.decisions = Decisions(len(self.facts) + further, clock)
        self.valid = 1
        self._level = {fact: level for level, fact in enumerate(self.facts)}
        self._order = incident.leading_to_outcome
        self._reading = reading
        self._formulas: dict[str, _Formula] = {}
        self._enough: dict[str, int] = {}
        with self.decisions.work():
            for name in self._order:
                gate = incident.because(name)
                if gate is not None:
                    self._formulas[name] = formula = self._formula(gate, name)
                    holds = self._value(formula, name, {}, {})
                    enough = self.decisions.both(formula.present, holds)
                    if enough != 1:
                        self._enough[name] = enough
            self.valid = self._enough.pop(OUTCOME, 1)

    @property
    def resolutions(self) -> int:
        """The exact number of valid resolutions."""
        return self.decisions.count(self.valid, len(self.facts))

    def further(self, number: int) -> int:
        """Return the function that holds when the answer to a further question is yes."""
        return self.decisions.yes(len(self.facts) + number)

    def outcome(
        self, when: Mapping[Part, int], held: Collection[str] = (), *, unknown: bool = True
    ) -> int:
        """Return when the outcome comes about; what it says of invalid resolutions is arbitrary.

        Args:
            when: For factors and links, the function that must hold for them to come about or to
                pass anything on; false removes them. Everything else is as it was.
            held: Factors held true whatever else.
            unknown: Whether the unknown causes, of factors that keep no sufficient ones, are there.

        Raises:
            NotFinished: The time is over, or the diagram outgrew its budget.
        """
        self.decisions.check_time()
        touched = {part if isinstance(part, str) else part[1] for part in when}
        # In a valid resolution an undisturbed factor that belongs is true, so only what lies
        # downstream of a change is worked out.
        changed: dict[str, int] = {}
        for name, causes in self._order.items():
            short = name in self._enough and not unknown
            undisturbed = name not in touched and changed.keys().isdisjoint(causes)
            if name in held or (undisturbed and not short):
                continue
            value = when.get(name, 1)
            if name in self._formulas and value:
                value = self.decisions.both(value, self._caused(name, when, changed, unknown))
            if value != 1:
                changed[name] = value
        return changed.get(OUTCOME, 1)

    def holds_or_not(self, function: int) -> Split:
        """Return the split of the valid resolutions into those where a function holds or not."""
        sides = {0: self.decisions.without(self.valid, function)}
        sides[1] = self.decisions.both(self.valid, function)
        return {value: region for value, region in sides.items() if region}

    def averted(self, when: Mapping[Part, int], held: Collection[str] = ()) -> Split:
        """Return the split by whether the outcome does not come about; see `outcome`."""
        return self.holds_or_not(self.decisions.negated(self.outcome(when, held)))

    def fewest_further(self, function: int) -> Split:
        """Return the split by how many further questions must be answered yes, at the fewest."""
        counted = self.decisions.fewest_yes(function, len(self.facts))
        sides = {n: self.decisions.both(self.valid, region) for n, region in counted.items()}
        return {number: region for number, region in sides.items() if region}

    def after(self, split: Split, fact: int, belongs: bool) -> Split:
        """Return what is left of a split once a fact is decided."""
        sides = {v: self.decisions.given(region, fact, belongs) for v, region in split.items()}
        return {value: region for value, region in sides.items() if region}

    def decisive(self, split: Split) -> tuple[int, ...]:
        """Return the facts that a verdict depends on, none when it is certain.

        A fact is decisive when two valid resolutions differ in it only and in the verdict. Where
        validity couples the facts so that there is no such pair, those are that change which
        values can be had, and, should that single out none, all that can go either way.
        """
        if len(split) < 2:
            return ()
        self.decisions.check_time()
        facts = range(len(self.facts))
        alone = tuple(fact for fact in facts if self._decides_alone(split, fact))
        if alone:
            return alone
        values = {
            f: (set(self.after(split, f, True)), set(self.after(split, f, False))) for f in facts
        }
        open_facts = tuple(fact for fact, (kept, dropped) in values.items() if kept and dropped)
        return tuple(f for f in open_facts if values[f][0] != values[f][1]) or open_facts

    def _decides_alone(self, split: Split, fact: int) -> bool:
        kept, dropped = self.after(split, fact, True), self.after(split, fact, False)
        other = self.decisions.any_of(dropped.values())
        return any(
            self.decisions.both(region, self.decisions.without(other, dropped.get(value, 0)))
            for value, region in kept.items()
        )

    def _belongs(self, part: Part) -> int:
        level = self._level.get(part)
        return 1 if level is None else self.decisions.yes(level)

    def _caused(
        self, name: str, when: Mapping[Part, int], changed: Mapping[str, int], unknown: bool
    ) -> int:
        """Return when something brings a factor about: its causes, or an unknown one instead."""
        value = self._value(self._formulas[name], name, when, changed)
        enough = self._enough.get(name, 1)
        known = self.decisions.both(enough, value)
        return self.decisions.either(known, self.decisions.negated(enough)) if unknown else known

    def _formula(self, gate: Gate, effect: str) -> _Formula:
        members = tuple(
            self._cause(member, effect)
            if isinstance(member, Link)
            else self._formula(member, effect)
            for member in gate.of
        )
        present = self.decisions.any_of(member.present for member in members)
        needed = self._needed(gate, members) if gate.op == "at_least" else {}
        op = self._reading if gate.op == "contributing" else gate.op
        return _Formula(op, members, present, needed)

    def _cause(self, link: Link, effect: str) -> _Cause:
        present = self._belongs(link.cause)
        if link.confidence != "confirmed":
            present = self.decisions.both(present, self._belongs((link.cause, effect)))
        return _Cause(link.cause, present)

    def _needed(self, gate: Gate, members: tuple[_Cause | _Formula, ...]) -> dict[int, int]:
        """Return how many members an *at least* may take, and in which resolutions."""
        both, either = self.decisions.both, self.decisions.either
        full = gate.k or 1
        states = {(full, len(members)): 1}
        for member in members:
            if member.present == 1:
                continue
            # Only links state a k without them; a nested formula left empty changes no k.
            own = gate.without.get(member.name, full) if isinstance(member, _Cause) else full
            absent = self.decisions.negated(member.present)
            after: dict[tuple[int, int], int] = {}
            for (k, left), region in states.items():
                kept, lost = both(region, member.present), both(region, absent)
                for state, part in (((k, left), kept), ((k - full + own, left - 1), lost)):
                    if part:
                        after[state] = either(after.get(state, 0), part)
            states = after
        needed: dict[int, int] = {}
        for (k, left), region in states.items():
            if left and k <= left:
                needed[max(k, 1)] = either(needed.get(max(k, 1), 0), region)
        return needed

    def _value(
        self, formula: _Formula, effect: str, when: Mapping[Part, int], changed: Mapping[str, int]
    ) -> int:
        logic = self.decisions
        values: list[tuple[int, int]] = []
        for member in formula.members:
            if isinstance(member, _Cause):
                value = changed.get(member.name, 1)
                value = logic.both(value, when.get((member.name, effect), 1))
            else:
                value = self._value(member, effect, when, changed)
            values.append((member.present, value))
        if formula.op == "all":
            return logic.all_of(logic.either(v, logic.negated(present)) for present, v in values)
        holding = [logic.both(present, value) for present, value in values]
        if formula.op == "any":
            return logic.any_of(holding)
        reached = logic.thresholds(holding)
        return logic.any_of(logic.both(at, reached[k]) for k, at in formula.needed.items())
