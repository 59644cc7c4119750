"""What the action items together leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from causal.checks.rule import Case, Found, rule
from causal.text.match import words


@rule("warning")
def many_actions_no_priorities(case: Case) -> Iterator[Found]:
    """Many actions and no priorities.

    Why: What is not ordered is done in the order of ease.
    Better: priority on each; three that matter most first
    Example: 15 actions of which P1: 2, P2: 5, P3: 8
    """
    count = len(case.lasting)
    if count >= case.config.many_actions and not any(a.priority for a in case.lasting.values()):
        yield Found(("actions",), f"{count} actions and none has a priority")


_TELLS = re.compile(
    r"^\W*(?:we (?:should|will|need to|must)\s+)?(?:remind|train|teach|educate|document"
    r"|write (?:a |an |the )?(?:wiki|guide|runbook|doc\w*|page)|share|communicate"
    r"|raise awareness|emphasi[sz]e|discuss|update (?:the )?(?:wiki|doc\w*|guide|runbook)"
    r"|hold a|add (?:it )?to (?:the )?(?:wiki|docs|onboarding)"
    r"|be (?:more )?(?:careful|aware)|make sure (?:everyone|people|engineers))",
    re.IGNORECASE,
)


@rule("warning")
def training_only(case: Case) -> Iterator[Found]:
    """Every lasting action is training, a reminder or documentation.

    Why: Telling people to be more careful leaves the system as it was. S. Dekker, *The Field
        Guide to Understanding 'Human Error'*, 3rd edition, 2014; the hierarchy of controls.
    Better: one action that changes the system: a guard, a limit, a test, an alert
    Example: "Remind everyone of the procedure" gets a check that refuses the wrong environment
    """
    if case.lasting and all(_TELLS.match(action.what) for action in case.lasting.values()):
        count = len(case.lasting)
        yield Found(
            ("actions",),
            f"all {count} lasting actions tell people something; none changes the system",
        )


@rule("information")
def one_layer_plan(case: Case) -> Iterator[Found]:
    """All lasting actions are in one layer.

    Why: One layer of defence fails as a whole. J. Reason, *Human Error*, 1990.
    Better: an action in another layer of the same failure path
    Example: two review actions and one limit on the blast radius
    """
    layers: set[str | None] = set()
    for action in case.lasting.values():
        gaps = {
            case.incident.factors[f].layer for f in action.addresses if f in case.incident.factors
        }
        layers |= {action.hardens} if action.hardens else gaps - {None}
    if len(case.lasting) >= 3 and len(layers) == 1:
        only = case.incident.layer_title(str(min(map(str, layers))))
        yield Found(
            ("actions",), f"all {len(case.lasting)} lasting actions are in the layer {only!r}"
        )


@rule("warning", default=False)
def shallow_defence(case: Case) -> Iterator[Found]:
    """The plan leaves less depth of defence than asked for.

    Why: Depth is how many layers and actions must fail again before the outcome recurs.
    Better: see which action comes next: causal explain
    Example: depth 1 with a plan that a single missed action undoes
    """
    if case.planned is None or not case.lasting:
        return
    depth = case.planned.depth
    if depth < case.config.min_depth:
        yield Found(
            ("actions",), f"depth of defence {depth} as planned, below {case.config.min_depth}"
        )


@rule("warning")
def unaddressed_factor(case: Case) -> Iterator[Found]:
    """A factor has no action and no reason for having none.

    Why: Every cause maps to an action or to a reason: the incident report specification of the
        Common CA Database.
    Better: an action that addresses it, or accepted: why nobody will
    Example: accepted: "the provider retires this version in May"
    """
    if not case.lasting or case.planned is None:
        return
    left = case.planned.orphan_factors
    if case.is_document:  # which action addresses which cause is a guess there
        acts = [set(words(action.what)) for action in case.actions.values()]
        left = tuple(f for f in left if not _spoken_of(case.incident.what(f), acts))
    if case.is_document and left:
        told = "; ".join(case.called(name) for name in left[:3])
        more = f" and {len(left) - 3} more" if len(left) > 3 else ""
        message = f"no action item seems to speak of {told}{more}"
        hint = "name the cause in the action item, or say why nobody will act on it"
        yield Found(("factors", left[0]), message, hint, severity="information")
        return
    for name in left:
        yield Found(("factors", name), f"no action addresses {name!r}, and no reason is given")


def _spoken_of(text: str, told: list[set[str]]) -> bool:
    """Return whether one of some sentences shares two words with a text, however they end."""
    said = set(words(text))
    shared = (sum(any(map(partial(_alike, word), other)) for word in said) for other in told)
    return not said or any(number >= min(2, len(said)) for number in shared)


def _alike(one: str, other: str) -> bool:
    """Return whether two words are one, or one goes on where the other ends: renew, renewal."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _BEGUN and long.startswith(short))


_BEGUN = 5
"""Letters that two words must begin with to be taken for one."""


@rule("information")
def unaddressed_lesson(case: Case) -> Iterator[Found]:
    """Something that went wrong, or was luck, has no action.

    Why: Luck that was relied on is a gap. *Site Reliability Engineering*, 2016, chapter 15.
    Better: an action for it, or a factor that one addresses
    Example: "We were lucky that it was daytime" gets an action on cover at night
    """
    told = [set(words(a.what)) for a in case.actions.values()]
    told += [set(words(f.what)) for f in case.incident.factors.values()]
    # In prose, what stands under luck is often good fortune that needs no action.
    for kind in ("went_wrong",) if case.is_document else ("went_wrong", "got_lucky"):
        for index, lesson in enumerate(getattr(case.incident.lessons, kind)):
            if not _spoken_of(lesson, told):
                yield Found(
                    ("lessons", kind, index),
                    f"no action or factor speaks of {' '.join(lesson.split())[:80]!r}",
                )


@rule("warning")
def suspected_not_followed(case: Case) -> Iterator[Found]:
    """A suspected or disputed factor has nobody who follows it up.

    Why: What nobody confirms stays a guess that people act on. P. Ladkin, *Causal System
        Analysis*, 2001.
    Better: an action that finds out, or evidence that confirms it or rules it out
    Example: confidence: suspected with an action "Reproduce the leak under load"
    """
    addressed = {name for action in case.actions.values() for name in action.addresses}
    for name, factor in case.incident.factors.items():
        if factor.confidence != "confirmed" and name not in addressed and not factor.accepted:
            problem = f"{name!r} is {factor.confidence} and no action follows it up"
            yield Found(("factors", name, "confidence"), problem)
