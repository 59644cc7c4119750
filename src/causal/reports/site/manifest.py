"""Which pages a site has, written beside them, so that a later survey removes what is stale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from causal.errors import CausalError
from causal.io.safe_file import read_text, within

MANIFEST = "pages.txt"
_LINE = re.compile(r"([0-9a-f]{64})  ((?:incidents|factors)/[a-z0-9-]+\.html)")


def digest_of(content: str) -> str:
    """Return what tells a page that was written from one that somebody changed."""
    return sha256(content.encode()).hexdigest()


def manifest_text(pages: Mapping[str, str]) -> str:
    """Return the pages of a site as text: the digest and the path of each, a line each."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(pages.items()))


def read_manifest(base: Path) -> dict[str, str]:
    """Return the pages that an earlier survey wrote into a folder; none where it says nothing."""
    with suppress(CausalError, OSError):
        lines = read_text(within(base, MANIFEST)).splitlines()
        return {found[2]: found[1] for line in lines if (found := _LINE.fullmatch(line))}
    return {}


def stale_pages(base: Path, earlier: Mapping[str, str], pages: Mapping[str, str]) -> Iterator[Path]:
    """Yield the pages of an earlier survey that this one has not, as they were written then."""
    for path in earlier.keys() - pages.keys():
        with suppress(CausalError, OSError):
            file = within(base, path)
            if file.is_file() and digest_of(read_text(file)) == earlier[path]:
                yield file
