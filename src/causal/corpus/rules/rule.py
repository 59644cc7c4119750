"""Rules on recurring incidents: what each asks for, read from a dated file that can be replaced."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from causal.errors import CausalError, UnknownName
from causal.io.safe_file import read_text
from causal.model.base import Model, Text, Texts
from causal.text.expect import expect_path

_FOLDER = Path(__file__).parent

RULES = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))
"""The rules that come with the package, by name."""


class Criterion(Model):
    """Something that a rule asks about a group of incidents besides time and cause.

    Args:
        needs: What must be known.
        place: Where the rule says so.
        facts: Figures of impact that go towards it, or ``minutes_lost``.
    """

    needs: Text
    place: Text
    facts: Texts = ()


class Rule(Model):
    """What a text says about incidents that come again.

    Args:
        name: Its name here.
        title: The text and the article.
        source: Where the text stands.
        dated: When the text was published.
        read: When this file was last held against it.
        within: The time in which the incidents must lie, such as ``6 months``.
        at_least: How many there must be.
        assessed: How often the text asks to look.
        not_for: Whom the text leaves out.
        criteria: What else it asks.
    """

    name: Text
    title: Text
    source: Text
    dated: date
    read: date
    within: Text
    at_least: int = Field(default=2, ge=2)
    assessed: Literal["monthly", "quarterly", "yearly"] | None = None
    not_for: Text | None = None
    criteria: tuple[Criterion, ...] = ()


def rule_of(rule: str | os.PathLike[str]) -> Rule:
    """Return a rule that comes with the package, by name, or that of a file.

    Raises:
        CausalError: The file is no rule.
        OSError: The file cannot be read.
        UnknownName: It is neither a name nor the path of a YAML file.
    """
    import yaml

    if isinstance(rule, str) and rule in RULES:
        path = _FOLDER / f"{rule}.yaml"
    elif expect_path(rule, "rule", "a name or the path of a file").suffix in (".yaml", ".yml"):
        path = Path(rule)
    else:
        raise UnknownName("rule", str(rule), RULES)
    try:
        return Rule.model_validate(yaml.safe_load(read_text(path)))
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise CausalError(f"{path}: no rule: {'; '.join(wrong)}") from None
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError) as error:
        raise CausalError(f"{path}: no YAML: {' '.join(str(error).split())}") from None
