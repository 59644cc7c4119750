"""Every sentence in the code, and every one that a picture or a page says, keeps to the words.

`tests/analysis/test_wording.py` holds the answers. Here are the templates themselves, found in the
source, and what scenes, reports, surveys and agendas say of the examples and of random incidents.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

import causal
from causal.cli.main import main
from causal.errors import CausalError
from causal.model import Incident
from causal.render.scene import Scene
from causal.render.views import VIEWS, view_scene
from strategies_incident import incident_data
from verdict_samples import EXAMPLES

SOURCE = Path(causal.__file__).parent
TRAPS = (
    r"(?:should|could|ought to|might) have\b(?! come through)|supposed to|blam\w+|guilt\w*|"
    r"culprit\w*|careless\w*|negligen\w*|sloppy|incompeten\w*|neglect\w*|root cause|real cause|"
    r"guarantee\w*|Mind:|if it slips|hangs? on|ways? drawn|doubts?|holes?|struck|strikes?|came by|"
    r"hits? nothing|claims? (?:all|to)|no way drawn|would alone have|that tell\b|asked for already"
)
PATTERN = re.compile(rf"\b(?:{TRAPS})(?!\w)", re.IGNORECASE)
CHEESE = re.compile(
    r"render/(views/swiss_cheese|layout/(slices|cheese_aside)|writers/condensed)\.py"
)
OTHER_FORMS = re.compile(r"io/documents/|reports/template_ccadb\.py|checks/|text/|io/grounding/")
"""Words of the documents of others, and rules that look for such words."""
CCADB = re.compile(r"\bRoot Causes?\b")
"""What the form of the CCADB calls its parts, in the letters it writes them in."""
NOTHING = re.compile(r"(?!)")
APART = "In place of one root cause"
"""The one sentence that names a word to set itself apart from it."""


def sentences_in(code: str) -> Iterator[tuple[int, str]]:
    """Yield every text of several words in a module, the docstrings left out."""
    tree = ast.parse(code)
    silent = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in silent:
            continue
        if isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, " ".join(node.value.split())


def test_no_template_in_the_source_falls_into_a_trap():
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if OTHER_FORMS.match(place) or CHEESE.match(place):
            continue
        for line, text in sentences_in(path.read_text(encoding="utf-8")):
            if PATTERN.search(text) and not text.startswith(APART):
                found.append(f"{place}:{line}: {text}")
    assert found == []


def words_of(scene: Scene) -> Iterator[str]:
    yield from (scene.caption, scene.description, *scene.headings)
    for box in scene.boxes:
        yield from (box.caption, *box.notes)
    yield from (band.note for band in scene.bands)
    yield from (join.label for join in scene.joins)
    yield from (entry.text for entry in scene.legend)


def authors_words(incident: Incident) -> list[str]:
    """Return the words of the authors, the longest first."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)

    walk(incident.model_dump(mode="json"))
    return sorted((text for text in set(found) if len(text) > 2), key=len, reverse=True)


def without_authors(incident: Incident, text: str) -> list[str]:
    """Return the lines of a text without the words of the authors."""
    for words in authors_words(incident):
        text = text.replace(words, "…")
    return text.splitlines()


def said_of(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield where a text stands, and the text without the words of the authors."""
    own = authors_words(incident)

    def without(text: str) -> str:
        text = " ".join(text.split())
        for words in own:
            text = text.replace(" ".join(words.split()).rstrip("."), "…")
        return text

    for view in VIEWS:
        for scenario in (None, "planned", "done", "verified", list(incident.actions)[:1]):
            with suppress(CausalError):
                for text in words_of(view_scene(incident, view, scenario)):
                    if "hole" not in text or view not in ("swiss-cheese", "brief"):
                        yield f"{view} {scenario}", without(text or "")
    for template in ("postmortem", "google-sre", "review-meeting", "ccadb", "ccadb-1", "ccadb-2"):
        for line in causal.report(incident, "markdown", template=template).splitlines():
            form = CCADB if template.startswith("ccadb") else NOTHING
            yield template, without(form.sub("…", line))


def incidents() -> Iterator[Incident]:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        if path.stem != "catalogue":
            yield causal.load(path)
    for seed in range(12):
        options = {"doubts": seed % 2 == 1, "contributing": seed % 3 == 2}
        yield Incident.model_validate(incident_data(Random(seed), max_actions=5, **options))


def test_no_picture_or_page_falls_into_a_trap():
    found = {
        f"{incident.id} {where}: {text}"
        for incident in incidents()
        for where, text in said_of(incident)
        if PATTERN.search(text) and APART not in text
    }
    assert found == set()


@pytest.mark.parametrize("command", ["explain", "verdicts", "compare", "check", "report", "diff"])
def test_no_command_falls_into_a_trap(command, tmp_path, capsys):
    found = set()
    for incident in incidents():
        file = tmp_path / "x.yaml"
        causal.dump(incident, file)
        asked = [] if command in ("compare", "check", "report", "diff") else ["--scenario", "done"]
        files = [str(file)] * (2 if command == "diff" else 1)
        for options in ([], asked):
            main([command, *files, *options])
            said = capsys.readouterr()
            text = without_authors(incident, f"{said.out}\n{said.err}")
            found |= {f"{incident.id}: {line}" for line in text if PATTERN.search(line)}
    assert {line for line in found if APART not in line} == set()


def test_no_survey_falls_into_a_trap():
    text = causal.report(causal.load_corpus(EXAMPLES / "corpus"), "markdown")
    assert [line for line in text.splitlines() if PATTERN.search(line)] == []
