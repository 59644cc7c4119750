"""All escaping for data inside a page: JSON that no HTML parser reads as markup."""

from __future__ import annotations

import json
from typing import Any

_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def script_data(value: Any) -> str:
    """Return plain data as JSON in ASCII for a script element; ``</script>`` cannot occur."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).translate(_MARKUP)
