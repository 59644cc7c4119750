"""A catalogue of canonical factors: read, checked, changed by confirmation, written back.

A catalogue is a YAML file::

    catalogue: 1
    factors:
      pool-size-stale:
        name: A pool is sized for an older traffic level
        layer: capacity
        family: sizing
        statements: [The pool was sized for older traffic]
        not: [The pool leaked connections]        # confirmed not to mean this factor
        was: [old-pool]                           # keys that were merged into this one
        maps: {ccadb: capacity-planning}          # classes of other taxonomies
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError

from causal.atomic import write_atomic
from causal.catalogue.canonical_factor import CanonicalFactor, faults_of, form_faults, sentences_of
from causal.catalogue.normal import normalised
from causal.errors import CausalError, Fault, InvalidCatalogue, UnknownName
from causal.io.edit_yaml import write_yaml_like
from causal.io.parsed_document import ParsedDocument, parse_yaml
from causal.io.safe_file import read_text
from causal.libraries import numpy
from causal.model.base import FrozenDict
from causal.text import starter_text
from causal.text.statements import StatementIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CanonicalFactor", "Catalogue", "Keys"]


class Catalogue:
    """Canonical factors by key; `confirm`, `reject`, `merge` and `split` change it in place.

    Example:
        >>> from causal import Catalogue
        >>> catalogue = Catalogue.from_statements({"alert-noise": ["Alerts drown in noise"]})
        >>> catalogue.confirm("On-call muted the channel", "alert-noise")
        >>> catalogue.factors["alert-noise"].statements
        ('Alerts drown in noise', 'On-call muted the channel')
    """

    def __init__(self, factors: Mapping[str, CanonicalFactor] | None = None) -> None:
        self._factors = dict(_canonical(factors))
        self._read_from = ""
        self._index: tuple[StatementIndex, Keys] | None = None
        self._owner: dict[str, str] = {}
        _refuse(faults_of(self._factors, ParsedDocument("")), "catalogue")

    @property
    def factors(self) -> Mapping[str, CanonicalFactor]:
        """The canonical factors by key, in the order of the file."""
        return dict(self._factors)

    def __len__(self) -> int:
        return len(self._factors)

    def __contains__(self, key: object) -> bool:
        return key in self._factors

    def __repr__(self) -> str:
        count = sum(len(factor.statements) for factor in self._factors.values())
        return f"<Catalogue of {len(self):,} factors, {count:,} statements>"

    @classmethod
    def from_statements(cls, statements: Mapping[str, Iterable[str]]) -> Self:
        """Return a catalogue of keys and the sentences that mean them.

        Args:
            statements: For each key its statements; the first one becomes the name.

        Raises:
            InvalidCatalogue: A key has no statement, or a statement stands under two keys.
        """
        factors = {}
        faults = []
        for key, told in statements.items():
            listed = [told] if isinstance(told, str) else list(told)
            try:
                name = listed[0] if listed else ""
                factors[key] = CanonicalFactor.model_validate(
                    {"name": name, "statements": tuple(listed)}
                )
            except ValidationError as error:
                faults += form_faults(error, ("factors", key), ParsedDocument(""))
        _refuse(faults, "catalogue")
        return cls(factors)

    @classmethod
    def starter(cls) -> Self:
        """Return the shipped catalogue: common factors of software incidents, by layer."""
        return cls.loads(starter_text())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Return the catalogue in a YAML file.

        Raises:
            InvalidCatalogue: It is none; every fault is reported with its line.
            OSError: The file cannot be read.
        """
        return cls.loads(read_text(path), file=str(path))

    @classmethod
    def loads(cls, text: str, *, file: str = "") -> Self:
        """Return the catalogue in a YAML text.

        Raises:
            InvalidCatalogue: It is none; every fault is reported with its line.
        """
        parsed = parse_yaml(text, file)
        source = file or "catalogue text"
        _refuse(parsed.faults, source)
        data = parsed.data
        if not isinstance(data, Mapping) or data.get("catalogue") != 1:
            hint = "a mapping that begins with catalogue: 1"
            _refuse([Fault("", "no catalogue here", hint, file, 1)], source)
        listed = data.get("factors") or {}
        if not isinstance(listed, Mapping):
            _refuse([Fault("factors", "is no mapping", "key: {name: ...}", file, 1)], source)
        factors, faults = {}, []
        for key, told in listed.items():
            try:
                factors[key] = CanonicalFactor.model_validate(told)
            except ValidationError as error:
                faults += form_faults(error, ("factors", key), parsed)
        faults += faults_of(factors, parsed)
        _refuse(faults, source)
        made = cls(factors)
        made._read_from = text
        return made

    def dumps(self) -> str:
        """Return the catalogue as YAML; one that was read keeps its comments and order."""
        factors = {key: factor.as_data() for key, factor in self._factors.items()}
        return write_yaml_like(self._read_from, {"catalogue": 1, "factors": factors})

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the catalogue to a file, whole or not at all, and return its path."""
        return write_atomic(path, self.dumps())

    def key_of(self, text: str) -> str | None:
        """Return the key that has this very statement, apart from case, marks and spaces."""
        if not self._owner:
            self._owner = {
                normalised(t): k for k, f in self._factors.items() for t in sentences_of(f)
            }
        return self._owner.get(normalised(text))

    def current(self, key: str) -> str:
        """Return the key that an earlier key was merged into, or the key itself."""
        if key in self._factors:
            return key
        return next((new for new, factor in self._factors.items() if key in factor.was), key)

    def add(self, key: str, name: str, **fields: Any) -> None:
        """Add a canonical factor.

        Raises:
            CausalError: The key is taken, or a field is not one of a factor.
        """
        if key in self._factors:
            raise CausalError(f"the key {key!r} is taken; confirm a statement under it instead")
        try:
            factor = CanonicalFactor.model_validate({"name": name, **fields})
        except ValidationError as error:
            faults = form_faults(error, ("factors", key), ParsedDocument(""))
            raise InvalidCatalogue(faults, source="catalogue") from None
        self._set(key, factor)

    def confirm(self, text: str, key: str) -> None:
        """Remember that a statement means a factor; it is never offered elsewhere again.

        Raises:
            UnknownName: No factor has this key.
            CausalError: The statement is confirmed under another key already.
        """
        factor = self._known(key)
        other = self.key_of(text)
        if other == key:
            return
        if other is not None:
            raise CausalError(
                f"{text!r} is confirmed under {other!r} already; merge the keys, or reject it there"
            )
        kept = tuple(t for t in factor.rejected if normalised(t) != normalised(text))
        changed = {"statements": (*factor.statements, text), "rejected": kept}
        self._set(key, factor.model_copy(update=changed), added=text)

    def reject(self, text: str, key: str) -> None:
        """Remember that a statement does not mean a factor.

        Raises:
            UnknownName: No factor has this key.
        """
        factor = self._known(key)
        same = normalised(text)
        kept = tuple(t for t in factor.statements if normalised(t) != same)
        known = {normalised(t) for t in factor.rejected}
        rejected = factor.rejected if same in known else (*factor.rejected, text)
        self._set(key, factor.model_copy(update={"statements": kept, "rejected": rejected}))

    def merge(self, key: str, *, into: str) -> None:
        """Make two factors one; `into` keeps its name and remembers the other key.

        Raises:
            UnknownName: No factor has one of the keys.
            CausalError: They are the same.
        """
        gone, kept = self._known(key), self._known(into)
        if key == into:
            raise CausalError(f"{key!r} cannot be merged into itself")
        told = {normalised(t): t for t in (*kept.statements, gone.name, *gone.statements)}
        told.pop(normalised(kept.name), None)
        names = [t for t in told.values() if t not in kept.statements]
        rejected = [t for t in (*kept.rejected, *gone.rejected) if normalised(t) not in told]
        changed = {
            "statements": (*kept.statements, *names),
            "rejected": tuple(dict.fromkeys(rejected)),
            "was": (*kept.was, *gone.was, key),
            "maps": FrozenDict(gone.maps | kept.maps),
        }
        del self._factors[key]
        self._set(into, kept.model_copy(update=changed))

    def split(self, key: str, new: str, *, name: str, statements: Iterable[str]) -> None:
        """Move some statements of a factor to a new one; each side rejects the other's.

        Raises:
            UnknownName: No factor has the key, or a statement is not one of it.
            CausalError: The new key is taken.
        """
        factor = self._known(key)
        moved = tuple(statements)
        for text in moved:
            if text not in factor.statements:
                raise UnknownName(f"statement of {key!r}", text, factor.statements)
        kept = tuple(t for t in factor.statements if t not in moved)
        self.add(new, name, layer=factor.layer, family=factor.family, statements=moved)
        changed = {"statements": kept, "rejected": (*factor.rejected, *moved)}
        self._set(key, factor.model_copy(update=changed))

    def diff(self, other: Catalogue) -> list[str]:
        """Return in sentences what another catalogue has that this one has not, and the reverse."""
        lines = [f"{key}: new" for key in other._factors if key not in self._factors]
        lines += [
            f"{key}: merged into {other.current(key)}"
            if other.current(key) != key
            else f"{key}: gone"
            for key in self._factors
            if key not in other._factors
        ]
        for key, now in other._factors.items():
            before = self._factors.get(key)
            if before is None or before == now:
                continue
            for field in type(now).model_fields:
                old, new = getattr(before, field), getattr(now, field)
                if isinstance(new, tuple):
                    lines += [f"{key}: {field}: + {text}" for text in new if text not in old]
                    lines += [f"{key}: {field}: - {text}" for text in old if text not in new]
                elif old != new:
                    lines.append(f"{key}: {field}: {old!r} is now {new!r}")
        return lines

    def index(self) -> tuple[StatementIndex, Keys]:
        """Return every confirmed statement, ready to be asked for the likest, and their keys."""
        if self._index is None:
            pairs = [(key, t) for key, f in self._factors.items() for t in sentences_of(f)]
            self._index = (StatementIndex([t for _, t in pairs]), Keys(key for key, _ in pairs))
        return self._index

    def _known(self, key: str) -> CanonicalFactor:
        try:
            return self._factors[key]
        except KeyError:
            raise UnknownName("canonical factor", key, self._factors) from None

    def _set(self, key: str, factor: CanonicalFactor, added: str = "") -> None:
        self._factors[key] = factor
        if added and self._index is not None:
            index, keys = self._index
            index.add([added])
            keys.append(key)
            self._owner[normalised(added)] = key
        else:
            self._index = None
            self._owner = {}


class Keys:
    """The key of each statement of an index, as names and codes."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._number: dict[str, int] = {}
        self._codes = [self._number.setdefault(key, len(self._number)) for key in keys]
        self._array: NDArray[Any] | None = None

    def append(self, key: str) -> None:
        """Add the key of one more statement."""
        self._array = None
        self._codes.append(self._number.setdefault(key, len(self._number)))

    def coded(self) -> tuple[list[str], NDArray[Any]]:
        """Return the distinct keys and, for each statement, the position of its own among them."""
        if self._array is None:
            self._array = numpy.asarray(self._codes)
        return list(self._number), self._array


def _canonical(factors: Mapping[str, CanonicalFactor] | None) -> Mapping[str, CanonicalFactor]:
    given = {} if factors is None else factors
    if isinstance(given, Mapping) and all(isinstance(f, CanonicalFactor) for f in given.values()):
        return given
    raise CausalError(
        "Catalogue takes a CanonicalFactor by key; Catalogue.load reads a file, "
        "Catalogue.from_statements takes sentences by key"
    )


def _refuse(faults: list[Fault], source: str) -> None:
    if faults:
        raise InvalidCatalogue(faults, source=source)
