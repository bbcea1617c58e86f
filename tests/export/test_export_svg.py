"""Pictures and graphs as SVG: well-formed whatever they say, and true to the numbers."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.export.svg import graph_svg, picture_svg
from quizcards.export.svg.contour import level_lines, region
from quizcards.export.svg.page import (
    DARK,
    DASHES,
    LIGHT,
    MARKS,
    PHONE_WIDTH,
    WIDTH,
    Palette,
    text_width,
    wrapped,
)
from quizcards.trace.graph import Graph, GraphNode, graph
from quizcards.trace.picture import (
    Bars,
    Boundary,
    Contour,
    Curves,
    HeatMap,
    Histogram,
    Picture,
    Series,
)
from tests.sampling import examples, one

Point = tuple[float, float]
SVG = "{http://www.w3.org/2000/svg}"
GRID = np.linspace(-2.0, 2.0, 5)
BOWL = GRID[:, None] ** 2 + GRID[None, :] ** 2
PATH = Series("지나간 점", [-2.0, -1.0, 0.0], [2.0, 1.0, 0.0], points=True)
SMALL: dict[str, Picture] = {
    "curves": Curves(
        "비용과 점",
        "w",
        "J",
        (Series("J(w)", [0.0, 1.0, 2.0], [4.0, 1.0, 0.0]), Series("w", [1.0], [1.0], points=True)),
    ),
    "histogram": Histogram("분포", (("BN 전", [0.0, 0.0, 1.0]), ("BN 후", [-1.0, 1.0]))),
    "bars": Bars("크기", (("가", 2.0), ("나나", -1.0), ("다", 0.0))),
    "contour": Contour("그릇", "w₁", "w₂", GRID, GRID, BOWL, (PATH,)),
    "boundary": Boundary(
        "경계", "x₁", "x₂", GRID, GRID, (GRID[None, :] + 0 * BOWL) / 4 + 0.5, (PATH, PATH)
    ),
    "heat-map": HeatMap(
        "행렬", np.array([[1.0, 2.0], [3.0, -4.0]]), ("첫째", "둘째"), ("열 1", "열 2")
    ),
}
CHAIN = Graph(
    "J",
    (
        GraphNode("a", "a", "2", "12", 0, 0),
        GraphNode("b", "b", "3", None, 0, 1),
        GraphNode("u", "u = a²", "4", "3", 1, 0),
        GraphNode("J", "J = u·b", "12", "1", 2, 0),
    ),
    (((0, 0), (1, 0)), ((1, 0), (2, 0)), ((0, 1), (1, 1), (2, 0))),
)


def parsed(svg: str) -> ElementTree.Element:
    """Parse a document, and hold it to what every one of them must be."""
    root = ElementTree.fromstring(svg)
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert root[0].tag == f"{SVG}title"
    ours = {"svg", "title", "style", "rect", "g", "path", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ours, (
        "nothing that loads or runs"
    )
    assert not re.search(
        r"nan|inf", " ".join(path.get("d", "") for path in root.iter(f"{SVG}path"))
    )
    assert not re.search(r"url\(|@import|href", svg)
    return root


def texts(root: ElementTree.Element, kind: str, anchor: str = "") -> list[tuple[str, float, float]]:
    """What is written in a class, and where."""
    return [
        (element.text or "", float(element.get("x", "")), float(element.get("y", "")))
        for element in root.iter(f"{SVG}text")
        if element.get("class") == kind and anchor in ("", element.get("text-anchor"))
    ]


def drawn(root: ElementTree.Element, kind: str) -> list[tuple[float, float]]:
    """The points of the one path of a class, without its sample in the legend."""
    (path,) = [
        p.get("d", "")
        for p in root.iter(f"{SVG}path")
        if p.get("class") == kind and "h24" not in p.get("d", "")
    ]
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", path)]


def to_data(root: ElementTree.Element, anchor: str, index: int) -> Callable[[float], float]:
    """Read an axis as a person does: from where its first and its last tick stand."""
    ticks = [
        (float(label.replace("−", "-")), *where)
        for label, *where in texts(root, "quiet", anchor)
        if label[-1].isdecimal()
    ]
    (first, *a), (last, *b) = ticks[0], ticks[-1]
    return lambda pixel: first + (pixel - a[index]) / (b[index] - a[index]) * (last - first)


def point(root: ElementTree.Element, x: float, y: float) -> tuple[float, float]:
    """Read a place off both axes. The text of a tick on the left stands 4.5 below its line."""
    return to_data(root, "middle", 0)(x), to_data(root, "end", 1)(y + 4.5)


@pytest.mark.parametrize("name", demos.names())
def test_every_demo_gives_well_formed_pictures_within_the_page(name: str) -> None:
    trace = demos.load(name).run()
    picture, found = demos.load(name).picture(trace), graph(trace)
    for width in one((WIDTH, PHONE_WIDTH), name):
        drawn = picture_svg(picture, width)
        assert parsed(drawn)[0].text == picture.title
        assert picture_svg(picture, width) == drawn
        for svg in (drawn, *([graph_svg(found)] if found else [])):
            is_within_the_page(svg)


def is_within_the_page(svg: str) -> None:
    root = parsed(svg)
    wide, height = float(root.get("width", "")), float(root.get("height", ""))
    for element in root.iter(f"{SVG}text"):
        room = (
            text_width(element.text or "")
            * {"start": 1, "middle": 0.5, "end": 0}[element.get("text-anchor", "")]
        )
        assert 0 <= float(element.get("x", "")) <= wide - room, element.text
        assert 0 <= float(element.get("y", "")) <= height, element.text


def test_where_a_boundary_lay_before_is_drawn_and_named() -> None:
    before = Series("한 걸음 앞", [-1.0, 1.0], [0.0, 2.0])
    boundary = SMALL["boundary"]
    assert isinstance(boundary, Boundary)
    root = parsed(picture_svg(replace(boundary, earlier=(before,))))
    first, last = drawn(root, "line s2")  # after the two classes
    within = next(e for e in root.iter(f"{SVG}svg") if e is not root)
    assert {path.get("class") for path in within} >= {"line s2"}, "cut off where the frame ends"
    assert point(root, *first) == pytest.approx((-1.0, 0.0), abs=0.02)
    assert point(root, *last) == pytest.approx((1.0, 2.0), abs=0.02)
    assert "한 걸음 앞" in [element.text for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", SMALL)
def test_each_kind_is_as_someone_looked_at_it(
    kind: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"{kind}.svg", picture_svg(SMALL[kind]))


def test_a_graph_is_as_someone_looked_at_it(golden: Callable[[str, str], None]) -> None:
    golden("graph.svg", graph_svg(CHAIN))


@settings(deadline=None)
@given(st.text())
@example("</text><script>alert('1')</script>")
@example('"]]>&amp;<!--\x00\x1b\x7f\u202e\ud800\ufffe\n가')
def test_text_arrives_as_text_whatever_it_is(hostile: str) -> None:
    unwritable = (
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    )
    clean = re.sub("\r\n?", "\n", re.sub(unwritable, "□", hostile))
    for picture in (
        Bars(hostile, ((hostile, 1.0),)),
        Curves(hostile, "x", "y", (Series(hostile, [1.0], [1.0]), PATH)),
    ):
        root = parsed(picture_svg(picture))
        assert (root[0].text or "") == clean
        words = "".join(content for content, *_ in texts(root, "label", "start"))
        assert re.sub("[ \t\n]", "", words).startswith(re.sub("[ \t\n]", "", clean))
    parsed(picture_svg(HeatMap(hostile, np.array([[1.0]]), (hostile,), (hostile,))))
    parsed(picture_svg(Histogram(hostile, ((hostile, [1.0]),))))
    parsed(picture_svg(Contour(hostile, hostile, hostile, GRID, GRID, BOWL)))
    parsed(graph_svg(Graph(hostile, (GraphNode(hostile, hostile, hostile, hostile, 0, 0),), ())))


def test_a_curve_passes_where_its_ticks_say() -> None:
    root = parsed(
        picture_svg(Curves("선", "x", "y", (Series("y", [0.0, 1.0, 4.0], [10.0, 40.0, 20.0]),)))
    )
    for (x, y), expected in zip(drawn(root, "line s0"), [(0, 10), (1, 40), (4, 20)], strict=True):
        assert point(root, x, y) == pytest.approx(expected, abs=0.02)
    (_, low), (_, high), _ = drawn(root, "line s0")
    assert high < low  # up the page


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e6))
@example(-1e5, 2.0)
@example(1e5, 1e-6)
def test_ticks_keep_clear_of_one_another(low: float, reach: float) -> None:
    # in a plane, which is narrower than the page
    figure = Series("y", [low, low + reach, low], [0.0, reach, 0.0])
    root = parsed(picture_svg(Curves("세모", "", "", (figure,))))
    ticks = [tick for tick in texts(root, "quiet", "middle") if tick[0]]
    assert ticks
    for (left, x, _), (right, to, _) in pairwise(ticks):
        assert x + text_width(left) / 2 < to - text_width(right) / 2


def test_points_are_marked_once_where_they_are() -> None:
    root = parsed(
        picture_svg(
            Curves("점", "x", "y", (Series("가", [0.0, 0.0, 2.0], [0.0, 0.0, 1.0], points=True),))
        )
    )
    for (x, y), expected in zip(drawn(root, "m0"), [(0, 0), (2, 1)], strict=True):
        assert point(root, x, y) == pytest.approx(expected, abs=0.01)


def test_bars_are_as_long_as_their_numbers_from_one_zero() -> None:
    root = parsed(picture_svg(SMALL["bars"]))
    bars = [
        (float(r.get("x", "")), float(r.get("width", "")))
        for r in root.iter(f"{SVG}rect")
        if r.get("class") == "bar"
    ]
    (two, two_wide), (minus, minus_wide), (zero, zero_wide) = bars
    assert two_wide == pytest.approx(2 * minus_wide, abs=0.2)
    assert two == zero == pytest.approx(minus + minus_wide, abs=0.2)
    assert zero_wide == 0
    number = {content: x for content, x, _ in texts(root, "label")}
    names_end = max(
        x + text_width(name)
        for name, x, _ in texts(root, "label", "start")
        if name in ("가", "나나", "다")
    )
    assert names_end < number["−1"] - text_width("−1")
    assert number["−1"] < minus < zero < two + two_wide < number["2"]


def test_a_histogram_is_as_high_as_its_counts() -> None:
    values = np.concatenate([np.zeros(30), np.ones(10)])
    root = parsed(picture_svg(Histogram("분포", (("x", values), ("y", [0.0])))))
    (path,) = (p.get("d", "") for p in root.iter(f"{SVG}path") if p.get("class") == "m0")
    bins = [
        (float(x), float(w), float(h))
        for x, h, w in re.findall(r"M([\d.]+),[\d.]+v-([\d.]+)h([\d.]+)", path)
    ]
    assert len(bins) == 2
    assert bins[0][2] == pytest.approx(3 * bins[1][2])
    assert f"v-{bins[0][2]:g}h" in next(
        p.get("d", "") for p in root.iter(f"{SVG}path") if p.get("class") == "m1"
    )
    assert [content for content, *_ in texts(root, "quiet", "end")] == ["30", "0", "1", "0"]
    x = to_data(root, "middle", 0)
    assert x(bins[0][0]) <= 0 <= x(bins[0][0] + bins[0][1])
    assert x(bins[1][0]) <= 1 <= x(bins[1][0] + bins[1][1])


def test_a_heat_map_is_darker_where_the_value_is_higher_and_its_text_readable() -> None:
    root = parsed(picture_svg(HeatMap("행렬", np.arange(10.0)[None, :])))
    cells = [r.get("class") for r in root.iter(f"{SVG}rect") if r.get("class") != "ground"]
    assert cells == [f"h{i // 2}" for i in range(10)]
    written = [
        text.get("class") for text in root.iter(f"{SVG}text") if text.get("class") != "title"
    ]
    assert written == [f"t{i // 2}" for i in range(10)]


def test_a_level_line_of_a_bowl_is_a_closed_circle() -> None:
    x = np.linspace(-2, 2, 41)
    (line,) = level_lines(x, x, x[:, None] ** 2 + x[None, :] ** 2, 1.0)
    radii = np.hypot(*line)
    assert (line[0][0], line[1][0]) == (line[0][-1], line[1][-1])
    # what straight lines between grid points can miss
    assert radii == pytest.approx(1.0, abs=0.1**2 / 8 * 2)
    assert sum(math.dist(a, b) for a, b in pairwise(zip(*line, strict=True))) == pytest.approx(
        2 * math.pi, rel=0.01
    )


@settings(deadline=None)
@given(st.integers(0, 15), st.floats(-3, 3))
def test_a_level_line_is_where_the_grid_says(corners: int, middle: float) -> None:
    z = np.array(
        [[corners & 1, corners >> 1 & 1], [corners >> 3 & 1, corners >> 2 & 1]], dtype=float
    )
    level = 0.5 + middle / 10
    for xs, ys in level_lines([0.0, 1.0], [0.0, 1.0], z, level):
        for x, y in zip(xs, ys, strict=True):
            bilinear = (
                z[0, 0] * (1 - x) * (1 - y)
                + z[0, 1] * x * (1 - y)
                + z[1, 0] * (1 - x) * y
                + z[1, 1] * x * y
            )
            assert bilinear == pytest.approx(level)


def test_a_saddle_is_joined_as_its_middle_says() -> None:
    saddle = [[1.0, 0.0], [0.0, 1.0]]  # 0.5 in the middle
    # which corners are joined: those on either side of x = y, or of x + y = 1
    cases: tuple[tuple[float, Callable[[float, float], bool]], ...] = (
        (0.4, lambda x, y: x > y),
        (0.6, lambda x, y: x + y > 1),
    )
    for level, is_beyond in cases:
        lines = level_lines([0.0, 1.0], [0.0, 1.0], saddle, level)
        signs = [{is_beyond(x, y) for x, y in zip(*line, strict=True)} for line in lines]
        # one line on either side of what is joined
        assert sorted(map(sorted, signs)) == [[False], [True]]


def shoelace(xs: list[float], ys: list[float]) -> float:
    return sum(a * d - b * c for (a, b), (c, d) in pairwise(zip(xs, ys, strict=True))) / 2


def test_a_region_is_closed_along_the_edge_of_the_grid() -> None:
    x = np.linspace(0, 1, 11)
    everything = region(x, x, np.ones((11, 11)), 0.5)
    assert [abs(shoelace(*line)) for line in everything] == pytest.approx([1.0])
    (half,) = region(x, x, x[None, :] + 0 * x[:, None], 0.25)  # to the right of a quarter
    assert abs(shoelace(*half)) == pytest.approx(0.75)
    assert min(half[0]) == pytest.approx(0.25)
    x = np.linspace(0, 1, 41)
    # all but a disc of radius 0.3
    ring = region(x, x, (x[:, None] - 0.5) ** 2 + (x[None, :] - 0.5) ** 2, 0.09)
    areas = sorted(abs(shoelace(*line)) for line in ring)
    assert areas == pytest.approx([math.pi * 0.09, 1.0], rel=0.01)


@settings(deadline=None, max_examples=examples(40))
@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=4, max_size=4), min_size=4, max_size=4
    )
)
def test_a_region_and_the_region_below_make_up_the_whole(rows: list[list[float]]) -> None:
    x = np.arange(4.0)
    inside = (
        points_inside(region(x, x, rows, 0.5)),
        points_inside(region(x, x, -np.array(rows), -0.5)),
    )
    assert [a != b for a, b in zip(*inside, strict=True)] == [True] * len(inside[0])


def points_inside(lines: list[tuple[list[float], list[float]]]) -> list[bool]:
    """Say of points beside the corners of cells whether the lines go around them.

    By even and odd.
    """
    found = []
    for px, py in (
        (i + dx, j + dy)
        for i in range(3)
        for j in range(3)
        for dx in (0.07, 0.93)
        for dy in (0.04, 0.96)
    ):
        crossings = 0
        for line in lines:
            for (ax, ay), (bx, by) in pairwise(zip(*line, strict=True)):
                if (ay > py) != (by > py) and px < ax + (py - ay) / (by - ay) * (bx - ax):
                    crossings += 1
        found.append(crossings % 2 == 1)
    return found


def test_a_plane_is_not_stretched() -> None:
    turn = np.linspace(0, 2 * np.pi, 65)
    circle = Series("원", np.cos(turn), np.sin(turn))
    surface = Contour("원", "x", "y", GRID, GRID, BOWL, (circle,))
    for picture in (Curves("원", "x", "y", (circle,)), surface):
        xs, ys = zip(*drawn(parsed(picture_svg(picture)), "line s0"), strict=True)
        assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys), abs=0.2)


def test_a_curve_that_is_no_figure_takes_the_whole_page() -> None:
    (left, _), (right, _) = drawn(
        parsed(picture_svg(Curves("선", "x", "y", (Series("y", GRID, GRID),)))), "line s0"
    )[::4]
    assert right - left > 500


def test_a_boundary_runs_where_the_probability_is_one_half() -> None:
    root = parsed(picture_svg(SMALL["boundary"]))
    ends = [point(root, x, y) for x, y in drawn(root, "line limit")]
    assert [x for x, _ in ends] == pytest.approx([0.0] * len(ends), abs=0.01)
    assert sorted([ends[0][1], ends[-1][1]]) == pytest.approx([-2, 2], abs=0.01)


def test_the_ground_of_a_class_is_where_it_is_the_likelier() -> None:
    root = parsed(picture_svg(SMALL["boundary"]))
    x = to_data(root, "middle", 0)
    for kind, ends in (("m0 land", (-2, 0)), ("m1 land", (0, 2))):
        across = [x(a) for a, _ in drawn(root, kind)]
        assert (min(across), max(across)) == pytest.approx(ends, abs=0.01)


def test_what_leaves_a_surface_is_cut_off_and_stays_a_number() -> None:
    away = Contour("발산", "x", "y", GRID, GRID, BOWL, (Series("w", [0.0, 1e200], [0.0, -1e200]),))
    root = parsed(picture_svg(away))
    _, (x, y) = drawn(root, "line s0")
    assert abs(x) < 1e5 > abs(y)
    clip = root.find(f".//{SVG}svg")
    assert clip is not None
    assert [p.get("class") for p in clip][-1] == "line s0"


def test_an_arrow_joins_its_boxes_and_a_gradient_flows_back_beside_it() -> None:
    root = parsed(graph_svg(CHAIN))
    boxes = [
        tuple(float(r.get(key, "")) for key in ("x", "y", "width", "height"))
        for r in root.iter(f"{SVG}rect")
        if r.get("class") == "box"
    ]
    ends: dict[str, list[tuple[Point, Point]]] = {"edge": [], "return": []}
    for path in root.iter(f"{SVG}path"):
        kind = path.get("class", "")
        if kind in ends:
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d", ""))]
            ends[kind].append(((numbers[0], numbers[1]), (numbers[-2], numbers[-1])))

    def box_at(point: tuple[float, float], right: bool) -> int:
        (found,) = [
            i
            for i, (x, y, w, h) in enumerate(boxes)
            if abs(point[0] - (x + w if right else x)) <= 9 and y <= point[1] <= y + h
        ]
        return found

    assert [(box_at(a, True), box_at(b, False)) for a, b in ends["edge"]] == [
        (0, 2),
        (2, 3),
        (1, 3),
    ]
    # b has no gradient
    assert [(box_at(a, False), box_at(b, True)) for a, b in ends["return"]] == [(2, 0), (3, 2)]
    assert {"∂J/∂a = 12", "∂J/∂u = 3", "∂J/∂J = 1"} == {
        content for content, *_ in texts(root, "back")
    }


def test_arrows_reach_a_box_apart_and_in_the_order_they_come_from() -> None:
    inputs = tuple(GraphNode(f"x{i}", f"x{i}", "1", "1", 0, i) for i in range(6))
    edges = tuple(((0, i), (1, 0)) for i in (3, 0, 5, 1, 4, 2))
    root = parsed(graph_svg(Graph("J", (*inputs, GraphNode("J", "J", "6", "1", 1, 0)), edges)))
    *_, box = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "box"]
    top, height = float(box.get("y", "")), float(box.get("height", ""))
    arrows = [
        re.findall(r"-?[\d.]+", p.get("d", ""))
        for p in root.iter(f"{SVG}path")
        if p.get("class") == "edge"
    ]
    ends = [float(to[-1]) for _, to in sorted((float(arrow[1]), arrow) for arrow in arrows)]
    assert top <= ends[0] < ends[-1] <= top + height
    assert min(b - a for a, b in pairwise(ends)) >= 15


def test_a_box_holds_its_text_however_long_it_is() -> None:
    label = "한글과 latin이 섞인 " * 8 + "x" * 90
    root = parsed(graph_svg(Graph("J", (GraphNode("J", label, "1", None, 0, 0),), ())))
    (box,) = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "box"]
    left, top, width, height = (float(box.get(key, "")) for key in ("x", "y", "width", "height"))
    lines = texts(root, "name")
    assert "".join(content for content, *_ in lines).replace(" ", "") == label.replace(" ", "")
    for content, x, y in lines:
        assert left < x < x + text_width(content) < left + width
        assert top < y < top + height


def test_hangul_takes_two_cells_and_an_accent_none() -> None:
    assert text_width("가") == 2 * text_width("a") == 2 * text_width("m\u0302")
    assert wrapped("가나 다라 abcde", 9) == ["가나 다라", "abcde"]
    assert wrapped("가나 다라", 8) == ["가나", "다라"]
    assert wrapped("abcdefg 가나다", 4) == ["abcd", "efg", "가나", "다"]
    assert wrapped("w\u00a0= 1", 4) == ["w\u00a0=", "1"]
    assert wrapped("", 4) == [""]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_contrast_is_what_wcag_asks_of_text_and_of_lines(palette: Palette) -> None:
    for ground in (palette.ground, palette.box):
        assert (
            min(contrast(c, ground) for c in (palette.ink, palette.back, palette.series[0])) >= 4.5
        )
    assert contrast(palette.quiet, palette.ground) >= 4.5
    assert min(contrast(c, palette.ground) for c in palette.series) >= 3


def test_the_text_on_every_shade_is_readable_in_light_and_dark() -> None:
    svg = picture_svg(SMALL["heat-map"])
    light, dark = svg.split("@media")
    assert "prefers-color-scheme:dark" in dark
    for rules in (light, dark):
        fills = dict(re.findall(r"\.([ht]\d)\{fill:(#\w+)\}", rules))
        assert all(contrast(fills[f"h{i}"], fills[f"t{i}"]) >= 4.5 for i in range(5))


def test_series_differ_by_dash_and_by_mark_too() -> None:
    assert (
        len(set(DASHES)) == len(set(MARKS)) == len(set(LIGHT.series)) == len(set(DARK.series)) == 5
    )
