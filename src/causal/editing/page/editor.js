// The editor: what is selected, what the keys do, and the words between the page and Python.

const KEYS = [
  ["Arrow keys", "go to the next box"],
  ["C", "add a cause of the box"],
  ["B", "add a cause beside the box: another cause of what it led to"],
  ["W", "add what made it worse, without being needed"],
  ["N", "add a factor that is not linked yet"],
  ["A", "add an action on the box"],
  ["L", "link: go to the box it led to (or acts on), then Enter"],
  ["U", "unlink: go to the other end, then Enter"],
  ["J", "change how its causes join: all, any, at least, contributing"],
  ["T", "change its kind: trigger, condition, event"],
  ["Y", "choose its layer"],
  ["S", "change how sure it is: confirmed, suspected, disputed"],
  ["Enter or F2", "rename in place"],
  ["Delete", "delete the box; its causes take its place"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ["Ctrl+S", "save, where there is a file"],
  ["P", "go to the panel of the box; Escape comes back"],
  ["Y, N on a proposal", "confirm it, reject it"],
  ["?", "show these keys"],
];
const TABS = [
  ["box", "Selected"], ["answers", "What gets through"], ["whys", "Five whys"],
  ["timeline", "Timeline"], ["record", "Incident"], ["past", "Seen before"], ["proposals", "Proposals"],
];

class Editor {
  /** `transport.send(message)` answers with a state; `transport.file` is set where one is edited. */
  constructor(root, transport) {
    Object.assign(this, { root, transport, state: null, said: null, selected: OUTCOME, link: null, mode: null, tab: "box", lit: null });
    this.supposed = { actions: "planned", layers: [] };
    this.orientation = "portrait";
    this.settled = new Set();
    this.meeting = false;
    this.queue = Promise.resolve();
    this.build();
  }

  build() {
    const tool = (words, act, attributes = {}) => button(words, act, attributes);
    this.undoButton = tool("Undo", () => this.send({ undo: true }));
    this.redoButton = tool("Redo", () => this.send({ redo: true }));
    this.saveButton = this.transport.file ? tool("Save", () => this.save(), { class: "ce-main" }) : null;
    this.meetingButton = tool("Meeting", () => this.toggleMeeting(), { "aria-pressed": "false" });
    this.turnButton = tool("Turn", () => this.turn(), { title: "Let causes run down or to the right" });
    this.name = make("h1", { class: "ce-title" });
    this.stand = make("span", { class: "ce-stand" });
    this.bar = make("header", { class: "ce-bar" },
      make("div", { class: "ce-heading" }, this.name, this.stand),
      make("div", { class: "ce-tools", role: "toolbar", "aria-label": "Edit" },
        tool("+ Cause", () => this.addCause(this.target()), { title: "Add a cause of the selected box (C)" }),
        tool("+ Action", () => this.addAction(this.selected), { title: "Add an action on the selected factor (A)" }),
        tool("+ Factor", () => this.addLoose(), { title: "Add a factor that is not linked yet (N)" }),
        this.undoButton, this.redoButton,
        tool("−", () => this.stage.zoom(1 / 1.2), { "aria-label": "Smaller" }),
        tool("Fit", () => this.stage.zoom(0)),
        tool("+", () => this.stage.zoom(1.2), { "aria-label": "Larger" }),
        this.turnButton, this.meetingButton,
        tool("Keys", () => this.showKeys(), { title: "Show the keys (?)" }),
        this.saveButton));
    this.stage = new Stage(this);
    this.notice = make("p", { class: "ce-notice", hidden: true });
    this.live = make("p", { class: "ce-unseen", role: "status", "aria-live": "polite" });
    this.tabs = make("div", { class: "ce-tabs", role: "tablist", "aria-label": "Panels" });
    this.panel = make("div", { class: "ce-panel", role: "tabpanel", tabindex: "0", "aria-label": "Panel" });
    this.aside = make("aside", { class: "ce-side", "aria-label": "What is selected, and what follows" }, this.tabs, this.panel);
    this.agenda = make("section", { class: "ce-agenda", "aria-label": "Agenda of the meeting", hidden: true });
    this.dialog = make("dialog", { class: "ce-dialog" });
    this.main = make("main", { class: "ce-main-area" }, this.agenda,
      make("section", { class: "ce-canvas", "aria-label": "Graph" }, this.notice, this.stage.element), this.aside);
    this.root.classList.add("causal-edit");
    this.root.dataset.lmSuppressShortcuts = "true"; // else a notebook takes letters for its own
    this.root.replaceChildren(this.bar, this.main, this.live, this.dialog);
    this.root.addEventListener("keydown", (event) => this.anyKey(event));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); this.stage.focus(); }
    });
    new ResizeObserver(() => this.stage.fit()).observe(this.stage.element);
    // After the answers under way: most often the change was made here, and is shown already.
    this.transport.changed?.((version) => this.queue.then(() => {
      if (this.state && version > this.state.version) this.send({}, { quiet: true });
    }));
  }

  // --- between the page and Python ---

  /** Send a message and show the answer; messages go one after the other. */
  send(message, options = {}) {
    this.busy(1);
    this.queue = this.queue.then(() => this.exchange(message, options)).catch((problem) => {
      this.say(`The editor does not answer: ${problem.message ?? problem}`, true);
    }).finally(() => this.busy(-1));
    return this.queue;
  }

  /** Say to those who cannot see the page whether it waits for an answer. */
  busy(change) {
    this.waiting = (this.waiting ?? 0) + change;
    this.root.setAttribute("aria-busy", String(this.waiting > 0));
  }

  async exchange(message, { select, quiet = false, then, focus = true } = {}) {
    const state = await this.transport.send({ ...message, orientation: this.orientation });
    const hadFocus = this.over();
    this.state = state;
    if (state.error) this.say(state.error, true);
    else if (!quiet) this.say(state.said || this.doneWords(state.done), false);
    if (state.error === "" && select !== undefined) {
      this.selected = select === "new" ? state.done.at(-1)?.id ?? this.selected : select;
      this.link = null;
    }
    if (!nodeOf(state.data, this.selected)) this.selected = OUTCOME;
    if (this.link && !this.isLink(this.link)) this.link = null;
    this.show({ focus: focus && hadFocus && this.stage.typing.form.hidden });
    then?.(state);
    this.askSoon();
    return state;
  }

  isLink({ cause, effect }) {
    const { data } = this.state;
    return nodeOf(data, effect) && (linksInto(data, effect).some((link) => link.cause === cause)
      || worsenedBy(data, effect).some((entry) => entry.factor === cause));
  }

  over() {
    const at = this.root.getRootNode().activeElement;
    return at === null || at === document.body || this.stage.element.contains(at);
  }

  /** Ask for the answers once nobody edits for a moment: they may take longer than the drawing. */
  askSoon(wait = 60) {
    if (this.asking) clearTimeout(this.asking);
    else this.busy(1);
    this.asking = setTimeout(() => {
      this.asking = null;
      this.ask().catch((problem) => this.say(`No answers: ${problem.message ?? problem}`, true)).finally(() => this.busy(-1));
    }, wait);
  }

  async ask() {
    const said = await this.transport.send({ ask: "answers", suppose: this.supposed });
    if (said.version !== this.state.version) return;
    this.said = said;
    this.showStand();
    this.showPanel({ keep: true });
    this.showAgenda();
    this.stage.mark();
  }

  do(operations, options = {}) {
    return this.send({ do: operations }, options);
  }

  suppose(supposed) {
    this.supposed = supposed;
    this.askSoon(0);
  }

  doneWords(done) {
    const words = {
      add_factor: "Factor added.", add_action: "Action added.", link: "Linked.", unlink: "Unlinked.", delete: "Deleted.",
      set_join: "Join changed.", rename: "Renamed.", settle: "Settled.", worsened_by: "Made it worse, not needed.",
    };
    return done?.length ? words[done.at(-1).op] ?? "Changed." : "";
  }

  say(words, isProblem) {
    if (!words) { this.notice.hidden = true; return; }
    this.live.textContent = words;
    this.notice.textContent = words;
    this.notice.hidden = !isProblem && !this.mode;
    this.notice.classList.toggle("problem", isProblem);
  }

  /** Say what to do next, until something is done. */
  hint(words) {
    this.say(words, false);
    this.notice.hidden = false;
  }

  // --- what is shown ---

  show({ focus = false } = {}) {
    const { state } = this;
    this.name.textContent = state.data.title ?? "Untitled";
    this.undoButton.disabled = !state.can_undo;
    this.redoButton.disabled = !state.can_redo;
    if (this.saveButton) {
      this.saveButton.disabled = state.saved === true;
      this.saveButton.textContent = state.saved && state.written ? "Saved" : "Save";
    }
    this.stage.show(state.picture, { focus });
    this.showStand();
    this.showTabs();
    this.showPanel({ keep: true });
    if (this.first === undefined) {
      this.first = false;
      if (state.proposals.some((each) => each.state === "open")) {
        this.openProposals();
        this.hint("Read what the document suggests, and confirm or reject it (Y, N). Then add what else led to it: + Cause.");
      } else if (state.understood?.length) {
        this.hint("This much was understood of the document; the tab Document says how. Say what led to what: drag from a cause to what it led to, from an action to what it acts on.");
      } else if (!Object.keys(state.data.factors).length) this.begin();
    }
  }

  showStand() {
    const { state, said } = this;
    const number = Object.values(state.faults).flat().length;
    let words = number ? `${number} ${number === 1 ? "thing needs" : "things need"} attention` : "";
    if (!number && said?.version === state.version) {
      const { depth } = said.answers;
      words = depth ? `Depth of defence: ${range(depth.done)} done, ${range(depth.planned)} planned` : said.answers.nothing ?? "";
    }
    this.stand.textContent = words;
    this.stand.classList.toggle("problem", number > 0);
  }

  showTabs() {
    const shown = TABS.filter(([id]) => (id !== "proposals" || this.state.proposals.length || this.state.understood.length) && (id !== "past" || this.state.has_past));
    this.tabs.replaceChildren(...shown.map(([id, words]) => {
      const open = this.state.proposals.filter((each) => each.state === "open").length;
      if (id === "proposals" && !this.state.proposals.length) words = "Document";
      const name = id === "proposals" && open ? `${words} (${open})` : words;
      const tab = button(name, () => this.openTab(id), {
        role: "tab", id: `ce-tab-${id}`, "aria-selected": String(id === this.tab), tabindex: id === this.tab ? "0" : "-1",
      });
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        const at = shown.findIndex(([each]) => each === this.tab);
        this.openTab(shown[(at + step + shown.length) % shown.length][0]);
        this.tabs.querySelector("[aria-selected=true]").focus();
      });
      return tab;
    }));
  }

  openTab(id) {
    this.tab = id;
    this.showTabs();
    this.showPanel();
    this.stage.mark();
  }

  showPanel({ keep = false } = {}) {
    if (!this.state || (keep && this.panel.querySelector("select[data-pending]"))) return;
    const at = this.root.getRootNode().activeElement;
    const inside = keep && at && this.panel.contains(at);
    const named = inside ? at.dataset.field : undefined;
    const place = inside ? [...this.panel.querySelectorAll("input,select,textarea,button,summary")].indexOf(at) : -1;
    const open = [...this.panel.querySelectorAll("details")].map((each) => each.open);
    const top = this.panel.scrollTop;
    const panel = { box: selectedPanel, answers: answersPanel, whys: whysPanel, timeline: timelinePanel, record: recordPanel, past: pastPanel, proposals: proposalsPanel }[this.tab];
    const title = make("h2", { class: "ce-unseen" }, TABS.find(([id]) => id === this.tab)[1]);
    this.panel.replaceChildren(title, ...panel(this).filter(Boolean));
    this.panel.setAttribute("aria-labelledby", `ce-tab-${this.tab}`);
    if (keep) {
      [...this.panel.querySelectorAll("details")].forEach((each, n) => { each.open = open[n] ?? false; });
      this.panel.scrollTop = top;
    }
    if (named) this.focusField(named);
    else if (place >= 0) [...this.panel.querySelectorAll("input,select,textarea,button,summary")][place]?.focus();
  }

  focusField(name) {
    this.panel.querySelector(`[data-field="${name}"]`)?.focus();
  }

  layerName(id) {
    return this.state.layers.find((layer) => layer.id === id)?.name ?? id;
  }

  layerText(id) {
    return this.state.layers.find((layer) => layer.id === id)?.consists_of ?? "";
  }

  // --- selecting ---

  select(id, { from = "" } = {}) {
    if (this.mode && from === "focus") { this.selected = id; this.stage.mark(); return; }
    const same = id === this.selected && this.link === null;
    this.selected = id;
    this.link = null;
    if (this.tab === "proposals" || this.tab === "record") this.tab = "box";
    this.stage.mark();
    if (!same || from !== "focus") { this.showTabs(); if (this.tab === "box") this.showPanel(); }
  }

  go(id) {
    this.tab = "box";
    this.select(id);
    this.stage.focus(id);
  }

  selectLink(cause, effect) {
    if (isAction(this.state.data, cause)) { this.go(cause); return; }
    this.link = { cause, effect };
    this.openTab("box");
  }

  /** Return the box that a new cause is a cause of: the selected one, for an action what it acts on. */
  target() {
    const { data } = this.state;
    return isAction(data, this.selected) ? data.actions[this.selected].addresses?.[0] ?? OUTCOME : this.selected;
  }

  // --- edits ---

  /** Ask for the outcome first, and then for what led to it. */
  begin() {
    const next = "Say what led to it: + Cause, or C. Double-click a box, or press Enter, for other words.";
    this.stage.ask(OUTCOME, {
      label: "What was lost, for whom, for how long?", below: true,
      done: (what) => this.word(OUTCOME, what).then(() => this.hint(next)),
    });
  }

  addCause(effect) {
    if (isAction(this.state.data, effect)) { this.say("An action has no causes here: choose a factor.", true); return; }
    this.stage.ask(effect, {
      label: `What led to “${short(whatOf(this.state.data, effect), 70)}”?`, below: true,
      done: (what) => this.do({ op: "add_factor", what, leads_to: effect }, { select: "new" }),
    });
  }

  addBeside(id) {
    const { data } = this.state;
    const effect = isAction(data, id) ? null : effectsOf(data, id)[0];
    if (effect) this.addCause(effect);
    else this.say("It is linked to nothing yet: press L to link it, or C to add a cause.", true);
  }

  addWorse(effect) {
    this.stage.ask(effect, {
      label: `What made “${short(whatOf(this.state.data, effect), 60)}” worse, without being needed?`, below: true,
      done: (what) => this.do({ op: "add_factor", what, worsens: effect }, { select: "new" }),
    });
  }

  addLoose() {
    this.stage.ask(this.selected, {
      label: "What was so, or happened? (link it afterwards)", below: true,
      done: (what) => this.do({ op: "add_factor", what }, { select: "new" }),
    });
  }

  addAction(factor) {
    const { data } = this.state;
    if (!isFactor(data, factor)) { this.say("An action acts on a factor: choose one first.", true); return; }
    this.stage.ask(factor, {
      label: `What will change about “${short(whatOf(data, factor), 60)}”?`, below: true,
      done: (what) => this.do({ op: "add_action", what, addresses: factor }, { select: "new" }),
    });
  }

  rename(id) {
    const { data } = this.state;
    this.stage.ask(id, {
      label: "In one sentence", value: whatOf(data, id),
      done: (value) => (value === whatOf(data, id) ? this.stage.focus(id) : this.word(id, value)),
    });
  }

  /** Say a box in other words; a title that said the same as the outcome goes with it. */
  word(id, value) {
    const { data } = this.state;
    const edits = [{ op: "set", id, field: "what", value }];
    if (id === OUTCOME && data.title === data.outcome.what) edits.push({ op: "set", id: "incident", field: "title", value });
    return this.do(edits, { select: id });
  }

  remove(id) {
    if (id === OUTCOME) { this.say("The outcome stays: it is what the graph explains.", true); return; }
    const { data } = this.state;
    const near = isAction(data, id) ? data.actions[id].addresses?.[0] : effectsOf(data, id)[0];
    this.do({ op: "delete", id }, { select: near ?? OUTCOME });
  }

  /** Link two boxes, from the cause to its effect, or from an action to what it acts on. */
  connect(from, to, worse = false) {
    const { data } = this.state;
    if (isAction(data, from) || isAction(data, to)) {
      const [action, factor] = isAction(data, from) ? [from, to] : [to, from];
      this.do({ op: "address", action, factor }, { select: action });
    } else if (worse) this.do({ op: "worsened_by", factor: from, effect: to }, { select: from });
    else this.do({ op: "link", cause: from, effect: to }, { select: from });
  }

  startMode(kind, from) {
    this.mode = { kind, from };
    const words = { link: "Go to what it led to (for an action: what it acts on)", unlink: "Go to the box to unlink from", cause: "Go to its cause" }[kind];
    this.say(`${words}, then press Enter or click. Escape leaves.`, false);
    this.stage.mark();
    this.stage.focus(from);
  }

  endMode(words = "Left.") {
    this.mode = null;
    this.say(words, false);
    this.stage.mark();
  }

  finishMode(id) {
    const { kind, from } = this.mode;
    this.endMode("");
    if (id === from) return;
    const { data } = this.state;
    if (kind === "cause") this.connect(id, from);
    else if (kind === "link") this.connect(from, id);
    else if (isAction(data, from) || isAction(data, id)) {
      const [action, factor] = isAction(data, from) ? [from, id] : [id, from];
      this.do({ op: "address", action, factor, on: false }, { select: from });
    } else {
      const known = (cause, effect) => nodeOf(data, effect) && this.isLink({ cause, effect });
      const [cause, effect] = known(from, id) ? [from, id] : [id, from];
      this.do({ op: "unlink", cause, effect }, { select: from });
    }
  }

  turnJoin(effect) {
    const gate = gateOf(this.state.data, effect);
    if (gate.of.length < 2) { this.say("It takes two causes for a way to join.", true); return; }
    const next = nextJoin(gate);
    this.do({ op: "set_join", effect, ...next }, { select: effect, then: (state) => {
      if (!state.error) this.say(`${joinWords(next.join, next.k, gate.of.length)}.`, false);
    } });
  }

  turnField(id, field, values) {
    const { data } = this.state;
    if (!isFactor(data, id)) return;
    const at = values.indexOf(data.factors[id][field] ?? null);
    const value = values[(at + 1) % values.length];
    this.do({ op: "set", id, field, value }, { select: id, then: () => this.say(value ?? `${field}: ${field === "confidence" ? "confirmed" : "not stated"}`, false) });
  }

  openProposals() {
    this.openTab("proposals");
    (this.panel.querySelector(".ce-main") ?? this.panel).focus();
  }

  settle(number, confirm) {
    const meant = confirm ? this.meant(number) : {};
    this.do({ op: "settle", number, confirm, ...meant }, { focus: false, then: () => this.openProposals() });
  }

  // --- keys ---

  boxKey(event, id) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const act = {
      Enter: () => (this.mode ? this.finishMode(id) : this.rename(id)), F2: () => this.rename(id), " ": () => this.select(id),
      c: () => this.addCause(id), b: () => this.addBeside(id), w: () => this.addWorse(id), n: () => this.addLoose(), a: () => this.addAction(id),
      l: () => this.startMode("link", id), u: () => this.startMode("unlink", id), j: () => this.turnJoin(id),
      t: () => this.turnField(id, "kind", [null, "trigger", "condition", "event"]),
      s: () => this.turnField(id, "confidence", [null, "suspected", "disputed"]),
      y: () => { this.openTab("box"); this.focusField("layer"); },
      Delete: () => this.remove(id), Backspace: () => this.remove(id),
      p: () => { this.openTab("box"); this.panel.querySelector("input,select,textarea,button")?.focus(); },
      Escape: () => this.mode && this.endMode(),
    }[key.length === 1 ? key.toLowerCase() : key];
    if (key.startsWith("Arrow")) {
      const next = this.stage.next(id, key);
      event.preventDefault();
      if (next) this.stage.focus(next);
    } else if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  }

  anyKey(event) {
    const typing = event.target.matches?.("input,textarea,select");
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "s" && this.transport.file) { event.preventDefault(); this.save(); }
      if (typing) return;
      if (key === "z") { event.preventDefault(); this.send(event.shiftKey ? { redo: true } : { undo: true }); }
      if (key === "y") { event.preventDefault(); this.send({ redo: true }); }
    } else if (!typing && key === "?") this.showKeys();
    else if (!typing && this.tab === "proposals" && (key === "y" || key === "n") && !this.stage.element.contains(event.target)) {
      const number = this.state.proposals.findIndex((each) => each.state === "open");
      if (number >= 0) { event.preventDefault(); this.settle(number, key === "y"); }
    }
  }

  showKeys() {
    const rows = KEYS.map(([key, words]) => [make("dt", {}, key), make("dd", {}, words)]);
    this.openDialog("Keys", make("p", {}, "Drag from a cause to what it led to; hold Shift where it only made it worse. Double-click renames."), make("dl", {}, rows));
  }

  openDialog(title, ...parts) {
    const close = button("Close", () => this.dialog.close(), { class: "ce-main" });
    this.dialog.setAttribute("aria-label", title);
    this.dialog.replaceChildren(make("h2", {}, title), ...parts, make("p", { class: "ce-row" }, close));
    this.dialog.addEventListener("close", () => this.stage.focus(), { once: true });
    this.dialog.showModal();
  }

  // --- drawing, meeting, file ---

  turn() {
    this.orientation = this.orientation === "portrait" ? "landscape" : "portrait";
    this.send({}, { quiet: true });
  }

  toggleMeeting() {
    this.meeting = !this.meeting;
    this.meetingButton.setAttribute("aria-pressed", String(this.meeting));
    this.agenda.hidden = !this.meeting;
    this.root.classList.toggle("meeting", this.meeting);
    this.showAgenda();
  }

  showAgenda() {
    if (this.meeting) this.agenda.replaceChildren(...agendaPanel(this));
  }

  tick(prompt) {
    this.settled.add(`${prompt.kind} ${prompt.box}`);
    this.showAgenda();
    if (this.tab === "past") this.showPanel();
    (this.meeting ? this.agenda : this.panel).querySelector("button")?.focus();
  }

  openFor(tab) {
    this.openTab(tab);
    this.panel.querySelector("input,select,textarea,button")?.focus();
  }

  addGap(layer) {
    this.stage.ask(OUTCOME, {
      label: `What did the layer ${this.layerName(layer)} let through?`, below: true,
      done: (what) => this.do({ op: "add_factor", what, layer, leads_to: OUTCOME }, { select: "new" }),
    });
  }

  async finish() {
    const told = await this.transport.send({ ask: "finish" });
    if (told.error) { this.say(told.error, true); return; }
    const brief = make("textarea", { rows: 14, readonly: true, "aria-label": "The brief to send round, as Markdown" });
    brief.value = told.brief;
    const copy = button("Copy the brief", async () => {
      await navigator.clipboard.writeText(told.brief);
      copy.textContent = "Copied";
    });
    this.openDialog("What changed, and the brief",
      make("h3", { tabindex: "-1", autofocus: true }, "What changed in this meeting"), list(told.changes, "Nothing changed.", { class: "ce-sentences" }),
      make("h3", {}, "The brief to send round"), brief, make("p", { class: "ce-row" }, copy));
  }

  async save() {
    await this.queue;
    const pressed = this.root.getRootNode().activeElement === this.saveButton;
    await this.send({ save: true }, { quiet: true });
    if (this.state.conflict) this.offerMerge(this.state.conflict);
    else if (!this.state.error) {
      this.hint(this.state.said);
      if (pressed) this.stage.focus(); // a button that is off has none
    }
  }

  offerMerge(words) {
    const merge = button("Put what was done here on top of it", async () => {
      this.dialog.close();
      await this.send({ merge: true });
      const { conflicts } = this.state;
      this.openDialog("Merged", make("p", {}, "The newer file is shown with what was done here. Nothing is saved yet."),
        conflicts?.length ? make("h3", {}, "Look at these") : null, list(conflicts ?? [], "Nothing is in conflict.", { class: "ce-sentences" }));
    });
    this.openDialog("The file changed meanwhile", make("p", {}, words), make("p", { class: "ce-row" }, merge));
  }
}

/** Start an editor in an element. */
function start(root, transport) {
  const editor = new Editor(root, transport);
  editor.send({}, { quiet: true });
  return editor;
}
