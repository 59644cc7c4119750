"""Writers: each puts a placed scene into one language."""

from __future__ import annotations

__all__: list[str] = []
