"""Something that went wrong, or was luck, has no action."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule
from causal.text.match import words


def _find(case: Case) -> Iterator[Found]:
    told = [set(words(a.what)) for a in case.actions.values()]
    told += [set(words(f.what)) for f in case.incident.factors.values()]
    # In prose, what stands under luck is often good fortune that needs no action.
    for kind in ("went_wrong",) if case.is_document else ("went_wrong", "got_lucky"):
        for index, lesson in enumerate(getattr(case.incident.lessons, kind)):
            said = set(words(lesson))
            if said and not any(len(said & other) >= min(2, len(said)) for other in told):
                yield Found(
                    ("lessons", kind, index),
                    f"no action or factor speaks of {' '.join(lesson.split())[:80]!r}",
                )


RULE = Rule(
    id="unaddressed-lesson",
    severity="information",
    what="Something that went wrong, or was luck, has no action.",
    why=("Luck that was relied on is a gap. *Site Reliability Engineering*, 2016, chapter 15."),
    mend="an action for it, or a factor that one addresses",
    example='"We were lucky that it was daytime" gets an action on cover at night',
    find=_find,
)
