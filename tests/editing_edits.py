"""Random edits of a draft, as a person might make them."""

from __future__ import annotations

import random
from typing import Any

from causal.editing.session import Session
from causal.errors import CausalError

LAYERS = ["review", "testing", "capacity", "detection", None, "no-such-layer"]


def random_edit(rng: random.Random, session: Session) -> dict[str, Any]:
    """Return an edit that a person might make, mostly one that can be done."""
    data = session.draft.data
    factors, actions = list(data["factors"]), list(data.get("actions", {}))
    nodes = ["outcome", *factors]
    one, other = rng.choice(nodes), rng.choice(factors or nodes)
    word = f"Thing {rng.randrange(10**6)}"
    choices: list[dict[str, Any]] = [
        {"op": "add_factor", "what": word, "leads_to": one},
        {"op": "add_factor", "what": word, "leads_to": one, "layer": rng.choice(LAYERS[:4])},
        {"op": "add_factor", "what": word, "worsens": one},
        {"op": "add_action", "what": word, "addresses": other},
        {"op": "link", "cause": other, "effect": one},
        {"op": "unlink", "cause": other, "effect": one},
        {"op": "set_join", "effect": one, "join": rng.choice(["all", "any", "contributing"])},
        {"op": "set_join", "effect": one, "join": "at_least", "k": rng.randrange(1, 4)},
        {"op": "set_link", "cause": other, "effect": one, "confidence": "suspected"},
        {"op": "worsened_by", "factor": other, "effect": one},
        {"op": "set", "id": other, "field": "layer", "value": rng.choice(LAYERS)},
        {"op": "set", "id": other, "field": "kind", "value": rng.choice(["trigger", None])},
        {"op": "set", "id": other, "field": "what", "value": word},
        {"op": "rename", "id": other, "to": f"f{rng.randrange(10**6)}"},
        {"op": "delete", "id": rng.choice([*factors, *actions, "none"])},
        {"op": "five_whys", "chain": rng.sample(factors, min(2, len(factors)))},
    ]
    if actions:
        action = rng.choice(actions)
        status = rng.choice(["open", "done", "cancelled"])
        choices.append({"op": "set", "id": action, "field": "status", "value": status})
        choices.append({"op": "address", "action": action, "factor": other, "on": rng.random() < 1})
    return rng.choice(choices)


def edited(rng: random.Random, session: Session, count: int) -> int:
    done = 0
    for _ in range(count):
        try:
            session.do(random_edit(rng, session))
            done += 1
        except CausalError:
            continue
    return done
