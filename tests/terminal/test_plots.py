"""Pictures in braille and blocks: true to the numbers, and never wider than the window."""

import math
import re
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from quizcards import demos
from quizcards.terminal.canvas import STROKES, Axes, Braille, Pen
from quizcards.terminal.demo_run import run_demo
from quizcards.terminal.demo_view import demo_lines
from quizcards.terminal.palette import SERIES
from quizcards.terminal.plots import draw
from quizcards.trace.picture import Bars, Boundary, Contour, Curves, HeatMap, Histogram, Series
from tests.sampling import examples, one, some

FINITE = st.one_of(
    st.floats(-1e3, 1e3),
    st.floats(-1e200, 1e200),
    st.floats(-1e-200, 1e-200),
    st.sampled_from([0.0, -0.0, 1e6]),
).filter(lambda x: x == 0 or abs(x) > 1e-250)
VALUES = st.lists(FINITE, min_size=1, max_size=40)
NAMES = st.sampled_from(["J(w)", "w가 지나간 점", "BN 후 y", "Adam, m을 보정하지 않으면"])
CURVES = st.builds(
    lambda xs, ys, names, points: Curves(
        "비용",
        "w",
        "J",
        tuple(Series(name, xs[: len(ys)], ys[: len(xs)], points=points) for name in names),
    ),
    VALUES,
    VALUES,
    st.lists(NAMES, min_size=1, max_size=3),
    st.booleans(),
)
HISTOGRAMS = st.builds(
    lambda groups: Histogram("분포", tuple(groups)),
    st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=3),
)
BARS = st.builds(
    lambda bars: Bars("크기", tuple(bars)),
    st.lists(st.tuples(NAMES, FINITE), min_size=1, max_size=4),
)
HEAT_MAPS = st.builds(
    lambda rows, names: HeatMap(
        "행렬", rows, tuple(names[: len(rows)]) if len(names) >= len(rows) else ()
    ),
    st.integers(1, 12).flatmap(
        lambda n: st.lists(st.lists(FINITE, min_size=n, max_size=n), min_size=1, max_size=4)
    ),
    st.lists(NAMES, max_size=4),
)
GRID = np.linspace(-2.0, 2.0, 9)
SURFACE = GRID[:, None] ** 2 + 3 * GRID[None, :] ** 2
PATH = Series("w가 지나간 점", [-2.0, -1.0, 0.0], [2.0, 1.0, 0.0], points=True)
SURFACES = [
    Contour("지형", "w₁", "w₂", GRID, GRID, SURFACE, (PATH, PATH)),
    Boundary("결정 경계", "x₁", "x₂", GRID, GRID, (SURFACE < 2).astype(float), (PATH, PATH)),
]


def plain(picture: Any, width: Any = 76) -> Any:
    return [line.plain for line in draw(picture, width)]


@settings(deadline=None, max_examples=examples(60))
@given(
    st.one_of(CURVES, HISTOGRAMS, BARS, HEAT_MAPS, st.sampled_from(SURFACES)), st.integers(36, 116)
)
@example(Curves("한 점", "x", "y", (Series("J(w)", [3.0], [3.0]),)), 36)
@example(Histogram("같은 값", (("x", [1e20] * 4),)), 36)
@example(Bars("모두 0", (("Adam, m을 보정하지 않으면", 0.0),)), 36)
def test_no_line_is_wider_than_asked_whatever_the_data(picture: Any, width: Any) -> None:
    lines = draw(picture, width)
    assert lines[0].plain == picture.title
    assert max(line.cell_len for line in lines) <= width


NARROWEST = {"cross-validation": 60, "mqa-gqa-mla": 60, "multi-head-attention": 60} | {
    "kv-cache": 60,
    "tokenization-bpe": 60,
}
"""Columns that a demo needs: these have rows of three matrices or words for each turn."""


@pytest.mark.parametrize("name", demos.names())
def test_demos_fit_the_window(name: Any) -> None:
    for width in some((NARROWEST.get(name, 40), 120), every=2):
        too_wide = [
            line.plain
            for line in demo_lines(run_demo(demos.load(name), {}), width)
            if line.cell_len > width
        ]
        assert too_wide == []


@pytest.mark.parametrize("name", demos.names())
def test_every_picture_of_a_demo_names_its_axes_and_its_series_within_its_width(name: Any) -> None:
    demo = demos.load(name)
    traces = [
        demo.run(),
        *(demo.run(demo.draw(np.random.default_rng(seed))) for seed in range(3)),
    ]
    for trace, width in one(product(traces, (80, 120)), name):
        picture = demo.picture(trace)
        lines = plain(picture, width)
        assert max(map(cell_len, lines)) <= width
        if isinstance(picture, Histogram):
            assert any(line.endswith("─ 값") for line in lines)
        if isinstance(picture, (Curves, Contour, Boundary)):
            parts = ("series", "paths", "groups", "earlier")
            series = [curve for part in parts for curve in getattr(picture, part, ())]
            beside = [part for line in lines for part in re.split(" {3,}", line.strip())]
            assert picture.y_label in beside
            ends = any(line.endswith(f"─ {picture.x_label}") for line in lines)
            assert ends or picture.x_label in beside
            named = "".join(lines).replace(" ", "")
            assert len(series) == 1 or all(curve.name.replace(" ", "") in named for curve in series)


def test_a_name_too_long_for_its_axis_stands_above_it() -> None:
    name = "손실을 가장 작게 하는 가중치의 크기"
    lines = plain(Curves("손실", name, "손실", (Series("y", [0.0, 1.0], [0.0, 1.0]),)), 40)
    assert lines[-3].strip() == name
    assert set(lines[-2].strip()) == {"└", "─"}


def test_series_that_cross_are_told_apart_without_colour() -> None:
    level = [Series(f"선 {i}", [0.0, 1.0], [float(i)] * 2) for i in range(len(STROKES))]
    lines = plain(Curves("선", "x", "y", tuple(level)), 60)
    drawn = [
        row
        for line in lines
        if (row := line.split("│")[-1].split("┤")[-1]).strip("⠀ ") and "선" not in line
    ]
    strokes = [
        "".join("1" if (x, y) in dots([row], 60) else "0" for x in range(32) for y in range(4))
        for row in drawn[:5]
    ]
    assert len(set(strokes)) == len(strokes) == len(STROKES)
    names = "   ".join(lines[-2:])
    samples = [part.rsplit(" 선", 1)[0].strip() for part in names.split("   ") if " 선" in part]
    assert len(set(samples)) == len(samples) == len(STROKES)


def test_points_have_a_mark_for_each_series_and_places_that_series_share_another() -> None:
    points = (
        Series("앞", [0.0, 1.0], [0.0, 1.0], points=True),
        Series("뒤", [0.0, 1.0], [0.0, 0.0], points=True),
    )
    lines = plain(Curves("점", "x", "y", points), 40)
    canvas = cells(lines)
    marked = [row.strip().split() for row in canvas if row.strip()]
    assert marked == [["●"], ["*", "○"]]
    assert lines[-1].strip().split("   ") == ["● 앞", "○ 뒤", "* 겹친 점"]


@pytest.mark.parametrize(
    "picture",
    [
        Curves(
            "비용",
            "w",
            "J",
            (Series("J(w)", [0.0, 1.0], [0.0, 1.0]), Series("점", [0.5], [0.2], points=True)),
        ),
        Histogram("분포", (("BN 전 x", [1.0, 2.0]), ("BN 후 y", [0.0, 1.0]))),
        HeatMap("행렬", np.array([[0.0, 1.0]]), ("w",), ("열 1", "열 2")),
        Bars("크기", (("w₁", 1.0), ("w₂", -2.0))),
        *SURFACES,
    ],
    ids=lambda picture: type(picture).__name__,
)
def test_what_a_picture_shows_stands_in_the_colours_of_its_series(picture: Any) -> None:
    styles = {span.style for line in draw(picture, 76) for span in line.spans}
    assert styles & {*SERIES}


def test_where_a_boundary_lay_before_is_drawn_in_strokes_and_named() -> None:
    before = Series("한 걸음 앞", [-2.0, 2.0], [1.5, 1.5])
    picture = Boundary("경계", "x₁", "x₂", GRID, GRID, np.full((9, 9), 0.9), (PATH,), (before,))
    lines = plain(picture)
    drawn = [row for row in cells(lines) if len(set(row)) > 1 and "○" not in row]
    assert len(drawn) == 1
    assert "⠒⠒⠂ ⠒⠒⠂ 한 걸음 앞" in lines[-1]


def test_a_path_hides_the_ground_where_it_runs_so_that_it_can_be_followed() -> None:
    path = Series("길", [-2.0, 2.0], [0.0, 0.0])
    bare, crossed = (
        plain(Contour("지형", "x", "y", GRID, GRID, SURFACE, paths)) for paths in ((), (path,))
    )
    level = next(i for i, row in enumerate(cells(crossed)) if set(row.strip()) == {"⠤", "●"})
    assert [i for i, row in enumerate(cells(bare)) if row != cells(crossed)[i]] == [level]


def cells(lines: Any) -> Any:
    """What is drawn to the right of the vertical axis."""
    return [re.split("[│┤]", line)[1] for line in lines if re.search("[│┤]", line)]


def dots(lines: Any, columns: Any) -> Any:
    """The braille dots of the rows above the axis, as (x, y) from the top left."""
    found = set()
    for row, line in enumerate(lines):
        for column, char in enumerate(line[-columns:] if len(line) >= columns else line):
            bits = ord(char) - 0x2800
            if 0 < bits < 256:
                for bit, (x, y) in enumerate(
                    [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
                ):
                    if bits & (1 << bit):
                        found.add((2 * column + x, 4 * row + y))
    return found


def test_a_rising_line_rises_straight_across_the_whole_width() -> None:
    lines = plain(Curves("선", "x", "y", (Series("y", [0.0, 1.0], [0.0, 1.0]),)))
    rows = [line for line in lines if "│" in line or "┤" in line]
    start = rows[0].index("│") + 1 if "│" in rows[0] else rows[0].index("┤") + 1
    found = dots([row[start:] for row in rows], 10**6)
    height = 4 * len(rows)
    (left, bottom), (right, top) = min(found), max(found, key=lambda dot: (dot[0], -dot[1]))
    assert bottom - top > height * 0.7
    assert right - left > (76 - start) * 2 * 0.9
    # every dot lies within one dot of the straight line between the ends
    slope = (bottom - top) / (right - left)
    assert all(abs((bottom - y) - (x - left) * slope) <= 1 for x, y in found)
    assert {x for x, _ in found} == set(range(left, right + 1))


def tick_places(lines: list[str]) -> tuple[list[int], list[float]]:
    """The rows of the ticks beside the vertical axis, and what they say."""
    rows = [line for line in lines if re.search("[│┤]", line)]
    found = [(i, line.split("┤")[0].strip()) for i, line in enumerate(rows) if "┤" in line]
    return [i for i, _ in found], [float(label.replace("−", "-")) for _, label in found]


@given(low=st.floats(-1e3, 1e3), reach=st.floats(1e-3, 1e4), width=st.integers(40, 116))
@example(low=24.0, reach=18.0, width=76)
def test_ticks_are_as_far_apart_on_the_screen_as_their_values_are(
    low: float, reach: float, width: int
) -> None:
    series = Series("y", [low, low + reach], [low, low + reach])
    axes = Axes((low, low + reach), (low, low + reach), width)
    lines = plain(Curves("선", "x", "y", (series,)), width)
    rows, values = tick_places(lines)
    steps = {b - a for a, b in pairwise(rows)}
    assert len(steps) == 1, lines
    assert len({f"{b - a:.6g}" for a, b in pairwise(values)}) == 1
    places = [axes.place(tick, low)[0] for tick in axes.x_ticks]
    assert [place / 2 for place in places] == pytest.approx(
        [round(p / 2) for p in places], abs=1e-6
    )
    assert len(places) > 1
    columns = [round(place / 2) for place in places]
    assert len({b - a for a, b in pairwise(columns)}) == 1
    for ticks in (axes.x_ticks, axes.y_ticks):
        apart = f"{ticks[1] - ticks[0]:.3e}"
        assert apart[:5] in ("1.000", "2.000", "5.000")


@pytest.mark.parametrize("width", [40, 50, 76, 116])
def test_a_circle_is_as_high_as_it_is_wide_and_a_diamond_has_its_corners(width: int) -> None:
    angle = np.linspace(0, 2 * np.pi, 121)
    x, y = np.cos(angle), np.sin(angle)
    for reach in (1.0, abs(x) + abs(y)):
        figure = Series("테두리", 1.5 * x / reach, 1.5 * y / reach)
        picture = Contour("지형", "x", "y", GRID, GRID, np.zeros((9, 9)), (figure,))
        found = dots(cells(plain(picture, width)), 10**6)
        across, down = ([dot[i] for dot in found] for i in (0, 1))
        assert max(across) - min(across) == pytest.approx(max(down) - min(down), abs=2)
        area = {1: 0.785, 2: 0.5}[1 if isinstance(reach, float) else 2]
        inside = sum(
            max(a for a, d in found if d == row) - min(a for a, d in found if d == row)
            for row in set(down)
        )
        box = (max(across) - min(across)) * (max(down) - min(down))
        assert inside / box == pytest.approx(area, abs=0.12)


@pytest.mark.parametrize("width", [50, 76])
def test_many_paths_are_drawn_in_two_plots_each_with_a_mark_for_every_path(width: int) -> None:
    ends = [(0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0)]
    paths = tuple(Series(f"길 {i}", [0.0, x], [0.0, y]) for i, (x, y) in enumerate(ends))
    lines = plain(Contour("지형", "x", "y", GRID, GRID, SURFACE, paths), width)
    text = "\n".join(lines)
    assert all(f"길 {i}" in text for i in range(4))
    assert text.count("└") == 2
    assert [text.count(mark) for mark in "●○▲"] == [4, 4, 0]  # on the path, and in its legend
    three = "\n".join(plain(Contour("지형", "x", "y", GRID, GRID, SURFACE, paths[:3]), width))
    assert three.count("└") == 1
    assert [three.count(mark) for mark in "●○▲"] == [2, 2, 2]


def test_a_constant_series_is_one_level_line() -> None:
    lines = plain(Curves("상수", "x", "y", (Series("y", [0.0, 1.0, 2.0], [5.0, 5.0, 5.0]),)))
    drawn = [line for line in lines if any("⠀" < char <= "⣿" for char in line)]
    assert len(drawn) == 1


def test_bars_are_as_long_as_their_numbers() -> None:
    lines = plain(Bars("크기", (("가", 2.0), ("나나", -1.0), ("다", 0.0))))[1:]
    lengths = [line.count("█") + (line.count("▌") + line.count("▐")) / 2 for line in lines]
    assert lengths[0] > 20
    # each to the nearest half of a cell
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=0.75)
    assert lengths[2] == 0
    assert [line.rsplit(" ", 1)[1] for line in lines] == ["2", "−1", "0"]


def test_bars_stand_on_the_side_of_zero_where_their_numbers_are() -> None:
    rows = [
        line.replace("▌", "█").replace("▐", "█")
        for line in plain(Bars("크기", (("a", 3.0), ("b", -1.0), ("c", -2.5))))[1:]
    ]
    starts, ends = [row.index("█") for row in rows], [row.rindex("█") for row in rows]
    assert starts[0] == ends[1] + 1 == ends[2] + 1
    assert starts[2] < starts[1]


def test_a_histogram_counts_what_it_is_given() -> None:
    low, high = np.zeros(30), np.ones(10)
    lines = plain(Histogram("분포", (("x", np.concatenate([low, high])),)))
    assert lines[1].startswith(" 30개 ")  # how many the highest bar stands for
    lines[1] = lines[1].replace("30개", "    ")  # as many cells
    columns = [
        index for index in range(len(lines[3])) if lines[3][index : index + 1] not in ("", " ", "x")
    ]
    assert len(columns) == 2  # two values, two bars, at the ends
    eighths = " ▁▂▃▄▅▆▇█"
    heights = [
        sum(eighths.index(line[column]) for line in lines[1:4] if column < len(line))
        for column in columns
    ]
    # three rows of eight for the most frequent, a third of it for 10 of 30
    assert heights == [24, 8]
    assert math.isclose(columns[1] - columns[0], 60)


def test_a_line_that_covers_is_seen_whole_where_others_swing_under_it() -> None:
    under, over = Pen(style="red"), Pen(style="blue")
    canvas, alone = Braille(10, 2), Braille(10, 2)
    canvas.line([(x, y) for x in range(20) for y in (0, 7)], under)
    across = [(0.0, 4.0), (19.0, 4.0)]
    canvas.line(across, over, covers=True)
    alone.line(across, over)
    assert canvas.row(1).plain == alone.row(1).plain
    assert canvas.row(0).plain == "⣿" * 10
