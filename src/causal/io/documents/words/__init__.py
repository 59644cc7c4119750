"""Tables of the words people write, as text files: a line each, ``meaning: word, word``.

A table may have files for other languages beside the English one: ``headings_de.txt``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["LANGUAGES", "meanings", "patterns", "table"]


LANGUAGES = {"headings": ("de", "fr", "es")}
"""Table to the languages that add to it, each in a file of its own."""


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """Return for each meaning of a table the words for it; indented lines continue one."""
    found: dict[str, str] = {}
    meaning = ""
    for line in _lines(name):
        words = line.strip()
        if not line.startswith(" "):
            meaning, _, words = words.partition(":")
            found.setdefault(meaning, "")
            found[meaning] += ","
        found[meaning] += f" {words}"
    return {
        meaning: tuple(word.strip() for word in words.split(",") if word.strip())
        for meaning, words in found.items()
    }


@cache
def meanings(name: str) -> dict[str, str]:
    """Return for each word of a table what it means."""
    return {word: meaning for meaning, words in table(name).items() for word in words}


@cache
def patterns(name: str) -> dict[str, tuple[str, ...]]:
    """Return for each meaning of a table its patterns, one an indented line."""
    found: dict[str, list[str]] = {}
    meaning = ""
    for line in _lines(name):
        if line.startswith(" "):
            found[meaning].append(line.strip())
        else:
            meaning = line.strip().rstrip(":")
            found[meaning] = []
    return {meaning: tuple(lines) for meaning, lines in found.items()}


def _lines(name: str) -> list[str]:
    folder = files("causal.io.documents.words")
    names = [name, *(f"{name}_{language}" for language in LANGUAGES.get(name, ()))]
    texts = [folder.joinpath(f"{name}.txt").read_text(encoding="utf-8") for name in names]
    lines = [line for text in texts for line in text.splitlines()]
    return [line for line in lines if line.strip() and not line.startswith("#")]
