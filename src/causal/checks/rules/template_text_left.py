"""Text of a template was left unfilled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rule import Case, Found, Prose, Rule

_TEMPLATE = re.compile(
    r"(?-i:(?<![#/*] )\b(?:TODO|TBD|FIXME|XXX)\b)|\blorem ipsum\b"
    r"|<(?:insert|fill|describe|your|name|date|link|add)\b[^>]*>"
    r"|\[(?:insert|fill in|describe|your|add|date|link here)\b[^\]]*\]|\{\{\s*[\w .]+\s*\}\}|_{4,}",
    re.IGNORECASE,
)


_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def _find(case: Case) -> Iterator[Found]:
    for prose in (*case.prose(), Prose(("title",), case.incident.title, "summary")):
        text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), prose.text)
        found = _TEMPLATE.search(text)
        if found:
            line = prose.text.count("\n", 0, found.start()) + 1
            yield Found(prose.path, f"text of a template: {found[0]!r}", "", line)


RULE = Rule(
    id="template-text-left",
    severity="error",
    what="Text of a template was left unfilled.",
    why="Text that nobody wrote reads as a fact.",
    mend="fill it in, or take the line out",
    example='"TODO: describe impact" becomes what was lost',
    find=_find,
)
