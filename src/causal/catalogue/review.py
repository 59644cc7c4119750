"""Factors without a key, put beside the canonical factors they may be: for a person to confirm.

Nothing is decided by likeness. Only a statement that is confirmed already, apart from case, marks
and spaces, gets its key by itself.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.atomic import write_atomic
from causal.catalogue.suggest import FactorSuggestion, suggest_factors
from causal.errors import CausalError
from causal.graph.budget import Budget
from causal.io.edit_yaml import carry_over, edit_yaml
from causal.io.safe_file import read_text
from causal.libraries import pandas

if TYPE_CHECKING:
    from causal.catalogue.catalogue import Catalogue
    from causal.model import Incident

_SMALL = frozenset(
    "a an and as at by for from in into it its of on or that the to was were".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One factor without a key.

    Args:
        file: The file of its incident.
        factor: Its id there.
        what: Its sentence.
        suggestions: The canonical factors it may be, the likeliest first.
    """

    file: str
    factor: str
    what: str
    suggestions: tuple[FactorSuggestion, ...] = ()


@dataclass(slots=True)
class Group:
    """Candidates whose likeliest canonical factor is the same one; `key` is empty for a new one."""

    key: str
    name: str
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Review:
    """What is to be confirmed.

    Args:
        identical: The key of each factor whose sentence is confirmed already.
        groups: The others, the largest group first.
        keyed: How many factors have a key in their file.
        left: How many more have none and were not looked at, as the time was over.
    """

    identical: dict[tuple[str, str], str]
    groups: list[Group]
    keyed: int
    left: int = 0

    def to_frame(self) -> pandas.DataFrame:
        """Return one row a candidate: file, factor, what, key proposed, alternatives, evidence."""
        columns = ["file", "factor", "what", "proposed", "alternatives", "evidence"]
        rows = [
            (
                candidate.file,
                candidate.factor,
                candidate.what,
                group.key or None,
                [found.key for found in candidate.suggestions[1:]],
                str(candidate.suggestions[0]) if candidate.suggestions else "",
            )
            for group in self.groups
            for candidate in group.candidates
        ]
        return pandas.DataFrame(rows, columns=columns)

    def to_file(self) -> str:
        """Return the review as YAML for an editor: keep a key, write another, or empty it."""
        lines = [
            "# Keep each key that is right; write another one, or leave it empty to decide later.",
            "# Then: causal suggest FOLDER --catalogue FILE --apply THIS_FILE",
            "review: 1",
            "factors:",
        ]
        for group in self.groups:
            lines.append(f"# {group.key or 'new'}: {' '.join(group.name.split())}")
            for candidate in group.candidates:
                others = ", ".join(found.key for found in candidate.suggestions[1:])
                lines += [
                    f"- file: {_quoted(candidate.file)}",
                    f"  factor: {_quoted(candidate.factor)}",
                    f"  what: {_quoted(candidate.what)}",
                    f"  key: {_quoted(group.key)}" + (f"  # or: {others}" if others else ""),
                ]
        return "\n".join(lines) + "\n"


def review_factors(
    incidents: Iterable[tuple[str, Incident]],
    catalogue: Catalogue,
    k: int = 5,
    budget: Budget | None = None,
) -> Review:
    """Return the factors without a key, grouped by the canonical factor each is likeliest to be.

    Args:
        incidents: Each file with the incident in it.
        catalogue: The canonical factors there are; may be empty.
        k: How many suggestions for each factor.
        budget: Its time is how long to look for suggestions; no limit when None.
    """
    clock = (budget or Budget(seconds=None, memory_gib=None)).start()
    identical: dict[tuple[str, str], str] = {}
    groups: dict[str, Group] = {}
    keyed = left = 0
    for file, incident in incidents:
        for name, factor in incident.factors.items():
            if factor.key is not None:
                keyed += 1
                continue
            if not factor.is_basic and not factor.is_gap:
                continue  # a state along the way says nothing that could come back by itself
            same = catalogue.key_of(factor.what)
            if same is not None:
                identical[file, name] = same
                continue
            if clock.left is not None and clock.left < 0:
                left += 1
                continue
            found = tuple(suggest_factors(factor.what, catalogue, k))
            key = found[0].key if found else ""
            title = found[0].name if found else "no canonical factor yet"
            group = groups.setdefault(key, Group(key, title))
            group.candidates.append(Candidate(file, name, factor.what, found))
    ordered = sorted(groups.values(), key=lambda group: (-len(group.candidates), group.key))
    return Review(identical, ordered, keyed, left)


def apply_keys(file: str | os.PathLike[str], keys: Mapping[str, str]) -> Path:
    """Write the keys of factors into their file; every other byte stays as far as it can.

    Args:
        file: A YAML or JSON file of an incident.
        keys: For each factor id its key.

    Raises:
        CausalError: The file is of another format, or lacks one of the factors.
        OSError: It cannot be read or written.
    """
    path = Path(file)
    text = read_text(path)
    changes: dict[tuple[str | int, ...], Any] = {
        ("factors", factor, "key"): key for factor, key in keys.items()
    }
    try:
        if path.suffix.lower() in (".yaml", ".yml"):
            made = edit_yaml(text, changes)
        elif path.suffix.lower() == ".json":
            made = _edit_json(text, changes)
        else:
            raise CausalError(f"{path}: keys can be written into YAML and JSON files only")
    except (KeyError, TypeError, IndexError) as error:
        raise CausalError(f"{path}: no factor {error} to give a key") from None
    return write_atomic(path, made)


def _edit_json(text: str, changes: Mapping[tuple[str | int, ...], Any]) -> str:
    data = json.loads(text)
    before = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    for (*way, last), value in changes.items():
        node = data
        for part in way:
            node = node[part]
        node[last] = value
    after = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return carry_over(text, before, after)


def slug(what: str) -> str:
    """Return a key made of the first words of a sentence that carry meaning."""
    plain = unicodedata.normalize("NFKD", what).encode("ascii", "ignore").decode().lower()
    kept = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SMALL]
    return "-".join(kept[:5]) or "factor"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
