"""What can be mended without a person: spellings that a rubric knows, and keys that say nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from causal.atomic import write_atomic
from causal.checks.config import Config
from causal.checks.rubric import load_rubric
from causal.errors import CausalError
from causal.io import load
from causal.io.edit_yaml import edit_yaml
from causal.io.safe_file import read_text
from causal.model import Incident


def fix(file: Path, config: Config) -> list[str]:
    """Mend an incident file of our own format in YAML, and return what was changed, in words.

    The severity gets the spelling of the rubric; `hardens` goes where it repeats the layer of the
    one gap that the action removes. Every other byte stays. A file at fault is left as it is.
    """
    if file.suffix.lower() not in (".yaml", ".yml"):
        return []
    if file.is_file() and not file.stat().st_mode & 0o222:
        return ["is read-only and stays as it is"]
    try:
        incident = load(file, format="yaml")
    except CausalError:
        return []
    text = read_text(file)
    changes, said = _changes(incident, config)
    if changes:
        write_atomic(file, edit_yaml(text, changes))
    return said


def _changes(
    incident: Incident, config: Config
) -> tuple[dict[tuple[str | int, ...], Any], list[str]]:
    changes: dict[tuple[str | int, ...], Any] = {}
    said = []
    level = load_rubric(config.rubric).level_of(incident.severity)
    if level is not None and incident.severity not in (level.name, *level.names):
        changes["severity",] = level.name
        said.append(f"severity {incident.severity!r} is now {level.name!r}")
    for name, action in incident.actions.items():
        layers = {incident.factors[f].layer for f in action.addresses if f in incident.factors}
        basic = all(incident.factors[f].is_basic for f in action.addresses)
        if action.hardens and action.effect == "removes" and basic and layers == {action.hardens}:
            changes["actions", name, "hardens"] = None
            said.append(f"{name!r} need not say what it hardens: the gap is in that layer")
    return changes, said
