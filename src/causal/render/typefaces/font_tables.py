"""Puts the tables of a font together.

References:
    ISO/IEC 14496-22, *Open Font Format*: the table directory, ``cmap`` format 12.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

__all__ = ["TRUE_TYPE", "assembled", "cmap_table"]

TRUE_TYPE = b"\0\1\0\0"


def cmap_table(glyphs: Mapping[int, int]) -> bytes:
    """Return the table that maps code points to glyphs."""
    groups = b"".join(struct.pack(">III", p, p, glyph) for p, glyph in sorted(glyphs.items()))
    form = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + form


def assembled(version: bytes, tables: Mapping[bytes, bytes]) -> bytes:
    """Return the file: its directory, then every table; no reader asks for checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    search = (count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory, parts, start = [version + struct.pack(">HHHH", *search)], [], 12 + 16 * count
    for tag, table in sorted(tables.items()):
        directory.append(struct.pack(">4sIII", tag, 0, start, len(table)))
        padding = -len(table) % 4
        parts += [table, b"\0" * padding]
        start += len(table) + padding
    return b"".join([*directory, *parts])
