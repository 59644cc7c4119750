"""A fence for pymdownx.superfences: code blocks called ``causal`` become drawings on the page.

In ``mkdocs.yml`` (Zensical reads the same)::

    markdown_extensions:
      - pymdownx.superfences:
          custom_fences:
            - name: causal
              class: causal
              format: !!python/name:causal.integrations.superfences.fence
              validator: !!python/name:causal.integrations.superfences.validator
      - causal.integrations.superfences

A block holds a request (``file: incidents/outage.yaml``, ``view: graph``) or an incident; files are
relative to the folder that the site is built in. The last line stops the build where superfences
would show a request as text, because its head is written in a way that it does not read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError, UnknownName
from causal.integrations.request import OPTIONS, Request, draw_request, local_path, read_block

if TYPE_CHECKING:
    from causal.render import Drawing

Formatter = Callable[..., str]
_HEAD = re.compile(r"\{?[^`}]*?(?<![\w-])\.?causal(?![\w.-])", re.IGNORECASE)
_TAKEN = re.compile(r"\.?causal(?=[\s{]|$)|\{[^.}]*\.causal(?=[\s}])")
_LEFT = re.compile(rf"[ \t>]*(?:`{{3,}}|~{{3,}})[ \t]*{_HEAD.pattern}", re.IGNORECASE)


def validator(
    _language: str,
    inputs: dict[str, str],
    options: dict[str, Any],
    _attrs: dict[str, str],
    _md: Any,
) -> bool:
    """Take the words after ``causal`` as options; id and classes in braces are kept apart already.

    Raises:
        SuperFencesException: One is none of ours; else the page would show the source.
    """
    from pymdownx.superfences import SuperFencesException

    unknown = [str(UnknownName("option", name, OPTIONS)) for name in inputs if name not in OPTIONS]
    if unknown:
        raise SuperFencesException(f"a causal code block: {'; '.join(unknown)}")
    options.update(inputs)
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
        below = f"<figcaption>{escape(request.title)}</figcaption>" if request.title else ""
        return f"<figure{named}>{drawing.svg}{below}</figure>"

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


def makeExtension(**_: Any) -> Any:  # noqa: N802 - the name that Python-Markdown asks for
    """Return the extension that refuses a request which superfences would show as text."""
    from markdown.extensions import Extension
    from markdown.preprocessors import Preprocessor

    from causal.integrations.places import Fence, places_of

    class Before(Preprocessor):  # type: ignore[misc,unused-ignore]  # untyped where it is missing
        """Looks at the heads that superfences takes for another language."""

        def run(self, lines: list[str]) -> list[str]:
            for place in places_of([f"{line}\n" for line in lines]).found:
                if isinstance(place, Fence) and _HEAD.match(place.info):
                    _refuse_unless(_TAKEN.match(place.info), place.ticks + place.info)
            return lines

    class After(Preprocessor):  # type: ignore[misc,unused-ignore]
        """Looks at what the fences have left."""

        def run(self, lines: list[str]) -> list[str]:
            code = places_of([f"{line}\n" for line in lines]).code
            for number, line in enumerate(lines):
                _refuse_unless(number in code or not _LEFT.match(line), line.strip())
            return lines

    class Strict(Extension):  # type: ignore[misc,unused-ignore]
        """Registers them around the fences, whose priority is 25."""

        def extendMarkdown(self, md: Any) -> None:  # noqa: N802
            md.preprocessors.register(Before(md), "causal_before", 26)
            md.preprocessors.register(After(md), "causal_after", 24)

    return Strict()


def _refuse_unless(right: object, head: str) -> None:
    if not right:
        raise CausalError(
            f"a causal code block is not drawn: {head!r} (it begins with causal, or with .causal "
            'in braces; options are name="value"; it ends in a line of its own)'
        )


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
