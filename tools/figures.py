"""Write what is generated and committed: pictures of README and docs, and the JSON Schema.

Usage: python tools/figures.py FOLDER; the pictures of the register are drawn where
CAUSAL_REFERENCE_DATA names the folder that holds it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import causal
from causal.checks.registry import rules
from causal.checks.rule import Rule

ROOT = Path(__file__).resolve().parent.parent


def figures() -> dict[str, str]:
    incident = causal.load(ROOT / "examples" / "connection-pool.yaml")
    schema = causal.incident_schema()
    return {
        "connection-pool-cheese.svg": causal.draw(incident, "swiss-cheese").svg,
        "incident.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
    }


REGISTER = {
    "id": "Incident Number",
    "codes": "Detailed why it happened",
    "date": "Reported Date",
    "services": "Company",
    "title": "Incident Types",
}
"""Which column of the register of pipeline incidents holds what."""


def register_figures(file: Path) -> dict[str, str]:
    """Return the charts of the register that the how-to page on coded incidents shows."""
    from causal.corpus.charts.bar_charts import fixes_chart, recurrence_chart
    from causal.corpus.charts.level_chart import level_chart

    corpus = causal.Corpus.from_codes(file, REGISTER, dates="%m/%d/%Y", encoding="latin-1")
    return {
        "register-recurring-factors.svg": recurrence_chart(corpus).svg,
        "register-best-fixes.svg": fixes_chart(corpus.best_fixes(5)).svg,
        "register-level.svg": level_chart(corpus).svg,
    }


def rules_page() -> str:
    """Return the page of the rules of `causal check`, made from the rules themselves."""
    lines = [
        "# The rules of `causal check`",
        "",
        "Made by `make figures` from the rules themselves. `error` and `warning` fail a run,",
        "`information` does not. Each rule can be left out, or given another severity, in",
        "[the configuration](command-line.md#check).",
        "",
    ]
    for rule in rules().values():
        off = "" if rule.default else "; off by default"
        lines += [
            f"## {rule.id}",
            "",
            f"{rule.what} (`{rule.severity}`{off}{_where(rule)})",
            "",
            f"Why: {rule.why}",
            "",
            f"Better: {rule.mend}.",
            "",
            f"Example: {rule.example}.",
            "",
        ]
    return "\n".join(lines)


def _where(rule: Rule) -> str:
    """Return on what a rule runs, where that is not every incident."""
    if rule.find_over:
        return ", over several files"
    return "" if rule.documents else ", not on prose unless named"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    register = Path(os.environ.get("CAUSAL_REFERENCE_DATA", "")) / "cer" / "pipeline-incidents.csv"
    made = figures() | (register_figures(register) if register.is_file() else {})
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        print(folder / name)
    page = ROOT / "docs" / "reference" / "rules.md"
    page.write_text(rules_page(), encoding="utf-8", newline="\n")
    print(page)
    shipped = ROOT / "src" / "causal" / "incident.schema.json"
    shipped.write_text(figures()["incident.schema.json"], encoding="utf-8", newline="\n")
    print(shipped)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "_static"))
