"""What a language rule does: a judge of sentences, over the texts of an incident or one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from causal.checks.finding import Severity
from causal.checks.language.sentences import Sentence, bare, pieces_of, sentences_of
from causal.checks.rule import Case, Field, Found, Names, Rule, rule
from causal.graph.budget import tick

Words = re.Match[str] | str | None
Judge = Callable[[str, Names, Names], Words]
"""From a plain sentence, names of people and of systems to the words found, if any."""


def language_rule(
    severity: Severity, fields: Iterable[Field], said: str
) -> Callable[[Judge], Rule]:
    """Return what makes a rule of a judge: it looks at every sentence in the fields named.

    Args:
        severity: Of what it finds.
        fields: The kinds of field it looks at.
        said: The message, with ``{words}`` for what was found.
    """
    wanted = frozenset(fields)

    def made(judge: Judge) -> Rule:
        def judges(text: str, field: Field, people: Names, systems: Names) -> Iterator[Found]:
            at, line = 0, 1
            for sentence in _pieces(text, field) if field in wanted else ():
                tick()
                if sentence.start >= at:  # counted on from the last, as a text may be long
                    line += text.count("\n", at, sentence.start)
                    at = sentence.start
                found = judge(sentence.plain, people, systems)
                words = found[0] if isinstance(found, re.Match) else found
                if words:
                    shown = " ".join(words.split())
                    yield Found((), said.format(words=repr(shown[:120])), "", line)

        def find(case: Case) -> Iterator[Found]:
            for prose in case.prose():
                for found in judges(prose.text, prose.field, case.people, case.systems):
                    yield found._replace(path=prose.path)

        find.__name__, find.__doc__ = judge.__name__, judge.__doc__
        return rule(severity, judges=judges)(find)

    return made


def _pieces(text: str, field: Field) -> Iterator[Sentence]:
    if field != "action":
        yield from sentences_of(text)
        return
    plain, start = bare(text), 0
    for line in text.splitlines(keepends=True):
        yield from pieces_of(text, plain, start, start + len(line))
        start += len(line)
