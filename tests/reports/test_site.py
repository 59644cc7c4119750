"""A survey as a folder of pages: every link leads somewhere, nothing leaves the folder."""

from __future__ import annotations

import os
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.cli.main import main
from causal.corpus import load_corpus
from causal.errors import CausalError
from causal.reports.site.manifest import digest_of
from causal.reports.site.names import page_name
from causal.reports.site.write import write_site
from corpus_samples import corpus_of, sample, times
from html_page import NASTY, Page

EXAMPLES = Path(__file__).parents[2] / "examples" / "corpus"
DAY = "2026-01-31"
CODES = "number,day,why\nR-1,2024-01-10,Valve\nR-2,2024-02-28,Valve;Pump\nR-3,2024-05-02,Pump\n"
MAP = '[corpus.columns]\nid = "number"\ncodes = "why"\ndate = "day"\n'


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    return write_site(load_corpus(EXAMPLES), tmp_path_factory.mktemp("site"), DAY).parent


def html_of(folder: Path) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}


def test_there_is_a_page_for_each_incident_and_each_factor(site):
    corpus = load_corpus(EXAMPLES)
    assert len(list((site / "incidents").iterdir())) == len(corpus)
    keys = corpus.factors["key"].dropna().unique()
    assert len(list((site / "factors").iterdir())) == len(keys)
    assert {path.name for path in site.iterdir()} == {
        "index.html", "incidents.html", "factors.html", "evidence.csv", "incidents", "factors",
        "pages.txt",
    }  # fmt: skip


def test_every_link_of_every_page_leads_somewhere(site):
    for path, text in html_of(site).items():
        page = Page(text)
        assert page.open == [], path
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids, (path, link)
            elif not link.startswith("https://"):
                assert (path.parent / unquote(link)).is_file(), (path, link)


def test_only_the_pages_to_search_run_a_script_and_only_theirs(site):
    for path, text in html_of(site).items():
        assert text.count("<script") == (path.name in ("incidents.html", "factors.html"))
        policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1])
        assert policy.startswith("default-src 'none'")
        assert ("script-src 'sha256-" in policy) == ("<script" in text)
        assert "src=" not in text and "@import" not in text


def test_the_same_corpus_gives_the_same_bytes(site, tmp_path):
    again = write_site(load_corpus(EXAMPLES), tmp_path, DAY).parent
    one, two = (
        {path.relative_to(base): path.read_bytes() for path in base.rglob("*") if path.is_file()}
        for base in (site, again)
    )
    # Links to the files that were read differ, as they lead from another folder.
    assert one.keys() == two.keys()
    changed = [name for name in one if one[name] != two[name]]
    assert all(b"examples/corpus" in one[name] for name in changed)
    third = write_site(load_corpus(EXAMPLES), tmp_path, DAY).parent
    assert two == {p.relative_to(third): p.read_bytes() for p in third.rglob("*") if p.is_file()}


def test_pages_of_an_earlier_survey_go_unless_somebody_changed_them(tmp_path):
    (tmp_path / "one").mkdir()
    first, out = corpus_of(tmp_path, *map(sample, ("a", "b", "c"))), tmp_path / "out"
    write_site(first, out, DAY)
    (out / "incidents" / "b.html").write_text("our own notes", "utf-8")
    (out / "incidents" / "mine.html").write_text("ours", "utf-8")
    (tmp_path / "else.html").write_text("ours", "utf-8")
    listed = (out / "pages.txt").read_text("utf-8")
    outside = f"{digest_of('ours')}  incidents/../../else.html\n"
    (out / "pages.txt").write_text(listed + outside, "utf-8")
    write_site(corpus_of(tmp_path / "one", sample("a")), out, DAY)
    left = {path.name for path in (out / "incidents").iterdir()}
    assert left == {"a.html", "b.html", "mine.html"}
    assert (tmp_path / "else.html").is_file()


def test_what_is_not_recorded_is_said_once(site):
    for path in (site / "incidents").iterdir():
        page = path.read_text("utf-8")
        assert "Not recorded." not in page and "None recorded." not in page
    bare = (site / "incidents" / "dfds-2020-008.html").read_text("utf-8")
    assert "<p>Lessons learned.</p>" in bare


def test_names_that_are_nasty_stay_in_the_folder(tmp_path):
    ids = ["../../evil", "a/b", "A", "a", "CON", "con", "index", "\u202e", "x" * 180, "漢字"]
    factors = {"f": {"what": NASTY, "key": "../../../evil"}}
    corpus = corpus_of(
        tmp_path,
        *(sample(i, factors=factors, outcome={"what": NASTY, "because": ["f"]}) for i in ids),
    )
    write_site(corpus, tmp_path / "deep" / "out", DAY)
    assert len(list((tmp_path / "deep" / "out" / "incidents").iterdir())) == len(corpus) > 7
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]
    for text in html_of(tmp_path / "deep").values():
        assert "<script>alert" not in text and "onload='x'\"" not in text


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_folder_that_leads_elsewhere_is_refused(tmp_path):
    (tmp_path / "else").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "incidents").symlink_to(tmp_path / "else")
    (tmp_path / "in").mkdir()
    with pytest.raises(CausalError, match="leads out of"):
        write_site(corpus_of(tmp_path / "in", sample("A")), tmp_path / "out", DAY)
    assert list((tmp_path / "else").iterdir()) == []


@given(st.lists(st.text(min_size=1), unique=True))
def test_names_of_pages_are_safe_and_differ(texts):
    names = [page_name(text) for text in texts]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{1,75}", name) for name in names)


def test_every_figure_of_a_sentence_stands_in_its_section(site):
    text = (site / "index.html").read_text("utf-8")
    plain = [
        re.sub(r"<svg.*?</svg>|<[^>]+>", " ", p, flags=re.DOTALL) for p in text.split("<section")
    ]
    by_title = dict(
        zip(re.findall(r'<section aria-labelledby="([^"]+)"', text), plain[1:], strict=True)
    )
    parts = re.findall(
        r"<h3[^>]*>\d\. (.*?)</h3>\n<p>(.*?)</p>", by_title_html(text, "in-short"), re.DOTALL
    )
    assert len(parts) == 5
    for headline, details in parts:
        section = by_title[re.search(r'More: <a href="#([^"]+)"', details)[1]]
        figures = re.findall(r"\d[\d,.]*\d|\d", headline)
        assert all(figure in section for figure in figures), (headline, figures)


def by_title_html(text: str, title: str) -> str:
    return text.split(f'<section aria-labelledby="{title}">')[1].partition("</section>")[0]


def test_the_command_writes_pages_of_a_folder_and_of_coded_incidents(tmp_path, capsys):
    (tmp_path / "register.csv").write_text(CODES, encoding="utf-8")
    (tmp_path / "causal.toml").write_text(MAP, encoding="utf-8")
    out = tmp_path / "out"
    command = ["survey", str(tmp_path / "register.csv"), "-o", str(out), "--format", "html"]
    assert main([*command, "--today", DAY]) == 0
    assert capsys.readouterr().out == f"{out / 'index.html'}\n"
    assert (out / "incidents" / f"{page_name('R-1')}.html").is_file()
    text = (out / "index.html").read_text("utf-8")
    assert "1 to 3 of 3 incidents" in text or "3 of 3 incidents" in text


def test_a_register_without_a_map_says_what_to_give(tmp_path, capsys, monkeypatch):
    (tmp_path / "register.csv").write_text(CODES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["survey", "register.csv", "-o", "out"]) == 2
    assert "[corpus.columns]" in capsys.readouterr().err


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = os.environ.get("CAUSAL_BROWSER") or shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium is installed")
    with sync.sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.slow
@pytest.mark.needs_browser
def test_search_and_filters_work_by_keyboard_from_the_file_system(browser, site):
    # The test looks into the page with texts of JavaScript, which its own policy forbids.
    page = browser.new_page(bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "incidents.html").as_uri())
    shown = "[...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).length"
    assert page.evaluate(shown) == 28
    page.get_by_label("Search").focus()
    page.keyboard.type("kubernetes node")
    page.wait_for_function(f"{shown} < 28")
    texts = page.locator("tbody tr:not([hidden])").all_inner_texts()
    assert texts and all("node" in text.lower() for text in texts)
    page.get_by_role("button", name="Clear").press("Enter")
    page.wait_for_function(f"{shown} === 28")
    page.get_by_label("Failed layer").select_option("review")
    assert page.get_by_role("status").inner_text() == f"{page.evaluate(shown)} of 3 found are shown"
    assert all(url.startswith("file:") for url in asked)
    page.close()


@pytest.mark.slow
@pytest.mark.needs_browser
def test_a_thousand_incidents_open_at_once_and_show_more_on_demand(browser, tmp_path):
    data = (sample(f"I-{n:04}", times=times(f"2025-01-{n % 28 + 1:02}")) for n in range(1000))
    (tmp_path / "in").mkdir()
    corpus = corpus_of(tmp_path / "in", *data)
    write_site(corpus, tmp_path / "out", DAY)
    page = browser.new_page()
    for name in ("index", "incidents"):
        page.goto((tmp_path / "out" / f"{name}.html").as_uri())
        spent = page.evaluate(
            "performance.timing.loadEventEnd - performance.timing.navigationStart"
        )
        assert spent < 2000, name
    assert page.locator("tbody tr:not([hidden])").count() == 200
    page.get_by_role("button", name="Show more").press("Enter")
    assert page.locator("tbody tr:not([hidden])").count() == 400
    page.close()
