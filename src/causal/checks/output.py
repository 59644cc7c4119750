"""Findings in the forms that other tools read: SARIF, and annotations of GitHub.

References:
    *Static Analysis Results Interchange Format (SARIF) Version 2.1.0*, OASIS, 2020.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from causal._version import __version__
from causal.checks.finding import Finding, Findings
from causal.checks.registry import rules

_LEVELS = {"error": "error", "warning": "warning", "information": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "information": "notice"}


def sarif(findings: Findings) -> str:
    """Return findings as a SARIF 2.1.0 log, one run."""
    known = rules()
    named = sorted({one.rule for one in findings})
    described = [_rule(name, known) for name in named]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "causal", "version": __version__, "rules": described}},
                "results": [_result(one, named.index(one.rule)) for one in findings],
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=True)


def _rule(name: str, known: Any) -> dict[str, Any]:
    rule = known.get(name)
    if rule is None:
        return {"id": name, "shortDescription": {"text": "The file describes no incident."}}
    return {
        "id": name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"Better: {rule.mend}. Example: {rule.example}."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": f"{one.message} ({one.hint})" if one.hint else one.message},
        "partialFingerprints": {"causal/v1": one.fingerprint},
    }
    if one.place:
        address = quote(PurePath(one.place.file).as_posix(), safe="/:")
        result["locations"] = [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": address},
                    "region": {"startLine": max(one.place.line, 1)},
                }
            }
        ]
    return result


def github(findings: Findings) -> list[str]:
    """Return findings as workflow commands, which GitHub shows beside the lines of a change."""
    lines = []
    for one in findings:
        parts = [f"title={_property(one.rule)}"]
        if one.place:
            parts = [f"file={_property(one.place.file)}", f"line={one.place.line}", *parts]
        text = f"{one.message} ({one.hint})" if one.hint else one.message
        lines.append(f"::{_COMMANDS[one.severity]} {','.join(parts)}::{_data(text)}")
    return lines


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
