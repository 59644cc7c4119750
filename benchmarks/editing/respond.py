"""How soon the page answers an edit: in Python alone, and from the key to the new drawing in a browser.

Usage: python benchmarks/editing/respond.py [--write]. Needs Playwright and Chromium for the second figure.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml

from causal.editing.draft import Draft, shaped
from causal.editing.file_session import FileSession
from causal.editing.session import Session
from causal.editing.start import open_file

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))
LAYERS = ("review", "testing", "rollout", "capacity", "detection", "resilience")
EDITS = 15
SIZES = {15: 60, 60: 150}
"""Factors, and the milliseconds that an answer may take."""
WATCH = """(key) => new Promise((resolve) => {
  const over = document.querySelector(".ce-over");
  const begin = performance.now();
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begin));
  });
  seen.observe(over, { childList: true });
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


def drawn(factors: int) -> Session:
    """Return a session with a graph of so many factors, as a group might draw it."""
    rng = random.Random(factors)
    start = {"causal": 1, "id": "INC-1", "title": "Checkout failed", "outcome": "Checkout failed"}
    session = Session(Draft(shaped(start)))
    nodes = ["outcome"]
    for number in range(factors):
        edit = {"op": "add_factor", "what": f"Part {number} of the system was not as it should be"}
        edit["leads_to"] = rng.choice(nodes[-8:])
        if number > factors / 2:
            edit["layer"] = rng.choice(LAYERS)
        nodes.append(session.do(edit)[0]["id"])
    for number in range(factors // 5):
        edit = {"op": "add_action", "what": f"Mend part {number}", "addresses": nodes[-1 - number]}
        session.do({**edit, "hardens": rng.choice(LAYERS)})
    return session


def in_python(session: Session) -> tuple[list[float], list[float]]:
    """Return the milliseconds of computing for each drawing, and for the verdicts that follow."""
    names = list(session.draft.data["factors"])[:EDITS]
    drawings, verdicts = [], []
    for name in names:
        begin = time.process_time()
        state = session.handle(
            {"do": {"op": "set", "id": name, "field": "what", "value": name * 2}}
        )
        json.dumps(state, default=str)
        between = time.process_time()
        session.handle({"ask": "answers"})
        drawings.append((between - begin) * 1000)
        verdicts.append((time.process_time() - between) * 1000)
    return drawings, verdicts


def in_browser(session: Session) -> list[float]:
    """Return the milliseconds from a key to the new drawing, in a browser."""
    from playwright.sync_api import sync_playwright

    from editing_server import TOKEN, served

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tools:
        path = Path(folder) / "outage.yaml"
        path.write_text(yaml.safe_dump(session.draft.data), encoding="utf-8")
        with served(FileSession(open_file(path))) as client:
            chromium = tools.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"http://127.0.0.1:{client.port}/?token={TOKEN}")
            found = []
            for name in list(session.draft.data["factors"])[: EDITS + 1]:
                page.wait_for_selector('.causal-edit[aria-busy="false"]')
                page.locator(f'.ce-box[data-id="{name}"]').focus()
                found.append(page.evaluate(WATCH, "s"))
            chromium.close()
    return found[1:]


def report() -> str:
    lines = [
        "# How soon the editor answers",
        "",
        "Written by `python benchmarks/editing/respond.py --write`. Milliseconds, median and worst of",
        f"{EDITS} edits that all lead to a drawing not seen before. The verdicts follow the drawing in",
        "an answer of their own. In Python it is the time of computing; in Chromium the time that passes,",
        f"on {os.cpu_count()} cores with a load of {os.getloadavg()[0]:.0f} by other work meanwhile.",
        "",
        "| factors | actions | aim | drawing, in Python | verdicts, in Python | key to drawing, in Chromium |",
        "|---|---|---|---|---|---|",
    ]
    for factors, aim in SIZES.items():
        drawings, verdicts = in_python(drawn(factors))
        seen = in_browser(drawn(factors))
        cells = [
            f"{statistics.median(part):.0f}, {max(part):.0f}" for part in (drawings, verdicts, seen)
        ]
        lines.append(f"| {factors} | {factors // 5} | {aim} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = report()
    print(text)
    if "--write" in sys.argv:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
