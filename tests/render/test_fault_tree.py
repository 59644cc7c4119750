"""The fault tree: what its symbols say, read back from where they lie, is what the graph says."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import causal
from causal.errors import NothingToDraw
from causal.graph.structure import threshold
from causal.model import OUTCOME, Incident, Link
from causal.render import draw
from causal.render.layout.fault_tree import _transfers
from causal.render.views.fault_tree import MOST
from render_laws import breaches
from render_samples import connection_pool, incident, random_incident, uncertain
from strategies_incident import incidents

PLACES = ({}, {"fit": "a4"}, {"fit": "slide"})


class Drawn:
    """A fault tree as a reader takes it from the page: shapes, lines, and the marks in them."""

    def __init__(self, plan):
        self.plan = plan
        self.shapes = [("box", p.rect, p.box.id) for p in plan.boxes]
        self.shapes += [("gate", p.rect, p.join) for p in plan.joins]
        self.below = {}
        for link in plan.links:
            top, foot = self.touched(link.points[0]), self.touched(link.points[-1])
            assert top != foot
            self.below.setdefault(foot, []).append(top)
        words = [(t.x, t.y, t.lines[0]) for t in plan.texts if t.lines]
        self.marks = {}
        for badge in plan.badges:
            x, y = badge.at
            (word,) = (w for wx, wy, w in words if abs(wx - x) < 1 and abs(wy - y) < badge.size)
            self.marks[self.marked(badge)] = (badge.kind, word)
        self.goes_on = {
            word: at for (at, side), (_, word) in self.marks.items() if side == "beside"
        }
        self.known = {}

    def touched(self, point):
        """The shape on whose edge a line ends."""
        x, y = point
        (found,) = (
            at
            for at, (_, r, _) in enumerate(self.shapes)
            if r.x - 0.1 <= x <= r.right + 0.1
            and r.y - 0.1 <= y <= r.bottom + 0.1
            and min(abs(x - r.x), abs(x - r.right), abs(y - r.y), abs(y - r.bottom)) < 0.2
        )
        return found

    def marked(self, badge):
        """The rectangle a symbol stands below or beside, and which."""
        x, y = badge.at
        for at, (kind, r, _) in enumerate(self.shapes):
            if kind == "box" and abs(r.cx - x) < 1 and 0 < y - badge.size - r.bottom < 15:
                return at, "below"
            if kind == "box" and abs(r.cy - y) < 1 and 0 < x - r.right < 40:
                return at, "beside"
        raise AssertionError("a symbol stands at no event")

    def holds(self, at, true):
        """Whether what a shape stands for is true, by what is drawn below it."""
        if at not in self.known:
            self.known[at] = self._holds(at, true)
        return self.known[at]

    def _holds(self, at, true):
        kind, _, what = self.shapes[at]
        inputs = [self.holds(below, true) for below in self.below.get(at, ())]
        if kind == "gate":
            k = {"AND": len(inputs), "OR": 1, "?": true.get("?") or len(inputs)}.get(what.label)
            if k is None:
                k, n = map(int, what.label.split("/"))
                assert n == len(inputs)
            return sum(inputs) >= k
        if inputs:
            (only,) = inputs
            return only
        symbol, word = self.marks[at, "below"]
        if symbol == "transfer":
            return self.holds(self.goes_on[word], true)
        return true[int(word)]

    def top(self, true):
        """Whether the outcome comes about."""
        self.known = {}
        (at,) = (n for n, (_, _, what) in enumerate(self.shapes) if what == "outcome")
        return self.holds(at, true)

    def numbers(self):
        """The number of every event at an end of the tree."""
        found = {}
        for (at, _), (symbol, word) in self.marks.items():
            if symbol != "transfer":
                name = self.shapes[at][2].removeprefix("factor ")
                assert found.setdefault(int(word), name) == name
        assert len(set(found.values())) == len(found)
        return found


def comes_about(made, true, reading):
    """Whether the outcome comes about, by the formulas of the file."""
    known = dict(true)

    def gate(causes):
        found = [
            node(member.cause) if isinstance(member, Link) else gate(member) for member in causes.of
        ]
        return sum(found) >= threshold(causes, reading)

    def node(name):
        if name not in known:
            known[name] = gate(made.because(name))
        return known[name]

    return node(OUTCOME)


def cut_sets(holds, names):
    """The smallest sets of events that are enough, from the definition."""
    found = []
    for size in range(len(names) + 1):
        for chosen in map(frozenset, combinations(sorted(names), size)):
            if not any(known <= chosen for known in found) and holds(chosen):
                found.append(chosen)
    return set(found)


def assert_says_the_same(made, **options):
    drawn = Drawn(draw(made, "fault-tree", **options).plan)
    numbers = drawn.numbers()
    names = set(numbers.values())
    basic = {n for n in made.leading_to_outcome if n != OUTCOME and made.factors[n].is_basic}
    assert names == basic
    for reading, k in (("any", 1), ("all", 0)):

        def on_paper(chosen, k=k):
            true = {number: name in chosen for number, name in numbers.items()}
            return drawn.top({**true, "?": k})

        def in_file(chosen, reading=reading):
            return comes_about(made, {name: name in chosen for name in names}, reading)

        if len(names) <= 7:
            assert cut_sets(on_paper, names) == cut_sets(in_file, names)
        every = [(), names, *({name} for name in names), *(names - {name} for name in names)]
        assert all(on_paper(chosen) == in_file(chosen) for chosen in every)


@given(incidents(doubts=True, contributing=True), st.sampled_from(PLACES))
@settings(max_examples=60, deadline=None)
def test_the_tree_on_paper_is_the_function_of_the_graph(data, options):
    made = Incident.model_validate(data)
    try:
        assert_says_the_same(made, **options)
    except NothingToDraw:
        assert made.because(OUTCOME) is None


@pytest.mark.parametrize("seed", range(4))
def test_large_trees_say_the_same_after_they_are_cut(seed):
    made = random_incident(60, seed)
    assert_says_the_same(made)
    assert_says_the_same(made, fit="slide")


@given(st.integers(1, 40), st.integers(0, 10_000), st.sampled_from(["portrait", "landscape"]))
@settings(max_examples=25, deadline=None)
def test_any_tree_obeys_the_laws_of_pictures(size, seed, orientation):
    try:
        drawing = draw(random_incident(size, seed), "fault-tree", orientation=orientation)
    except NothingToDraw:
        return
    assert breaches(drawing.plan) == []


def wide(number):
    return incident(
        outcome={"what": "Down", "because": {"any": [f"f{n}" for n in range(number)]}},
        factors={f"f{n}": {"what": f"Part {n} failed"} for n in range(number)},
    )


def test_causes_too_many_for_a_row_hang_in_columns():
    plan = draw(wide(23), "fault-tree", fit="column").plan
    assert plan.width <= 700
    assert breaches(plan) == []
    assert_says_the_same(wide(3))
    drawn = Drawn(draw(wide(23), "fault-tree", fit="column").plan)
    assert drawn.top({**dict.fromkeys(range(1, 24), False), 17: True})


def test_a_shared_event_is_developed_once_and_transferred_to():
    made = incident(
        outcome={"what": "Down", "because": {"all": ["left", "right"]}},
        factors={
            "left": {"what": "Left", "because": {"any": ["shared", "a"]}},
            "right": {"what": "Right", "because": {"any": ["shared", "b"]}},
            "shared": {"what": "Shared", "because": ["c"]},
            **{name: {"what": name.upper()} for name in "abc"},
        },
    )
    drawing = draw(made, "fault-tree")
    assert [badge.kind for badge in drawing.plan.badges].count("transfer") == 2
    assert "transfer: goes on where the same mark stands" in drawing.svg
    assert_says_the_same(made)


def test_symbols_follow_what_is_stated():
    made = incident(
        outcome={"what": "Down", "because": ["change", "latent", "seen", "maybe"]},
        factors={
            "change": {"what": "Change", "kind": "trigger"},
            "latent": {"what": "Latent", "layer": "review"},
            "seen": {"what": "Seen", "kind": "event"},
            "maybe": {"what": "Maybe", "confidence": "suspected"},
        },
        actions={"A1": {"what": "Mend", "addresses": ["latent"], "status": "done"}},
    )
    symbols = {box.id: box.slot for box in draw(made, "fault-tree").scene.boxes}
    assert symbols == {
        "outcome": "",
        "factor change": "basic",
        "factor latent": "basic",
        "factor seen": "undeveloped",
        "factor maybe": "undeveloped",
    }
    scene = draw(made, "fault-tree", scenario="done").scene
    assert {box.slot for box in scene.boxes} == {"", "basic", "house", "undeveloped"}
    assert "a repeat" in scene.caption or "failure path" in scene.caption


def test_the_legend_says_only_what_is_there():
    samples = [entry.sample for entry in draw(connection_pool(), "fault-tree").scene.legend]
    assert "gate-and" in samples
    assert "gate-vote" not in samples
    shapes = [entry.sample for entry in draw(uncertain(), "fault-tree").scene.legend]
    assert "gate-vote" in shapes


def test_the_description_tells_the_tree_in_sentences():
    drawing = draw(wide(3), "fault-tree")
    assert "Down: any of (Part 0 failed; Part 1 failed; Part 2 failed)." in drawing.svg


def test_contributing_has_a_symbol_of_its_own_and_the_legend_says_so():
    made = incident(
        outcome={"what": "Down", "because": {"contributing": ["a", "b"]}},
        factors={"a": {"what": "A"}, "b": {"what": "B"}},
    )
    drawing = draw(made, "fault-tree")
    assert [join.shape for join in drawing.scene.joins] == ["contributing"]
    assert "no standard symbol" in drawing.svg
    assert_says_the_same(made)


def test_a_tree_too_large_to_read_is_refused():
    with pytest.raises(NothingToDraw, match="2000 at most"):
        draw(wide(MOST + 1), "fault-tree")


def test_a_tree_of_another_tool_is_drawn():
    text = """<opsa-mef><define-fault-tree name="pumps">
    <define-gate name="top"><or><gate name="both"/><basic-event name="valve"/></or></define-gate>
    <define-gate name="both"><atleast min="2"><basic-event name="p1"/><basic-event name="p2"/>
    <basic-event name="p3"/></atleast></define-gate></define-fault-tree><model-data>
    <define-basic-event name="valve"/><define-basic-event name="p1"/>
    <define-basic-event name="p2"/><define-basic-event name="p3"/></model-data></opsa-mef>"""
    made = causal.loads(text, format="openpsa")
    assert_says_the_same(made)
    assert {join.label for join in draw(made, "fault-tree").scene.joins} == {"OR", "2/3"}


@pytest.mark.parametrize("made", [random_incident(60, 1), connection_pool()])
def test_pages_are_cut_between_pieces(made):
    drawing = draw(made, "fault-tree", fit="a4")
    assert len(drawing.pages) > 1
    said = [text.lines[0] for page in drawing.pages for text in page.plan.texts if text.lines]
    assert sum(word.startswith("page ") for word in said) >= len(drawing.pages) - 1
    lines = sum(len(page.plan.links) for page in drawing.pages)
    assert lines == len(drawing.plan.links)


def test_a_transfer_says_where_it_goes_on_and_whence_it_comes():
    drawing = draw(random_incident(60, 1), "fault-tree", fit="a4")
    goes, comes = set(), set()
    for here, page in enumerate(drawing.pages, 1):
        for badge, mark in _transfers(page.plan):
            x, y = badge.at
            beside = any(
                abs(p.rect.cy - y) < 1.0 and 0.0 < x - p.rect.right < 40.0 for p in page.plan.boxes
            )
            near = [t for t in page.plan.texts if t.x == x and 0.0 < t.y - y < 40.0]
            words = " ".join(line for t in near for line in t.lines if len(t.lines[0]) > 3)
            pages = [int(number) for number in re.findall(r"\d+", words)]
            (comes if beside else goes).update((mark, here, other) for other in pages)
    assert goes
    known = {(mark, other, here) for mark, here, other in comes}
    assert known <= goes
    assert {mark for mark, *_ in goes} == {mark for mark, *_ in comes}


@pytest.mark.parametrize("seed", [1, 3, 7])
def test_no_page_cuts_a_box_of_children_that_hang_in_columns(seed):
    for page in draw(random_incident(60, seed), "fault-tree", fit="slide").pages:
        for placed in page.plan.boxes:
            assert 0 <= placed.rect.y < placed.rect.bottom <= page.plan.height


@pytest.mark.parametrize("form", ["svg", "dot", "mermaid", "html"])
def test_every_form_is_made(form):
    assert "AND" in getattr(draw(connection_pool(), "fault-tree"), form)
