"""Programs that read what was drawn: Node.js, Mermaid's own parser, a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

__all__ = ["axe", "browser", "dumped_dom", "parse_mermaid", "run_node", "sanitize"]

_MERMAID = """
const { JSDOM } = await import("jsdom");
const dom = new JSDOM("");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const mermaid = (await import("mermaid")).default;
const plain = (text) => (text ?? "")
  .replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";");
const out = [];
for (const text of input) {
  try {
    await mermaid.parse(text);
    const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    if (type === "timeline") {
      out.push({
        type,
        entries: db.getTasks().map((t) => [plain(t.section), plain(t.task.trim()),
          ...t.events.map((e) => plain(e.trim()))]),
      });
      continue;
    }
    const bands = new Set(db.getSubGraphs().map((s) => s.id));
    out.push({
      type,
      nodes: [...db.getVertices().values()].filter((v) => !bands.has(v.id))
        .map((v) => [v.id, plain(v.text), v.type]),
      links: db.getEdges().map((e) => [e.start, e.end, plain(e.text), e.stroke]),
      bands: db.getSubGraphs().map((s) => [plain(s.title), s.nodes]),
    });
  } catch (error) {
    out.push({ error: String(error) });
  }
}
output(out);
"""


def run_node(script: str, data: Any, *, folder: Path | None = None, seconds: int = 60) -> Any:
    """Return what a script hands to `output`, given `data` as `input`."""
    head = 'import fs from "fs";\nconst input = JSON.parse(fs.readFileSync(0, "utf8"));\n'
    head += "const output = (value) => console.log(JSON.stringify(value));\n"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", head + script],
        input=json.dumps(data),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=seconds,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def parse_mermaid(sources: list[str]) -> list[dict[str, Any]]:
    """Return what Mermaid's own parser finds in each source, or its error."""
    return list(run_node(_MERMAID, sources, folder=_node_with("mermaid")))


def axe() -> str:
    """Return the script of axe-core, which finds what shuts people out of a page."""
    return (_node_with("axe-core") / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


_SANITIZE = """
import { JSDOM } from "jsdom";
import createDOMPurify from "dompurify";
const purify = createDOMPurify(new JSDOM("").window);
output(input.map(([html, config]) => purify.sanitize(html, config)));
"""


def sanitize(pages: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """Return what DOMPurify leaves of each page with each configuration."""
    return list(run_node(_SANITIZE, pages, folder=_node_with("dompurify")))


def _node_with(package: str) -> Path:
    """Return the folder with a package of npm, or skip the test."""
    default = Path(tempfile.gettempdir()) / "causal-node"
    folder = Path(os.environ.get("CAUSAL_NODE", default))
    if not (folder / "node_modules" / package).is_dir():
        wanted = "mermaid jsdom dompurify axe-core"
        pytest.skip(f"{package} is not installed: npm install --prefix {folder} {wanted}")
    return folder


def browser() -> str:
    """Return the path of Chromium, or skip the test."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path is not None:
            return path
    pytest.skip("Chromium is not installed")


def dumped_dom(page: Path, state: str = "") -> tuple[str, list[str]]:
    """Return the page as a browser holds it once its script has run, and what it complained of."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    done = subprocess.run(
        [browser(), *flags, "--virtual-time-budget=2000", "--dump-dom", f"{page.as_uri()}{state}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, re.findall(r"CONSOLE[^\]]*\] (.*)", done.stderr)
