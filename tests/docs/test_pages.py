"""Every example in README and the documentation runs, and prints what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs_blocks import PAGES, ROOT, run_page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_page(page, tmp_path, monkeypatch) > 0


def test_the_runner_notices_a_wrong_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("```pycon\n>>> 1 + 1\n3\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="Expected"):
        run_page(page, tmp_path, monkeypatch)


def test_the_runner_notices_a_wrong_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ causal check none.yaml\nfine\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="printed"):
        run_page(page, tmp_path, monkeypatch)
