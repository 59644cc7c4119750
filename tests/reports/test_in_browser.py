"""Documents opened in a browser: nothing runs, nothing is fetched, whatever the incident says."""

from __future__ import annotations

import os
import shutil

import pytest
from markdown_it import MarkdownIt

import causal
from causal.reports import TEMPLATES
from render_nasty import NASTY
from render_samples import labelled

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
