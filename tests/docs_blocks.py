"""Runs the code blocks of a Markdown page, in order, in one namespace and one folder.

* ``python`` and ``{code-cell}`` blocks are executed; ``pycon`` blocks are doctests.
* ``console`` blocks run their ``$ causal ...`` lines and compare what is printed; ``$ echo $?`` is
  the last exit code.
* ``yaml`` and ``json`` blocks must parse; one with ``causal: 1`` must be a fine incident.
* A block whose first line is a comment with a file name is written to that file; one named
  ``bad...`` is meant to have faults.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import causal
from causal.cli.main import main

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>.*)$")
FILE = re.compile(r"^# (?P<name>[\w.-]+\.(?:yaml|json|py|md))$")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    found: list[Block] = []
    opened: re.Match[str] | None = None
    body: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = FENCE.match(line)
        if opened is None and fence:
            opened, body = fence, []
        elif opened is not None and fence and line.strip() == opened["ticks"]:
            language = opened["info"].split()[0].strip("{}") if opened["info"].strip() else ""
            found.append(Block(language, "\n".join(body) + "\n", number - len(body)))
            opened = None
        elif opened is not None:
            body.append(line.removeprefix(opened["indent"]))
    assert opened is None, f"{page}: a code block is not closed"
    return found


class PageRunner:
    def __init__(self, page: Path) -> None:
        self.page = page
        self.names: dict[str, Any] = {"__name__": "page"}
        self.code = 0

    def run(self) -> int:
        ran = 0
        for block in blocks_of(self.page):
            runner = RUNNERS.get(block.language)
            if runner is not None:
                _save(block)
                runner(self, block)
                ran += 1
        return ran

    def python(self, block: Block) -> None:
        lines = block.text.splitlines()
        kept = ["" if line.startswith((":", "%")) else line for line in lines]
        source = "\n" * (block.line - 1) + "\n".join(kept)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, str(self.page), "exec"), self.names)

    def pycon(self, block: Block) -> None:
        parser = doctest.DocTestParser()
        test = parser.get_doctest(
            block.text, self.names, self.page.name, str(self.page), block.line - 1
        )
        report = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=OPTIONS)
        runner.run(test, out=report.write, clear_globs=False)
        self.names.update(test.globs)
        assert runner.summarize(verbose=False).failed == 0, report.getvalue()

    def console(self, block: Block) -> None:
        for step in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, expected = step.partition("\n")
            printed = self._shell(command)
            same = doctest.OutputChecker().check_output(expected, printed, OPTIONS)
            where = f"{self.page}:{block.line}: $ {command}"
            assert same, f"{where}\nexpected:\n{expected}\nprinted:\n{printed}"

    def _shell(self, command: str) -> str:
        if command == "echo $?":
            return f"{self.code}\n"
        program, *arguments = shlex.split(command, comments=True)
        assert program == "causal", f"{self.page}: a console block runs causal, not {program}"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            self.code = main(arguments)
        return printed.getvalue()

    def yaml(self, block: Block) -> None:
        whole = re.search(r"^causal: 1$", block.text, re.MULTILINE)
        if whole and not block.text.startswith("# bad"):
            causal.loads(block.text)
        else:
            yaml.safe_load(block.text)

    def json(self, block: Block) -> None:
        json.loads(block.text)


RUNNERS = {
    "python": PageRunner.python,
    "code-cell": PageRunner.python,
    "pycon": PageRunner.pycon,
    "console": PageRunner.console,
    "yaml": PageRunner.yaml,
    "json": PageRunner.json,
}


def _save(block: Block) -> None:
    named = FILE.match(block.text.split("\n", 1)[0])
    if named:
        Path(named["name"]).write_text(block.text, encoding="utf-8")


def run_page(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a page in `folder`, where `examples` is that of the repository; return how many ran."""
    (folder / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    monkeypatch.chdir(folder)
    return PageRunner(page).run()


ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if "_build" not in page.parts and any(block.language in RUNNERS for block in blocks_of(page))
)
