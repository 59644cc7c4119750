"""A fault tree as a document in the OpenPSA Model Exchange Format.

The format allows no spaces, dots or doubled hyphens in a name. Such a name is written with ``_`` in
their place, and as it was in the attribute ``id`` of what it names.

References:
    *Open-PSA Model Exchange Format*, 2.0d: the schema's Identifier, and its fault tree layer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from causal.graph.formula import Member
from causal.io.fault_tree import FaultTree

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""


def write_openpsa(tree: FaultTree) -> str:
    """Return the document that describes the tree: its top first, the rest in the given order."""
    given, tree = tree, _with_identifiers(tree)
    names = dict(zip(_names(tree), _names(given), strict=True))
    gates = [tree.top, *(gate for gate in tree.gates if gate != tree.top)]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<opsa-mef>"]
    lines.append(f"  <define-fault-tree name={quoteattr(tree.name)}>")
    lines.extend(f"    {about}" for about in _about(tree.name, given.name, given.contributing))
    for gate in gates:
        lines.append(f"    <define-gate name={quoteattr(gate)}>")
        lines.extend(f"      {label}" for label in _label(tree, gate, names))
        lines.extend(_written(tree, tree.gates[gate], "      "))
        lines.append("    </define-gate>")
    lines += ["  </define-fault-tree>", "  <model-data>"]
    for name, probability in tree.events.items():
        value = [] if probability is None else [f'<float value="{probability!r}"/>']
        lines.append(_definition(tree, names, "basic-event", name, value))
    for name, truth in tree.houses.items():
        value = [f'<constant value="{str(truth).lower()}"/>']
        lines.append(_definition(tree, names, "house-event", name, value))
    lines += ["  </model-data>", "</opsa-mef>", ""]
    return _FORBIDDEN.sub("\ufffd", "\n".join(lines))


def _names(tree: FaultTree) -> list[str]:
    return [tree.name, *tree.gates, *tree.events, *tree.houses]


def _with_identifiers(tree: FaultTree) -> FaultTree:
    """Return the tree with names that the format allows."""
    new: dict[str, str] = {}
    taken = {name for name in _names(tree)[1:] if _is_identifier(name)}
    for name in _names(tree)[1:]:
        word, number = _identifier(name), 2
        while word in taken and word != name:
            word, number = f"{_identifier(name)}_{number}", number + 1
        taken.add(word)
        new[name] = word

    def renamed(formula: Member) -> Member:
        if isinstance(formula, str):
            return new[formula]
        if isinstance(formula, bool):
            return formula
        return replace(formula, of=tuple(map(renamed, formula.of)))

    return FaultTree(
        _identifier(tree.name),
        new[tree.top],
        {new[name]: renamed(formula) for name, formula in tree.gates.items()},
        {new[name]: chance for name, chance in tree.events.items()},
        {new[name]: truth for name, truth in tree.houses.items()},
        {new[name]: label for name, label in tree.labels.items() if name in new},
    )


def _is_identifier(name: str) -> bool:
    first, *more = name.split("-")
    parts = [first, *(f"_{part}" for part in more if part)]
    plain = all(c in "_-" or (c.isalnum() and (c.isascii() or c >= "\xc0")) for c in name)
    return plain and all(more) and all(part.isidentifier() for part in parts)


def _identifier(name: str) -> str:
    """Return a name that the format allows, the given one where it is allowed."""
    if _is_identifier(name):
        return name
    word = "".join(c if _is_identifier(f"_{c}") else "_" for c in name)
    return word if _is_identifier(word) else f"_{word}"


def _label(tree: FaultTree, name: str, names: Mapping[str, str]) -> list[str]:
    label, given = tree.labels.get(name, name), names[name]
    lines = [f"<label>{escape(label)}</label>"] if label != name else []
    return lines + _about(name, given)


def _about(name: str, given: str, contributing: str = "") -> list[str]:
    """Return the element that says which other name was given, and how *contributing* was read."""
    stated = {"id": given if name != given else "", "contributing": contributing}
    parts = [
        f'<attribute name="{key}" value={quoteattr(value)}/>'
        for key, value in stated.items()
        if value
    ]
    return [f"<attributes>{''.join(parts)}</attributes>"] if parts else []


def _definition(
    tree: FaultTree, names: Mapping[str, str], kind: str, name: str, value: list[str]
) -> str:
    inside = "".join([*_label(tree, name, names), *value])
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
