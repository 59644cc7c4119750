"""Execute notebooks in place, so that what is committed is what the code gives.

Usage: python tools/run_notebooks.py [--check] FOLDER

Outputs hold no times, no counters of the machine and no paths. With ``--check`` nothing is written,
and the exit code is 1 when a notebook would change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent


def executed(path: Path) -> str:
    """Return the text of a notebook after running it in the root of the repository."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    )
    client.execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags"}
        for output in cell.get("outputs", []):
            _keep_pixels(output.get("data", {}))
    return nbformat.writes(notebook, indent=1) + "\n"


def _keep_pixels(data: dict[str, str]) -> None:
    """Keep of a picture its PNG alone: sites that show notebooks strip SVG and parts of HTML."""
    if "image/png" in data:
        data.pop("image/svg+xml", None)
        data.pop("text/html", None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, tell what would change"
    )
    arguments = parser.parse_args()
    stale = []
    for path in sorted(arguments.folder.glob("*.ipynb")):
        text = executed(path)
        if text != path.read_text(encoding="utf-8"):
            stale.append(path)
        if not arguments.check:
            path.write_text(text, encoding="utf-8", newline="\n")
    for path in stale:
        print(f"{path}: {'would change' if arguments.check else 'changed'}")
    return 1 if stale and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
