"""What a stored corpus says of itself: its files, their sizes and hashes, its rows."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from causal.corpus.tables.schema import STORED, TABLES
from causal.errors import CausalError
from causal.io.safe_file import sha256_of

MANIFEST = "causal-corpus.json"
FORMAT = 2
EARLIER = "corpus.json"
"""The name of the manifest in the first format, which this version replaces and does not read."""

LARGEST = 2**20
"""Bytes of a manifest: some two dozen files, each in a line or two."""

MOST_ROWS = 2**31 - 1
EARLIER_FILES = frozenset(
    {f"{name}{part}.parquet" for name in TABLES for part in ("", ".texts")}
    | {"files.parquet", "lines.parquet"}
)
_NAME = re.compile(r"[a-z]+(\.texts)?")
_FILE = re.compile(r"[a-z]+(\.texts)?-[0-9a-f]{12}\.parquet")
NEEDED = frozenset({f"{name}{part}" for name in TABLES for part in ("", ".texts")} | {"documents"})


class DamagedCorpus(CausalError):  # noqa: N818  # says what is so, like its siblings
    """A stored corpus that is not as it was written, or not as one can be written."""


def schema_digest() -> str:
    """Return what changes whenever a column of the tables does."""
    return hashlib.sha256(json.dumps(STORED).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a stored corpus says of itself.

    Args:
        rows: How many rows each table has.
        files: By name: the file, its size in bytes and its SHA-256.
        notes: What must be known before believing a sum.
        checked: Whether each id occurs once.
        earlier: Whether it is one of the first format, of which only the files are known.
    """

    rows: dict[str, int]
    files: dict[str, tuple[str, int, str]]
    notes: tuple[str, ...] = ()
    checked: bool = True
    earlier: bool = False

    @classmethod
    def of(
        cls,
        folder: Path,
        rows: dict[str, int],
        files: dict[str, str],
        notes: tuple[str, ...],
        checked: bool,
    ) -> Manifest:
        """Return the manifest of files that were just written to a folder."""
        found = {name: (file, *_state(folder / file)) for name, file in files.items()}
        return cls(rows, found, notes, checked)

    def text(self) -> str:
        """Return it as it is written."""
        files = {
            name: {"file": file, "size": size, "sha256": sha256}
            for name, (file, size, sha256) in sorted(self.files.items())
        }
        data = {"causal_corpus": FORMAT, "schema": schema_digest(), "checked": self.checked}
        data |= {"rows": self.rows, "notes": list(self.notes), "files": files}
        return json.dumps(data, indent=1) + "\n"

    @property
    def names(self) -> dict[str, str]:
        """Each name and the file that holds it."""
        return {name: file for name, (file, _, _) in self.files.items()}

    def verify(self, folder: Path) -> None:
        """Hold every file against its size and hash.

        Raises:
            DamagedCorpus: One is missing, no regular file, or not as it was written.
        """
        for file, size, sha256 in self.files.values():
            path = folder / file
            try:
                whole = stat.S_ISREG(path.lstat().st_mode) and path.stat().st_size == size
                whole = whole and _state(path) == (size, sha256)
            except OSError as error:
                raise DamagedCorpus(f"{path}: {error.strerror or error}") from None
            if not whole:
                raise DamagedCorpus(f"{path}: not as it was written")

    def old_files(self, folder: Path) -> list[Path]:
        """Return the files of the first format that it lists, itself among them."""
        if not self.earlier:
            return []
        listed = [folder / file for file in self.names.values() if file in EARLIER_FILES]
        return [file for file in (*listed, folder / EARLIER) if file.is_file()]


def _state(file: Path) -> tuple[int, str]:
    size, digest = sha256_of(file)
    return size, digest.hexdigest()


def is_stored(folder: Path) -> bool:
    """Return whether a folder is a stored corpus, whole or not, of this format or the first."""
    if (folder / MANIFEST).is_file():
        return True
    try:
        text = _text(folder / EARLIER)
    except (OSError, DamagedCorpus):
        return False
    return '"causal_corpus"' in text


def _text(path: Path) -> str:
    if not stat.S_ISREG(path.stat().st_mode):
        raise DamagedCorpus(f"{path}: not a regular file")
    with path.open("rb") as stream:
        raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise DamagedCorpus(f"{path}: more than {LARGEST:,} bytes: no manifest of a corpus")
    return raw.decode("utf-8", "replace")


def read_manifest(folder: Path, *, tolerant: bool = False) -> Manifest | None:
    """Return the manifest of a stored corpus.

    Args:
        folder: The folder.
        tolerant: Return None, or what of it can be trusted, instead of raising.

    Raises:
        DamagedCorpus: It is missing, damaged, or of another version.
    """
    path = folder / MANIFEST
    try:
        data = json.loads(_text(path))
    except FileNotFoundError:
        return _earlier(folder, tolerant=tolerant)
    except (OSError, ValueError, RecursionError, DamagedCorpus) as error:
        if tolerant:
            return Manifest({}, {})
        raise DamagedCorpus(f"{folder}: a damaged corpus: {error}") from None
    try:
        return _parsed(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if tolerant:
            return Manifest({}, {})
        version = data.get("causal_corpus") if isinstance(data, dict) else None
        if version == FORMAT and data.get("schema") == schema_digest():
            raise DamagedCorpus(f"{path}: damaged: {error}") from None
        raise DamagedCorpus(
            f"{folder}: stored by another version of causal; store it again"
        ) from None


def _parsed(data: Any) -> Manifest:
    if data["causal_corpus"] != FORMAT or data["schema"] != schema_digest():
        raise ValueError("another version")
    rows = {name: data["rows"][name] for name in TABLES}
    for name, count in rows.items():
        if type(count) is not int or not 0 <= count <= MOST_ROWS:
            raise ValueError(f"{name} cannot have {count!r} rows")
    files = {}
    for name, state in data["files"].items():
        file, size, sha256 = state["file"], state["size"], state["sha256"]
        if not _NAME.fullmatch(name) or not _FILE.fullmatch(file) or type(size) is not int:
            raise ValueError(f"{name!r} cannot be in {file!r}")
        files[name] = (file, size, str(sha256))
    if not set(files) >= NEEDED:
        raise ValueError(f"without {', '.join(sorted(NEEDED - set(files)))}")
    notes = data["notes"]
    if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
        raise ValueError("notes are texts")
    return Manifest(rows, files, tuple(notes), data["checked"] is True)


def _earlier(folder: Path, *, tolerant: bool) -> Manifest | None:
    """Return what a manifest of the first format lists; None where there is none."""
    found = is_stored(folder)
    if not tolerant:
        reason = "stored by another version of causal; store it again"
        raise DamagedCorpus(f"{folder}: {reason if found else 'no stored corpus'}")
    if not found:
        return None
    try:
        listed = json.loads(_text(folder / EARLIER))["files"]
        files = {str(name): (str(name), 0, "") for name in listed}
    except (OSError, ValueError, KeyError, TypeError, DamagedCorpus, RecursionError):
        files = {}
    return Manifest({}, files, earlier=True)


def stored_file(folder: Path, name: str) -> Path:
    """Return the Parquet file of a stored corpus that holds what is named.

    Raises:
        DamagedCorpus: There is none.
    """
    manifest = read_manifest(folder)
    if manifest is None or name not in manifest.names:
        raise DamagedCorpus(f"{folder}: holds no {name}")
    return folder / manifest.names[name]
