"""Write the pictures of the page "Paste a drawing": each place in a browser, after its sanitiser.

Usage: python tools/screenshots.py FOLDER

Needs Playwright, Chromium, and jsdom and dompurify in the folder that CAUSAL_NODE names.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import causal  # noqa: E402
from causal.integrations.destinations import destination, pasted  # noqa: E402
from programs import browser, sanitize  # noqa: E402

_STYLE = """<style>:root{color-scheme:light dark}
body{font:15px/1.5 Arial,Liberation Sans,sans-serif;
margin:16px 24px;max-width:700px}img,svg{max-width:100%;height:auto}p{margin:8px 0}
.chat{border-left:4px solid #8884;padding-left:12px}</style>"""
_TECHDOCS = {"ADD_TAGS": ["link"], "FORBID_TAGS": ["style"], "WHOLE_DOCUMENT": True}
_WIDTH, _HEIGHT = 748, 620


def pages(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the body and the colour scheme of each picture."""
    incident = causal.load(ROOT / "examples" / "connection-pool.yaml")
    drawing = causal.draw(incident, fit="column")
    drawing.save(folder / "graph.svg")
    line = causal.draw(incident, "sparkline").text
    shown = f"<h2>What lined up</h2><p>{incident.outcome.what}.</p>"
    (inline,) = sanitize([(f"<html><body>{shown}{drawing.svg}</body></html>", _TECHDOCS)])
    mail = pasted(incident, destination("email"))
    ((name, png),) = mail.pictures.items()
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    picture = f'<img src="{source}" width="480">'
    sheet = causal.draw(incident, "fault-tree", fit="a4").pages[0].png(1.2)
    paper = base64.b64encode(sheet).decode()
    return {
        "markdown-light": (f'{shown}<img src="graph.svg">', "light"),
        "markdown-dark": (f'{shown}<img src="graph.svg">', "dark"),
        "backstage": (inline, "light"),
        "email": (mail.text.replace(f"cid:{name}", source), "light"),
        "chat": (f'<div class="chat"><b>incidents</b><p>{line}</p>{picture}</div>', "light"),
        "print": (
            '<div style="background:#fff;border:1px solid #888;padding:30px;width:560px">'
            f'<img src="data:image/png;base64,{paper}"></div>',
            "light",
        ),
    }


def main(target: Path) -> None:
    """Write the pictures."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        chromium = play.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        for called, (body, scheme) in pages(folder).items():
            file = folder / f"{called}.html"
            file.write_text(f"<!doctype html><meta charset=utf-8>{_STYLE}{body}", encoding="utf-8")
            page = chromium.new_page(
                color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": _WIDTH, "height": _HEIGHT},
            )
            page.goto(file.as_uri())
            page.screenshot(path=target / f"{called}.png")
            page.close()
            print(target / f"{called}.png")
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "_static" / "places"))
