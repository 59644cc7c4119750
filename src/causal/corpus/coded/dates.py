"""When something was, as a cell of a coded table says it: by ISO 8601 or by given forms."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

_IN_NUMBERS = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}$")
_DAY_OR_MONTH_FIRST = ("%d", "%m", "%Y"), ("%m", "%d", "%Y")
_OTHERS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%Y/%m/%d",
           "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%Y-%m-%d", "%Y-%m-%d %H:%M")  # fmt: skip


def read_date(text: str, forms: Sequence[str]) -> datetime | None:
    """Return a moment by the first of some forms that fits; by ISO 8601 where there are none.

    Example:
        >>> read_date("03/02/2024", ["%Y-%m-%d", "%d/%m/%Y"])
        datetime.datetime(2024, 2, 3, 0, 0)
    """
    for form in forms or (None,):
        with suppress(ValueError):
            return datetime.fromisoformat(text) if form is None else datetime.strptime(text, form)
    return None


def date_hint(text: str, forms: Sequence[str]) -> str:
    """Return how to say the form of dates: those that this one may have, after those known."""
    found = _IN_NUMBERS.match(text)
    may = [found[1].join(form) for form in _DAY_OR_MONTH_FIRST] if found else []
    may += [form for form in _OTHERS if read_date(text, [form])]
    told = [
        f"dates = {json.dumps([*forms, form] if forms else form)}" for form in may or ["%d.%m.%Y"]
    ]
    first = " if the month is first" if found else ""
    several = "" if forms else "; where rows differ, a list of forms"
    return f"say the form of dates: {', or '.join(told)}{first}{several}"
