"""The cheapest set of fixes that prevents recurrence, or that reaches a depth of defence.

Exact by mixed-integer programming: one binary variable per fix, one per node of the structure
function, and the demand that the outcome be false. A depth d asks that it be false whichever d - 1
hardened layers fail; those failures are added one by one, as long as some still break the plan.

References:
    Q. Huangfu and J. Hall, *Parallelizing the dual revised simplex method*, Mathematical
    Programming Computation 10, 2018 (HiGHS).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from causal.analysis.depth import depth_of_defence
from causal.analysis.next_action import cost_of
from causal.analysis.readings import Verdict, verdict
from causal.analysis.result import AS_DRAWN, Result, clock_of, finished, part
from causal.analysis.scenario import triggers
from causal.analysis.targets import Target, targets
from causal.errors import CausalError, NotFinished, UnknownName
from causal.graph.structure import Reading, compile_structure, open_nodes
from causal.libraries import numpy, pandas
from causal.model import Action
from causal.model.expect import expect_incident
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.graph.budget import Budget, Clock
    from causal.graph.structure import Structure
    from causal.model import Incident

Failure = frozenset[tuple[str, str]]
"""What fails, as (``layer`` or ``action``, name)."""


def cheapest_fix(
    incident: Incident,
    *,
    over: str = "actions",
    costs: Mapping[str, float] | None = None,
    depth: int | None = None,
    budget: Budget | None = None,
) -> CheapestFix:
    """Return the cheapest set of fixes after which no failure path remains.

    Args:
        incident: The incident.
        over: ``actions`` chooses among its action items, ``factors`` among its factors.
        costs: The cost of each fix; an action's own cost, else 1, when not given. What is done
            already costs nothing.
        depth: Ask for at least this depth of defence instead. A barrier, which never closes a
            path, counts here.
        budget: The limits of the answer, by default `Budget()`.

    Raises:
        NothingToExplain: The outcome has no causes yet.
        UnknownName: A cost is given for something that is no fix.
        CausalError: A cost is negative, or `over` or `depth` is not allowed.
        NotFinished: The solver found no plan in time and could not tell that there is none.
    """
    expect_incident(incident, "cheapest_fix")
    fixes = _fixes(incident, over)
    prices = _prices(fixes, costs or {}, over)
    if depth is not None:
        expect_number(depth, "depth", 1)
    return CheapestFix(incident, fixes, prices, depth=depth, over=over, clock=clock_of(budget))


class CheapestFix(Result):
    """The answer of `cheapest_fix`; the solver runs when it is first read."""

    def __init__(
        self,
        incident: Incident,
        fixes: Mapping[str, Action],
        prices: Mapping[str, float],
        *,
        depth: int | None,
        over: str,
        clock: Clock,
        reading: Reading = "any",
    ) -> None:
        given = {"incident": incident, "available": fixes, "prices": prices}
        self.__dict__.update(given, wanted_depth=depth, over=over, clock=clock)
        self.__dict__["structure"] = compile_structure(incident, reading=reading)

    incident: Incident
    available: Mapping[str, Action]
    prices: Mapping[str, float]
    wanted_depth: int | None
    over: str
    structure: Structure

    @part
    def targets(self) -> tuple[Target, ...]:
        """Where the fixes act."""
        return targets(self.incident, self.available)

    @part
    def _solution(self) -> _Solution:
        failures: list[Failure] = [] if self.wanted_depth is None else [frozenset()]
        while True:
            program = _Program(self, failures or [None])
            solution = program.solve(self.clock.left)
            if self.wanted_depth is None or solution.chosen is None:
                return solution
            chosen = {name: self.available[name] for name in solution.chosen}
            reading = self.structure.reading
            reached = depth_of_defence(self.incident, chosen, reading=reading, budget=self.clock)
            weak = [
                frozenset((kind, name) for name in members)
                for kind, sets in (("layer", reached.layer_sets), ("action", reached.action_sets))
                for members in sets
                if len(members) < self.wanted_depth
            ]
            if not weak:
                return solution
            failures += weak

    @part
    def if_all_of(self) -> CheapestFix:
        """The answer when *contributing* is read as *all of*, with which fewer fixes do."""
        return CheapestFix(
            self.incident,
            self.available,
            self.prices,
            depth=self.wanted_depth,
            over=self.over,
            clock=self.clock,
            reading="all",
        )

    @property
    def verdict(self) -> Verdict:
        """Whether some choice does it: however the causes that contributed combined, or not."""
        return verdict(self.possible, not open_nodes(self.incident) or self.if_all_of.possible)

    @property
    def costs(self) -> tuple[float | None, float | None]:
        """What it costs at the lowest and at the highest, by how causes combined."""
        open_ = open_nodes(self.incident)
        return (self.if_all_of.cost if open_ else self.cost), self.cost

    @property
    def possible(self) -> bool:
        """Whether some choice among the fixes does it."""
        return self._solution.chosen is not None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The fixes to make, in file order; empty when none is needed or none will do."""
        chosen = self._solution.chosen or frozenset()
        return tuple(name for name in self.available if name in chosen)

    @property
    def cost(self) -> float | None:
        """What they cost together; None when no choice will do."""
        return sum(self.prices[name] for name in self.chosen) if self.possible else None

    @property
    def gap(self) -> float:
        """How much cheaper, as a share of the cost, some other choice might still be.

        0 is a proof of optimality.
        """
        return self._solution.gap

    @property
    def optimal(self) -> bool:
        """Whether it is proven that nothing cheaper will do."""
        return self._solution.gap == 0

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        aim = f"depth {self.wanted_depth}" if self.wanted_depth else "no recurrence as drawn"
        return f"Cheapest {self.over} for {aim}: {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON."""
        return finished(
            {
                "incident": lambda: self.incident.id,
                "over": lambda: self.over,
                "depth": lambda: self.wanted_depth,
                "possible": lambda: self.possible,
                "chosen": lambda: list(self.chosen),
                "cost": lambda: self.cost,
                "optimal": lambda: self.optimal,
                "gap": lambda: self.gap,
                "verdict": lambda: self.verdict,
                "costs": lambda: list(self.costs),
                "caveat": lambda: AS_DRAWN,
            }
        )

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per fix there is to choose.

        Columns: ``fix, what, cost, chosen``. Where the budget did not do, ``chosen`` is empty, and
        ``attrs["not_finished"]`` says why.
        """
        found = finished({"chosen": lambda: set(self.chosen)})
        chosen = found["chosen"]
        rows = [
            (name, fix.what, self.prices[name], None if chosen is None else name in chosen)
            for name, fix in self.available.items()
        ]
        frame = pandas.DataFrame(rows, columns=["fix", "what", "cost", "chosen"])
        frame.attrs["not_finished"] = found.get("not_finished", {})
        return frame


class _Solution:
    def __init__(self, chosen: frozenset[str] | None, gap: float) -> None:
        self.chosen = chosen
        self.gap = gap


class _Program:
    """The integer program over one copy of the structure function per failure of layers.

    A failure is the set of layers, or of actions, that fail; None is the copy in which no barrier
    counts and nothing fails.
    """

    def __init__(self, fix: CheapestFix, failures: Iterable[Failure | None]) -> None:
        self.fix = fix
        self.names = list(fix.available)
        self.column = {name: number for number, name in enumerate(self.names)}
        self.count = len(self.names)
        self.rows: list[tuple[dict[int, float], float]] = []
        self.false: list[int] = []
        for failed in failures:
            self._copy(failed)

    def _copy(self, failed: Failure | None) -> None:
        """Add the nodes of the structure function when what is in `failed` has failed."""
        incident, structure = self.fix.incident, self.fix.structure
        held = set(triggers(incident, structure))
        on_factor, on_link = self._effective(failed)
        compiled = compile_structure(
            incident,
            guards={f: (f"{f}\0",) for f in on_factor if f in structure.node and f not in held},
            link_guards={link: (f"{link[0]}\0{link[1]}",) for link in on_link},
            reading=structure.reading,
        )
        fixes_of = {f"{f}\0": names for f, names in on_factor.items()}
        fixes_of |= {f"{c}\0{e}": names for (c, e), names in on_link.items()}
        true = {compiled.node[f] for f in held}
        offset = self.count
        self.count += compiled.network.variables + len(compiled.network.gates)
        for (name, kind), node in compiled.variable.items():
            row = {offset + node: 1.0}
            if kind == "guard":  # true unless one of its fixes is chosen
                row |= dict.fromkeys((self.column[fix] for fix in fixes_of[name]), 1.0)
            self.rows.append((row, 1.0))
        first = compiled.network.variables
        for node, gate in enumerate(compiled.network.gates, first):
            if node in true:
                self.rows.append(({offset + node: 1.0}, 1.0))
                continue
            spare = len(gate.inputs) - gate.k + 1
            row = {offset + node: float(spare)}
            for source in gate.inputs:
                row[offset + source] = row.get(offset + source, 0.0) - 1.0
            self.rows.append((row, 1.0 - gate.k))
        self.false.append(offset + compiled.network.top)

    def _effective(
        self, failed: Failure | None
    ) -> tuple[dict[str, list[str]], dict[tuple[str, str], list[str]]]:
        """Return the fixes that still act on each factor and on each link."""
        factors: dict[str, list[str]] = {}
        links: dict[tuple[str, str], list[str]] = {}
        for target in self.fix.targets:
            if failed and not failed.isdisjoint(
                (("layer", target.layer), ("action", target.action))
            ):
                continue
            if isinstance(target.part, str):
                factors.setdefault(target.part, []).append(target.action)
            elif failed is not None:
                links.setdefault(target.part, []).append(target.action)
        return factors, links

    def solve(self, seconds: float | None) -> _Solution:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        cost = numpy.zeros(self.count)
        cost[: len(self.names)] = [self.fix.prices[name] for name in self.names]
        upper = numpy.ones(self.count)
        upper[self.false] = 0
        data = [(i, j, v) for i, (row, _) in enumerate(self.rows) for j, v in row.items()]
        i, j, v = zip(*data, strict=True)
        matrix = csr_array((v, (i, j)), shape=(len(self.rows), self.count))
        least = numpy.array([low for _, low in self.rows])
        options: dict[str, float] = {"mip_rel_gap": 0.0}
        if seconds is not None:
            options["time_limit"] = max(0.1, seconds)
        found = milp(
            cost,
            integrality=numpy.ones(self.count),
            bounds=Bounds(numpy.zeros(self.count), upper),
            constraints=LinearConstraint(matrix, least, numpy.inf),
            options=options,
        )
        if found.status == 2:
            return _Solution(None, 0.0)
        if found.x is None:
            raise NotFinished(f"no plan found within {self.fix.clock.budget.seconds:g} seconds")
        chosen = frozenset(name for name, x in zip(self.names, found.x, strict=False) if x > 0.5)
        return _Solution(chosen, 0.0 if found.status == 0 else float(found.mip_gap))


def cheapest_raise(
    incident: Incident,
    done: Mapping[str, Action],
    waiting: Mapping[str, Action],
    depth: int,
    clock: Clock,
) -> tuple[str, ...]:
    """Return the cheapest of the actions waiting that, with those done, reach a depth of defence.

    Args:
        incident: The incident.
        done: What is done, at no cost.
        waiting: What may be done, which all together reach it.
        depth: The depth to reach.
        clock: The time they have.
    """
    fixes = {**done, **waiting}
    prices = {name: 0.0 if name in done else cost_of(action) for name, action in fixes.items()}
    fix = CheapestFix(incident, fixes, prices, depth=depth, over="actions", clock=clock)
    chosen = [name for name in fix.chosen if name in waiting]
    for name in [name for name in chosen if not prices[name]]:
        fewer = {n: fixes[n] for n in (*done, *chosen) if n != name}
        if depth_of_defence(incident, fewer, budget=clock).depth >= depth:
            chosen.remove(name)
    return tuple(chosen)


def _fixes(incident: Incident, over: str) -> dict[str, Action]:
    if over == "actions":
        return {
            name: action
            for name, action in incident.actions.items()
            if action.status != "cancelled" and action.kind != "repair"
        }
    if over == "factors":
        return {
            name: Action(what=factor.what, addresses=(name,), hardens=factor.layer)
            for name, factor in incident.factors.items()
            if not (factor.kind == "trigger" and factor.is_basic)
        }
    raise CausalError(f"over is 'actions' or 'factors', not {over!r}")


def _prices(fixes: Mapping[str, Action], costs: Mapping[str, float], over: str) -> dict[str, float]:
    if not isinstance(costs, Mapping):
        raise CausalError(f"costs is a mapping of {over} to numbers, not {costs!r}")
    for name, cost in costs.items():
        if name not in fixes:
            raise UnknownName(f"fix among the {over}", name, fixes)
        if not isinstance(cost, int | float) or not cost >= 0:
            raise CausalError(f"the cost of {name!r} is 0 or more, not {cost!r}")
    prices = {}
    for name, action in fixes.items():
        own = 1.0 if action.cost is None else action.cost
        prices[name] = float(costs.get(name, 0.0 if action.status == "done" else own))
    return prices
