"""The main job on real incidents: explain, draw, report, and survey the corpus.

Usage: python tools/demo.py FOLDER
"""

from __future__ import annotations

import sys
import time
from datetime import date
from html import escape
from pathlib import Path

import causal
from causal.reports import write_report
from causal.reports.survey import write_survey

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
INCIDENTS = (
    "connection-pool",
    "crates-io-2023-07-20",
    "admission-webhook",
    "gitops-vs-operator",
    "ingress-truncation",
)
STYLE = """
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--muted:#57606a;--edge:#d6d7d8;
--link:#036aa4}
@media screen and (prefers-color-scheme:dark){:root{--ground:#15191e;--ink:#eceff2;--muted:#a9b3bd;
--edge:#3a424b;--link:#7cc4f0}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 Arial,Helvetica,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.2;margin:.3rem 0}
h2{font-size:1.15rem;margin:2.4rem 0 .4rem;padding-top:.9rem;border-top:1px solid var(--edge)}
p,ul{max-width:46rem;margin:.5rem 0}
.muted{color:var(--muted)}
a{color:var(--link)}
nav a{display:inline-block;margin:.15rem 1.1rem .15rem 0}
figure,pre{margin:1rem 0;overflow-x:auto}
figure svg{min-width:44rem}
table{border-collapse:collapse}
td{border-top:1px solid var(--edge);padding:.45rem 1.2rem .45rem 0;vertical-align:top}
"""


def told(name: str, folder: Path) -> tuple[causal.Incident, list[Path]]:
    """Write the documents and pictures of an incident, and return it with their paths."""
    incident = causal.load(EXAMPLES / f"{name}.yaml")
    paths = write_report(incident, folder / f"{name}.md")
    for picture in [path for path in paths if path.suffix == ".svg"]:
        view = picture.stem.removeprefix(f"{name}-")
        paths.append(causal.draw(incident, view).save(picture.with_suffix(".png")))
    paths += write_report(incident, folder / f"{name}.html")
    paths.append(causal.draw(incident).save(folder / f"{name}-try-it.html"))
    return incident, paths


def front_page(incidents: dict[str, causal.Incident], headline: str) -> str:
    """Return the page that leads to everything else."""
    first = incidents[INCIDENTS[0]]
    plan, versus = causal.assess_actions(first), causal.compare_five_whys(first)
    says = [
        *causal.explain(first).sentences()[:2],
        *plan.sentences()[:2],
        *versus.sentences()[:2],
    ]
    rows = "".join(
        f"<tr><td>{escape(incident.title)}</td><td><nav>"
        f'<a href="{name}.html">the document</a><a href="{name}-try-it.html">try it out</a>'
        f'<a href="{name}-graph.png">picture</a><a href="{name}.md">Markdown</a></nav></td></tr>'
        for name, incident in incidents.items()
    )
    cheese = causal.draw(first, "swiss-cheese", orientation="landscape").svg
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What causal made</title><style>{STYLE}</style></head><body><main>
<h1>What causal made</h1>
<p class="muted">From the files in <code>examples/</code>, just now, on this machine.</p>
<h2>One outage</h2>
<figure>{cheese}</figure>
<ul>{"".join(f"<li>{escape(line)}</li>" for line in says)}</ul>
<nav><a href="{INCIDENTS[0]}-try-it.html">Try out what would have stopped it</a>
<a href="{INCIDENTS[0]}.html">Read the whole document</a></nav>
<h2>Five incidents</h2>
<table>{rows}</table>
<h2>28 incidents: what keeps coming back</h2>
<p>{escape(headline)}</p>
<nav><a href="survey/survey.html">The survey</a></nav>
<h2>Yours</h2>
<p>In the folder you ran <code>make demo</code> in:</p>
<pre>.venv/bin/causal convert your-postmortem.md mine.yaml   # or: causal new mine.yaml
.venv/bin/causal explain mine.yaml
.venv/bin/causal draw mine.yaml -o mine.png</pre>
</main></body></html>
"""


def main(folder: Path) -> None:
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    done = {name: told(name, folder) for name in INCIDENTS}
    corpus = causal.load_corpus(EXAMPLES / "corpus")
    survey = write_survey(corpus, folder / "survey", today=date(2026, 3, 1))
    headline = str(corpus.recurring_factors().attrs["words"])
    page = folder / "index.html"
    incidents = {name: incident for name, (incident, _) in done.items()}
    page.write_text(front_page(incidents, headline), encoding="utf-8", newline="\n")

    print(causal.explain(incidents[INCIDENTS[0]]), end="\n\n")
    print(causal.assess_actions(incidents[INCIDENTS[0]]), end="\n\n")
    print(corpus, headline, sep="\n", end="\n\n")
    files = sum(len(paths) for _, paths in done.values())
    charts = len(list(survey.parent.rglob("*.*")))
    seconds = time.perf_counter() - started
    print(f"{files} documents and pictures, and a survey of {charts} files, in {seconds:.0f} s.")
    print(f"Open this first: {page}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
