"""What a team sets for its checks: which rules run, thresholds, its own words, its severities.

Read from ``causal.toml`` (table ``check``) or ``pyproject.toml`` (table ``tool.causal.check``), in
the folder of the files or the nearest one above::

    [check]
    ignore = ["no-evidence"]
    min_factors = 3
    people = ["Sam"]
    systems = ["Ledger"]
    severity = {"vague-action" = "error"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from causal.errors import CausalError, did_you_mean
from causal.io.safe_file import read_toml


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a check.

    Args:
        select: Rules to run and no others; empty for those that run by default.
        extend: Rules to run besides, such as ``shallow-defence``.
        ignore: Rules to leave out.
        severity: For a rule another severity.
        min_factors: Fewer contributing factors than this are asked about.
        min_depth: The depth of defence that a plan should reach (rule ``shallow-defence``).
        timeline_gap: A silence longer than this share of the incident is asked about.
        many_actions: From so many actions on, priorities are needed.
        overdue_days: For each priority, how many days after its due date an action may be open.
        people: Names that are people's.
        systems: Names that are those of services and tools.
        vague: Further words that make an action item vague.
        rubric: A YAML file of severities; empty for the shipped one.
        baseline: A JSON file of findings that are known and not reported.
    """

    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    min_factors: int = 3
    min_depth: int = 2
    timeline_gap: float = 0.1
    many_actions: int = 15
    overdue_days: Mapping[str, int] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    rubric: str = ""
    baseline: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any], source: str) -> Config:
        """Return the settings that a table states.

        Raises:
            CausalError: A setting does not exist, or is of another kind.
        """
        known = {f.name: f for f in fields(cls)}
        made: dict[str, Any] = {}
        for name, value in data.items():
            if name not in known:
                hint = did_you_mean(name, known) or f"known: {', '.join(sorted(known))}"
                raise CausalError(f"{source}: no setting {name!r} ({hint})")
            made[name] = _checked(name, value, getattr(cls(), name), source)
        return cls(**made)


def _checked(name: str, value: Any, default: Any, source: str) -> Any:
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise CausalError(f"{source}: {name} is a list of texts, not {value!r}")
    if isinstance(default, Mapping) and isinstance(value, dict):
        return value
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise CausalError(f"{source}: {name} is like {default!r}, not {value!r}")
    return value


_FILES = {"causal.toml": ("check",), "pyproject.toml": ("tool", "causal", "check")}


def find_config(folder: Path) -> Config:
    """Return the settings in the nearest ``causal.toml`` or ``pyproject.toml``, else the defaults.

    Raises:
        CausalError: The file found is no TOML, or states what is no setting.
    """
    for place in (folder, *folder.resolve().parents):
        for name, way in _FILES.items():
            file = place / name
            if not file.is_file():
                continue
            data: Any = read_toml(file)
            for part in way:
                data = data.get(part, {}) if isinstance(data, dict) else {}
            if data or name == "causal.toml":
                made = Config.from_data(data, str(file))
                return replace(  # paths are those from the file that states them
                    made,
                    rubric=str(place / made.rubric) if made.rubric else "",
                    baseline=str(place / made.baseline) if made.baseline else "",
                )
    return Config()
