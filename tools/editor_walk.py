"""Draw an incident in the editor, and keep what the page shows: the pictures of the how-to page.

Usage: python tools/editor_walk.py FOLDER. Needs Chromium, Playwright and Pillow.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from causal.editing.file_session import FileSession
from causal.editing.start import open_file

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from editing_server import TOKEN, served  # noqa: E402  # the server that the tests run in a thread

SIZE = {"width": 1400, "height": 800}
KEPT = {"editor-draw": 7, "editor-answers": 9, "editor-meeting": 11}
"""Pictures that the page shows, by the number of their frame."""


class Walk:
    """A window on the page, and the frames kept so far."""

    def __init__(self, page: Any, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.frames: list[Path] = []

    def keep(self) -> None:
        self.page.wait_for_selector('.causal-edit[aria-busy="false"]')
        self.page.wait_for_timeout(150)
        self.frames.append(self.folder / f"{len(self.frames) + 1:02}.png")
        self.page.screenshot(path=self.frames[-1])

    def write(self, words: str) -> None:
        self.page.keyboard.insert_text(words)
        self.page.wait_for_timeout(100)

    def enter(self) -> None:
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector('.causal-edit[aria-busy="false"]')

    def cause(self, of: str, words: str, layer: str = "", kind: str = "") -> None:
        self.page.locator(f'.ce-box[data-id="{of}"]').click()
        self.page.get_by_role("button", name="+ Cause").click()
        self.write(words)
        self.enter()
        if layer:
            self.page.get_by_label("A gap in which layer of defence?").select_option(layer)
        if kind:
            self.page.get_by_label("Kind", exact=True).select_option(kind)
        self.page.wait_for_selector('.causal-edit[aria-busy="false"]')

    def action(self, on: str, words: str) -> None:
        self.page.locator(f'.ce-box[data-id="{on}"]').click()
        self.page.get_by_role("button", name="+ Action").click()
        self.write(words)
        self.enter()


def draw(walk: Walk) -> None:
    page = walk.page
    walk.keep()
    walk.write("Checkout failed for users for 47 minutes")
    walk.keep()
    walk.enter()
    page.get_by_role("button", name="+ Cause").click()
    walk.write("The connection pool was exhausted")
    walk.keep()
    walk.enter()
    walk.keep()
    pool = "connection-pool-exhausted"
    walk.cause(pool, "A deploy introduced a slow query", kind="trigger")
    walk.cause(pool, "The pool was sized for older traffic", layer="capacity")
    walk.keep()
    walk.cause(pool, "The canary was too short to see it", layer="rollout")
    walk.cause("outcome", "The health check answered from a cache", layer="detection")
    walk.keep()
    walk.action("pool-sized-older-traffic", "Size the pool by a formula")
    walk.keep()
    walk.action("health-check-answered-cache", "Let the health check ask the database")
    walk.keep()
    page.get_by_role("tab", name="What gets through").click()
    page.get_by_role("button", name="As it was").click()
    walk.keep()
    page.get_by_role("button", name="Planned").click()
    walk.keep()
    page.get_by_role("button", name="Meeting").click()
    page.get_by_role("tab", name="Selected").click()
    walk.keep()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as tools:
        session = FileSession(open_file(Path(scratch) / "outage.yaml"))
        chromium = tools.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with served(session) as client:
            page = chromium.new_page(viewport=SIZE)
            page.goto(f"http://127.0.0.1:{client.port}/?token={TOKEN}")
            page.wait_for_selector(".ce-box")
            walk = Walk(page, Path(scratch))
            draw(walk)
        chromium.close()
        for name, number in KEPT.items():
            shutil.copy(walk.frames[number - 1], folder / f"{name}.png")
            print(folder / f"{name}.png")
        moving = folder / "editor-walk.gif"
        animate(walk.frames, moving)
        print(moving)


def animate(frames: list[Path], moving: Path) -> None:
    """Write the frames as a moving picture that begins again."""
    from PIL import Image

    small = (SIZE["width"] * 2 // 3, SIZE["height"] * 2 // 3)
    images = [Image.open(frame).convert("RGB").resize(small) for frame in frames]
    made = [image.quantize(64, dither=Image.Dither.NONE) for image in images]
    seconds = [1.8] * (len(made) - 1) + [4.0]
    rest = {"append_images": made[1:], "duration": [int(s * 1000) for s in seconds], "loop": 0}
    made[0].save(moving, save_all=True, optimize=True, **rest)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "_static"))
