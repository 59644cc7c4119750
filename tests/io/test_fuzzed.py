"""Inputs that a search once found to break a reader or a writer, tried anew."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "fuzzed"
CASES = sorted(path for path in HERE.glob("*/*") if path.is_file())


def tool():
    path = Path(__file__).parents[2] / "tools" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("fuzz_tool", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TARGETS = {**tool().readers(), **tool().writers()}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_target_takes_an_empty_and_an_odd_input(name):
    for data in (b"", b"\x00\xff\n<script>\n|", b'{"a": [1, {"b": null}]}'):
        TARGETS[name](data)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_mended(case):
    TARGETS[case.parent.name](case.read_bytes())
