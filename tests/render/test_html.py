from __future__ import annotations

import html
import json
import random
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

import causal
from causal.analysis import assess_actions, cheapest_fix, explain
from causal.analysis.scenario import recurrence, triggers
from causal.analysis.targets import targets
from causal.graph.families import minimal_sets
from causal.graph.structure import compile_structure
from causal.io import load
from causal.model import Incident
from causal.render import draw
from causal.render.incident_logic import incident_logic
from causal.render.views import VIEWS
from programs import axe, browser, dumped_dom, run_node
from render_samples import connection_pool, incident, labelled, recorded, uncertain
from strategies_incident import incident_data

SOURCES = files("causal.render").joinpath("interactive")
JUDGE = """
import vm from "vm";
const page = vm.runInNewContext(input.source + ";causalLogic");
output(input.cases.map(({ logic, on, hold }) => {
  const found = page.judge(page.settle(logic), new Set(on), hold);
  return { ...found, values: [...found.values] };
}));
"""


def _judged(cases):
    data = [
        {"logic": incident_logic(asked).as_data(), "on": on, "hold": hold}
        for asked, on, hold in cases
    ]
    source = SOURCES.joinpath("logic.js").read_text(encoding="utf-8")
    return run_node(JUDGE, {"source": source, "cases": data})


def _expected(asked: Incident, on: list[str], hold: bool) -> tuple[str, set[frozenset[str]]]:
    """Return verdict and ways by the library: actions by `recurrence`, layers by restriction."""
    actions = {n: a for n, a in asked.actions.items() if f"action:{n}" in on}
    live = {n: a for n, a in actions.items() if a.status != "cancelled" and a.kind != "repair"}
    plain = compile_structure(asked)
    structure, _ = recurrence(asked, live, plain)
    fixed = {
        name: False for name, f in asked.factors.items() if f.layer and f"layer:{f.layer}" in on
    }
    acted = targets(asked, live)
    fixed |= {target.part: False for target in acted if not target.is_barrier}
    if hold:
        fixed |= dict.fromkeys(triggers(asked, plain), True)
    barriers = {f"action:{name}" for name in live}
    names = {v: f"factor {n}" for (n, kind), v in structure.variable.items() if kind == "factor"}
    names |= {v: f"action:{n}" for (n, kind), v in structure.variable.items() if kind == "guard"}
    family = minimal_sets(structure.restrict(fixed))
    ways = {frozenset(names[v] for v in names if mask >> v & 1) for mask in family}
    if not ways:
        return "closed", ways
    is_open = any(not way & barriers for way in ways)
    return ("open" if is_open else "barrier"), ways


@pytest.mark.needs_node
def test_the_page_judges_as_the_library_does():
    rng = random.Random(5)
    cases = []
    for _ in range(400):
        asked = Incident.from_data(incident_data(rng, odd=rng.random() < 0.3))
        switches = [switch.id for switch in incident_logic(asked).switches]
        on = rng.sample(switches, rng.randint(0, len(switches)))
        cases.append((asked, on, rng.random() < 0.6))
    verdicts = set()
    for (asked, on, hold), found in zip(cases, _judged(cases), strict=True):
        verdict, ways = _expected(asked, on, hold)
        assert found["verdict"] == verdict, (asked, on, hold)
        assert found["complete"]
        assert {frozenset(way) for way in found["ways"]} == ways
        assert len(found["ways"]) == len(ways)
        verdicts.add(verdict)
    assert verdicts == {"open", "barrier", "closed"}


ASKED = """
import vm from "vm";
const page = vm.runInNewContext(input.source + ";causalLogic");
output(input.cases.map(({ logic, on, all }) => ({
  depth: page.depth(logic, new Set(on), all), cheapest: page.cheapest(logic, all),
  verdict: page.judge(logic, new Set(on), true, all).verdict,
})));
"""


def _random(rng: random.Random) -> Incident:
    """Return an incident, in some of which causes contributed it is not stated how."""
    data = incident_data(rng, odd=rng.random() < 0.3)
    if rng.random() < 0.5:
        for node in (data["outcome"], *data["factors"].values()):
            gate = node.get("because")
            if isinstance(gate, dict) and len(gate.get("any", ())) > 1:
                node["because"] = {"contributing": gate["any"]}
    return Incident.from_data(data)


@pytest.mark.needs_node
def test_depth_verdict_and_cheapest_choice_of_the_page_are_those_of_the_library():
    rng = random.Random(11)
    cases, expected = [], []
    contributing = 0
    for _ in range(150):
        asked = _random(rng)
        logic = incident_logic(asked)
        on = [s.id for s in logic.switches if s.group == "action" and rng.random() < 0.5]
        plan = assess_actions(asked, [name.removeprefix("action:") for name in on])
        fix = cheapest_fix(asked)
        contributing += "[0," in json.dumps(logic.as_data(), separators=(",", ":"))
        for every in (False, True):
            read = plan.if_all_of if every else plan
            cheap = fix.if_all_of if every else fix
            cases.append({"logic": logic.as_data(), "on": on, "all": every})
            expected.append((read.depth, read.closed, cheap.cost if cheap.possible else None))
    assert contributing > 10
    source = SOURCES.joinpath("logic.js").read_text(encoding="utf-8")
    for found, (depth, closed, cost) in zip(
        run_node(ASKED, {"source": source, "cases": cases}), expected, strict=True
    ):
        assert found["depth"] == depth
        assert (found["verdict"] == "closed") == closed
        assert (found["cheapest"]["on"] is not None) == (cost is not None)
        assert cost is None or abs(found["cheapest"]["cost"] - cost) < 1e-9


@pytest.mark.needs_node
def test_with_every_action_on_the_ways_are_the_residual_cut_sets():
    rng = random.Random(6)
    asked = [Incident.from_data(incident_data(rng)) for _ in range(60)]
    cases = [(i, [f"action:{name}" for name in i.actions], True) for i in asked]
    for (each, _, _), found in zip(cases, _judged(cases), strict=True):
        plan = assess_actions(each, "planned")
        short = {frozenset(re.sub("^(factor |action:)", "", n) for n in w) for w in found["ways"]}
        assert short == set(plan.residual_cut_sets)
        assert (found["verdict"] == "closed") == plan.closed


@pytest.mark.needs_node
def test_one_layer_that_holds_answers_as_the_counterfactual_of_the_layer():
    rng = random.Random(7)
    cases, expected = [], []
    for _ in range(60):
        asked = Incident.from_data(incident_data(rng))
        for layer, verdict in explain(asked).layers.items():
            cases.append((asked, [f"layer:{layer}"], False))
            expected.append("closed" if verdict.would_have_stopped else "open")
    assert [found["verdict"] for found in _judged(cases)] == expected
    assert set(expected) == {"open", "closed"}


@pytest.mark.needs_node
def test_where_the_ways_are_too_many_one_of_them_is_shown_and_suffices():
    pairs = [{"any": [f"b{n}", f"c{n}"]} for n in range(9)]
    factors = {name: {"what": name} for pair in pairs for name in pair["any"]}
    outcome = {"what": "It failed", "because": pairs}
    asked = incident(factors=factors, outcome=outcome)
    (found,) = _judged([(asked, [], False)])
    assert not found["complete"]
    (way,) = found["ways"]
    structure = compile_structure(asked)
    bits = [structure.variable[name.removeprefix("factor "), "factor"] for name in way]
    assert structure.network.evaluate(sum(1 << bit for bit in bits))
    for spared in bits:
        assert not structure.network.evaluate(sum(1 << bit for bit in bits if bit != spared))


class _Page(HTMLParser):
    """Collects the elements of a page and the text of its scripts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._inside = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag == "script"
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.scripts[-1] += data


def _data(page: _Page) -> dict:
    return json.loads(page.scripts[0])


def test_the_page_loads_nothing_and_runs_only_its_own_script():
    page = _Page(draw(connection_pool()).html)
    policy = next(a["content"] for t, a in page.elements if t == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    for tag, attributes in page.elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert "src" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    assert not re.search(r"\beval\b|innerHTML|fetch\(|XMLHttp|import\(|Function\(", page.scripts[1])


def test_the_picture_is_the_same_svg():
    drawing = draw(connection_pool())
    assert drawing.svg in drawing.html


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_box_can_be_reached_by_the_keyboard_and_says_what_it_is(view):
    drawing = draw(recorded(), view)
    page = _Page(drawing.html)
    hits = [a for _, a in page.elements if "data-box" in a]
    assert all(a["tabindex"] == "0" and a["role"] == "button" and a["aria-label"] for a in hits)
    shown = [_data(page)["boxes"][int(a["data-box"])]["id"] for a in hits]
    assert (
        len(shown)
        == len(set(shown))
        == len(drawing.plan.boxes) + sum(len(piece.holes) for piece in drawing.plan.slices)
    )


def test_there_is_a_switch_for_every_layer_with_holes_and_every_action():
    asked = connection_pool()
    switches = _data(_Page(draw(asked).html))["logic"]["switches"]
    assert [s["id"] for s in switches] == [
        *("layer:review", "layer:testing", "layer:rollout", "layer:capacity", "layer:detection"),
        *("action:A1", "action:A2"),
    ]
    assert switches[-1]["removes"] == ["factor canary-too-short"]


def test_repairs_and_cancelled_actions_change_nothing_and_say_why():
    asked = incident(
        actions={
            "A1": {"what": "Restart", "addresses": ["a"], "hardens": "ci", "kind": "repair"},
            "A2": {"what": "Never", "addresses": ["a"], "hardens": "ci", "status": "cancelled"},
            "A3": {
                "what": "Guard it",
                "effect": "adds_barrier",
                "on": {"cause": "a", "effect": "outcome"},
                "hardens": "ci",
            },
        }
    )
    repair, cancelled, barrier = incident_logic(asked).switches
    assert (repair.counts, cancelled.counts, barrier.counts) == (False, False, True)
    assert "undid this instance" in repair.note
    assert barrier.barriers == (("factor a", "outcome"),)


def test_links_of_facts_may_be_followed_or_are_left_out():
    facts = {"a": {"what": "x", "evidence": ["https://e.example/1", "javascript:alert(1)"]}}
    nodes = _data(_Page(draw(incident(factors=facts)).html))["logic"]["nodes"]
    assert [fact[2] for fact in nodes[0]["facts"]] == ["https://e.example/1", None]


def test_a_drawing_without_logic_is_a_page_without_switches(tmp_path):
    drawing = draw(connection_pool())
    bare = type(drawing)(drawing.scene)
    assert _data(_Page(bare.html))["logic"] is None
    assert bare.save(tmp_path / "x.html").read_text(encoding="utf-8") == bare.html


def _opened(tmp_path: Path, asked: Incident, state: str = "", extra: str = "", view="graph"):
    source = draw(asked, view).html
    if extra:
        source = re.sub(r'<meta http-equiv="Content-Security-Policy".*?>', "", source)
        source = source.replace("</body>", f"<script>{extra}</script></body>")
    page = tmp_path / "page.html"
    page.write_text(source, encoding="utf-8")
    dom, complaints = dumped_dom(page, state)
    assert not complaints
    return dom


@pytest.mark.needs_browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "verdict", "ways"),
    [
        ("", "open", ["The charge API accepts requests without a key"]),
        ("#on=layer:access", "closed", []),
        (
            "#on=layer:ci&hold=no",
            "open",
            [
                "Deploy during a batch run + The charge API accepts requests without a key",
                *(
                    f"Zone {a} was slow + Zone {b} was slow + "
                    "The charge API accepts requests without a key"
                    for a, b in ("AB", "AC", "BC")
                ),
            ],
        ),
    ],
)
def test_a_browser_shows_the_verdict_of_the_address(tmp_path, state, verdict, ways):
    dom = _opened(tmp_path, uncertain(), state)
    shown = re.search(r'data-verdict="(\w+)".*?<ul id="ways">(.*?)</ul>', dom, re.DOTALL)
    assert shown is not None
    assert shown[1] == verdict
    words = [re.sub("<.*?>", "", item) for item in shown[2].split("</li>")[:-1]]
    assert sorted(words) == sorted(ways)
    outcome = 'aria-label="outcome: Payments were charged twice'
    assert (f"{outcome}, does not happen in this graph" in dom) == (verdict == "closed")


@pytest.mark.needs_browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("#on=action:A1", "Yes: .* if any one contributing cause was enough: the answer depends"),
        ("#on=action:A1&contributing=all", "No: .* if all contributing causes were needed: the"),
        ("", "Yes: a failure path remains in this graph."),
    ],
)
def test_a_verdict_says_where_it_rests_on_how_causes_combined(tmp_path, state, told):
    draft = causal.new("INC-1", "It failed")
    pool, canary = draft.gap("A small pool", layer="capacity"), draft.condition("No canary")
    draft.outcome.because(causal.contributing(pool, canary))
    draft.action("Size it", addresses=pool, id="A1")
    dom = _opened(tmp_path, draft.build(), state)
    (shown,) = re.findall(r'<[^>]*id="verdict"[^>]*>(.*?)</', dom)
    assert re.match(told, shown) and (state or shown == told)


@pytest.mark.needs_browser
@pytest.mark.slow
def test_a_browser_obeys_the_keyboard_and_the_switches(tmp_path):
    dom = _opened(
        tmp_path,
        connection_pool(),
        extra="""
        const press = (element, key) =>
          element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        const boxes = [...document.querySelectorAll("[data-box]")];
        const pool = boxes.find((b) => b.getAttribute("aria-label").includes("years ago"));
        pool.dispatchEvent(new FocusEvent("focus"));
        document.body.dataset.card = document.getElementById("card").textContent;
        press(pool, "Enter");
        const lit = boxes.filter((b) => b.classList.contains("lit"));
        document.body.dataset.lit = lit.length;
        document.body.dataset.pressed = pool.getAttribute("aria-pressed");
        document.querySelector("[data-switch='action:A1']").click();
        document.body.dataset.verdict1 = document.getElementById("verdict").textContent;
        setTimeout(() => {  // the address is written a moment after the click
          document.body.dataset.hash = location.hash;
          document.getElementById("reset").click();
          document.body.dataset.verdict2 = document.getElementById("verdict").textContent;
          press(document.body, "Escape");
          document.body.dataset.links = document.querySelectorAll("[data-link].lit").length;
        }, 500);
        """,
    )
    body = re.search(r"<body ([^>]*)>", dom)
    assert body is not None
    said = {k: html.unescape(v) for k, v in re.findall(r'data-(\w+)="([^"]*)"', body[1])}
    assert "The pool size was set years ago" in said["card"]
    assert "https://dash.example/pool" in said["card"]
    assert "A1: Derive the pool size from peak concurrency" in said["card"]
    assert said["lit"] == "7"
    assert said["pressed"] == "true"
    assert said["verdict1"] == "No: no failure path remains in this graph."
    assert said["hash"] == "#on=action%3AA1&at=factor%20pool-sized-for-old-traffic"
    assert said["verdict2"] == "Yes: a failure path remains in this graph."
    assert said["links"] == "0"


@pytest.mark.needs_browser
@pytest.mark.slow
def test_a_browser_refuses_every_script_but_that_of_the_page(tmp_path):
    page = tmp_path / "page.html"
    source = draw(incident()).html.replace("</body>", "<script>document.title='x'</script></body>")
    page.write_text(source, encoding="utf-8")
    dom, complaints = dumped_dom(page)
    assert "<title>INC-1: It broke</title>" in dom
    assert any("Content Security Policy" in complaint for complaint in complaints)


@pytest.mark.needs_browser
@pytest.mark.slow
def test_a_browser_shows_hostile_words_as_words(tmp_path):
    text = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)> &amp;"
    dom = _opened(tmp_path, labelled(text), "#at=factor%20a")
    assert "<title>owned" not in dom
    assert "<img" not in dom
    assert "&lt;img src=x onerror=alert(1)&gt;" in dom


def _twenty() -> list[Incident]:
    """Return incidents of ours, and random ones with causes that contributed."""
    rng = random.Random(12)
    folder = Path(__file__).resolve().parents[2] / "examples"
    files = [folder / "pictures" / "two-paths.yaml", *sorted((folder / "corpus").glob("*.yaml"))]
    ours = [load(file) for file in files[::4]][:8]
    drawn = [incident_data(rng, contributing=True, doubts=n % 2 == 0) for n in range(12)]
    return ours + [Incident.from_data(data) for data in drawn]


def _pressed(tab, rng: random.Random, kind: str) -> None:
    """Press one switch of a kind, if there is one that can be."""
    switches = tab.locator(f"[{kind}]:not(:disabled)")
    if switches.count():
        switches.nth(rng.randrange(switches.count())).click()


@pytest.mark.needs_browser
@pytest.mark.slow
def test_a_browser_in_300_random_states_shows_what_the_library_answers(tmp_path):
    tools = pytest.importorskip("playwright.sync_api")
    rng = random.Random(12)
    with tools.sync_playwright() as run:
        chromium = run.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        tab = chromium.new_page()
        complaints: list[str] = []
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        for number, asked in enumerate(_twenty()):
            file = tmp_path / f"{number}.html"
            view = "swiss-cheese" if any(f.is_gap for f in asked.factors.values()) else "graph"
            file.write_text(draw(asked, view).html, encoding="utf-8")
            tab.goto(file.as_uri())
            for _ in range(15):
                _pressed(tab, rng, 'data-switch^="action:"')
                if tab.is_visible("#all"):
                    tab.set_checked("#all", rng.random() < 0.5)
                on = tab.eval_on_selector_all(
                    "[data-switch]:checked", "all => all.map((one) => one.dataset.switch)"
                )
                plan = assess_actions(asked, [name.removeprefix("action:") for name in on])
                read = plan.if_all_of if tab.is_checked("#all") else plan
                shown = tab.get_attribute("#verdict", "data-verdict")
                assert (shown == "closed") == read.closed
                assert tab.inner_text("#depth-words").startswith(f"{read.depth}:")
                paths = min(len(read.residual_cut_sets), 13)
                assert tab.locator("#ways li").count() == paths
                left = "[...document.querySelectorAll('.strand:not(.cut) path[class$=\"-f\"]')]"
                leading = tab.evaluate(f"{left}.length")
                assert not leading if read.closed else leading or view == "graph"
            _as_explained(tab, asked)
        chromium.close()
    assert not complaints


def _as_explained(tab, asked: Incident) -> None:
    """Check what the page says of each layer that had held, by itself, as it was."""
    tab.click("#reset")
    tab.uncheck("#hold")
    for layer, verdict in explain(asked).layers.items():
        switch = tab.locator(f'[data-switch="layer:{layer}"]')
        if not switch.count():
            assert not verdict.would_have_stopped
            continue
        switch.check()
        shown = tab.get_attribute("#verdict", "data-verdict")
        assert (shown == "closed") == verdict.would_have_stopped
        switch.uncheck()


@pytest.mark.needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("view", ["graph", "swiss-cheese", "bowtie"])
def test_nobody_is_shut_out_of_the_page_at_any_width(tmp_path, view):
    tools = pytest.importorskip("playwright.sync_api")
    script = axe()
    file = draw(_twenty()[0], view).save(tmp_path / "page.html")
    with tools.sync_playwright() as run:
        chromium = run.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        for width, scheme in ((390, "light"), (800, "dark"), (1400, "light"), (1400, "dark")):
            context = chromium.new_context(
                viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
            )
            tab = context.new_page()
            tab.goto(file.as_uri())
            tab.evaluate(script)
            for step in ("#reset", "[data-scenario=planned]", "#larger", "#present"):
                tab.click(step)
                found = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
                assert [each["id"] for each in found] == [], (width, scheme, step)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            assert wide <= width
            context.close()
        chromium.close()


@pytest.mark.needs_browser
@pytest.mark.slow
def test_the_picture_zooms_pans_is_presented_and_copied(tmp_path):
    tools = pytest.importorskip("playwright.sync_api")
    file = draw(connection_pool(), "swiss-cheese").save(tmp_path / "page.html")
    with tools.sync_playwright() as run:
        chromium = run.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": 1200, "height": 800})
        tab.goto(file.as_uri())
        assert not tab.is_visible("#mapbox")
        tab.focus("#frame")
        for _ in range(3):
            tab.keyboard.press("+")
        assert tab.is_visible("#mapbox")
        tab.mouse.move(400, 400)
        tab.mouse.down()
        tab.mouse.move(250, 300, steps=4)
        tab.mouse.up()
        assert tab.evaluate("document.getElementById('frame').scrollLeft") > 0
        assert tab.evaluate("document.querySelectorAll('[aria-pressed=true].chosen').length") == 0
        tab.keyboard.press("0")
        assert not tab.is_visible("#mapbox")
        tab.click("#present")
        tab.keyboard.press("4")
        assert tab.get_attribute("[data-scenario=planned]", "aria-pressed") == "true"
        tab.keyboard.press("1")
        tab.keyboard.press("ArrowRight")
        assert tab.evaluate("document.activeElement.parentNode.id") == "ways"
        assert tab.locator(".strand.lit").count() > 0
        tab.keyboard.press("Escape")
        assert tab.locator("body.presenting").count() == 0
        tab.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        with tab.expect_download() as saved:
            tab.click("#copy")
        assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
        chromium.close()
