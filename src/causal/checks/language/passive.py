"""Sentences that hide behind the passive what somebody or something did to the system.

Information only: the passive is often right. What is asked is whether the sentence leaves out how it
came that this could be done.
"""

from __future__ import annotations

import re

_ACCIDENT = r"(?:accidentally|mistakenly|erroneously|inadvertently|wrongly|incorrectly|unintentionally|prematurely|improperly)"
_BE = r"(?:was|were|had been|has been|have been|got|being|is|are)"
_PAST = r"(?:was|were|had been|has been|have been|got)"
_DONE = (
    r"(?:pushed|merged|deployed|applied|run|executed|deleted|removed|upgraded|changed|restarted|released|promoted|committed|"
    r"configured|set|installed|rolled out|disabled|enabled|introduced|made|created|dropped|terminated|shut down|used|"
    r"uploaded|published|exposed|granted|revoked|overwritten|rebooted|scaled|migrated)"
)
_OMITTED = (
    r"(?:tested|reviewed|checked|verified|validated|notified|informed|communicated|documented|updated|monitored|followed|noticed|"
    r"escalated|considered|renewed|approved|announced|acted on|addressed|anticipated|caught|tracked|told|consulted|propagated|backed up)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_PAST}\s+{_ACCIDENT}\s+\w+|\b{_ACCIDENT}\s+(?:got|was|were)\s+\w+",
        rf"\b{_PAST}\s+{_DONE}\b[^.;]{{0,40}}?\b(?:{_ACCIDENT}|by (?:accident|mistake)|in error)\b",
        rf"\b{_BE}\s+(?:manually\s+)?{_DONE}\b[^.;]{{0,40}}?\bwithout\s+\w+",
        rf"\b{_PAST}\s+(?:\w+ly\s+)?\w+(?:ed|en)\b[^.;]{{0,40}}?\bwithout\s+(?:\w+ly\s+)?(?:us|check|test|review|verif|validat|inform|notif|coordinat|follow|consult|ask)\w*ing\b",
        rf"\b(?:bad|wrong|broken|faulty|incorrect|buggy|invalid|untested|unreviewed|misconfigured)\s+(?:\w+\s+){{1,3}}{_BE}\s+{_DONE}\b",
        rf"\b{_BE}\s+(?:not|never)\s+(?:\w+ly\s+)?(?:been\s+)?{_OMITTED}\b(?!\s+by\s+(?:our|the|any|its)\b)",
        rf"\b(?:wasn't|weren't|hadn't been|isn't)\s+(?:\w+ly\s+)?{_OMITTED}\b(?!\s+by\s+(?:our|the|any|its)\b)",
        rf"\b{_PAST}\s+\w+[^.;]{{0,80}}?\b(?:but|and|yet)\s+(?:never|not)\s+(?:\w+ly\s+)?(?:{_OMITTED}|{_DONE})\b(?!\s+by\b)",
        rf"\b{_PAST}\s+(?:overlooked|missed|forgotten|skipped|neglected|ignored|misconfigured|misplaced|mishandled)\b",
        r"\bmistakes? (?:was|were|had been) made\b",
    )
)


def passive_evasion(plain: str) -> re.Match[str] | None:
    """Return where a sentence leaves out who or what acted, None where it does not.

    Args:
        plain: The sentence with quotations and code blanked.
    """
    return next((found for pattern in _PATTERNS if (found := pattern.search(plain))), None)
