"""All escaping for XML: what SVG text, attributes, ids and links may contain."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")
_SCHEMES = frozenset({"http", "https", "mailto"})


def allowed(value: str) -> str:
    """Return `value` with U+FFFD for each character that XML forbids."""
    return _FORBIDDEN.sub("\ufffd", value)


def text(value: str) -> str:
    """Return `value` as XML character data; characters that XML forbids become U+FFFD."""
    return allowed(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(value: str) -> str:
    """Return `value` for use between double quotes."""
    escaped = text(value).replace('"', "&quot;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def safe_href(value: str | None) -> str | None:
    """Return a link that may be followed (http, https, mailto), None for any other.

    Every writer takes its addresses from here, so a character that an address may not hold is
    percent-encoded for all of them.

    References:
        RFC 3986, *Uniform Resource Identifier: Generic Syntax*, sections 2.1 to 2.3.
    """
    if not value or value != value.strip() or _FORBIDDEN.search(value):
        return None
    if any(c in value for c in "\t\n\r \\"):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.scheme == "mailto"):
        return None
    return _NOT_IN_ADDRESS.sub(lambda found: quote(found[0], safe=""), value)
