"""The survey page: every figure traceable, every text harmless, the same bytes every time."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from causal import Catalogue
from causal.corpus import load_corpus
from causal.reports.document import slug
from causal.reports.survey import survey_markdown, write_survey
from corpus_samples import corpus_of, sample, times

EXAMPLES = Path(__file__).parents[2] / "examples" / "corpus"
DAY = "2026-01-31"
USED = re.compile(r"\]\[(i\d+)\]")
DEFINED = re.compile(r"^\[(i\d+)\]: <(.*)>$", re.MULTILINE)


def section(page: str, title: str) -> str:
    return page.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def tables(page: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in page.splitlines():
        if line.startswith("|"):
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


@pytest.fixture(scope="module")
def page() -> str:
    return survey_markdown(load_corpus(EXAMPLES), None, DAY)


def test_page_of_the_examples_has_its_sections_in_order(page):
    assert re.findall(r"^#+ (.*)$", page, re.MULTILINE)[1:] == [
        "In short",
        "1. no-alert-on-symptom comes back most: in 10 of 28 incidents",
        "2. Without these 5 factors, 16 of 28 incidents would not have come about, by what was "
        "recorded of each",
        "3. By itself, resilience would have stopped 8 of 28 incidents",
        "4. No change in the rate of incidents stands out from chance",
        "5. What was done cannot be told: 96 of 114 action items carry no status",
        "What to fix next",
        "Canonical factors",
        "Layers",
        "What keeps coming back",
        "What came again within six months",
        "Which layers let failures through",
        "Action completion",
        "Recurrence before and after an action",
        "Links that come back",
        "What stands together",
        "How many, over time",
        "How long it took",
        "Factors without a key",
        "What this cannot say",
        "What was read",
        "The incidents",
    ]


def test_every_incident_links_to_its_published_source(page):
    corpus = load_corpus(EXAMPLES)
    targets = dict(DEFINED.findall(page))
    assert set(USED.findall(page)) == set(targets)
    assert len(targets) == len(corpus)
    assert set(targets.values()) == set(corpus.incidents["source_url"])


def test_every_recurring_factor_names_as_many_incidents_as_it_counts(page):
    text = section(page, "What keeps coming back")
    counts = dict(re.findall(r"^\| `([^`]+)`<br>.*? \| (\d+) of \d+", text, re.MULTILINE))
    traced = re.findall(r"^- `([^`]+)`: (.*)$", text, re.MULTILINE)
    assert counts
    assert {key: str(len(USED.findall(ids))) for key, ids in traced} == counts


def test_every_layer_names_the_incidents_it_failed_in_and_would_have_stopped(page):
    text = section(page, "Which layers let failures through")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    lists = text.split("Had it held, these would not have come about, as drawn:")
    for column, listed in zip((1, 2), lists, strict=True):
        counts = {row[0][2:]: row[column].split(" ")[0] for row in rows}
        traced = dict(re.findall(r"^- ([a-z ]+): (.*)$", listed, re.MULTILINE))
        assert {n: str(len(USED.findall(traced.get(n, "")))) for n in counts} == counts


def test_every_fix_names_the_incidents_it_prevents(page):
    text = section(page, "What to fix next")
    for part in text.split("### ")[1:]:
        counts = dict(re.findall(r"^\| `([^`]+)`.*? \| (\d+) more", part, re.MULTILINE))
        traced = re.findall(r"^- `([^`]+)`: (.*)$", part, re.MULTILINE)
        assert len(counts) == 5
        assert {key: str(len(USED.findall(ids))) for key, ids in traced} == counts


def test_first_screen_says_what_comes_back_what_to_fix_and_how_sure(page):
    lines = [line for line in section(page, "In short").splitlines() if line]
    items = [line for line in lines if not line.startswith("### ")]
    assert len(items) == 7
    assert "`no-alert-on-symptom` is not among them: it made incidents longer" in items[1]
    assert "95% interval" in items[0] and "How sure this is" in items[6]
    assert items.pop(5).startswith("**Nothing to show:** ")
    jumps = [re.search(r"More: \[(.*)\]\(#(.*)\)\.$", item).groups() for item in items]
    titles = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert all(title in titles and anchor == slug(title) for title, anchor in jumps)


def test_rows_of_a_table_have_the_cells_of_its_head(page):
    found = tables(page)
    assert len(found) == 11
    for lines in found:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1


def test_written_survey_is_the_same_bytes_every_time_and_whole(tmp_path):
    corpus = load_corpus(EXAMPLES)
    contents = []
    for name in ("one", "two"):
        written = write_survey(corpus, tmp_path / name / "deep", DAY)
        assert written == tmp_path / name / "deep" / "survey.md"
        files = sorted(p for p in written.parent.rglob("*") if p.is_file())
        contents.append({p.relative_to(written.parent): p.read_bytes() for p in files})
    assert contents[0] == contents[1]
    charts = re.findall(r"!\[[^\]]+\]\(<([^>]+)>\)", contents[0][Path("survey.md")].decode())
    assert len(charts) == 5
    for chart in charts:
        assert Path(chart) in contents[0]
        assert Path(chart).with_suffix(".png") in contents[0]
    assert len(contents[0]) == 13


def test_incident_without_a_source_links_to_its_file(tmp_path):
    (tmp_path / "in put").mkdir()
    corpus = corpus_of(tmp_path / "in put", sample("A"), sample("B"))
    page = write_survey(corpus, tmp_path / "out", DAY).read_text(encoding="utf-8")
    targets = dict(DEFINED.findall(page)).values()
    assert sorted(targets) == ["../in%20put/0000.json", "../in%20put/0001.json"]
    for target in targets:
        assert (tmp_path / "out" / unquote(target)).is_file()
    assert str(tmp_path) not in page


def test_faults_are_listed_with_place_and_problem(tmp_path):
    (tmp_path / "bad.yaml").write_text("causal: 1\nid: |\n  x\n", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("catalogue: 1\n", encoding="utf-8")
    page = survey_markdown(corpus_of(tmp_path, sample("A")), None, DAY, base=tmp_path)
    text = section(page, "What was read")
    assert "1 file with" in text
    assert "1 file of other kinds passed over (1 .yaml)." in text
    assert "| `bad.yaml` |" in text


@pytest.mark.parametrize("count", [0, 1])
def test_small_corpora_say_that_they_are_small(tmp_path, count):
    page = survey_markdown(corpus_of(tmp_path, *[sample("A")] * count), None, DAY)
    assert ("No incident was read" if count == 0 else "Only 1 incident") in page


def test_overdue_actions_are_listed_oldest_first(tmp_path):
    actions = {
        "A1": {"what": "Second", "addresses": ["pool"], "due": "2026-01-20", "owner": "db"},
        "A2": {"what": "First", "addresses": ["pool"], "due": "2026-01-10", "status": "open"},
        "A3": {"what": "In time", "addresses": ["pool"], "due": "2026-01-31"},
        "A4": {"what": "Done", "addresses": ["pool"], "due": "2026-01-10", "status": "done"},
    }
    page = survey_markdown(
        corpus_of(tmp_path, sample("A", actions=actions, times=times("2026-01-01"))), None, DAY
    )
    assert re.findall(r"^- (\w+) \(due (\S+), (.*); A\)$", page, re.MULTILINE) == [
        ("First", "2026-01-10", "no owner stated"),
        ("Second", "2026-01-20", "db"),
    ]
    assert "| db | not stated | 1 |" in page


NASTY = "<script>alert(1)</script> [x](javascript:y) `a|b` *c* _d_ \\ # & ![i](j)\n| e"


def test_nasty_texts_show_as_they_were_written(tmp_path):
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    keys = ["a`b|c", "<i>k</i>"]
    factors = {key: {"what": NASTY, "key": key, "layer": "l|<b>"} for key in keys}
    data = {
        "title": NASTY,
        "factors": factors,
        "outcome": {"what": NASTY, "because": keys},
        "layers": {"l|<b>": {}},
        "source": {"url": "javascript:alert(1)", "licence": NASTY},
        "actions": {"A|1": {"what": NASTY, "owner": NASTY, "due": "2025-01-01"}},
    }
    corpus = corpus_of(tmp_path, sample("[i1]: x|", **data), sample("*B*", **data))
    assert corpus.faults.empty
    html = markdown.render(survey_markdown(corpus, None, DAY, base=tmp_path))
    assert "<script" not in html
    assert "javascript:" not in re.sub(r">[^<]*<", "><", html)
    assert "<em>c</em>" not in html and "<img" not in html and "<b>" not in html
    found = tables(survey_markdown(corpus, None, DAY, base=tmp_path))
    assert html.count("<table>") == len(found) == 6
    for lines in found:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
    assert "alert(1)&lt;/script&gt;" in html


def test_ids_that_differ_in_case_only_keep_their_own_links(tmp_path):
    def at(url: str) -> dict[str, dict[str, str]]:
        return {"source": {"url": url}}

    corpus = corpus_of(
        tmp_path, sample("x", **at("https://e.org/1")), sample("X", **at("https://e.org/(2)"))
    )
    page = survey_markdown(corpus, None, DAY)
    targets = dict(DEFINED.findall(page))
    assert [targets[label] for label in ("i1", "i2")] == [
        "https://e.org/1",
        "https://e.org/%282%29",
    ]
    assert "[x][i1], [X][i2]" in page or "[X][i2], [x][i1]" in page


def bare_folder(tmp_path: Path) -> Path:
    for number, what in enumerate(
        ("The pool was sized for older traffic", "The pool was too small for the traffic")
    ):
        key = "" if number else ", key: pool-stale"
        (tmp_path / f"{number}.yaml").write_text(
            f"causal: 1\nid: I-{number}\ntitle: Down\noutcome: {{what: Down, because: [a]}}\n"
            f"factors: {{a: {{what: {what}, layer: capacity{key}}}}}\n",
            encoding="utf-8",
        )
    return tmp_path


def test_proposed_keys_stand_in_a_section_of_their_own_and_in_no_headline(tmp_path):
    catalogue = Catalogue.from_statements({"pool-stale": ["The pool was sized for older traffic"]})
    catalogue.add("backup", "A backup is missing", maps={"house": ("recovery",)})
    folder = bare_folder(tmp_path)
    with_it = survey_markdown(load_corpus(folder, catalogue=catalogue), None, DAY)
    without = survey_markdown(load_corpus(folder), None, DAY)
    title = "Factors without a key"
    assert "causal suggest" in section(without, title)
    told = section(with_it, title)
    assert "`pool-stale`" in told
    assert "1 more" in told
    assert "Nobody has confirmed" in told
    assert section(with_it, "In short") == section(without, "In short")
    assert "0 classes of house" in section(with_it, "What keeps coming back, by house")
    left = with_it.replace(f"## {title}\n{told}", "")
    assert "proposal" not in left
