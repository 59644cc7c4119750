"""Which fonts write a text: the bundled one, the extra's, the machine's, and the last resort."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from causal.errors import MissingGlyphs
from causal.render.escape_xml import allowed
from causal.render.layout.plan import PlacedText
from causal.render.metrics import lacking
from causal.render.typefaces.font_file import FontFile, read_font
from causal.render.typefaces.last_resort import FAMILY
from causal.render.typefaces.places import extra_fonts, machine_fonts

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]*")
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """The fonts beside the bundled one, best first, and the characters that none of them has."""

    fonts: tuple[FontFile, ...] = ()
    missing: frozenset[str] = frozenset()

    def family(self, cluster: str) -> str:
        """Return the family that a cluster is set in, or nothing for the bundled one."""
        needed = lacking(cluster)
        if not needed:
            return ""
        # 1 and its keycap are one sign, so they must come from one font where that is possible.
        whole = needed | frozenset(c for c in cluster if c.isalnum())
        for asked in (whole, needed, frozenset(cluster[:1]) & needed):
            for font in self.fonts:
                if asked and font.has(asked) == asked:
                    return font.family
        return FAMILY

    def sets(self, family: str, signs: Iterable[str]) -> bool:
        """Return whether a family has every character of these signs."""
        asked = frozenset(c for sign in signs for c in sign)
        fonts = (font for font in self.fonts if font.family == family)
        return family == FAMILY or any(font.has(asked) == asked for font in fonts)


def said(text: PlacedText) -> tuple[str, ...]:
    """Return the lines of a text as they can be written."""
    return tuple(map(allowed, text.lines))


def choose(texts: Iterable[str]) -> Choice:
    """Return the fonts that together have as many of the characters as any at hand.

    Warns:
        MissingGlyphs: Some characters are in no font at hand.
    """
    left = frozenset().union(*map(lacking, texts))
    fonts: list[FontFile] = []
    for files in (extra_fonts, machine_fonts):
        if not left:
            break
        read = (read_font(path) for path in files())
        known = [font for font in read if font is not None and _NAME.fullmatch(font.family)]
        while left and known:
            best = max(known, key=lambda font: len(font.has(left)))
            found = best.has(left)
            if not found:
                break
            fonts.append(best)
            left -= found
    if left:
        _warn(left)
    return Choice(tuple(fonts), left)


def _warn(missing: Iterable[str]) -> None:
    names = sorted(missing)
    shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    warnings.warn(
        f"no font at hand has {shown}{more}: PNG and PDF show a box with the code point instead; "
        "pip install 'causal-postmortem[fonts]' brings fonts for nearly every script",
        MissingGlyphs,
        stacklevel=2,
    )
