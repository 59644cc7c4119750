"""``causal suggest``: factors without a key beside the canonical factors they may be."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.cli.output import budget_of, complain, say
from causal.cli.source import incidents_of, read_source, tell_unread
from causal.errors import CausalError

if TYPE_CHECKING:
    from causal.catalogue.catalogue import Catalogue
    from causal.catalogue.review import Candidate, Group, Review

HELP = "suggest a canonical factor for every factor without a key, and remember what is confirmed"
_OURS = (".yaml", ".yml", ".json")
"""Suffixes of the files that a key can be written into."""

_KEYS = (
    "enter: this key for all; 1-5: another suggestion; n: a new key; "
    "x 2 4: leave these out; s: skip; q: stop"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("folder", help="a folder of incident files, or one file")
    parser.add_argument(
        "--catalogue",
        help="the catalogue file; made from the starter catalogue when it does not exist;"
        " default: the starter catalogue, and nothing is remembered",
    )
    parser.add_argument("--to", metavar="FILE", help="write the review to a file for an editor")
    parser.add_argument("--apply", metavar="FILE", help="take over a review that was edited")


def run(arguments: argparse.Namespace) -> int:
    """Print, ask for or apply keys; return 1 when factors without a key are left."""
    catalogue = _catalogue(arguments.catalogue)
    if arguments.apply:
        return _apply(arguments.apply, catalogue, arguments.catalogue)
    from causal.catalogue.review import review_factors

    corpus = read_source(arguments.folder)
    code = tell_unread(corpus, arguments.folder)
    ours = (each for each in incidents_of(corpus) if each[0].lower().endswith(_OURS))
    limits = None if arguments.seconds is None else budget_of(arguments)
    review = review_factors(ours, catalogue, budget=limits)
    if review.left:
        complain(f"not finished: {review.left:,} factors without a key were not looked at")
    open_ones = sum(len(group.candidates) for group in review.groups)
    if arguments.to:
        from causal.atomic import write_atomic

        say(write_atomic(arguments.to, review.to_file()))
        say(f"{open_ones:,} factors to look at")
    elif sys.stdin is not None and sys.stdin.isatty() and arguments.catalogue:
        return max(code, _Session(review, catalogue, arguments.catalogue).run())
    else:
        _print(review)
    return 1 if open_ones or review.left else code


def _catalogue(path: str | None) -> Catalogue:
    from causal.catalogue import Catalogue

    if path and Path(path).exists():
        return Catalogue.load(path)
    return Catalogue.starter()


def _print(review: Review) -> None:
    say(f"{review.keyed:,} factors have a key; {len(review.identical):,} more are confirmed ones")
    for group in review.groups:
        say(f"\n{group.key or 'new'}: {group.name}")
        for candidate in group.candidates:
            say(f"  {candidate.what}  [{candidate.file}: {candidate.factor}]")
            for found in candidate.suggestions[:3]:
                say(f"      {found}")


def _apply(file: str, catalogue: Catalogue, kept_in: str | None) -> int:
    from causal.catalogue.review import apply_keys, slug
    from causal.io.parsed_document import parse_yaml
    from causal.io.safe_file import read_text

    data = parse_yaml(read_text(file), file).data
    listed = data.get("factors") if isinstance(data, dict) else None
    if not isinstance(listed, list) or data.get("review") != 1:
        raise CausalError(f"{file}: no review here; write one with --to")
    keys: dict[str, dict[str, str]] = {}
    left = 0
    for row in listed:
        key, what = row.get("key"), row.get("what")
        if not key:
            left += 1
            continue
        if key not in catalogue:
            catalogue.add(slug(key) if key != slug(key) else key, what)
        else:
            _confirm(catalogue, what, key)
        keys.setdefault(row["file"], {})[row["factor"]] = key
    for path, found in keys.items():
        say(apply_keys(path, found))
    if kept_in:
        say(catalogue.save(kept_in))
    return 1 if left else 0


def _confirm(catalogue: Catalogue, what: str, key: str) -> None:
    """Confirm a statement where no other key holds it; a file may say it of either."""
    if catalogue.key_of(what) is None:
        catalogue.confirm(what, key)


class _Session:
    """Asks group by group; what is confirmed is written at once."""

    def __init__(self, review: Review, catalogue: Catalogue, kept_in: str) -> None:
        self.review = review
        self.catalogue = catalogue
        self.kept_in = kept_in
        self.ask: Callable[[str], str] = input
        self.waiting: list[Group] = []
        self.at = 0

    def run(self) -> int:
        """Ask for every group; return 1 when some are left."""
        for (file, factor), key in self.review.identical.items():
            self._write(file, factor, key)
        left = 0
        self.waiting = list(self.review.groups)
        for number, group in enumerate(self.waiting, 1):  # it grows while it is gone through
            say(f"\n[{number} of {len(self.waiting)}] {group.key}: {group.name}")
            for count, candidate in enumerate(group.candidates, 1):
                say(f"  {count}. {candidate.what}  [{candidate.file}]")
            self.at = number
            answer = self._group(group)
            if answer == "q":
                return 1
            left += answer == "s"
        return 1 if left else 0

    def _group(self, group: Group) -> str:
        chosen = list(group.candidates)
        others = chosen[0].suggestions
        for count, found in enumerate(others, 1):
            say(f"     {count}: {found}")
        while True:
            try:
                answer = self.ask(f"{_KEYS}\n> ").strip()
            except EOFError:
                return "q"
            if answer in ("q", "s"):
                return answer
            if answer.startswith("x"):
                out = {int(word) for word in answer.split()[1:] if word.isdigit()}
                chosen = [c for n, c in enumerate(group.candidates, 1) if n not in out]
                continue
            key = self._key(answer, group.key, [found.key for found in others], chosen)
            if key:
                for candidate in chosen:
                    self._take(candidate, key)
                for candidate in group.candidates:
                    if candidate not in chosen:
                        self._ask_later(candidate, group.key)
                self.catalogue.save(self.kept_in)
                return "taken"

    def _key(self, answer: str, own: str, others: list[str], chosen: list[Candidate]) -> str:
        from causal.catalogue.review import slug

        if answer == "" and own:
            return own
        if answer.isdigit() and 0 < int(answer) <= len(others):
            return others[int(answer) - 1]
        if answer == "n" and chosen:
            proposed = slug(chosen[0].what)
            key = self.ask(f"new key [{proposed}]: ").strip() or proposed
            if key not in self.catalogue:
                self.catalogue.add(key, chosen[0].what)
            return key
        return ""

    def _ask_later(self, candidate: Candidate, not_this: str) -> None:
        """Remember that a statement does not mean a factor, and offer what comes next."""
        from causal.catalogue.review import Group
        from causal.catalogue.suggest import suggest_factors

        if not_this:
            self.catalogue.reject(candidate.what, not_this)
        found = tuple(suggest_factors(candidate.what, self.catalogue))
        key, name = (found[0].key, found[0].name) if found else ("", "no canonical factor yet")
        again = replace(candidate, suggestions=found)
        same = next((g for g in self.waiting[self.at :] if g.key == key), None)
        if same is None:
            self.waiting.append(Group(key, name, [again]))
        else:
            same.candidates.append(again)

    def _take(self, candidate: Candidate, key: str) -> None:
        _confirm(self.catalogue, candidate.what, key)
        self._write(candidate.file, candidate.factor, key)

    @staticmethod
    def _write(file: str, factor: str, key: str) -> Any:
        from causal.catalogue.review import apply_keys

        try:
            return apply_keys(file, {factor: key})
        except CausalError as error:
            complain(error)
            return None
