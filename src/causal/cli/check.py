"""``causal check``: what a reviewer would ask about incident files, each with its place."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from causal.cli.file_errors import of_file
from causal.cli.output import budget_of, complain, say
from causal.cli.parser import day
from causal.errors import CausalError

if TYPE_CHECKING:
    from causal.checks import Finding, Findings
    from causal.checks.rule import Case
    from causal.graph.budget import Budget

HELP = "ask what a reviewer would ask about incident files: faults, gaps, language, follow-up"
_FORMATS = ("text", "json", "sarif", "github")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "files", nargs="*", metavar="file", help="incident files of any format, or folders of them"
    )
    parser.add_argument("-f", "--format", choices=_FORMATS, default="text", help="default: text")
    parser.add_argument("--select", metavar="RULES", help="only these rules, with commas between")
    parser.add_argument("--extend", metavar="RULES", help="these rules besides the usual ones")
    parser.add_argument("--ignore", metavar="RULES", help="all rules but these")
    parser.add_argument("--baseline", metavar="FILE", help="known findings that are not reported")
    parser.add_argument(
        "--write-baseline", metavar="FILE", help="write what is found now as known findings"
    )
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely")
    parser.add_argument("--today", type=day, help="the day to judge due dates by (YYYY-MM-DD)")
    parser.add_argument("--rules", action="store_true", help="list the rules and their reasons")


def run(arguments: argparse.Namespace) -> int:
    """Print what is found; one bad file never stops the others."""
    from causal.checks import Findings
    from causal.checks.baseline import read_baseline, write_baseline
    from causal.checks.check import check_together
    from causal.checks.output import github, sarif

    if arguments.rules:
        return _list_rules()
    if not arguments.files:
        raise CausalError("name the files or folders to check")
    files = list(_files(arguments.files))
    if not files:
        complain(f"{', '.join(arguments.files)}: no incident was read")
        return 1
    budget = budget_of(arguments)
    budget = budget if arguments.seconds is None else budget.shared()  # then of all files together
    found: list[Finding] = []
    cases: list[Case] = []
    unread = False
    for file in files:
        try:
            findings, case = _checked(file, arguments, budget)
            found += findings
            cases += [case] if case else []
        except OSError as error:  # one bad file never stops the others
            complain(of_file(error))
            unread = True
    found += check_together(cases) if len(cases) > 1 else ()
    if arguments.write_baseline:
        say(write_baseline(found, arguments.write_baseline))
        return 0
    known = read_baseline(arguments.baseline) if arguments.baseline else frozenset()
    findings = Findings(one for one in found if one.fingerprint not in known)
    if arguments.format == "json":
        say(json.dumps(findings.to_dict(), ensure_ascii=True, indent=2))
    elif arguments.format == "sarif":
        say(sarif(findings))
    elif arguments.format == "github":
        say("\n".join(github(findings)), end="\n" if findings else "")
    else:
        _print(findings, files, unread)
    if unread:
        return 2
    return 1 if findings.failing else 0


def _files(named: list[str]) -> Iterator[Path]:
    for name in named:
        path = Path(name)
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if _may_be_an_incident(file))
        else:
            yield path


def _may_be_an_incident(file: Path) -> bool:
    """Return whether a file of a folder is one to check: ours by its first key, or a document."""
    from causal.io.safe_file import read_text

    suffix = file.suffix.lower()
    if suffix not in (".yaml", ".yml", ".json", ".md", ".markdown") or not file.is_file():
        return False
    if suffix in (".md", ".markdown"):
        return file.stem.casefold() not in ("readme", "index", "contributing", "changelog")
    try:
        return re.search(r'(?m)^\s*"?causal"?\s*:', read_text(file)) is not None
    except (CausalError, OSError):
        return True  # what cannot be read is a finding, not passed over


def _checked(
    file: Path, arguments: argparse.Namespace, budget: Budget
) -> tuple[Findings, Case | None]:
    from dataclasses import replace

    from causal.checks.check import check_file
    from causal.checks.config import find_config
    from causal.checks.fix import fix

    config = find_config(file.parent)
    config = replace(
        config,
        select=_named(arguments.select) or config.select,
        extend=_named(arguments.extend) or config.extend,
        ignore=_named(arguments.ignore) or config.ignore,
    )
    if config.baseline and not arguments.baseline:
        arguments.baseline = config.baseline
    if arguments.fix:
        tell = say if arguments.format == "text" else complain  # else it stands in the data
        alone = ["nothing to mend without a person"] if arguments.files == [str(file)] else []
        for line in fix(file, config) or alone:
            tell(f"{file}: {line}")
    return check_file(file, config, arguments.today, budget)


def _named(rules: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (rules or "").split(",") if name.strip())


def _print(findings: Findings, files: list[Path], unread: bool) -> None:
    *lines, counts = findings.in_brief()
    for line in lines:
        say(line)
    at_fault = {one.place.file for one in findings if one.place}
    for file in files:
        if str(file) not in at_fault and not (unread and not file.exists()):
            say(f"{file}: fine")
    if findings:
        left = len(findings) > len(lines)
        say(f"{counts} (--format json has all)" if left else counts)


def _list_rules() -> int:
    from causal.checks.registry import rules

    for rule in rules().values():
        off = "" if rule.default else ", off by default"
        say(f"{rule.id} ({rule.severity}{off})\n  {rule.what}\n  {rule.why}\n  better: {rule.mend}")
    return 0
