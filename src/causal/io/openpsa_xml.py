"""Coherent fault trees in the OpenPSA Model Exchange Format: text to `FaultTree` and back.

References:
    S. Epstein, A. Rauzy and others, *Open-PSA Model Exchange Format*, version 3.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError
from xml.sax.saxutils import quoteattr

from causal.errors import Fault, InvalidIncident
from causal.io.fault_tree import (
    AtLeast,
    Constant,
    FaultTree,
    Formula,
    Reference,
    gate_order,
    names_read,
)
from causal.io.safe_xml import Element, parse_xml

__all__ = ["parse_openpsa", "write_openpsa"]


_NOT_COHERENT = ("xor", "not", "nand", "nor", "iff", "imply", "cardinality")
_REFERENCES = ("gate", "basic-event", "house-event", "event")
_CONTAINERS = ("opsa-mef", "define-fault-tree", "define-component", "model-data")
_IGNORED = ("label", "attributes", "define-parameter")


def parse_openpsa(text: str, *, top: str | None = None, source: str = "") -> FaultTree:
    """Return the fault tree that a document in the OpenPSA format describes.

    Args:
        text: The document.
        top: The gate to explain; by default the only gate that no other gate reads.
        source: The file it was read from, for messages.

    Raises:
        InvalidIncident: The text is no such document, is unsafe, has a gate that is not coherent,
            a cycle or an undefined name, or several gates could be the top; all faults are listed.
    """
    return _Reader(source).tree(parse_xml(text, source=source), top)


class _Reader:
    """Gathers definitions and faults while walking the document."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.name = ""
        self.gates: dict[str, Formula] = {}
        self.events: dict[str, float | None] = {}
        self.houses: dict[str, bool] = {}
        self.lines: dict[str, int] = {}
        self.faults: list[Fault] = []

    def fault(self, where: str, problem: str, line: int, hint: str = "") -> None:
        self.faults.append(Fault(where, problem, hint, self.source, line, "openpsa"))

    def tree(self, root: Element, top: str | None) -> FaultTree:
        if root.tag != "opsa-mef":
            self.fault(root.tag, "is not an OpenPSA document", root.line, "expected <opsa-mef>")
        else:
            self.container(root)
            self.check_references()
        chosen = "" if self.faults else self.choose_top(top)
        if self.faults:
            raise InvalidIncident(self.faults, source=self.source)
        return FaultTree(self.name, chosen, self.gates, self.events, self.houses)

    def container(self, element: Element) -> None:
        if element.tag == "define-fault-tree":
            self.name = self.name or element.attributes.get("name", "")
        for child in element.children:
            if child.tag in _CONTAINERS:
                self.container(child)
            elif child.tag in _DEFINITIONS:
                self.define(child)
            elif child.tag not in _IGNORED:
                self.fault(child.tag, "is not part of a fault tree this reads", child.line)

    def define(self, element: Element) -> None:
        name = element.attributes.get("name", "")
        if not name:
            self.fault(element.tag, "has no name", element.line)
        elif name in self.lines:
            first = self.lines[name]
            self.fault(name, f"is defined twice, first in line {first}", element.line)
        else:
            self.lines[name] = element.line
            _DEFINITIONS[element.tag](self, name, element)

    def gate(self, name: str, element: Element) -> None:
        bodies = [child for child in element.children if child.tag not in _IGNORED]
        if len(bodies) == 1:
            self.gates[name] = self.formula(name, bodies[0])
        else:
            self.fault(name, f"has {len(bodies)} formulas", element.line, "expected one")

    def formula(self, gate: str, element: Element) -> Formula:
        tag = element.tag
        if tag in _REFERENCES:
            return Reference(element.attributes.get("name", ""))
        if tag == "constant":
            return Constant(self.truth(gate, element))
        if tag in _NOT_COHERENT:
            self.fault(gate, f"is not coherent: it uses {tag!r}", element.line, "and, or, atleast")
        elif tag not in ("and", "or", "atleast"):
            self.fault(gate, f"has an unknown operator {tag!r}", element.line, "and, or, atleast")
        else:
            members = tuple(self.formula(gate, child) for child in element.children)
            return AtLeast(self.least(gate, element, len(members)), members)
        return Constant(value=False)

    def least(self, gate: str, element: Element, count: int) -> int:
        if not count:
            self.fault(gate, f"has an empty {element.tag!r}", element.line)
        if element.tag != "atleast":
            return 1 if element.tag == "or" else count
        written = element.attributes.get("min", "")
        k = int(written) if written.isascii() and written.isdigit() else 0
        if count and not 1 <= k <= count:
            self.fault(gate, f"has atleast min={written!r}", element.line, f"expected 1 to {count}")
        return k

    def truth(self, where: str, element: Element) -> bool:
        value = element.attributes.get("value", "")
        if value not in ("true", "false"):
            self.fault(where, f"has a constant {value!r}", element.line, "expected true or false")
        return value == "true"

    def basic_event(self, name: str, element: Element) -> None:
        self.events[name] = None
        for child in element.children:
            if child.tag in ("float", "int"):
                self.events[name] = self.chance(name, child)

    def chance(self, name: str, element: Element) -> float | None:
        written = element.attributes.get("value", "")
        try:
            value = float(written)
        except ValueError:
            value = -1.0
        if 0 <= value <= 1:
            return value
        self.fault(name, f"has probability {written!r}", element.line, "expected 0 to 1")
        return None

    def house_event(self, name: str, element: Element) -> None:
        constants = [child for child in element.children if child.tag == "constant"]
        self.houses[name] = bool(constants) and self.truth(name, constants[0])

    def check_references(self) -> None:
        for gate, formula in self.gates.items():
            for name in dict.fromkeys(names_read(formula)):
                if name not in self.lines:
                    self.fault(gate, f"reads {name!r}, which is not defined", self.lines[gate])
        try:
            gate_order(self.gates)
        except CycleError as error:
            cycle = list(reversed(error.args[1]))
            self.fault(cycle[0], f"is its own cause: {' -> '.join(cycle)}", self.lines[cycle[0]])

    def choose_top(self, wanted: str | None) -> str:
        if wanted is not None:
            if wanted not in self.gates:
                self.fault(wanted, "is not a gate of this fault tree", 0)
            return wanted
        read = {name for formula in self.gates.values() for name in names_read(formula)}
        candidates = [gate for gate in self.gates if gate not in read]
        if len(candidates) == 1:
            return candidates[0]
        found = ", ".join(map(repr, candidates)) or "none"
        self.fault("top", f"expected one gate that no other reads, found {found}", 0)
        return ""


_DEFINITIONS = {
    "define-gate": _Reader.gate,
    "define-basic-event": _Reader.basic_event,
    "define-house-event": _Reader.house_event,
}


def write_openpsa(tree: FaultTree) -> str:
    """Return the document that describes the tree: its top first, the rest in the given order."""
    gates = [tree.top, *(gate for gate in tree.gates if gate != tree.top)]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<opsa-mef>"]
    lines.append(f"  <define-fault-tree name={quoteattr(tree.name)}>")
    for gate in gates:
        lines.append(f"    <define-gate name={quoteattr(gate)}>")
        lines.extend(_written(tree, tree.gates[gate], "      "))
        lines.append("    </define-gate>")
    lines += ["  </define-fault-tree>", "  <model-data>"]
    for name, probability in tree.events.items():
        opened = f"    <define-basic-event name={quoteattr(name)}"
        value = "" if probability is None else f'<float value="{probability!r}"/>'
        lines.append(f"{opened}>{value}</define-basic-event>" if value else f"{opened}/>")
    for name, truth in tree.houses.items():
        value = f'<constant value="{str(truth).lower()}"/>'
        lines.append(f"    <define-house-event name={quoteattr(name)}>{value}</define-house-event>")
    lines += ["  </model-data>", "</opsa-mef>", ""]
    return "\n".join(lines)


def _written(tree: FaultTree, formula: Formula, indent: str) -> Iterator[str]:
    """Yield the lines of one formula."""
    if isinstance(formula, Reference):
        kinds = (("gate", tree.gates), ("basic-event", tree.events), ("house-event", tree.houses))
        tag = next(tag for tag, names in kinds if formula.name in names)
        yield f"{indent}<{tag} name={quoteattr(formula.name)}/>"
    elif isinstance(formula, Constant):
        yield f'{indent}<constant value="{str(formula.value).lower()}"/>'
    else:
        tag = "or" if formula.k == 1 else "and" if formula.k == len(formula.members) else "atleast"
        yield f'{indent}<{tag} min="{formula.k}">' if tag == "atleast" else f"{indent}<{tag}>"
        for member in formula.members:
            yield from _written(tree, member, indent + "  ")
        yield f"{indent}</{tag}>"
