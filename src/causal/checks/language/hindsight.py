"""Sentences that judge by what was known only afterwards.

References:
    S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition, 2014, chapter 2.
    B. Fischhoff, *Hindsight is not equal to foresight*, Journal of Experimental Psychology 1, 1975.
"""

from __future__ import annotations

import re

PARTICIPLE = r"(?:been\s+(?!\w+ing\b)\w+|(?!been\b)\w+(?:[^i]ed|en|own|ought|aught|one|ade|un|ut|elt|eld|id|ot|ound|ood|ead|ast|ept|ost|old|oke|eft|ent|et))"
"""How a past participle ends, so that *should have posted* is told from *should have access*."""

_WE = r"(?:we|i|he|she|they|you|nobody|no one|someone|somebody|everyone|anyone|(?:the|our)\s+(?:\w+\s+){0,2}(?:team|engineers?|developers?|operators?|reviewers?|on-?call|people|staff|responders?|maintainers?))"
_STOPPED = (
    r"(?:prevent\w*|avoid\w*|allow\w*|caught|catch|notic\w+|detect\w*|isolat\w+|reveal\w*|reduc\w+|help\w*|saved?|alert\w*|"
    r"stopp\w+|surfac\w+|warn\w+|uncover\w+|expos\w+|block\w+|avert\w*|sav\w+|mitigat\w+|shorten\w*|flagg\w+|spott\w+|discover\w*|identif\w+|minimi[sz]\w+|limit\w*|found|seen|known|told|shown(?!\s+(?:green|active|healthy|ok|nothing|no)\b)|addressed|"
    r"mean\w*|made it (?:easier|faster|possible|clear)|made a difference|given us|been (?:\w+ly )?(?:better|easier|faster|quicker|sooner|earlier|less|caught|noticed|prevented|avoided|detected|found|seen|possible|resolved|solved|addressed|identified|mitigated|spotted|shorter|smaller|averted|discovered|fixed|known|obvious|clear))"
)
_ANYWAY = r"(?!.*\beven (?:without|with|if)\b)"
# Said of something by itself: not "not obvious", not "the obvious next step".
_PLAIN_TO_SEE = r"(?:obvious|self-evident|plainly visible|plain to see)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!users )(?<!user )(?<!customers )(?<!clients )(?<!which )\bshould(?:\s+not|n't|\s+never|\s+also|\s+really|\s+probably|\s+\w+ly)*(?:\s+have|'ve)\s+(?!it\b|that\b|what\b)(?:\w+ly\s+)?"
        + PARTICIPLE
        + r"\b",
        r"\bwhich should have been (?!\w+ing\b)\w+",
        r"\bought\s+(?:not\s+)?to\s+have\b",
        rf"\b(?:could|might)(?:\s+not|n't)?(?:\s+\w+ly)?(?:\s+have|'ve)\s+(?:been able to\s+)?(?:\w+ly\s+)*{_STOPPED}\b{_ANYWAY}",
        rf"\bwould(?:\s+not|n't)?(?:\s+\w+ly)?(?:\s+have|'ve)\s+(?:been able to\s+)?(?:\w+ly\s+)*{_STOPPED}\b{_ANYWAY}",
        rf"\b(?:if|had)\s+(?:only\s+)?(?!you\b){_WE}\s+(?:had\s+)?(?:not\s+)?(?:only\s+)?\w+(?:ed|en|own|ne|ught|ad|ade|un|ut|een)\b.*\b(?:would|could|might)\b",
        r"\b(?:in|with)\s+(?:the\s+benefit\s+of\s+)?(?:hindsight|retrospect)\b|\blooking back\b|\bin retrospect\b",
        rf"\b{_WE}\b[^.;]{{0,60}}?\b(?:failed to|forgot(?:ten)? to|overlooked|neglected|misjudged|underestimated|missed the (?:sign|signal|warning)s?|ignored the (?:sign|signal|warning)s?)\b",
        r"\b(?:was|were|been|got)\s+(?:simply\s+|completely\s+|initially\s+)?(?:overlooked|neglected)\b",
        r"\b(?:forgot|failed) to (?:think|check|notice|consider|test|verify|reali[sz]e|anticipate|validate|communicate|account)\b",
        r"(?<!\ba )(?<!\bthe )\b(?:more|extra|very|especially|be)\s+(?:careful|cautious|vigilant|mindful|attentive|diligent)\b",
        r"\b(?:need|have|ought|should|must)\b[^.;]{0,20}\bmore aware\b|\bpay(?:ing)? (?:more |closer |better )?attention\b|\btake (?:more|greater|extra) care\b",
        rf"\b(?:it|this|that|problem|cause|issue|answer|error|mistake|fix)s?\s+(?:was|were|is|had been|seems|became)\s+(?:(?!not\b|less\b)\w+\s+)?{_PLAIN_TO_SEE}\b",
        r"(?<!\bno )(?<!\bany )(?<!\bnot )\bobvious\s+(?:mistake|error|sign|warning|omission|oversight|failure|flaw|danger|risk)s?\b|\bobviously\s+(?:should|wrong|bad|needed|unsafe|a\s)",
        r"\b(?:in plain sight|as everyone knows|common sense)\b",
        r"\b(?:easily|trivially)\s+(?:have\s+)?(?:been\s+)?(?:avoid\w*|prevent\w*|caught|spotted|noticed|foreseen|avoidable|preventable)\b",
        r"\b(?:no ?one|nobody)\s+(?:thought|bothered|cared|considered|noticed that)\b|\banyone would have\b",
        r"^\W*(?:raise|declare|escalate|respond|react|communicate|detect|notice|involve)\b[^.;]*\b(?:quicker|sooner|earlier|faster)\b",
        r"\b(?:was|were) (?:easily )?(?:avoidable|preventable|foreseeable)\b",
    )
)


def hindsight(plain: str) -> re.Match[str] | None:
    """Return where a sentence judges by hindsight, None where it does not.

    Args:
        plain: The sentence with quotations and code blanked.
    """
    return next((found for pattern in _PATTERNS if (found := pattern.search(plain))), None)
