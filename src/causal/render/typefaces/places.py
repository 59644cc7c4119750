"""Where fonts lie: those of the extra ``fonts``, then those of the machine.

References:
    fontconfig, *fonts.conf(5)*, the element ``dir``; XDG Base Directory Specification.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

PACKAGES = ("manimgx_fonts", "noto_cjk_sans_jp_regular")
"""What the extra ``fonts`` installs: Noto for most scripts and emoji, then for East Asia."""

_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})


@cache
def extra_fonts() -> tuple[Path, ...]:
    """Return the font files that the extra ``fonts`` brought, upright ones only."""
    out: list[Path] = []
    for package in PACKAGES:
        found = find_spec(package)
        for folder in (found.submodule_search_locations or ()) if found else ():
            out += [path for path in _in(Path(folder)) if "Italic" not in path.name]
    return tuple(out)


@cache
def machine_fonts() -> tuple[Path, ...]:
    """Return the font files of the machine, the plain faces of sans families first."""
    found = {path for folder in _folders() for path in _in(folder)}
    return tuple(sorted(found, key=_liking))


def _liking(path: Path) -> tuple[int, int, str]:
    """Return what files are sorted by: plain before styled, sans before the rest, then by name."""
    name = path.name.lower()
    styled = ("bold", "italic", "oblique", "thin", "light", "black", "condensed", "mono", "serif")
    return sum(word in name for word in styled), "sans" not in name, str(path)


def _in(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES)
    except OSError:
        return []


def _folders() -> Iterator[Path]:
    """Yield the folders in which the system keeps fonts."""
    home = Path(os.environ.get("HOME") or Path.home())
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        if local := os.environ.get("LOCALAPPDATA"):
            yield Path(local) / "Microsoft" / "Windows" / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    else:
        yield from _configured(home)


def _configured(home: Path) -> Iterator[Path]:
    """Yield the folders that fontconfig names, or its defaults where it is not set up."""
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(os.environ.get("FONTCONFIG_FILE") or "/etc/fonts/fonts.conf")
    try:
        stated = ElementTree.parse(config).getroot().findall("dir")
    except (OSError, ElementTree.ParseError):
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".fonts", data / "fonts")
        return
    for entry in stated:
        text = (entry.text or "").strip()
        if entry.get("prefix") == "xdg":
            yield data / text
        elif text.startswith("~/"):
            yield home / text[2:]
        elif text:
            yield Path(text)
