"""What a font file says of itself: the name of its family, and which characters it has."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_JOINED = 0.75


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font: where it lies, how it is called, and what it maps.

    Args:
        path: The file; of a collection the first font counts.
        family: Its name.
        glyphs: The name of the glyph of each code point.
    """

    path: Path
    family: str
    glyphs: Mapping[int, str] = field(hash=False, compare=False, repr=False)

    def has(self, characters: Iterable[str]) -> frozenset[str]:
        """Return those of the characters that the font has."""
        return frozenset(c for c in characters if ord(c) in self.glyphs)

    def advance(self, cluster: str) -> float:
        """Return about how wide a cluster is, in em: that of its first character, then of letters.

        What a mark or a joined emoji adds is drawn into the first, so it counts for nothing; the
        letters of Arabic are narrower joined than alone.
        """
        first, rest = cluster[0], [c for c in cluster[1:] if c.isalpha()]
        units, widths = _widths(self.path)
        names = (self.glyphs.get(ord(c)) for c in (first, *rest))
        wide = sum(widths[name][0] for name in names if name) / units
        return wide * (_JOINED if unicodedata.bidirectional(first) == "AL" else 1.0)

    def trimmed(self, characters: Iterable[str]) -> bytes:
        """Return the font, mapping these characters only; its glyphs and rules are all there."""
        from fontTools.ttLib.sfnt import SFNTWriter
        from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

        only = CmapSubtable.newSubtable(12)
        only.platformID, only.platEncID, only.language = 3, 10, 0
        only.cmap = {ord(c): self.glyphs[ord(c)] for c in self.has(characters)}
        font, parts = _whole(self.path)
        font["cmap"].tables = [only]
        with io.BytesIO() as out:
            parts = {**parts, "cmap": font.getTableData("cmap")}
            writer = SFNTWriter(out, len(parts), font.sfntVersion)
            for tag, part in parts.items():  # as they are: to compile them anew takes a minute
                writer[tag] = part
            writer.close()
            return out.getvalue()


@lru_cache(maxsize=4096)
def read_font(path: Path) -> FontFile | None:
    """Return what a file says, or None for a file that is no font that can be read."""
    try:
        with _opened(path) as font:
            family = font["name"].getBestFamilyName()
            glyphs = font.getBestCmap()
    except Exception:  # whatever a damaged file makes its reader raise
        return None
    return FontFile(path, family, glyphs) if family and glyphs else None


@lru_cache(maxsize=64)
def _widths(path: Path) -> tuple[int, dict[str, tuple[int, int]]]:
    with _opened(path) as font:
        return font["head"].unitsPerEm, font["hmtx"].metrics


@lru_cache(maxsize=4)
def _whole(path: Path) -> tuple[TTFont, dict[str, bytes]]:
    """Return a font in memory and its tables as they are in the file."""
    from fontTools.ttLib import TTFont

    stream = io.BytesIO(path.read_bytes())
    font = TTFont(stream, fontNumber=0, lazy=True, recalcTimestamp=False)
    font.getGlyphOrder()
    return font, {tag: font.reader[tag] for tag in font.reader.keys()}  # noqa: SIM118 - no mapping


@contextmanager
def _opened(path: Path) -> Iterator[TTFont]:
    from fontTools.ttLib import TTFont

    with path.open("rb") as stream:  # that of a damaged file is closed too
        yield TTFont(stream, fontNumber=0, lazy=True, recalcTimestamp=False)
