from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

import causal
from embed_samples import INCIDENT, folder_with
from render_nasty import NASTY
from render_samples import labelled

markdown = pytest.importorskip("markdown", reason="Python-Markdown is not installed")
superfences = pytest.importorskip("pymdownx.superfences", reason="pymdownx is not installed")

SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)


def converter(folder: Path) -> Any:
    from causal.integrations.superfences import fence_in, validator

    fence = {
        "name": "causal",
        "class": "causal",
        "format": fence_in(folder),
        "validator": validator,
    }
    options = {"pymdownx.superfences": {"custom_fences": [fence]}}
    return markdown.Markdown(extensions=["pymdownx.superfences"], extension_configs=options)


def test_a_block_that_names_a_file_becomes_inline_svg(tmp_path: Path) -> None:
    folder_with(tmp_path, "")
    block = "```causal\nfile: incident.yaml\nview: swiss-cheese\nalt: What lined up\n```\n"
    page = converter(tmp_path).convert(f"before\n\n{block}\nafter\n")
    assert page.startswith('<p>before</p>\n<figure class="causal" aria-label="What lined up"')
    assert page.endswith("</svg>\n</figure>\n<p>after</p>")
    assert "Checkout failed" in page


def test_a_block_may_hold_the_incident_and_say_the_view_in_its_head(tmp_path: Path) -> None:
    page = converter(tmp_path).convert(f'```causal view="swiss-cheese"\n{INCIDENT}```\n')
    drawing = causal.draw(causal.loads(INCIDENT), "swiss-cheese")
    found = SVG.findall(page)
    assert len(found) == 1
    assert len(found[0]) == pytest.approx(len(drawing.svg), rel=0.05)


def test_a_page_that_draws_the_same_twice_has_no_id_twice(tmp_path: Path) -> None:
    block = f"```causal\n{INCIDENT}```\n\n"
    ids = re.findall(r' id="([^"]+)"', converter(tmp_path).convert(block * 2))
    assert len(ids) >= 6
    assert len(ids) == len(set(ids))
    assert converter(tmp_path).convert(block) == converter(tmp_path).convert(block)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_nothing_in_an_incident_breaks_out_of_the_drawing(text: str, tmp_path: Path) -> None:
    try:
        incident = labelled(text)
    except causal.CausalError:
        return  # the model refuses it, so no file can hold it
    causal.dump(incident, tmp_path / "nasty.json")
    page = converter(tmp_path).convert("# T\n\n```causal\nfile: nasty.json\n```\n\nafter\n")
    root = ET.fromstring(f"<page>{page}</page>")
    assert [child.tag for child in root] == ["h1", "figure", "p"]
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not names & {"script", "foreignObject", "iframe", "image", "use"}
    assert not [name for e in root.iter() for name in e.attrib if name.lower().startswith("on")]


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("file: none.yaml", "none.yaml"),
        ("file: /etc/passwd", "no path relative"),
        ("view: graph", "holds neither"),
        ("file: incident.yaml\nview: grph", "did you mean 'graph'"),
        ("file: incident.yaml\nformat: png", "a page shows SVG"),
        ("causal: 1\nid: x", "'outcome' is missing"),
    ],
)
def test_what_cannot_be_drawn_stops_the_build(block: str, problem: str, tmp_path: Path) -> None:
    folder_with(tmp_path, "")
    with pytest.raises(superfences.SuperFencesException, match=problem):
        converter(tmp_path).convert(f"```causal\n{block}\n```\n")


@pytest.mark.slow
def test_mkdocs_builds_a_site_with_it(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="MkDocs is not installed")
    folder_with(tmp_path, "")
    (tmp_path / "docs").mkdir()
    page = "# Outage\n\n```causal\nfile: incident.yaml\nview: five-whys\n```\n"
    (tmp_path / "docs" / "index.md").write_text(page)
    where = "!!python/name:causal.integrations.superfences"
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Outages\nmarkdown_extensions:\n  - pymdownx.superfences:\n"
        "      custom_fences:\n        - name: causal\n          class: causal\n"
        f"          format: {where}.fence\n          validator: {where}.validator\n"
    )
    command = [sys.executable, "-m", "mkdocs", "build"]
    subprocess.run([*command, "--strict", "-q"], cwd=tmp_path, check=True, capture_output=True)
    html = (tmp_path / "site" / "index.html").read_text()
    assert len(SVG.findall(html)) == 1


STRICT = ["pymdownx.superfences", "causal.integrations.superfences"]
NOT_DRAWN = [
    '```causal linenums="1"\nfile: incident.yaml\n```\n',
    "```causal view=graph\nfile: incident.yaml\n```\n",
    "```causal foo\nfile: incident.yaml\n```\n",
    "```Causal\nfile: incident.yaml\n```\n",
    "```{causal}\nfile: incident.yaml\n```\n",
    "```{.wide .causal}\nfile: incident.yaml\n```\n",
    "```causal\nfile: incident.yaml\n",
    "> ```causal x\n> file: incident.yaml\n> ```\n",
]


def strict(text: str) -> str:
    from causal.integrations.superfences import fence, validator

    fences = [{"name": "causal", "class": "causal", "format": fence, "validator": validator}]
    return markdown.markdown(
        text,
        extensions=STRICT,
        extension_configs={"pymdownx.superfences": {"custom_fences": fences}},
    )


@pytest.mark.parametrize("text", NOT_DRAWN)
def test_a_request_that_would_be_shown_stops_the_build(text, tmp_path, monkeypatch) -> None:
    folder_with(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception, match="causal code block"):
        strict(text)


def test_a_title_is_a_caption_and_what_is_shown_in_code_stays(tmp_path, monkeypatch) -> None:
    folder_with(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    html = strict('```causal title="What <lined> up"\nfile: incident.yaml\n```\n')
    assert "<figcaption>What &lt;lined&gt; up</figcaption></figure>" in html
    shown = strict("````markdown\n```causal foo\nfile: x\n```\n````\n\n`causal`\n\n    ```causal\n")
    assert "<svg" not in shown
