from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.render.metrics import balance, clusters, lacking, shorten, text_width, wrap
from render_nasty import NASTY

ROOT = Path(__file__).resolve().parents[2]
TEXTS = st.text(max_size=120) | st.sampled_from([t for t in NASTY.values() if len(t) < 500])
WIDTHS = st.floats(30, 400)


def test_the_table_holds_the_widths_of_the_bundled_fonts():
    pytest.importorskip("fontTools", reason="compares the table with the fonts")
    spec = importlib.util.spec_from_file_location("font_widths", ROOT / "tools/font_widths.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    stored = (tool.FONTS / "widths.json").read_text(encoding="utf-8")
    assert stored == tool.table_text()
    widths = tool.read_widths(tool.FONTS / "LiberationSans-Regular.ttf")
    assert text_width("A", 2048) == widths[ord("A")]
    assert set(json.loads(stored)) == {"regular", "bold"}


def test_arial_widths_of_a_known_word():
    # H 0.722 e 0.556 l 0.222 l 0.222 o 0.556 em in the published metrics of Helvetica
    assert text_width("Hello", 1000) == pytest.approx(2278, abs=1)


def test_bold_is_wider():
    assert text_width("connection", 12, bold=True) > text_width("connection", 12)


def test_characters_the_font_lacks_count_wide():
    assert text_width("数", 10) >= 10
    assert text_width("🔥", 10) >= 10
    assert lacking("5 数 €") == {"数"}
    assert not lacking("Ångström œuvre ≤ 5 €\u200d\ufe0f\n")


def test_marks_take_no_width_of_their_own():
    assert text_width("e\u0301\u0489", 10) <= text_width("e\u0489", 10) + 10
    assert text_width("\u0489", 10) == 0


@given(TEXTS)
def test_clusters_lose_nothing(text):
    assert "".join(clusters(text)) == text


@pytest.mark.parametrize("seen_as_one", ["e\u0301", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "क्", "a\ufe0f"])
def test_what_readers_see_as_one_character_is_one_cluster(seen_as_one):
    assert list(clusters(f"x{seen_as_one}y")) == ["x", seen_as_one, "y"]


@given(TEXTS, WIDTHS, st.booleans())
def test_no_line_is_wider_than_its_room(text, width, bold):
    widest = max((text_width(c, 12, bold=bold) for c in clusters(text)), default=0)
    for line in wrap(text, width, 12, bold=bold):
        assert text_width(line, 12, bold=bold) <= max(width, widest) + 1e-6


@given(TEXTS, WIDTHS)
def test_wrapping_keeps_every_character_but_white_space(text, width):
    assert "".join(wrap(text, width, 12)).replace(" ", "") == "".join(text.split())


@given(TEXTS, WIDTHS, st.integers(1, 4))
def test_lines_are_counted_and_the_rest_is_marked(text, width, most):
    whole = wrap(text, width, 12)
    cut = wrap(text, width, 12, max_lines=most)
    assert len(cut) == min(len(whole), most)
    assert cut == whole if len(whole) <= most else cut[-1].endswith("…")


@given(TEXTS, WIDTHS)
def test_balanced_lines_say_the_same_in_as_many_lines(text, width):
    plain, even = wrap(text, width, 12), balance(text, width, 12)
    assert len(plain) == len(even)
    assert " ".join(plain).split() == " ".join(even).split()
    assert max((text_width(line, 12) for line in even), default=0) <= max(
        (text_width(line, 12) for line in plain), default=0
    )


@given(TEXTS, st.floats(20, 300))
def test_shortened_text_fits(text, width):
    short = shorten(text, width, 12)
    assert text_width(short, 12) <= width + 1e-6 or short == "…"
    assert short == text or short.endswith("…")


def test_an_overlong_word_is_broken_between_clusters():
    lines = wrap("👩‍👩‍👧‍👦" * 9, 60, 12)
    assert len(lines) > 1
    assert all(not line.startswith("\u200d") for line in lines)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Nothing shed load before the workers ran out", "…"),
        ("انقطاع الخدمة في منطقتين بعد نشر إصدار جديد", "…\N{RIGHT-TO-LEFT MARK}"),
        ("انقطاع الخدمة 2025 (14:02) في منطقتين بعد نشر", "…\N{RIGHT-TO-LEFT MARK}"),
    ],
)
def test_the_ellipsis_of_words_read_from_the_right_is_at_their_end(text, ends):
    short = shorten(text, 150, 12)
    assert short.endswith(ends)
    assert text.startswith(short[: -len(ends)])
    lines = wrap(text, 80, 12, max_lines=2)
    assert lines[-1].endswith(ends)
    assert lines[-1].count("…") == 1
    assert balance(text, 80, 12, max_lines=2) == lines
