"""What each layer did, in words: its gaps, what it alone would block, where it is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.analysis.phrases import (
    action_names,
    each_quoted,
    layer_title,
    layer_titles,
    listed,
    number,
    of_paths,
    path_words,
    quoted,
    sentence,
    such_action,
)
from causal.analysis.targets import UNNAMED
from causal.analysis.words_actions import depths
from causal.analysis.words_why import not_confirmed, stoppers
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.layer_report import LayerLine, LayerReport

_SHOWN = 3
_STATES = {
    "breached": "was breached",
    "held": "held",
    "absent": "was absent",
    "bypassed": "was bypassed",
    "degraded": "was degraded",
    "not_reached": "was not reached",
}


def layers(report: LayerReport) -> list[str]:
    """Return every verdict of `assess_layers`."""
    try:
        lines = [_layer(report, line) for line in report.by_layer.values()]
        lines += [stoppers(report.why), *_order(report), *_alone(report), *_common(report)]
        lines += [depths(report.plan), not_confirmed(report.why)]
    except NotFinished as error:
        return [f"What the layers did on every failure path is not worked out: {error}."]
    if not report.complete:
        shown, total = len(report.failure_paths), report.failure_path_count
        lines.append(f"Judged by the {shown:,} shortest of {total:,} failure paths.")
    return [line for line in lines if line]


def _layer(report: LayerReport, line: LayerLine) -> str:
    incident = report.incident
    if line.layer == UNNAMED:
        unnamed = dict.fromkeys((*line.hardened_done, *line.hardened_planned))
        return f"No layer is named for what {action_names(unnamed)} would harden."
    title = sentence(layer_title(incident, line.layer))
    head = f"{title} {_STATES.get(line.state or '', 'has no gap in this graph')}"
    if line.stopped:
        head += f"; it stopped “{line.stopped}”"
    if line.gaps:
        head += f", at {each_quoted(incident, line.gaps)}"
    worse = each_quoted(incident, line.amplifying)
    if worse and not line.gaps and line.state == "breached":
        head += f", which only made it worse: {worse}"
        worse = ""
    said = [f"{head}.", _blocking(report, line)]
    if worse:
        said.append(f"Only made it worse: {worse}.")
    if line.known_gaps:
        gaps = listed(f"“{gap}”" for gap in line.known_gaps)
        said.append(f"Known gaps that played no part: {gaps}.")
    said.append(_hardened(report, line))
    return " ".join(filter(None, said))


def _blocking(report: LayerReport, line: LayerLine) -> str:
    """Return what the layer alone would block, where that is not all (which `stoppers` says)."""
    if not line.gaps or line.would_have_stopped:
        return ""
    total = len(report.failure_paths)
    if line.stops == total:
        return "By itself it is not sufficient: a longer failure path than those listed remains."
    part = of_paths(range(line.stops), total) if line.stops else "no failure path"
    return f"By itself it is not sufficient: it blocks {part}."


def _hardened(report: LayerReport, line: LayerLine) -> str:
    done = line.hardened_done
    planned = [name for name in line.hardened_planned if name not in done]
    parts = [f"by {action_names(done)} (done)"] if done else []
    parts += [f"by {action_names(planned)} once done"] if planned else []
    if parts:
        return f"Hardened {'; '.join(parts)}."
    named = [n for n, action in report.plan.actions.items() if action.hardens == line.layer]
    if named:
        return f"Named by {action_names(named)}, to no effect on its gaps."
    if not (line.gaps or line.amplifying):
        return ""
    return f"No {such_action(report.plan.scenario)} hardens it."


def _order(report: LayerReport) -> list[str]:
    incident = report.incident
    paths = [path for path in report.failure_paths if len(path.layers) > 1]
    if len(report.failure_paths) == 1 and paths:
        titles = layer_titles(incident, paths[0].layers)
        return [f"The layers on the failure path, in order: {titles}."]
    lines = [
        f"The layers on the failure path of {path_words(incident, path.factors)}, in order: "
        f"{layer_titles(incident, path.layers)}."
        for path in paths[:_SHOWN]
    ]
    more = len(paths) - len(lines)
    return [*lines, f"And so for {number(more)} more."] if more > 0 else lines


def _alone(report: LayerReport) -> list[str]:
    incident, lines = report.incident, []
    only = report.complete and len(report.failure_paths) == 1
    for layer in report.single_points:
        paths = [path.factors for path in report.failure_paths if path.layers == (layer,)]
        more = f", and on {number(len(paths) - 1)} more" if len(paths) > 1 else ""
        which = "only failure path"
        if not only:
            which = f"failure path of {path_words(incident, paths[0])}"
        title = layer_title(incident, layer)
        lines.append(f"The layer {title} is the only one on the {which}{more}.")
    without = report.failure_paths_without_layer
    if without:
        more = f", nor on {number(len(without) - 1)} more" if len(without) > 1 else ""
        which = path_words(incident, without[0])
        lines.append(f"No layer is drawn on the failure path of {which}{more}.")
    return lines


def _common(report: LayerReport) -> list[str]:
    incident = report.incident
    return [
        f"{quoted(incident, cause)} lies behind gaps in {layer_titles(incident, names)}: "
        "a common cause, so these layers may fail together."
        for cause, names in report.common_causes.items()
    ]
