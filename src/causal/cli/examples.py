"""What `--help` shows of each command in use."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "new": ("causal new outage.yaml", "causal new outage.yaml --id INC-2041"),
    "check": ("causal check outage.yaml", "causal check incidents/ --format sarif"),
    "triage": ("causal triage --users 40 --minutes 20 --data-lost no",),
    "actions": ("causal actions incidents/ --today 2026-01-31",),
    "explain": (
        "causal explain outage.yaml",
        "causal explain outage.yaml --scenario done",
        "causal explain outage.yaml --scenario A1,A3 --format json",
    ),
    "verdicts": ("causal verdicts outage.yaml", "causal verdicts outage.yaml --scenario verified"),
    "compare": ("causal compare outage.yaml",),
    "draw": (
        "causal draw outage.yaml --view swiss-cheese -o cheese.svg",
        "causal draw outage.yaml -o graph.html",
    ),
    "edit": (
        "causal edit outage.yaml",
        "causal edit postmortem.md",
        "causal edit outage.yaml --corpus incidents/",
        "causal edit outage.yaml --no-browser --port 8765",
    ),
    "report": (
        "causal report outage.yaml -o postmortem.html",
        "causal report outage.yaml --one-page --corpus incidents/ -o page.pdf",
        "causal report outage.yaml --template google-sre -o postmortem.md",
        "causal report outage.yaml -o action-items.csv",
    ),
    "survey": ("causal survey incidents/ -o survey", "causal survey incidents/ --format html"),
    "similar": ("causal similar outage.yaml incidents/",),
    "recurring": (
        "causal recurring incidents/ --rule dora-2024-1772 --on 2026-01-31",
        "causal recurring register.csv --within '183 days' --same services",
    ),
    "convert": (
        "causal convert outage.yaml outage.json",
        "causal convert postmortems/ --to yaml --out incidents/",
    ),
    "diff": ("causal diff outage-v1.yaml outage.yaml -o changes.svg",),
    "embed": (
        "causal embed postmortem.md",
        "causal embed --check docs/*.md",
        "causal embed --for slack outage.yaml --view swiss-cheese",
    ),
    "suggest": (
        "causal suggest incidents/ --catalogue catalogue.yaml --to review.yaml",
        "causal suggest incidents/ --catalogue catalogue.yaml --apply review.yaml",
    ),
    "completion": ("causal completion bash",),
    "ground": ("causal ground draft.yaml --source postmortem.md chat.txt",),
}
"""The examples by command; each is a line to type."""

FIRST = (
    ("start a file", EXAMPLES["new"][0]),
    ("what lined up, and what would have stopped it", EXAMPLES["explain"][0]),
    ("see it", EXAMPLES["draw"][0]),
    ("a document to publish", EXAMPLES["report"][0]),
    ("what keeps coming back", EXAMPLES["survey"][0]),
)
"""What a newcomer tries first, each with what it is for."""
