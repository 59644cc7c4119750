"""What a font file says of itself: the name of its family, and which characters it has.

Only the two tables that answer this are read, so that a folder of fonts is looked through at once.

References:
    ISO/IEC 14496-22, *Open Font Format*: the tables ``cmap`` and ``name``.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from causal.render.typefaces.font_tables import assembled, cmap_table

__all__ = ["FontFile", "read_font"]

_COLLECTION = b"ttcf"
_JOINED = 0.75
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
"""Platform and encoding of tables that map Unicode, the fullest first."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font: where it lies, how it is called, and what it maps.

    Args:
        path: The file; of a collection the first font counts.
        family: Its name.
        ranges: First code point, last code point, and the glyph of the first; the rest follow on.
    """

    path: Path
    family: str
    ranges: tuple[tuple[int, int, int], ...]

    def has(self, characters: Iterable[str]) -> frozenset[str]:
        """Return those of the characters that the font has."""
        return frozenset(self.glyphs(characters))

    def glyphs(self, characters: Iterable[str]) -> dict[str, int]:
        """Return the number of the glyph of each of the characters that the font has."""
        out = {}
        for character in characters:
            point = ord(character)
            place = bisect_right(self.ranges, (point, 0x110000, 0)) - 1
            if place >= 0:
                low, high, glyph = self.ranges[place]
                if low <= point <= high:
                    out[character] = (glyph + point - low) & 0xFFFF
        return out

    def advance(self, cluster: str) -> float:
        """Return about how wide a cluster is, in em: that of its first character, then of letters.

        What a mark or a joined emoji adds is drawn into the first, so it counts for nothing; the
        letters of Arabic are narrower joined than alone.
        """
        first, rest = cluster[0], [c for c in cluster[1:] if c.isalpha()]
        advances = self._advances(self.glyphs([first, *rest]))
        wide = sum(advances.get(c, 0.0) for c in (first, *rest))
        return wide * (_JOINED if unicodedata.bidirectional(first) == "AL" else 1.0)

    def _advances(self, glyphs: dict[str, int]) -> dict[str, float]:
        with self.path.open("rb") as stream:
            _, tables = _tables(stream)
            (units,) = struct.unpack_from(">18xH", _table(stream, tables, b"head"))
            (count,) = struct.unpack_from(">34xH", _table(stream, tables, b"hhea"))
            table = _table(stream, tables, b"hmtx")
        wide = {
            c: struct.unpack_from(">H", table, 4 * min(g, count - 1)) for c, g in glyphs.items()
        }
        return {c: value / units for c, (value,) in wide.items()}

    def trimmed(self, characters: Iterable[str]) -> bytes:
        """Return the font, mapping these characters only; its glyphs and rules are all there."""
        with self.path.open("rb") as stream:
            version, tables = _tables(stream)
            parts = {tag: _table(stream, tables, tag) for tag in tables}
        glyphs = self.glyphs(characters)
        parts[b"cmap"] = cmap_table({ord(c): glyph for c, glyph in glyphs.items()})
        return assembled(version, parts)


@lru_cache(maxsize=4096)
def read_font(path: Path) -> FontFile | None:
    """Return what a file says, or None for a file that is no font that can be read."""
    try:
        with path.open("rb") as stream:
            _, tables = _tables(stream)
            family = _family(_table(stream, tables, b"name"))
            ranges = tuple(sorted(_ranges(_table(stream, tables, b"cmap"))))
    except (OSError, struct.error, ValueError):
        return None
    return FontFile(path, family, ranges) if family and ranges else None


def _tables(stream: BinaryIO) -> tuple[bytes, dict[bytes, tuple[int, int]]]:
    """Return what kind of outlines the (first) font has, and where each of its tables lies."""
    head = stream.read(16)
    start = 0
    if head[:4] == _COLLECTION:
        (start,) = struct.unpack(">I", head[12:16])
    stream.seek(start)
    version, count = struct.unpack(">4sH6x", stream.read(12))
    entries = stream.read(16 * count)
    out = {}
    for tag, _, offset, length in struct.iter_unpack(">4sIII", entries):
        out[tag] = (offset, length)
    return version, out


def _table(stream: BinaryIO, tables: dict[bytes, tuple[int, int]], tag: bytes) -> bytes:
    if tag not in tables:
        raise ValueError(f"the font has no table {tag!r}")
    offset, length = tables[tag]
    stream.seek(offset)
    return stream.read(length)


def _family(table: bytes) -> str:
    """Return the English name of the family; that of the typographic family where there is one."""
    count, storage = struct.unpack_from(">2xHH", table)
    found: dict[int, str] = {}
    for number in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(
            ">HHHHHH", table, 6 + 12 * number
        )
        if platform == 3 and language == 0x409 and name in {1, 16}:
            raw = table[storage + offset : storage + offset + length]
            found[name] = raw.decode("utf-16-be", "replace")
    return found.get(16, found.get(1, ""))


def _ranges(table: bytes) -> list[tuple[int, int, int]]:
    """Return every range that the font maps: first and last code point, and the first glyph."""
    (count,) = struct.unpack_from(">2xH", table)
    offsets = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        offsets[platform, encoding] = offset
    for kind in _UNICODE:
        if kind in offsets:
            part = table[offsets[kind] :]
            (form,) = struct.unpack_from(">H", part)
            if form in _FORMS:
                return _FORMS[form](part)
    return []


def _segments(part: bytes) -> list[tuple[int, int, int]]:
    """Read format 4: ranges below U+10000; a range may leave out single characters."""
    (doubled,) = struct.unpack_from(">6xH", part)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", part, 14)
    starts = struct.unpack_from(f">{count}H", part, 16 + doubled)
    shifts = struct.unpack_from(f">{count}H", part, 16 + 2 * doubled)
    places = 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", part, places)
    out = []
    for number, (low, high) in enumerate(zip(starts, ends, strict=True)):
        if low == 0xFFFF:
            continue
        if not offsets[number]:
            out.append((low, high, low + shifts[number]))
            continue
        at = places + 2 * number + offsets[number]
        glyphs = struct.unpack_from(f">{high - low + 1}H", part, at)
        out += [(low + n, low + n, g + shifts[number]) for n, g in enumerate(glyphs) if g]
    return out


def _groups(part: bytes) -> list[tuple[int, int, int]]:
    """Read format 12: ranges of all of Unicode."""
    (count,) = struct.unpack_from(">12xI", part)
    return list(struct.iter_unpack(">III", part[16 : 16 + 12 * count]))


_FORMS = {4: _segments, 12: _groups}
