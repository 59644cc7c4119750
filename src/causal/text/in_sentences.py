"""Whatever is printed, and shown in a notebook, as its own sentences say it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from html import escape

from causal.terminal import safe


class InSentences:
    """What has `sentences`, and shows itself by them."""

    __slots__ = ()

    @abstractmethod
    def sentences(self) -> Sequence[str]:
        """Return it line by line, as people read it."""

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<pre>{escape(safe(self))}</pre>"
