"""The main job on real incidents: explain, draw, report, and survey the corpus.

Usage: python tools/demo.py FOLDER
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import causal
from causal.reports import write_report
from causal.reports.survey import write_survey

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
INCIDENTS = (
    "connection-pool",
    "admission-webhook",
    "gitops-vs-operator",
    "ingress-truncation",
    "crates-io-2023-07-20",
)


def main(folder: Path) -> None:
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name in INCIDENTS:
        incident = causal.load(EXAMPLES / f"{name}.yaml")
        print(causal.explain(incident), end="\n\n")
        print(causal.assess_actions(incident), end="\n\n")
        if incident.five_whys:
            print(causal.compare_five_whys(incident), end="\n\n")
        paths = write_report(incident, folder / f"{name}.md")
        pictures = [path for path in paths if path.suffix == ".svg"]
        for picture in pictures:
            view = picture.stem.removeprefix(f"{name}-")
            paths.append(causal.draw(incident, view).save(picture.with_suffix(".png")))
        page = causal.draw(incident).save(folder / f"{name}-try-it.html")
        written += [*paths, page]
    corpus = causal.load_corpus(EXAMPLES / "corpus")
    print(corpus, end="\n\n")
    survey = write_survey(corpus, folder / "survey", today=date(2026, 3, 1))
    print(f"Done in {time.perf_counter() - started:.1f} s. Open these:")
    for path in sorted(written):
        print(f"  {path}")
    for path in (survey.with_suffix(".html"), survey, *sorted(survey.parent.glob("charts/*"))):
        print(f"  {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
