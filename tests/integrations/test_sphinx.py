from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from embed_samples import INCIDENT, folder_with

pytest.importorskip("sphinx", reason="Sphinx is not installed")

SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
INDEX = """\
Outages
=======

.. causal:: incident.yaml
   :view: swiss-cheese
   :caption: What *lined* up.
   :name: cheese

See :ref:`cheese`.

.. causal:: incident.yaml
   :alt: The "same" again

.. causal::
   :orientation: landscape

"""


def site(folder: Path, index: str = INDEX, extensions: str = "") -> Path:
    folder_with(folder, "")
    (folder / "doc.md").unlink()
    held = "".join(f"   {line}\n" for line in INCIDENT.splitlines())
    (folder / "index.rst").write_text(index + held)
    (folder / "conf.py").write_text(f"extensions = ['causal.integrations.sphinx', {extensions}]\n")
    return folder


def build(folder: Path, builder: str = "html", *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, *options, ".", f"_{builder}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SPHINX")}
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=clean
    )


def test_html_shows_svg_in_the_page_and_no_id_twice(tmp_path: Path) -> None:
    done = build(site(tmp_path), "html", "-W", "-j", "2")
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "_html" / "index.html").read_text()
    drawings = SVG.findall(page)
    assert len(drawings) == 3
    for drawing in drawings:
        ET.fromstring(drawing)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert 'aria-label="The &quot;same&quot; again"' in page
    assert re.search(r"<figure[^>]* id=\"cheese\".*What <em>lined</em> up\.", page, re.DOTALL)


@pytest.mark.slow
def test_a_page_is_built_again_when_its_incident_changes(tmp_path: Path) -> None:
    site(tmp_path)
    assert build(tmp_path).returncode == 0
    source = tmp_path / "incident.yaml"
    source.write_text(source.read_text().replace("answering", "replying"))
    assert build(tmp_path).returncode == 0
    assert "replying" in (tmp_path / "_html" / "index.html").read_text()


@pytest.mark.slow
def test_text_says_what_a_drawing_shows(tmp_path: Path) -> None:
    assert build(site(tmp_path), "text", "-W").returncode == 0
    text = " ".join((tmp_path / "_text" / "index.txt").read_text().split())
    assert "[drawing: swiss-cheese of INC-2041: Checkout failed for users for 47 minutes]" in text
    assert '[drawing: The "same" again]' in text


@pytest.mark.slow
def test_latex_includes_a_png(tmp_path: Path) -> None:
    assert build(site(tmp_path), "latex", "-W").returncode == 0
    [source] = [p for p in (tmp_path / "_latex").glob("*.tex") if "causal-" in p.read_text()]
    pictures = re.findall(
        r"\\sphinxincludegraphics\[[^]]*\]\{(causal-\w+\.png)\}", source.read_text()
    )
    assert len(pictures) == 3
    for picture in pictures:
        assert (tmp_path / "_latex" / picture).read_bytes().startswith(b"\x89PNG")


BAD = """\
Bad
===

.. causal:: none.yaml

.. causal:: incident.yaml
   :view: grph

.. causal::

.. causal:: incident.yaml

   causal: 1

.. causal::

   causal: 1
   wrong: 1

..
"""


def test_faults_are_warnings_with_their_lines(tmp_path: Path) -> None:
    said = build(site(tmp_path, BAD)).stderr
    assert re.search(r"index\.rst:4: ERROR: 'none\.yaml': No such file", said)
    assert re.search(r"index\.rst:6: ERROR: no view 'grph' \(did you mean 'graph'\?\)", said)
    assert re.search(r"index\.rst:9: ERROR: names no file and holds no incident", said)
    assert re.search(r"index\.rst:11: ERROR: names a file and holds an incident too", said)
    assert re.search(r"index\.rst:18: wrong: the key 'wrong' is not known", said)


def test_myst_pages_have_it_too_with_the_right_lines(tmp_path: Path) -> None:
    pytest.importorskip("myst_parser", reason="MyST is not installed")
    site(tmp_path, "Top\n===\n\n.. toctree::\n\n   page\n\n..\n", "'myst_parser'")
    (tmp_path / "page.md").write_text(
        "# Page\n\n```{causal} incident.yaml\n:view: five-whys\n```\n\n"
        "```{causal}\n:alt: x\n\ncausal: 1\nwrong: 1\n```\n"
    )
    said = build(tmp_path).stderr
    assert re.search(r"page\.md:11: wrong: the key 'wrong' is not known", said)
    assert len(SVG.findall((tmp_path / "_html" / "page.html").read_text())) == 1


def test_a_man_page_includes_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root secret")
    index = ".. causal:: incident.yaml\n\n.. causal::\n\n"
    site(tmp_path, index)
    source = tmp_path / "incident.yaml"
    forged = 'what: "x\\n.so secret\\n\\n.so secret"'
    lines = [
        re.sub(r"what: .*", forged, line)
        if line.startswith("outcome") or "  what:" in line
        else line
        for line in source.read_text().splitlines()
    ]
    source.write_text("\n".join(lines) + "\n")
    with (tmp_path / "conf.py").open("a") as conf:
        conf.write("man_pages = [('index', 'x', 'x', [], 1)]\n")
    done = build(tmp_path, "man")
    assert done.returncode == 0, done.stderr
    (page,) = (tmp_path / "_man").glob("*.1")
    assert not [line for line in page.read_text().splitlines() if line.startswith(".so")]
    assert ".so secret" in page.read_text()
