"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import causal

FOUND = pkgutil.walk_packages(causal.__path__, "causal.")
MODULES = ["causal", *sorted(module.name for module in FOUND)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing.split(".")[0] == "causal":
            raise
        pytest.skip(f"{name} is for those who have {missing}")
    assert doctest.testmod(module).failed == 0


def test_some_module_has_examples() -> None:
    finder = doctest.DocTestFinder()
    assert any(test.examples for test in finder.find(importlib.import_module("causal")))
