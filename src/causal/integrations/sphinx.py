"""A directive for Sphinx, in reStructuredText and in MyST: drawings made while a site is built.

With ``extensions = ["causal.integrations.sphinx"]`` in ``conf.py``::

    .. causal:: incidents/outage.yaml
       :view: swiss-cheese
       :caption: What lined up.

The file is relative to the page, or to the source folder when it starts with ``/``. Without a file
the directive holds an incident. HTML shows SVG in the page, with its links; LaTeX and others that
take pictures show a PNG; text and man pages say what it shows.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from causal._version import __version__
from causal.atomic import write_atomic
from causal.errors import CausalError, Fault, InvalidIncident
from causal.integrations.request import Request, draw_request
from causal.terminal import safe

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from causal.model import Incident


class drawing(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801  # docutils' nodes are so
    """A drawing in a document; ``drawing`` holds it, ``alt`` says in words what it shows."""


def _orientation(value: str) -> str:
    return str(directives.choice(value, ("portrait", "landscape")))


class CausalDirective(SphinxDirective):
    """The directive ``causal``."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "view": directives.unchanged_required,
        "orientation": _orientation,
        "alt": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "class": directives.class_option,
        "name": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the drawing, in a figure when it has a caption."""
        shared = {k: v for k, v in self.options.items() if k in {"view", "orientation", "alt"}}
        request = Request(**shared)
        try:
            incident = self._incident()
            prefix = f"causal-{self.env.new_serialno('causal')}-{_short(self.env.docname)}"
            made = draw_request(request, incident, id_prefix=prefix)
            # Drawn now, so that what cannot be drawn is reported at its line.
            # On one line: a man page obeys a line that begins with a dot, as `.so FILE`.
            alt = safe(
                request.alt or f"{request.view} of {incident.id}: {incident.outcome.what}",
                lines=False,
            )
            node = drawing(drawing=made, svg=made.svg, alt=alt)
        except CausalError as error:
            raise self.error(str(error)) from error
        except OSError as error:
            raise self.error(f"{self.arguments[0]!r}: {error.strerror}") from error
        return [self._placed(node)]

    def _incident(self) -> Incident:
        from causal.io import load, loads

        if self.arguments and self.content:
            raise CausalError("names a file and holds an incident too: keep one")
        if self.arguments:
            relative, absolute = self.env.relfn2path(self.arguments[0])
            self.env.note_dependency(relative)
            return load(absolute)
        if not self.content:
            raise CausalError("names no file and holds no incident")
        try:
            return loads("\n".join(self.content) + "\n")
        except InvalidIncident as error:
            source, _ = self.get_source_info()
            raise InvalidIncident(
                [
                    Fault(f.where, f.problem, f.hint, source, self._first_line() + f.line, f.rule)
                    for f in error.faults
                ],
                source=source,
            ) from None

    def _first_line(self) -> int:
        """Return the line before the content, from 1; MyST counts from the directive."""
        inside = type(self.state).__module__.startswith("myst_parser")
        return int(self.content_offset + (self.lineno if inside else 0))

    def _placed(self, node: drawing) -> nodes.Node:
        outer: nodes.Element = node
        if "caption" in self.options:
            caption, messages = self.parse_inline(self.options["caption"])
            outer = nodes.figure("", node, nodes.caption("", "", *caption), *messages)
        self.set_source_info(outer)
        outer["classes"] += self.options.get("class", [])
        self.add_name(outer)
        return outer


def _short(docname: str) -> str:
    return hashlib.sha256(docname.encode("utf-8")).hexdigest()[:6]


def _html(self: Any, node: drawing) -> None:
    classes = ["causal", *node["classes"]]
    self.body.append(self.starttag(node, "div", "", CLASS=" ".join(dict.fromkeys(classes))))
    # Its alternative text stands inside, as title and description.
    label = f'<div role="group" aria-label="{self.attval(node["alt"])}">'
    self.body.append(f"{label}{node['svg']}</div></div>\n")
    raise nodes.SkipNode


def _latex(self: Any, node: drawing) -> None:
    content = node["drawing"].png(2.0)
    name = f"causal-{hashlib.sha256(content).hexdigest()[:16]}.png"
    write_atomic(Path(self.builder.outdir, name), content)
    self.body.append(rf"\noindent\sphinxincludegraphics[width=\linewidth]{{{name}}}" + "\n")
    raise nodes.SkipNode


def _text(self: Any, node: drawing) -> None:
    self.add_text(f"[drawing: {node['alt']}]")
    raise nodes.SkipNode


def _man(self: Any, node: drawing) -> None:
    self.body.append(f"[drawing: {node['alt']}]\n".replace("\\", "\\e"))
    raise nodes.SkipNode


def _texinfo(self: Any, node: drawing) -> None:
    self.body.append(self.escape(f"[drawing: {node['alt']}]") + "\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive ``causal`` and how each builder shows a drawing."""
    app.add_node(
        drawing,
        html=(_html, None),
        latex=(_latex, None),
        text=(_text, None),
        man=(_man, None),
        texinfo=(_texinfo, None),
    )
    app.add_directive("causal", CausalDirective)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
