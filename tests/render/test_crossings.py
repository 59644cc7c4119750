from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from causal.render import draw
from causal.render.layout.columns import assign_columns
from causal.render.layout.crossings import Wiring, place_of
from causal.render.layout.grid import Edge, Grid, Node, make_grid
from causal.render.layout.layered import lay_out_layers
from causal.render.layout.nets import Net, make_nets
from causal.render.layout.packing import pack_bands
from causal.render.layout.routes import Routes, route
from causal.render.layout.rows import assign_rows
from causal.render.views.graph import graph_scene
from render_laws import text_rect
from render_samples import connection_pool, random_incident, recorded


def routed(seed: int) -> tuple[Grid, list[Net]]:
    grid = make_grid(graph_scene(random_incident(20, seed)))
    assign_rows(grid, (2, 2))
    assign_columns(grid)
    return grid, route(grid).nets


def routed_beside(seed: int) -> tuple[Grid, Routes]:
    grid = make_grid(graph_scene(random_incident(25, seed, layered=1.0)), stacked=False)
    assign_rows(grid, (2, *[1] * grid.bands))
    pack_bands(grid)
    assign_columns(grid)
    return grid, route(grid)


def placed(*cells: tuple[int, int], links: list[tuple[int, int]]) -> tuple[Grid, list[Net]]:
    """Return nodes at rows and columns, and a net for every link."""
    nodes = [Node(str(n), 0, row=row, column=column) for n, (row, column) in enumerate(cells)]
    edges = [Edge(a, b, n, (b, "cause")) for n, (a, b) in enumerate(links)]
    columns = 1 + max(column for _, column in cells)
    grid = Grid(nodes, edges, 0, None, [columns, 0], 1 + max(row for row, _ in cells))
    return grid, make_nets(grid)


def crossed(grid: Grid, nets: list[Net]) -> float:
    wiring, total = Wiring(grid), 0.0
    for number, net in enumerate(nets):
        place = 0 if net.trunk is None else place_of(net.trunk)
        outlook = wiring.outlook(net)
        total += outlook.least(place) + outlook.rest(place)
        wiring.lay(number, net)
    return total


@pytest.mark.parametrize(("links", "times"), [([(0, 2), (1, 3)], 0), ([(0, 3), (1, 2)], 1)])
def test_two_links_between_two_rows_cross_where_their_ends_are_swapped(links, times):
    assert crossed(*placed((0, 0), (0, 1), (1, 0), (1, 1), links=links)) == times


def test_a_trunk_crosses_what_runs_over_it():
    cells = [(0, 1), (3, 1), (1, 0), (2, 2)]
    grid, nets = placed(*cells, links=[(0, 1), (2, 3)])
    nets[0].trunk = ("alley", 1)
    assert crossed(grid, nets) == 1
    nets[0].trunk = ("alley", 0)
    assert crossed(grid, nets) == 0


def test_trunks_of_one_alley_cross_where_one_ends_inside_the_other():
    cells = [(0, 1), (5, 0), (1, 1), (4, 0)]
    grid, nets = placed(*cells, links=[(0, 1), (2, 3)])
    for net in nets:
        net.trunk = ("alley", 1)
    assert crossed(grid, nets) == 1


@pytest.mark.parametrize("seed", range(4))
def test_what_a_trunk_passes_is_what_runs_over_its_place(seed):
    grid, nets = routed(seed)
    wiring = Wiring(grid)
    for number, net in enumerate(nets):
        wiring.lay(number, net)
    for number, net in enumerate(nets):
        met = {end.channel for end in net.ends}
        between = [k for k in range(net.first + 1, net.last) if k not in met]
        wiring.lift(number, net)
        for place in range(2 * sum(grid.columns) + 1):
            over = sum(_runs_over(grid, o, k, place) for o in nets if o is not net for k in between)
            assert wiring.outlook(net).least(place) == over
        wiring.lay(number, net)


def _runs_over(grid: Grid, net: Net, channel: int, place: int) -> int:
    at = [2 * grid.nodes[e.node].column + 1 for e in net.ends if e.channel == channel]
    if net.trunk is not None and net.first <= channel <= net.last:
        at.append(place_of(net.trunk))
    return net.weight.get(channel, 1) * (bool(at) and min(at) < place < max(at))


@pytest.mark.parametrize(("sources", "counts"), [(1, 1), (2, 1), (3, 2)])
def test_a_bundle_of_three_counts_twice(sources, counts):
    cells = [(0, 0), (0, 1), (0, 2), (1, 4), (0, 3), (2, 3)]
    grid, nets = placed(*cells, links=[*((n, 3) for n in range(sources)), (4, 5)])
    nets[1].trunk = ("column", 3)
    assert crossed(grid, nets) == counts


def test_trunks_that_change_columns_are_kept_apart():
    cells = [(0, 0), (0, 2), (4, 2), (4, 0)]
    grid, nets = placed(*cells, links=[(0, 2), (1, 3)])
    nets[0].trunk, nets[1].trunk = ("column", 0), ("column", 2)
    clash = crossed(grid, nets)
    nets[1].trunk = ("alley", 2)
    assert clash > 4 * crossed(grid, nets)


@pytest.mark.parametrize("seed", range(6))
def test_bands_that_share_a_zone_share_no_row(seed):
    grid, _ = routed_beside(seed)
    spans = {
        band: [n.row for n in grid.nodes if n.band == band] for band in {n.band for n in grid.nodes}
    }
    zones = {node.band: node.zone for node in grid.nodes}
    for one, other in combinations([band for band in spans if band is not None], 2):
        if zones[one] == zones[other]:
            a, b = spans[one], spans[other]
            assert max(a) < min(b) or max(b) < min(a)
    for node in grid.nodes:
        if node.id != "outcome":
            start = grid.first_column(node.zone)
            assert start <= node.column < start + grid.columns[node.zone]
            assert node.band is None or node.zone == zones[node.band]
            assert (node.zone == grid.open_zone) == (node.band is None)


@pytest.mark.parametrize("seed", range(6))
def test_what_routing_says_is_crossed_is_what_its_nets_cross(seed):
    grid, routes = routed_beside(seed)
    assert routes.crossed == pytest.approx(crossed(grid, routes.nets))


@pytest.mark.parametrize("seed", range(4))
def test_routing_leaves_every_box_a_cell_of_its_own_and_columns_free(seed):
    _cells_are_their_own(*routed(seed))
    grid, routes = routed_beside(seed)
    _cells_are_their_own(grid, routes.nets)


def _cells_are_their_own(grid, nets):
    cells = [(node.row, node.column) for node in grid.nodes]
    for net in nets:
        if net.trunk is not None and net.trunk[0] == "column":
            cells += [(row, net.trunk[1]) for row in range(net.first + 1, net.last + 1)]
    assert len(cells) == len(set(cells))


def test_words_of_layer_names_stay_whole():
    scene = draw(connection_pool()).scene
    names = ["Configuration and capacity", "Interoperability", "Misconfiguration guards"]
    bands = [replace(band, label=names[n % 3]) for n, band in enumerate(scene.bands)]
    plan = lay_out_layers(replace(scene, bands=tuple(bands)), portrait=True, room=860.0)
    for placed_band in plan.bands:
        assert " ".join(placed_band.texts[0].lines) == placed_band.band.label


def test_what_it_cost_stands_clear_of_the_lines_below_it():
    plan = draw(recorded(), "bowtie").plan
    (heading,) = [text for text in plan.texts if "what it cost" in text.lines[0]]
    level = min(y for link in plan.links for _, y in link.points if y > heading.y)
    assert level - text_rect(heading).bottom > 6.0
