from __future__ import annotations

import re
from pathlib import Path

import pytest

import causal
from causal.errors import CausalError, UnknownName
from causal.render import draw
from causal.render.folding import folded
from causal.render.layout.fit import FITS, smallest
from causal.render.views import VIEWS
from causal.render.views.factor_list import factor_list_scene
from render_samples import connection_pool, incident, labelled, random_incident, recorded

SHIPPED = sorted(Path("examples").glob("c*-*.yaml")) + sorted(
    Path("examples/corpus").glob("p*.yaml")
)


def drawn(asked, view, **given):
    try:
        return draw(asked, view, **given)
    except CausalError:
        return None


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("view", VIEWS)
def test_words_can_be_read_where_a_drawing_is_placed_or_it_says_how_small_they_are(view, fit):
    for asked in [connection_pool(), recorded(), *map(causal.load, SHIPPED[::2])]:
        found = drawn(asked, view, fit=fit)
        if found is None:
            continue
        points = found.text_points()
        if points < FITS[fit].least - 0.05:
            assert "smallest words are" in found.svg
            assert f"{points:.1f}" in found.scene.description
        else:
            assert "smallest words are" not in found.svg


@pytest.mark.parametrize("fit", ["a4", "slide"])
def test_each_page_is_no_taller_than_the_page_and_together_they_show_every_part_once(fit):
    place = FITS[fit]
    for asked in (connection_pool(), recorded(), random_incident(24, 3)):
        for view in ("graph", "swiss-cheese", "bowtie", "before-after", "actions"):
            found = drawn(asked, view, fit=fit)
            if found is None or found.detail is not None:
                continue
            whole, pages = found.plan, [page.plan for page in found.pages]
            assert all(page.width == whole.width for page in pages)
            scale = place.width / whole.width
            for page in pages:
                assert (
                    page.height * min(scale, found.text_points() / smallest(whole))
                    <= place.height + 2.0
                )
            for kind in ("boxes", "joins", "slices", "badges", "legend"):
                assert sum(len(getattr(page, kind)) for page in pages) == len(getattr(whole, kind))
            assert sum(bool(link.tag) for page in pages for link in page.links) == sum(
                bool(link.tag) for link in whole.links
            )
            arrows = sum(link.arrow for page in pages for link in page.links)
            assert arrows == sum(link.arrow for link in whole.links)


def test_no_box_is_cut_by_the_edge_of_a_page():
    for seed in range(4):
        for page in draw(random_incident(40, seed), fit="a4").pages:
            for placed in page.plan.boxes:
                assert placed.rect.y >= 0.0
                assert placed.rect.bottom <= page.plan.height


def test_pages_are_numbered_and_have_ids_of_their_own():
    pages = draw(random_incident(24, 1), "swiss-cheese", fit="a4", id_prefix="p").pages
    assert len(pages) > 1
    assert f"continued on page 2 of {len(pages)}" in pages[0].svg
    assert f"(page 2 of {len(pages)})" in pages[1].svg
    assert len({re.search('id="([^"]+)"', page.svg)[1] for page in pages}) == len(pages)


def test_a_drawing_without_a_place_is_one_page_and_can_be_asked_for_any():
    found = draw(connection_pool())
    assert found.pages == (found,)
    assert found.text_points("column") == 8.25
    with pytest.raises(UnknownName, match="a5"):
        found.text_points("a5")
    with pytest.raises(UnknownName, match="a5"):
        draw(connection_pool(), fit="a5")
    with pytest.raises(CausalError, match="Graphviz"):
        draw(connection_pool(), fit="a4", engine="dot")


@pytest.mark.parametrize("view", VIEWS)
def test_landscape_is_never_taller_than_wide(view):
    for asked in [connection_pool(), recorded(), *map(causal.load, SHIPPED)]:
        found = drawn(asked, view, orientation="landscape")
        assert found is None or found.plan.height <= found.plan.width + 0.5


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_the_pictures_of_a_report_are_laid_out_for_where_it_is_read(tmp_path, form):
    asked = random_incident(20, 3)
    expected = draw(asked, "graph", id_prefix="graph", fit="a4").svg
    assert expected != draw(asked, "graph", id_prefix="graph").svg
    if form == "html":
        assert expected in causal.report(asked, "html", fit="a4")
        return
    from causal.reports import write_report

    write_report(asked, tmp_path / "x.md", fit="a4")
    assert (tmp_path / "x-graph.svg").read_text(encoding="utf-8") == expected


def test_a_pdf_shows_tall_pictures_on_further_pages():
    pytest.importorskip("typst")
    asked = random_incident(40, 1)
    assert len(draw(asked, "graph", fit="a4").pages) > 1
    pages = [causal.report(asked, "pdf", fit=fit).count(b"/Type /Page\n") for fit in (None, "a4")]
    assert pages[1] >= pages[0]


def test_a_brief_is_one_column_on_a_page_and_the_whole_of_a_slide():
    page, slide = (draw(recorded(), "brief", fit=fit) for fit in ("a4", "slide"))
    assert len(page.pages) == len(slide.pages) == 1
    assert page.plan.height > page.plan.width
    assert (slide.plan.width, slide.plan.height) == (1280.0, 720.0)
    shown = {placed.box.id for placed in page.plan.boxes}
    assert {box.id for box in page.scene.boxes if box.slot in {"layer", "action"}} <= shown


def test_of_25_factors_or_more_a_page_shows_a_summary_and_then_every_factor_with_its_causes():
    asked = random_incident(60, 3)
    for fit, place in FITS.items():
        first, *rest = draw(asked, fit=fit).pages
        assert "60 factors are too many to draw on a page" in first.svg
        assert "the pages that follow" in first.scene.message
        assert min(page.text_points() for page in (first, *rest)) >= place.least - 0.05
        shown = {placed.box.id for page in rest for placed in page.plan.boxes}
        assert {f"factor {name}" for name in asked.factors} | {"outcome"} <= shown
    assert len(draw(random_incident(24, 3), fit="column").pages) == 1


def test_a_list_of_factors_says_what_led_to_each_as_the_incident_does():
    asked = random_incident(60, 3)
    boxes = factor_list_scene(asked).boxes
    number = {box.id: box.caption.split()[0] for box in boxes}
    for box in boxes:
        name = "outcome" if box.id == "outcome" else box.id.removeprefix("factor ")
        gate = asked.because(name)
        said = [note for note in box.notes if note.startswith("led to by")]
        assert len(said) == (gate is not None)
        if gate is not None:
            causes = {number[f"factor {link.cause}"] for link in gate.links()}
            words = re.sub(r"at least \d+ of", "", said[0])
            assert set(re.findall(r"\d+", words)) == causes


def test_a_run_of_events_is_one_box_on_a_page_and_the_picture_says_so():
    whole, page = draw(connection_pool()), draw(connection_pool(), fit="a4")
    assert len(whole.scene.boxes) - len(page.scene.boxes) == 4
    assert "Events that follow one another stand in one box" in page.scene.caption
    (run,) = (box for box in page.scene.boxes if box.slot == "run")
    assert [note.split(". ")[0] for note in run.notes] == ["1", "2", "3", "4", "5"]
    assert run.notes[0].endswith("The database connection pool was exhausted")
    assert folded(random_scene := draw(labelled("x")).scene) is random_scene


def test_a_slide_without_room_for_the_paths_does_not_explain_them():
    for asked in [random_incident(30, seed) for seed in range(6)]:
        plan = draw(asked, "brief").plan
        explained = {placed.entry.sample for placed in plan.legend}
        assert bool(plan.slices) == ("path" in explained)


@pytest.mark.parametrize("view", ["swiss-cheese", "bowtie"])
def test_a_page_ends_between_the_boxes_of_a_long_stack(view):
    named = {f"c{n}": {"what": f"A condition that takes some words to say, {n}"} for n in range(24)}
    gaps = {f"g{n}": {"what": f"A gap of layer {n}", "layer": f"layer-{n}"} for n in range(9)}
    asked = incident(
        factors=named | gaps,
        outcome={"what": "Down", "because": [*named, *gaps]},
        layer_order=[f"layer-{n}" for n in range(9)],
    )
    found = draw(asked, view, fit="a4")
    pages = [page.plan for page in found.pages]
    assert len(pages) > 1
    for page in pages:
        assert page.boxes or page.slices
        assert all(box.rect.y >= 0.0 and box.rect.bottom <= page.height for box in page.boxes)
        for piece in page.slices:
            below = [t for t in page.texts if t.x == piece.rect.cx and t.y > piece.rect.bottom]
            assert below, "the words of a slice stand on its page"
