"""No sentence that the library can say, of any incident, falls into the traps of hindsight.

Sentences are collected over the examples and over many random incidents, the authors' own words
and their ids taken out. The traps: what somebody should have done, blame, one root cause, a verdict
on the world instead of the graph, and words that the house does not use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from random import Random

import pytest

import causal
from causal.analysis.cheapest import cheapest_fix
from causal.analysis.pages import all_answers, in_full, on_one_screen
from causal.analysis.result import AS_DRAWN
from causal.errors import NothingToCompare
from causal.model import Incident
from causal.text.people import rests_on_a_person
from strategies_incident import incident_data
from verdict_samples import EXAMPLES

QUOTED = re.compile(r"“[^”]*”|^ {4}\S+ ")
BLAME = (
    r"blam\w*|guilt\w*|culprit\w*|careless\w*|negligen\w*|mistake\w*|errors?|sloppy|"
    r"incompeten\w*|forgot\w*|neglect\w*|ignored|human|person|people|someone|somebody|he|she|they"
)
NORMS = r"(?:should|could|ought to|must|might) have|failed to|needs? to be|had to|supposed to"
WORLD = r"would(?: not)? have happened|root cause|real cause|will (?:not )?happen|guarantee\w*|safe"
HOUSE = (
    r"Mind:|slips?|spares?|spared|hangs? on|ways? drawn|doubts?|holes?|certain|struck|strikes?|"
    r"came by|hits? nothing|claims?|no way"
)
TRAPS = {"blame": BLAME, "norms": NORMS, "the world": WORLD, "words of the house": HOUSE}


def pages(incident: Incident) -> Iterator[str]:
    """Yield everything that the answers about an incident say, line by line."""
    answers = all_answers(incident)
    yield from in_full(incident, answers).splitlines()[1:]
    yield from on_one_screen(answers["explanation"], answers["actions"]).splitlines()[1:]
    for scenario in ("done", "verified", list(incident.actions)[:2]):
        yield from causal.assess_actions(incident, scenario).sentences()
        yield from causal.assess_uncertainty(incident, scenario).sentences()
    for depth in (1, 3):
        yield from cheapest_fix(incident, depth=depth).sentences()
    with suppress(NothingToCompare):
        yield from causal.compare_five_whys(incident).sentences()
    typed = "\n".join(factor.what for factor in incident.factors.values())
    yield from causal.read_five_whys(incident, f"{typed}\nThe moon was full").sentences()


def random_incidents() -> Iterator[Incident]:
    for seed in range(60):
        options = {"doubts": seed % 2 == 1, "contributing": seed % 3 == 2}
        data = incident_data(Random(seed), max_actions=5, **options)
        yield Incident.model_validate(data)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Return every sentence without the authors' words, and one full text of it."""
    examples = [causal.load(path) for path in sorted(EXAMPLES.glob("**/*.yaml")) if _own(path)]
    found: dict[str, str] = {}
    before: Incident | None = None
    for incident in (*examples, *random_incidents()):
        lines = list(pages(incident))
        if before is not None and incident not in examples:  # whose ids are words
            lines += causal.diff(before, incident.replace(id=before.id)).sentences()
        before = incident
        found |= {QUOTED.sub("…", line).strip(): line for line in lines if line.strip()}
    found.pop(AS_DRAWN)
    return found


def _own(path) -> bool:
    return path.stem != "catalogue"


@pytest.mark.parametrize("trap", TRAPS)
def test_no_sentence_falls_into_a_trap_of_hindsight(trap: str, said: dict[str, str]):
    pattern = re.compile(rf"\b(?:{TRAPS[trap]})(?!\w)", re.IGNORECASE)
    assert [text for line, text in said.items() if pattern.search(line)] == []


def test_no_sentence_is_about_an_act_of_a_person(said: dict[str, str]):
    assert [text for line, text in said.items() if rests_on_a_person(line)] == []


def test_what_would_be_otherwise_is_said_of_the_graph(said: dict[str, str]):
    relief = re.compile(r"no failure path remains|(?<!not )sufficient:|\bneeded\b")
    of_graph = re.compile(r"in this graph|if .* works? fully|for it, but makes", re.IGNORECASE)
    assert [
        t for line, t in said.items() if relief.search(line) and not of_graph.search(line)
    ] == []
