"""Everything that is written, opened in a browser: nothing runs, and nothing is asked for."""

from __future__ import annotations

import html
import re
from functools import cache

import pytest

import causal
from causal.render.writers.notebook import write_notebook
from causal.terminal import CONTROLS
from programs import browser
from render_nasty import LINKS_TO_REFUSE, NASTY

sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.needs_browser]

VIEWS = ("graph", "swiss-cheese", "actions", "timeline", "bowtie", "brief", "five-whys")
HIT = "window.__hit=1"
AWAY = "http://evil.example"
TEXTS = {
    "script": f"<script>{HIT}</script>",
    "closing": f"</title></text></desc></svg></script><script>{HIT}</script>",
    "image": f"<img src={AWAY}/x onerror={HIT}>",
    "attribute": f'" onmouseover="{HIT}" onload="{HIT}" autofocus onfocus="{HIT}" x="',
    "apostrophe": f"' onload='{HIT}' x='",
    "style": f"</style><style>@import '{AWAY}/a.css';*{{background:url({AWAY}/b)}}</style>",
    "frame": f"<iframe src={AWAY} srcdoc='<script>parent.{HIT}</script>'></iframe>",
    "template": "{{constructor.constructor('" + HIT + "')()}} ${" + HIT + "}",
    "markdown": f"![x]({AWAY}/i) [y](javascript:{HIT}) <{AWAY}> | a |",
    "mermaid": f'"] --> x["<img src={AWAY}/m onerror={HIT}>"]; click n0 call {HIT}',
    "dot": f'"]; x [URL="javascript:{HIT}", image="{AWAY}/d", label=<<IMG SRC="{AWAY}/e"/>>]; "',
    "plotly": f"<a href='javascript:{HIT}'>x</a> <extra><img src={AWAY}/p></extra>",
    "json": f"</script><!--<script>{HIT}</script>--> \u2028 \\u003cscript>",
}
ADDRESSES = [
    *(f"{AWAY}/{text}".replace(" ", "+").replace("\\", "/") for text in TEXTS.values()),
    *(f"https://x/{text}" for text in TEXTS.values()),
    *filter(None, LINKS_TO_REFUSE),
    f"javascript:{HIT}",
    f"data:text/html,<script>{HIT}</script>",
    f'http://127.0.0.1:9/x"><script>{HIT}</script><g/a="',
    f"mailto:a@b.example?x=\"'><svg/onload={HIT}>",
]


def hostile(text: str, address: str) -> causal.Incident:
    """Return an incident that says the text, or has the address, wherever it may."""
    name = " ".join(re.sub(f"[{CONTROLS}]", "", text).split())[:200]
    action = f"Action {name}"
    whole = {
        "causal": 1,
        "id": name,
        "title": text,
        "severity": text,
        "services": [text],
        "summary": text,
        "detection": text,
        "source": {"title": text, "url": address},
        "times": {"started": "2025-03-14T14:02Z", "resolved": "2025-03-14T14:12Z"},
        "timeline": [{"at": "2025-03-14T14:02Z", "what": text, "kind": text, "by": text}],
        "impact": {name: text},
        "roles": {name: [text]},
        "notes": {name: text},
        "outcome": {
            "what": text,
            "because": [name, {"any": ["b", "c"]}],
            "worsened_by": [{"factor": "d", "of": "detect"}],
        },
        "factors": {
            name: {"what": text, "kind": "trigger", "key": name, "evidence": [text, address]},
            "b": {"what": text, "layer": "review", "evidence": [address]},
            "c": {"what": text, "layer": name, "confidence": "suspected"},
            "d": {"what": text, "layer": "detection"},
        },
        "actions": {
            action: {"what": text, "addresses": ["b"], "owner": text, "ticket": address},
            "A2": {"what": text, "addresses": ["c"], "status": "done", "ticket": text},
        },
        "five_whys": {"chain": [name, {"answer": text}]},
        "layers": {name: {"title": text, "known_gaps": [text]}, "review": {"title": text}},
        "lessons": {"went_well": [text]},
    }
    try:
        return causal.Incident.from_data(whole)
    except causal.CausalError as error:  # what a file may not hold cannot be written out
        for fault in error.faults:
            part = fault.where.split(".", maxsplit=1)[0]
            if part == "factors":  # only a key need be without what a name may hold
                whole["factors"][name]["key"] = "k"
            whole.pop(part if part != "factors" else "", None)
        return causal.Incident.from_data(whole)


def pages(incident: causal.Incident, views=VIEWS) -> dict[str, str]:
    """Return what each writer makes of an incident, as a page."""
    shown: dict[str, str] = {}
    for view in views:
        try:
            drawing = causal.draw(incident, view)
        except causal.CausalError:
            continue
        shown[f"svg {view}"] = f"<!doctype html><body>{drawing.svg}"
        shown[f"mermaid {view}"] = f'<pre class="mermaid">{html.escape(drawing.mermaid)}</pre>'
        shown[f"html {view}"] = drawing.html
        shown[f"cell {view}"] = write_notebook(drawing.svg, drawing.text)
    try:
        by_graphviz = causal.draw(incident, engine="dot")
        shown["graphviz"] = f"<!doctype html><body>{by_graphviz.svg}"
        shown["dot"] = f"<pre>{html.escape(by_graphviz.dot)}</pre>"
    except causal.MissingExtra:
        pass
    for template in ("postmortem", "google-sre", "review-meeting")[: len(views)]:
        shown[f"report {template}"] = causal.report(incident, "html", template=template)
    shown["survey"] = causal.report(causal.Corpus([incident]), "html")
    shown["notebook"] = causal.explain(incident)._repr_html_()
    for view in ("graph", "actions")[: len(views)]:
        shown[f"plotly {view}"] = (
            '<!doctype html><script src="plotly.js"></script>'
            + causal.figure(incident, view).to_html(full_html=False, include_plotlyjs=False)
        )
    return shown


@cache
def plotly_script() -> str:
    from plotly.offline import get_plotlyjs

    return get_plotlyjs()


@pytest.fixture(scope="module")
def opened():
    """Return a function that opens a page and says what ran in it and what it asked for."""
    with sync.sync_playwright() as tools:
        chromium = tools.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page()
        asked: list[str] = []
        source = [""]

        def answer(route, request):
            if request.url == "http://page.test/":
                route.fulfill(body=source[0], content_type="text/html; charset=utf-8")
            elif request.url == "http://page.test/plotly.js":
                route.fulfill(body=plotly_script(), content_type="text/javascript")
            else:
                asked.append(request.url)
                route.abort()

        page.route("**/*", answer)
        page.on("dialog", lambda dialog: (asked.append("dialog"), dialog.dismiss()))

        def look(text):
            source[0] = text
            asked.clear()
            page.goto("http://page.test/", wait_until="load")
            page.evaluate(
                "for (const e of document.querySelectorAll('*')) for (const kind of"
                " ['focus', 'mouseover', 'load', 'error']) e.dispatchEvent(new Event(kind))"
            )
            ran = page.evaluate("window.__hit")
            links = page.evaluate(
                "[...document.querySelectorAll('a')].map(a => a.getAttribute('href') ??"
                " a.getAttribute('xlink:href')).filter(h => h)"
            )
            foreign = page.evaluate(
                "document.querySelectorAll('iframe,object,embed,img[src^=http],form,base').length"
            )
            return ran, [u for u in asked if "favicon" not in u], links, foreign

        yield look
        chromium.close()


def scheme(link: str) -> str:
    return link.split(":", 1)[0].lower() if ":" in link.split("/", maxsplit=1)[0] else ""


@pytest.mark.parametrize("number", range(max(len(TEXTS), 6)))
def test_nothing_runs_and_nothing_is_asked_for(number, opened):
    texts = [*TEXTS.values()]
    text = texts[number % len(texts)]
    for at, address in enumerate(ADDRESSES[number :: len(texts)]):
        views = ("graph",) if at else VIEWS
        for name, source in pages(hostile(text, address), views).items():
            ran, asked, links, foreign = opened(source)
            assert ran is None, (name, text, address)
            assert asked == [], (name, text, address)
            assert foreign == 0, (name, text, address)
            assert {scheme(link) for link in links} <= {"", "http", "https", "mailto"}, name


@pytest.mark.parametrize("name", [n for n, t in NASTY.items() if "\ud800" not in t])
def test_nasty_texts_stay_texts(name, opened):
    incident = hostile(NASTY[name][:400], "https://e.example/?a=1&b=<2>")
    for writer, source in pages(incident, ("graph",)).items():
        assert opened(source)[:2] == (None, []), writer
