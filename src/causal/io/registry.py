"""Which reader and writer each format has, by suffix and by content."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NoReturn

from causal.errors import CausalError, UnknownFormat, did_you_mean
from causal.io import native
from causal.io.detect import SUFFIXES, detect
from causal.io.read_settings import read_settings
from causal.io.reading import Reading
from causal.io.safe_file import SIZE_LIMIT, read_text
from causal.model import Incident
from causal.model.expect import expect_incident
from causal.text.expect import expect_path, expect_paths, expect_text


def _later(module: str, name: str, **fixed: Any) -> Callable[..., Any]:
    """Return a function that imports the one it stands for when it is called."""

    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **fixed, **options)

    return call


_DOCUMENTS = "causal.io.documents."

READERS: dict[str, Callable[..., Reading]] = {
    "chat": _later(_DOCUMENTS + "chat", "read_chat"),
    "csv": _later(_DOCUMENTS + "table", "read_csv"),
    "deploy-log": _later(_DOCUMENTS + "deploy_log", "read_deploy_log"),
    "graphml": _later(_DOCUMENTS + "graphml", "read_graphml"),
    "html": _later(_DOCUMENTS + "html_text", "read_html"),
    "json": native.read_json,
    "markdown": _later(_DOCUMENTS + "markdown", "read_markdown"),
    "openpsa": _later("causal.io.openpsa", "read_openpsa"),
    "yaml": native.read_yaml,
    **{
        name: _later(_DOCUMENTS + "trackers", "read_tracker", format=name)
        for name in (
            "attack-flow", "dispatch", "firehydrant", "github", "grafana", "incident.io", "jira",
            "pagerduty", "rootly", "slack",
        )
    },
}  # fmt: skip
"""Format to reader; a reader takes the text, the name of its file, and options of its own."""

WRITERS: dict[str, Callable[..., str]] = {
    "json": native.write_json,
    "openpsa": _later("causal.io.openpsa", "write_openpsa"),
    "yaml": native.write_yaml,
}
"""Format to writer."""

_OPTIONS = {
    "html": ("timezone", "headings"), "markdown": ("timezone", "headings"),
    "csv": ("timezone", "columns"), "chat": ("timezone",),
    "deploy-log": ("timezone",), "openpsa": ("top", "data"),
}  # fmt: skip
_OWN = frozenset({"json", "yaml", "openpsa", "graphml"})


def read(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    format: str | None = None,
    limit: int = SIZE_LIMIT,
    timezone: str | None = None,
    headings: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    top: str | None = None,
    data: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    beside: Sequence[str | os.PathLike[str]] = (),
) -> Reading:
    """Return the incident in a file and the report of how it was read.

    Args:
        path: The file, UTF-8; of a fault tree also several that make one model together.
        format: One of the known formats; found by suffix and content when not given.
        limit: How many bytes the file may hold at most.
        timezone: For documents of other tools: the zone of times that state none; else as the
            nearest ``causal.toml`` says.
        headings: For Markdown and HTML: headings of your own to the fields they mean, besides
            those of the nearest ``causal.toml``.
        columns: For tables: fields to the names of their columns.
        top: For fault trees: the gate to explain, where several are read by no other.
        data: For fault trees: further files of the same model, such as its rates.
        beside: Files that tell more of the same incident: exported issues, a chat, a deploy log.
            Their action items and times are put into it; a deployment shortly before it is
            proposed as what set it off.

    Raises:
        InvalidIncident: The file describes no incident, is no regular file or larger than `limit`;
            every fault is reported with its line.
        UnknownFormat: No reader is known for the suffix, and what it holds tells none.
        OSError: The file cannot be read.
    """
    if not (files := expect_paths(path, "read")):
        raise CausalError("read takes the path of a file, not an empty list")
    file, *more = files
    data = [*more, *expect_paths(data, "data")]
    if format is not None:
        _chosen(format, READERS)
    options: dict[str, Any] = {"columns": columns, "top": top, "data": data}
    text = read_text(file, limit)
    if format or detect(text, str(file)) not in _OWN:
        options |= read_settings(file, timezone, headings)
    found = read_as(text, str(file), format, options)
    if not beside:
        return found
    from causal.io.beside import put_beside

    options["timezone"] = timezone or found.incident.timezone
    paths = expect_paths(beside, "beside")
    others = {str(p): read_as(read_text(p, limit), str(p), options=options) for p in paths}
    return put_beside(found, others)


def read_as(
    text: str, file: str = "", format: str | None = None, options: Mapping[str, Any] | None = None
) -> Reading:
    """Return the incident in a text, its format found where none is given.

    Raises:
        InvalidIncident: The text describes no incident.
        UnknownFormat: No reader is known for it.
    """
    chosen = _chosen(format, READERS) if format else detect(text, file)
    if chosen is None or chosen not in READERS:
        _refuse_suffix(Path(file), READERS)
    names = _OPTIONS.get(chosen, () if chosen in _OWN else ("timezone",))
    given = {name: value for name, value in (options or {}).items() if name in names and value}
    return READERS[chosen](text, file, **given)


def load(
    path: str | os.PathLike[str], *, format: str | None = None, limit: int = SIZE_LIMIT
) -> Incident:
    """Return the incident in a file.

    Args:
        path: The file, UTF-8.
        format: One of the known formats; found by suffix and content when not given.
        limit: How many bytes the file may hold at most.

    Raises:
        InvalidIncident: The file describes no incident, is no regular file or larger than `limit`;
            every fault is reported with its line.
        UnknownFormat: No reader is known for the suffix, and what it holds tells none.
        OSError: The file cannot be read.
    """
    return read(expect_path(path, "load"), format=format, limit=limit).incident


def loads(text: str, *, format: str = "yaml") -> Incident:
    """Return the incident in a text of a known format.

    Raises:
        InvalidIncident: The text describes no incident; every fault is reported with its line.
        UnknownFormat: No reader is known for the format.
    """
    chosen = _chosen(format, READERS)
    expect_text(text, "loads")
    if "\n" not in text and text.lower().endswith(tuple(SUFFIXES)):
        raise CausalError(f"loads takes what a file holds; causal.load({text!r}) reads the file")
    return READERS[chosen](text, "").incident


def dumps(
    incident: Incident,
    *,
    format: str = "yaml",
    contributing: Literal["any", "all"] | None = None,
) -> str:
    """Return an incident as a text of a known format.

    Args:
        incident: The incident.
        format: One of the known formats.
        contributing: For fault trees: how to read causes of which it is not stated how they
            combined, which such a tree cannot say.

    Raises:
        UnknownFormat: No writer is known for the format.
        CausalError: Causes contributed, and how a fault tree is to read them is not given.
    """
    expect_incident(incident, "dumps")
    return _written(incident, _chosen(format, WRITERS), contributing)


def dump(
    incident: Incident,
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    contributing: Literal["any", "all"] | None = None,
) -> Path:
    """Write an incident to a file, whole or not at all, and return its path.

    Args:
        incident: The incident.
        path: The file.
        format: One of the known formats; found by suffix when not given.
        contributing: As in `dumps`.

    Raises:
        UnknownFormat: No writer is known for the suffix.
        CausalError: Causes contributed, and how a fault tree is to read them is not given.
        OSError: The file cannot be written.
    """
    if isinstance(path, Incident) and not isinstance(incident, Incident):
        raise CausalError("dump takes the incident first: dump(incident, path)")
    expect_incident(incident, "dump")
    from causal.atomic import write_atomic

    file = expect_path(path, "dump")
    chosen = _chosen(format, WRITERS) if format else _by_suffix(file, WRITERS)
    return write_atomic(file, _written(incident, chosen, contributing))


def _written(incident: Incident, format: str, contributing: str | None) -> str:
    if format == "openpsa":
        return WRITERS[format](incident, contributing=contributing)
    return WRITERS[format](incident)


def _chosen(format: str, known: Collection[str]) -> str:
    if format not in tuple(known):
        hint = did_you_mean(format, known) or f"known: {', '.join(sorted(known))}"
        raise UnknownFormat(f"no format {format!r} here ({hint})")
    return format


def _by_suffix(file: Path, known: Collection[str]) -> str:
    format = SUFFIXES.get(file.suffix.lower())
    if format is None or format not in known:
        _refuse_suffix(file, known)
    return format


def _refuse_suffix(file: Path, known: Collection[str]) -> NoReturn:
    shown = ", ".join(sorted(s for s, f in SUFFIXES.items() if f in known))
    if not file.suffix:
        said = "is a folder: name a file in it" if file.is_dir() else "has no suffix that says how"
        raise UnknownFormat(f"{file}: {said} (known: {shown})")
    raise UnknownFormat(
        f"{file}: the suffix {file.suffix!r} names no known format (known: {shown})"
    )
