"""A document made from a reader's own Jinja2 template: sandboxed, and escaped for its format.

The template sees plain data only: ``incident`` (as in its file), ``explanation`` and ``actions``
(as their `to_dict`), ``action_items``, and ``sections``, the parts of our own documents by title,
ready in the template's format.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.io.safe_file import read_text
from causal.reports.action_items import action_items
from causal.reports.document import Block, Heading
from causal.reports.escape_md import cell
from causal.reports.incident import postmortem
from causal.reports.write_html import html_body
from causal.reports.write_markdown import markdown_page

if TYPE_CHECKING:
    from causal.reports.answers import Answers

_HTML = {".html", ".htm", ".xhtml", ".xml"}
_JINJA = {".j2", ".jinja", ".jinja2"}
_SECONDS = 10.0
_LONGEST, _LONGEST_POWER = 1_000_000, 1_000


def fill_template(answers: Answers, path: str | os.PathLike[str]) -> str:
    """Return the document that a template makes of an incident.

    A template for HTML is named ``.html`` or ``.html.j2``; every other is one for Markdown. What it
    prints is escaped for that format; it can include no other file and reach no Python.

    Args:
        answers: The incident and what is known of it.
        path: The template.

    Raises:
        CausalError: The template is not right; the message names the line.
        OSError: The template cannot be read.
    """
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    file = Path(path)
    is_html = bool(_HTML & {suffix.lower() for suffix in file.suffixes})

    def finalize(shown: Any) -> Any:
        return shown if is_html or isinstance(shown, Markup) else cell(shown)

    class Bounded(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            """Multiply what is no larger than a document would be."""
            if not _fits(operator, left, right):
                raise ValueError(f"{operator} of these would be too long for a document")
            return super().call_binop(context, operator, left, right)

    world = Bounded(
        autoescape=is_html, undefined=jinja2.StrictUndefined, finalize=finalize, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    try:
        template = world.from_string(read_text(file))
        known = _context(answers, is_html=is_html)
        with _stopped_after(_SECONDS):
            return template.render(known)
    except jinja2.TemplateSyntaxError as error:
        raise CausalError(f"{file}:{error.lineno}: {error.message}") from None
    except (CausalError, OSError, MemoryError):
        raise
    except Exception as error:  # whatever its expressions raise is a fault of the template
        raise CausalError(f"{file}:{_line_of(error)}: {error}") from None


def _fits(operator: str, left: Any, right: Any) -> bool:
    """Return whether a product or a power is no longer than a document could be."""
    sizes = [x if isinstance(x, int | float) else len(x) for x in (left, right)]
    if operator == "**":
        return all(abs(size) <= _LONGEST_POWER for size in sizes)
    return all(isinstance(x, int | float) for x in (left, right)) or (
        abs(sizes[0] * sizes[1]) <= _LONGEST
    )


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Stop a template that runs for longer: each of its lines looks at the clock.

    Python's own hook is used, because no option of the sandbox bounds nested loops.
    """
    end = monotonic() + seconds

    def look(frame: FrameType, *_: object) -> Any:
        if frame.f_code.co_filename != "<template>":
            return None
        if monotonic() > end:
            raise RuntimeError(f"it ran for more than {seconds:g} seconds, so it was stopped")
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)


def _line_of(error: Exception) -> int:
    """Return the line of a template in which an error arose; Jinja2 names it ``<template>``."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _context(answers: Answers, *, is_html: bool) -> dict[str, Any]:
    from markupsafe import Markup

    incident, explanation = answers.incident, answers.explanation
    sections: dict[str, list[Block]] = {}
    title = ""
    for block in postmortem(answers):
        if isinstance(block, Heading) and block.level <= 2:
            title = block.text if block.level == 2 else ""
        elif title:
            sections.setdefault(title, []).append(block)
    write = html_body if is_html else markdown_page
    return {
        "incident": incident.to_data(),
        "action_items": action_items(incident),
        "sections": {name: Markup(write(blocks)) for name, blocks in sections.items()},
        "explanation": explanation.to_dict() if explanation else {},
        "actions": answers.plan().to_dict() if explanation else {},
    }
