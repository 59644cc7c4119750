// What is said of the selected box, and forms to change it. Each function returns elements.

const KINDS = [
  ["", "not stated"],
  ["trigger", "trigger: what set it off"],
  ["condition", "condition: was there before"],
  ["event", "event: a state along the way"],
];
const CONFIDENCE = [["confirmed", "confirmed"], ["suspected", "suspected"], ["disputed", "disputed"]];
const STATUS = [["open", "open"], ["in_progress", "in progress"], ["done", "done"], ["cancelled", "cancelled"]];
const ACTION_KINDS = [
  ["", "not stated"],
  ["prevent", "prevent: so that it does not happen again"],
  ["detect", "detect: it is noticed sooner"],
  ["mitigate", "mitigate: it does less harm"],
  ["repair", "repair: undid this instance only"],
];
const RAISED = [["", "not stated what"], ["detect", "the time to detect"], ["mitigate", "the time to mitigate"], ["reach", "the reach"]];

function layerOptions(editor) {
  return [["", "no layer"], ...editor.state.layers.map((layer) => [layer.id, layer.name, layer.consists_of])];
}

function setter(editor, id, field) {
  return (value) => editor.do({ op: "set", id, field, value: value === "" ? null : value });
}

function faultList(faults) {
  if (!faults?.length) return null;
  return make("div", { class: "ce-faults" }, make("h3", {}, "Needs attention"),
    list(faults.map((fault) => [make("strong", {}, sentence(fault.problem)), make("span", {}, ` ${sentence(fault.hint)}`)])));
}

/** Return the panel of the selected box or link. */
function selectedPanel(editor) {
  const { data, faults } = editor.state;
  if (editor.link) return linkPanel(editor, editor.link);
  const id = editor.selected;
  if (!nodeOf(data, id)) return [make("p", { class: "ce-hint" }, "Choose a box.")];
  const parts = [faultList(faults[id])];
  if (isAction(data, id)) parts.push(...actionForm(editor, id));
  else parts.push(...(id === OUTCOME ? outcomeForm(editor) : factorForm(editor, id)), ...causesForm(editor, id));
  return parts;
}

function outcomeForm(editor) {
  const node = editor.state.data.outcome;
  return [
    make("h3", {}, "Outcome: what was lost"),
    labelled("What", lines(node.what, (words) => words && editor.word(OUTCOME, words))),
  ];
}

function factorForm(editor, id) {
  const node = editor.state.data.factors[id];
  const likely = (editor.said?.likely?.[id] ?? []).slice(0, 2);
  const chips = !node.layer && likely.length && node.kind !== "trigger"
    ? make("p", { class: "ce-chips" }, "Its words speak of: ", likely.map((layer) =>
      button(editor.layerName(layer), () => setter(editor, id, "layer")(layer))))
    : null;
  return [
    make("h3", {}, "Factor"),
    labelled("What was so, or happened", lines(node.what, setter(editor, id, "what"))),
    labelled("Kind", choice(KINDS, node.kind, setter(editor, id, "kind"))),
    labelled("A gap in which layer of defence?",
      choice(layerOptions(editor), node.layer, setter(editor, id, "layer"), { "data-field": "layer" }),
      node.layer ? editor.layerText(node.layer) : "the defence that should have stopped it, if it is one"),
    chips,
    labelled("How sure?", choice(CONFIDENCE, node.confidence ?? "confirmed", (value) =>
      setter(editor, id, "confidence")(value === "confirmed" ? "" : value))),
    make("details", {}, make("summary", {}, "More: evidence, accepted, id"),
      labelled("Evidence, one a line", evidence(editor, id, node)),
      labelled("Nobody will act on it, because", line(node.accepted, setter(editor, id, "accepted"))),
      labelled("Detail", lines(node.detail, setter(editor, id, "detail"))),
      labelled("Key in the catalogue", line(node.key, setter(editor, id, "key"))),
      idField(editor, id)),
    button("Delete this factor", () => editor.remove(id), { class: "ce-danger" }),
  ];
}

function evidence(editor, id, node) {
  const box = make("textarea", { rows: 2 });
  box.value = (node.evidence ?? []).join("\n");
  box.addEventListener("change", () => {
    const listed = box.value.split("\n").map((words) => words.trim()).filter(Boolean);
    editor.do({ op: "set", id, field: "evidence", value: listed });
  });
  return box;
}

function idField(editor, id) {
  return labelled("Id in the file", line(id, (to) => editor.do({ op: "rename", id, to }, { select: to })));
}

function causesForm(editor, id) {
  const { data } = editor.state;
  const gate = gateOf(data, id);
  const links = linksInto(data, id);
  const worse = worsenedBy(data, id);
  const parts = [make("h3", {}, "What led to it")];
  parts.push(list(links.map((link) => [
    button(short(whatOf(data, link.cause)), () => editor.go(link.cause), { class: "ce-name" }),
    choice(CONFIDENCE, link.confidence, (confidence) =>
      editor.do({ op: "set_link", cause: link.cause, effect: id, confidence }), { "aria-label": "How sure is this link?" }),
    button("Only made it worse", () => editor.do({ op: "worsened_by", factor: link.cause, effect: id })),
    button("Unlink", () => editor.do({ op: "unlink", cause: link.cause, effect: id })),
  ]), "Nothing yet.", { class: "ce-list" }));
  if (gate.of.length > 1) parts.push(...joinForm(editor, id, gate));
  parts.push(make("p", { class: "ce-row" },
    button("Add a cause", () => editor.addCause(id), { class: "ce-main" }),
    button("Link an existing box", () => editor.startMode("cause", id)),
    id === OUTCOME ? null : button("Add a cause beside it", () => editor.addBeside(id))));
  if (worse.length) {
    parts.push(make("h3", {}, "What made it worse, without being needed"));
    parts.push(list(worse.map((entry) => worseItem(editor, id, entry)), "", { class: "ce-list" }));
  }
  parts.push(make("p", { class: "ce-row" }, button("Add what made it worse", () => editor.addWorse(id))));
  if (id !== OUTCOME) {
    parts.push(make("h3", {}, "Actions on it"));
    parts.push(list(actionsOn(data, id).map((name) =>
      button(`${name}: ${short(data.actions[name].what)}`, () => editor.go(name), { class: "ce-name" })), "None yet."));
    parts.push(make("p", { class: "ce-row" }, button("Add an action", () => editor.addAction(id))));
  }
  return parts;
}

function worseItem(editor, effect, entry) {
  const change = (of, minutes) => editor.do({ op: "worsened_by", factor: entry.factor, effect, of: of || null, minutes });
  const minutes = make("input", { type: "number", min: 0, value: entry.minutes ?? "", "aria-label": "Minutes it cost" });
  minutes.addEventListener("change", () => change(entry.of, minutes.value === "" ? null : Number(minutes.value)));
  return [
    button(short(whatOf(editor.state.data, entry.factor)), () => editor.go(entry.factor), { class: "ce-name" }),
    choice(RAISED, entry.of, (of) => change(of, entry.minutes ?? null), { "aria-label": "What it raised" }),
    minutes,
    button("Was needed", () => editor.do({ op: "link", cause: entry.factor, effect })),
    button("Unlink", () => editor.do({ op: "unlink", cause: entry.factor, effect })),
  ];
}

function joinForm(editor, effect, gate) {
  const turn = (extra) => editor.do({ op: "set_join", effect, join: gate.op, k: gate.k ?? null, without: gate.without ?? null, ...extra });
  const parts = [labelled("How did these join?", choice(JOINS, gate.op, (join) =>
    editor.do({ op: "set_join", effect, join, k: join === "at_least" ? 2 : null }), { "data-field": "join" }))];
  if (gate.op === "at_least") {
    const number = make("input", { type: "number", min: 1, max: gate.of.length, value: gate.k });
    number.addEventListener("change", () => turn({ k: Number(number.value) }));
    parts.push(labelled(`How many of the ${gate.of.length} did it take?`, number));
    for (const link of gate.of.map(linkOf).filter(Boolean)) {
      const factor = editor.state.data.factors[link.cause];
      if (link.confidence === "confirmed" && (factor?.confidence ?? "confirmed") === "confirmed") continue;
      const less = make("input", { type: "number", min: 1, max: gate.of.length - 1, value: gate.without?.[link.cause] ?? "" });
      less.addEventListener("change", () => turn({ without: { ...gate.without, [link.cause]: Number(less.value) } }));
      parts.push(labelled(`And how many without “${short(whatOf(editor.state.data, link.cause), 40)}”?`, less));
    }
  }
  for (const inner of innerGates(gate)) parts.push(...innerForm(editor, effect, inner));
  const direct = gate.of.map(linkOf).filter(Boolean);
  if (direct.length > 2) parts.push(groupForm(editor, effect, direct));
  return parts;
}

/** Return a form that changes how the causes of a formula inside a formula join. */
function innerForm(editor, effect, { gate, causes }) {
  const turn = (join, k) => editor.do({ op: "set_join", effect, join, k, members: causes });
  const named = causes.map((id) => `“${short(whatOf(editor.state.data, id), 30)}”`).join(", ");
  const number = make("input", { type: "number", min: 1, max: gate.of.length, value: gate.k ?? "" });
  number.addEventListener("change", () => turn("at_least", Number(number.value)));
  return [
    labelled(`How did these join among themselves: ${named}?`, choice(JOINS, gate.op, (join) => turn(join, join === "at_least" ? 2 : null))),
    gate.op === "at_least" ? labelled(`How many of these ${gate.of.length} did it take?`, number) : null,
  ];
}

/** Return a form that joins some of the causes among themselves: two of three as alternatives, say. */
function groupForm(editor, effect, links) {
  const boxes = links.map((link) => make("input", { type: "checkbox", value: link.cause }));
  const apply = (join) => {
    const members = boxes.filter((box) => box.checked).map((box) => box.value);
    editor.do({ op: "set_join", effect, join, members, k: join === "at_least" ? 2 : null });
  };
  return make("details", {}, make("summary", {}, "Join only some of them among themselves"),
    boxes.map((box, at) => make("label", { class: "ce-check" }, box, short(whatOf(editor.state.data, links[at].cause)))),
    make("p", { class: "ce-row" }, button("Any one of these", () => apply("any")), button("All of these", () => apply("all"))));
}

function linkPanel(editor, { cause, effect }) {
  const { data } = editor.state;
  const link = linksInto(data, effect).find((each) => each.cause === cause);
  return [
    make("h3", {}, "Link"),
    make("p", {}, `“${whatOf(data, cause)}” ${link ? "led to" : "made worse"} “${whatOf(data, effect)}”.`),
    link ? labelled("How sure?", choice(CONFIDENCE, link.confidence, (confidence) =>
      editor.do({ op: "set_link", cause, effect, confidence }))) : null,
    make("p", { class: "ce-row" },
      link ? button("It only made it worse", () => editor.do({ op: "worsened_by", factor: cause, effect }))
        : button("It was needed", () => editor.do({ op: "link", cause, effect })),
      button("Remove the link", () => editor.do({ op: "unlink", cause, effect }, { select: effect }), { class: "ce-danger" })),
  ];
}

function actionForm(editor, id) {
  const { data } = editor.state;
  const node = data.actions[id];
  const set = (field) => setter(editor, id, field);
  const others = Object.keys(data.factors).filter((name) => !(node.addresses ?? []).includes(name));
  const add = choice([["", "choose a factor"], ...others.map((name) => [name, short(whatOf(data, name))])], "",
    (factor) => factor && editor.do({ op: "address", action: id, factor }));
  return [
    make("h3", {}, `Action ${id}`),
    labelled("What changes, specific enough to be checked off", lines(node.what, set("what"))),
    labelled("Owner", line(node.owner, set("owner"), { "data-field": "owner" }), "a team or a role"),
    labelled("Status", choice(STATUS, node.status ?? "open", set("status"))),
    labelled("Done when", line(node.done_when, set("done_when")), "what shows that it works"),
    labelled("Due", make("input", { type: "date", value: node.due ?? "", change: (event) => set("due")(event.target.value) })),
    make("h3", {}, "Acts on"),
    list((node.addresses ?? []).map((factor) => [
      button(short(whatOf(data, factor)), () => editor.go(factor), { class: "ce-name" }),
      button("Not on this", () => editor.do({ op: "address", action: id, factor, on: false })),
    ]), "Nothing yet: choose a factor, or drag from the action to a box.", { class: "ce-list" }),
    labelled("Add a factor it acts on", add),
    labelled("Hardens the layer", choice(layerOptions(editor), node.hardens, set("hardens"))),
    labelled("Kind", choice(ACTION_KINDS, node.kind, set("kind"))),
    make("details", {}, make("summary", {}, "More: barrier, priority, ticket, cost, id"),
      labelled("How it acts", barrierChoice(editor, id, node)),
      labelled("Priority", line(node.priority, set("priority"))),
      labelled("Ticket", line(node.ticket, set("ticket"))),
      labelled("Cost", make("input", { type: "number", min: 0, step: "any", value: node.cost ?? "",
        change: (event) => set("cost")(event.target.value === "" ? null : Number(event.target.value)) })),
      idField(editor, id)),
    button("Delete this action", () => editor.remove(id), { class: "ce-danger" }),
  ];
}

/** Return the choice between removing a factor and adding a barrier on one of the drawn links. */
function barrierChoice(editor, id, node) {
  const { data } = editor.state;
  const pairs = [OUTCOME, ...Object.keys(data.factors)].flatMap((effect) =>
    linksInto(data, effect).map((link) => [link.cause, effect]));
  const options = [["", "removes what it acts on"], ...pairs.map((pair) =>
    [JSON.stringify(pair), `adds a barrier between “${short(whatOf(data, pair[0]), 30)}” and “${short(whatOf(data, pair[1]), 30)}”`])];
  const now = node.on ? JSON.stringify([node.on.cause, node.on.effect]) : "";
  return choice(options, now, (value) => {
    const [cause, effect] = value ? JSON.parse(value) : [];
    editor.do([
      { op: "set", id, field: "effect", value: value ? "adds_barrier" : null },
      { op: "set", id, field: "on", value: value ? { cause, effect } : null },
    ]);
  });
}
