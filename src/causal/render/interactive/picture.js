// What the picture shows of a state: what does not happen, and which lines still lead on.

class Picture {
  constructor(data) {
    this.data = data;
    this.boxes = [...document.querySelectorAll("[data-box]")];
    this.joins = [...document.querySelectorAll("[data-join]")];
    this.lines = [...document.querySelectorAll("[data-link]")];
    this.strands = [...document.querySelectorAll(".strand")];
    this.routes = new Map(data.routes.map((route) => [route.id, route]));
    this.known = new Set((data.logic?.nodes ?? []).map((node) => node.id));
    this.low = new Set();
  }

  boxOf(element) { return this.data.boxes[Number(element.dataset.box)]; }

  /**
   * Show a state: `values` says what happens, `standing` which barriers are in place, `states` what
   * became of each route.
   */
  show({ values, standing, guarded, states, all }) {
    const isGone = (part) => values.get(part) === false;
    this.happens = this.joinsToo(values, guarded, all);
    for (const element of this.boxes) {
      const box = this.boxOf(element);
      const gone = box.parts.some(isGone);
      element.classList.toggle("gone", gone);
      element.classList.toggle("stands", box.parts.some((part) => standing.has(part)));
      const said = box.words + (gone ? `, ${box.gone}` : "");
      if (element.getAttribute("aria-label") !== said) element.setAttribute("aria-label", said);
    }
    for (const element of this.joins) {
      element.classList.toggle("gone", this.happens.get(element.dataset.join) === false);
    }
    this.setEnds(values, standing, states);
    for (const strand of this.strands) {
      const { route, after } = strand.dataset;
      const state = route ? this.pieceState(route, after) : isGone(after) ? "closed" : "open";
      strand.classList.toggle("cut", state === "closed");
      strand.classList.toggle("narrow", state === "barrier");
    }
    const cut = new Set(this.lines.filter((line) => this.isCut(line, guarded)));
    for (const line of this.lines) {
      line.classList.toggle("cut", cut.has(line));
      const { again } = line.dataset;
      line.classList.toggle("live", Boolean(again) && !cut.has(line) && (cut.size > 0 || again === "path"));
      // Lines that share their way with those that are cut stay on top.
      if (cut.has(line) && !this.low.has(line)) line.parentNode.prepend(line);
    }
    this.low = cut;
  }

  /** Find where each route ends: at the first box that shows what does not happen. */
  setEnds(values, standing, states) {
    this.ends = new Map([...this.routes].map(([id, { order }]) => {
      const first = (ends) => order.findIndex(([, parts]) => parts.some(ends));
      const dead = first((part) => values.get(part) === false);
      return [id, { state: states.get(id), dead, barrier: first((part) => standing.has(part)) }];
    }));
  }

  /** Return what happens, joins too: each takes a number of the lines that lead into it. */
  joinsToo(values, guarded, all) {
    const found = new Map(values);
    const targets = new Map(this.data.links.map(([source, target]) => [source, target]));
    const effect = (id) => (id in this.data.joins ? effect(targets.get(id)) : id);
    const value = (id) => {
      if (found.has(id) || !(id in this.data.joins)) return found.get(id) !== false;
      const into = this.data.links.filter(([, target]) => target === id).map(([source]) => source);
      const end = effect(id);
      const true_ = into.filter((source) => value(source) && !guarded.has(JSON.stringify([source, end])));
      const least = this.data.joins[id] || (all ? into.length : 1);
      found.set(id, true_.length >= least);
      return found.get(id);
    };
    Object.keys(this.data.joins).forEach(value);
    this.effect = effect;
    return found;
  }

  /** Return whether a line leads from what does not happen, or past a place where its path ends. */
  isCut(line, guarded) {
    const [source, target, route] = this.data.links[Number(line.dataset.link)];
    if (route) return this.pieceState(route, source) !== "open";
    if (this.happens.get(source) === false || this.happens.get(target) === false) return true;
    return guarded.has(JSON.stringify([source, this.effect(target)]));
  }

  /** Return whether a path still runs on where it has come out of a box. */
  pieceState(route, after) {
    const { state, dead, barrier } = this.ends.get(route);
    const { order, begins } = this.routes.get(route);
    const base = after.split(" again ")[0];
    const place = (name) => order.findIndex(([id]) => id === name);
    const at = after in begins ? begins[after] - 1 : Math.max(place(after), place(base));
    if (state === "closed") return at >= dead ? "closed" : "open";
    if (state === "barrier") return at >= barrier ? "barrier" : "open";
    return "open";
  }

  /** Light up what one failure path runs through. */
  lightPath(ids, way) {
    for (const element of [...this.boxes, ...this.joins]) {
      const parts = element.dataset.join ? [element.dataset.join] : this.boxOf(element).parts;
      const known = parts.some((part) => this.known.has(part));
      const on = parts.some((part) => ids.has(part));
      element.classList.toggle("lit", on);
      element.classList.toggle("dim", known && !on);
    }
    const runs = (route) => {
      const paths = this.routes.get(route)?.paths ?? [];
      return paths.some((path) => way.every((id) => path.includes(id)));
    };
    for (const line of this.lines) {
      const [source, target, route] = this.data.links[Number(line.dataset.link)];
      const ends = [source, target];
      if (route) { line.classList.toggle("lit", runs(route)); continue; }
      line.classList.toggle("lit", ends.every((id) => ids.has(id) || !this.known.has(id)) && ids.has(source));
    }
    for (const strand of this.strands) {
      strand.classList.toggle("lit", runs(strand.dataset.route));
    }
  }

  /** Light up causes and effects of what was chosen; nothing where that is null. */
  light(chosen, causes, effects) {
    for (const element of [...this.boxes, ...this.joins]) {
      const here = element.dataset.join ?? this.boxOf(element).id;
      const on = causes.has(here) || effects.has(here);
      element.classList.toggle("chosen", here === chosen);
      element.classList.toggle("lit", on);
      element.classList.toggle("dim", chosen !== null && !on);
      if (element.dataset.box) element.setAttribute("aria-pressed", String(here === chosen));
    }
    for (const line of this.lines) {
      const [source, target] = this.data.links[Number(line.dataset.link)];
      const both = (side) => side.has(source) && side.has(target);
      line.classList.toggle("lit", both(causes) || both(effects));
    }
    for (const strand of this.strands) strand.classList.remove("lit");
  }
}
