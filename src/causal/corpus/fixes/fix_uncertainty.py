"""What a plan of fixes rests on that nobody has confirmed, incident by incident, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.analysis.result import counted, joined
from causal.corpus.fixes.fix_cases import held
from causal.corpus.tables.contracted import COLUMN
from causal.errors import CausalError
from causal.graph.uncertain import UncertainStructure

if TYPE_CHECKING:
    from causal.corpus.fixes.plan import Plan


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What changes when unconfirmed facts turn out otherwise.

    Args:
        certain: Incidents prevented whatever is still open.
        depends: Incidents prevented in some resolutions of what is open and not in others.
        not_finished: Incidents for which this could not be worked out.
    """

    certain: tuple[str, ...]
    depends: tuple[str, ...]
    not_finished: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it says, in a sentence or two."""
        count = len(self.certain) + len(self.depends)
        if not self.depends and not self.not_finished:
            head = "No prevented incident depends on an unconfirmed fact."
        else:
            head = f"{len(self.certain)} of {counted(count, 'incident')} are prevented whatever "
            head += f"is still open; it depends for {joined(self.depends)}."
        if self.not_finished:
            head += f" Not worked out for {joined(self.not_finished)}."
        return head


def sensitivity(answer: Plan) -> Sensitivity:
    """Return what the plan rests on that nobody has confirmed."""
    tables = answer.corpus.tables
    prevented = set(answer.prevented(*answer.chosen))
    unconfirmed = tables.incidents.array("unconfirmed").tolist()
    removed, again = _touched(answer)
    found: dict[str, list[str]] = {"certain": [], "depends": [], "not_finished": []}
    for row, name in enumerate(tables.ids):
        if not unconfirmed[row]:
            found["certain"] += [name] if name in prevented else []
        elif row in removed:
            try:
                answer.clock.check()
                incident = answer.corpus[name]
                graph = UncertainStructure(incident, answer.clock.attempt())
                verdict = set(graph.averted(dict.fromkeys(removed[row], 0), again.get(row, [])))
            except (CausalError, OSError):  # too large, or there is no file to read it from again
                found["not_finished"].append(name)
                continue
            if 1 in verdict:
                found["certain" if verdict == {1} else "depends"].append(name)
    return Sensitivity(*(tuple(names) for names in found.values()))


def _touched(answer: Plan) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Return by incident the factors that the plan makes false, and those that come again.

    Only incidents whose outcome has causes: the others come about whatever is done.
    """
    tables, chosen = answer.corpus.tables, set(answer.chosen)
    analysed = tables.incidents.array("analysed").tolist()
    removed: dict[int, list[str]] = {}
    again: dict[int, list[str]] = {}
    columns = (tables.factors.names_of(name) for name in ("id", COLUMN[answer.question.over]))
    owners = tables.factors.array("incident").tolist()
    for owner, factor, name, kept in zip(owners, *columns, held(tables), strict=True):
        if analysed[owner] and factor is not None:
            if kept:
                again.setdefault(owner, []).append(factor)
            elif name in chosen:
                removed.setdefault(owner, []).append(factor)
    return removed, again
