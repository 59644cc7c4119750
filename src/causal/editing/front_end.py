"""The front end of the editor put together: one module of script, one style sheet, one page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from causal.render.theme import DEFAULT
from causal.render.writers.html import colour_sides, colour_variables

_PARTS = ("dom", "graph", "stage", "panels", "answers", "editor")
_LIGHT = ('body[data-jp-theme-light="true"]', "body.vscode-light")
_DARK = ('body[data-jp-theme-light="false"]', "body.vscode-dark", "body.vscode-high-contrast")
"""How JupyterLab and Visual Studio Code say of their page whether it is light or dark."""
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>causal edit</title>
<style>body{{margin:0}}{style}</style>
</head>
<body>
<div id="editor" class="page"></div>
<script type="module">{script}</script>
</body>
</html>
"""


@cache
def script(last: str) -> str:
    """Return the module, which ends in how it is started: ``widget`` or ``serve``."""
    return "\n".join(_source(f"{name}.js") for name in (*_PARTS, last))


@cache
def style() -> str:
    """Return the style sheet with its colours, light and dark."""
    return colour_variables(DEFAULT, ".causal-edit") + _source("editor.css")


@cache
def notebook_style() -> str:
    """Return the style sheet for a notebook, whose own theme goes before that of the system."""
    rules = [style(), ".causal-still{display:none!important}"]
    schemes = zip(("light", "dark"), (_LIGHT, _DARK), colour_sides(DEFAULT), strict=True)
    for scheme, pages, colours in schemes:
        editors = ",".join(
            f"{page} {part}" for page in pages for part in (".causal-edit", ".ce-still")
        )
        rules.append(f"{editors}{{color-scheme:{scheme};{colours}}}")
    return "\n".join(rules)


@cache
def served_page() -> str:
    """Return the page that the server shows; it loads nothing."""
    return _PAGE.format(style=style(), script=script("serve"))


@cache
def policy() -> str:
    """Return what the page may do: run its own script, held by its hash, and talk to its server."""
    digest = base64.b64encode(hashlib.sha256(script("serve").encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def _source(name: str) -> str:
    return files("causal.editing").joinpath("page", name).read_text(encoding="utf-8")
