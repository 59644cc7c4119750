"""Drawings inside Markdown documents, made from the incidents they name, and kept up to date.

A drawing stands between two comments, or below a code block that holds a request or an incident::

    <!-- causal: incident.yaml view=swiss-cheese -->
    <!-- /causal -->

    ```causal
    file: incident.yaml
    view: graph
    ```

The picture is written beside the document. A second run changes nothing, and no byte of the
document outside the drawings ever changes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from causal.errors import CausalError, Fault, InvalidIncident
from causal.integrations.destinations import Destination, destination, suited
from causal.integrations.places import lines_of
from causal.integrations.request import (
    Request,
    draw_request,
    local_path,
    parse_words,
    read_block,
    read_request,
)
from causal.integrations.scan import DRAWN, END, Ask, scan
from causal.io.safe_file import holds, read_bytes

if TYPE_CHECKING:
    from causal.model import Incident
    from causal.render import Drawing


@dataclass(frozen=True, slots=True)
class EmbedResult:
    """What embedding did to a document.

    Args:
        document: The document.
        drawings: How many drawings it shows.
        pictures: The pictures it shows from files.
        changed: The files that were written, or with `check` those that are stale.
        notes: Requests that are left alone, each with its place and the reason.
    """

    document: Path
    drawings: int
    pictures: tuple[Path, ...]
    changed: tuple[Path, ...]
    notes: tuple[Fault, ...] = ()


def embed(
    path: str | os.PathLike[str], *, check: bool = False, place: str | None = None
) -> EmbedResult:
    """Fill or refresh the drawings of a Markdown document and return what changed.

    Args:
        path: The document.
        check: Only find out what is stale; write nothing.
        place: What the document is for, such as ``github`` or ``confluence``: it decides form and
            size where a request leaves them open.

    Raises:
        UnknownName: There is no such place.
        InvalidIncident: A drawing cannot be made; every reason is reported with its file and line,
            and nothing is written.
        OSError: The document cannot be read, or a picture not be written.
    """
    return embed_all([path], check=check, place=place)[0]


def embed_all(
    paths: Iterable[str | os.PathLike[str]], *, check: bool = False, place: str | None = None
) -> list[EmbedResult]:
    """Fill or refresh the drawings of several documents, all of them or none.

    Raises:
        InvalidIncident: A drawing cannot be made; nothing is written.
        OSError: A document cannot be read, or a picture not be written.
    """
    from causal.atomic import write_atomic

    desk = _Desk(place=destination(place) if place is not None else None)
    paths = list(paths)
    linked = [Fault("", "is a link; name the file that it leads to", file=str(path), rule="embed")
              for path in paths if Path(path).is_symlink()]  # fmt: skip
    if linked:
        raise InvalidIncident(linked, source=", ".join(fault.file for fault in linked))
    drafts = [_Draft(path, desk) for path in dict.fromkeys(Path(path) for path in paths)]
    faults = list(dict.fromkeys(desk.faults))
    if faults:
        names = sorted({str(draft.document) for draft in drafts if draft.faulty})
        raise InvalidIncident(faults, source=", ".join(names))
    results = []
    for draft in drafts:
        # Pictures first: a document never shows one that is not there yet.
        files = {name: desk.pictures[name] for name in draft.pictures}
        files[draft.document] = draft.content
        stale = [name for name, content in files.items() if not holds(name, content)]
        for name in stale if not check else ():
            write_atomic(name, files[name])
        results.append(
            EmbedResult(
                draft.document,
                draft.drawings,
                tuple(draft.pictures),
                tuple(stale),
                tuple(draft.notes),
            )
        )
    return results


def _refuse_elsewhere(path: Path, folder: Path, name: str) -> None:
    """Refuse a picture that would be written outside the document's folder, or through a link."""
    if not path.parent.is_dir():
        raise CausalError(f"there is no folder {str(path.parent)!r} for the picture {name!r}")
    # Not `resolve`, which would follow the links that are looked for.
    base, place = Path(os.path.abspath(folder)), Path(os.path.abspath(path))  # noqa: PTH100
    if base not in place.parents:
        raise CausalError(f"the picture {name!r} would stand outside the folder of the document")
    links = [step for step in (place, *place.parents) if base in step.parents and step.is_symlink()]
    if links:
        raise CausalError(
            f"the picture {name!r} would be written through the link {str(links[0])!r}"
        )


@dataclass
class _Desk:
    """What the documents of one run share: incidents read, pictures made, faults found."""

    incidents: dict[Path, Incident | None] = field(default_factory=dict)
    pictures: dict[Path, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    place: Destination | None = None

    def incident(self, path: Path) -> Incident | None:
        """Return the incident in a file, None when it has faults, which are noted.

        Raises:
            CausalError: There is no such file, or no such format.
        """
        from causal.io import load

        key = path.resolve()
        if key not in self.incidents:
            self.incidents[key] = None
            try:
                self.incidents[key] = load(path)
            except InvalidIncident as error:
                self.faults += error.faults
            except OSError as error:
                del self.incidents[key]
                raise CausalError(f"cannot read {str(path)!r}: {error.strerror}") from None
        return self.incidents[key]


class _Draft:
    """A document as it will be: its new content, and the pictures it shows."""

    def __init__(self, document: Path, desk: _Desk) -> None:
        self.document = document
        self.pictures: list[Path] = []
        self._desk = desk
        before = len(desk.faults)
        # Bytes that are no UTF-8 pass through as they are.
        text = read_bytes(document).decode("utf-8", "surrogateescape")
        lines = lines_of(text)
        found = scan(lines, str(document))
        asks, self.notes = found.asks, found.notes
        desk.faults += found.faults
        self.drawings = len(asks)
        drawn = [(ask, _fitted(self._shown(ask), ask, lines)) for ask in asks]
        for ask, shown in reversed(drawn):
            lines[ask.start : ask.end] = [shown]
        self.pictures = sorted(set(self.pictures))
        desk.faults[before:] = sorted(desk.faults[before:], key=lambda f: (f.file, f.line))
        self.content = "".join(lines).encode("utf-8", "surrogateescape")
        self.faulty = len(desk.faults) > before

    def _shown(self, ask: Ask) -> str:
        """Return the Markdown that shows a drawing; note what is wrong."""
        try:
            request, inline = self._request(ask)
            incident = self._incident(ask, request, inline)
            if incident is None:
                return ""
            drawing = draw_request(request, incident)
            if request.format == "mermaid":
                return f"```mermaid\n{drawing.mermaid.rstrip()}\n```"
            return self._picture(request, incident, drawing)
        except InvalidIncident as error:
            self._desk.faults += error.faults
        except CausalError as error:
            self._desk.faults.append(self._fault(ask, str(error)))
        return ""

    def _request(self, ask: Ask) -> tuple[Request, str]:
        """Return the request and the incident written in the block."""
        options = parse_words(ask.words)
        if ask.body is None:
            request, problems = read_request(options)
            inline = ""
            if not request.file and not problems:
                problems = ["names no incident file"]
        else:
            request, inline, problems = read_block(ask.body, options)
        if problems:
            raise InvalidIncident([self._fault(ask, problem) for problem in problems])
        return suited(request, self._desk.place) if self._desk.place else request, inline

    def _incident(self, ask: Ask, request: Request, inline: str) -> Incident | None:
        from causal.io import loads

        if request.file:
            return self._desk.incident(local_path(request.file, self.document.parent))
        try:
            return loads(inline)
        except InvalidIncident as error:
            moved = [
                Fault(f.where, f.problem, f.hint, str(self.document), ask.line + f.line, f.rule)
                for f in error.faults
            ]
            raise InvalidIncident(moved) from None

    def _picture(self, request: Request, incident: Incident, drawing: Drawing) -> str:
        """Return the reference to a picture, and keep the picture to be written."""
        name = request.to or _picture_name(request, incident)
        path = local_path(name, self.document.parent)
        _refuse_elsewhere(path, self.document.parent, name)
        svg = request.format == "svg"
        content = drawing.svg.encode("utf-8") if svg else drawing.png(request.scale)
        if self._desk.pictures.setdefault(path, content) != content:
            raise CausalError(f"two drawings would be written to {name!r}; name one with to=")
        self.pictures.append(path)
        return f"![{_alt(request, incident)}](<{_address(name)}>{_title(request)})"

    def _fault(self, ask: Ask, problem: str) -> Fault:
        return Fault("", problem, "", str(self.document), ask.line, "embed")


def _fitted(shown: str, ask: Ask, lines: list[str]) -> str:
    """Return the drawing as lines that fit where they go: prefix, newlines, end of file."""
    opening = lines[ask.line - 1]
    newline = opening[len(opening.rstrip("\r\n")) :] or _newline_of(lines)
    wanted = shown.split("\n")
    inner = ["", *wanted, ""]
    body = inner if ask.body is None else [DRAWN, *inner, END]
    text = "".join((ask.prefix + line).rstrip() + newline for line in body)
    if not _ends_line(lines[ask.start - 1]):
        return newline + text.removesuffix(newline)
    ends_file = ask.end == len(lines) > ask.start
    return text.removesuffix(newline) if ends_file and not _ends_line(lines[-1]) else text


def _ends_line(line: str) -> bool:
    return line.endswith(("\r", "\n"))


def _newline_of(lines: list[str]) -> str:
    first = lines[0]
    return first[len(first.rstrip("\r\n")) :] or "\n"


def _picture_name(request: Request, incident: Incident) -> str:
    """Return a name that tells which incident and which form of it a picture shows."""
    parts = [part for part in PurePosixPath(request.file).parts if part not in {".", ".."}]
    stem = "-".join([*parts[:-1], Path(parts[-1]).stem]) if parts else _slug(incident.id)
    form = f"-{request.orientation}" if request.orientation != "portrait" else ""
    if request.format == "png" and request.scale != Request().scale:
        form += f"-{request.scale:g}x"
    return f"{stem}-{request.view.replace('_', '-')}{form}.{request.format}"


def _slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "incident"


def _alt(request: Request, incident: Incident) -> str:
    from causal.reports.escape_md import cell

    return cell(request.alt or f"{request.view} of {incident.id}: {incident.outcome.what}")


def _title(request: Request) -> str:
    from causal.reports.escape_md import cell

    return f' "{cell(request.title).replace(chr(34), "&quot;")}"' if request.title else ""


def _address(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="/.-_~ ").replace(" ", "%20")
