// The page around a drawing: details on hover and focus, lit causes and effects, switches.

(() => {
  "use strict";

  const MOST_WAYS = 12;
  const data = JSON.parse(document.getElementById("data").textContent);
  const logic = data.logic;
  const byId = new Map((logic?.nodes ?? []).map((node) => [node.id, node]));
  const $ = (id) => document.getElementById(id);
  const picture = new Picture(data);
  const { boxes } = picture;
  const state = { on: new Set(), not: new Set(), hold: true, all: false, selected: null };
  let settled = logic;
  let waiting = 0;

  /** Return a new element with text or children; text is never read as markup. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const boxOf = (element) => picture.boxOf(element);

  function details(id, box) {
    const node = byId.get(id);
    const out = [make("p", { class: "kind" }, node?.kind ?? box.kind)];
    out.push(make("p", { class: "label" }, node?.label ?? box.label));
    const list = make("dl", {});
    for (const [name, value, href] of node?.facts ?? []) {
      const link = { href, rel: "noopener noreferrer", target: "_blank" };
      list.append(make("dt", {}, name), make("dd", {}, href ? make("a", link, value) : value));
    }
    if (list.children.length) out.push(list);
    return out;
  }

  function showCard(element) {
    const box = boxOf(element);
    const card = $("card");
    card.replaceChildren(...details(box.id, box));
    card.hidden = false;
    const at = element.getBoundingClientRect();
    const fits = at.bottom + card.offsetHeight + 16 < window.innerHeight;
    const left = Math.min(at.left, window.innerWidth - card.offsetWidth - 8);
    card.style.left = `${Math.max(left, 8)}px`;
    card.style.top = `${fits ? at.bottom + 8 : Math.max(at.top - card.offsetHeight - 8, 8)}px`;
  }

  const hideCard = () => { $("card").hidden = true; };

  /** Return everything reached from an id along pairs, in one direction. */
  function reached(id, pairs, from, to) {
    const found = new Set([id]);
    for (let size = 0; size !== found.size;) {
      size = found.size;
      for (const pair of pairs) if (found.has(pair[from])) found.add(pair[to]);
    }
    return found;
  }

  function pairsOfFormulas() {
    const pairs = [];
    const read = (part, effect) =>
      Array.isArray(part) ? part.slice(1).forEach((p) => read(p, effect)) : pairs.push([part, effect]);
    for (const node of (logic && causalLogic.settle(logic))?.nodes ?? []) if (node.because) read(node.because, node.id);
    return pairs;
  }

  const pairs = data.links.length ? data.links : pairsOfFormulas();

  function light() {
    const id = state.selected;
    const causes = id === null ? new Set() : reached(id, pairs, 1, 0);
    const effects = id === null ? new Set() : reached(id, pairs, 0, 1);
    picture.light(id, causes, effects);
    const chosen = boxes.map(boxOf).find((box) => box.id === id);
    const words = make("p", { class: "hint" }, "Choose a factor to light up its causes and effects.");
    $("chosen").replaceChildren(...(chosen ? details(id, chosen) : [words]));
  }

  function choose(id) {
    state.selected = state.selected === id ? null : id;
    light();
    remember();
  }

  const VERDICTS = {
    open: "Yes: a failure path remains in this graph.",
    barrier: "Only if a barrier fails as well.",
    closed: "No: no failure path remains in this graph.",
    none: "This cannot be: the outcome would have no sufficient cause.",
  };

  const barriers = logic?.switches.filter((item) => item.barriers.length) ?? [];
  const isBarrier = (id) => barriers.some((item) => item.id === id);

  function wayInWords(way) {
    if (!way.length) return state.hold ? "the triggers alone" : "nothing more is needed";
    return way.map((id) => {
      if (isBarrier(id)) {
        return `the barrier fails: ${logic.switches.find((item) => item.id === id).label}`;
      }
      return settled.nodes.find((node) => node.id === id).label;
    }).join(" + ");
  }

  /** Return what the verdict rests on, where it depends on how contributing causes combined. */
  function depends(verdict) {
    if (!settled || $("reading").hidden) return "";
    const { on, hold, all } = state;
    if (causalLogic.judge(settled, on, hold, !all).verdict === verdict) return "";
    const read = all ? "all contributing causes were needed" : "any one contributing cause was enough";
    return ` That is if ${read}: the answer depends on it.`;
  }

  function judge() {
    if (!logic) return;
    settled = causalLogic.settle(logic, state.not);
    const { on, hold, all } = state;
    const result = settled ? causalLogic.judge(settled, on, hold, all)
      : { verdict: "none", values: new Map(), ways: [], complete: true };
    const verdict = $("verdict");
    verdict.dataset.verdict = result.verdict;
    verdict.textContent = VERDICTS[result.verdict] + depends(result.verdict);
    const number = result.ways.length;
    const shown = result.ways.slice(0, MOST_WAYS).map(wayItem);
    if (number > MOST_WAYS) shown.push(make("li", {}, `… and ${number - MOST_WAYS} more`));
    $("ways").replaceChildren(...shown);
    const given = state.hold && logic.nodes.some((node) => node.trigger) ? ", given the triggers" : "";
    $("count").textContent = !result.complete
      ? "More failure paths than can be listed here; one of them:"
      : number ? `${number} failure ${number === 1 ? "path" : "paths"}${given}:` : "";
    showPicture(result);
    showDepth();
    for (const button of document.querySelectorAll("[data-scenario]")) {
      button.setAttribute("aria-pressed", String(!button.disabled && isSame(scenarioOf(button))));
    }
  }

  /** Show in the picture what a state does away with, and which lines still lead to the outcome. */
  function showPicture({ values, verdict }) {
    const { on, hold, all } = state;
    const inPlace = barriers.filter((item) => item.counts && on.has(item.id));
    const guarded = new Set(inPlace.flatMap((item) => item.barriers.map((ends) => JSON.stringify(ends))));
    const became = (route) => {
      return settled ? causalLogic.route(logic, settled, on, hold, route, all) : "open";
    };
    const states = new Map(data.routes.map((route) => [route.id, became(route)]));
    const shown = data.routes.length === 0 || [...states.values()].some((one) => one !== "closed");
    $("undrawn").hidden = shown || !["open", "barrier"].includes(verdict);
    const standing = new Set(inPlace.map((item) => item.id));
    picture.show({ values, standing, guarded, states, all });
  }

  const scenarioOf = (button) => logic.scenarios[button.dataset.scenario] ?? [];
  const isSame = (ids) => ids.length === state.on.size && ids.every((id) => state.on.has(id));

  /** Show the depth of defence that the actions which are on give. */
  function showDepth() {
    const depth = settled && causalLogic.depth(settled, state.on, state.all);
    const held = [...state.on].some((id) => id.startsWith("layer:"));
    const meter = $("depth");
    meter.value = Math.min(depth ?? 0, Number(meter.max));
    $("depth-words").textContent = depth === null
      ? "not worked out here"
      : `${depth}: ${depth === 0 ? "no action stands between this and a repeat"
        : depth === 1 ? "one layer or action must fail for a repeat"
        : `${depth} layers or actions must all fail for a repeat`}${held ? "; a layer that had held does not count here" : ""}`;
  }

  function wayItem(way) {
    const item = make("li", { tabindex: "0" }, wayInWords(way));
    const show = () => {
      picture.lightPath(causalLogic.along(settled, state.on, state.hold, way, state.all), way);
    };
    item.addEventListener("pointerenter", show);
    item.addEventListener("focus", show);
    item.addEventListener("pointerleave", light);
    item.addEventListener("blur", light);
    return item;
  }

  /** Choose the cheapest actions after which no failure path remains. */
  function chooseCheapest() {
    const found = settled && causalLogic.cheapest(settled, state.all);
    if (found === null) $("cheapest-words").textContent = "Too many choices to try here; see causal.cheapest_fix.";
    else if (found.on === null) $("cheapest-words").textContent = "No choice of these actions closes every failure path.";
    else {
      state.on = new Set(found.on);
      show();
      $("cheapest-words").textContent = `It costs ${found.cost} (an action without a stated cost counts as 1, one that is done as 0).`;
      remember();
    }
  }

  function addSwitches() {
    for (const item of logic.switches) {
      const box = make("input", { type: "checkbox", "data-switch": item.id });
      box.disabled = !item.counts;
      box.addEventListener("change", () => {
        state.on[box.checked ? "add" : "delete"](item.id);
        judge();
        remember();
      });
      const words = make("span", {}, item.label, make("small", {}, item.note));
      $(`${item.group}s`).append(make("label", { class: "switch" }, box, words));
    }
    for (const each of logic.unconfirmed) {
      const box = make("input", { type: "checkbox", "data-unconfirmed": each.id });
      box.addEventListener("change", () => {
        state.not[box.checked ? "delete" : "add"](each.id);
        judge();
        remember();
      });
      const words = make("span", {}, each.label, make("small", {}, each.note));
      $("unconfirmed").append(make("label", { class: "switch" }, box, words));
    }
    for (const group of ["layers", "actions", "unconfirmed"]) {
      $(group).hidden = !$(group).querySelector("input");
    }
    $("hold").addEventListener("change", () => {
      state.hold = $("hold").checked;
      judge();
      remember();
    });
    for (const button of document.querySelectorAll("[data-scenario]")) {
      button.addEventListener("click", () => {
        state.on = new Set(scenarioOf(button));
        if (button.id === "reset") {
          Object.assign(state, { not: new Set(), hold: true, all: false, selected: null });
        }
        $("cheapest-words").textContent = "";
        show();
        remember();
      });
      button.disabled = button.id !== "reset" && !scenarioOf(button).length;
    }
    $("cheapest").addEventListener("click", chooseCheapest);
    $("cheapest").disabled = !logic.switches.some((s) => s.group === "action" && s.counts);
    const isOpen = (part) => Array.isArray(part) && (part[0] === 0 || part.some(isOpen));
    $("reading").hidden = !logic.nodes.some((node) => isOpen(node.because));
    $("all").addEventListener("change", () => {
      state.all = $("all").checked;
      judge();
      remember();
    });
  }

  /** Write the state into the address soon: that takes longer than all else that a click does. */
  function remember() {
    clearTimeout(waiting);
    waiting = setTimeout(writeAddress, 100);
  }

  function writeAddress() {
    const parts = [...state.on].sort().map((id) => `on=${encodeURIComponent(id)}`);
    parts.push(...[...state.not].sort().map((id) => `not=${encodeURIComponent(id)}`));
    if (!state.hold) parts.push("hold=no");
    if (state.all) parts.push("contributing=all");
    if (state.selected !== null) parts.push(`at=${encodeURIComponent(state.selected)}`);
    try {
      history.replaceState(null, "", `#${parts.join("&")}`);
    } catch {
      // A page inside a frame without an address of its own has nothing to remember with.
    }
  }

  function recall() {
    clearTimeout(waiting);
    const given = new URLSearchParams(location.hash.slice(1));
    const known = new Set((logic?.switches ?? []).filter((s) => s.counts).map((s) => s.id));
    state.on = new Set(given.getAll("on").filter((id) => known.has(id)));
    const open = new Set((logic?.unconfirmed ?? []).map((each) => each.id));
    state.not = new Set(given.getAll("not").filter((id) => open.has(id)));
    state.hold = given.get("hold") !== "no";
    state.all = given.get("contributing") === "all";
    const at = given.get("at");
    state.selected = data.boxes.some((box) => box.id === at) ? at : null;
    show();
  }

  function show() {
    for (const input of document.querySelectorAll("[data-switch]")) {
      input.checked = state.on.has(input.dataset.switch);
    }
    for (const input of document.querySelectorAll("[data-unconfirmed]")) {
      input.checked = !state.not.has(input.dataset.unconfirmed);
    }
    $("hold").checked = state.hold;
    $("all").checked = state.all;
    judge();
    light();
  }

  for (const element of boxes) {
    element.addEventListener("pointerenter", () => showCard(element));
    element.addEventListener("pointerleave", hideCard);
    element.addEventListener("focus", () => showCard(element));
    element.addEventListener("blur", hideCard);
    element.addEventListener("click", () => choose(boxOf(element).id));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(boxOf(element).id);
    });
  }
  const svg = document.querySelector(".picture svg");
  const overlay = document.querySelector("#stage > svg");
  const viewport = new Viewport({
    frame: $("frame"),
    sheet: $("stage"),
    map: $("map"),
    size: data.size,
    rects: data.boxes.map((box) => box.rect),
    said: (words) => { $("said").textContent = words; },
  });
  $("larger").addEventListener("click", () => viewport.zoom(1.25));
  $("smaller").addEventListener("click", () => viewport.zoom(0.8));
  $("fit").addEventListener("click", () => viewport.zoom(0));
  $("copy").addEventListener("click", async () => {
    const ground = getComputedStyle(document.body).backgroundColor;
    $("said").textContent = await copyPicture(svg, overlay, ground, document.title);
  });

  /** Show the picture large for a room, with the verdict beside it, or end that. */
  async function present(wanted) {
    document.body.classList.toggle("presenting", wanted);
    $("present").setAttribute("aria-pressed", String(wanted));
    viewport.large = wanted;
    viewport.chosen = 0;
    try {
      if (wanted) await document.documentElement.requestFullscreen();
      else if (document.fullscreenElement) await document.exitFullscreen();
    } catch {
      // Where the whole screen is not to be had, the window has to do.
    }
    viewport.fit();
    if (wanted) $("frame").focus();
  }

  const presenting = () => document.body.classList.contains("presenting");
  $("present").addEventListener("click", () => present(!presenting()));
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && presenting()) present(false);
  });

  const KEYS = { 1: "#reset", 2: "[data-scenario=verified]", 3: "[data-scenario=done]",
    4: "[data-scenario=planned]", 5: "#cheapest" };

  /** Act on a key while the page is presented; return whether it was one of ours. */
  function presenterKey(event) {
    if (event.target.closest?.("[data-box]") && event.key.startsWith("Arrow")) return false;
    const ways = [...document.querySelectorAll("#ways li[tabindex]")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (KEYS[event.key]) document.querySelector(KEYS[event.key]).click();
    else if (step && ways.length) {
      const at = ways.indexOf(document.activeElement);
      ways[at < 0 ? (step > 0 ? 0 : ways.length - 1) : (at + step + ways.length) % ways.length].focus();
    } else return viewport.key(event);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hideCard();
      if (state.selected !== null) choose(state.selected);
      else if (presenting()) present(false);
    } else if (presenting() && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (!event.defaultPrevented && presenterKey(event)) event.preventDefault();
    }
  });
  $("frame").addEventListener("scroll", hideCard, { passive: true });
  window.addEventListener("hashchange", recall);
  $("try").hidden = !logic;
  if (logic) addSwitches();
  recall();
})();
