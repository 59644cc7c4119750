"""How the sentences are worded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from causal.checks.language import blame as language_blame
from causal.checks.language import hindsight as language_hindsight
from causal.checks.language import normative as language_normative
from causal.checks.language import passive as language_passive
from causal.checks.language import vague as language_vague
from causal.checks.over_prose import Words, language_rule
from causal.checks.rule import Case, Found, Names, Prose, rule


@language_rule(
    "warning",
    ("summary", "cause", "lesson", "action", "timeline"),
    "a person is made the cause: {words}",
)
def blame(plain: str, people: Names, systems: Names) -> Words:
    """A person or a role is made the cause.

    Why: A person who acted had reasons that made sense at the time; a report that names them as
        the cause teaches people to hide. S. Dekker, *The Field Guide to Understanding 'Human
        Error'*, 3rd edition, 2014; *Site Reliability Engineering*, 2016, chapter 15.
    Better: say what the system allowed, showed or did not show: "nothing marked the terminal as
        production"
    Example: "The operator forgot to drain the node" becomes "Draining the node is a manual step
        that nothing checks"
    """
    return language_blame.blame(plain, people, systems)


@language_rule(
    "warning", ("summary", "cause", "lesson", "timeline"), "judged by hindsight: {words}"
)
def hindsight(plain: str, *_: Names) -> Words:
    """A sentence judges by what was known only afterwards.

    Why: What should have been done is clear only once the outcome is known; it hides why what
        was done made sense. S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd
        edition, 2014, chapter 2.
    Better: say what people saw then, and what would show it next time
    Example: "This should have been caught in review" becomes "The review shows the diff, not
        the effect on the pool"
    """
    return language_hindsight.hindsight(plain)


@language_rule(
    "warning", ("summary", "cause", "lesson", "action", "timeline"), "a word that judges: {words}"
)
def normative(plain: str, *_: Names) -> Words:
    """A word judges instead of saying what was.

    Why: Words such as "careless" end the inquiry: they name no condition that could be changed.
        S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition, 2014, chapter
        2.
    Better: say what was done and what the circumstances were
    Example: "A careless deploy" becomes "A deploy with the canary switched off, which the tool
        permits"
    """
    return language_normative.normative(plain)


@language_rule(
    "information",
    ("summary", "cause", "lesson"),
    "the passive leaves out how this came about: {words}",
)
def passive_evasion(plain: str, *_: Names) -> Words:
    """A passive sentence leaves out how it came about.

    Why: A passive is often right; but "was not tested" hides that no step of the process tests
        it. S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition, 2014.
    Better: say which step, tool or rule made it so
    Example: "The endpoint was not tested" becomes "The staging test plan covers publishing
        only"
    """
    return language_passive.passive_evasion(plain)


@language_rule("warning", ("action",), "no one can tell when this is done: {words}")
def vague_action(plain: str, *_: Names) -> Words:
    """An action item cannot be told done from not done.

    Why: Action items that are not specific and bounded are not done. *The Site Reliability
        Workbook*, 2018, chapter 10.
    Better: name the change, where it is made, and what shows that it works
    Example: "Improve monitoring" becomes "Page when the pool is 90% in use for 5 minutes"
    """
    return language_vague.vague_action(plain)


_TEMPLATE = re.compile(
    r"(?-i:(?<![#/*] )\b(?:TODO|TBD|FIXME|XXX)\b)|\blorem ipsum\b"
    r"|<(?:insert|fill|describe|your|name|date|link|add)\b[^>]*>"
    r"|\[(?:insert|fill in|describe|your|add|date|link here)\b[^\]]*\]|\{\{\s*[\w .]+\s*\}\}|_{4,}",
    re.IGNORECASE,
)

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@rule("error")
def template_text_left(case: Case) -> Iterator[Found]:
    """Text of a template was left unfilled.

    Why: Text that nobody wrote reads as a fact.
    Better: fill it in, or take the line out
    Example: "TODO: describe impact" becomes what was lost
    """
    for prose in (*case.prose(), Prose(("title",), case.incident.title, "summary")):
        text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), prose.text)
        found = _TEMPLATE.search(text)
        if found:
            line = prose.text.count("\n", 0, found.start()) + 1
            yield Found(prose.path, f"text of a template: {found[0]!r}", "", line)


@cache
def _starter() -> frozenset[str]:
    text = files("causal.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    return frozenset(
        found.strip() for found in re.findall(r"(?:what|title): +([A-Z][^#\n]+)", text)
    )


@rule("error")
def unfilled_starter(case: Case) -> Iterator[Found]:
    """A starter file was not filled in.

    Why: The sentences of the starter are instructions; as an incident they are not true.
    Better: say what happened, in your own words
    Example: "What the system did wrong" becomes "Queries waited for a free connection"
    """
    titled = Prose(("title",), case.incident.title, "summary")
    for prose in (*case.prose(), titled):
        if prose.text.strip() in _starter():
            yield Found(prose.path, f"this is the starter's own text: {prose.text.strip()!r}")
