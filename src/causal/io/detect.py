"""Which format a text is in: by its suffix where that says it, else by what it holds."""

from __future__ import annotations

from pathlib import PurePath

SUFFIXES: dict[str, str] = {
    ".afb": "attack-flow",
    ".csv": "csv",
    ".graphml": "graphml",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".log": "deploy-log",
    ".markdown": "markdown",
    ".md": "markdown",
    ".opsa": "openpsa",
    ".tsv": "csv",
    ".txt": "chat",
    ".xml": "openpsa",
    ".yaml": "yaml",
    ".yml": "yaml",
}
"""File suffix to the format that files so called mostly are in."""


IN_FOLDERS = frozenset(SUFFIXES) - {".csv", ".log", ".tsv", ".txt"}
"""Suffixes of files that are taken for incidents when a folder is read."""


def detect(text: str, file: str = "") -> str | None:
    """Return the format of a text, None where neither its suffix nor what it holds tells.

    Args:
        text: The whole text.
        file: Its name.
    """
    named = SUFFIXES.get(PurePath(file).suffix.lower())
    if named in ("yaml", "markdown", "csv", "graphml", "attack-flow", "html"):
        return "deploy-log" if named == "csv" and _is_deploy_table(text) else named
    start = text.lstrip("\ufeff \t\r\n")[:400]
    if start[:1] in ("{", "["):
        return _json(text, start) or named
    if start[:15].lower().startswith(("<!doctype html", "<html")):
        return "html"
    if start.startswith("<"):
        return "graphml" if "<graphml" in text[:4000] else "openpsa"
    if named not in (None, "chat", "deploy-log"):
        return named
    return _prose(text, start) or named


def _is_deploy_table(text: str) -> bool:
    from causal.io.documents.deploy_log import is_deploy_table

    return is_deploy_table(text)


def _json(text: str, start: str) -> str | None:
    if '"causal"' in start:
        return "json"
    from causal.errors import CausalError
    from causal.io.documents.json_text import parsed
    from causal.io.documents.trackers import recognised

    try:
        return recognised(parsed(text)) or "json"
    except CausalError:
        from causal.io.documents.deploy_log import looks_like_deploy_log

        lines = text.strip().count("\n") and text.lstrip().startswith("{")
        return "deploy-log" if lines and looks_like_deploy_log(text) else None


def _prose(text: str, start: str) -> str | None:
    from causal.io.documents.chat import looks_like_chat
    from causal.io.documents.deploy_log import looks_like_deploy_log

    stated = [line for line in text[:20_000].splitlines() if line.strip() and line[0] != "#"]
    if "\ncausal:" in "\n".join(["", *stated])[:400]:
        return "yaml"
    if start.startswith(("# ", "---\n", "+++\n")) or "\n## " in text[:20_000]:
        return "markdown"
    if looks_like_deploy_log(text):
        return "deploy-log"
    return "chat" if looks_like_chat(text) else None
