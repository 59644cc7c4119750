// What the page reads out of the data of a draft: nodes, causes, joins, in the form of a file.

const OUTCOME = "outcome";
const JOINS = [
  ["all", "all of them were needed"],
  ["any", "any one was enough"],
  ["at_least", "at least some number"],
  ["contributing", "each contributed, not stated how"],
];

function nodeOf(data, id) {
  if (id === OUTCOME) return data.outcome;
  return data.factors[id] ?? data.actions?.[id] ?? null;
}

const isAction = (data, id) => id in (data.actions ?? {}) && !(id in data.factors);
const isFactor = (data, id) => id in data.factors;

function whatOf(data, id) {
  return nodeOf(data, id)?.what ?? id;
}

/** Return how the direct causes of an effect join: op, members, k, and k without an unconfirmed one. */
function gateOf(data, effect) {
  const because = nodeOf(data, effect)?.because;
  if (because === undefined || because === null) return { op: "all", of: [] };
  if (Array.isArray(because)) return { op: "all", of: because };
  if (typeof because !== "object" || "cause" in because) return { op: "all", of: [because] };
  if ("at_least" in because) {
    return { op: "at_least", of: because.of ?? [], k: because.at_least, without: because.at_least_without ?? {} };
  }
  const op = ["all", "any", "contributing"].find((name) => name in because);
  const members = op ? because[op] : [];
  return { op: op ?? "all", of: Array.isArray(members) ? members : [members] };
}

function linkOf(member) {
  if (member !== null && typeof member === "object") {
    return "cause" in member ? { cause: member.cause, confidence: member.confidence ?? "confirmed" } : null;
  }
  return { cause: String(member), confidence: "confirmed" };
}

/** Return every link into an effect, those of formulas inside formulas too. */
function linksInto(data, effect) {
  const found = [];
  const read = (formula) => {
    for (const member of gateOf({ outcome: { because: formula }, factors: {} }, OUTCOME).of) {
      const link = linkOf(member);
      if (link) found.push(link);
      else read(member);
    }
  };
  const because = nodeOf(data, effect)?.because;
  if (because !== undefined && because !== null) read(because);
  return found;
}

/** Return every formula inside a formula, with all causes it names. */
function innerGates(gate) {
  return gate.of.filter((member) => !linkOf(member)).flatMap((formula) => {
    const data = { outcome: { because: formula }, factors: {} };
    const inner = gateOf(data, OUTCOME);
    return [{ gate: inner, causes: linksInto(data, OUTCOME).map((link) => link.cause) }, ...innerGates(inner)];
  });
}

function worsenedBy(data, effect) {
  return (nodeOf(data, effect)?.worsened_by ?? []).map((entry) =>
    typeof entry === "object" ? entry : { factor: entry });
}

function effectsOf(data, cause) {
  return [OUTCOME, ...Object.keys(data.factors)].filter((effect) =>
    linksInto(data, effect).some((link) => link.cause === cause)
    || worsenedBy(data, effect).some((entry) => entry.factor === cause));
}

function actionsOn(data, factor) {
  return Object.keys(data.actions ?? {}).filter((id) => (data.actions[id].addresses ?? []).includes(factor));
}

/** Return the way to join that follows the present one, for one key to go through them all. */
function nextJoin(gate) {
  const number = gate.of.length;
  const ways = [{ join: "all" }, { join: "any" }];
  for (let k = 2; k < number; k += 1) ways.push({ join: "at_least", k });
  ways.push({ join: "contributing" });
  const at = ways.findIndex((way) => way.join === gate.op && (way.join !== "at_least" || way.k === gate.k));
  return ways[(at + 1) % ways.length];
}

function joinWords(join, k, number) {
  if (join === "at_least") return `at least ${k} of ${number}`;
  return { all: `all of ${number}`, any: `any of ${number}`, contributing: `${number} contributed` }[join];
}
