"""A fence for pymdownx.superfences: code blocks called ``causal`` become drawings on the page.

In ``mkdocs.yml`` (Zensical reads the same)::

    markdown_extensions:
      - pymdownx.superfences:
          custom_fences:
            - name: causal
              class: causal
              format: !!python/name:causal.integrations.superfences.fence
              validator: !!python/name:causal.integrations.superfences.validator

A block holds a request (``file: incidents/outage.yaml``, ``view: graph``) or an incident; files are
relative to the folder that the site is built in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.integrations.request import OPTIONS, Request, draw_request, local_path, read_block

if TYPE_CHECKING:
    from causal.render import Drawing

__all__ = ["fence", "fence_in", "validator"]

Formatter = Callable[..., str]


def validator(
    _language: str,
    inputs: dict[str, str],
    options: dict[str, Any],
    attrs: dict[str, str],
    _md: Any,
) -> bool:
    """Sort the words after ``causal`` into options of ours and attributes; all are taken."""
    for name, value in inputs.items():
        (options if name in OPTIONS else attrs)[name] = value
    return True


def fence_in(folder: str | Path) -> Formatter:
    """Return a fence whose files are relative to `folder`."""

    def formatter(
        source: str, _language: str, css_class: str, options: dict[str, Any], md: Any, **head: Any
    ) -> str:
        from pymdownx.superfences import SuperFencesException

        try:
            drawing, request = _drawing(source, options, md, Path(folder))
        except (CausalError, OSError) as error:
            # Anything else would be swallowed, and the page would show the source.
            raise SuperFencesException(f"a causal code block: {error}") from error
        words = " ".join([css_class, *head.get("classes", ())])
        facts = {"class": words, "id": head.get("id_value"), "aria-label": request.alt}
        facts["role"] = "group" if request.alt else ""
        named = "".join(f' {name}="{escape(str(fact))}"' for name, fact in facts.items() if fact)
        return f"<figure{named}>{drawing.svg}</figure>"

    return formatter


def fence(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any
) -> str:
    """Return the drawing that a code block asks for as a figure with inline SVG.

    Args:
        source: What the block holds.
        language: Its language.
        css_class: The class of the figure.
        options: The options in its head, as the validator sorted them.
        md: The Markdown converter.
        kwargs: The classes, id and attributes of the block.

    Raises:
        SuperFencesException: The drawing cannot be made; the message names every fault.
    """
    return fence_in(".")(source, language, css_class, options, md, **kwargs)


def _drawing(
    source: str, options: dict[str, Any], md: Any, folder: Path
) -> tuple[Drawing, Request]:
    from causal.io import load, loads

    request, inline, problems = read_block(source, options)
    if request.format != "svg" or request.to:
        problems.append("a page shows SVG in itself; format and to are for `causal embed`")
    if problems:
        raise CausalError("; ".join(problems))
    incident = loads(inline) if inline else load(local_path(request.file, folder))
    return draw_request(request, incident, id_prefix=_prefix(source, request, md)), request


def _prefix(source: str, request: Request, md: Any) -> str:
    """Return a prefix for the ids that no other drawing of the page has."""
    digest = hashlib.sha256(f"{source}\n{request}".encode("utf-8", "replace")).hexdigest()
    return f"c{digest[:10]}-{getattr(md.htmlStash, 'html_counter', 0)}"
