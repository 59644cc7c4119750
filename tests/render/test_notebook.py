"""A drawing in a notebook: wider than its cell it shrinks, and a click shows it in full."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from base64 import b64decode

import pytest

from causal.api import draw
from causal.render.writers.notebook import write_notebook
from programs import browser
from render_samples import connection_pool


def _wide():
    return draw(connection_pool(), "swiss-cheese", orientation="landscape")


def test_a_wide_drawing_is_html_as_well_and_a_narrow_one_is_not():
    wide = _wide()
    assert wide.plan.width > 700
    assert "text/html" in wide._repr_mimebundle_()
    narrow = draw(connection_pool())
    assert narrow.plan.width <= 700
    assert set(narrow._repr_mimebundle_()) == {"image/svg+xml", "image/png", "text/plain"}


def test_what_a_sanitizer_leaves_is_the_picture_with_its_description():
    """JupyterLab keeps the image and its data, GitHub and nbconvert as well, and no words else."""
    drawing = _wide()
    shown = drawing._repr_mimebundle_()["text/html"]
    bare = re.sub(r"<style>.*?</style>", "", shown)
    assert not re.sub(r"<[^>]*>", "", bare)
    assert "<script" not in shown
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', bare)
    assert b64decode(source[1]).decode() == drawing.svg
    assert drawing.text.splitlines()[0] in ET.fromstring(bare).find("button/img").get("alt")


@pytest.mark.slow
@pytest.mark.needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_shrinks_and_opens_in_full_by_a_click_or_a_key(scheme):
    sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    drawing = _wide()
    cell = f'<div style="width:600px;contain:strict;height:400px">{_cell(drawing)}</div>'
    with sync.sync_playwright() as tools:
        chromium = tools.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1000, "height": 700})
        page.set_content(f"<!doctype html><body style='color-scheme:{scheme}'>{cell}")
        picture, button = page.locator("img"), page.get_by_role("button")

        def width() -> float:
            return page.evaluate("document.querySelector('img').getBoundingClientRect().width")

        assert 500 < width() <= 600
        button.click()
        assert abs(width() - drawing.plan.width) < 1
        page.keyboard.press("Escape")
        assert width() <= 600
        button.focus()
        page.keyboard.press("Enter")
        assert abs(width() - drawing.plan.width) < 1
        picture.click()
        assert width() <= 600
        chromium.close()


def _cell(drawing) -> str:
    return write_notebook(drawing.svg, drawing.text)
