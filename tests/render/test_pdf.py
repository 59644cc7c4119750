from __future__ import annotations

import shutil
import subprocess

import pytest

from causal.render import draw
from render_nasty import NASTY
from render_samples import connection_pool, incident, labelled, uncertain

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext of Poppler is not installed"
)


def _poppler(program: str, *flags: str, pdf: bytes) -> str:
    done = subprocess.run(
        [program, *flags, "-", *(["-"] if program == "pdftotext" else [])],
        input=pdf,
        capture_output=True,
        check=True,
        timeout=20,
    )
    return done.stdout.decode("utf-8")


def test_the_same_drawing_gives_the_same_bytes(tmp_path):
    drawing = draw(connection_pool())
    saved = drawing.save(tmp_path / "picture.pdf").read_bytes()
    assert saved == draw(connection_pool()).pdf()
    assert saved.startswith(b"%PDF-1.")


@needs_poppler
def test_every_word_of_the_drawing_can_be_searched():
    for drawing in (draw(uncertain()), draw(connection_pool(), "swiss-cheese")):
        found = set(_poppler("pdftotext", pdf=drawing.pdf()).split())
        for box in drawing.scene.boxes:
            assert set(box.label.split()) <= found
        assert set(drawing.scene.title.split()) <= found


@needs_poppler
def test_the_page_has_the_title_and_the_size_of_the_drawing_and_its_fonts_inside():
    drawing = draw(connection_pool())
    pdf = drawing.pdf()
    facts = dict(
        line.split(":", 1) for line in _poppler("pdfinfo", pdf=pdf).splitlines() if ":" in line
    )
    assert facts["Title"].strip() == drawing.scene.title
    assert facts["Pages"].strip() == "1"
    assert facts["Tagged"].strip() == "yes"
    width, _, height, *_ = facts["Page size"].split()
    assert float(width) == pytest.approx(drawing.plan.width * 0.75, abs=0.1)
    assert float(height) == pytest.approx(drawing.plan.height * 0.75, abs=0.1)
    fonts = _poppler("pdffonts", pdf=pdf).splitlines()[2:]
    assert fonts
    assert all("LiberationSans" in line and " yes yes yes " in line for line in fonts)


@needs_poppler
def test_links_to_evidence_work_where_they_may_be_followed():
    listed = _poppler("pdfinfo", "-url", pdf=draw(connection_pool()).pdf())
    assert "https://dash.example/pool" in listed
    assert "javascript" not in _poppler(
        "pdfinfo", "-url", pdf=draw(labelled("javascript:alert(1)")).pdf()
    )


@pytest.mark.needs_dot
@needs_poppler
def test_a_drawing_placed_by_graphviz_keeps_its_words():
    found = _poppler("pdftotext", pdf=draw(incident(), engine="dot").pdf())
    assert "A thing failed" in " ".join(found.split())


@needs_poppler
@pytest.mark.parametrize("name", [name for name in NASTY if "surrogate" not in name])
def test_every_nasty_text_gives_a_page_that_a_reader_opens(name):
    assert "Pages:           1" in _poppler("pdfinfo", pdf=draw(labelled(NASTY[name])).pdf())
