"""Sphinx configuration. The build needs no network, and a warning fails it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from sphinx.ext.napoleon import GoogleDocstring

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))

import causal  # noqa: E402  # after the path of our own extension

project = "causal"
author = "the causal authors"
copyright = "the causal authors, MIT licence"
version = release = causal.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "mathml",
    "gallery",
    "on_record",
    "try_it",
]
exclude_patterns = ["_build", "_ext"]
html_theme = "furo"
html_title = f"causal {version}"
html_static_path = ["_static"]
html_css_files = ["causal.css"]
html_math_renderer = "mathml"
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False

nitpicky = True
nitpick_ignore_regex = [
    # Other projects' names: their inventories are on the network, and the build is not.
    (r"py:.*", r"(pandas|networkx|datetime|os|collections|pathlib|typing)\b.*"),
    (r"py:class", r"(Path|Any|Mapping|Iterable|Iterator|Sequence|date|Graph|PathLike|Literal)\b.*"),
    # Parts that are described where they are returned, or in the file format.
    (r"py:class", r"causal\.(editing|model|render)\..*"),
    (
        r"py:class",
        r"(causal\.)?.*(Budget|Structure|Tables|Pattern|Source|FiveWhys|Formula|Action|Asked)",
    ),
    (
        r"py:class",
        r"(.*\.)?(Side|Confidence|LayerState|Progress|Theme|Figure|Questions|View|FigureView|Fit)",
    ),
    (r"py:class", r"(.*\.)?(Incidents|Case|Clock|Conversion|Keys|Narrowing|StatementIndex|Target)"),
    (r"py:class", r"asked\.Question|pd\.DataFrame|tuple\[~causal\.io\.reading\.(Note|Proposal)"),
]
# A Plotly figure also gives HTML, which the page shows.
suppress_warnings = ["mystnb.unknown_mime_type"]
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
napoleon_use_ivar = True

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_excludepatterns = ["notebooks/*"]  # committed executed, and run again by the tests
nb_execution_timeout = 120
nb_merge_streams = True
# Executed pages say `examples/...`, as a reader in a checkout would.
os.environ["CAUSAL_ROOT"] = str(HERE.parent)


# A property's docstring is a sentence, which may hold a colon; napoleon would take the words before
# it for a type.
GoogleDocstring._parse_attribute_docstring = GoogleDocstring._consume_to_end


def public_name(app: Any, env: Any, node: Any, content: Any) -> Any:
    """Return a reference to `causal.X` where a docstring deep in the package says `X`."""
    name = node["reftarget"]
    if node.get("refdomain") != "py" or name not in causal.__all__:
        return None
    python = env.get_domain("py")
    return python.resolve_xref(
        env, node["refdoc"], app.builder, "obj", f"causal.{name}", node, content
    )


def no_fields_twice(_app: Any, _what: str, _name: str, obj: Any, *_: object) -> Any:
    """Leave out the signature of a part of the model: its fields are those of the file format."""
    from pydantic import BaseModel

    is_model = isinstance(obj, type) and issubclass(obj, BaseModel)
    return ("", None) if is_model else None


def setup(app: Any) -> None:
    """Connect what is above."""
    app.connect("autodoc-process-signature", no_fields_twice)
    app.connect("missing-reference", public_name)
