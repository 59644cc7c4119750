"""Comments in a file that ignore findings, each with its reason; one without ignores nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from causal.checks.finding import Finding, Findings
from causal.errors import did_you_mean
from causal.model import Place

_IGNORE = re.compile(
    r"(?:#|<!--)\s*causal:\s*ignore(?P<all>-file)?\[(?P<rules>[^\]\n]*)\]"
    r"(?P<reason>(?:(?!-->|(?:#|<!--)\s*causal:)[^\n])*)"
)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def unsuppressed(
    found: Findings, text: str, file: str, known: Iterable[str], *, markdown: bool
) -> Findings:
    """Return the findings that no comment ignores, and what is wrong with the comments.

    Args:
        found: The findings of the file.
        text: What is in it.
        file: Its path.
        known: The ids of all rules.
        markdown: Whether code in it only shows what a comment looks like.
    """
    everywhere: set[str] = set()
    lines: dict[int, set[str]] = {}
    kept: list[Finding] = []
    names = set(known)
    if markdown:
        text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for number, line in enumerate(text.splitlines(), 1):
        for comment in _IGNORE.finditer(line):
            named = {name.strip() for name in comment["rules"].split(",")}
            place = Place(file, number)
            for name in sorted(named - names):
                problem, hint = f"no rule {name!r} to ignore", did_you_mean(name, names)
                hint = hint or "causal check --rules lists them"
                kept.append(Finding("ignored-unknown-rule", "warning", problem, hint, place))
            if not comment["reason"].strip(" :-"):
                problem = "a finding is ignored without a reason"
                hint = "causal: ignore[rule] because ..."
                kept.append(Finding("ignored-without-reason", "warning", problem, hint, place))
            elif comment["all"]:
                everywhere |= named
            else:
                for at in (number, number + 1):
                    lines.setdefault(at, set()).update(named)
    for one in found:
        here = lines.get(one.place.line, set()) if one.place else set()
        if one.rule not in everywhere and one.rule not in here:
            kept.append(one)
    return Findings(kept)
