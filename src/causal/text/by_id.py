"""A dictionary by id that says of an id it does not hold which near one it does."""

from __future__ import annotations

from typing import NoReturn, TypeVar

from causal.errors import UnknownName

K = TypeVar("K")
V = TypeVar("V")


class ById(dict[K, V]):
    """A dictionary of factors, actions, layers, or of what is said of each, by id."""

    def __missing__(self, key: object) -> NoReturn:
        known = [name for name in self if isinstance(name, str)]
        if len(known) < len(self):
            raise KeyError(key)  # by size, or by set: no name is near another
        kind = type(next(iter(self.values()), None)).__name__.lower()
        raise UnknownName(kind if kind in _KINDS else "key", str(key), known)


_KINDS = frozenset({"action", "factor", "layer"})
