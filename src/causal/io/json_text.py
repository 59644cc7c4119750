"""JSON as plain data; the line of a fact is looked up when somebody asks for it."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from causal.io.parsed_document import TOO_LARGE, VALUES, ParsedDocument, parse_yaml
from causal.model.all_faults import DEEPEST, nests_deeply
from causal.model.base import SourceMap

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_JSON_ONLY = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"\\\\|(\\u[dD][89abAB]..\\u[dD][c-fC-F]..)")


def parse_json(text: str, file: str = "") -> ParsedDocument:
    """Return the data of a JSON text with its lines; faults are gathered, never raised."""
    parsed = ParsedDocument(file)
    doubles: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(items)
        if len(data) < len(items):
            counted = Counter(key for key, _ in items)
            doubles.extend(sorted(key for key, number in counted.items() if number > 1))
        return data

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is no JSON value")

    if _holds_more(text, VALUES):
        parsed.fault((), *TOO_LARGE, 0)
        return parsed
    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)
    except json.JSONDecodeError as error:
        parsed.fault((), f"not JSON: {error.msg}", f"column {error.colno}", error.lineno)
        return parsed
    except RecursionError:
        parsed.fault((), *TOO_LARGE, 0)
        return parsed
    except ValueError as error:
        digits = "integer string conversion" in str(error)
        problem = "a whole number has thousands of digits" if digits else f"not JSON: {error}"
        parsed.fault((), problem, "", 0)
        return parsed
    if text.count("[") + text.count("{") > DEEPEST and nests_deeply(data):
        parsed.fault((), *TOO_LARGE, 0)
        return parsed
    parsed.data = data
    parsed.places = SourceMap.later(_lines_of, text, file)
    if doubles:
        found = [f for f in parse_yaml(_as_yaml(text), file).faults if f.rule == "duplicate"]
        parsed.faults.extend(found)
        for key in doubles if not found else ():
            parsed.fault((key,), f"{key!r} stands twice", "name each once", 0, "duplicate")
    return parsed


def _holds_more(text: str, values: int) -> bool:
    """Return whether a text has more values than allowed; what is quoted does not count."""
    if sum(map(text.count, ",[{")) <= values:
        return False
    return sum(map(_STRING.sub("", text).count, ",[{")) > values


def _lines_of(text: str, file: str) -> SourceMap:
    return parse_yaml(_as_yaml(text), file).places


def _as_yaml(text: str) -> str:
    """Return a JSON text so written, line by line, that YAML reads the same from it."""
    text = text.replace("\t", " ")  # JSON has tabs only between its tokens
    text = _JSON_ONLY.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return _SURROGATES.sub(
        lambda found: json.loads(f'"{found[0]}"') if found[1] else found[0], text
    )
