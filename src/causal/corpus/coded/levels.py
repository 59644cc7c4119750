"""Codes with levels: the path from the most general to the most special, and corpora cut there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from causal.errors import CausalError
from causal.libraries import pyarrow as pa

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

BETWEEN = " > "
"""What stands between the levels of a code in a key, whatever stood there in the source."""


def cut(key: str, level: int | None) -> str:
    """Return a key up to a level; one that has fewer is whole.

    Example:
        >>> cut("Equipment > Valve > Seal", 2)
        'Equipment > Valve'
    """
    return key if level is None else BETWEEN.join(key.split(BETWEEN)[:level])


def short_names(keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return for each key its last levels, as many as tell it from the others, and those above.

    Example:
        >>> short_names(["Equipment > Valve > Seal"])
        {'Equipment > Valve > Seal': ('Seal', 'Equipment > Valve')}
    """
    parts = {key: key.split(BETWEEN) for key in keys}
    held = Counter(BETWEEN.join(own[-n:]) for own in parts.values() for n in range(1, len(own) + 1))
    found = {}
    for key, own in parts.items():
        ends = (n for n in range(1, len(own)) if held[BETWEEN.join(own[-n:])] == 1)
        count = next(ends, len(own))
        found[key] = (BETWEEN.join(own[-count:]), BETWEEN.join(own[:-count]))
    return found


def levels_of(code: str, between: str | None, *, capitals: bool = False) -> str:
    """Return a code of a source as a key.

    Args:
        code: The code.
        between: What stands between its levels; None where it has none.
        capitals: Levels begin with a capital, so what does not goes on with the name before it.

    Example:
        >>> levels_of("Design, Inadequate standards, codes or criteria", ",", capitals=True)
        'Design > Inadequate standards, codes or criteria'
    """
    parts: list[str] = []
    for part in [code] if between is None else code.split(between):
        if parts and capitals and part.strip()[:1].islower():
            parts[-1] += f"{between}{part}"
        else:
            parts.append(part)
    return BETWEEN.join(clean for part in parts if (clean := " ".join(part.split())))


def begin_with_capitals(codes: Iterable[str], between: str | None) -> bool:
    """Return whether most levels below the first begin with a capital, in all codes of a source."""
    firsts = Counter(
        part.strip()[:1].isupper()
        for code in codes
        for part in (code.split(between)[1:] if between else ())
        if part.strip()[:1].isalpha()
    )
    return firsts[True] > firsts[False]


def in_line(names: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of each name and of each of its own levels that is a name too.

    That the two stand together says nothing: the one is the other, told more exactly.

    Example:
        >>> in_line(["Equipment", "Equipment > Valve", "People"])
        [(0, 1)]
    """
    place = {name: number for number, name in enumerate(names)}
    found = []
    for name in names:
        parts = name.split(BETWEEN)
        above = (BETWEEN.join(parts[:n]) for n in range(1, len(parts)))
        found += [(place[upper], place[name]) for upper in above if upper in place]
    return found


def specific(keys: Iterable[str]) -> tuple[list[str], int]:
    """Return the keys that no other key tells more exactly, in order, and how many were left out.

    "Equipment" beside "Equipment > Valve" is one cause told twice, not two causes together.
    """
    distinct = list(dict.fromkeys(keys))
    above = {
        BETWEEN.join(parts[:n])
        for parts in (key.split(BETWEEN) for key in distinct)
        for n in range(1, len(parts))
    }
    kept = [key for key in distinct if key not in above]
    return kept, len(distinct) - len(kept)


def at_level(tables: Tables, level: int | None) -> Tables:
    """Return the same tables with every key cut at a level.

    Raises:
        CausalError: The level is less than 1.
    """
    from causal.corpus.tables.schema import STORED
    from causal.corpus.tables.tables import Tables as Made

    if level is None:
        return tables
    if isinstance(level, bool) or not isinstance(level, int) or level < 1:
        raise CausalError(f"a level is 1 or more, or None for the most special, not {level!r}")
    blocks = {name: tables.table(name).block() for name in STORED}
    factors = blocks["factors"]
    place = factors.column_names.index("key")
    column = factors.column(place)
    keys = [None if key is None else cut(key, level) for key in column.to_pylist()]
    made = pa.chunked_array([pa.array(keys, pa.string()).cast(column.type)])
    blocks["factors"] = factors.set_column(place, factors.schema.field(place), made)
    return Made.of_blocks(blocks, tables.documents, tables.notes)
