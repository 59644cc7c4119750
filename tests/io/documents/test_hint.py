"""A document whose headings are its author's own says with which option they are read."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

import causal
from causal.cli.main import main
from causal.io.documents.markdown import read_markdown
from causal.io.reading import Report

BLOG = """# Pages failed for 27 minutes

A rule was sent out that used all processors of all servers, and every page failed.

## What went wrong

- The rule could use a processor for minutes
- The rule went to all servers at once
- A limit on processor time had been taken out

## What we've done since

- Put the limit on processor time back
- Send rules out in steps
"""


def options_of(report: Report) -> dict[str, str]:
    found = {}
    for line in report.missing.values():
        if "--heading" in line:
            heading, _, field = shlex.split(line.split("--heading ")[1])[0].rpartition("=")
            found[heading] = field
    return found


def test_the_option_named_reads_the_causes_and_the_actions() -> None:
    options = options_of(read_markdown(BLOG).report)
    assert options == {"What went wrong": "factors", "What we've done since": "actions"}
    again = read_markdown(BLOG, headings={name.lower(): field for name, field in options.items()})
    assert (len(again.incident.factors), len(again.incident.actions)) == (3, 2)
    assert options_of(again.report) == {}


def test_convert_says_what_was_read_and_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "blog.md").write_text(BLOG, encoding="utf-8")
    assert main(["convert", "blog.md", "blog.yaml", "--heading", "What went wrong=factors"]) == 0
    printed = capsys.readouterr().out
    assert "read as markdown" in printed
    assert printed.splitlines()[-1].startswith("next: in blog.yaml, say how the causes combined")
    assert len(causal.load("blog.yaml").factors) == 3
