"""Documents opened in a browser: nothing runs, nothing is fetched, whatever the incident says."""

from __future__ import annotations

import os
import re
import shutil

import pytest
from markdown_it import MarkdownIt

import causal
from causal.reports import TEMPLATES
from render_nasty import NASTY
from render_samples import labelled
from verdict_samples import EXAMPLES

sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

SCRIPTS = {
    "script": "<script>window.owned=1</script>",
    "handler": "<img src=http://evil.example/x onerror=window.owned=1>",
    "attribute": '" onmouseover="window.owned=1" autofocus onfocus="window.owned=1" x="',
    "style": "</style><script>window.owned=1</script>",
    "svg": "</text></svg><svg onload=window.owned=1>",
    "markdown": "![x](http://evil.example/x) [x](javascript:window.owned=1) <http://evil.example>",
    "frame": "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
}


@pytest.fixture(scope="module")
def page():
    program = os.environ.get("CAUSAL_BROWSER") or shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium is installed")
    with sync.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.slow
@pytest.mark.needs_browser
def test_nothing_runs_and_nothing_is_fetched(page, tmp_path):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    texts = {**SCRIPTS, **{n: t[:200] for n, t in NASTY.items() if "\ud800" not in t}}
    for number, text in enumerate(texts.values()):
        incident = labelled(text)
        for template in TEMPLATES if number < len(SCRIPTS) else ("postmortem",):
            shown = [
                causal.report(incident, "html", template=template),
                # As a site shows it that lets raw HTML through.
                MarkdownIt().enable("table").render(causal.report(incident, template=template)),
            ]
            for kind, source in enumerate(shown):
                file = tmp_path / f"{number}-{template}-{kind}.html"
                file.write_text(source, encoding="utf-8")
                page.goto(file.as_uri())
                assert page.evaluate("window.owned") is None
                assert page.evaluate("document.querySelectorAll('script,iframe,img').length") == 0
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.slow
@pytest.mark.needs_browser
def test_no_page_is_wider_than_its_screen(page, tmp_path):
    incident = labelled("word " * 30)
    for template in TEMPLATES:
        for short in (False, True) if template == "postmortem" else (False,):
            file = tmp_path / f"{template}-{short}.html"
            source = causal.report(incident, "html", template=template, one_page=short)
            file.write_text(source, encoding="utf-8")
            for width in (360, 800, 1400):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(file.as_uri())
                assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.needs_browser
@pytest.mark.parametrize("name", ["crates-io-2023-07-20", "pictures/two-paths"])
def test_one_page_is_one_sheet_with_a_picture_that_can_be_read(page, tmp_path, name):
    file = tmp_path / "page.html"
    incident = causal.load(EXAMPLES / f"{name}.yaml")
    file.write_text(causal.report(incident, "html", one_page=True), encoding="utf-8")
    page.goto(file.as_uri())
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1000})  # what A4 leaves between its margins
    svg = "document.querySelector('figure svg')"
    scale = page.evaluate(f"{svg}.clientWidth / {svg}.viewBox.baseVal.width")
    assert 11.0 * scale * 0.75 >= 7.4  # pixels of the smallest words, as points
    page.emulate_media(media="null")
