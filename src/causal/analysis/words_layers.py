"""What each layer did, in words: its holes, what it alone would have stopped, where it is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.analysis.depth import UNNAMED
from causal.analysis.phrases import (
    action_names,
    each_quoted,
    layer_titles,
    listed,
    number,
    of_ways,
    quoted,
    way_words,
)
from causal.analysis.words_why import in_doubt
from causal.errors import NotFinished

if TYPE_CHECKING:
    from causal.analysis.layer_report import LayerLine, LayerReport

__all__ = ["layers"]

_SHOWN = 3
_STATES = {
    "breached": "was breached",
    "held": "held",
    "absent": "was absent",
    "bypassed": "was bypassed",
    "degraded": "was degraded",
    "not_reached": "was not reached",
}
_SCENARIOS = {
    "verified": "done and seen to work",
    "done": "done so far",
    "planned": "planned",
}


def layers(report: LayerReport) -> list[str]:
    """Return every verdict of `assess_layers`."""
    try:
        lines = [_layer(report, line) for line in report.by_layer.values()]
        lines += [*_order(report), *_alone(report), *_common(report), _depths(report)]
        lines += filter(None, [in_doubt(report.why)])
    except NotFinished as error:
        return [f"What the layers did in every way drawn is not worked out: {error}."]
    if not report.complete:
        shown = len(report.failure_paths)
        lines.append(f"Judged by the {shown:,} shortest of {report.failure_path_count:,} ways.")
    return lines


def _layer(report: LayerReport, line: LayerLine) -> str:
    incident = report.incident
    if line.layer == UNNAMED:
        unnamed = dict.fromkeys((*line.hardened_done, *line.hardened_planned))
        return f"No layer is named for what {action_names(unnamed)} would harden."
    title = incident.layer_title(line.layer)
    head = f"{title[:1].upper()}{title[1:]} {_STATES.get(line.state or '', 'has no hole drawn')}"
    if line.stopped:
        head += f"; it stopped “{line.stopped}”"
    if line.gaps:
        head += f", at {each_quoted(incident, line.gaps)}"
    sentences = [f"{head}.", _stopping(report, line)]
    if line.amplifying:
        names = each_quoted(incident, line.amplifying)
        sentences.append(f"Only made it worse: {names}.")
    if line.known_gaps:
        gaps = listed(f"“{gap}”" for gap in line.known_gaps)
        sentences.append(f"Known gaps that played no part: {gaps}.")
    sentences.append(_hardened(line))
    return " ".join(filter(None, sentences))


def _stopping(report: LayerReport, line: LayerLine) -> str:
    if not line.gaps:
        return ""
    total = len(report.failure_paths)
    if line.would_have_stopped:
        return "Had it held, this would not have happened."
    if line.stops == total:
        return "Had it held, this would still have happened, by a longer way than those listed."
    part = of_ways(range(line.stops), total) if line.stops else "no way drawn"
    return f"Had it held, this would still have happened; by itself it stops {part}."


def _hardened(line: LayerLine) -> str:
    done = line.hardened_done
    planned = [name for name in line.hardened_planned if name not in done]
    parts = []
    if done:
        parts.append(f"hardened by {action_names(done)}, done")
    if planned:
        parts.append(f"to be hardened by {action_names(planned)}")
    if not parts:
        return "No counted action hardens it." if line.gaps or line.amplifying else ""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _order(report: LayerReport) -> list[str]:
    incident = report.incident
    ways = [way for way in report.failure_paths if len(way.layers) > 1]
    if len(report.failure_paths) == 1 and ways:
        return [f"The layers on the way, in order: {layer_titles(incident, ways[0].layers)}."]
    lines = [
        f"The layers on the way of {way_words(incident, way.factors)}, in order: "
        f"{layer_titles(incident, way.layers)}."
        for way in ways[:_SHOWN]
    ]
    more = len(ways) - len(lines)
    return [*lines, f"And so for {number(more)} more ways."] if more > 1 else lines


def _alone(report: LayerReport) -> list[str]:
    incident = report.incident
    lines = []
    for layer in report.single_points:
        ways = [way.factors for way in report.failure_paths if way.layers == (layer,)]
        which = way_words(incident, ways[0])
        more = f", and in {number(len(ways) - 1)} more" if len(ways) > 1 else ""
        title = incident.layer_title(layer)
        lines.append(f"The layer {title} is the only one drawn in the way of {which}{more}.")
    without = report.failure_paths_without_layer
    if without:
        more = f", nor in {number(len(without) - 1)} more" if len(without) > 1 else ""
        lines.append(f"No layer is drawn in the way of {way_words(incident, without[0])}{more}.")
    return lines


def _common(report: LayerReport) -> list[str]:
    incident = report.incident
    return [
        f"{quoted(incident, cause)} lies behind holes in {layer_titles(incident, names)}: "
        "a common cause, so these layers may fail together."
        for cause, names in report.common_causes.items()
    ]


def _depths(report: LayerReport) -> str:
    parts = []
    for name, depth in report.depths.items():
        label = _SCENARIOS[name]
        if name == "planned" and report.plan.scenario != "planned":
            label = report.plan.scenario
        text = f"{depth.layers} with what is {label}"
        if depth.independent != depth.layers:
            text += f" ({depth.independent} with shared causes counted once)"
        parts.append(text)
    return f"Depth of defence: {listed(parts)}."
