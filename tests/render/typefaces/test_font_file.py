from __future__ import annotations

import io
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from causal.render.typefaces.font_file import FontFile, read_font
from causal.render.typefaces.last_resort import FAMILY, last_resort_font
from causal.render.typefaces.places import extra_fonts, machine_fonts

BUNDLED = Path(str(files("causal.render").joinpath("fonts/LiberationSans-Regular.ttf")))
KNOWN = [BUNDLED, *extra_fonts(), *machine_fonts()[:20]]


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.name)
def test_a_font_says_its_family_and_its_characters(path):
    read = read_font(path)
    assert read is not None
    assert read.family
    assert read.has(map(chr, read.glyphs)) == frozenset(map(chr, read.glyphs))
    assert not read.has("\U0010fffe")


@pytest.mark.parametrize("path", [BUNDLED, *extra_fonts()[-1:]], ids=lambda path: path.name)
def test_a_trimmed_font_maps_what_it_is_asked_for_and_nothing_else(path):
    read = read_font(path)
    assert read is not None
    wanted = {chr(point) for point in sorted(read.glyphs)[:9]}
    font = TTFont(io.BytesIO(read.trimmed(wanted)))
    assert {chr(p) for p in font.getBestCmap()} == wanted
    with TTFont(path) as whole:
        assert font["maxp"].numGlyphs == whole["maxp"].numGlyphs


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda b: BUNDLED_HEAD + b))
def test_bytes_that_are_no_font_are_no_font(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fonts") / "broken.ttf"
    path.write_bytes(content)
    assert read_font(path) is None or isinstance(read_font(path), FontFile)


BUNDLED_HEAD = BUNDLED.read_bytes()[:300]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_the_last_resort_is_a_font_with_a_glyph_for_every_character(text):
    font = TTFont(io.BytesIO(last_resort_font(text)), lazy=False)
    assert {chr(p) for p in font.getBestCmap()} == set(text)
    assert font["name"].getDebugName(1) == FAMILY
    for tag in font.keys():  # noqa: SIM118 - a font is no mapping
        assert font[tag] is not None
    names = [font.getBestCmap()[ord(c)] for c in sorted(set(text)) if not c.isspace()]
    outlines = {
        name: tuple(font["glyf"][name].getCoordinates(font["glyf"])[0])
        for name in names
        if font["hmtx"][name][0]
    }
    assert len(set(outlines.values())) == len(outlines), "two characters look the same"


def test_a_missing_folder_has_no_fonts(tmp_path):
    with as_file(files("causal.render")) as folder:
        assert read_font(folder / "no-such.ttf") is None
    assert read_font(tmp_path) is None
