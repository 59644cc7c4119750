"""One word for one thing: words that the vocabulary of the project replaced stand nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("src/causal", "docs", "examples", "tools", "benchmarks")
KINDS = {".py", ".md", ".yaml", ".js", ".css", ".j2", ".ipynb"}
SKIPPED = {"_build", "decisions", "_static", "__pycache__", "data"}
"""Decisions say what was there before."""
INSTEAD = {
    r"Mind:": "Note:",
    r"(?i)\bstrikes?\b|\bstruck (?!through)": "occurrence, recurred",
    r"(?i)what became of|follow[-_ ]through": "action completion",
    r"no way drawn|ways? drawn here": "failure path",
    r"layers? that would do\b": "a layer sufficient to prevent it",
    r"(?i)\bdoubt(s|ed|ful)?\b": "uncertainty, unconfirmed",
    r"\bhangs? on\b": "depends on",
    r"\bspares\b|\bhits nothing\b": "mitigates, has no effect",
    r"\bif (it|they) slips?\b|\bonly closer of\b": "if not done, sole blocker of",
    r"claims all below": "blocks everything upstream",
    r"in the (\d+|\{[^}]*\}) that tell\b": "where recorded (n = 2)",
    r"asked for already": "already proposed",
    r"\bcame by\b": "involved",
    r"\bsees (\d|\{)": "covers 7 of 12",
    r"\bworth=|\.worth\b|[\"']worth[\"']": "objective, total",
    r"\bclass (Story|Told|Joined|Marked|Places)\b": "a name that says what it is",
    r"(?i)\bholes?\b": "gap",
}
PICTURES = re.compile(
    r"(?i)cheese|failure_paths|render/(views|layout|writers|interactive)|layers with holes|picture"
)
"""Files and lines about pictures, where slices of cheese have holes."""
ALLOWED = {
    "src/causal/checks/language/vague.py": "doubt",  # words of other people's documents
    "src/causal/io/documents/inline.py": "struck",  # struck through, in Markdown
    "src/causal/io/documents/actions.py": "struck",
    "src/causal/render/layout/plan.py": "struck",
    "src/causal/render/layout/sizes.py": "struck",
    "src/causal/render/writers/svg_parts.py": "struck",
}
FILE_NAMES = {"dressed", "lifted", "holes", "halves", "mixing", "opening", "drawn", "told", "lift"}


def files() -> list[Path]:
    found = (p for place in PLACES for p in sorted((ROOT / place).rglob("*")) if p.suffix in KINDS)
    return [p for p in found if not SKIPPED & set(p.relative_to(ROOT).parts)] + [ROOT / "README.md"]


TEXTS = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in files()}


@pytest.mark.parametrize("word", INSTEAD)
def test_a_word_that_was_replaced_stands_nowhere(word):
    found = []
    for name, text in TEXTS.items():
        if "hole" in word and (
            PICTURES.search(name) or name.startswith(("benchmarks", "docs", "README"))
        ):
            continue  # pages and benchmarks speak of the picture
        for number, line in enumerate(text.splitlines(), 1):
            match = re.search(word, line)
            if match and ALLOWED.get(name, "-") not in match[0] and not PICTURES.search(line):
                found.append(f"{name}:{number}: {line.strip()[:90]}")
    assert found == [], f"say {INSTEAD[word]}"


def test_a_file_is_named_by_what_it_does():
    assert [name for name in TEXTS if Path(name).stem in FILE_NAMES] == []
