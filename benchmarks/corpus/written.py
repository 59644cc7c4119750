"""The page of results, written from the figures that the goals printed."""

from __future__ import annotations

HEAD = """# What was measured

Written by `python benchmarks/corpus/campaign.py`; do not edit.

Each goal was measured in one run of its own, causal and its peers one after the other, each in a
process of its own where memory is compared; the shortest of a few runs where they are short. Times
are by the clock, so they depend on what else the machine did: *load* is the mean of a minute on 2
cores before and after the run. Processor time is that of all threads together. Trust the ratios
more than the times. Memory is the peak of the process; of pairs, less that of a process that has
only drawn the corpus. Corpora come from `planted.py` and `planted_patterns.py` with fixed seeds:
about 10 factors an incident, 70.8 million pairs in a million incidents.
"""


def lines_of(shown, results, name):
    """Return what a goal shows, nothing when it was not measured or printed other figures then."""
    try:
        return list(shown(results[name]))
    except KeyError:
        return []


def written(results, goals):
    """Return the page: a table of goals, then what needs tables of its own."""
    rows = [row for name, shown in ROWS for row in lines_of(shown, results, name)]
    text = [HEAD, "| goal | wanted | measured | met |", "|---|---|---|---|", *rows, ""]
    for name, shown in TABLES:
        text += [*lines_of(shown, results, name), ""]
    text += ["## The runs", "", "| run | command | measured on | load | seconds |"]
    text += ["|---|---|---|---|---|"]
    for name, result in results.items():
        load = " to ".join(f"{value:.1f}" for value in result["load"])
        text.append(
            f"| {name} | `{' '.join(goals[name])}` | {result['day']} | {load} | {result['took_s']} |"
        )
    last = next(iter(results.values()))
    kinds = ", ".join(f"{package} {number}" for package, number in last["versions"].items())
    text += ["", f"Python {last['python']}, {kinds}."]
    return "\n".join(text) + "\n"


def by_name(result):
    return {line["name"]: line for line in result["lines"] if "name" in line}


def row(goal, wanted, measured, met):
    words = met if isinstance(met, str) else "yes" if met else "no"
    return f"| {goal} | {wanted} | {measured} | {words} |"


def seconds(line):
    if "seconds" not in line:
        return (
            f"stopped after {line['stopped_after_s']:,} s"
            if "stopped_after_s" in line
            else "failed"
        )
    value = line["seconds"]
    return f"{value:,.2f} s" if value >= 0.1 else f"{value * 1e3:,.0f} ms"


def ratio(line, other):
    return other.get("seconds", other.get("stopped_after_s", 0)) / line["seconds"]


def against(goal, wanted, least, line, other):
    times = ratio(line, other)
    more = "" if "seconds" in other else "more than "
    words = f"{seconds(line)} against {seconds(other)}: {more}{times:,.1f} times"
    if "processor_s" in line and "processor_s" in other:
        words += f" ({other['processor_s'] / line['processor_s']:,.1f} in processor time)"
    return row(goal, wanted, words, times >= least)


def pairs(result):
    found = by_name(result)
    ours, base = found["causal"], found["nothing"]["peak_mb"]
    for name, least in (("pandas", 25), ("duckdb", 5), ("scipy", 4)):
        if "seconds" in found[name]:
            yield against(f"pairs at 1M against {name}", f"{least} times", least, ours, found[name])
    if "peak_mb" in found["pandas"]:
        own, other = ours["peak_mb"] - base, found["pandas"]["peak_mb"] - base
        words = f"{own:,} MB against {other:,} MB: 1/{other / own:.0f}"
        yield row("memory of pairs at 1M against pandas", "a quarter", words, other >= 4 * own)
    alike = {
        tuple(line["found"])
        for name, line in found.items()
        if name != "nothing" and "found" in line
    }
    yield row("all count the same", "equal", f"{len(alike)} answer", len(alike) == 1)


def pairs_10k(result):
    found = by_name(result)
    yield against(
        "pairs at 10k against networkx", "400 times", 400, found["causal"], found["networkx"]
    )


def outofcore(result):
    found = by_name(result)
    ours, other = found["causal"], found["duckdb"]
    yield row(
        "memory of pairs at 10M",
        "under 2,000 MB",
        f"{ours['peak_mb']:,} MB",
        ours["peak_mb"] < 2000,
    )
    yield against("pairs at 10M against DuckDB at 2 GB", "3 times", 3, ours, other)
    same = ours["found"] == other.get("found")
    words = f"{ours['found'][0]:,} pairs, {ours['found'][1]:,} times together"
    yield row("totals at 10M", "equal", words, same if "found" in other else "not compared")


def statistics(result):
    (line,) = result["lines"]
    yield row(
        "1M pairs: p, lift, correction",
        "1 s",
        f"{line['p_lift_q_1M_s']:.2f} s",
        line["p_lift_q_1M_s"] <= 1,
    )
    peers = ("hypergeom.sf_1M_s", "poisson.sf_one_by_one_1M_s", "scipy.stats.poisson.sf_1M_s")
    times = [line[name] / line["kernel_s"] for name in peers]
    words = (f"{times[0]:,.0f} times `hypergeom.sf`, {times[1]:,.0f} times `poisson.sf` one by one, "
             f"{times[2]:.1f} times `poisson.sf` on arrays")  # fmt: skip
    yield row("kernel against scipy.stats", "200 times", words, "as stated")
    error = line["worst_relative_error"]
    yield row("p against scipy.stats", "1e-8", f"{error:.1g}", error <= 1e-8)


def discoveries(result):
    lines = [line for line in result["lines"] if "null" in line]
    called = [count for line in lines for count in line["called_10k_100k"]]
    yield row(
        "null corpora, six, q < 0.01", "none", f"{sum(called)} in {len(called)}", not any(called)
    )
    tied = ", ".join(f"{line['confounded']:,}" for line in lines)
    held = sum(line["stratified"] for line in lines)
    yield row(
        "confounded by service, stratified", "none", f"{held} (not stratified: {tied})", not held
    )
    strong = [int(line[f"expected_{n}"].split("/")[0]) for line in result["lines"]
              if line.get("lift", 0) >= 3 for n in (20, 40)]  # fmt: skip
    words = f"at least {min(strong)} of 15"
    yield row("planted pairs of lift 3 and 20 expected, 10k", "all", words, min(strong) == 15)


def graphs(result):
    (line,) = result["lines"]
    times = line["networkx_s"] / line["seconds"]
    words = (f"{line['seconds']:.2f} s against {line['networkx_s']:.1f} s (scaled from "
             f"{line['scaled_from']:,} incidents): {times:,.0f} times ({line['networkx_processor_s'] / line['processor_s']:,.0f} in processor time), equal")  # fmt: skip
    yield row("graph measures over 100k against networkx", "150 times", words, times >= 150)


def recurrence(result):
    (line,) = result["lines"]
    times = line["duckdb_s"] / line["seconds"]
    words = (f"{line['seconds']:.2f} s against {line['duckdb_s']:.1f} s: {times:,.0f} times ({line['duckdb_processor_s'] / line['processor_s']:,.0f} in processor time), equal; "
             f"the whole answer, with its rows and words, {line['answer_s']:.1f} s")  # fmt: skip
    met = times >= 50 and line["found"][0] == line["found"][1]
    yield row("recurrence after a fix at 100k against a DuckDB join", "50 times", words, met)


def reopening(result):
    (line,) = result["lines"]
    for goal, name in (
        ("opened, columns read when asked for", "reopen"),
        ("every coded column read", "all_columns"),
    ):
        times = line[f"ratio_{name}"]
        words = f"{times:,.0f} times, {line[f'worked_ratio_{name}']:,.0f} in processor time ({line['reopen_s' if name == 'reopen' else 'reopen_all_columns_s']:.2g} s)"
        yield row(
            f"reopen 100k against CSafeLoader and pydantic: {goal}",
            "500 times",
            words,
            times >= 500,
        )
    words = f"{line['600_files_rescan_s'] * 1e3:.0f} ms (first reading: {line['600_files_first_s']:.1f} s)"
    yield row("look 600 files through for changes", "apart", words, "stated")
    own, other = line["bytes_each"], line["networkx_bytes_each"]
    words = f"{own:.0f} bytes, and {line['names_bytes_each']:.0f} for names; networkx {other:,.0f} (1/{other / own:.0f})"
    yield row(
        "memory per incident, texts on disk",
        "400 bytes, 1/20",
        words,
        own <= 400 and own * 20 <= other,
    )


def duplicates(result):
    found = by_name(result)
    ours, other = found["causal"], found["datasketch"]
    words = f"{ours['sampled_found']} of {ours['sampled_of']} pairs of 300 incidents; {ours['alike_found']} of {ours['alike']} planted copies"
    met = (ours["sampled_found"], ours["alike_found"]) == (ours["sampled_of"], ours["alike"])
    yield row("near duplicates at 100k: recall", "1.0", words, met)
    if "seconds" in other:
        words = f"{seconds(ours)} against {seconds(other)}, which finds {other['alike_found']} of {other['alike']}"
        yield row(
            "near duplicates at 100k against datasketch",
            "faster",
            words,
            ours["seconds"] < other["seconds"],
        )
    else:
        yield row(
            "near duplicates at 100k against datasketch",
            "faster",
            f"{seconds(ours)}; {seconds(other)}",
            "not compared",
        )


def fixes(result):
    for line in result["lines"]:
        words = f"{line['cut_sets_s']:.2f} s for cut sets, {line['exact_s']:.2f} s to {'the proof' if line['proven'] else 'a gap'} ({line['exact_processor_s']:.2f} s of processor time)"
        met = line["proven"] and line["cut_sets_s"] + line["exact_s"] <= 10
        yield row(
            f"best fixes by {line['objective']}, 1,000 incidents, 300 factors, 10 fixes",
            "proven in 10 s",
            words,
            met,
        )


def fixes_table(result):
    yield from [
        "Best fixes: what each plan would have prevented.",
        "",
        "| objective | total | best | greedy | most frequent tags |",
        "|---|---|---|---|---|",
    ]
    for line in result["lines"]:
        plans = " | ".join(
            f"{value:,.0f} ({value / line['total']:.1%})" for value in line["plans"].values()
        )
        yield f"| {line['objective']} | {line['total']:,.0f} | {plans} |"


def power(result):
    yield from ["Planted pairs found of 15, among 10,000 incidents and 2 million hypotheses (heavy-tailed sizes).", "",
                "| lift | expected 5 | 10 | 20 | 40 |", "|---|---|---|---|---|"]  # fmt: skip
    for line in result["lines"]:
        if "lift" in line:
            cells = " | ".join(line[f"expected_{n}"].split("/")[0] for n in (5, 10, 20, 40))
            yield f"| {line['lift']:g} | {cells} |"


def growth(result):
    yield from [
        "Pairs as corpora grow, in this process.",
        "",
        "| incidents | seconds | memory |",
        "|---|---|---|",
    ]
    names = ("10,000", "100,000", "1,000,000")
    lines = result["lines"]
    for name, base, line in zip(names, lines[::2], lines[1::2], strict=True):
        yield f"| {name} | {line['seconds']:.3g} | {line['peak_mb'] - base['peak_mb']:,} MB |"


def engines(result):
    yield from [
        "Pairs of a million incidents from Parquet, by engine (memory of the process that asks).",
        "",
        "| engine | seconds | peak memory |",
        "|---|---|---|",
    ]
    names = {"causal": "local, as it is read", "engine duckdb": "duckdb", "engine dask": "dask, 2 workers of this machine",
             "dask without its start": "of which counting", "duckdb": "DuckDB alone, held to 2 GB"}  # fmt: skip
    for line in result["lines"]:
        memory = f"{line['peak_mb']:,} MB" if "peak_mb" in line else ""
        yield f"| {names[line['name']]} | {seconds(line)} | {memory} |"


def themes(result):
    (line,) = result["lines"]
    if "agreement" not in line:
        return
    stable = f"{line['stability']:.2f}" if line["stability"] is not None else "not asked for"
    yield (f"Themes of {line['incidents']:,} incidents: {line['seconds']:,.1f} s, {line['resamples']} times drawn anew; "
           f"{line['planted']} planted, {line['found']} found, agreement (NMI) {line['agreement']:.2f}, "
           f"median stability {stable}, {line['peak_mb']:,} MB.")  # fmt: skip


def user_level(result):
    yield from [
        "100,000 incidents, a million factors: from tables to the sorted pairs with lift and q.",
        "",
        "| by | seconds | processor time | peak memory |",
        "|---|---|---|---|",
    ]
    for line in result["lines"]:
        peak = f"{line['peak_mb']:,} MB"
        yield f"| {line['name']} | {seconds(line)} | {line['processor_s']:.2f} s | {peak} |"


def folder(result):
    (line,) = result["lines"]
    yield (f"A folder of {line['incidents']:,} YAML files: cold {line['cold_s']:.1f} s "
           f"({line['cold_processor_s']:.1f} s of processor time), from its cache "
           f"{line['cached_s'] * 1e3:.0f} ms, stored and reopened "
           f"{line['reopened_s'] * 1e3:.0f} ms.")  # fmt: skip


def million(result):
    (line,) = result["lines"]
    total = line["from_frames_processor_s"] + line["co_occurrence_processor_s"]
    own = line["peak_mb"] - line["tables_mb"]
    words = (f"{line['peak_mb']:,} MB, {own:,} of them beside the tables given; {total:.1f} s of processor "
             f"time, {line['from_frames_s'] + line['co_occurrence_s']:.1f} s")  # fmt: skip
    yield row(
        "1,000,000 incidents, from tables to pairs", "4,096 MB", words, line["peak_mb"] <= 4096
    )


def user_level_row(result):
    found = by_name(result)
    worked = {name: line["processor_s"] for name, line in found.items()}
    ours = worked.pop("causal")
    yield row(
        "100,000 incidents, from tables to pairs, processor time",
        "1.5 s, ahead of all",
        f"{ours:.2f} s; the next takes {min(worked.values()) / ours:.1f} times as long",
        ours <= 1.5 and ours < min(worked.values()),
    )


def survey(result):
    (line,) = result["lines"]
    most = {1_000: 5, 10_000: 30}[line["incidents"]]
    words = f"{line['processor_s']:.1f} s of processor time, {line['seconds']:.1f} s, {line['peak_mb']:,} MB"
    met = "yes" if line["seconds"] < most else "no"
    if line["processor_s"] < most <= line["seconds"]:
        met = "in processor time; the machine was not free"
    yield row(f"`causal survey`, {line['incidents']:,} YAML files, cold", f"{most} s", words, met)


ROWS = [
    ("pairs", pairs),
    ("pairs-10k", pairs_10k),
    ("outofcore", outofcore),
    ("statistics", statistics),
    ("discoveries", discoveries),
    ("graphs", graphs),
    ("recurrence", recurrence),
    ("reopening", reopening),
    ("duplicates", duplicates),
    ("fixes", fixes),
    ("user-level", user_level_row),
    ("million", million),
    ("survey", survey),
    ("survey-10k", survey),
]
TABLES = [
    ("fixes", fixes_table),
    ("discoveries", power),
    ("growth", growth),
    ("engines", engines),
    ("user-level", user_level),
    ("folder", folder),
    ("themes-10k", themes),
    ("themes-100k", themes),
]
