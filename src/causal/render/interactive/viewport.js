// Zoom, pan and a small map of a drawing that may be larger than its frame.
//
// The frame scrolls, so that touch, wheel and arrow keys pan as everywhere; a drag of the mouse pans
// too, and two fingers or the wheel with Ctrl zoom about the place they are at.

class Viewport {
  /** `size` is the width and height of the drawing, `rects` what the map shows of it. */
  constructor({ frame, sheet, map, size, rects, said }) {
    Object.assign(this, { frame, sheet, map, size, said, chosen: 0, shown: 1, touches: new Map() });
    this.drawMap(rects);
    frame.addEventListener("scroll", () => this.markMap(), { passive: true });
    frame.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.pressed(event));
    frame.addEventListener("pointermove", (event) => this.moved(event));
    for (const name of ["pointerup", "pointercancel"]) {
      frame.addEventListener(name, (event) => this.released(event));
    }
    frame.addEventListener("click", (event) => {
      if (this.dragged) event.stopPropagation();
      this.dragged = false;
    }, true);
    frame.addEventListener("keydown", (event) => {
      if (this.key(event)) event.preventDefault();
    });
    map.addEventListener("pointerdown", (event) => this.centre(event));
    map.addEventListener("pointermove", (event) => { if (event.buttons) this.centre(event); });
    new ResizeObserver(() => this.fit()).observe(frame);
    this.fit();
  }

  /** Return how large the drawing is shown where nobody chose: as wide as the frame at most. */
  fitting() {
    const { clientWidth, clientHeight } = this.frame;
    const wide = clientWidth / this.size[0];
    const whole = Math.min(wide, clientHeight / this.size[1]);
    return this.large ? Math.min(wide, Math.max(whole, 1.4)) : Math.min(1, Math.max(wide, 0.4));
  }

  fit() {
    this.shown = this.chosen || this.fitting();
    this.sheet.style.width = `${this.size[0] * this.shown}px`;
    this.sheet.style.height = `${this.size[1] * this.shown}px`;
    this.markMap();
  }

  /** Zoom by a factor, or with 0 fit; what lies at a place of the window stays there. */
  zoom(factor, at = null) {
    const before = this.shown;
    const frame = this.frame.getBoundingClientRect();
    const [x, y] = at ? [at[0] - frame.left, at[1] - frame.top] : [frame.width / 2, frame.height / 2];
    const place = [(this.frame.scrollLeft + x) / before, (this.frame.scrollTop + y) / before];
    this.chosen = factor ? Math.min(4, Math.max(0.2, before * factor)) : 0;
    this.fit();
    this.frame.scrollTo(place[0] * this.shown - x, place[1] * this.shown - y);
    this.said(`${Math.round(this.shown * 100)} %`);
  }

  /** Act on a key; return whether it was one of ours. */
  key({ key, ctrlKey, metaKey, altKey }) {
    const factor = { "+": 1.25, "=": 1.25, "-": 0.8, 0: 0 }[key];
    if (factor === undefined || ctrlKey || metaKey || altKey) return false;
    this.zoom(factor);
    return true;
  }

  wheeled(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 300), [event.clientX, event.clientY]);
  }

  pressed(event) {
    this.dragged = false;
    this.touches.set(event.pointerId, [event.clientX, event.clientY]);
    if (event.pointerType === "mouse" && event.button === 0) {
      this.from = [event.clientX + this.frame.scrollLeft, event.clientY + this.frame.scrollTop];
    }
  }

  moved(event) {
    const before = this.touches.get(event.pointerId);
    if (!before) return;
    if (event.pointerType === "mouse") {
      const [x, y] = this.from ?? [0, 0];
      if (!this.from || !(event.buttons & 1)) return;
      if (Math.hypot(event.clientX - before[0], event.clientY - before[1]) > 4) this.dragged = true;
      if (this.dragged) this.frame.scrollTo(x - event.clientX, y - event.clientY);
      return;
    }
    const other = [...this.touches].find(([id]) => id !== event.pointerId)?.[1];
    const here = [event.clientX, event.clientY];
    if (other) {
      const apart = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
      this.zoom(apart(here) / apart(before), [(here[0] + other[0]) / 2, (here[1] + other[1]) / 2]);
    }
    this.touches.set(event.pointerId, here);
  }

  released(event) {
    this.touches.delete(event.pointerId);
    this.from = null;
  }

  drawMap(rects) {
    const part = (x, y, w, h, name) => {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [key, value] of Object.entries({ x, y, width: w, height: h, class: name })) {
        rect.setAttribute(key, value);
      }
      return rect;
    };
    this.window = part(0, 0, 0, 0, "window");
    this.map.setAttribute("viewBox", `0 0 ${this.size.join(" ")}`);
    this.map.replaceChildren(...rects.map((rect) => part(...rect, "")), this.window);
  }

  /** Show in the map which part is in view; without a map where scrolling down is all it takes. */
  markMap() {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.frame;
    const seen = { x: scrollLeft, y: scrollTop, width: clientWidth, height: clientHeight };
    const [w, h] = this.size.map((side) => side * this.shown);
    this.map.parentNode.hidden = w <= clientWidth + 2 && h <= 2.5 * clientHeight;
    for (const [key, value] of Object.entries(seen)) this.window.setAttribute(key, value / this.shown);
  }

  centre(event) {
    const map = this.map.getBoundingClientRect();
    const [w, h] = this.size;
    const scale = Math.min(map.width / w, map.height / h);
    const x = (event.clientX - map.left - (map.width - w * scale) / 2) / scale;
    const y = (event.clientY - map.top - (map.height - h * scale) / 2) / scale;
    const { clientWidth, clientHeight } = this.frame;
    this.frame.scrollTo(x * this.shown - clientWidth / 2, y * this.shown - clientHeight / 2);
  }
}
