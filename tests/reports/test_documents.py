"""Documents of one incident: every template in every format, whole and within its limits."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections import Counter

import pytest

import causal
from causal.errors import CausalError, NotFinished, UnknownFormat, UnknownName
from causal.render.metrics import text_width
from causal.render.only_paths import by_layer, only_paths
from causal.reports import SUFFIXES, TEMPLATES, write_report
from causal.reports.column_widths import column_widths
from causal.reports.one_page import WORDS
from corpus_samples import corpus_of
from render_nasty import NASTY
from verdict_samples import EXAMPLES, example

POOL = "connection-pool"
BARE = {
    "causal": 1,
    "id": "B",
    "title": "It broke",
    "outcome": {"what": "Down", "because": ["a"]},
    "factors": {"a": {"what": "A bolt was loose"}},
}


def text_of(pdf, path):
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True)
    return done.stdout


def pages(pdf, path):
    path.write_bytes(pdf)
    done = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True)
    return int(re.search(r"Pages:\s+(\d+)", done.stdout)[1])


@pytest.mark.parametrize("template", TEMPLATES)
def test_documents_read_as_recorded(template, golden):
    golden(f"{template}.md", causal.report(example(POOL), template=template))


def test_one_page_reads_as_recorded(golden):
    golden("one-page.md", causal.report(example(POOL), one_page=True))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "data", [BARE, {**BARE, "outcome": {"what": "Down"}, "factors": {}}], ids=["one", "none"]
)
def test_a_bare_incident_makes_whole_documents(template, data, tmp_path):
    incident = causal.loads(json.dumps(data))
    for suffix in (".md", ".html", ".pdf"):
        first, *_ = write_report(incident, tmp_path / f"x{suffix}", template=template)
        assert first.stat().st_size > 300


def test_a_repair_alone_is_no_action_done_or_planned_against_a_recurrence():
    """What remains is said once, without "with the actions done" or "with every planned one"."""
    repair = {"what": "Tighten the bolt", "addresses": ["a"], "kind": "repair"}
    for status in ("done", "open"):
        data = {**BARE, "actions": {"A1": {**repair, "status": status}}}
        text = causal.report(causal.loads(json.dumps(data)))
        assert "\n\nOne failure path remains in this graph:\n" in text
        assert "every planned" not in text and "actions done so far" not in text
    more = {"A2": {"what": "Paint it", "addresses": ["a"], "status": "done"}}
    both = {**BARE, "actions": {"A1": repair, **more}}
    assert "With the actions done so far: if every" in causal.report(causal.loads(json.dumps(both)))


def test_a_meeting_settles_nothing_of_a_repair_and_asks_for_evidence_of_what_is_done():
    done = {"what": "Replace the bolt", "addresses": ["a"], "status": "done"}
    actions = {"A1": done, "A2": {**done, "kind": "repair"}, "A3": {**done, "status": "cancelled"}}
    incident = causal.loads(json.dumps({**BARE, "actions": actions}))
    text = causal.report(incident, template="review-meeting")
    assert "| done | no evidence that it works |" in text
    assert "| done | nothing |" in text and "| cancelled | nothing |" in text


def test_who_and_when_are_said_even_when_nobody_is_named():
    text = causal.report(example(POOL))
    assert text.count("no owner named") >= 5
    assert text.count("no date named") >= 5
    assert "| owner |" in text and "| due |" in text


def test_an_incident_as_html_is_one_page_that_holds_its_pictures():
    text = causal.report(example(POOL), "html")
    assert text.count("<svg") == 3
    assert "<img" not in text and "<script" not in text and "url(" not in text.split("<svg")[0]
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    inner = set(re.findall(r'href="#([^"]+)"', text))
    assert inner <= set(ids)


def test_pictures_stand_beside_markdown(tmp_path):
    document, *pictures = write_report(example(POOL), tmp_path / "a b.md")
    text = document.read_text("utf-8")
    assert len(pictures) == 3
    for picture in pictures:
        assert f"(<{picture.name.replace(' ', '%20')}>)" in text


def wordy(count, length):
    factors = {f"f{n}": {"what": "word " * length, "layer": f"layer{n}"} for n in range(count)}
    return causal.loads(
        json.dumps(
            {
                **BARE,
                "title": "word " * length,
                "outcome": {"what": "word " * length, "because": list(factors)},
                "factors": factors,
                "layers": {
                    **{f"layer{n}": {} for n in range(count)},
                    **{f"h{n}": {"state": "held", "stopped": "word " * length} for n in range(9)},
                },
                "actions": {"A": {"what": "word " * length, "addresses": ["f0"]}},
            }
        )
    )


@pytest.mark.parametrize("incident", [example(POOL), wordy(3, 3), wordy(30, 40)], ids=range(3))
def test_one_page_is_one_page(incident, tmp_path):
    markdown = causal.report(incident, one_page=True)
    words = re.sub(r"[|>#*`\\-]+|!\[.*", " ", markdown).split()
    assert len(words) <= WORDS
    for heading in ("What lined up", "What held", "The weakest point", "The first open action"):
        assert f"## {heading}" in markdown
    assert "## Seen before" in markdown
    pdf = causal.report(incident, "pdf", one_page=True)
    assert pages(pdf, tmp_path / "x.pdf") == 1
    written = write_report(incident, tmp_path / "p.pdf", one_page=True)
    assert [path.name for path in written] == ["p.pdf", "p-appendix.pdf"]


def test_one_page_says_where_its_factors_were_seen(tmp_path):
    keyed = {"a": {"what": "A bolt was loose", "key": "loose-bolt"}}
    others = [{**BARE, "id": f"I{n}", "factors": keyed} for n in range(5)]
    corpus = corpus_of(tmp_path, *others)
    incident = causal.loads(json.dumps({**BARE, "factors": keyed}))
    text = causal.report(incident, one_page=True, corpus=corpus)
    assert "1 of its 1 keyed factors: `loose-bolt` in I0, I1, I2 and 2 more." in text
    assert "Not looked up" in causal.report(incident, one_page=True)


def test_action_items_go_to_a_tracker():
    incident = example(POOL)
    rows = json.loads(causal.report(incident, "json"))
    assert [row["id"] for row in rows] == list(incident.actions)
    assert rows[0]["owner"] is None and rows[0]["incident"] == incident.id
    cells = list(csv.DictReader(io.StringIO(causal.report(incident, "csv"))))
    assert [row["summary"] for row in cells] == [a.what for a in incident.actions.values()]


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_cell_of_a_tracker_is_a_formula(text):
    for start in ("", "=", "+", "-", "@", " =", "\t=", "\uff1d"):
        from causal.reports.spreadsheet import csv_text

        out = csv_text(["a", "b"], [[start + text[:500], 1]])
        (row,) = list(csv.reader(io.StringIO(out)))[1:]
        assert len(row) == 2
        assert not row[0].lstrip(" ").startswith(tuple("=+-@\t\r\uff1d"))


def test_a_pdf_holds_its_words(tmp_path):
    text = text_of(causal.report(example(POOL), "pdf"), tmp_path / "x.pdf")
    for words in ("Contributing factors", "no owner named", "Depth of defence"):
        assert words in text


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"template": "google"}, UnknownName, "google-sre"),
        ({"format": "docx"}, UnknownFormat, "markdown, html, pdf"),
        ({"template": "ccadb", "one_page": True}, CausalError, "postmortem"),
        ({"today": "2026-01-01"}, CausalError, "corpus"),
    ],
)
def test_what_cannot_be_is_said(given, error, words):
    with pytest.raises(error, match=words):
        causal.report(example(POOL), **given)


def test_a_suffix_that_is_none_is_said(tmp_path):
    with pytest.raises(UnknownFormat, match=r"did you mean"):
        write_report(example(POOL), tmp_path / "x.htlm")
    assert set(SUFFIXES.values()) == {"markdown", "html", "pdf", "csv", "json"}


def test_a_report_takes_an_incident_or_a_corpus():
    with pytest.raises(CausalError, match=r"causal\.load\('incident\.yaml'\)"):
        causal.report("incident.yaml")


def test_what_is_not_finished_says_so_and_the_rest_is_there(monkeypatch):
    def late(_):
        raise NotFinished("no exact answer within 1 second")

    monkeypatch.setattr("causal.analysis.words_why.stoppers", late)
    text = causal.report(example(POOL))
    assert "Not finished: no exact answer within 1 second." in text
    assert "## Action items" in text and "## Timeline" in text


def test_one_page_of_an_incident_without_causes_says_what_is_known():
    story = causal.new(
        "INC-9", "Logs dropped", impact={"what": "Logs of a day", "lost_minutes": 40}
    )
    story.action("Alert on dropped logs", id="alert")
    incident = story.build().replace(
        recovery="- The buffer was `raised`\n- Logs [flow](https://x.example)"
    )
    page = causal.report(incident, one_page=True)
    assert "Logs of a day" in page and "Lost: 40 minutes" in page
    assert "The buffer was raised. Logs flow" in page
    assert "No causes have been drawn yet" in page
    assert "**Alert on dropped logs**" in page


def heights(pdf, path):
    """Return the heights of all words of a PDF, in points of their size."""
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True)
    found = re.findall(r'yMin="([\d.]+)".*?yMax="([\d.]+)"', done.stdout)
    return [(float(low) - float(high)) / 0.938 for high, low in found]


def test_the_connection_pool_prints_on_three_pages_and_can_be_read(tmp_path):
    incident = example(POOL)
    for options, most in (({}, 3), ({"fit": "a4"}, 3), ({"one_page": True}, 1)):
        pdf = causal.report(incident, "pdf", **options)
        assert pages(pdf, tmp_path / "x.pdf") <= most
        assert min(heights(pdf, tmp_path / "x.pdf")) >= 7.45


def test_a_document_is_set_closer_where_that_saves_a_page_with_little_on_it(tmp_path):
    for name, most in (("corpus/moj-2020-09-07", 2), ("connection-pool-worsened", 3)):
        pdf = causal.report(causal.load(EXAMPLES / f"{name}.yaml"), "pdf")
        assert pages(pdf, tmp_path / "x.pdf") <= most
        assert min(heights(pdf, tmp_path / "x.pdf")) >= 7.45


LARGE = (
    "corpus/dfds-2023-001", "corpus/moj-2023-02-02", "corpus/posthog-2025-10-03",
    "corpus/posthog-2025-11-24", "crates-io-2023-07-20", "pictures/two-paths",
)  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_one_page_shows_a_cheese_that_can_be_read(name, tmp_path):
    pdf = causal.report(causal.load(EXAMPLES / f"{name}.yaml"), "pdf", one_page=True)
    assert pages(pdf, tmp_path / "x.pdf") == 1
    assert min(heights(pdf, tmp_path / "x.pdf")) >= 7.45
    assert "OUTCOME" in text_of(pdf, tmp_path / "x.pdf")


def test_of_a_cheese_too_large_for_one_page_it_is_said_where_it_is(tmp_path):
    pdf = causal.report(wordy(30, 12), "pdf", one_page=True)
    assert "it is in the appendix" in " ".join(text_of(pdf, tmp_path / "x.pdf").split())


def test_one_hole_stands_for_all_that_a_path_needed_of_a_layer():
    incident = causal.load(EXAMPLES / "crates-io-2023-07-20.yaml")
    whole = only_paths(causal.draw(incident, "swiss-cheese").scene)
    small = by_layer(whole)
    (before,), (after,) = whole.routes, small.routes
    boxes = {box.id: box for box in small.boxes}
    assert [boxes[name].band for name in after.through] == [band.id for band in small.bands]
    assert {one for name in after.through for one in boxes[name].stands_for} <= {*before.through}
    of = Counter(box.band for box in whole.boxes if box.id in before.through)
    assert [band.label for band in small.bands] == [
        f"{band.label} {of[band.id]}\N{MULTIPLICATION SIGN}" if of[band.id] > 1 else band.label
        for band in whole.bands
    ]
    bands = {box.id: box.band for box in whole.boxes}
    assert {boxes[name].band for name in after.stops} == {bands[name] for name in before.stops}
    assert "3\N{MULTIPLICATION SIGN}" in "".join(band.label for band in small.bands)
    assert any("of the layer, drawn as one" in entry.text for entry in small.legend)


def test_columns_of_a_table_fill_the_page_and_take_few_lines():
    name, words = (
        "reviewer-without-context",
        "The review was routed to nobody who knew the code area",
    )
    rows = [[[name], [words], ["gap"], []], [["x"], ["Down"], ["event"], [f"{name}, {name}"]]]
    found = column_widths(["id", "factor", "role", "because"], rows, 493.2)
    assert sum(found) == pytest.approx(493.2)
    assert found[1] > text_width(words, 8.2) > 493.2 / 4
    assert column_widths(["a", "b"], [[["w" * 90], ["w" * 90]]], 100.0) == pytest.approx([50, 50])
