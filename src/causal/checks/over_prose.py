"""What a language rule does: a judge of sentences, over the texts of an incident or one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from causal.checks.language.sentences import Sentence, bare, sentences_of
from causal.checks.rule import Case, Field, Found

Names = tuple[str, ...]
Judge = Callable[[str, Names, Names], str]
"""From a plain sentence, names of people and of systems to the words found, empty for none."""


def over_prose(
    judge: Judge, fields: Iterable[Field], said: str
) -> Callable[[Case], Iterator[Found]]:
    """Return what a rule does: judge every sentence of an incident in the fields named.

    Args:
        judge: Says which words of a sentence it found.
        fields: The kinds of field it looks at.
        said: The message, with ``{words}`` for what was found.
    """
    wanted = frozenset(fields)

    def find(case: Case) -> Iterator[Found]:
        for prose in case.prose():
            if prose.field in wanted:
                for found in judged(
                    prose.text, prose.field, judge, said, (case.people, case.systems)
                ):
                    yield found._replace(path=prose.path)

    find.judge, find.fields, find.said = judge, wanted, said  # type: ignore[attr-defined]
    return find


def judged(
    text: str, field: Field, judge: Judge, said: str, names: tuple[Names, Names]
) -> Iterator[Found]:
    """Yield what a judge finds in the sentences of a text, with the line of each."""
    for sentence in _pieces(text, field):
        words = judge(sentence.plain, *names)
        if words:
            line = text.count("\n", 0, sentence.start) + 1
            shown = " ".join(words.split())
            yield Found((), said.format(words=repr(shown[:120])), "", line)


def _pieces(text: str, field: Field) -> Iterator[Sentence]:
    if field != "action":
        yield from sentences_of(text)
        return
    plain, start = bare(text), 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Sentence(line.strip(), plain[start : start + len(line)].strip() or " ", start)
        start += len(line)
