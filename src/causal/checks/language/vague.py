"""Action items that nobody can tell done from not done.

References:
    B. Beyer et al. (eds.), *The Site Reliability Workbook*, 2018, chapter 10: actionable, specific,
    bounded.
"""

from __future__ import annotations

import re

_LEAD_IN = re.compile(
    r"^(?:[-*+\u2022\s]|\[[ xX]?\]|\(?\d+[.)]\s|TODO:?|ACTION(?: ITEM)?:?|AI:|please\s|"
    r"(?:we|team|you)\s+(?:all\s+)?(?:should|need to|must|will|have to|could|want to|are going to|plan to|ought to)\s+(?:also\s|all\s|probably\s|really\s)?|"
    r"to (?:be|become|stay) [^,]{3,60},\s|"
    r"(?:to|also|then|and|maybe|perhaps|possibly|if possible,?)\s|(?:should|need to|must)\s)+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[A-Z][\w /&()-]{2,50}:\s+(?=\S)")
_VERBS = (
    r"(?:investigat\w+|look(?:ing)? (?:in)?to\b|look(?:ing)? (?:at|for)\b|consider\w*|explor\w+|evaluat\w+|re-?evaluat\w+|assess\w*|think(?:ing)? (?:about|of)|discuss\w*|revisit\w*|"
    r"figur\w+ out|work(?:ing)? out|try(?:ing)?\b|attempt\w*|research\w*|analy[sz]e|study|examine|brainstorm|ponder|"
    r"priorit\w+|emphasi[sz]e|encourag\w+|discourage|streamlin\w+|align\b|agree\b|continue|observe|ask\b|talk\b|have a (?:talk|chat|discussion|meeting|look)|"
    r"clear communication|understand|get (?:a )?better|keep (?:an eye|in mind)|be (?:(?:more|less|better|extra)\s+\w+|careful|aware|mindful|vigilant|proactive|cautious|diligent)|"
    r"(?:conduct|perform|carry out|hold|do)\s+(?:regular|periodic|thorough|comprehensive|better|more|deeper|frequent|proper|full)\b|"
    r"find (?:a|an|out|the|some|ways?|better|alternative)\b|identify (?:a|an|the|ways?|any|other|potential|opportunit\w+|areas?)|"
    r"check (?:if|whether|why|how|what)|see (?:if|whether|how)|determine (?:if|whether|how|what)|decide\b|"
    r"review (?:if|whether|how|all|our|existing|current|for\b|and (?:improve|update|enhance|revise|adjust)\b|the (?:process|need|current|use))|"
    r"improv\w+|enhance|strengthen\w*|harden|optimi[sz]e|better\b|increase (?:awareness|visibility|observability|logging|monitoring|resilien\w+|robustness)|"
    r"raise (?:the |a )?(?:awareness|need|question|concern|topic|issue)s?\b|remind|teach|educate|train\b|make (?:sure|people|everyone) (?:that )?(?:we|everyone|people|engineers?|the team|all|on average|nobody|it)|"
    r"ensure (?:that )?(?:we|everyone|people|engineers?|the team|all (?:team|engineers|staff)|better|proper|appropriate)|"
    r"can we\b|could we\b|should we\b|do we\b|how (?:would|can|do|should|to)\b|what (?:if|can|should)\b|why\b|is there\b|are there\b)"
)
_VAGUE_LEAD = re.compile(rf"^(?:{_VERBS}|(?:\w+ ){{0,2}}improvements?\b)", re.IGNORECASE)
_BOUNDED = re.compile(
    r"\bso that\b|\bby (?:adding|setting|using|removing|making|moving|changing|introducing|limiting|running)\b|\bwith (?:an?|the) \w+|\bfrom \S+ to \S+|\b(?:to|below|under|within|over|above|at least|at most|every) (?:\d|one|two|three)|\d\s?%|[<>]=?\s?\d"
    r"|\buntil (?:end|\d)|\bdeadline\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"^(?:improv|enhance|strengthen|harden|optimi|increase|better|ensure|review|streamlin)",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\bsome (?:kind|sort|form) of\b|\bif possible\b|\bwhere(?:ver)? possible\b|\bmight be (?:an option|worth|good|useful)\b|\bmay be worth\b|\bas (?:needed|appropriate|necessary)\b|"
    r"\bsomething (?:more|better|like)\b|\bmore generally\b|\band so on\b|\b(?:etc)\b|\bbetter (?:tech|tooling|monitoring|alert\w*|process\w*|testing|communication|documentation|way)\b|"
    r"\b(?:path|way) forward\b|\bsustainable way\b|\bclear path\b|\bproactive(?:ly)?\b|\bbest practices\b|\bmore careful\w*\b|\bcloser (?:inspection|look|attention)\b|\bkind of failures\b|\bin some way\b|\b(?:effectively|adequately|appropriately|sufficiently)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:add|set ?up|implement|create|write|have|introduce|need|build)\s+(?:in\s+)?(?:the\s+)?(?:more|missing|additional|further|better|extra|improved|proper|appropriate|sufficient|adequate|necessary|various|stricter|stronger|tighter|clearer|robust|comprehensive|thorough|rigorous|regular|effective|enhanced|advanced)\b",
    re.IGNORECASE,
)
_THE_ISSUE = re.compile(
    r"^(?:fix|resolve|solve|address|handle|prevent)\s+(?:the|this|that|these|any|all)?\s*(?:root cause|issues?|problems?|bugs?|incidents?|outages?|errors?)\b(?:\s+(?:that|which)\b.*)?\W*$",
    re.IGNORECASE,
)
_NOT_AGAIN = re.compile(
    r"^(?:update|change|adjust|fix|modify|rework|revise)\s+(?:[\w-]+\s+){1,3}so (?:that )?(?:this|it|these)\b[^.;]*\b(?:again|recurs?|reoccurs?)\W*$"
    r"|^check\s+(?:the\s+|our\s+|all\s+)?[\w-]+\W*(?:\(|$)",
    re.IGNORECASE,
)
"""A thing is to be different or to be checked, and nothing says in what."""
_ONLY_MORE = re.compile(
    r"^make\b[^.;(]*\b(?:more|less|better|easier|faster|clearer|simpler|quicker|safer)\b[^.;(]*$"
    r"|^(?:adjust|tweak|tune|review)\s+(?:the\s+|our\s+|all\s+)?(?:[\w-]+\s+){0,2}[a-z][\w-]*\s*(?:\([^)]*\))?\.?$",
    re.IGNORECASE,
)
"""A thing is to have more of a quality, or to be looked over, without a measure or a method."""
_IMPERATIVE = re.compile(
    r"^(?:\w+ly\s+)?(?:add|allow|alert|apply|assign|audit|automate|back|backfill|block|build|bump|cache|change|clean|close|configure|convert|copy|cordon|create|cull|cut|define|delete|deploy|deprecate|detect|disable|document|drain|drop|enable|enforce|establish|expand|export|expose|extend|extract|fail|fix|gate|give|handle|implement|import|include|increase|install|introduce|isolate|limit|lock|log|lower|make|measure|merge|migrate|monitor|move|notify|open|page|patch|pin|prevent|protect|provide|publish|purge|raise|rate|record|reduce|refactor|reject|release|remove|rename|replace|report|require|reset|restore|restrict|retire|return|revert|rewrite|rollback|roll|rotate|run|scale|schedule|script|send|separate|set|setup|share|ship|show|shut|simplify|split|standardi[sz]e|stop|store|support|switch|sync|tag|test|throttle|track|trigger|tune|turn|update|upgrade|use|validate|verify|version|whitelist|write|wrap|canary|get|put|do|display|print|email|file|ask|contact|order|buy|grant|revoke|sign|index|compress|archive|reserve|preload|warm|shard|pool|queue|retry|ignore|filter|escape|encode|lint|review|create)\b",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|should|must|can|needs?|done|to \w+|\w+ed)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"^[^.;:]*\?\s*$")
_QUALITY = re.compile(
    r"\b(?:is|are|be)\s+(?:of\s+)?(?:not\s+)?(?:high[- ]quality|easy|simple|robust|reliable|good|better|abandoned|maintainable|understandable)\b",
    re.IGNORECASE,
)


def vague_action(plain: str) -> str:
    """Return the words that make an action item vague, empty where it is not.

    Args:
        plain: The action item with quotations and code blanked.
    """
    text = plain.strip()
    label = _LABEL.match(text)
    rest = _LEAD_IN.sub("", text[label.end() :] if label else text).strip()
    for part in dict.fromkeys((rest, _LEAD_IN.sub("", text).strip())):
        found = _VAGUE_LEAD.match(part)
        if found and not (_SOFT.match(part) and _BOUNDED.search(part)):
            return found[0].strip()
        found = _MORE.match(part) or _THE_ISSUE.match(part) or _NOT_AGAIN.match(part)
        if not found and not _BOUNDED.search(part) and not re.search(r"\d", part):
            found = _ONLY_MORE.match(part)
        if found:
            return found[0].strip()
    for pattern in (_HEDGE, _QUALITY, _QUESTION):
        if found := pattern.search(text):
            return found[0]
    short = 0 < len(rest.split()) <= 5 and not re.search(r"[\d`]", plain)
    if short and not _IMPERATIVE.match(rest) and not _HAS_VERB.search(rest):
        return rest
    return ""
