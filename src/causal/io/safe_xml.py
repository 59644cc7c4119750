"""XML from strangers: elements with their lines, and none of the ways XML can harm a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from causal.errors import Fault, InvalidIncident
from causal.io.parsed_document import VALUES

_DEEPEST = 250


@dataclass(slots=True)
class Element:
    """An element with its tag, attributes, child elements, own text and the line it starts in."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_xml(text: str, *, source: str = "") -> Element:
    """Return the root element of the document.

    Entity declarations and external document types are refused, as either can make a small file
    swallow all memory or read other files.

    Raises:
        InvalidIncident: The text is not well-formed XML, or is not safe.
    """
    parser = expat.ParserCreate("utf-8")
    holder = Element("", {}, 0)
    opened = [holder]
    count = 0
    parser.buffer_text = True  # else a long text would come in many small parts

    def fail(problem: str, hint: str = "") -> NoReturn:
        fault = Fault("", problem, hint, source, parser.CurrentLineNumber, "xml")
        raise InvalidIncident([fault], source=source)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1 + len(attributes)
        if count > VALUES:
            fail("the document is too large", f"at most {VALUES:,} elements and attributes")
        if len(opened) > _DEEPEST:
            fail(f"elements are nested more than {_DEEPEST} deep")
        element = Element(tag, attributes, parser.CurrentLineNumber)
        opened[-1].children.append(element)
        opened.append(element)

    def doctype(name: str, system: str | None, public: str | None, _internal: bool) -> None:
        if system or public:
            fail(f"the document type {name!r} is external", "leave it out or write it bare")

    def entity(name: str, *_: object) -> None:
        fail(f"declares the entity {name!r}", "entities are refused")

    def words(text: str) -> None:
        opened[-1].text += text

    parser.StartElementHandler = start
    parser.CharacterDataHandler = words
    parser.EndElementHandler = lambda _tag: opened.pop()
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        fault = Fault("", f"is not well-formed XML: {reason}", "", source, error.lineno, "xml")
        raise InvalidIncident([fault], source=source) from None
    return holder.children[0]
