"""What acts on what, as a Plotly Sankey figure: from factor to action to the layer it hardens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from causal.analysis.actions import Assessment
from causal.analysis.scenario import chosen
from causal.errors import NothingToDraw
from causal.model import Action, Incident
from causal.render.escape_plotly import lines, text
from causal.render.metrics import wrap
from causal.render.theme import FONTS, Theme, mix
from causal.render.views.common import bands_with, hues_of, subtitle_of, title_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_LABEL, _SIZE = 210.0, 12.0
_PLANNED = 0.55
_ROW = 58


def actions_figure(incident: Incident, theme: Theme) -> Figure:
    """Return a Sankey figure of the actions; factors that nothing acts on lead to a stub.

    Raises:
        NothingToDraw: The incident has no actions that count.
    """
    import plotly.graph_objects as go

    actions = chosen(incident, "planned")
    if not actions:
        raise NothingToDraw(f"incident {incident.id!r} has no actions to draw; add `actions:`")
    flow = _Flow(incident, theme)
    for name, action in actions.items():
        flow.act(name, action)
    if incident.outcome.because is not None:
        flow.leave(Assessment(incident, actions, "planned").orphan_factors)
    sankey = go.Sankey(flow.nodes(), link=flow.links(), arrangement="fixed", orientation="h")
    return go.Figure([sankey], go.Layout(_layout(incident, theme, flow)))


@dataclass(slots=True)
class _Flow:
    """The nodes of three columns and the links between them, gathered."""

    incident: Incident
    theme: Theme
    columns: tuple[dict[str, tuple[str, str, str]], ...] = field(
        default_factory=lambda: ({}, {}, {})
    )
    ends: list[tuple[str, str, int, str, str]] = field(default_factory=list)

    def act(self, name: str, action: Action) -> None:
        """Add an action with the factors it acts on and the layer it hardens."""
        status = action.status.replace("_", " ")
        known = [f"{name}: {action.what}", status]
        known += [f"owner {action.owner}"] if action.owner else []
        known += [f"due {action.due.isoformat()}"] if action.due else []
        is_repair = action.kind == "repair"
        known += ["undoes this instance, prevents no recurrence"] if is_repair else []
        good = self.theme.good[0]  # the same green as in drawings, paler while it is only planned
        colour = good if action.status == "done" else mix(good, _PLANNED, self.theme.ground[0])
        colour = self.theme.faint[0] if is_repair else colour
        key = f"action {name}"
        hover = lines(*known)
        self.columns[1][key] = (f"{name} ({status}): {action.what}", colour, hover)
        touched = [*action.addresses, *((action.on.cause,) if action.on else ())]
        factors = list(dict.fromkeys(touched))
        for factor in factors:
            self.ends.append((self._factor(factor), key, 1, colour, hover))
        end = self._instance() if is_repair else self._layer(action.hardens or self._own(factors))
        self.ends.append((key, end, max(len(factors), 1), colour, hover))

    def leave(self, factors: tuple[str, ...]) -> None:
        """Add the factors that nothing acts on."""
        bad = self.theme.bad[0]
        for factor in factors:
            self.columns[1].setdefault("nobody", ("Nobody acts on it", bad, "no action acts on it"))
            self.ends.append((self._factor(factor), "nobody", 1, bad, "no action acts on it"))

    def _hue(self, layer: str | None) -> str:
        if layer is None:
            return self.theme.faint[0]
        seen = {factor.layer for factor in self.incident.factors.values() if factor.layer}
        seen |= {action.hardens for action in self.incident.actions.values() if action.hardens}
        return self.theme.hue(hues_of(seen)[layer]).stroke

    def _factor(self, factor: str) -> str:
        facts = self.incident.factors[factor]
        known = [facts.what]
        if facts.layer:
            known.append(f"a gap in the layer {self.incident.layer_title(facts.layer)}")
        key = f"factor {factor}"
        self.columns[0][key] = (facts.what, self._hue(facts.layer), lines(*known))
        return key

    def _own(self, factors: list[str]) -> str | None:
        """Return the layer of the factors, which an action that names none hardens."""
        layers = {self.incident.factors[factor].layer for factor in factors}
        return layers.pop() if len(layers) == 1 else None

    def _instance(self) -> str:
        """Return the end of what only undoes this instance."""
        words = "This instance only"
        self.columns[2]["instance"] = (words, self.theme.faint[0], "prevents no recurrence")
        return "instance"

    def _layer(self, layer: str | None) -> str:
        if layer is None:
            self.columns[2]["layer"] = ("No layer named", self._hue(None), "no layer is named")
            return "layer"
        key, (band,) = f"layer {layer}", bands_with(self.incident, [layer], {})
        self.columns[2][key] = (band.label, self._hue(layer), lines("hardened:", band.label))
        return key

    @property
    def rows(self) -> int:
        """How many nodes the longest column has."""
        return max(len(column) for column in self.columns)

    def nodes(self) -> dict[str, Any]:
        """Return the nodes, evenly spread down each column."""
        every = [node for column in self.columns for node in column.values()]
        places = list(self._places())
        return {
            "node": {
                "label": ["<br>".join(self._lines(label)) for label, _, _ in every],
                "color": [colour for _, colour, _ in every],
                "customdata": [hover for _, _, hover in every],
                "hovertemplate": "%{customdata}<extra></extra>",
                "x": [x for x, _ in places],
                "y": [y for _, y in places],
                "thickness": 14,
                "pad": 16,
                "line": {"width": 0},
            }
        }

    def _lines(self, label: str) -> list[str]:
        return [text(line) for line in wrap(label, _LABEL, _SIZE, max_lines=3)]

    def _places(self) -> Iterator[tuple[float, float]]:
        """Yield the centre of every node, between 0 and 1, by what flows through the column."""
        for x, column in zip((0.001, 0.5, 0.999), self.columns, strict=True):
            through = [self._through(key) for key in column]
            total = sum(through) or 1
            below = 0.0
            for value in through:
                yield x, round(min(max((below + value / 2) / total, 0.001), 0.999), 4)
                below += value

    def _through(self, key: str) -> int:
        into = sum(value for _, target, value, _, _ in self.ends if target == key)
        out = sum(value for source, _, value, _, _ in self.ends if source == key)
        return max(into, out)

    def links(self) -> dict[str, Any]:
        """Return the links, in the colour of their action."""
        number = {key: i for i, key in enumerate(k for column in self.columns for k in column)}
        ground = self.theme.ground[0]
        return {
            "source": [number[source] for source, *_ in self.ends],
            "target": [number[target] for _, target, *_ in self.ends],
            "value": [value for _, _, value, _, _ in self.ends],
            "color": [mix(colour, 0.3, ground) for *_, colour, _ in self.ends],
            "customdata": [hover for *_, hover in self.ends],
            "hovertemplate": "%{customdata}<extra></extra>",
        }


def _layout(incident: Incident, theme: Theme, flow: _Flow) -> dict[str, Any]:
    caption = subtitle_of(incident)
    heading = f"<b>{text(title_of(incident))}</b>"
    if caption:
        heading += f'<br><span style="font-size:12px">{text(caption)}</span>'
    columns = (
        ("Factor", 0.0, "left"),
        ("Action", 0.5, "center"),
        ("Layer it hardens", 1.0, "right"),
    )
    return {
        "title": {"text": heading, "x": 0.02, "font": {"size": 17, "color": theme.ink[0]}},
        "template": "none",
        "font": {"family": FONTS, "size": _SIZE, "color": theme.ink[0]},
        "paper_bgcolor": theme.ground[0],
        "width": 980,
        "height": 150 + _ROW * flow.rows,
        "margin": {"l": 20, "r": 20, "t": 110, "b": 30},
        "annotations": [
            {
                "text": f"<b>{words}</b>",
                "x": x,
                "y": 1,
                "yshift": 26,
                "xref": "paper",
                "yref": "paper",
                "xanchor": anchor,
                "showarrow": False,
                "font": {"color": theme.muted[0], "size": _SIZE},
            }
            for words, x, anchor in columns
        ],
        "hoverlabel": {"align": "left", "font": {"family": FONTS, "size": _SIZE}},
    }
