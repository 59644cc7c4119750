"""How long the page to try out takes for a click: what the script works out, and until it is laid out.

Usage: python benchmarks/drawing/clicks.py [--write]. Needs Playwright and Chromium.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from incidents import generated

import causal

HERE = Path(__file__).resolve().parent
AIM = 20.0
"""Milliseconds that a click may take at 60 factors."""
SIZES = (12, 60)
VIEWS = ("graph", "swiss-cheese", "bowtie")
CLICK = """() => {
  const found = [];
  for (let round = 0; round < 3; round += 1) {
    for (const one of [...document.querySelectorAll("[data-switch]:not(:disabled)")].slice(0, 20)) {
      const begin = performance.now();
      one.click();
      const worked = performance.now();
      document.body.getBoundingClientRect();
      found.push([worked - begin, performance.now() - begin]);
    }
  }
  return found;
}"""


def with_actions(size: int) -> causal.Incident:
    """Return an incident of so many factors, a fifth of which an action removes."""
    incident = generated(size, 7)
    data: dict[str, Any] = incident.model_dump(mode="json", exclude_defaults=True)
    gaps = [name for name, factor in incident.factors.items() if factor.is_gap]
    data["actions"] = {
        f"A{number}": {"what": f"Close {name}", "addresses": [name], "hardens": "testing"}
        for number, name in enumerate(gaps[: size // 5])
    }
    return causal.Incident.model_validate(data)


def clicked(page: Any, drawing: causal.Drawing) -> list[list[float]]:
    """Return the milliseconds of each click, first of the script, then with the layout."""
    with tempfile.TemporaryDirectory() as folder:
        page.goto(drawing.save(Path(folder) / "page.html").as_uri())
        return list(page.evaluate(CLICK))


def report() -> str:
    from playwright.sync_api import sync_playwright

    lines = [
        "# How long a click on the page to try out takes",
        "",
        "Written by `python benchmarks/drawing/clicks.py --write`. Milliseconds in Chromium, median and",
        "95 in 100, of three rounds over up to 20 switches: of the script, and until the page is laid",
        f"out again. The aim at 60 factors is {AIM:.0f} ms. On {os.cpu_count()} cores with a load of",
        f"{os.getloadavg()[0]:.0f} by other work meanwhile. The address of the page is written 0.1 s after the",
        "last click, and is not in these figures.",
        "",
        "| factors | view | page, KB | script | with layout |",
        "|---|---|---|---|---|",
    ]
    with sync_playwright() as tools:
        chromium = tools.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        for size in SIZES:
            for view in VIEWS:
                drawing = causal.draw(with_actions(size), view)
                sides = zip(*clicked(page, drawing), strict=True)
                cells = []
                for each in sides:
                    most = statistics.quantiles(each, n=20)[-1]
                    cells.append(f"{statistics.median(each):.1f}, {most:.1f}")
                kilobytes = len(drawing.html.encode()) / 1000
                lines.append(f"| {size} | {view} | {kilobytes:.0f} | {' | '.join(cells)} |")
        chromium.close()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = report()
    print(text)
    if "--write" in sys.argv:
        (HERE / "CLICKS.md").write_text(text, encoding="utf-8")
