"""Known findings that are not reported again: a file of fingerprints that a team commits."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from causal.atomic import write_atomic
from causal.checks.finding import Finding
from causal.errors import CausalError
from causal.io.safe_file import read_text


def read_baseline(path: str | os.PathLike[str]) -> frozenset[str]:
    """Return the fingerprints of known findings.

    Raises:
        CausalError: The file is no baseline.
        OSError: It cannot be read.
    """
    try:
        data = json.loads(read_text(path))
        return frozenset(one["fingerprint"] for one in data["findings"])
    except (ValueError, TypeError, KeyError):
        raise CausalError(f"{path}: no baseline; write one with --write-baseline") from None


def write_baseline(findings: Iterable[Finding], path: str | os.PathLike[str]) -> Path:
    """Write findings as known ones, each with its words, and return the path."""
    listed = [
        {"fingerprint": one.fingerprint, "rule": one.rule, "message": one.message}
        for one in findings
    ]
    listed.sort(key=lambda one: (one["rule"], one["message"], one["fingerprint"]))
    return write_atomic(path, json.dumps({"findings": listed}, indent=1, ensure_ascii=False) + "\n")
