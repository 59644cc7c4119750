"""Coherent fault trees in the OpenPSA Model Exchange Format: documents to `FaultTree`.

A legal part of the format that would change the tree and is not read here is a fault that says so;
one that would not, such as an event tree beside it, is listed in `FaultTree.left`.

References:
    S. Epstein, A. Rauzy and others, *Open-PSA Model Exchange Format*, version 3.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError

from causal.errors import Fault, InvalidIncident
from causal.graph.formula import Formula, Member, names_read
from causal.io.fault_tree import FaultTree, gate_order
from causal.io.openpsa_rates import Rates
from causal.io.safe_xml import Element, parse_xml

_NOT_COHERENT = ("xor", "not", "nand", "nor", "iff", "imply", "cardinality")
_REFERENCES = ("gate", "basic-event", "house-event", "event")
_CONTAINERS = ("opsa-mef", "define-fault-tree", "define-component", "model-data")
_DESCRIBED = ("label", "attributes")
_CHANGES_THE_TREE = ("define-CCF-group", "define-substitution", "include")
_BESIDE_THE_TREE = (
    "define-alignment", "define-consequence", "define-consequence-group", "define-event-tree",
    "define-extern-function", "define-extern-library", "define-functional-event",
    "define-initiating-event", "define-phase", "define-rule", "define-sequence",
)  # fmt: skip

Path = tuple[str, ...]


def parse_openpsa(
    text: str, *more: tuple[str, str], top: str | None = None, source: str = ""
) -> FaultTree:
    """Return the fault tree that a document in the OpenPSA format describes.

    Args:
        text: The document.
        more: Further documents of the same model, such as its rates, each with its file.
        top: The gate to explain; by default the only gate that no other gate reads.
        source: The file it was read from, for messages.

    Raises:
        InvalidIncident: The text is no such document, is unsafe, has a gate that is not coherent,
            a cycle or an undefined name, or several gates could be the top; all faults are listed.
    """
    return _Reader(top).tree([(text, source), *more])


class _Reader:
    """Gathers definitions and faults while walking the documents."""

    def __init__(self, top: str | None) -> None:
        self.wanted = top
        self.source = self.name = self.contributing = ""
        self.gates: dict[str, Member] = {}
        self.bodies: dict[str, tuple[Element, Path, str]] = {}
        self.events: dict[str, float | None] = {}
        self.houses: dict[str, bool] = {}
        self.labels: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.defined: dict[str, tuple[str, int]] = {}
        self.full: dict[str, str] = {}
        self.left: list[tuple[str, int]] = []
        self.rates = Rates()
        self.faults: list[Fault] = []

    def fault(self, where: str, problem: str, line: int, hint: str = "") -> None:
        self.faults.append(Fault(where, problem, hint, self.source, line, "openpsa"))

    def tree(self, documents: Sequence[tuple[str, str]]) -> FaultTree:
        for text, self.source in documents:
            root = parse_xml(text, source=self.source)
            if root.tag != "opsa-mef":
                hint = "expected <opsa-mef>"
                self.fault(root.tag, "is not an OpenPSA document", root.line, hint)
            else:
                self.container(root, (), private=False)
        for name, (element, path, source) in self.bodies.items():
            self.source = source
            self.gates[name] = self.formula(name, element, path)
        self.source = documents[0][1]
        for name, problem, line in self.rates.settle(self.events):
            self.fault(name, problem, line, "expected 0 to 1")
        self.check_cycle()
        chosen = "" if self.faults else self.choose_top()
        if self.faults:
            raise InvalidIncident(self.faults, source=self.source)
        unread = [f"the probability of {name!r}: {why}" for name, why in self.rates.unread.items()]
        return FaultTree(
            self.name,
            chosen,
            self.gates,
            self.events,
            self.houses,
            self.labels,
            (*unread, *(f"{tag} in line {line}" for tag, line in self.left)),
            self.ids,
            self.contributing,
        )

    def container(self, element: Element, path: Path, *, private: bool) -> None:
        if element.tag in ("define-fault-tree", "define-component"):
            name = element.attributes.get("name", "")
            self.name = self.name or _stated(element, "id") or name
            self.contributing = self.contributing or _stated(element, "contributing")
            path = (*path, name)
        private = element.attributes.get("role", "private" if private else "") == "private"
        for child in element.children:
            if child.tag in _CONTAINERS:
                self.container(child, path, private=private)
            elif child.tag in _DEFINITIONS:
                self.define(child, path, private=private)
            elif child.tag == "define-parameter":
                self.rates.define(child)
            elif child.tag in _CHANGES_THE_TREE:
                self.fault(child.tag, "is legal, but not read here", child.line, "write it out")
            elif child.tag in _BESIDE_THE_TREE:
                self.left.append((child.tag, child.line))
            elif child.tag not in _DESCRIBED:
                self.fault(child.tag, "is not part of a fault tree this reads", child.line)

    def define(self, element: Element, path: Path, *, private: bool) -> None:
        name = element.attributes.get("name", "")
        if not name:
            self.fault(element.tag, "has no name", element.line)
            return
        full = ".".join((*path, name))
        private = element.attributes.get("role", "private" if private else "") == "private"
        key = full if private else name
        if key in self.defined:
            file, line = self.defined[key]
            where = f"line {line}" if file == self.source else f"line {line} of {file}"
            self.fault(key, f"is defined twice, first in {where}", element.line)
            return
        self.defined[key] = (self.source, element.line)
        self.full.setdefault(full, key)
        label = next((c.text.strip() for c in element.children if c.tag == "label"), "")
        if label:
            self.labels[key] = label
        if given := _stated(element, "id"):
            self.ids[key] = given
        _DEFINITIONS[element.tag](self, key, element, path)

    def gate(self, name: str, element: Element, path: Path) -> None:
        bodies = [child for child in element.children if child.tag not in _DESCRIBED]
        if len(bodies) == 1:
            self.gates[name] = False  # until every name is known
            self.bodies[name] = (bodies[0], path, self.source)
        else:
            self.fault(name, f"has {len(bodies)} formulas", element.line, "expected one")

    def basic_event(self, name: str, element: Element, _: Path) -> None:
        self.events[name] = None
        stated = [child for child in element.children if child.tag not in _DESCRIBED]
        if stated:
            self.rates.state(name, stated[0])

    def house_event(self, name: str, element: Element, _: Path) -> None:
        constants = [child for child in element.children if child.tag == "constant"]
        self.houses[name] = bool(constants) and self.truth(name, constants[0])

    def formula(self, gate: str, element: Element, path: Path) -> Member:
        tag = element.tag
        if tag in _REFERENCES:
            return self.reference(gate, element, path)
        if tag == "constant":
            return self.truth(gate, element)
        if tag in _NOT_COHERENT:
            problem = f"is legal, but not coherent, so not read here: it uses {tag!r}"
            self.fault(gate, problem, element.line, "and, or, atleast")
        elif tag not in ("and", "or", "atleast"):
            self.fault(gate, f"has an unknown operator {tag!r}", element.line, "and, or, atleast")
        else:
            members = tuple(self.formula(gate, child, path) for child in element.children)
            return Formula(self.least(gate, element, len(members)), members)
        return False

    def reference(self, gate: str, element: Element, path: Path) -> Member:
        """Return what a name stands for: the nearest private one, else the public one."""
        name = element.attributes.get("name", "")
        for end in range(len(path), 0, -1):
            key = self.full.get(".".join((*path[:end], name)))
            if key is not None:
                return key
        key = name if name in self.defined else self.full.get(name)
        if key is None:
            self.fault(gate, f"reads {name!r}, which is not defined", element.line)
            return False
        return key

    def least(self, gate: str, element: Element, count: int) -> int:
        if not count:
            self.fault(gate, f"has an empty {element.tag!r}", element.line)
        if element.tag != "atleast":
            return 1 if element.tag == "or" else count
        written = element.attributes.get("min", "")
        k = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
        if count and not 1 <= k <= count:
            shown = written if len(written) <= 20 else f"{written[:17]}..."
            self.fault(gate, f"has atleast min={shown!r}", element.line, f"expected 1 to {count}")
        return k

    def truth(self, where: str, element: Element) -> bool:
        value = element.attributes.get("value", "")
        if value not in ("true", "false"):
            self.fault(where, f"has a constant {value!r}", element.line, "expected true or false")
        return value == "true"

    def check_cycle(self) -> None:
        try:
            gate_order(self.gates)
        except CycleError as error:
            cycle = list(reversed(error.args[1]))
            line = self.defined[cycle[0]][1]
            self.fault(cycle[0], f"is its own cause: {' -> '.join(cycle)}", line)

    def choose_top(self) -> str:
        if self.wanted is not None:
            key = self.full.get(self.wanted, self.wanted)
            if key not in self.gates:
                known = ", ".join(map(repr, list(self.gates)[:6]))
                self.fault(self.wanted, "is not a gate of this fault tree", 0, f"gates: {known}")
            return key
        read = {name for formula in self.gates.values() for name in names_read(formula)}
        candidates = [gate for gate in self.gates if gate not in read]
        if len(candidates) == 1:
            return candidates[0]
        found = ", ".join(map(repr, candidates[:10])) or "none"
        hint = "choose one: top=... in Python, --top on the command line" if candidates else ""
        self.fault("top", f"expected one gate that no other reads, found {found}", 0, hint)
        return ""


_DEFINITIONS = {
    "define-gate": _Reader.gate,
    "define-basic-event": _Reader.basic_event,
    "define-house-event": _Reader.house_event,
}


def _stated(element: Element, name: str) -> str:
    """Return what an attribute states of an element: ``id``, a name that the format forbids."""
    parts = (
        part for child in element.children if child.tag == "attributes" for part in child.children
    )
    return next(
        (p.attributes.get("value", "") for p in parts if p.attributes.get("name") == name), ""
    )
