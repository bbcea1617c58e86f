"""결정 트리의 분할 하나: 불순도가 얼마나 줄었나 (Hastie et al. 2009, §9.2.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

CHILDREN = np.array([[5.0, 1], [1, 3]])


def decision_tree_gain(children=CHILDREN):
    parent = np.sum(children, axis=0)  # 나누기 전 클래스별 샘플 수
    size = np.sum(children, axis=1)
    share = size / np.sum(size)  # 자식마다 샘플이 간 비율
    p = parent / np.sum(parent)
    q = children / size[:, None]  # 자식 안에서의 클래스 비율
    H = -np.sum(p * np.log(np.maximum(p, 1e-12))) / np.log(2)  # 부모의 엔트로피
    H_child = -np.sum(q * np.log(np.maximum(q, 1e-12)), axis=1) / np.log(2)
    gain = H - share @ H_child  # 정보 이득: 부모 − 자식의 가중 평균
    gini = 1 - np.sum(p**2)  # 부모의 지니 불순도
    gini_child = 1 - np.sum(q**2, axis=1)
    gini_drop = gini - share @ gini_child
    stay = 1 - np.max(p)  # 나누지 않고 다수 클래스로 답할 때의 오분류율
    split = share @ (1 - np.max(q, axis=1))  # 나눈 뒤의 오분류율
    alpha = (stay - split) / (np.size(size) - 1)  # 잎 하나의 비용 α가 이보다 크면 자른다
    return gain


def draw(rng):
    # no child is pure, the children disagree, and neither class has half of the parent
    splits = (
        [[2, 1], [1, 6]],
        [[2, 1], [2, 5]],
        [[2, 1], [1, 8]],
        [[2, 1], [2, 7]],
        [[3, 2], [1, 6]],
        [[4, 1], [1, 6]],
        [[4, 1], [3, 4]],
    )
    children = np.array(splits[rng.integers(7)], dtype=float)
    return {"children": rng.permutation(rng.permutation(children, axis=1))}


def picture(trace: Trace) -> Curves:
    """The gain is the height of the curve above the chord between the children."""
    p = np.linspace(0.001, 0.999, 101)
    curve = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    share = trace["share"]
    at = np.clip(trace["q"][:, 0], 0.001, 0.999)
    heights = -(at * np.log2(at) + (1 - at) * np.log2(1 - at))
    order = np.argsort(at)
    middle = np.array([share @ at])
    return Curves(
        "엔트로피는 반반에서 가장 크고, 부모와 자식 평균의 높이 차가 정보 이득이다",
        "첫째 클래스의 비율",
        "엔트로피",
        (
            Series("엔트로피", p, curve),
            Series("자식을 이은 선", at[order], heights[order]),
            Series("부모", middle, np.interp(middle, p, curve), points=True),
            Series("자식의 평균", middle, np.array([share @ heights]), points=True),
        ),
    )


DEMO = Demo(
    decision_tree_gain,
    asks={
        "gain": "이 분할의 정보 이득(밑이 2인 엔트로피로)",
        "gini_drop": "이 분할로 줄어든 지니 불순도",
        "alpha": "이 분할을 자르게 되는 α의 경계(비용 복잡도 가지치기, 오분류율로)",
    },
    draw=draw,
    mistakes=(
        Mistake("gain", "H - np.mean(H_child)", "자식의 크기로 가중하지 않고 평균했습니다."),
        Mistake("gain", "share @ H_child", "부모에서 빼지 않았습니다. 나눈 뒤의 엔트로피입니다."),
        Mistake("gain", "H - np.sum(H_child)", "자식의 엔트로피를 무게 없이 더했습니다."),
        Mistake("gini_drop", "gini - np.mean(gini_child)", "자식의 크기로 가중하지 않았습니다."),
        Mistake("gini_drop", "share @ gini_child", "부모에서 빼지 않았습니다."),
        Mistake("gini", "np.sum(p**2)", "지니 불순도는 1에서 제곱합을 뺀 것입니다."),
        Mistake("alpha", "split", "줄어든 오분류율이 아니라 나눈 뒤의 오분류율입니다."),
        Mistake("alpha", "stay", "나누기 전의 오분류율에서 나눈 뒤의 것을 빼지 않았습니다."),
        Mistake(
            "alpha",
            "(stay - split) / np.size(size)",
            "잎의 수가 아니라 늘어난 잎의 수, 잎의 수 − 1로 나눕니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"gini": 0.48, "gini_drop": 0.48 - 1 / 6 - 0.15, "alpha": 0.2},
            "손계산: 1 − 0.36 − 0.16; 0.6·10/36과 0.4·6/16을 뺀다; 4/10 − 2/10",
        ),
        Worked(
            {},
            {"H": 0.9709505944546686, "gain": 0.25642589168200297},
            "scikit-learn 1.9.1 DecisionTreeClassifier의 tree_.impurity, criterion='entropy'",
        ),
        Worked(
            {"children": [[300, 100], [100, 300]]},
            {"gini_drop": 0.125, "split": 0.25, "gain": 0.18872187554086717},
            "손계산: 0.5 − 2·(1/4)(3/4); 1 − 2 + (3/4)·log₂3",
        ),
    ),
    picture=picture,
    limits={"children": (0, 1e6)},
    words={
        "children": "자식의 샘플 수",
        "parent": "부모의 샘플 수",
        "size": "자식의 크기",
        "share": "자식에게 간 샘플의 비율",
        "p": "부모의 클래스 비율",
        "q": "자식의 클래스 비율",
        "H_child": "자식의 엔트로피",
        "gini": "부모의 지니 불순도",
        "gini_child": "자식의 지니 불순도",
        "stay": "나누지 않을 때의 오분류율",
        "split": "나눈 뒤의 오분류율",
    },
    lines={
        "children": "자식(행)마다, 클래스(열)마다의 샘플 수",
        "parent": "",
        "size": "",
        "share": "",
        "p": "",
        "q": "",
        "H": "",
        "H_child": "",
        "gain": "",
        "gini": "",
        "gini_child": "",
        "gini_drop": "",
        "stay": "나누지 않으면 부모의 다수 클래스로 답합니다.",
        "split": "나누면 자식마다 그 다수 클래스로 답합니다.",
        "alpha": "",
    },
)
