"""How documents of other tools are read here: options, or the table ``read`` of ``causal.toml``.

The nearest ``causal.toml`` of the folder of the documents or above it may state::

    [read]
    timezone = "Europe/Oslo"

    [read.headings]
    "What broke" = "factors"
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from causal.errors import CausalError, did_you_mean
from causal.io.safe_file import read_toml


def read_settings(
    place: Any, timezone: str | None = None, headings: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the options for readers: as given, else as the nearest ``causal.toml`` states them.

    Args:
        place: The folder or file that is read; anything else has no settings of its own.
        timezone: The zone of times that state none.
        headings: Headings of one's own to the fields they mean; they add to those of the file.

    Raises:
        CausalError: A zone or a field is not known, or the file is no TOML.
    """
    stated, source = _stated(place)
    unknown = sorted(set(stated) - {"timezone", "headings"})
    if unknown:
        hint = did_you_mean(unknown[0], ("timezone", "headings")) or "known: headings, timezone"
        raise CausalError(f"{source}: no setting {unknown[0]!r} ({hint})")
    zone, own = timezone or stated.get("timezone"), stated.get("headings", {})
    if not isinstance(own, dict):
        raise CausalError(f"{source}: headings is a table of headings and fields, not {own!r}")
    table = {**own, **(headings or {})}
    if zone is not None:
        _check_zone(zone, "timezone" if timezone else f"{source}: timezone")
    _check_headings(table, "headings" if headings else f"{source}: headings")
    return {name: value for name, value in (("timezone", zone), ("headings", table)) if value}


def _check_zone(zone: Any, where: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError, TypeError, AttributeError):
        raise CausalError(f"{where}: {zone!r} is no IANA zone such as Europe/Oslo") from None


def _check_headings(headings: Mapping[str, str], where: str) -> None:
    if not headings:
        return
    from causal.io.documents.headings import FIELDS

    for heading, field in headings.items():
        if field not in FIELDS:
            known = ", ".join(sorted(FIELDS))
            raise CausalError(
                f"{where}: {heading!r} means {field!r}, which is no field; these are {known}"
            )


def _stated(place: Any) -> tuple[dict[str, Any], str]:
    """Return the table ``read`` of the nearest file that has one, and the file."""
    if not isinstance(place, str | os.PathLike):
        return {}, ""
    start = Path(place)
    for folder in (start, *start.absolute().parents):
        file = folder / "causal.toml"
        if not file.is_file():
            continue
        data = read_toml(file)
        found = data.get("read")
        if isinstance(found, dict):
            return found, str(file)
        if found is not None:
            raise CausalError(f"{file}: read is a table, not {found!r}")
    return {}, ""
