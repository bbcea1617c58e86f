"""Pictures in words: what one reads off them, in no sign that only eyes can follow."""

import numpy as np
import pytest

from quizcards import demos
from quizcards.trace.graph import graph
from quizcards.trace.picture import Boundary, Contour, Curves, HeatMap, Histogram, Picture, Series
from quizcards.trace.words import graph_words, picture_words

SAID: dict[str, tuple[Picture, list[str]]] = {
    "curves": (
        Curves("제목", "t", "J", (Series("비용", [1, 2, 3, 4], [4, 1, 3, 2]),)),
        ["비용(J): 처음 t 1에서 4, 끝 t 4에서 2, 가장 낮은 곳 t 2에서 1, 가장 높은 곳 t 1에서 4"],
    ),
    "histogram": (
        Histogram("제목", (("x", [1, 3]),)),
        ["x: 값 2개, 평균 2, 표준편차 1, 최솟값 1, 중앙값 2, 최댓값 3"],
    ),
    "contour": (
        Contour(
            "제목", "w", "b", [0, 1], [0, 2], np.array([[3.0, 1.0], [0.5, 2.0]]),
            (Series("SGD", [1, 0.5, 0], [0, 1, 2]),),
        ),
        [
            "높이 0.5~3, 가장 낮은 곳 w 0, b 2",
            "SGD: (1, 0)에서 2걸음 뒤 (0, 2)",
        ],
    ),
    "boundary": (
        Boundary(
            "제목", "x", "y", [0, 1], [0, 1], np.array([[0.1, 0.9], [0.2, 0.8]]),
            (Series("클래스 1", [1, 1, 0], [0, 1, 1]),),
        ),
        ["클래스 1: 점 3개 가운데 2개가 0.5보다 큰 쪽에 있습니다"],
    ),
    "heat map": (
        HeatMap("제목", np.array([[1.0, 2.0], [3.0, 4.0]]), ("a", ""), ("p", "q")),
        ["1행 a: p 1, q 2", "2행: p 3, q 4"],
    ),
    "large heat map": (
        HeatMap("제목", np.ones((10, 10))),
        ["값 100개, 평균 1, 표준편차 0, 최솟값 1, 중앙값 1, 최댓값 1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_a_picture_is_said_as_one_reads_it(name: str) -> None:
    picture, said = SAID[name]
    assert picture_words(picture) == said


def test_a_graph_is_said_from_its_inputs_to_its_result() -> None:
    found = graph(demos.load("computation-graph").run({}))
    assert found
    first, *nodes = graph_words(found)
    assert first.startswith(f"결과: {found.result}. 기울기는")
    assert len(nodes) == len(found.nodes)
    assert nodes[-1].startswith(f"{found.result} = ")


@pytest.mark.parametrize("name", demos.names())
def test_every_shipped_demo_is_said_without_drawing(name: str) -> None:
    demo = demos.load(name)
    trace = demo.run({})
    found = graph(trace)
    said = "\n".join([*picture_words(demo.picture(trace)), *(graph_words(found) if found else [])])
    assert said
    assert "nan" not in said
    assert not any(0x2500 <= ord(char) < 0x2900 for char in said)  # boxes, blocks, Braille
