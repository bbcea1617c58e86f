"""계산 그래프(computation graph): J = 3(a + bc)를 앞으로, 그리고 거꾸로."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def computation_graph(a=5.0, b=3.0, c=2.0):
    u = b * c  # 곱셈 노드
    v = a + u  # 덧셈 노드
    J = 3 * v  # 출력. 여기까지 순전파
    dv = 3.0  # 역전파의 시작: dJ/dv
    da = dv * 1  # 덧셈 노드는 받은 기울기를 그대로 흘린다
    du = dv * 1
    db = du * c  # 곱셈 노드는 상대편 값을 곱해 흘린다
    dc = du * b
    return J


def draw(rng):
    b, c = rng.choice([2, 4, 5, 7, 8], size=2, replace=False)
    return {"a": rng.choice([-5, -3, -2, 1, 4, 5, 7]), "b": b, "c": c}


def picture(trace: Trace) -> Curves:
    nudge = np.linspace(-1, 1, 21)
    slopes = {name: trace[f"d{name}"] for name in ("a", "b", "c")}
    lines = [
        Series(
            f"{name} (기울기 {number(slope)})",
            nudge,
            computation_graph(**{**trace.inputs, name: trace[name] + nudge}),
        )
        for name, slope in slopes.items()
    ]
    return Curves("입력 하나만 흔들면 J는 그 기울기만큼 변한다", "흔든 크기", "J", tuple(lines))


DEMO = Demo(
    computation_graph,
    asks={
        "J": "순전파로 구한 출력 J",
        "db": "b에 대한 J의 기울기 db",
        "dc": "c에 대한 J의 기울기 dc",
    },
    draw=draw,
    mistakes=(
        Mistake("u", "b + c", "u는 b와 c의 합이 아니라 곱입니다."),
        Mistake("v", "a * u", "v는 a와 u의 곱이 아니라 합입니다."),
        Mistake("J", "3 * a + u", "3은 a뿐 아니라 bc에도 곱해집니다."),
        Mistake("db", "du * b", "곱셈 노드는 자기 값이 아니라 상대편 값 c를 곱합니다."),
        Mistake("db", "c", "위에서 내려온 기울기 du = 3을 곱하지 않았습니다."),
        Mistake("db", "du", "곱셈 노드에서 상대편 값 c를 곱하지 않았습니다."),
        Mistake("dc", "du * c", "곱셈 노드는 자기 값이 아니라 상대편 값 b를 곱합니다."),
        Mistake("dc", "b", "위에서 내려온 기울기 du = 3을 곱하지 않았습니다."),
        Mistake("dc", "du", "곱셈 노드에서 상대편 값 b를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"u": 6, "v": 11, "J": 33, "da": 3, "db": 6, "dc": 9},
            "Ng DLS C1W2 'Derivatives with a Computation Graph'의 예제",
        ),
        Worked(
            {"a": 1, "b": 2, "c": 5},
            {"J": 33, "da": 3, "db": 15, "dc": 6},
            "손계산: 3(1 + 10), 3c = 15, 3b = 6",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("a", "b", "c"), (-1e6, 1e6)),
    lines={
        "dv": "",
        "du": "",
    },
)
