"""Tests of drawings may need programs that read what was drawn."""

from __future__ import annotations

import shutil

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_node: needs Node.js")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("needs_node") and shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
