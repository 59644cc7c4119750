"""Severities as data that a team owns: their names, what calls for each, what each calls for."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from causal.errors import CausalError
from causal.io.parsed_document import parse_yaml
from causal.io.safe_file import read_text
from causal.model.base import FrozenDict, Model, Text, Texts

if TYPE_CHECKING:
    from causal.model import Incident

MEASURES = {
    "users_share": "percent of users affected",
    "minutes_down": "minutes without service for most users",
    "error_budget": "percent of the error budget",
    "data_lost": "data that cannot be restored",
}
"""What a rubric can ask of an impact, with what the number means."""

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


class Level(Model):
    """One severity; `order` 0 is the most severe."""

    name: Text
    names: Texts = ()
    when: FrozenDict[Text, float | bool] = FrozenDict()
    severe: bool = False
    calls_for: Texts = ()
    order: int = 0


class CalledFor(NamedTuple):
    """The severity an impact calls for, and which of its figures does."""

    level: Level
    reason: str


class Rubric(Model):
    """Severities, the most severe first."""

    levels: tuple[Level, ...]

    def level_of(self, severity: str | None) -> Level | None:
        """Return the level that a name means, None when the rubric does not know it."""
        plain = _plain(severity or "")
        for level in self.levels:
            if plain in {_plain(name) for name in (level.name, *level.names)}:
                return level
        return None

    def called_for(self, incident: Incident) -> CalledFor | None:
        """Return the severity that the stated impact calls for, None when nothing tells."""
        return self.for_measures(measures_of(incident))

    def for_measures(self, measures: dict[str, float | bool]) -> CalledFor | None:
        """Return the severity that some measures call for, None when none of them does."""
        for level in self.levels:
            for name, least in level.when.items():
                value = measures.get(name)
                if value is not None and value >= least and value is not False:
                    shown = "data lost" if value is True else f"{value:g} {MEASURES[name]}"
                    return CalledFor(level, shown)
        return None


def measures_of(incident: Incident) -> dict[str, float | bool]:
    """Return what an incident's stated impact says in the terms of a rubric."""
    found: dict[str, float | bool] = {}
    for name, value in incident.impact.items():
        percent = _PERCENT.search(value) if isinstance(value, str) else None
        plain = name.casefold().replace("-", "_")
        if percent and "user" in plain + " " + str(value).casefold():
            found["users_share"] = float(percent[1])
        if percent and "budget" in plain:
            found["error_budget"] = float(percent[1])
        if plain in ("data_lost", "records_lost") and isinstance(value, int | float) and value > 0:
            found["data_lost"] = True
    return found


@lru_cache(maxsize=8)
def load_rubric(path: str = "") -> Rubric:
    """Return the rubric in a YAML file; the shipped one without a path.

    Raises:
        CausalError: It holds none; the message says what is wrong.
        OSError: The file cannot be read.
    """
    shipped = files("causal.checks").joinpath("rubric.yaml")
    text = read_text(path) if path else shipped.read_text(encoding="utf-8")
    parsed = parse_yaml(text, path)
    data: Any = parsed.data
    if parsed.faults or not isinstance(data, dict) or data.get("rubric") != 1:
        raise CausalError(f"{path}: no rubric here: a mapping that begins with rubric: 1")
    levels = data.get("levels")
    try:
        numbered = [{**level, "order": n} for n, level in enumerate(levels or ())]
        made = Rubric.model_validate({"levels": numbered})
    except (ValidationError, TypeError) as error:
        raise CausalError(f"{path}: no rubric: {error}") from None
    unknown = sorted({name for level in made.levels for name in level.when} - set(MEASURES))
    if unknown:
        raise CausalError(f"{path}: no measure {unknown[0]!r} (known: {', '.join(MEASURES)})")
    return made


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())
