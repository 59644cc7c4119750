"""The survey as HTML: whole, traceable, harmless, and the same figures as the Markdown page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

import causal
from causal.corpus import load_corpus
from causal.errors import UnknownFormat
from causal.reports.survey import survey_html, survey_markdown, write_survey
from corpus_samples import corpus_of, sample
from html_page import NASTY, Page

EXAMPLES = Path(__file__).parents[2] / "examples" / "corpus"
DAY = "2026-01-31"


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(EXAMPLES)


@pytest.fixture(scope="module")
def text(corpus) -> str:
    return survey_html(corpus, DAY)


def test_page_is_well_formed_and_every_link_within_it_leads_somewhere(text):
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inner) <= set(page.ids)
    assert len(inner) > 10
    assert page.tags.count("h1") == 1


def test_page_needs_nothing_beside_it(text):
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert "url(" not in text and "@import" not in text
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "default-src 'none'" in text


def test_every_incident_leads_to_its_published_source(corpus, text):
    page = Page(text)
    outside = {unescape(link) for link in page.links if not link.startswith("#")}
    assert outside == set(corpus.incidents["source_url"])


def test_claims_are_those_of_the_markdown_page(corpus, text):
    shown = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text)))
    markdown = survey_markdown(corpus, None, DAY)
    for line in markdown.splitlines():
        if line.startswith(("#", ">", "- Only", "1.", "2.", "3.", "4.", "5.", "6.")):
            plain = re.sub(r"\[([^\]]+)\](\[[^\]]+\]|\([^)]+\))", r"\1", line)
            plain = re.sub(r"^(#+|>|-|\d\.) ", "", plain).replace("**", "").replace("`", "")
            assert re.sub(r"\\(.)", r"\1", plain) in shown, line


def test_every_count_of_a_factor_stands_above_as_many_incidents(text):
    part = text.split('id="what-keeps-coming-back"')[1].split("<section")[0]
    bodies = re.findall(r"<tbody>(.*?)</tbody>", part, re.DOTALL)
    assert len(bodies) == 24
    for body in bodies:
        count = re.search(r"<td>(\d+) of \d+", body)
        assert count is not None
        assert len(re.findall(r'class="ref"', body)) == int(count[1])


def test_dark_and_print_are_thought_of(text):
    assert "prefers-color-scheme:dark" in text and "@media print" in text
    assert '<html lang="en">' in text and 'name="viewport"' in text


def test_written_page_links_the_files_beside_it(tmp_path):
    (tmp_path / "in put").mkdir()
    corpus = corpus_of(tmp_path / "in put", sample("A"), sample("B"))
    page = write_survey(corpus, tmp_path / "out", DAY).with_suffix(".html")
    outside = {link for link in Page(page.read_text("utf-8")).links if not link.startswith("#")}
    assert outside == {"../in%20put/0000.json", "../in%20put/0001.json"}
    for link in outside:
        assert (page.parent / unquote(link)).is_file()


def test_nasty_texts_show_as_they_were_written(tmp_path):
    factors = {NASTY: {"what": NASTY, "key": NASTY, "layer": NASTY}}
    data = {
        "title": NASTY,
        "services": [NASTY],
        "factors": factors,
        "outcome": {"what": NASTY, "because": [NASTY]},
        "layers": {NASTY: {}},
        "source": {"title": NASTY, "url": "javascript:alert(1)", "licence": NASTY},
        "actions": {"A": {"what": NASTY, "owner": NASTY, "addresses": [NASTY], "hardens": NASTY}},
    }
    (tmp_path / "bad.yaml").write_text("causal: 1\nid: '<b>'\n", encoding="utf-8")
    corpus = corpus_of(tmp_path, sample("<i>", **data), sample("B", **data))
    assert len(corpus) == 2, corpus.faults["problem"].tolist()
    text = survey_html(corpus, DAY, base=tmp_path)
    page = Page(text)
    assert page.open == []
    assert "script" not in page.tags and "b" not in page.tags and "i" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not [link for link in page.links if "script:" in link]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("count", [0, 1])
def test_small_corpora_make_a_whole_page(tmp_path, count):
    text = survey_html(corpus_of(tmp_path, *[sample("A")] * count), DAY)
    page = Page(text)
    assert page.open == [] and len(page.ids) == len(set(page.ids))


def test_report_gives_the_page_and_refuses_other_formats(corpus):
    assert causal.report(corpus, format="html", today=DAY) == survey_html(corpus, DAY)
    assert causal.report(corpus, today=DAY) == survey_markdown(corpus, None, DAY)
    with pytest.raises(UnknownFormat, match=r"known: markdown, html, pdf\)"):
        causal.report(corpus, format="csv")
    with pytest.raises(UnknownFormat, match=r"known: markdown, html, pdf, csv, json\)"):
        causal.report(corpus[next(iter(corpus))], format="docx")
