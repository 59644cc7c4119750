"""A fault tree as a document in the OpenPSA Model Exchange Format."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from causal.graph.formula import Member
from causal.io.fault_tree import FaultTree

__all__ = ["write_openpsa"]


def write_openpsa(tree: FaultTree) -> str:
    """Return the document that describes the tree: its top first, the rest in the given order."""
    gates = [tree.top, *(gate for gate in tree.gates if gate != tree.top)]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<opsa-mef>"]
    lines.append(f"  <define-fault-tree name={quoteattr(tree.name)}>")
    for gate in gates:
        lines.append(f"    <define-gate name={quoteattr(gate)}>")
        lines.extend(f"      {label}" for label in _label(tree, gate))
        lines.extend(_written(tree, tree.gates[gate], "      "))
        lines.append("    </define-gate>")
    lines += ["  </define-fault-tree>", "  <model-data>"]
    for name, probability in tree.events.items():
        value = [] if probability is None else [f'<float value="{probability!r}"/>']
        lines.append(_definition(tree, "basic-event", name, value))
    for name, truth in tree.houses.items():
        value = [f'<constant value="{str(truth).lower()}"/>']
        lines.append(_definition(tree, "house-event", name, value))
    lines += ["  </model-data>", "</opsa-mef>", ""]
    return "\n".join(lines)


def _label(tree: FaultTree, name: str) -> list[str]:
    label = tree.labels.get(name, name)
    return [f"<label>{escape(label)}</label>"] if label != name else []


def _definition(tree: FaultTree, kind: str, name: str, value: list[str]) -> str:
    inside = "".join([*_label(tree, name), *value])
    opened = f"    <define-{kind} name={quoteattr(name)}"
    return f"{opened}>{inside}</define-{kind}>" if inside else f"{opened}/>"


def _written(tree: FaultTree, formula: Member, indent: str) -> Iterator[str]:
    """Yield the lines of one formula."""
    if isinstance(formula, str):
        kinds = (("gate", tree.gates), ("basic-event", tree.events), ("house-event", tree.houses))
        tag = next(tag for tag, names in kinds if formula in names)
        yield f"{indent}<{tag} name={quoteattr(formula)}/>"
    elif isinstance(formula, bool):
        yield f'{indent}<constant value="{str(formula).lower()}"/>'
    else:
        tag = "or" if formula.k == 1 else "and" if formula.k == len(formula.of) else "atleast"
        yield f'{indent}<{tag} min="{formula.k}">' if tag == "atleast" else f"{indent}<{tag}>"
        for member in formula.of:
            yield from _written(tree, member, indent + "  ")
        yield f"{indent}</{tag}>"
