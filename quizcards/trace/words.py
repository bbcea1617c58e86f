"""Pictures and graphs in words, for who hears or feels the screen: what one would read off them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quizcards.trace.arrays import Column, FloatArray
from quizcards.trace.graph import Graph
from quizcards.trace.notation import number
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

_MOST_CELLS = 64
"""Of a matrix with more cells than this, only its range is said."""


def picture_words(picture: Picture) -> list[str]:
    """Return what a picture shows, a sentence a line.

    >>> picture_words(Bars("손실", (("학습", 0.25), ("시험", 0.5))))
    ['학습: 0.25', '시험: 0.5']
    """
    match picture:
        case Curves(x_label=x, y_label=y, series=series):
            return [_course(one, x, y) for one in series]
        case Histogram(groups=groups):
            return [f"{name}: {_spread(values)}" for name, values in groups]
        case Bars(bars=bars):
            return [f"{name}: {number(value)}" for name, value in bars]
        case Contour():
            return list(_land(picture))
        case Boundary():
            return [_side_of(picture, group) for group in picture.groups]
        case HeatMap():
            return list(_cells(picture))


def graph_words(graph: Graph) -> list[str]:
    """Return the values of a graph from the inputs to the result, with the gradients they get."""
    lines = [f"결과: {graph.result}"]
    if any(node.gradient is not None for node in graph.nodes):
        lines[0] += ". 기울기는 결과를 그 값으로 미분한 것입니다"
    for node in sorted(graph.nodes, key=lambda node: (node.column, node.row)):
        gradient = "" if node.gradient is None else f", 기울기 {node.gradient}"
        lines.append(f"{node.label} = {node.value}{gradient}")
    return lines


def _course(series: Series, x_label: str, y_label: str) -> str:
    """Say where a line begins and ends, and how low and how high it goes between."""

    def at(index: int) -> str:
        return f"{x_label} {number(series.x[index])}에서 {number(series.y[index])}"

    low, high = int(np.nanargmin(series.y)), int(np.nanargmax(series.y))
    return (
        f"{series.name}({y_label}): 처음 {at(0)}, 끝 {at(len(series.y) - 1)}, "
        f"가장 낮은 곳 {at(low)}, 가장 높은 곳 {at(high)}"
    )


def _spread(values: Column | FloatArray) -> str:
    found = np.ravel(values)
    measures = {
        "평균": np.mean(found),
        "표준편차": np.std(found),
        "최솟값": np.min(found),
        "중앙값": np.median(found),
        "최댓값": np.max(found),
    }
    said = ", ".join(f"{name} {number(float(value))}" for name, value in measures.items())
    return f"값 {found.size}개, {said}"


def _land(picture: Contour) -> Iterator[str]:
    """Say where a surface is lowest, and from where to where each path goes."""
    row, column = divmod(int(np.argmin(picture.z)), picture.z.shape[1])
    yield (
        f"높이 {number(float(np.min(picture.z)))}~{number(float(np.max(picture.z)))}, 가장 낮은 곳 "
        f"{picture.x_label} {number(float(picture.x[column]))}, "
        f"{picture.y_label} {number(float(picture.y[row]))}"
    )
    for path in picture.paths:
        first, last = (f"({number(path.x[i])}, {number(path.y[i])})" for i in (0, -1))
        yield f"{path.name}: {first}에서 {len(path.x) - 1}걸음 뒤 {last}"


def _side_of(picture: Boundary, group: Series) -> str:
    """Say how many points of a group lie on the side of class 1."""
    columns = [int(np.argmin(np.abs(np.subtract(picture.x, x)))) for x in group.x]
    rows = [int(np.argmin(np.abs(np.subtract(picture.y, y)))) for y in group.y]
    above = int(np.sum(picture.z[rows, columns] > 0.5))
    return f"{group.name}: 점 {len(group.x)}개 가운데 {above}개가 0.5보다 큰 쪽에 있습니다"


def _cells(picture: HeatMap) -> Iterator[str]:
    """Say a small matrix row by row, and of a large one the spread of its cells."""
    if picture.values.size > _MOST_CELLS:
        yield _spread(picture.values)
        return
    for i, row in enumerate(picture.values):
        name = f"{i + 1}행"
        if picture.rows and picture.rows[i]:
            name += f" {picture.rows[i]}"
        cells = (
            f"{picture.columns[j]} {number(float(value))}"
            if picture.columns
            else number(float(value))
            for j, value in enumerate(row)
        )
        yield f"{name}: {', '.join(cells)}"
