"""The front matter of a document: YAML between ``---`` or TOML between ``+++``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 400
"""Lines of front matter that are looked at."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a document.

    Args:
        values: Its keys in lower case, with their values.
        lines: The line of each key.
        end: How many lines of the document it takes.
        problem: Why it could not be read; empty when it could.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    end: int = 0
    problem: str = ""


def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of a document, an empty one where there is none."""
    fence = text[:3]
    if fence not in ("---", "+++"):
        return FrontMatter()
    lines = text.split("\n", LONGEST)[:LONGEST]
    if lines[0].strip() != fence:
        return FrontMatter()
    end = next((n for n in range(1, len(lines)) if lines[n].strip() in (fence, "...")), 0)
    if not end:
        return FrontMatter()
    body = "\n".join(lines[1:end])
    data, problem = _toml(body) if fence == "+++" else _yaml(body)
    if not isinstance(data, Mapping):
        return FrontMatter({}, {}, end + 1 if problem else 0, problem)
    values = {str(key).strip().lower().replace("-", "_"): value for key, value in data.items()}
    where = {}
    for number in range(end - 1, 0, -1):
        key = lines[number].split(":" if fence == "---" else "=")[0].strip().strip("\"'").lower()
        where[key.replace("-", "_")] = number + 1
    return FrontMatter(values, where, end + 1)


def _yaml(body: str) -> tuple[Any, str]:
    from causal.io.parsed_document import parse_yaml

    parsed = parse_yaml(body)
    fatal = parsed.data is None and parsed.faults
    return parsed.data, str(parsed.faults[0].problem) if fatal else ""


def _toml(body: str) -> tuple[Any, str]:
    import tomllib

    try:
        return tomllib.loads(body), ""
    except (ValueError, RecursionError) as error:
        return None, str(error)
