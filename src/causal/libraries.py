"""The heavy libraries, imported when something of them is first used, so that ours import fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx
    import numpy
    import pandas
    import pyarrow
    from pyarrow import compute, parquet
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
    pyarrow, special = _Library("pyarrow"), _Library("scipy.special")
    compute, parquet = _Library("pyarrow.compute"), _Library("pyarrow.parquet")

__all__ = ["compute", "networkx", "numpy", "pandas", "parquet", "pyarrow", "special"]
