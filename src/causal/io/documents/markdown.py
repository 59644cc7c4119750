"""A postmortem in Markdown, whatever its template, as an incident and a reading report.

Sections are found first, then the field each heading means, then what stands in each. What no
field holds is kept verbatim under its heading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from causal.io.documents.assembly import assemble
from causal.io.documents.draft import Draft, refuse
from causal.io.documents.fenced import merge_block, take_causal_block
from causal.io.documents.front_matter import read_front_matter
from causal.io.documents.labels import split_labels
from causal.io.documents.outline import read_outline
from causal.io.documents.plain_headings import find_plain_headings
from causal.io.documents.sections import Sections, sort_sections
from causal.io.reading import Reading

LARGEST = 2_000_000
"""Characters of a document that are read."""


def read_markdown(
    text: str,
    file: str = "",
    *,
    timezone: str | None = None,
    headings: Mapping[str, str] | None = None,
    lines: Sequence[int] | None = None,
) -> Reading:
    """Return the incident a Markdown postmortem tells, and how it was read.

    Args:
        text: The document.
        file: Its name, for places.
        timezone: The zone of its times where it names none.
        headings: Headings of the user's own to the fields of `HEADINGS` they mean.
        lines: Where the text was made from another document: for each line, the line there.

    Raises:
        InvalidIncident: The document tells no incident: it is empty, a template, or too large.
    """
    if len(text) > LARGEST:
        raise refuse(f"{len(text):,} characters", f"at most {LARGEST:,}", file)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "�")
    front = read_front_matter(text)
    outline = read_outline(text, front.end)
    block = take_causal_block(outline)
    find_plain_headings(outline, headings)
    values = split_labels(outline, dict(headings or {}))
    outline.sections = list(outline.root.walk())
    sections: Sections = sort_sections(outline, values, headings)
    draft = Draft("markdown" if lines is None else "html", file, lines)
    if front.problem:
        draft.warn(f"the front matter could not be read: {front.problem}", 1)
    reading = assemble(draft, outline, sections, front, timezone, told=block is not None)
    return reading if block is None else merge_block(outline, block, reading, draft)
