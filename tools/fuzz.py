"""Search for an input that breaks a reader or a writer, led by the code that each input reaches.

``python tools/fuzz.py`` tries every reader and writer, ``python tools/fuzz.py NAME`` one. What
breaks one is written to ``.fuzz/``; put it into ``tests/io/fuzzed/NAME/``, where a test keeps it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

EXECUTIONS = 100_000
"""Inputs tried on each target in a run."""

FOUND = Path(".fuzz")
VIEWS = ("graph", "swiss-cheese", "actions", "timeline", "bowtie", "brief")


def readers() -> dict[str, Callable[[bytes], None]]:
    """Return a target for each reader: a text is read, or refused with a `CausalError`."""
    from causal.errors import CausalError
    from causal.io.registry import READERS, read_as

    def target(name: str) -> Callable[[bytes], None]:
        def one(data: bytes) -> None:
            try:
                reading = read_as(data.decode("utf-8", "replace"), "fuzzed", name)
            except CausalError as error:
                str(error)
                return
            import causal

            assert causal.loads(causal.dumps(reading.incident)) == reading.incident

        return one

    return {name: target(name) for name in READERS}


def writers() -> dict[str, Callable[[bytes], None]]:
    """Return a target for each writer: what it makes of any texts has no markup of theirs."""
    import causal
    from causal.errors import CausalError

    def incident(data: bytes) -> causal.Incident | None:
        words = data.decode("utf-8", "replace").split("\n")
        text = [words[n % len(words)] or "x" for n in range(6)]
        try:
            return causal.Incident.from_data(
                {
                    "causal": 1,
                    "id": text[0],
                    "title": text[1],
                    "outcome": {"what": text[2], "because": ["a", text[3]]},
                    "factors": {
                        "a": {"what": text[4], "evidence": [text[5]], "layer": "ci"},
                        text[3]: {"what": text[1], "kind": "trigger"},
                    },
                    "actions": {"A": {"what": text[2], "addresses": ["a"], "ticket": text[5]}},
                }
            )
        except CausalError:
            return None

    def page(subject: causal.Incident) -> None:
        shown = causal.report(subject, "html")
        assert "<script" not in shown.lower()

    def markdown(subject: causal.Incident) -> None:
        headings = [x for x in causal.report(subject).splitlines() if x.startswith("#")]
        assert len(headings) < 40

    def svg(subject: causal.Incident) -> None:
        from xml.etree import ElementTree

        for view in VIEWS:
            try:
                drawn = causal.draw(subject, view).svg
            except CausalError:
                continue
            tags = {x.tag.split("}")[-1] for x in ElementTree.fromstring(drawn).iter()}
            assert not tags & {"script", "foreignObject", "image", "iframe"}

    def sources(subject: causal.Incident) -> None:
        drawing = causal.draw(subject)
        assert "<" not in drawing.mermaid.replace("<br/>", "").replace("<-->", "")
        assert drawing.dot and drawing.html

    def words(subject: causal.Incident) -> None:
        for answer in (causal.explain(subject), causal.assess_actions(subject)):
            assert answer.sentences() and answer.to_dict()

    def openpsa(subject: causal.Incident) -> None:
        again = causal.loads(causal.dumps(subject, format="openpsa"), format="openpsa")
        assert len(again.factors) >= 2

    def target(write: Callable[[causal.Incident], None]) -> Callable[[bytes], None]:
        def one(data: bytes) -> None:
            subject = incident(data)
            if subject is not None:
                write(subject)

        return one

    made = (page, markdown, svg, sources, words, openpsa)
    return {f"write-{write.__name__}": target(write) for write in made}


def run(name: str, executions: int) -> None:
    """Try one target until something breaks it or the executions are over; never returns."""
    import atheris

    with atheris.instrument_imports(include=["causal"]):
        targets = {**readers(), **writers()}
    seeds = FOUND / name
    seeds.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(sorted(Path("examples").glob("*.*"))):
        (seeds / f"seed-{number}").write_bytes(seed.read_bytes()[:4000])
    limits = [f"-runs={executions}", "-max_len=4096", "-timeout=25", "-rss_limit_mb=2048"]
    where = f"-artifact_prefix={FOUND}/{name}-"
    atheris.Setup([sys.argv[0], *limits, where, "-verbosity=0", str(seeds)], targets[name])
    atheris.Fuzz()


def main(words: list[str]) -> int:
    """Try the named targets, or all, each in a process of its own; return 1 when one broke."""
    try:
        import atheris  # noqa: F401
    except ImportError as error:
        print(f"not run: atheris has no wheel for this Python, or is not installed ({error})")
        return 0
    executions = int(words.pop(0)) if words and words[0].isdigit() else EXECUTIONS
    if len(words) == 2 and words[0] == "--one":
        run(words[1], executions)
    broken = []
    for name in words or [*readers(), *writers()]:
        done = subprocess.run(
            [sys.executable, __file__, str(executions), "--one", name], check=False
        )
        print(f"{name}: {'fine' if done.returncode == 0 else 'BROKEN, see ' + str(FOUND)}")
        if done.returncode:
            broken.append(name)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
