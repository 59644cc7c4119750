"""Colours: a palette that colour-blind readers can tell apart, in a light and a dark form.

References:
    M. Okabe, K. Ito, *Color Universal Design*, 2008 (the palette); W3C, *WCAG 2.1*, success
    criterion 1.4.11 (strokes with a contrast of 3:1 against their ground).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace

from causal.model import DEFAULT_LAYERS

FONTS = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"
"""Faces of the same metrics, so that what was measured is what is seen."""


@dataclass(frozen=True, slots=True)
class Hue:
    """One colour of the palette: its tint, its stroke on light, its stroke on dark ground."""

    tint: str
    stroke: str
    dark: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a drawing; every pair is (light, dark)."""

    ground: tuple[str, str] = ("#ffffff", "#15191e")
    card: tuple[str, str] = ("#ffffff", "#20262d")
    ink: tuple[str, str] = ("#1b1f24", "#eceff2")
    muted: tuple[str, str] = ("#57606a", "#a9b3bd")
    line: tuple[str, str] = ("#4b5560", "#a3aeb9")
    faint: tuple[str, str] = ("#8c959f", "#6b7580")
    worse: tuple[str, str] = ("#9a4f8a", "#df9bcf")
    good: tuple[str, str] = ("#006b4f", "#4ccfa8")
    bad: tuple[str, str] = ("#b3440a", "#ff9a5c")
    outcome: tuple[str, str] = ("#7a1023", "#a8243d")
    path: tuple[str, str] = ("#b3122f", "#ff6f86")
    missed: tuple[str, str] = ("#fdebe0", "#3d2314")
    chain: tuple[str, str] = ("#e7f3fb", "#122b3c")
    trigger: tuple[str, str] = ("#c04d00", "#ff9a5c")
    hues: tuple[Hue, ...] = (
        Hue("#0072b2", "#0072b2", "#5ab0e2"),
        Hue("#e69f00", "#a87300", "#e9b033"),
        Hue("#009e73", "#00805d", "#35c79d"),
        Hue("#cc79a7", "#b0578a", "#e09bc3"),
        Hue("#56b4e9", "#2b83b8", "#7cc7f0"),
        Hue("#d55e00", "#c25500", "#f28b45"),
        Hue("#a79a00", "#877c00", "#d8cc3d"),
    )

    def hue(self, number: int) -> Hue:
        """Return the colour of the band with this number, over and over in the same order."""
        return self.hues[number % len(self.hues)]

    def on_dark(self) -> Theme:
        """Return the theme whose only colours are those on dark ground, for what has one form."""
        pairs = {
            name: (pair[1], pair[1])
            for name, pair in ((each.name, getattr(self, each.name)) for each in fields(self))
            if name != "hues"
        }
        hues = tuple(Hue(hue.dark, hue.dark, hue.dark) for hue in self.hues)
        return replace(self, hues=hues, **pairs)


DEFAULT = Theme()
HUES = len(DEFAULT.hues)
"""How many colours the palette has."""

MARKS = ("solid", "double", "dashed", "dotted")
"""How the edge of a layer is drawn, so that layers of one colour differ."""


def layer_hue(layer: str) -> int:
    """Return the number of a layer: the same in every picture, for its colour and its mark.

    A default layer has that of its place; any other one that comes from its name alone.
    """
    if layer in DEFAULT_LAYERS:
        return list(DEFAULT_LAYERS).index(layer)
    digest = hashlib.blake2b(layer.encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest, "big") % (HUES * len(MARKS))


def layer_mark(number: int) -> str:
    """Return the mark of the layer with this number."""
    return MARKS[number // HUES % len(MARKS)]


def mix(colour: str, share: float, ground: str) -> str:
    """Return `colour` mixed with `ground`, both ``#rrggbb``; `share` is that of the colour."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
