"""Random incidents as the plain data of a file, for property tests and for seeded loops.

`incident_data` draws from a `random.Random`; `incidents()` hands it one that hypothesis controls,
so that what it finds shrinks, and long runs hand it seeded ones, which is faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any

from hypothesis import strategies as st

LAYERS = ("review", "testing", "rollout", "capacity", "detection")
ODD_IDS = (
    "no", "1.10", "null", "2025-01-01", "~", "true", "22:30", "0x1F", "1_000", "1e+16", "-0",
    ".inf",
    "a: b", "a #b", "- y", "<<", "=", "y", "@x", "*a", "&b", "{c}", "[d]", "%e", "!t", "|", ">",
    "'q'", '"dq"', "\\n", "?", ":", "é ü", "两个 因素", "👩‍🚒", "a\u2028b", "\u00a0", "\ufeffx",
    " lead ",
    "id", "what", "on", "cause", "effect", "factors", "unsaid", "chain", "key " * 60, "five whys",
    "review", "A1",
)  # fmt: skip
ODD_TEXTS = (
    'He said "no": twice', "it's", "line one\nline two\n  indented\n\nlast", "a: b",
    "# not a comment",
    "- item", "{x}", "[y]", "tab\tinside", "no", "null", "1.10", "2025-03-14", "22:30", "a\u2028b",
    "trailing backslash \\", "é", "👩‍🚒 down", "x" * 300, "word " * 60 + "end", "*star",
    "&amp; <b>",
    "\x07bell", "\x85next", "a\r\nb", "%", "|", ">", "---", "...", "!tag", "\ufeffmark", "'", '"',
)  # fmt: skip


def incident_data(
    rng: Random,
    *,
    max_basic: int = 6,
    max_derived: int = 4,
    max_actions: int = 6,
    odd: bool = False,
    doubts: bool = False,
    record: bool = False,
    contributing: bool = False,
) -> dict[str, Any]:
    """Return the data of a random incident of which every factor leads to the outcome.

    Args:
        rng: Where the choices come from.
        max_basic: At most so many basic factors lead to the outcome by *because*.
        max_derived: At most so many derived ones.
        max_actions: At most so many actions.
        odd: Ids and texts that a careless writer of YAML would break on.
        doubts: Factors and links that are suspected or disputed.
        record: Also times, impact, roles, timeline, lessons, review and source.
        contributing: Also gates that state that their members contributed, and not how.
    """
    writer = _Writer(rng, odd=odd, doubts=doubts, contributing=contributing)
    return writer.write(max_basic, max_derived, max_actions, record)


def incidents(**options: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return the strategy of `incident_data` with these options."""
    return st.randoms(note_method_calls=False).map(lambda rng: incident_data(rng, **options))


class _Writer:
    def __init__(self, rng: Random, *, odd: bool, doubts: bool, contributing: bool) -> None:
        self.ops = ["list", "list", "all", "any", "at_least", *["contributing"] * 3 * contributing]
        self.rng = rng
        self.odd = odd
        self.doubts = doubts
        self.free = list(ODD_IDS)
        rng.shuffle(self.free)
        self.factors: dict[str, dict[str, Any]] = {}
        self.number = 0
        self.unsure: dict[str, str | None] = {}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def some(self, of: Iterable[Any], least: int = 0, most: int = 4) -> list[Any]:
        pool = list(of)
        return self.rng.sample(pool, min(len(pool), self.rng.randint(least, most)))

    def id(self, prefix: str) -> str:
        if self.odd and self.free and self.chance(0.6):
            return self.free.pop()
        self.number += 1
        return f"{prefix}{self.number}"

    def text(self, plain: str) -> str:
        return self.rng.choice(ODD_TEXTS) if self.odd and self.chance(0.6) else plain

    def write(
        self, max_basic: int, max_derived: int, max_actions: int, record: bool
    ) -> dict[str, Any]:
        nodes = [self.factor(basic=True) for _ in range(self.rng.randint(1, max_basic))]
        unused = set(nodes)
        for _ in range(self.rng.randint(0, max_derived)):
            name = self.factor(basic=False)
            causes = self.some(nodes, 1, 4)
            self.factors[name]["because"] = self.formula(causes)
            unused.difference_update(causes)
            unused.add(name)
            nodes.append(name)
        causes = sorted(unused.union(self.some(nodes, 0, 2)))
        outcome = {"what": self.text("It failed"), "because": self.formula(causes)}
        data: dict[str, Any] = {"causal": 1, "id": self.id("INC-"), "title": self.text("It failed")}
        data |= {"outcome": outcome, "factors": self.factors}
        self.amplifiers(outcome, nodes)
        self.actions(data, max_actions)
        if self.chance(0.7):
            data["five_whys"] = self.five_whys()
        if record:
            self.record(data)
        return data

    def factor(self, *, basic: bool) -> str:
        name = self.id("b" if basic else "d")
        node: dict[str, Any] = {"what": self.text(f"What {name} says")}
        if self.chance(0.25 if basic else 0.1):
            node["kind"] = "trigger"
        elif self.chance(0.2):
            node["kind"] = "condition" if basic else "event"
        if self.chance(0.5) and node.get("kind") != "trigger":
            node["layer"] = self.rng.choice(LAYERS)
        if self.chance(0.1):
            node["accepted"] = self.text("Too dear")
        if self.odd and self.chance(0.2):
            node |= {"key": self.rng.choice(ODD_IDS), "evidence": [self.text("a log")]}
        if self.doubts and self.chance(0.2):
            node["confidence"] = self.rng.choice(("suspected", "disputed"))
        self.factors[name] = node
        return name

    def formula(self, causes: list[str], nested: int = 2) -> Any:
        if nested == 2:  # a link has one confidence, wherever it stands in one formula
            self.unsure = {}
        members: list[Any] = []
        rest = list(causes)
        while rest:
            if nested and len(rest) > 1 and self.chance(0.3):
                size = self.rng.randint(1, len(rest))
                inner = rest[:size] if self.chance(0.7) else self.some(causes, 1, 3)
                formula = self.formula(inner, nested - 1)
                if isinstance(formula, dict) and formula not in members:
                    members.append(formula)
                    rest = [cause for cause in rest if cause not in inner]
                    continue
            members.append(self.member(rest.pop(0)))
        op = self.rng.choice(self.ops)
        if op == "contributing" and len(members) < 2:
            op = "list"
        if op == "list":
            return members
        if op != "at_least":
            return {op: members}
        k = self.rng.randint(1, len(members))
        found: dict[str, Any] = {"at_least": k, "of": members}
        doubted = [name for m in members if (name := self.doubted(m)) is not None]
        if doubted:
            found["at_least_without"] = {name: self.rng.randint(1, k) for name in doubted}
        return found

    def member(self, cause: str) -> Any:
        if self.doubts and cause not in self.unsure:
            unsure = self.rng.choice(("suspected", "disputed")) if self.chance(0.15) else None
            self.unsure[cause] = unsure
        if confidence := self.unsure.get(cause):
            return {"cause": cause, "confidence": confidence}
        if self.odd and self.chance(0.1):
            return {"cause": cause, "evidence": [self.text("a trace")]}
        return cause

    def doubted(self, member: Any) -> str | None:
        if isinstance(member, str):
            return member if "confidence" in self.factors[member] else None
        name = member.get("cause")
        if name is None:
            return None
        unsure = "confidence" in member or "confidence" in self.factors[name]
        return name if unsure else None

    def amplifiers(self, outcome: dict[str, Any], nodes: list[str]) -> None:
        effects = [outcome, *(self.factors[n] for n in nodes if "because" in self.factors[n])]
        taking_part = [n for n in nodes if "because" not in self.factors[n]]
        for _ in range(self.rng.choice((0, 0, 1, 2))):
            name = self.factor(basic=True)
            if self.chance(0.4):
                self.factors[name]["because"] = self.formula(
                    [self.factor(basic=True), *self.some(taking_part, 0, 1)]
                )
            entry: Any = name
            if self.chance(0.5):
                entry = {"factor": name, "of": self.rng.choice(("detect", "mitigate", "reach"))}
                entry |= {"minutes": self.rng.choice((12, 7.5))} if self.chance(0.5) else {}
            self.rng.choice(effects).setdefault("worsened_by", []).append(entry)

    def links(self, data: dict[str, Any]) -> list[tuple[str, str]]:
        from oracles import OUTCOME, direct_causes

        nodes = [OUTCOME, *self.factors]
        return [(cause, effect) for effect in nodes for cause in direct_causes(data, effect)]

    def actions(self, data: dict[str, Any], most: int) -> None:
        links = self.links(data)
        found = {}
        for _ in range(self.rng.randint(0, most)):
            action = self.action(links)
            status = self.rng.choice((None, "open", "in_progress", "done", "done", "cancelled"))
            if status:
                action["status"] = status
            if status == "done" and self.chance(0.5):
                action |= {"completed": "2025-05-01", "verified": {"on": "2025-05-02"}}
            found[self.id("act-")] = action
        if found:
            data["actions"] = found

    def action(self, links: list[tuple[str, str]]) -> dict[str, Any]:
        action: dict[str, Any] = {"what": self.text("Do something")}
        if links and self.chance(0.3):
            cause, effect = self.rng.choice(links)
            action |= {"effect": "adds_barrier", "on": {"cause": cause, "effect": effect}}
            addresses = [cause] if self.chance(0.5) else []
        else:
            addresses = self.some(self.factors, 0 if self.chance(0.1) else 1, 2)
        if addresses:
            action["addresses"] = addresses
        derived = any("because" in self.factors[factor] for factor in addresses)
        if derived or self.chance(0.6):
            action["hardens"] = self.rng.choice(LAYERS)
        kind = self.rng.choice((None, None, "prevent", "detect", "mitigate", "repair"))
        if kind:
            action["kind"] = kind
        if self.chance(0.3):
            action |= {"cost": self.rng.choice((1, 2.5)), "due": "2025-06-01"}
        return action

    def five_whys(self) -> dict[str, Any]:
        found: dict[str, Any] = {"chain": self.whys(self.some(self.factors, 1, 5))}
        if self.chance(0.5):
            factor = self.rng.choice(list(self.factors))
            action = {"what": self.text("Be careful"), "addresses": [factor], "hardens": "review"}
            found["action"] = action
        return found

    def whys(self, names: list[str]) -> list[Any]:
        chain: list[Any] = []
        for place, name in enumerate(names):
            if self.chance(0.6):
                chain.append(name)
                continue
            why: dict[str, Any] = {"answer": self.text("Because")}
            if self.chance(0.8):
                why["factor"] = name
            chain.append(why)
            below = names[place + 1 :]
            if len(below) > 1 and self.chance(0.3):
                why["because"] = [self.whys(below[:1]), self.whys(below[1:])]
                break
        return chain

    def record(self, data: dict[str, Any]) -> None:
        rng = self.rng
        offsets = (timedelta(0), timedelta(hours=5, minutes=30), -timedelta(hours=8))
        zone = timezone(rng.choice(offsets))
        moment = datetime(2025, 3, 14, rng.randint(0, 23), rng.randint(0, 59), tzinfo=zone)
        times = {}
        for name in ("started", "detected", "mitigated", "resolved"):
            moment += timedelta(seconds=rng.choice((0, 1, 60, 5000)))
            if self.chance(0.7):
                times[name] = moment.isoformat()
        data["times"] = times
        data["timezone"] = rng.choice(("UTC", "Europe/London"))
        data["impact"] = {
            (self.id("users") + "s"): rng.randint(0, 10**9),
            "share": "31%",
            "cost": self.text("120000 EUR").replace("%", "per cent"),
            "ratio": 0.25,
            "what": self.text("Checkout was down"),
        }
        data["roles"] = {"commander": [self.text("payments")], "scribe": self.text("platform")}
        data["services"] = [self.text("checkout"), "orders-db"]
        data["summary"] = self.text("A summary")
        factor = rng.choice(list(self.factors))
        data["timeline"] = [
            {"at": moment.isoformat(), "what": self.text("It began"), "factor": factor, "by": "bot"}
        ]
        if self.chance(0.5):
            data["timeline"].append({"when": self.text("14:??"), "what": self.text("Later")})
        data["notes"] = {self.id("Background"): self.text("Kept from a document")}
        data["lessons"] = {"went_well": [self.text("Rollback")], "got_lucky": []}
        data["review"] = {"held": "2025-03-21", "attendees": [self.text("payments")]}
        data["source"] = {"title": self.text("A book"), "licence": "MIT", "authors": "one"}
        data["layers"] = {"ci": {"state": "held", "stopped": self.text("another")}}
        for note in (self.id("layer"), self.id("layer")):
            data["layers"].setdefault(note, {"description": self.text("ours")})
