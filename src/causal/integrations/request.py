"""What a document asks to be drawn: of which incident, which view, in which form.

A request is written as words, ``incident.yaml view=graph alt="What lined up"``, as YAML lines
inside a code block, or as the options of a directive; all of them end in a `Request`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from causal.errors import CausalError, UnknownName

if TYPE_CHECKING:
    from causal.model import Incident
    from causal.render import Drawing

_WORD = re.compile(
    r"""(?:(?P<key>[\w-]+)=)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>\S+))"""
)
_INLINE = re.compile(r"""^\s*[{]?\s*["']?causal["']?\s*:""", re.MULTILINE)
_FOREIGN = re.compile(r"[A-Za-z][\w+.-]*:[/\\]|[/\\]{2}|.*\0", re.DOTALL)
_ORIENTATIONS = ("portrait", "landscape")
_FORMATS = ("svg", "png", "mermaid")
_FITS = ("a4", "letter", "slide", "column")


@dataclass(frozen=True, slots=True)
class Request:
    """One drawing that a document asks for.

    Args:
        file: The incident file, relative to the document; empty where the block holds the incident.
        view: The view.
        orientation: ``portrait`` or ``landscape``.
        format: ``svg``, ``png`` or ``mermaid``.
        scale: Pixels of a PNG for one of the drawing.
        alt: What readers are told who cannot see it; says what the view shows when empty.
        to: The picture to write, relative to the document; named after the incident when empty.
        fit: Where it is placed, so that its words can be read there; anywhere when empty.
        title: What stands with the drawing: its caption on a site, its tooltip in Markdown.
    """

    file: str = ""
    view: str = "graph"
    orientation: Literal["portrait", "landscape"] = "portrait"
    format: str = "svg"
    scale: float = 2.0
    alt: str = ""
    to: str = ""
    title: str = ""
    fit: str = ""


OPTIONS = tuple(sorted(Request.__dataclass_fields__))
"""The options by name."""


def parse_words(words: str) -> dict[str, str]:
    """Return the options in a line of words; a word without a name is the file."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(words):
        value = next(match[g] for g in ("double", "single", "bare") if match[g] is not None)
        name = match["key"] or "file"
        if name in found:
            raise CausalError(f"{name} is said twice: {found[name]!r} and {value!r}")
        found[name] = value
    return found


def read_request(options: Mapping[str, Any]) -> tuple[Request, list[str]]:
    """Return the request that options describe, and in words everything wrong with them."""
    problems = [str(UnknownName("option", n, OPTIONS)) for n in options if n not in OPTIONS]
    good: dict[str, Any] = {name: str(v) for name, v in options.items() if name in OPTIONS}
    for name, known in (
        ("orientation", _ORIENTATIONS),
        ("format", _FORMATS),
        ("fit", _FITS),
    ):
        if name in good and good[name] not in known:
            problems.append(str(UnknownName(name, good.pop(name), known)))
    if "scale" in good:
        try:
            good["scale"] = float(good["scale"])
        except ValueError:
            good["scale"] = 0.0
        if not 0.1 <= good["scale"] <= 10:
            problems.append(f"scale is a number from 0.1 to 10, not {options['scale']!r}")
            del good["scale"]
    request = Request(**good)
    if request.to and Path(request.to).suffix.lower() != f".{request.format}":
        problems.append(f"to={request.to!r} does not end in .{request.format}, its format")
    return request, problems


def read_block(body: str, options: Mapping[str, Any]) -> tuple[Request, str, list[str]]:
    """Return the request of a code block, the incident written in it, and what is wrong.

    Args:
        body: What the block holds: options as YAML lines, or a whole incident.
        options: The options in the block's head.
    """
    inner = {} if _INLINE.search(body) else _option_lines(body)
    if inner is None or (_INLINE.search(body) and body.strip()):
        request, problems = read_request(options)
        if request.file:
            problems.append(f"holds an incident and names the file {request.file!r} too: keep one")
        return request, body, problems
    twice = [f"{name} is said twice" for name in sorted(set(inner) & set(options))]
    request, problems = read_request({**inner, **options})
    if not request.file and not problems:
        problems.append("holds neither `file: incident.yaml` nor an incident")
    return request, "", twice + problems


def _option_lines(body: str) -> dict[str, str] | None:
    """Return the options written as YAML lines, None when the block holds something else."""
    import yaml

    try:
        # Everything stays text, as it does in a line of words.
        found = yaml.load(body, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return None
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        return None
    return {str(name): value for name, value in found.items()}


def local_path(name: str, folder: Path) -> Path:
    """Return the path of a file that a document names, relative to the document's folder.

    Raises:
        CausalError: It is an address or an absolute path.
    """
    if _FOREIGN.match(name) or Path(name).is_absolute():
        raise CausalError(
            f"{name!r} is no path relative to the document; only local files are read"
        )
    return folder / name


def draw_request(request: Request, incident: Incident, **options: Any) -> Drawing:
    """Return the drawing that a request asks for."""
    from causal.render import draw

    if request.fit:
        options["fit"] = request.fit
    return draw(incident, request.view, orientation=request.orientation, **options)
