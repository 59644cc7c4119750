// Small helpers for elements; text is never read as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Return a new element with attributes and children; a function among the attributes listens. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, attributes);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes);
  element.append(...children);
  return element;
}

function fill(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
}

function button(words, act, attributes = {}) {
  return make("button", { type: "button", click: act, ...attributes }, words);
}

let fieldNumber = 0;

/** Return a control with its label above it. */
function labelled(words, control, note = "") {
  const id = control.id || `ce-field-${++fieldNumber}`;
  control.id = id;
  const said = note ? make("small", { id: `${id}-note` }, note) : null;
  if (note) control.setAttribute("aria-describedby", `${id}-note`);
  return make("div", { class: "ce-field" }, make("label", { for: id }, words), control, said);
}

/**
 * Return a choice; `options` are pairs of value and words. One that is typed, letter by letter or by
 * arrow keys, counts once nobody types any more or the choice is left.
 */
function choice(options, value, act, attributes = {}) {
  const element = make("select", attributes);
  let timer = null;
  const settle = () => {
    clearTimeout(timer);
    if (!("pending" in element.dataset)) return;
    delete element.dataset.pending;
    act(element.value);
  };
  let typed = false;
  element.addEventListener("keydown", (event) => {
    typed = event.key.length === 1 || event.key.startsWith("Arrow");
    if (["Enter", "Escape", "Tab"].includes(event.key)) settle();
  });
  element.addEventListener("pointerdown", () => { typed = false; });
  element.addEventListener("blur", settle);
  element.addEventListener("change", () => {
    element.dataset.pending = "";
    clearTimeout(timer);
    if (typed) timer = setTimeout(settle, 700);
    else settle();
  });
  for (const [key, words, title] of options) {
    element.append(make("option", { value: key, selected: key === (value ?? ""), title }, words));
  }
  return element;
}

/** Return a line to type on, which acts when its words have changed. */
function line(value, act, attributes = {}) {
  const element = make("input", { type: "text", value: value ?? "", autocomplete: "off", ...attributes });
  element.addEventListener("change", () => act(element.value.trim()));
  return element;
}

/** Return a box for several lines, which acts when its words have changed. */
function lines(value, act, attributes = {}) {
  const element = make("textarea", { rows: 2, ...attributes });
  element.value = value ?? "";
  element.addEventListener("change", () => act(element.value.trim()));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); element.blur(); }
  });
  return element;
}

/** Return words as a sentence: with a capital, and a full stop where none ends them. */
function sentence(words) {
  const said = String(words ?? "").trim();
  return said ? said[0].toUpperCase() + said.slice(1) + (/[.!?…]”?$/.test(said) ? "" : ".") : "";
}

function list(items, empty = "", attributes = {}) {
  if (!items.length) return empty ? make("p", { class: "ce-hint" }, empty) : null;
  return make("ul", attributes, items.map((item) => make("li", {}, item)));
}

/** Return words cut to a length. */
function short(words, most = 60) {
  const said = String(words ?? "").replace(/\s+/g, " ").trim();
  return said.length > most ? `${said.slice(0, most - 1).trimEnd()}…` : said;
}
