"""Whether false facts planted into incidents read from real documents are told from true ones.

    CAUSAL_REFERENCE_DATA=... python benchmarks/readers/ground.py

Twenty documents are read; 50 times, 50 numbers, 50 factors and 50 links that no source states are
planted, one at a time; the share flagged is printed, and the share of the true facts flagged.
A false time is moved by minutes or days, a false number is changed, a false factor comes from
another document, a false link joins two factors that were not joined.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import causal
from causal.io.grounding import ground

PLANTED = 50
NUMBER = re.compile(r"(?<![\w.:/#-])\d+(?![\w:/.-])")


def documents(root: Path) -> list[Path]:
    named = [
        json.loads(path.read_text())["file"] for path in sorted((root / "gold").glob("*.json"))
    ]
    return [root / "postmortems" / name for name in named]


def flagged(incident, path, kind, says) -> bool:
    return any(
        c.kind == kind and says in c.says and not c.supported
        for c in ground(incident, [path]).claims
    )


def false_time(rng, incident, path):
    rows = [n for n, e in enumerate(incident.timeline) if e.at is not None]
    if not rows:
        return None
    number = rng.choice(rows)
    entry = incident.timeline[number]
    moved = entry.at + rng.choice(
        [timedelta(minutes=rng.randint(1, 300)), timedelta(days=rng.randint(2, 40))]
    )
    if any(e.at is not None and e.at == moved for e in incident.timeline):
        return None
    rows = list(incident.timeline)
    rows[number] = entry.model_copy(update={"at": moved})
    planted = incident.replace(timeline=tuple(rows))
    claims = [c for c in ground(planted, [path]).claims if c.field == f"timeline.{number}.at"]
    return not claims[0].supported


def false_number(rng, incident, path):
    fields = [(n, f.what) for n, f in incident.factors.items()] + [
        (n, a.what) for n, a in incident.actions.items()
    ]
    fields += [(k, str(v)) for k, v in incident.impact.items() if k != "what"]
    fields += [(n, e.what) for n, e in enumerate(incident.timeline)]
    found = [(where, text, m) for where, text in fields for m in NUMBER.finditer(text)]
    if not found:
        return None
    where, text, match = rng.choice(found)
    wrong = str(int(match[0]) + rng.choice([1, 3, 7, 11, 40, 250, 1000]))
    changed = text[: match.start()] + wrong + text[match.end() :]
    if where in incident.factors and incident.factors[where].what == text:
        factor = incident.factors[where].model_copy(update={"what": changed})
        planted = incident.replace(factors={**incident.factors, where: factor})
    elif where in incident.actions and incident.actions[where].what == text:
        action = incident.actions[where].model_copy(update={"what": changed})
        planted = incident.replace(actions={**incident.actions, where: action})
    elif isinstance(where, int):
        rows = list(incident.timeline)
        rows[where] = rows[where].model_copy(update={"what": changed})
        planted = incident.replace(timeline=tuple(rows))
    else:
        planted = incident.replace(impact={**incident.impact, where: int(wrong)})
    return flagged(planted, path, "number", wrong) or any(
        changed == c.says and not c.supported for c in ground(planted, [path]).claims
    )


def false_factor(rng, incident, path, others):
    what = rng.choice([w for w in others if w not in {f.what for f in incident.factors.values()}])
    data = json.loads(causal.dumps(incident, format="json"))
    data["factors"]["planted"] = {"what": what}
    old = data["outcome"].get("because")
    members = old if isinstance(old, list) else old.get("contributing", [old]) if old else []
    data["outcome"]["because"] = [*members, "planted"]
    planted = causal.loads(json.dumps(data), format="json")
    return flagged(planted, path, "factor", what)


def false_link(rng, incident, path):
    basic = [n for n, f in incident.factors.items() if f.is_basic]
    if len(basic) < 2:
        return None
    cause, effect = rng.sample(basic, 2)
    data = json.loads(causal.dumps(incident, format="json"))
    data["factors"][effect]["because"] = [cause]
    planted = causal.loads(json.dumps(data), format="json")
    return flagged(planted, path, "link", f"{cause} -> {effect}")


def main() -> None:
    root = os.environ.get("CAUSAL_REFERENCE_DATA")
    if not root:
        sys.exit("set CAUSAL_REFERENCE_DATA to the folder of the documents")
    rng = random.Random(11)
    read = [(path, causal.load(path)) for path in documents(Path(root))]
    others = [f.what for _, incident in read for f in incident.factors.values()]
    kinds = {
        "time": false_time,
        "number": false_number,
        "link": false_link,
        "factor": lambda r, i, p: false_factor(r, i, p, others),
    }
    for kind, plant in kinds.items():
        done = caught = 0
        while done < PLANTED:
            path, incident = rng.choice(read)
            found = plant(rng, incident, path)
            if found is not None:
                done += 1
                caught += found
        print(f"false {kind}s flagged: {caught} of {done} ({caught / done:.0%})")
    bad, total = Counter(), Counter()
    for path, incident in read:
        for claim in ground(incident, [path]).claims:
            total[claim.kind] += 1
            bad[claim.kind] += not claim.supported
    for kind, n in total.items():
        print(f"true {kind}s flagged: {bad[kind]} of {n} ({bad[kind] / n:.1%})")
    print(
        f"true facts flagged: {bad.total()} of {total.total()} ({bad.total() / total.total():.1%})"
    )


if __name__ == "__main__":
    main()
