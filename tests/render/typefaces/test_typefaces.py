"""Whatever fonts a machine has, what was said can be read in a PNG and a PDF, or is marked."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal import dump
from causal.cli.main import main
from causal.errors import MissingGlyphs
from causal.render import draw
from causal.render.layout.plan import PlacedText, Plan
from causal.render.metrics import LEFT_ELLIPSIS, clusters, lacking, shapeless
from causal.render.theme import DEFAULT
from causal.render.typefaces import choice, places, with_fallback_fonts, with_lines_apart
from causal.render.typefaces.last_resort import FAMILY
from causal.render.writers.pdf import write_pdf
from causal.render.writers.pieces import Pieces
from causal.render.writers.png import write_png
from render_nasty import NASTY
from render_samples import connection_pool, incident, labelled

SAYINGS = {
    "Chinese": "数据库连接池耗尽",
    "Japanese": "データベースの接続が枯渇した",
    "Korean": "데이터베이스 연결 고갈",
    "Arabic": "انتهت مهلة الاتصال",
    "Devanagari": "डेटाबेस कनेक्शन विफल हुआ",
    "Thai": "ฐานข้อมูลล่ม",
    "emoji": "the 👩‍💻 🇩🇪 thing ❤️ 👍🏽 1️⃣ 🚀",
}
WHOLE = [t for n, t in NASTY.items() if len(t) < 400 and "surrogate" not in n]
EACH = pytest.mark.parametrize("text", [pytest.param(t, id=n) for n, t in SAYINGS.items()])


@pytest.fixture
def bare(monkeypatch):
    """Leave only the bundled font."""
    monkeypatch.setattr(choice, "extra_fonts", tuple)
    monkeypatch.setattr(choice, "machine_fonts", tuple)


@pytest.fixture
def with_extra(monkeypatch):
    """Leave the bundled font and those of the extra."""
    pytest.importorskip("manimgx_fonts")
    pytest.importorskip("noto_cjk_sans_jp_regular")
    monkeypatch.setattr(choice, "machine_fonts", tuple)


def _picture(text: str) -> Pieces:
    line = PlacedText((text,), 9, 30, 20, 20)
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 40" width="600" height="40">'
    return Pieces((head, line, "</svg>"), 600, 40, DEFAULT)


def _runs(text: str) -> list[tuple[str, str]]:
    """Return the family and the words of each run of a line, from left to right."""
    ready, _ = with_fallback_fonts(_picture(text))
    (shown,) = ready.every_text()
    runs = shown.runs[0] if shown.runs else ()
    found = [(run.family, run.words) for run in sorted(runs, key=lambda run: run.x)]
    return found or [("", text)]


def _pixels(text: str, scale: float = 1.0) -> bytes:
    return write_png(_picture(text), Pieces.svg, scale=scale)


def _words(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext of Poppler is not installed")
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=20
    )
    return done.stdout.decode("utf-8")


@EACH
def test_without_any_font_each_character_is_a_box_with_its_own_code_point(bare, text):
    with pytest.warns(MissingGlyphs, match=r"causal-postmortem\[fonts\]"):
        seen = {c: _pixels(c) for c in sorted(lacking(text)) if not _is_mark(c)}
    blank = _pixels("")
    assert blank not in seen.values()
    assert len(set(seen.values())) == len(seen)


def _is_mark(character: str) -> bool:
    return list(clusters(f"x{character}")) == [f"x{character}"]


@EACH
def test_with_the_extra_every_character_has_a_glyph(with_extra, text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runs = _runs(text)
    assert FAMILY not in {family for family, _ in runs}
    assert {c for _, words in runs for c in words} == set(text)
    assert len({family for family, _ in runs if family}) >= 1


@EACH
def test_the_words_of_a_pdf_can_be_searched_without_any_font(bare, text):
    pytest.importorskip("typst")
    with pytest.warns(MissingGlyphs):
        found = _words(draw(incident(factors={"a": {"what": text}})).pdf())
    # Poppler turns the letters of a line round where it takes them to run to the left.
    assert {c for c in found if lacking(c)} >= lacking(text)


@EACH
def test_the_words_of_a_pdf_can_be_searched_with_the_extra(with_extra, text):
    pytest.importorskip("typst")
    found = _words(draw(incident(factors={"a": {"what": text}})).pdf())
    assert {c for c in found if lacking(c)} >= {c for c in lacking(text) if c.isalnum()}


def test_a_line_keeps_its_font_where_the_bundled_one_has_the_characters(with_extra):
    runs = _runs("Cache 缓存 miss & 90 % ✓")
    assert [words for _, words in runs] == ["Cache ", "缓存", " miss & 90 % ", "✓"]
    assert [bool(family) for family, _ in runs] == [False, True, False, True]


def test_a_sentence_read_from_right_to_left_stays_one_text(with_extra):
    assert [words for _, words in _runs("Pool انتهت مهلة 5 الاتصال ok")] == [
        "Pool ",
        "انتهت مهلة 5 الاتصال",
        " ok",
    ]


@settings(max_examples=25)
@given(st.lists(st.sampled_from("".join(SAYINGS.values()) + "A1 e\u0301#*א"), max_size=25))
def test_what_draws_a_png_takes_any_mixture_and_loses_no_character(characters):
    text = "".join(characters)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingGlyphs)
        assert _pixels(text, 0.5).startswith(b"\x89PNG")
        shown = "".join(words for _, words in _runs(text))
    assert [c for c in shown if not shapeless(c)] == [c for c in text if not shapeless(c)]


def test_a_text_that_the_bundled_font_writes_is_left_alone():
    picture = _picture("Ångström ≥ 5 € → Москва")
    assert with_fallback_fonts(picture) == (picture, ())
    assert with_lines_apart(picture) == (picture, [])


@given(st.text(max_size=60) | st.sampled_from(WHOLE))
def test_a_line_set_apart_says_what_it_said(text):
    plan = draw(labelled(text if text.strip() else "x")).plan
    ready, apart = with_lines_apart(plan)
    lines = [line for text in plan.every_text() for line in choice.said(text)]
    lines = [line for line in lines if lacking(line)]
    assert [text.lines[0] for text in apart] == lines
    left = [run.words for text in ready.every_text() for line in text.runs for run in line]
    assert not any(map(lacking, left))


def test_what_the_svg_says_and_how_large_it_is_is_never_read(bare):
    """Fonts and sizes come from the plan: what was written is not parsed again."""
    pytest.importorskip("typst")
    said = draw(incident(factors={"a": {"what": "数"}}))
    silent = Plan(60.0, 20.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        png = write_png(silent, lambda _: said.svg)
        pdf = write_pdf(silent, lambda _: said.svg, title="t", description="d")
    assert png.startswith(b"\x89PNG")
    assert b"/MediaBox[0 0 45 15]" in pdf
    with pytest.warns(MissingGlyphs):
        write_png(said.plan, lambda _: _picture("").svg())


def test_every_word_of_a_picture_is_in_its_texts():
    """No writer sets words of its own, which would be set in fonts that lack them."""
    for view in ("graph", "swiss-cheese", "bowtie", "fault-tree", "brief"):
        drawing = draw(connection_pool(), view)
        bare = drawing.plan.with_texts(lambda text: replace(text, lines=()))
        left = re.findall(r"<text\b[^>]*>([^<]*)<", drawing._written(bare))
        assert all(words.isdigit() for words in left)


@pytest.mark.needs_dot
def test_what_graphviz_places_keeps_its_words_in_a_png_and_a_pdf(bare):
    pytest.importorskip("typst")
    drawing = draw(incident(factors={"a": {"what": "数"}}), engine="dot")
    with pytest.warns(MissingGlyphs):
        assert "数" in _words(drawing.pdf())
    with pytest.warns(MissingGlyphs):
        assert drawing.png().startswith(b"\x89PNG")
    (apart,) = with_lines_apart(drawing._picture)[1]
    assert 0 < apart.x < drawing._picture.width
    assert 0 < apart.y < drawing._picture.height


def test_a_vowel_sign_has_room_of_its_own(with_extra):
    """What draws faster put the letters after it on it."""
    image = pytest.importorskip("PIL.Image")

    def right(text: str) -> int:
        pixels = image.open(io.BytesIO(_pixels(text))).convert("RGBA")
        return pixels.getchannel("A").getbbox()[2]

    assert right("\u091f\u093e" * 6) > 1.2 * right("\u091f" * 6)


def test_the_same_text_gives_the_same_picture(bare):
    with pytest.warns(MissingGlyphs):
        assert _pixels("数 ❤️") == _pixels("数 ❤️")


def test_signs_that_only_join_have_no_shape():
    assert shapeless("\u200d")
    assert shapeless("\ufe0f")
    assert not shapeless("数")


def test_fontconfig_says_where_fonts_lie(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "One-Bold.ttf").touch()
    (tmp_path / "a" / "OneSans.ttf").touch()
    (tmp_path / "a" / "notes.txt").touch()
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path / 'a'}</dir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    monkeypatch.setattr(places.sys, "platform", "linux")
    found = places.machine_fonts.__wrapped__()
    assert [path.name for path in found] == ["OneSans.ttf", "One-Bold.ttf"]


def test_the_command_warns_in_one_line_without_our_source(bare, tmp_path, capsys):
    source = dump(incident(factors={"a": {"what": "数"}}), tmp_path / "incident.yaml")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        assert main(["draw", str(source), "-o", str(tmp_path / "picture.png")]) == 0
    said = capsys.readouterr().err
    assert said.startswith("causal: no font at hand has 数 (U+6570): ")
    assert said.count("\n") == 1


def test_the_ellipsis_of_a_line_read_from_the_right_stands_left_of_its_words(with_extra):
    runs = [words for _, words in _runs(f"انقطاع الخدمة{LEFT_ELLIPSIS}")]
    assert runs == [LEFT_ELLIPSIS, "انقطاع الخدمة"]
