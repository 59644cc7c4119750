"""The page in a browser: the connection-pool graph drawn from nothing, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import causal
from causal.editing.file_session import FileSession
from causal.editing.start import open_file
from editing_server import TOKEN, served
from programs import axe, browser

sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytest.importorskip("uvicorn")
pytestmark = [pytest.mark.slow, pytest.mark.needs_browser]

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml"
ARROWS = ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync.sync_playwright() as tools:
        found = tools.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        yield found
        found.close()


class Window:
    """One window on the page, with what a person does in it."""

    def __init__(self, chromium: Any, port: int) -> None:
        self.page = chromium.new_page()
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda m: m.type == "error" and self.problems.append(m.text))
        self.page.goto(f"http://127.0.0.1:{port}/?token={TOKEN}")
        self.page.wait_for_selector(".ce-box")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is asked any more."""
        self.page.wait_for_selector('.causal-edit[aria-busy="false"]')

    def box(self, id: str) -> Any:
        return self.page.locator(f'.ce-box[data-id="{id}"]')

    def chosen(self) -> str:
        return self.page.locator('.ce-box[aria-pressed="true"]').get_attribute("data-id")

    def type(self, words: str) -> None:
        self.page.keyboard.insert_text(words)
        self.page.keyboard.press("Enter")
        self.settle()

    def middle(self, id: str) -> tuple[float, float]:
        self.box(id).scroll_into_view_if_needed()
        area = self.box(id).bounding_box()
        return area["x"] + area["width"] / 2, area["y"] + area["height"] / 2

    def drag(self, source: str, target: str) -> None:
        self.page.get_by_role("button", name="Fit").click()
        self.page.mouse.move(*self.middle(source))
        self.page.mouse.down()
        self.page.mouse.move(*self.middle(target), steps=5)
        self.page.mouse.up()
        self.settle()

    def go(self, id: str) -> None:
        """Go to a box by arrow keys, as a person would who looks at the picture."""
        seen: list[str] = []
        for _ in range(40):
            here = self.chosen()
            if here == id:
                return
            (x, y), (to_x, to_y) = self.middle(here), self.middle(id)
            across = ["ArrowRight" if to_x > x else "ArrowLeft"]
            along = ["ArrowDown" if to_y > y else "ArrowUp"]
            wanted = [*along, *across] if abs(to_y - y) > abs(to_x - x) / 2 else [*across, *along]
            wanted += [key for key in ARROWS if key not in wanted]
            self.page.keyboard.press(wanted[seen.count(here) % 4])
            seen.append(here)
        raise AssertionError(f"{id} cannot be reached by arrow keys from {seen[0]}")


@pytest.fixture
def session(tmp_path) -> FileSession:
    return FileSession(open_file(tmp_path / "drawn.yaml"))


def said(incident: causal.Incident) -> dict[str, Any]:
    """Return what a graph says, its factors and actions named by their words."""
    names = {name: factor.what for name, factor in incident.factors.items()}
    told = {}
    for effect in ("outcome", *incident.factors):
        gate = incident.because(effect)
        causes = sorted(names[link.cause] for link in gate.links()) if gate else []
        told[names.get(effect, "outcome")] = (gate.op if gate and len(causes) > 1 else "", causes)
    return {
        "outcome": incident.outcome.what,
        "causes": told,
        "layers": {factor.what: factor.layer for factor in incident.factors.values()},
        "triggers": [f.what for f in incident.factors.values() if f.kind == "trigger"],
        "actions": {
            action.what: ([names[f] for f in action.addresses], action.hardens, action.kind)
            for action in incident.actions.values()
        },
    }


def in_order(wanted: causal.Incident) -> Iterator[tuple[str, str]]:
    """Yield every cause with its effect, effects first."""
    waiting = ["outcome"]
    while waiting:
        effect = waiting.pop(0)
        gate = wanted.because(effect)
        for link in gate.links() if gate else ():
            yield link.cause, effect
            waiting.append(link.cause)


def test_from_nothing_to_the_graph_by_mouse(chromium, session):
    wanted = causal.load(EXAMPLE)
    with served(session) as client:
        window = Window(chromium, client.port)
        page = window.page
        made = {"outcome": "outcome"}
        window.box("outcome").dblclick()
        window.type(wanted.outcome.what)
        for cause, effect in in_order(wanted):
            factor = wanted.factors[cause]
            if cause == "pool-sized-for-old-traffic":  # one that is drawn first, and linked later
                page.get_by_role("button", name="+ Factor").click()
                window.type(factor.what)
                made[cause] = window.chosen()
                assert "needs attention" in window.box(made[cause]).get_attribute("aria-label")
                window.drag(made[cause], made[effect])
            else:
                window.box(made[effect]).click()
                page.get_by_role("button", name="+ Cause").click()
                window.type(factor.what)
            made[cause] = window.chosen()
            if factor.layer:
                page.get_by_label("A gap in which layer of defence?").select_option(factor.layer)
                window.settle()
            if factor.kind:
                page.get_by_label("Kind", exact=True).select_option(factor.kind)
                window.settle()
        for action in wanted.actions.values():
            window.box(made[action.addresses[0]]).click()
            page.get_by_role("button", name="+ Action").click()
            window.type(action.what)
            page.get_by_label("Kind", exact=True).select_option(action.kind)
            window.settle()
        page.get_by_role("button", name="Save", exact=True).click()
        window.settle()
        assert said(causal.load(session.path)) == said(wanted)
        assert "Depth of defence: 0 done, 5 planned" in page.locator(".ce-stand").inner_text()
        number = 0
        while page.get_by_role("button", name="Undo").is_enabled():
            page.get_by_role("button", name="Undo").click()
            window.settle()
            number += 1
        assert number > 20
        assert session.draft == session.opening
        assert window.problems == []
        page.close()


def test_from_nothing_to_the_graph_by_keys_alone(chromium, session):
    wanted = causal.load(EXAMPLE)
    with served(session) as client:
        window = Window(chromium, client.port)
        keys = window.page.keyboard
        made = {"outcome": "outcome"}
        window.type(wanted.outcome.what)  # an empty page asks for the outcome
        for cause, effect in in_order(wanted):
            factor = wanted.factors[cause]
            if cause == "pool-sized-for-old-traffic":
                keys.press("n")
                window.type(factor.what)
                made[cause] = window.chosen()
                keys.press("l")
                window.go(made[effect])
                keys.press("Enter")
                window.settle()
                window.go(made[cause])
            else:
                window.go(made[effect])
                keys.press("c")
                window.type(factor.what)
                made[cause] = window.chosen()
            if factor.layer:
                keys.press("y")
                keys.type(factor.layer.replace("_", " "))
                keys.press("Escape")
                window.settle()
            if factor.kind == "trigger":
                keys.press("t")
                window.settle()
        for action in wanted.actions.values():
            window.go(made[action.addresses[0]])
            keys.press("a")
            window.type(action.what)
            keys.press("p")
            for _ in range(30):
                label = "document.activeElement.labels?.[0]?.textContent"
                if window.page.evaluate(label) == "Kind":
                    break
                keys.press("Tab")
            keys.type(action.kind)
            keys.press("Escape")
            window.settle()
        keys.press("Control+s")
        window.settle()
        assert said(causal.load(session.path)) == said(wanted)
        for _ in range(80):
            keys.press("Control+z")
            window.settle()
            if window.page.get_by_role("button", name="Undo").is_disabled():
                break
        assert session.draft == session.opening
        assert window.problems == []
        window.page.close()


def test_two_windows_on_one_file_show_the_same(chromium, tmp_path):
    path = tmp_path / "outage.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    session = FileSession(open_file(path))
    with served(session) as client:
        one, two = Window(chromium, client.port), Window(chromium, client.port)
        one.box("pool-exhausted").click()
        one.page.keyboard.press("c")
        one.type("Nobody watched the pool")
        two.page.wait_for_selector('.ce-box[data-id="nobody-watched-pool"]', timeout=5000)
        two.box("nobody-watched-pool").click()
        two.page.keyboard.press("Delete")
        one.page.wait_for_selector('.ce-box[data-id="nobody-watched-pool"]', state="detached")
        assert session.draft.data == session.opening.data
        path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
        two.box("A3").click()
        two.page.get_by_role("textbox", name="Owner").fill("orders-db")
        two.page.keyboard.press("Enter")
        two.settle()
        two.page.get_by_role("button", name="Save", exact=True).click()
        two.page.get_by_role("button", name="Put what was done here on top of it").click()
        two.page.get_by_role("button", name="Close").click()
        two.page.get_by_role("button", name="Save", exact=True).click()
        two.settle()
        text = path.read_text(encoding="utf-8")
        assert text.endswith("# a remark\n")
        assert "owner: orders-db" in text
        assert one.problems + two.problems == []
        one.page.close()
        two.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(chromium, tmp_path, scheme):
    script = axe()
    path = tmp_path / "outage.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    with served(FileSession(open_file(path))) as client:
        context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
        window = Window(context, client.port)
        page = window.page
        page.add_script_tag(content=script)
        steps = {
            "a factor": lambda: window.box("pool-exhausted").click(),
            "an action": lambda: window.box("A3").click(),
            "answers": lambda: page.get_by_role("tab", name="What gets through").click(),
            "five whys": lambda: page.get_by_role("tab", name="Five whys").click(),
            "timeline": lambda: page.get_by_role("tab", name="Timeline").click(),
            "the meeting": lambda: page.get_by_role("button", name="Meeting").click(),
            "the keys": lambda: page.get_by_role("button", name="Keys").click(),
        }
        for name, step in steps.items():
            step()
            window.settle()
            found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            assert [f"{name}: {each['id']}" for each in found] == []
        context.close()


def test_a_text_of_a_stranger_runs_nothing(chromium, tmp_path):
    hit = (
        "<img src=x onerror='window.hit=1'><script>window.hit=1</script>\"' onclick='window.hit=1'"
    )
    story = causal.new("INC-1", hit)
    one = story.gap(f"One {hit}", layer="review", id=f"one {hit}", evidence=[f"javascript:{hit}"])
    story.outcome.because(one, story.condition(f"Two {hit}", id="two"))
    story.action(f"Act {hit}", addresses=one, owner=hit)
    story.five_whys(one)
    causal.dump(story.build(), tmp_path / "outage.yaml")
    with served(FileSession(open_file(tmp_path / "outage.yaml"))) as client:
        context = chromium.new_context(bypass_csp=True)
        window = Window(context, client.port)
        page = window.page
        for box in page.locator(".ce-box").all():
            box.click()
            window.settle()
        for tab in ("What gets through", "Five whys", "Timeline", "Incident"):
            page.get_by_role("tab", name=tab).click()
            window.settle()
        page.get_by_role("button", name="Meeting").click()
        page.get_by_role("button", name="Finish: what changed, and the brief").click()
        page.get_by_role("dialog").wait_for()
        assert page.evaluate("window.hit") is None
        assert page.locator(".causal-edit img, .causal-edit script").count() == 0
        context.close()


def test_the_focus_stays_where_somebody_works(chromium, tmp_path):
    """An answer given in words leads to the next one, and a save to the graph, never to nothing."""
    path = tmp_path / "outage.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    with served(FileSession(open_file(path))) as client:
        window = Window(chromium, client.port)
        page = window.page
        page.get_by_role("tab", name="Five whys").click()
        for words in ("Nobody looked", "It was late"):
            page.get_by_label("or in their words").focus()
            window.type(words)
            assert page.evaluate("document.activeElement.dataset.field") == "own-why"
        page.get_by_role("button", name="Save").focus()
        page.keyboard.press("Enter")
        sync.expect(page.locator(".ce-notice")).to_have_text("Saved as outage.yaml.")
        window.settle()
        assert page.evaluate("document.activeElement.classList.contains('ce-box')")
        page.close()


def test_the_page_shows_the_sentences_of_the_functions(chromium, tmp_path):
    (tmp_path / "outage.yaml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    session = FileSession(open_file(tmp_path / "outage.yaml"))
    with served(session) as client:
        window = Window(chromium, client.port)
        window.page.get_by_role("tab", name="What gets through").click()
        for status in ("done", "cancelled"):
            session.do({"op": "set", "id": "A3", "field": "status", "value": status})
            incident = session.incident
            wanted = [
                *causal.explain(incident).sentences()[:-1],
                *causal.assess_actions(incident).sentences()[:-1],
            ]
            last = window.page.locator(".ce-sentences li").last
            sync.expect(last).to_have_text(wanted[-1], timeout=10000)
            window.settle()
            shown = window.page.locator(".ce-panel > .ce-sentences li").all_inner_texts()
            assert shown == [" ".join(line.split()) for line in wanted]
        window.page.close()
