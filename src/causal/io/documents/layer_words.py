"""A layer for a factor that names none, from telling words; a guess, and marked so."""

from __future__ import annotations

import re

__all__ = ["guess_layer"]

_WORDS: tuple[tuple[str, str], ...] = (
    ("review", r"code review|not reviewed|peer review|review (?:gap|process|failure)|reviewer|without (?:a )?review|no review"),
    ("testing", r"(?:not|n't|never|no|lack of|insufficient|missing|poor|without|hardly|inadequate)\b[^.]{0,60}\b(?:tests?|tested|testing|coverage)\b|test (?:suite|coverage|gaps?)|testing (?:gaps?|in staging)|staging (?:environment|differs)|unit tests?|integration tests?|qa (?:config|environment|test)|smoke test|(?:development|test|staging|qa) environment[^.]{0,40}different"),
    ("ci", r"\bci\b|continuous integration|presubmit|pre-submit|lint(?:er|ing)?\b|static analysis|pinn(?:ed|ing)\b|drift\b|pipeline[^.]{0,40}(?:trigger|check)"),
    ("config_validation", r"(?:config(?:uration)?|schema|input|parameter)s?\b[^.]{0,40}\b(?:not validated|validat\w+|invalid|sanity|unchecked)|validation (?:of|was|is|missing)|no validation|(?:incorrect|wrong|bad|unsafe) (?:default|config\w*|setting)|default settings?|misconfigur\w+"),
    ("access", r"privilege|permissions? (?:too|were|was)|over-?privileged|access control|leaked (?:token|secret|credential)|personal (?:access )?token|wrong (?:cluster|environment|account)"),
    ("rollout", r"canary|feature flag|gradual(?:ly)? roll|staged roll|roll-?out (?:of|process|was)|big[ -]bang|rollback|roll(?:ed|ing)? back|deployed to (?:all|every)|blast radius|all (?:at once|nodes at once)|simultaneous(?:ly)?\b[^.]{0,30}(?:chang|deploy|merg)"),
    ("capacity", r"capacity|quota|memory limit|out of memory|\boom\b|rate limit|disk (?:space|full)|exhaust\w+|saturat\w+|undersized|too small|resource limits?|connection pool|limitrange|autoscal\w+|single replica|1 replica"),
    ("resilience", r"single point of failure|redundan\w+|failover|fail-over|retry storm|back-?off|circuit breaker|isolation|not isolated|thundering herd|priority[- ]class\w*|mixed with prod|cascad\w+|graceful\w*"),
    ("detection", r"monitor\w*|\balerts?\b|alerting|alarms?\b|observab\w+|not (?:notice|detect)\w*|no metrics|health check|dashboards?|went unnoticed|undetected"),
    ("response", r"runbook|run book|on-?call|escalat\w+|incident (?:process|commander|response)|remediation steps|procedure for|no (?:documentation|procedure|playbook)[^.]{0,40}(?:incident|goes bad|fail|recover)|unclear (?:who|steps)"),
    ("recovery", r"backups?\b|restor(?:e|ing|ation)\b|disaster recovery"),
    ("lifecycle", r"expir(?:y|ed|ation|ing)\b|certificate[^.]{0,30}(?:expir|renew)|end of life|\beol\b|deprecat\w+|unpatched|outdated|stale (?:version|data|config)|decommission\w*|legacy"),
    ("ownership", r"ownership|no (?:clear )?owner|knowledge|undocumented|documentation|not documented|no checklist|checklist|guidelines?|hand-?over|onboarding|follow(?:ed)? up on"),
)  # fmt: skip
_PATTERNS = tuple((layer, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for layer, words in _WORDS)


def guess_layer(what: str) -> str | None:
    """Return the layer a factor's words point to, None where they point to none."""
    for layer, pattern in _PATTERNS:
        if pattern.search(what):
            return layer
    return None
