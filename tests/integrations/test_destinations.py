"""What is left of a drawing in the places people paste it into, as their sanitisers leave it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from struct import unpack
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

import causal
from causal.cli.main import main
from causal.errors import UnknownName
from causal.integrations.destinations import DESTINATIONS, destination, pasted, suited
from causal.integrations.markdown import embed
from causal.integrations.request import Request
from causal.integrations.superfences import fence_in
from causal.render import draw
from causal.render.theme import contrast
from embed_samples import folder_with
from programs import browser, sanitize
from render_samples import connection_pool

SVG = "{http://www.w3.org/2000/svg}"
GRAPHIC = sorted(name for name, place in DESTINATIONS.items() if place.format == "svg")
UPLOADED = sorted(name for name, place in DESTINATIONS.items() if place.format == "png")
BACKSTAGE = {"ADD_TAGS": ["link"], "FORBID_TAGS": ["style"], "WHOLE_DOCUMENT": True}
"""What TechDocs hands to DOMPurify, as its source says."""
MARKDOWN_HOSTS = {
    "ALLOWED_TAGS": ["p", "a", "img", "em", "strong", "code", "pre", "ul", "ol", "li", "h1", "h2"],
    "ALLOWED_ATTR": ["src", "alt", "title", "href", "width", "height"],
}
"""What hosts of repositories leave of the HTML of a Markdown file: no SVG, no style, no class."""


class Words(HTMLParser):
    """The words and the pictures of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.pictures: list[dict[str, str | None]] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pictures.append(dict(attrs))


def read(html: str) -> Words:
    words = Words()
    words.feed(html)
    return words


def words_of(incident: causal.Incident) -> set[str]:
    """Every word a reader must find in a drawing of the graph."""
    texts = [incident.outcome.what, *(factor.what for factor in incident.factors.values())]
    return {word for text in texts for word in re.findall(r"\w+", text)}


def assert_readable_without_styles(svg: str) -> None:
    """Every word has a colour of its own in an attribute, and stands out from the ground."""
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox")
    ground = next(e.get("fill") for e in root.iter(f"{SVG}rect"))
    assert ground is not None
    for text in root.iter(f"{SVG}text"):
        fill, size = text.get("fill"), text.get("font-size")
        assert fill is not None
        assert size is not None
        assert float(size) >= 10
        assert fill == "#ffffff" or contrast(fill, ground) >= 4.5
    for shape in root.iter(f"{SVG}path"):
        assert shape.get("fill") or shape.get("stroke")


@pytest.mark.parametrize("view", ["graph", "swiss-cheese", "fault-tree", "sparkline"])
def test_backstage_takes_the_style_sheet_away_and_nothing_else(view: str) -> None:
    drawing = draw(connection_pool(), view, fit="column")
    page = f'<html><body><div class="causal">{drawing.svg}</div></body></html>'
    (left,) = sanitize([(page, BACKSTAGE)])
    assert "<style" not in left
    kept = re.search(r"<svg.*</svg>", left, re.DOTALL)
    assert kept is not None
    before = " ".join(read(drawing.svg.partition("</style>")[2]).said).split()
    after = " ".join(read(kept[0]).said)
    assert after.split()[-len(before) :] == before
    assert_readable_without_styles(kept[0])
    assert drawing.scene.title in after


def test_a_code_block_of_techdocs_survives_its_sanitiser(tmp_path: Path) -> None:
    markdown = pytest.importorskip("markdown", reason="Python-Markdown is not installed")
    pytest.importorskip("pymdownx", reason="pymdownx is not installed")
    folder_with(tmp_path, "")
    block = {"name": "causal", "class": "causal", "format": fence_in(tmp_path)}
    converter = markdown.Markdown(
        extensions=["pymdownx.superfences"],
        extension_configs={"pymdownx.superfences": {"custom_fences": [block]}},
    )
    made = converter.convert("```causal\nfile: incident.yaml\n```\n")
    (left,) = sanitize([(f"<html><body>{made}</body></html>", BACKSTAGE)])
    said = set(re.findall(r"\w+", " ".join(read(left).said)))
    assert words_of(connection_pool()) <= said


@pytest.mark.parametrize("name", ["github", "gitlab", "mkdocs", "obsidian", "backstage"])
def test_the_line_to_paste_is_a_picture_with_words_after_the_sanitiser(name: str) -> None:
    incident = connection_pool()
    made = pasted(incident, destination(name), stem="outage")
    (left,) = sanitize([(MarkdownIt().render(made.text), MARKDOWN_HOSTS)])
    (picture,) = read(left).pictures
    assert picture["src"] in made.pictures
    assert incident.outcome.what in (picture["alt"] or "")


@pytest.mark.parametrize("name", GRAPHIC)
def test_the_picture_file_is_whole_without_styles_scripts_or_anything_from_elsewhere(
    name: str,
) -> None:
    made = pasted(connection_pool(), destination(name))
    (svg,) = (content.decode() for content in made.pictures.values())
    assert not re.search(r"<script|<foreignObject|<image|@import|url\(", svg)
    bare = re.sub(r"<style>.*?</style>| style=\"[^\"]*\"| class=\"[^\"]*\"", "", svg)
    assert_readable_without_styles(bare)
    shown = " ".join(e.text or "" for e in ElementTree.fromstring(bare).iter(f"{SVG}text"))
    assert words_of(connection_pool()) <= set(re.findall(r"\w+", shown))


@pytest.mark.parametrize("name", UPLOADED)
def test_an_uploaded_picture_has_two_pixels_for_one_and_fits_its_place(name: str) -> None:
    made = pasted(connection_pool(), destination(name))
    for content in made.pictures.values():
        assert content.startswith(b"\x89PNG")
        width, _ = unpack(">II", content[16:24])
        assert 700 <= width <= 2600
    assert "Checkout" in made.text or connection_pool().outcome.what in made.text


def test_a_mail_holds_its_picture_and_says_the_incident_in_one_line() -> None:
    made = pasted(connection_pool(), destination("email"))
    ((name, content),) = made.pictures.items()
    mail = EmailMessage()
    mail["Subject"] = "INC-2041"
    mail.set_content(draw(connection_pool(), "sparkline").text)
    mail.add_alternative(made.text, subtype="html")
    html = mail.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(content, "image", "png", cid=f"<{name}>")
    read_back = message_from_bytes(bytes(mail), policy=policy.default)
    ids = [part["Content-ID"] for part in read_back.walk() if part["Content-ID"]]
    assert ids == [f"<{name}>"]
    page = read(made.text)
    assert page.pictures[0]["src"] == f"cid:{name}"
    assert int(page.pictures[0]["width"] or 0) <= 700
    assert "Review" in " ".join(page.said)


def test_a_chat_gets_a_line_of_text_beside_the_picture() -> None:
    first, second = pasted(connection_pool(), destination("slack")).text.splitlines()
    assert first == draw(connection_pool(), "sparkline").text
    assert connection_pool().outcome.what in second


def test_a_document_is_given_the_form_of_its_place(tmp_path: Path) -> None:
    path = folder_with(tmp_path, "<!-- causal: incident.yaml -->\n<!-- /causal -->\n")
    embed(path, place="confluence")
    assert "incident-graph.png" in path.read_text(encoding="utf-8")
    assert embed(path, place="confluence", check=True).changed == ()
    assert suited(Request(to="a.svg"), destination("confluence")).format == "svg"
    with pytest.raises(UnknownName, match="github"):
        embed(path, place="githb")


def test_the_command_writes_pictures_and_prints_what_to_paste(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "outage.yaml"
    causal.dump(connection_pool(), file)
    assert main(["embed", "--for", "github", str(file), "--check"]) == 1
    assert not (tmp_path / "outage-graph.svg").exists()
    assert main(["embed", "--for", "github", str(file)]) == 0
    assert "](<outage-graph.svg>)" in capsys.readouterr().out
    assert main(["embed", "--for", "github", str(file), "--check"]) == 0
    assert main(["embed", "--view", "graph", str(tmp_path / "doc.md")]) == 2


@pytest.mark.slow
@pytest.mark.needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_as_a_picture_it_looks_as_it_does_in_the_page(scheme: str, tmp_path: Path) -> None:
    """GitHub, GitLab, Obsidian, MkDocs and Quarto show it by `<img>`, light and dark."""
    sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    drawing = draw(connection_pool(), fit="column")
    drawing.save(tmp_path / "a.svg")
    size = f'width="{round(drawing.plan.width)}" height="{round(drawing.plan.height)}"'
    bodies = (f'<img src="a.svg" {size}>', drawing.svg)
    shots = []
    with sync.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(color_scheme=scheme, viewport={"width": 720, "height": 1600})
        for number, body in enumerate(bodies):
            file = tmp_path / f"{number}.html"
            head = (
                "<style>:root{color-scheme:light dark}body{margin:0}svg,img{display:block}</style>"
            )
            file.write_text(f"<!doctype html>{head}{body}", encoding="utf-8")
            page.goto(file.as_uri())
            shots.append(page.screenshot())
        chromium.close()
    assert len(shots[0]) > 10_000
    assert abs(len(shots[0]) - len(shots[1])) < 0.05 * len(shots[1])


def test_every_place_is_on_the_page_with_its_test() -> None:
    page = Path("docs/howto/paste.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" `") for line in page.splitlines() if line.startswith("| `")]
    assert set(DESTINATIONS) <= set(rows)
