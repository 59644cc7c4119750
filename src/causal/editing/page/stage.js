// The drawing: our own picture, with an outline over every box that can be pointed at and focused.

class Stage {
  constructor(editor) {
    this.editor = editor;
    this.scale = 0;
    this.picture = make("div", { class: "ce-picture", "aria-hidden": "true" });
    this.over = makeSvg("svg", { class: "ce-over", role: "group", "aria-label": "Graph. Arrow keys move between boxes." });
    this.typing = this.makeTyping();
    this.sheet = make("div", { class: "ce-sheet" }, this.picture, this.over, this.typing.form);
    this.element = make("div", { class: "ce-stage" }, this.sheet);
    this.boxes = new Map();
    this.drag = null;
    this.over.addEventListener("pointermove", (event) => this.dragged(event));
    this.over.addEventListener("pointerup", (event) => this.dropped(event));
    this.over.addEventListener("pointercancel", () => this.endDrag());
  }

  /** Show a picture and put the focus back where it was. */
  show(picture, { focus = false } = {}) {
    this.shape = picture;
    this.picture.innerHTML = picture.svg;
    if (picture.said) this.picture.textContent = picture.said;
    this.over.setAttribute("viewBox", `0 0 ${picture.width} ${picture.height}`);
    this.fit();
    this.boxes.clear();
    const parts = picture.links.filter((link) => link.role !== "acts").map((link) => this.linkPart(link));
    parts.push(...picture.joins.map((join) => this.joinPart(join)));
    for (const box of picture.boxes) {
      const part = this.boxPart(box);
      this.boxes.set(box.id, { ...box, part });
      parts.push(part);
    }
    this.line = makeSvg("path", { class: "ce-drag" });
    this.over.replaceChildren(...parts, this.line);
    this.mark();
    if (focus) this.focus();
  }

  fit() {
    if (!this.shape) return;
    const room = this.element.clientWidth - 24;
    const scale = this.scale || Math.min(1.25, Math.max(0.62, room / this.shape.width));
    this.sheet.style.width = `${Math.round(this.shape.width * scale)}px`;
    this.sheet.style.height = `${Math.round(this.shape.height * scale)}px`;
    this.shown = scale;
  }

  zoom(factor) {
    this.scale = factor ? Math.min(3, Math.max(0.3, (this.scale || this.shown) * factor)) : 0;
    this.fit();
  }

  boxPart(box) {
    const at = { x: box.x - 3, y: box.y - 3, width: box.w + 6, height: box.h + 6, rx: 7 };
    const part = makeSvg("g", {
      class: "ce-box", role: "button", tabindex: "-1", "data-id": box.id, "data-role": box.role,
      "aria-label": this.wordsOf(box),
    }, makeSvg("rect", { class: "ce-ring", ...at }));
    const faults = this.editor.state.faults[box.id];
    if (faults) {
      const [x, y] = [box.x + box.w - 2, box.y + 2];
      part.append(makeSvg("circle", { class: "ce-fault-dot", cx: x, cy: y, r: 10 }));
      part.append(Object.assign(makeSvg("text", { class: "ce-fault-mark", x, y: y + 5 }), { textContent: "!" }));
      part.append(Object.assign(makeSvg("title"), { textContent: faults.map((f) => f.problem).join("\n") }));
    }
    part.addEventListener("pointerdown", (event) => this.grab(event, box));
    part.addEventListener("click", () => this.clicked(box.id));
    part.addEventListener("dblclick", () => this.editor.rename(box.id));
    part.addEventListener("keydown", (event) => this.editor.boxKey(event, box.id));
    part.addEventListener("focus", () => this.editor.select(box.id, { from: "focus" }));
    return part;
  }

  wordsOf(box) {
    const { state } = this.editor;
    const faults = state.faults[box.id] ?? [];
    const data = state.data;
    const causes = box.role === "action" ? [] : linksInto(data, box.id);
    const said = [`${(box.caption || box.role).toLowerCase()}: ${box.label}`];
    if (box.role !== "action") {
      const layer = data.factors[box.id]?.layer;
      if (layer) said.push(`layer ${this.editor.layerName(layer)}`);
      said.push(causes.length ? `${causes.length} ${causes.length === 1 ? "cause" : "causes"}` : "no causes");
    }
    if (faults.length) said.push(`needs attention: ${faults.map((fault) => fault.problem).join("; ")}`);
    return said.join(", ");
  }

  linkPart(link) {
    const d = link.points.map(([x, y], at) => `${at ? "L" : "M"}${x} ${y}`).join("");
    const part = makeSvg("path", { class: "ce-link", d, "data-source": link.source, "data-target": link.target });
    part.addEventListener("click", () => this.editor.selectLink(link.source, link.target));
    return part;
  }

  joinPart(join) {
    const part = makeSvg("rect", {
      class: "ce-join", x: join.x - 3, y: join.y - 3, width: join.w + 6, height: join.h + 6, rx: (join.h + 6) / 2,
    }, Object.assign(makeSvg("title"), { textContent: "Click to change how these causes join" }));
    part.addEventListener("click", () => this.editor.turnJoin(join.effect));
    return part;
  }

  /** Mark what is selected, what may be linked to, and what does not happen in what is supposed. */
  mark() {
    const { selected, mode, said } = this.editor;
    const missed = new Set(said?.answers?.missed ?? []);
    const path = this.editor.lit;
    for (const [id, { part }] of this.boxes) {
      part.classList.toggle("chosen", id === selected);
      part.classList.toggle("from", mode?.from === id);
      part.classList.toggle("missed", this.editor.tab === "whys" && missed.has(id));
      part.classList.toggle("lit", path?.has(id) ?? false);
      part.setAttribute("tabindex", id === selected ? "0" : "-1");
      part.setAttribute("aria-pressed", String(id === selected));
    }
    for (const part of this.over.querySelectorAll(".ce-link")) {
      const { source, target } = part.dataset;
      const link = this.editor.link;
      part.classList.toggle("chosen", link !== null && link.cause === source && link.effect === target);
    }
  }

  focus(id = this.editor.selected) {
    const part = this.boxes.get(id)?.part;
    if (!part) return;
    part.focus({ preventScroll: true });
    part.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Return the box that lies next to another one in the direction of an arrow key. */
  next(id, key) {
    const here = this.boxes.get(id);
    if (!here) return null;
    const middle = (box) => [box.x + box.w / 2, box.y + box.h / 2];
    const [x, y] = middle(here);
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null;
    let least = Infinity;
    for (const [other, box] of this.boxes) {
      if (other === id) continue;
      const [bx, by] = middle(box);
      const along = (bx - x) * dx + (by - y) * dy;
      const across = Math.abs((bx - x) * dy) + Math.abs((by - y) * dx);
      const cost = along + 2 * across;
      if (along > 4 && cost < least) [best, least] = [other, cost];
    }
    return best;
  }

  // --- a link drawn by dragging from box to box ---

  point(event) {
    const frame = this.over.getBoundingClientRect();
    return [(event.clientX - frame.left) / this.shown, (event.clientY - frame.top) / this.shown];
  }

  grab(event, box) {
    if (event.button !== 0) return;
    this.drag = { from: box.id, start: [event.clientX, event.clientY], at: [box.x + box.w / 2, box.y + box.h / 2], moved: false };
  }

  dragged(event) {
    if (!this.drag) return;
    const [x, y] = this.drag.start;
    if (!this.drag.moved && Math.hypot(event.clientX - x, event.clientY - y) < 6) return;
    if (!this.drag.moved) this.over.setPointerCapture?.(event.pointerId);
    this.drag.moved = true;
    event.preventDefault();
    const [toX, toY] = this.point(event);
    this.line.setAttribute("d", `M${this.drag.at[0]} ${this.drag.at[1]}L${toX} ${toY}`);
    const over = this.boxAt(toX, toY);
    for (const [id, { part }] of this.boxes) part.classList.toggle("target", id === over && id !== this.drag.from);
  }

  boxAt(x, y) {
    for (const [id, box] of this.boxes) {
      if (x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h) return id;
    }
    return null;
  }

  dropped(event) {
    const drag = this.drag;
    this.endDrag();
    if (!drag?.moved) return;
    this.justDragged = true;
    setTimeout(() => { this.justDragged = false; }, 0);
    const target = this.boxAt(...this.point(event));
    if (target && target !== drag.from) this.editor.connect(drag.from, target, event.shiftKey);
  }

  endDrag() {
    this.drag = null;
    this.line?.setAttribute("d", "");
    for (const { part } of this.boxes.values()) part.classList.remove("target");
  }

  clicked(id) {
    if (this.justDragged) return;
    if (this.editor.mode) this.editor.finishMode(id);
    else { this.editor.select(id); this.focus(id); }
  }

  // --- words typed in place ---

  makeTyping() {
    const input = make("textarea", { rows: 2, "aria-label": "Words of the box" });
    const hint = make("small", {});
    const form = make("form", { class: "ce-typing", hidden: true }, make("label", {}, make("span", {}), input), hint);
    return { form, input, hint, label: form.querySelector("span") };
  }

  /** Ask for words in place of a box, or below it for a new one; `done` gets what was typed. */
  ask(id, { label, value = "", below = false, done }) {
    const box = this.boxes.get(id);
    const { form, input, hint } = this.typing;
    this.typing.label.textContent = label;
    hint.textContent = "Enter to keep, Escape to leave";
    input.value = value;
    input.rows = Math.min(6, Math.max(2, Math.ceil(value.length / 28)));
    form.hidden = false;
    if (box) {
      const wide = Math.max(box.w * this.shown, 240);
      const left = Math.max(4, Math.min(box.x * this.shown, this.sheet.clientWidth - wide - 8));
      form.style.width = `${wide}px`;
      form.style.left = `${left}px`;
      form.style.top = `${(below ? box.y + box.h + 6 : box.y - 4) * this.shown}px`;
    }
    const close = () => {
      form.hidden = true;
      input.onkeydown = input.onblur = null;
    };
    input.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { close(); this.focus(id); }
      if (event.key === "Enter") {
        event.preventDefault();
        const words = input.value.trim();
        close();
        if (words) done(words);
        else this.focus(id);
      }
    };
    input.onblur = () => {
      const words = input.value.trim();
      close();
      if (words && words !== value) done(words);
    };
    form.onsubmit = (event) => event.preventDefault();
    input.focus();
    input.select();
    form.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
