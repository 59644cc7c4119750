// Panels beside the graph: what still gets through, five whys, the timeline, the record, the meeting.

function answersPanel(editor) {
  const { state, said } = editor;
  if (!state.valid) return [...notYet(editor)];
  if (!said) return [make("p", { class: "ce-hint" }, "Working it out …")];
  if (said.answers.nothing) return [make("p", { class: "ce-hint" }, said.answers.nothing)];
  const { depth } = said.answers;
  return [
    make("h3", {}, "What still gets through?"),
    ...switches(editor),
    verdict(said.what_if),
    make("h3", {}, "Depth of defence"),
    make("p", {}, `verified ${range(depth.verified)}, done ${range(depth.done)}, planned ${range(depth.planned)}`),
    make("h3", {}, "Why it came about"),
    sentences(said.answers.why),
    make("h3", {}, "What the actions do"),
    sentences(said.answers.actions),
    make("p", { class: "ce-hint" }, "All of this is about the graph as drawn: what nobody drew was not analysed."),
  ];
}

/** Return a depth in words: a figure, or from where to where by how contributing causes combined. */
const range = (depth) => (depth ? [...new Set(depth)].join(" to ") : "?");

const sentences = (lines) => list(lines ?? [], "", { class: "ce-sentences" });

function notYet(editor) {
  const all = Object.entries(editor.state.faults).flatMap(([box, faults]) => faults.map((fault) => [box, fault]));
  return [
    make("h3", {}, "No answers yet"),
    make("p", {}, `${all.length} ${all.length === 1 ? "thing needs" : "things need"} attention first:`),
    list(all.map(([box, fault]) => [
      make("strong", {}, sentence(fault.problem)),
      ` ${sentence(fault.hint)} `,
      box ? button("Show it", () => editor.go(box)) : "",
    ]), "", { class: "ce-sentences" }),
  ];
}

function switches(editor) {
  const { data } = editor.state;
  const now = editor.said.what_if;
  const on = new Set(now.actions ?? []);
  const held = new Set(now.layers ?? []);
  const suppose = () => editor.suppose({
    actions: [...actions.querySelectorAll("input:checked")].map((box) => box.value),
    layers: [...layers.querySelectorAll("input:checked")].map((box) => box.value),
  });
  const tick = (value, words, checked, note) => make("label", { class: "ce-check" },
    make("input", { type: "checkbox", value, checked, change: suppose }), make("span", {}, words, note ? make("small", {}, ` ${note}`) : ""));
  const live = Object.entries(data.actions ?? {}).filter(([, action]) => action.status !== "cancelled");
  const actions = make("fieldset", {}, make("legend", {}, "These actions are in place"),
    live.map(([id, action]) => tick(id, `${id}: ${short(action.what)}`, on.has(id), (action.status ?? "open").replace("_", " "))));
  const gapped = [...new Set(Object.values(data.factors).map((factor) => factor.layer).filter(Boolean))];
  const layers = make("fieldset", {}, make("legend", {}, "These layers hold"),
    editor.state.layers.filter((layer) => gapped.includes(layer.id)).map((layer) => tick(layer.id, layer.name, held.has(layer.id))));
  return [
    make("p", { class: "ce-row" },
      [["none", "As it was"], ["verified", "Verified"], ["done", "Done"], ["planned", "Planned"]].map(([name, words]) => button(words, () =>
        editor.suppose({ actions: name === "none" ? [] : name, layers: [] })))),
    live.length ? actions : null, gapped.length ? layers : null,
  ];
}

function verdict(now) {
  if (now.nothing) return make("p", { class: "ce-hint" }, now.nothing);
  const closed = now.closed === "certain";
  const more = now.count > now.paths.length ? [`… and ${now.count - now.paths.length} more`] : [];
  return make("div", { class: `ce-verdict ${closed ? "closed" : "open"}`, role: "status" }, make("strong", {}, now.verdict),
    closed ? null : list([...now.paths.map((path) => path.words || "the triggers alone are enough"), ...more], "", { class: "ce-sentences" }));
}

function whysPanel(editor) {
  const { data } = editor.state;
  const chain = (data.five_whys?.chain ?? []).map((why) => (typeof why === "object" ? why : { factor: why }));
  const write = (entries) => editor.do({ op: "five_whys", chain: entries.map((why) => (why.answer ? why : why.factor)) });
  const free = Object.keys(data.factors).filter((id) => !chain.some((why) => why.factor === id));
  const pick = choice([["", "choose a factor"], ...free.map((id) => [id, short(whatOf(data, id))])], "",
    (factor) => factor && write([...chain, { factor }]), { "data-field": "why" });
  const own = line("", (answer) => answer && write([...chain, { answer }]), { "data-field": "own-why" });
  return [
    make("h3", {}, "Five whys, as people told it"),
    make("p", {}, `Why did it happen: “${short(data.outcome.what, 90)}”?`),
    make("ol", { class: "ce-list" }, chain.map((why, at) => make("li", {},
      make("span", {}, why.answer ?? whatOf(data, why.factor)),
      why.answer && !why.factor ? choice([["", "means no drawn factor"], ...free.map((id) => [id, `means: ${short(whatOf(data, id), 40)}`])], "",
        (factor) => factor && write(chain.map((each, n) => (n === at ? { ...each, factor } : each))), { "aria-label": "Which factor does it mean?" }) : "",
      button("Take out", () => write(chain.filter((_, n) => n !== at)), { "aria-label": `Take out answer ${at + 1}` })))),
    labelled(chain.length ? "And why that? A drawn factor" : "The first answer: a drawn factor", pick),
    labelled("or in their words", own),
    data.five_whys ? labelled("The action it led to", line(data.five_whys.action?.what, (what) =>
      editor.do({ op: "five_whys_action", what, addresses: chain.filter((why) => why.factor).at(-1)?.factor ?? null }))) : null,
    make("h3", {}, "What it sees and misses"),
    editor.said?.answers?.five_whys ? sentences(editor.said.answers.five_whys)
      : make("p", { class: "ce-hint" }, editor.state.valid ? "Place the answers, and what they miss is said here." : "Said once the graph holds together."),
  ];
}

function timelinePanel(editor) {
  const entries = editor.state.data.timeline ?? [];
  const when = make("input", { type: "text", placeholder: "14:02, or 2025-03-14T14:02Z" });
  const what = make("input", { type: "text", placeholder: "what was seen or done" });
  const add = () => {
    if (what.value.trim()) editor.do({ op: "add_moment", what: what.value, when: when.value || null }, { then: () => editor.focusField("when") });
  };
  what.addEventListener("keydown", (event) => { if (event.key === "Enter") add(); });
  when.dataset.field = "when";
  return [
    make("h3", {}, "Timeline"),
    make("ol", { class: "ce-list ce-timeline" }, entries.map((entry, position) => make("li", {},
      line(entry.at ?? entry.when, (value) => editor.do({ op: "set_moment", position, field: "when", value }), { "aria-label": "When" }),
      line(entry.what, (value) => editor.do({ op: "set_moment", position, field: "what", value }), { "aria-label": "What" }),
      button("Take out", () => editor.do({ op: "delete_moment", position })),
      button("Make it a factor", () => editor.do({ op: "add_factor", what: entry.what }, { select: "new" }))))),
    labelled("When", when), labelled("What", what), make("p", { class: "ce-row" }, button("Add", add, { class: "ce-main" })),
  ];
}

function recordPanel(editor) {
  const { data } = editor.state;
  const set = (field) => setter(editor, "incident", field);
  const time = (name) => labelled(name[0].toUpperCase() + name.slice(1), line(data.times?.[name], set(`times.${name}`), { placeholder: "2025-03-14T14:02Z" }));
  return [
    faultList(editor.state.faults[""]),
    make("h3", {}, "The incident"),
    labelled("Title", lines(data.title, set("title"))),
    labelled("Id", line(data.id, set("id"))),
    labelled("Severity", line(data.severity, set("severity"))),
    labelled("Services, by commas", line([data.services ?? []].flat().join(", "), (words) =>
      set("services")(words.split(",").map((word) => word.trim()).filter(Boolean)))),
    labelled("Summary", lines(data.summary, set("summary"), { rows: 4 })),
    make("h3", {}, "Times"),
    ...["started", "detected", "declared", "mitigated", "resolved"].map(time),
    labelled("Time zone of times without one", line(data.timezone, set("timezone"), { placeholder: "Europe/London" })),
  ];
}

function proposalsPanel(editor) {
  const open = editor.state.proposals.map((each, number) => ({ ...each, number })).filter((each) => each.state === "open");
  const { data, understood } = editor.state;
  const words = (said) => (nodeOf(data, said) ? whatOf(data, said) : said);
  const known = [OUTCOME, ...Object.keys(data.factors)];
  const meant = new Map();
  const end = (each, name, label) => {
    const own = nodeOf(data, each[name]) ? "this box" : "a new box";
    const options = [["", own], ...known.filter((id) => id !== each[name])
      .map((id) => [id, `means: ${short(whatOf(data, id), 60)}`])];
    const control = choice(options, "", () => {}, { "aria-label": `${label} of proposal ${each.number + 1}` });
    meant.set(`${each.number} ${name}`, control);
    return [make("span", {}, `“${words(each[name])}”`), control];
  };
  const told = (each) => {
    if (each.kind === "value") return [make("span", {}, `${each.cause.replace(".", " ")}: “${each.effect}” `), make("small", {}, each.connective)];
    if (each.kind === "layer") return [make("span", {}, `“${words(each.cause)}” `), make("strong", {}, "is a gap in "),
      make("span", {}, `${each.effect.replaceAll("_", " ")} `), make("small", {}, `it says ${each.connective}`)];
    if (each.kind === "addresses") return [make("span", {}, `“${data.actions?.[each.cause]?.what ?? each.cause}” `),
      make("strong", {}, "acts on "), end(each, "effect", "Factor"), make("small", {}, `both say ${each.connective}`)];
    return [end(each, "cause", "Cause"), make("strong", {}, "led to "), end(each, "effect", "Effect"),
      make("small", {}, `“${each.connective}”${each.hedged ? ", hedged" : ""}`)];
  };
  editor.meant = (number) => ({ cause: meant.get(`${number} cause`)?.value || null, effect: meant.get(`${number} effect`)?.value || null });
  return [
    make("h3", {}, "Proposed"),
    make("p", { class: "ce-hint" }, open.length
      ? "Guessed from the words of the document. Y confirms the first, N rejects it."
      : editor.state.proposals.length ? "Every proposal is settled." : "The words of the document suggest none."),
    make("ol", { class: "ce-list ce-proposals" }, open.map((each) => make("li", {},
      told(each), make("small", {}, each.line ? ` (line ${each.line}) ` : " "),
      button("Confirm", () => editor.settle(each.number, true), { class: "ce-main" }),
      button("Reject", () => editor.settle(each.number, false))))),
    understood?.length ? make("details", { open: true }, make("summary", {}, "How the document was understood"),
      make("p", { class: "ce-understood" }, understood.join("\n"))) : null,
  ];
}

/** Return what of the graph stood in earlier incidents, and which sentences may mean the same. */
function pastPanel(editor) {
  const { data, valid } = editor.state;
  const past = editor.said?.past;
  if (!past) return [make("p", { class: "ce-hint" }, valid ? "Looking through them …" : "Said once the graph holds together.")];
  const box = (id) => button(`“${short(whatOf(data, id), 70)}”`, () => editor.go(id), { class: "ce-name" });
  const some = (names) => names.slice(0, 3).join(", ") + (names.length > 3 ? " …" : "");
  const known = Object.entries(past.factors);
  const likely = Object.entries(past.likely).filter(([id]) => isFactor(data, id) && !editor.settled.has(`seen-before ${id}`));
  return [
    known.length ? list(known.map(([id, names]) => [box(id),
      names.length ? `${names.length} of ${past.total} earlier: ${some(names)}` : `in none of ${past.total} earlier`]), "", { class: "ce-list" }) : null,
    likely.length ? make("h4", {}, "The same as before? You decide.") : null,
    likely.length ? list(likely.slice(0, 5).map(([id, keys]) => [box(id),
      keys.map((each) => make("span", { class: "ce-likely" }, `“${short(each.like, 90)}” (${some(each.incidents)}) `,
        button("The same", () => setter(editor, id, "key")(each.key), { "aria-label": `The same as: ${short(each.like)}` }))),
      button("None of these", () => editor.tick({ kind: "seen-before", box: id }), { "aria-label": `None of these: ${short(whatOf(data, id))}` })]), "", { class: "ce-list" }) : null,
    likely.length > 5 ? make("p", { class: "ce-hint" }, `and ${likely.length - 5} more`) : null,
    past.incidents.length ? make("h4", {}, "Earlier incidents that share a factor") : null,
    ...past.incidents.map((each) => make("details", {}, make("summary", {}, make("strong", {}, each.incident), `: ${each.title}`),
      each.boxes.length > 1 ? list(each.boxes.map(box), "", { class: "ce-list" }) : null, sentences(each.actions))),
    known.length || likely.length ? null : make("p", { class: "ce-hint" }, `Nothing like it among ${past.total} earlier incidents, by the keys and words of their factors.`),
  ].filter(Boolean);
}

/** Return the buttons that lead from a question to its answer. */
function answersTo(editor, prompt) {
  const layer = prompt.kind.startsWith("layer-") ? prompt.kind.slice(6) : null;
  if (layer) {
    return [
      button("It held", () => editor.do({ op: "set_layer", layer, field: "state", value: "held" })),
      button("It had a gap", () => editor.addGap(layer)),
    ];
  }
  if (prompt.kind === "no-layer") {
    return [...(editor.said.likely?.[prompt.box] ?? []).slice(0, 2).map((likely) =>
      button(editor.layerName(likely), () => setter(editor, prompt.box, "layer")(likely))),
    button("Show", () => editor.go(prompt.box))];
  }
  if (prompt.box) return [button("Show", () => editor.go(prompt.box))];
  return [button("Open", () => editor.openFor(prompt.kind === "no-timeline" ? "timeline" : "record"))];
}

function agendaPanel(editor) {
  const { agenda, has_past: hasPast } = editor.state;
  const asked = (editor.said?.prompts ?? []).filter((each) => !(hasPast && each.kind === "seen-before"));
  const parts = Object.entries(agenda).map(([part, title], at) => {
    const open = asked.filter((each) => each.part === part && !editor.settled.has(`${each.kind} ${each.box}`));
    return make("section", {},
      make("h3", {}, `${at + 1}. ${title}`),
      ...(hasPast && part === "patterns" ? pastPanel(editor) : [list(open.slice(0, 5).map((each) => [
        make("span", {}, each.question),
        make("span", { class: "ce-row" },
          ...answersTo(editor, each),
          button("Asked", () => editor.tick(each), { "aria-label": `Asked: ${short(each.question)}` })),
      ]), editor.state.valid ? "Nothing open here." : "Questions come back when the graph holds together.", { class: "ce-list" })]),
      open.length > 5 ? make("p", { class: "ce-hint" }, `and ${open.length - 5} more`) : null);
  });
  return [make("h2", {}, "The meeting"), ...parts,
    make("p", { class: "ce-row" }, button("Finish: what changed, and the brief", () => editor.finish(), { class: "ce-main" }))];
}
