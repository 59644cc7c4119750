"""What changed between two versions of an incident: its parts, and the verdicts they lead to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.explain import Explanation, explain
from causal.analysis.five_whys import Comparison, compare_five_whys
from causal.analysis.phrases import value_words
from causal.analysis.result import AS_DRAWN, Result
from causal.errors import NotFinished, NothingToCompare, NothingToExplain
from causal.graph.budget import Budget, budget_of
from causal.model import OUTCOME
from causal.model.expect import expect_incident

if TYPE_CHECKING:
    import pandas

    from causal.model import Incident

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    Args:
        what: ``incident``, ``factor``, ``link``, ``amplifier``, ``action``, ``layer``,
            ``five whys`` or ``verdict``.
        name: Which one; a link is written ``cause -> effect``.
        kind: Added, removed or changed.
        details: For a changed one, each differing field with its value before and after.
    """

    what: str
    name: str
    kind: Kind
    details: tuple[tuple[str, Any, Any], ...] = ()

    def __str__(self) -> str:
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.kind]
        fields = "; ".join(
            f"{f'{field} ' if field else ''}{value_words(old, field)} -> {value_words(new, field)}"
            for field, old, new in self.details
        )
        return f"{sign} {self.what} {self.name}".rstrip() + (f": {fields}" if fields else "")


def diff(before: Incident, after: Incident, *, budget: Budget | None = None) -> Changes:
    """Return what changed from one version of an incident to another.

    Where a fact was written and in which order mappings list their members is no change.

    Args:
        before: The earlier version.
        after: The later version.
        budget: The limits of the verdicts of both, half of the time for each.
    """
    expect_incident(before, "diff")
    expect_incident(after, "diff")
    return Changes(before, after, budget_of(budget))


class Changes(Result):
    """The answer of `diff`; a version without causes has no verdicts."""

    def __init__(self, before: Incident, after: Incident, budget: Budget) -> None:
        self.__dict__.update(before=before, after=after, _budget=budget)

    before: Incident
    after: Incident
    _budget: Budget

    @cached_property
    def incident(self) -> tuple[Change, ...]:
        """Changes of the record: title, times, impact, layers, five whys, lessons and the like."""
        skipped = {"factors", "actions", "outcome"}
        old, new = (
            {k: v for k, v in data.items() if k not in skipped}
            for data in (_plain(self.before), _plain(self.after))
        )
        changed = _compared("incident", {"": old}, {"": new})
        outcome = _compared(
            "outcome",
            {"": _own(_plain(self.before)["outcome"])},
            {"": _own(_plain(self.after)["outcome"])},
        )
        return changed + outcome

    @cached_property
    def factors(self) -> tuple[Change, ...]:
        """Factors added, removed or changed in themselves."""
        old, new = (_plain(version)["factors"] for version in (self.before, self.after))
        return _compared(
            "factor", {n: _own(f) for n, f in old.items()}, {n: _own(f) for n, f in new.items()}
        )

    @cached_property
    def links(self) -> tuple[Change, ...]:
        """Links added, removed or changed, and formulas that join the same links otherwise."""
        links = _compared("link", _links(self.before), _links(self.after))
        touched: dict[str, set[str]] = {}
        for change in links:
            cause, _, effect = change.name.rpartition(" -> ")
            touched.setdefault(effect, set()).add(cause)
        formulas = _compared("causes of", _formulas(self.before), _formulas(self.after))
        rest = tuple(
            change
            for change in formulas
            if change.kind == "changed"
            for _, old, new in change.details
            if len({repr(_without(one, touched.get(change.name, ()))) for one in (old, new)}) > 1
        )
        worse = _compared("amplifier", _amplifiers(self.before), _amplifiers(self.after))
        return links + rest + worse

    @cached_property
    def actions(self) -> tuple[Change, ...]:
        """Action items added, removed or changed."""
        old, new = (_plain(version).get("actions", {}) for version in (self.before, self.after))
        return _compared("action", old, new)

    @cached_property
    def verdicts(self) -> tuple[Change, ...]:
        """Verdicts that differ, each with its value before and after."""
        old, new = self._both
        return tuple(
            Change("verdict", name, "changed", (("", old.get(name), new.get(name)),))
            for name in VERDICTS
            if old.get(name) != new.get(name) and name not in self.not_compared
        )

    @cached_property
    def _both(self) -> tuple[dict[str, Any], dict[str, Any]]:
        limits = self._budget
        half = replace(limits, seconds=None if limits.seconds is None else limits.seconds / 2)
        return _verdicts(self.before, half), _verdicts(self.after, half)

    @property
    def not_compared(self) -> tuple[str, ...]:
        """The verdicts that did not fit the budget for one version or both."""
        return tuple(n for n in VERDICTS if any(v.get(n) == NOT_WORKED_OUT for v in self._both))

    @property
    def all(self) -> tuple[Change, ...]:
        """Every change, verdicts last."""
        return self.incident + self.factors + self.links + self.actions + self.verdicts

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"What changed: {self.after.title} ({self.after.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON."""
        return {
            "before": self.before.id,
            "after": self.after.id,
            "changes": [asdict(change) for change in self.all],
            **({"not_compared": list(self.not_compared)} if self.not_compared else {}),
            "caveat": AS_DRAWN,
        }

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per change.

        Columns: ``what, name, kind, field, before, after``.
        """
        import pandas

        rows = [
            (change.what, change.name, change.kind, *detail)
            for change in self.all
            for detail in (change.details or (("", None, None),))
        ]
        columns = ["what", "name", "kind", "field", "before", "after"]
        return pandas.DataFrame(rows, columns=columns)


def _plain(incident: Incident) -> dict[str, Any]:
    data: dict[str, Any] = incident.model_dump(mode="json", exclude_defaults=True)
    return data


def _own(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in node.items() if key not in ("because", "worsened_by")}


def _links(incident: Incident) -> dict[str, dict[str, Any]]:
    return {
        f"{link.cause} -> {effect}": {"confidence": link.confidence, "evidence": link.evidence}
        for link, effect in incident.links()
    }


def _formulas(incident: Incident) -> dict[str, dict[str, Any]]:
    nodes = (OUTCOME, *incident.factors)
    return {n: {"because": g.to_file()} for n in nodes if (g := incident.because(n)) is not None}


def _without(formula: Any, causes: Collection[str]) -> Any:
    """Return a formula of a file without these causes, so that what joins the rest is compared."""
    if isinstance(formula, str):
        return None if formula in causes else formula
    if isinstance(formula, list):
        return _without({"all": formula}, causes)
    if "cause" in formula:
        return None if formula["cause"] in causes else formula
    operator, first = next(iter(formula.items()))
    members = formula.get("of", first)
    kept = [one for member in members if (one := _without(member, causes)) is not None]
    if not kept or (len(kept) == 1 and operator == "all"):
        return kept[0] if kept else None
    return (operator, kept, first, len(members)) if operator == "at_least" else (operator, kept)


def _amplifiers(incident: Incident) -> dict[str, dict[str, Any]]:
    return {
        f"{amplifier.factor} -> {effect}": {"of": amplifier.of, "minutes": amplifier.minutes}
        for amplifier, effect in incident.amplifiers()
    }


def _compared(
    what: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> tuple[Change, ...]:
    changes = []
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            changes.append(Change(what, name, "removed"))
        elif name not in old:
            changes.append(Change(what, name, "added"))
        elif old[name] != new[name]:
            fields = sorted({*old[name], *new[name]})
            details = tuple(
                (field, old[name].get(field), new[name].get(field))
                for field in fields
                if old[name].get(field) != new[name].get(field)
            )
            changes.append(Change(what, name, "changed", details))
    return tuple(changes)


NOT_WORKED_OUT = "not finished"
"""What stands for a verdict that did not fit the budget."""


class _Asked:
    """The answers of one version, each asked for once, all within one budget."""

    def __init__(self, incident: Incident, budget: Budget) -> None:
        self.incident, self.budget = incident, budget.shared()

    @cached_property
    def why(self) -> Explanation:
        return explain(self.incident, budget=self.budget)

    @cached_property
    def done(self) -> Assessment:
        return assess_actions(self.incident, "done", budget=self.budget)

    @cached_property
    def planned(self) -> Assessment:
        return assess_actions(self.incident, budget=self.budget)

    @cached_property
    def five_whys(self) -> Comparison:
        return compare_five_whys(self.incident, budget=self.budget)


VERDICTS: dict[str, Callable[[_Asked], Any]] = {
    "minimal cut sets": lambda asked: asked.why.cut_set_count,
    "necessary (but for)": lambda asked: sorted(asked.why.but_for),
    "a layer sufficient to prevent it": lambda asked: list(asked.why.stopping_layers),
    "failure paths that remain, done": lambda asked: asked.done.residual_cut_set_count,
    "failure paths that remain, planned": lambda asked: asked.planned.residual_cut_set_count,
    "depth of defence, done": lambda asked: asked.done.depth,
    "depth of defence, planned": lambda asked: asked.planned.depth,
    "factors nobody acts on": lambda asked: sorted(asked.planned.orphan_factors),
    "factors the five whys missed": lambda asked: sorted(asked.five_whys.missed),
    "depth of the five whys": lambda asked: asked.five_whys.depth_chain,
}
"""Every verdict that is compared, by the name it is shown under."""


def _verdicts(incident: Incident, budget: Budget) -> dict[str, Any]:
    asked, found = _Asked(incident, budget), dict[str, Any]()
    for name, verdict in VERDICTS.items():
        try:
            found[name] = verdict(asked)
        except (NothingToExplain, NothingToCompare):
            continue
        except NotFinished:
            found[name] = NOT_WORKED_OUT
    return found
