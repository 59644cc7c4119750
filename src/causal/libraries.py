"""The heavy libraries, imported when something of them is first used, so that ours import fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx
    import numpy
    import pandas
    from scipy import special
else:
    from importlib import import_module

    class _Library:
        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> object:
            found = getattr(import_module(self._name), name)
            setattr(self, name, found)
            return found

    networkx, numpy, pandas = map(_Library, ("networkx", "numpy", "pandas"))
    special = _Library("scipy.special")

__all__ = ["networkx", "numpy", "pandas", "special"]
