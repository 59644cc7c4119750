// What would still get through: the structure function of a drawing under switches.
//
// The same semantics as the Python library: a removed factor is false, a barrier is one more
// condition in its link, triggers held true stay true whatever is removed, every other basic factor
// is as it was. Sets are bits of a BigInt, families are arrays of them, smallest first.
// Everything but `settle` takes a logic whose unconfirmed parts are settled.

const causalLogic = (() => {
  "use strict";

  const MOST_SETS = 400;
  const MOST_TRIES = 20000;

  class TooMany extends Error {}

  /**
   * Return the logic once what is unconfirmed is settled: what of it was not so is taken out of the
   * formulas, and a factor that keeps no sufficient causes has an unknown one. Null where the outcome
   * keeps none: that cannot be.
   */
  function settle(logic, wasNot = new Set()) {
    const out = logic.unconfirmed.filter((each) => wasNot.has(each.id));
    const gone = new Set(out.filter((d) => !Array.isArray(d.part)).map((d) => d.part));
    const cut = new Set(out.filter((d) => Array.isArray(d.part)).map((d) => JSON.stringify(d.part)));
    const isGone = (cause, effect) => gone.has(cause) || cut.has(JSON.stringify([cause, effect]));
    // Null: nothing is left of it. False: what is left never holds.
    const reduced = (formula, effect) => {
      const last = formula.at(-1);
      const fewer = typeof last === "object" && !Array.isArray(last) ? last : null;
      const [stated, ...parts] = fewer ? formula.slice(0, -1) : formula;
      let k = stated;
      let present = 0;
      let never = false;
      const members = [];
      for (const part of parts) {
        if (!Array.isArray(part)) {
          if (isGone(part, effect)) k -= fewer?.[part] ?? 0;
          else if (++present) members.push(part);
          continue;
        }
        const inner = reduced(part, effect);
        if (inner !== null) present += 1;
        if (inner === false) never = true;
        if (inner) members.push(inner);
      }
      if (!present) return null;
      if (fewer) return Math.max(k, 1) <= members.length ? [Math.max(k, 1), ...members] : false;
      if (!members.length) return false;
      if (stated === parts.length && stated > 1) return never ? false : [members.length, ...members];
      return [stated, ...members];
    };
    const nodes = [];
    for (const node of logic.nodes) {
      if (gone.has(node.id)) nodes.push({ ...node, because: null, trigger: false, absent: true });
      else if (!node.because) nodes.push(node);
      else {
        const because = reduced(node.because, node.id);
        if (because) nodes.push({ ...node, because });
        else if (node.id === logic.top) return null;
        else {
          const unknown = { id: `unknown ${node.id}`, label: `an unknown cause of “${node.label}”`, unknown: node.id };
          nodes.push({ ...unknown, kind: "unknown", because: null, trigger: false, facts: [] });
          nodes.push({ ...node, because: [1, unknown.id] });
        }
      }
    }
    return { ...logic, nodes, changed: out.length > 0 };
  }

  /** Return what the switches that are on change. */
  function changes(logic, on) {
    const removed = new Set();
    const barriers = new Map();
    for (const item of logic.switches) {
      if (!item.counts || !on.has(item.id)) continue;
      item.removes.forEach((id) => removed.add(id));
      for (const link of item.barriers.map((ends) => JSON.stringify(ends))) {
        barriers.set(link, [...(barriers.get(link) ?? []), item.id]);
      }
    }
    return { removed, barriers };
  }

  /**
   * Fold the formulas, causes before effects, in an algebra of values.
   * With `hold` triggers come about whatever is removed, where it is "spared" if they are there.
   * The algebra says what is false, true and basic, and what it is to hold at least k times; where
   * how many causes it took is not stated, k is 0, and `all` reads it as all of them, not as one.
   */
  function fold(logic, on, hold, algebra, all = false) {
    const { removed, barriers } = changes(logic, on);
    const value = new Map();
    const member = (part, effect) => {
      if (Array.isArray(part)) return formula(part, effect);
      const guards = barriers.size ? barriers.get(JSON.stringify([part, effect])) ?? [] : [];
      if (!guards.length) return value.get(part);
      const parts = [value.get(part), ...guards.map((id) => algebra.barrier(id))];
      return algebra.atLeast(parts.length, parts);
    };
    const formula = ([k, ...parts], effect) =>
      algebra.atLeast(k || (all ? parts.length : 1), parts.map((part) => member(part, effect)));
    for (const node of logic.nodes) {
      if (algebra.skips?.(node.id)) continue;
      if (node.absent) value.set(node.id, algebra.no);
      else if (hold === true && node.trigger) value.set(node.id, algebra.yes);
      else if (removed.has(node.id) && !(hold && node.trigger)) value.set(node.id, algebra.no);
      else if (node.because) value.set(node.id, formula(node.because, node.id));
      else value.set(node.id, algebra.basic(node.id));
    }
    return value;
  }

  /** Return the truth of every node when all or no barriers fail and `absent` names are false. */
  function truth(logic, on, hold, fails, absent = new Set(), all = false) {
    return fold(logic, on, hold, {
      yes: true,
      no: false,
      basic: (id) => !absent.has(id),
      barrier: (id) => fails && !absent.has(id),
      atLeast: (k, values) => values.filter(Boolean).length >= k,
    }, all);
  }

  const size = (set) => set.toString(2).replaceAll("0", "").length;

  /** Return the sets that contain no other. */
  function minimal(family) {
    if (family.length > 20 * MOST_SETS) throw new TooMany();
    const sized = [...new Set(family)].map((set) => [size(set), set]);
    sized.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
    const kept = [];
    for (const [, set] of sized) {
      if (kept.some((other) => (other & set) === other)) continue;
      kept.push(set);
      if (kept.length > MOST_SETS) throw new TooMany();
    }
    return kept;
  }

  function product(one, other, most) {
    if (one.length * other.length > 20 * MOST_SETS) throw new TooMany();
    const found = one.flatMap((a) => other.map((b) => a | b));
    return most === Infinity ? found : found.filter((set) => size(set) <= most);
  }

  /** Return the sets with which at least k hold, those left out that have more than `most` members. */
  function atLeast(k, families, most = Infinity) {
    if (k === families.length) {
      return families.reduce((whole, family) => {
        const found = product(whole, family, most);
        return found.length > 1 ? minimal(found) : found;
      }, [0n]);
    }
    let held = [[0n], ...Array(k).fill([])];
    for (const family of families) {
      held = held.map((sets, count) =>
        count ? minimal([...sets, ...product(held[count - 1], family, most)]) : sets);
    }
    return held[k];
  }

  /** Return the nodes that the top reads, directly or not. */
  function needed(logic) {
    const found = new Set([logic.top]);
    const read = (part) => (Array.isArray(part) ? part.slice(1).forEach(read) : found.add(part));
    for (const node of [...logic.nodes].reverse()) {
      if (node.because && found.has(node.id)) read(node.because);
    }
    return found;
  }

  /** Return the names that sets are made of, those of nodes and of barriers, with their bits. */
  function alphabet(logic) {
    const names = logic.nodes.filter((node) => !node.because).map((node) => node.id);
    names.push(...logic.switches.filter((item) => item.barriers.length).map((item) => item.id));
    return { names, bit: new Map(names.map((name, at) => [name, 1n << BigInt(at)])) };
  }

  /** Return all minimal sets that let the outcome come about, or null when they are too many. */
  function ways(logic, on, hold, all) {
    const { names, bit } = alphabet(logic);
    const reads = needed(logic);
    try {
      const families = fold(logic, on, hold, {
        yes: [0n],
        no: [],
        basic: (id) => [bit.get(id)],
        barrier: (id) => [bit.get(id)],
        atLeast,
        skips: (id) => !reads.has(id),
      }, all);
      return families.get(logic.top).map((set) => names.filter((name) => set & bit.get(name)));
    } catch (error) {
      if (error instanceof TooMany) return null;
      throw error;
    }
  }

  /** Return one minimal set: what is left once nothing more can be spared. */
  function oneWay(logic, on, hold, all) {
    const absent = new Set();
    const { names } = alphabet(logic);
    for (const name of names) {
      absent.add(name);
      if (!truth(logic, on, hold, true, absent, all).get(logic.top)) absent.delete(name);
    }
    const reads = needed(logic);
    return names.filter((name) => !absent.has(name) && (on.has(name) || reads.has(name)));
  }

  /** Return the fewest things of one kind, layers or actions, that must all fail, or `bound`. */
  function fewest(logic, on, kind, all, bound = Infinity) {
    const guards = new Map();
    for (const item of logic.switches) {
      if (item.group !== "action" || !item.counts || !on.has(item.id)) continue;
      const parts = [...item.removes, ...item.barriers.map((ends) => JSON.stringify(ends))];
      parts.forEach((part, at) => {
        const name = kind === "layer" ? item.layers[at] : item.id;
        guards.set(part, (guards.get(part) ?? new Set()).add(name));
      });
    }
    const bits = new Map();
    for (const names of guards.values()) {
      for (const name of names) if (!bits.has(name)) bits.set(name, 1n << BigInt(bits.size));
    }
    const reads = needed(logic);
    const hasBarriers = logic.switches.some((item) => item.barriers.length && on.has(item.id));
    // Sets of few members first: there are not many of them, and most often one is enough.
    for (let most = 0; most <= bits.size; most += 1) {
      if (most === bound) return bound;
      const value = new Map();
      const guarded = (own, part) => {
        const names = guards.get(part);
        if (!names) return own;
        const both = [own, ...[...names].map((name) => (most ? [bits.get(name)] : []))];
        return atLeast(both.length, both, most);
      };
      const member = (part, effect) => Array.isArray(part)
        ? formula(part, effect) : !hasBarriers ? value.get(part)
        : guarded(value.get(part), JSON.stringify([part, effect]));
      const formula = ([k, ...parts], effect) =>
        atLeast(k || (all ? parts.length : 1), parts.map((part) => member(part, effect)), most);
      for (const node of logic.nodes) {
        if (!reads.has(node.id)) continue;
        const own = node.absent ? [] : node.because ? formula(node.because, node.id) : [0n];
        value.set(node.id, guarded(own, node.id));
      }
      if (value.get(logic.top).length) return most;
    }
    return 0;
  }

  /** Return the depth of defence of the actions that are on, or null when it is too much work. */
  function depth(logic, on, all = false) {
    try {
      return fewest(logic, on, "action", all, fewest(logic, on, "layer", all));
    } catch (error) {
      if (error instanceof TooMany) return null;
      throw error;
    }
  }

  /**
   * Return the cheapest actions after which no failure path remains, and their cost; `on` is null
   * when no choice does it. Null when it is too much work.
   */
  function cheapest(logic, all = false) {
    const useful = logic.switches.filter((s) => s.group === "action" && s.counts && s.removes.length);
    const open = (on) => truth(logic, on, true, true, undefined, all).get(logic.top);
    const items = useful.sort((a, b) => a.cost - b.cost);
    let best = null;
    let tries = 0;
    const visit = (at, taken, cost) => {
      if (++tries > MOST_TRIES) throw new TooMany();
      if (best && cost >= best.cost) return;
      if (!open(taken)) {
        best = { on: taken, cost };
        return;
      }
      const rest = items.slice(at).map((item) => item.id);
      if (at === items.length || open(new Set([...taken, ...rest]))) return;
      visit(at + 1, new Set([...taken, items[at].id]), cost + items[at].cost);
      visit(at + 1, taken, cost);
    };
    try {
      visit(0, new Set(), 0);
    } catch (error) {
      if (error instanceof TooMany) return null;
      throw error;
    }
    return best ? { on: [...best.on], cost: best.cost } : { on: null, cost: 0 };
  }

  /**
   * Return the verdict: `open` (a failure path remains), `barrier` (only if a barrier fails as
   * well) or `closed` (none remains); what is true; and the failure paths that remain.
   */
  function judge(logic, on, hold, all = false) {
    const values = truth(logic, on, hold, false, undefined, all);
    const open = values.get(logic.top);
    const hardened = !open && truth(logic, on, hold, true, undefined, all).get(logic.top);
    const verdict = open ? "open" : hardened ? "barrier" : "closed";
    if (verdict === "closed") return { verdict, values, ways: [], complete: true };
    const found = ways(logic, on, hold, all);
    const listed = found ?? [oneWay(logic, on, hold, all)];
    return { verdict, values, ways: listed, complete: found !== null };
  }

  /** Return what leads to the outcome when of all basic factors only those of one failure path are. */
  function along(logic, on, hold, way, all = false) {
    const kept = new Set(way);
    const absent = new Set(alphabet(logic).names.filter((name) => !kept.has(name)));
    const values = truth(logic, on, hold, true, absent, all);
    const found = new Set([logic.top]);
    const holds = (part) => {
      if (!Array.isArray(part)) return values.get(part);
      const [k, ...parts] = part;
      return parts.filter(holds).length >= (k || (all ? parts.length : 1));
    };
    const lead = (part) => {
      if (!holds(part)) return;
      if (Array.isArray(part)) part.slice(1).forEach(lead);
      else found.add(part);
    };
    for (const node of [...logic.nodes].reverse()) {
      if (node.because && found.has(node.id)) lead(node.because);
    }
    return found;
  }

  /**
   * Return what becomes of one route of the picture: `open`, `barrier` where it is open only if a
   * barrier fails, or `closed`. Each of its paths is tried with nothing there but what it took. Where
   * something was not so, the paths are no longer those drawn: one of which a part is removed counts as
   * closed then, even if the rest of it is enough. Paths that are too many to list are open while the
   * outcome comes about and nothing is closed that they share.
   */
  function route(drawn, logic, on, hold, { paths, shared }, all = false) {
    if (!paths.length) {
      const outcome = (fails) => {
        const values = truth(logic, on, hold, fails, undefined, all);
        return values.get(logic.top) && !shared.some((name) => values.get(name) === false);
      };
      return outcome(false) ? "open" : outcome(true) ? "barrier" : "closed";
    }
    const spared = hold && "spared";
    const { removed } = changes(logic, on);
    for (const node of hold ? logic.nodes : []) if (node.trigger) removed.delete(node.id);
    const isUnstated = (part) => Array.isArray(part) && (part[0] === 0 || part.some(isUnstated));
    const stated = all || !logic.nodes.some((node) => isUnstated(node.because));
    const isWhole = (path) => !(stated || logic.changed) || !path.some((name) => removed.has(name));
    const [before, after] = [drawn, logic].map((one) => alphabet(one).names);
    const stands = (path, fails) => {
      const there = new Set(path);
      const missing = (names) => new Set(names.filter((name) => !there.has(name)));
      if (logic.changed) {
        const came = truth(drawn, new Set(), false, true, missing(before), true);
        for (const node of logic.nodes) if (node.unknown && came.get(node.unknown)) there.add(node.id);
      }
      return truth(logic, on, spared, fails, missing(after), all).get(logic.top);
    };
    const whole = paths.filter(isWhole);
    if (stated && !logic.changed) {
      // Each of them took all that is in it, so nothing has to be tried.
      if (whole.some((path) => !path.some((name) => on.has(name)))) return "open";
      return whole.length ? "barrier" : "closed";
    }
    if (whole.some((path) => stands(path, false))) return "open";
    return whole.some((path) => stands(path, true)) ? "barrier" : "closed";
  }

  return { settle, judge, depth, cheapest, along, route };
})();
