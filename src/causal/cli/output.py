"""What the commands share: the format option, and printing an answer in it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["add_file", "add_format", "show"]


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add the incident file."""
    parser.add_argument("file", help="the incident file (YAML or JSON)")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add ``--format text|json``."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def show(text: str, data: Mapping[str, Any] | list[Any], format: str) -> None:
    """Print an answer as text or as JSON."""
    if format == "json":
        print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    else:
        print(text)
