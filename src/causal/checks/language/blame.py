"""Sentences that make a person the cause.

References:
    S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition, 2014.
    J. Allspaw, *Blameless PostMortems and a Just Culture*, 2012.
"""

from __future__ import annotations

import re
from functools import lru_cache

from causal.checks.language.hindsight import PARTICIPLE
from causal.checks.language.people import CLAUSE, ROLE_NOUNS, actors

_ADVERB = r"(?:(?:also|then|just|simply|subsequently|explicitly|initially|apparently|actually|even|only|already|had|has|have|had been|\w+ly)\s+)*"
_ACCIDENT = r"(?:accidentally|mistakenly|erroneously|inadvertently|carelessly|wrongly|hastily|unknowingly|unwittingly|incorrectly|unintentionally|prematurely|negligently|recklessly)"
_DUTY = (
    r"(?:notice|check|test|review|follow|reali[sz]e|verify|request|think|know|read|inform|tell|update|validate|wait|"
    r"communicate|document|escalate|respond|react|act|remember|consider|understand|pay|double-check|look|see|ask|confirm|"
    r"coordinate|announce|monitor|watch|acknowledge|report|mention|hand|bother|care|anticipate|spot|catch|investigate|push back|roll)"
)
# What happens to people or goes on in them, rather than what they leave undone: no fault is in it.
_OF_STATE = (
    r"(?:have|has|had|receive|get|find|need|want|succeed|work|result|help|lead|cause|feel|encounter|experience|observe|"
    r"exist|matter|change|affect|impact|seem|appear|happen|take|lose|make it|agree|approve|expect|believe|recall|plan|"
    r"like|mind|intend|mean|hear|wish|hope|see any|know (?:why|how|what|whether|if)|actually|really)"
)
# Where the reason is given nobody is blamed for what was left undone.
_LEFT = rf"(?:not|n't)\s+(?!\w+ly\b|{_OF_STATE}\b)(?![^.;]*\b(?:because|since|in order to|to avoid)\b)\w+"
_LEAVES = rf"does\s*(?:not|n't)\s+(?!anticipate\b|think\b|know\b|see\b){_LEFT.partition('+')[2]}"
_WELL = r"(?:(?:any|much|further|more)\s+)?(?:success|impact|effect|downtime|problems?|issues?|errors?|luck|loss|data loss|interruption|incident|trouble|result|difficulty)\b"
_THOUGHT = (
    r"(?:forgot(?:ten)?|forgets|misread|misjudged|misunderst\w+|misdiagnos\w+|misconfigured|mistyped|mis-?typed|misinterpreted|"
    r"mishandled|misremembered|misclicked|misspelled|overlooked|neglected|(?:wrongly |mistakenly |incorrectly )assumed|"
    r"was unaware|were unaware|was careless|were careless|was negligent|panicked|blundered|fat-?fingered|"
    r"overlooks|neglects|misreads|misjudges|misconfigures|mistypes|misunderstands|"
    r"did(?: not|n't)\s+(?:\w+ly\s+)?(?:even\s+)?(?!see\s+(?:any|an?)\b|know\s+(?:why|how|what|whether|if)\b)"
    + _DUTY
    + r"|never\s+"
    + _DUTY
    + r"(?:d|ed)?\b|"
    r"(?:messed|screwed)\s+up|(?:was|were) (?:to blame|at fault)|(?:made|makes) (?:an?|the|another) \w*\s*(?:mistake|error)|"
    r"got\s+(?:[\w-]+\s+){0,4}wrong|lacked (?:the )?(?:knowledge|experience|training|attention|discipline))"
)
_ONLY_PEOPLE = r"(?:forgot(?:ten)?|misread|misjudged|misunderstood|mistyped|mis-?typed|misremembered|misclicked|neglected|panicked|fat-?fingered|was careless|messed up|screwed up)"
_FAULT = (
    r"(?:failed to|fails to|skipped|ignored|bypassed|broke|caused|botched|omitted|missed|rushed|disregarded|circumvented|"
    r"disobeyed|violated|deviated|was responsible for|were responsible for|is responsible for|"
    r"skips|ignores|bypasses|omits|misses|disregards|violates|"
    r"should(?: not|n't)? have|could have|ought (?:not )?to have|typo'?d|"
    + _ACCIDENT
    + r"\s+\w+|\w+(?:ed|an|id|ut|et|ew)\s+(?:[\w'-]+\s+){0,4}"
    + _ACCIDENT
    + r")"
)
# With the clause "without ..." the omission is named; "without success" or "without impact" is none.
_UNCARING = (
    r"\w+(?:ed|es|s|an|id|ut|et|ew|nt|ook|ade|ead|an|id|ot)\b(?:\s+[\w'\"/.#-]+){0,8}?\s+without\s+(?:\w+ly\s+)?(?:first\s+)?"
    r"(?:being|check|test|read|understand|think|ask|wait|verif|review|consult|tell|inform|notif|validat|confirm|"
    r"coordinat|look|consider|reali[sz]|approval|permission|authori)\w*"
)
_DID = (
    r"(?:pushed|merged|deployed|ran|applied|committed|configured|set|typed|entered|used|selected|restarted|deleted|dropped|"
    r"executed|chose|pasted|copied|released|approved|made|left|wrote|introduced|put|changed|removed|uploaded|shipped|took|"
    r"disabled|turned|clicked|sent|rolled|gave|granted|launched|triggered|started|stopped|terminated|published|created|added|"
    r"edited|rebooted|wiped|killed|updated|upgraded|opened|closed|submitted|issued|enabled|signed|exposed|shared|forced|overwrote)"
)
_BADLY = (
    r"(?:bad|wrong|wrongly|broken|incorrect|incorrectly|faulty|buggy|flawed|defective|careless|invalid|untested|unreviewed|unapproved|incomplete|"
    r"mistake|error|typo|bug|by accident|by mistake|without\s+(?!"
    + _WELL
    + r")(?:\w+ly\s+)?(?:(?:an?|the|any|proper|prior)\s+)?\w+|"
    r"before\s+(?:checking|testing|verifying|reading|asking|confirming|waiting)|instead of|too (?:early|soon|fast|late|quickly)|despite|"
    r"against (?:policy|procedure|advice|the \w+))"
)
_AGENT = (
    r"\b(?:caused|broken|introduced|triggered|deleted|misconfigured|overlooked|missed|ignored|forgotten|skipped|mishandled|"
    r"deemed|judged|dismissed|made worse|bungled)\b[^.;]{0,60}?\bby\s+"
)
_NOUNS = re.compile(
    r"(?<!, )(?<!, or )(?<!, and )\b(?:human|operator|pilot|engineer|developer|admin(?:istrator)?|manual|individual|personnel|staff)(?:'s)?[ -](?:error|mistake|negligence|oversight|carelessness)\b"
    r"|\b(?:carelessness|negligence|incompetence|sloppiness|complacency|recklessness)\b"
    r"|\black of (?:attention|care|diligence|discipline|professionalism|common sense)\b"
    r"|\b(?:should|must|will|needs? to) be (?:disciplined|reprimanded|fired|sanctioned|retrained)\b",
    re.IGNORECASE,
)
_SECURITY = re.compile(
    r"\b(?:attacker|adversary|intruder|threat actor|hacker|malicious|customer|user)s?\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def _patterns(people: tuple[str, ...], systems: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    who = actors(people, systems)
    # What may stand between a subject and its verb: a relative clause, a participle, an aside.
    aside = r"(?:\s*\([^)]*\)|,\s+[^,.;]{1,60},|\s+(?:who|that|which)(?:\s+[\w'-]+){1,7}?|\s+\w+ing(?:\s+[\w'/-]+){1,7}?|\s+(?:on|in|of|from|for|at|with)(?:\s+[\w'-]+){1,5}?)?"
    known, named, pronoun, name = who["known"], who["named"], who["pronoun"], who["name"]
    did_badly = rf"{_ADVERB}{_DID}\b(?:\s+[\w'\"/.-]+){{0,8}}?\s+{_BADLY}\b"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{CLAUSE}(?:{known}){aside}\s+{_ADVERB}(?:{_THOUGHT}|{_FAULT})\b",
            rf"{CLAUSE}(?:{known}){aside}\s+{did_badly}",
            rf"{CLAUSE}(?:{known})\s+{_ADVERB}{_UNCARING}\b",
            rf"{CLAUSE}(?:{known})(?<!operator)(?<!manager){aside}\s+did\s*{_LEFT}",
            rf"{CLAUSE}(?:{known})\b[^.;]*?\b(?:and|but)\s+did\s*{_LEFT}",
            rf"{CLAUSE}(?:{named})(?:\b[^.;]*?\band)?\s+{_LEAVES}",
            rf"{CLAUSE}(?:{known})\b[^.;]*?\band\s+{_ADVERB}(?:{_THOUGHT}|{_FAULT})\b",
            rf"{CLAUSE}(?:{pronoun})\s+{_ADVERB}(?:{_THOUGHT})\b",
            rf"\b(?:i|he|she)\s+(?:\w+ly\s+)?should(?:\s+not|n't|\s+\w+ly)*(?:\s+have|'ve)\s+(?:\w+ly\s+)?{PARTICIPLE}\b",
            r"\b(?:i|he|she)\s+(?:had\s+|have\s+)?(?:did|done)\s+(?:it|this|that|something)\s+wrong\b",
            r"\bnor\s+did\s+(?:i|he|she)\s+\w+",
            r"\b(?:his|her)\s+(?:own\s+)?(?:error|mistake|oversight|negligence|carelessness|failure to)\b",
            rf"\b(?:inexperienced|careless|sloppy|incompetent|negligent|lazy|untrained|overconfident|unqualified)\s+(?:[\w-]+\s+)?(?:{ROLE_NOUNS}|management|staff|team)s?\b",
            rf"{CLAUSE}(?:{name})\s+{_ADVERB}{_ONLY_PEOPLE}\b",
            rf"{_AGENT}(?:{known})\b",
            rf"\b(?:{known})'s\s+(?:[\w-]+\s+){{0,2}}(?:mistake|error|fault|negligence|carelessness|oversight|failure|inexperience|misunderstanding|incompetence)\b",
            rf"\b(?:blame|fault|responsib\w+|mistake|error|oversight)\s+(?:\w+\s+)?(?:lies|lay|rests|rested|on the part)\s*(?:with|of|on)?\s+{known}\b",
        )
    )


def blame(
    plain: str, people: tuple[str, ...] = (), systems: tuple[str, ...] = ()
) -> re.Match[str] | None:
    """Return where a sentence makes a person the cause, None where it does not.

    Args:
        plain: The sentence with quotations and code blanked.
        people: Names known to be people's.
        systems: Names known to be those of services and tools.
    """
    found = _NOUNS.search(plain)
    if found:
        return found
    for pattern in _patterns(people, systems):
        for match in pattern.finditer(plain):
            if not _SECURITY.search(match[0]) and not _names_a_system(match[0], people, systems):
                return match
    return None


def _names_a_system(words: str, people: tuple[str, ...], systems: tuple[str, ...]) -> bool:
    """Return whether what acts is a service, unless a known person's name follows its name."""
    acting, _, following = re.sub(CLAUSE, "", words, count=1, flags=re.IGNORECASE).partition(" ")
    named = {part for person in people for part in person.split()}
    return acting in systems and following.partition(" ")[0] not in named
