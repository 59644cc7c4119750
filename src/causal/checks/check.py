"""Run the rules over an incident, a file or a text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, get_args

from causal.checks.baseline import read_baseline
from causal.checks.config import Config, find_config
from causal.checks.finding import SEVERITIES, Finding, Findings, Severity
from causal.checks.language.systems import SYSTEMS
from causal.checks.registry import rules
from causal.checks.rule import FIELDS, Case, Field, Found, Rule
from causal.checks.suppress import unsuppressed
from causal.errors import CausalError, InvalidIncident, NotFinished, UnknownName
from causal.graph.budget import Budget, budget_of
from causal.io.detect import detect
from causal.io.reading import Reading
from causal.io.registry import read, read_as
from causal.io.safe_file import read_text
from causal.model import Incident, Place
from causal.text.expect import expect_names, expect_text

_ENOUGH = 40
"""So many characters of a line tell it from the others of a section."""


def check(
    subject: Incident | str | os.PathLike[str],
    *,
    config: Config | None = None,
    today: date | None = None,
    budget: Budget | None = None,
) -> Findings:
    """Return what a reviewer would ask about an incident.

    Args:
        subject: An incident, the path of a file of any format that `causal.read` knows, or what
            such a file holds: a text of several lines. Faults of a file or text come as findings of
            the rule ``invalid``. An incident that says what its file says is judged as the file is.
        config: The settings; else those of the nearest ``causal.toml`` or ``pyproject.toml`` of the
            file that was given, or that the incident was read from; else the defaults.
        today: The day that due dates are measured to; today when not given.
        budget: The limits of the check, all rules together. A rule that does not end in them is a
            finding that says so.

    Raises:
        OSError: The file cannot be read.
        UnknownName: The configuration names a rule that does not exist.

    Example:
        >>> import causal
        >>> draft = causal.new("INC-1", "Checkout failed")
        >>> pool = draft.gap("The pool was too small", layer="capacity")
        >>> _ = draft.outcome.because(pool)
        >>> found = causal.check(draft.build())
        >>> "few-factors" in {finding.rule for finding in found}
        True
    """
    if not isinstance(config, Config | None):
        raise CausalError(f"config is a causal.checks.Config, not {config!r}")
    if isinstance(subject, Incident):
        file = subject._places.file
    elif isinstance(subject, str | os.PathLike):
        is_text = isinstance(subject, str) and "\n" in subject
        file = "" if is_text else os.fspath(subject)
    else:
        kind = type(subject).__name__
        raise CausalError(f"check takes an Incident, the path of a file or a text, not {kind}")
    settings = config or (find_config(Path(file).parent) if file else Config())
    how = _How(settings, today or date.today(), budget)
    if isinstance(subject, Incident):
        found = _check_incident(subject, how)
    elif file:
        found = check_file(Path(file), *how)[0]
    else:
        found = _check_read(lambda: _read_text(str(subject)), str(subject), "", how)[0]
    known = read_baseline(settings.baseline) if settings.baseline else frozenset()
    return Findings(one for one in found if one.fingerprint not in known)


class _How(NamedTuple):
    config: Config
    today: date
    budget: Budget | None


def check_file(
    path: Path,
    config: Config | None = None,
    today: date | None = None,
    budget: Budget | None = None,
) -> tuple[Findings, Case | None]:
    """Return what is found in a file, and what was read from it; None of a file at fault."""
    how = _How(config or find_config(path.parent), today or date.today(), budget)
    return _check_read(lambda: read(path), read_text(path), str(path), how)


def _check_read(
    reading_of: Callable[[], Reading], text: str, file: str, how: _How
) -> tuple[Findings, Case | None]:
    try:
        reading = reading_of()
    except InvalidIncident as error:
        return Findings(
            Finding(
                "invalid",
                "error",
                fault.problem,
                fault.hint,
                Place(fault.file or file, fault.line or 1),
                fault.where,
            )
            for fault in error.faults
        ), None
    case = Case(reading.incident, how.config, how.today, reading.format, reading.report)
    case.file, case.text, case.budget = file, text, budget_of(how.budget).shared()
    return _kept(_found(case), case), case


def _read_text(text: str) -> Reading:
    return read_as(text, format=detect(text) or "yaml")


def _check_incident(incident: Incident, how: _How) -> Findings:
    """Return the findings of an incident, of one that says what its file says those of the file."""
    file = Path(incident._places.file)
    if file.is_file():
        try:
            unchanged = read(file).incident == incident
        except (CausalError, OSError):
            unchanged = False
        if unchanged:
            return check_file(file, *how)[0]
    case = Case(incident, how.config, how.today)
    case.budget = budget_of(how.budget).shared()
    return _found(case)


def check_together(cases: Sequence[Case]) -> Findings:
    """Return what the rules over a corpus find in incidents that were read from files.

    Each incident has the configuration of its own folder: where a rule is left out there, the
    incident is not counted.
    """
    listed: list[Finding] = []
    for rule in rules().values():
        if rule.find_over is None:
            continue
        wanted = [case for case in cases if rule in _chosen(case)]
        for case, one in rule.find_over(wanted):
            found = Findings([_finding(rule, case, one)])
            listed += set(_kept(found, case)) & set(found)  # comments were judged before
    return Findings(listed)


def _kept(found: Findings, case: Case) -> Findings:
    markdown = case.is_document
    return unsuppressed(found, case.text, case.file, [*rules(), "invalid"], markdown=markdown)


def check_text(
    text: str,
    people: Iterable[str] = (),
    systems: Iterable[str] = (),
    field: Field = "summary",
) -> Findings:
    """Return what the language of a text does that harms a postmortem.

    Args:
        text: Sentences; quotations, code and addresses are not judged.
        people: Names known to be people's.
        systems: Names known to be those of services and tools.
        field: What the text is: ``summary``, ``cause``, ``lesson``, ``action`` (each line is one
            action item) or ``timeline``.

    Raises:
        UnknownName: There is no such field.

    Example:
        >>> import causal
        >>> [found.rule for found in causal.check_text("The operator forgot to drain the node.")]
        ['blame', 'hindsight']
    """
    if field not in FIELDS:
        raise UnknownName("field", str(field), FIELDS)
    text = expect_text(text, "check_text")
    names = (sorted(expect_names(people, "people")), sorted(expect_names(systems, "systems")))
    found = _in_text(text, field, *map(tuple, names))
    return Findings(
        Finding(rule.id, rule.severity, one.message, one.hint or rule.mend, Place("", one.line))
        for rule, one in found
    )


def _found(case: Case) -> Findings:
    listed = [_finding(rule, case, one) for rule in _chosen(case) for one in _by(rule, case)]
    order = {name: number for number, name in enumerate(SEVERITIES)}
    listed.sort(
        key=lambda found: (
            found.place.line if found.place else 0,
            order[found.severity],
            found.where,
            found.rule,
        )
    )
    return Findings(listed)


def _by(rule: Rule, case: Case) -> Iterator[Found]:
    """Yield what a rule finds, at the end that it did not come to its end where that is so."""
    try:
        with case.budget.clock().work():
            yield from rule.find(case)
    except NotFinished as error:
        yield Found((), "not judged to the end", str(error), severity="warning")


def _finding(rule: Rule, case: Case, one: Found) -> Finding:
    place, file = case.incident.place(*one.path), case.file
    if place is None and file:
        place = Place(file, 1)
    if place is not None and not place.file and file:
        place = Place(file, place.line)
    if place is not None and one.line and case.is_document:
        place = Place(place.file, _line_of(case, one, place.line))
    elif place is not None and one.line > 1:
        place = Place(place.file, place.line + one.line - 1)
    where = ".".join(str(part) for part in one.path)
    severity = _severity(rule, case.config, one.severity)
    return Finding(rule.id, severity, one.message, one.hint or rule.mend, place, where)


def _line_of(case: Case, one: Found, start: int) -> int:
    """Return the line of the document that holds what was found, else where its part begins."""
    told = case.prose_lines.get(one.path, [])[one.line - 1 : one.line]
    wanted = told[0].strip()[:_ENOUGH] if told else ""
    return (case.line_with(wanted, start) if wanted else None) or start


def _chosen(case: Case) -> Iterator[Rule]:
    known, config = rules(), case.config
    for name in (*config.select, *config.extend, *config.ignore, *config.severity):
        if name not in known:
            raise UnknownName("rule", name, known)
    for name, rule in known.items():
        usual = rule.default and (rule.documents or not case.is_document)
        wanted = name in config.select if config.select else usual or name in config.extend
        if wanted and name not in config.ignore:
            yield rule


def _severity(rule: Rule, config: Config, stated: Severity | None) -> Severity:
    severity = config.severity.get(rule.id, stated or rule.severity)
    if severity not in get_args(Severity):
        raise UnknownName("severity", severity, get_args(Severity))
    return severity  # type: ignore[return-value]  # one of the literals, as just checked


def _in_text(
    text: str, field: Field, people: tuple[str, ...], systems: tuple[str, ...]
) -> list[tuple[Rule, Found]]:
    """Return what the language rules find in a text, in its order."""
    known = tuple(sorted({*systems, *(SYSTEMS - set(people))}))
    found = []
    for rule in rules().values():
        if rule.judges is not None:
            found += [(rule, one) for one in rule.judges(text, field, people, known)]
    return sorted(found, key=lambda pair: (pair[1].line, pair[0].id))
