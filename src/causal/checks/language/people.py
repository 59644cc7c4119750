"""Who acts in a clause: a person, a role, or nobody that can be told from the words.

Services and tools have names that are people's names too (Jenkins, Athena, Chef). A name counts as a
person's when the incident's record says so, when it is a handle, or when the clause says of it what
only a person can do (to forget, to misread).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

ROLE_NOUNS = (
    "engineer|developer|operator|admin|administrator|sysadmin|technician|responder|reviewer|author|approver|"
    "colleague|employee|contractor|maintainer|committer|programmer|intern|manager|commander|"
    "sre|dba|dev|on-?call(?: engineer| person)?|on-?caller|team member|staff member|person|individual|"
    "member of (?:the )?(?:team|staff)|consultant|analyst|architect|tester|releaser|teammate|newcomer|hire"
)
ROLE = (
    r"(?:an?|the|our|one|another|this|that|some|two|its|their|whichever|any)\s+(?:of\s+(?:the|our)\s+)?"
    r"(?:[\w-]+\s+){0,3}?(?:" + ROLE_NOUNS + r")s?"
)
"""A person named by what they do."""

CLAUSE = (
    r"(?:^|[.;:,(\u2013\u2014]\s*|\b(?:and|but|because|when|while|since|after|before|as|that|so|until|where|"
    r"although|though|then|which means|if)\s+)"
)
"""Where a clause begins."""

_INDEFINITE = r"(?:whoever(?:\s+\w+){1,5}|(?:other|some|several|few)\s+people|someone|somebody|no one|nobody|everyone|everybody|anyone|anybody)"
_PRONOUN = r"(?:he|she|they|i)"
_HANDLE = r"@[\w-]+"
_NAME = r"(?-i:[A-Z][a-z]+(?:[- ][A-Z][\w.'-]+)*)"


@lru_cache(maxsize=256)
def actors(people: tuple[str, ...], systems: tuple[str, ...]) -> dict[str, str]:
    """Return patterns of who may be the subject of a clause, by how sure it is a person.

    Args:
        people: Names known to be people's.
        systems: Names known to be those of services and tools.

    Returns:
        ``known``: a person for sure; ``named``: one by name or handle; ``pronoun``; ``name``: a capitalised word that may be either.
    """
    known = [re.escape(name) for name in sorted(_forms(people), key=len, reverse=True)]
    named = [_HANDLE, *(rf"(?:(?-i:[A-Z]\w+)\s+)?{name}\b" for name in known)]
    either = "|".join([*named, ROLE, _INDEFINITE])
    not_a_person = "|".join(re.escape(name) for name in sorted(systems))
    name = rf"(?!(?:{not_a_person})\b){_NAME}" if systems else _NAME
    return {
        "known": f"(?:{either})",
        "named": f"(?:{'|'.join(named)})",
        "pronoun": _PRONOUN,
        "name": name,
    }


def _forms(people: Collection[str]) -> set[str]:
    forms = set()
    for person in people:
        whole = person.strip().lstrip("@")
        if whole:
            forms |= {
                whole,
                *(part for part in whole.split() if len(part) > 2 and part[0].isupper()),
            }
    return forms
