"""Sentences that judge by what was known only afterwards.

References:
    S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition, 2014, chapter 2.
    B. Fischhoff, *Hindsight is not equal to foresight*, Journal of Experimental Psychology 1, 1975.
"""

from __future__ import annotations

import re

__all__ = ["hindsight"]

_WE = r"(?:we|i|he|she|they|you|nobody|no one|someone|somebody|everyone|anyone|(?:the|our)\s+(?:\w+\s+){0,2}(?:team|engineers?|developers?|operators?|reviewers?|on-?call|people|staff|responders?|maintainers?))"
_STOPPED = (
    r"(?:prevent\w*|avoid\w*|allow\w*|caught|catch|notic\w+|detect\w*|isolat\w+|reveal\w*|reduc\w+|help\w*|saved?|alert\w*|"
    r"stopp\w+|mitigat\w+|shorten\w*|flagg\w+|spott\w+|discover\w*|identif\w+|minimi[sz]\w+|limit\w*|found|seen|known|told|shown|"
    r"mean\w*|made it (?:easier|faster|possible|clear)|made a difference|given us|been (?:\w+ly )?(?:better|easier|faster|quicker|sooner|earlier|less|caught|noticed|prevented|avoided|detected|found|seen|possible|resolved|identified|mitigated|spotted|shorter|smaller|averted|discovered|fixed|known|obvious|clear))"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!users )(?<!user )(?<!customers )(?<!clients )\bshould(?:\s+not|n't|\s+never|\s+also|\s+really|\s+probably|\s+\w+ly)*(?:\s+have|'ve)\s+(?!it\b|that\b|what\b)(?:\w+ly\s+)?(?:been\s+\w+|\w+(?:[^i]ed|en|own|ought|aught|one|ade|un|ut|elt|eld|id|ot|ound|ood|ead|ast|ept|ost|old|oke|eft|ent|et)\b)",
        r"\bought\s+(?:not\s+)?to\s+have\b",
        rf"\b(?:could|might|may)(?:\s+not|n't)?(?:\s+\w+ly)?(?:\s+have|'ve)\s+(?:\w+ly\s+)*{_STOPPED}\b",
        rf"\bwould(?:\s+not|n't)?(?:\s+\w+ly)?(?:\s+have|'ve)\s+(?:\w+ly\s+)*{_STOPPED}\b",
        rf"\b(?:if|had)\s+(?:only\s+)?(?!you\b){_WE}\s+(?:had\s+)?(?:not\s+)?(?:only\s+)?\w+(?:ed|en|own|ne|ught|ad|ade|un|ut|een)\b.*\b(?:would|could|might)\b",
        r"\b(?:in|with)\s+(?:the\s+benefit\s+of\s+)?(?:hindsight|retrospect)\b|\blooking back\b|\bin retrospect\b",
        rf"\b{_WE}\b[^.;]{{0,60}}?\b(?:failed to|forgot(?:ten)? to|overlooked|neglected|misjudged|underestimated|missed the (?:sign|signal|warning)s?|ignored the (?:sign|signal|warning)s?)\b",
        r"\b(?:was|were|been|got)\s+(?:simply\s+|completely\s+|initially\s+)?(?:overlooked|neglected)\b",
        r"\b(?:forgot|failed) to (?:think|check|notice|consider|test|verify|reali[sz]e|anticipate|validate|communicate|account)\b",
        r"\b(?:more|extra|very|especially|be)\s+(?:careful|cautious|vigilant|mindful|attentive|diligent)\b",
        r"\b(?:need|have|ought|should|must)\b[^.;]{0,20}\bmore aware\b|\bpay(?:ing)? (?:more |closer |better )?attention\b|\btake (?:more|greater|extra) care\b",
        r"(?<!no )(?<!not )(?<!n't )(?<!any )(?<!less )(?<!seemed )\b(?:obvious(?:ly)?|in plain sight|self-evident|plainly visible|as everyone knows|common sense)\b",
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
