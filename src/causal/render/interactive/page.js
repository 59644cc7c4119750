// The page around a drawing: details on hover and focus, lit causes and effects, switches.

(() => {
  "use strict";

  const MOST_WAYS = 12;
  const data = JSON.parse(document.getElementById("data").textContent);
  const logic = data.logic;
  const byId = new Map((logic?.nodes ?? []).map((node) => [node.id, node]));
  const $ = (id) => document.getElementById(id);
  const boxes = [...document.querySelectorAll("[data-box]")];
  const state = { on: new Set(), hold: true, all: false, selected: null };

  /** Return a new element with text or children; text is never read as markup. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const boxOf = (element) => data.boxes[Number(element.dataset.box)];

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
    const stage = $("stage").getBoundingClientRect();
    const at = element.getBoundingClientRect();
    const below = at.bottom - stage.top + 8;
    const fits = at.bottom + card.offsetHeight + 16 < window.innerHeight;
    const left = Math.min(at.left - stage.left, stage.width - card.offsetWidth - 4);
    card.style.left = `${Math.max(left, 0)}px`;
    card.style.top = `${fits ? below : Math.max(at.top - stage.top - card.offsetHeight - 8, 0)}px`;
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
    for (const node of logic?.nodes ?? []) if (node.because) read(node.because, node.id);
    return pairs;
  }

  const pairs = data.links.length ? data.links : pairsOfFormulas();

  function light() {
    const id = state.selected;
    const causes = id === null ? new Set() : reached(id, pairs, 1, 0);
    const effects = id === null ? new Set() : reached(id, pairs, 0, 1);
    for (const element of [...boxes, ...document.querySelectorAll("[data-join]")]) {
      const here = element.dataset.join ?? boxOf(element).id;
      element.classList.toggle("chosen", here === id);
      element.classList.toggle("lit", causes.has(here) || effects.has(here));
      element.classList.toggle("dim", id !== null && !causes.has(here) && !effects.has(here));
      if (element.dataset.box) element.setAttribute("aria-pressed", String(here === id));
    }
    for (const element of document.querySelectorAll("[data-link]")) {
      const [source, target] = data.links[Number(element.dataset.link)];
      const isLit = (causes.has(source) && causes.has(target))
        || (effects.has(source) && effects.has(target));
      element.classList.toggle("lit", isLit);
    }
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
  };
  const OFF = "does not happen in this graph";

  const isBarrier = (id) => logic.switches.some((item) => item.id === id && item.barriers.length);

  function wayInWords(way) {
    if (!way.length) return state.hold ? "the triggers alone" : "nothing more is needed";
    return way.map((id) => {
      if (isBarrier(id)) {
        return `the barrier fails: ${logic.switches.find((item) => item.id === id).label}`;
      }
      return byId.get(id).label;
    }).join(" + ");
  }

  function judge() {
    if (!logic) return;
    const result = causalLogic.judge(logic, state.on, state.hold, state.all);
    const verdict = $("verdict");
    verdict.dataset.verdict = result.verdict;
    verdict.textContent = VERDICTS[result.verdict];
    const number = result.ways.length;
    const shown = result.ways.slice(0, MOST_WAYS).map(wayItem);
    if (number > MOST_WAYS) shown.push(make("li", {}, `… and ${number - MOST_WAYS} more`));
    $("ways").replaceChildren(...shown);
    const given = state.hold && logic.nodes.some((node) => node.trigger) ? ", given the triggers" : "";
    $("count").textContent = !result.complete
      ? "More failure paths than can be listed here; one of them:"
      : number ? `${number} failure ${number === 1 ? "path" : "paths"}${given}:` : "";
    for (const element of boxes) {
      const value = result.values.get(boxOf(element).id);
      element.classList.toggle("gone", value === false);
      const words = boxOf(element).words + (value === false ? `, ${OFF}` : "");
      element.setAttribute("aria-label", words);
    }
    cutLines(result.values);
    showDepth();
    for (const button of document.querySelectorAll("[data-scenario]")) {
      button.setAttribute("aria-pressed", String(!button.disabled && isSame(scenarioOf(button))));
    }
  }

  /** Fade the lines from what does not happen; lines that share their way with them stay on top. */
  function cutLines(values) {
    const lines = [...document.querySelectorAll("[data-link]")];
    const isCut = (line) => values.get(data.links[Number(line.dataset.link)][0]) === false;
    const any = lines.some(isCut);
    for (const line of lines) {
      line.classList.toggle("cut", isCut(line));
      line.classList.toggle("live", any && !isCut(line) && line.dataset.role !== "worsens");
      if (!isCut(line)) line.parentNode.insertBefore(line, document.querySelector("[data-join],[data-box]"));
    }
  }

  const scenarioOf = (button) => logic.scenarios[button.dataset.scenario] ?? [];
  const isSame = (ids) => ids.length === state.on.size && ids.every((id) => state.on.has(id));

  /** Show the depth of defence that the actions which are on give. */
  function showDepth() {
    const depth = causalLogic.depth(logic, state.on, state.all);
    const meter = $("depth");
    meter.value = Math.min(depth ?? 0, Number(meter.max));
    $("depth-words").textContent = depth === null
      ? "not worked out here"
      : `${depth}: ${depth === 0 ? "no action stands between this and a repeat"
        : depth === 1 ? "one layer or action must fail for a repeat"
        : `${depth} layers or actions must all fail for a repeat`}`;
  }

  function wayItem(way) {
    const item = make("li", { tabindex: "0" }, wayInWords(way));
    const show = () => lightPath(causalLogic.along(logic, state.on, state.hold, way, state.all));
    item.addEventListener("pointerenter", show);
    item.addEventListener("focus", show);
    item.addEventListener("pointerleave", light);
    item.addEventListener("blur", light);
    return item;
  }

  /** Light up what one failure path runs through. */
  function lightPath(ids) {
    for (const element of [...boxes, ...document.querySelectorAll("[data-join]")]) {
      const here = element.dataset.join ?? boxOf(element).id;
      const known = byId.has(here);
      element.classList.toggle("lit", ids.has(here));
      element.classList.toggle("dim", known && !ids.has(here));
    }
    for (const element of document.querySelectorAll("[data-link]")) {
      const ends = data.links[Number(element.dataset.link)];
      element.classList.toggle("lit", ends.every((id) => ids.has(id) || !byId.has(id)) && ids.has(ends[0]));
    }
  }

  /** Choose the cheapest actions after which no failure path remains. */
  function chooseCheapest() {
    const found = causalLogic.cheapest(logic, state.all);
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
    for (const group of ["layers", "actions"]) {
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
        if (button.id === "reset") Object.assign(state, { hold: true, all: false, selected: null });
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

  function remember() {
    const parts = [...state.on].sort().map((id) => `on=${encodeURIComponent(id)}`);
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
    const given = new URLSearchParams(location.hash.slice(1));
    const known = new Set((logic?.switches ?? []).filter((s) => s.counts).map((s) => s.id));
    state.on = new Set(given.getAll("on").filter((id) => known.has(id)));
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
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hideCard();
    if (state.selected !== null) choose(state.selected);
  });
  window.addEventListener("hashchange", recall);
  $("try").hidden = !logic;
  if (logic) addSwitches();
  recall();
})();
