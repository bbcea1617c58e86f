"""사인·코사인 위치 인코딩: k칸 떨어진 두 위치의 내적 (Vaswani et al. 2017, §3.5)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def positional_encoding(pos=3.0, k=2.0, d=4, base=100.0):
    i = np.arange(d)  # 차원 번호. 밑 base는 원논문에서 10000
    pair = np.floor(i / 2)  # 이웃한 두 차원이 한 짝
    omega = base ** (-2 * pair / d)  # 짝마다의 주파수: 뒤로 갈수록 천천히 돈다
    P = np.where(i > 2 * pair, np.cos(pos * omega), np.sin(pos * omega))  # 홀수 차원이 cos
    P_k = np.where(i > 2 * pair, np.cos((pos + k) * omega), np.sin((pos + k) * omega))  # k칸 뒤
    similarity = P @ P_k  # cos(kω)의 합: 위치는 사라지고 거리만 남는다
    return similarity


def draw(rng):
    return {
        "pos": rng.integers(1, 7),
        "k": rng.integers(1, 5),
        "d": 4,
        "base": rng.choice([100.0, 400.0, 10000.0]),
    }


def picture(trace: Trace) -> Curves:
    along = np.linspace(0, max(20.0, 2 * trace["pos"]), 121)
    speeds = dict.fromkeys(trace["omega"])
    waves = [
        Series(f"짝 {number}: sin(pos·{omega:.3g})", along, np.sin(along * omega))
        for number, omega in enumerate(list(speeds)[:3], 1)
    ]
    now = np.array([*speeds][:3])
    at = Series("지금의 위치", np.full(len(now), trace["pos"]), np.sin(trace["pos"] * now), True)
    return Curves("짝마다 다른 속도로 도는 위치", "pos", "값", (*waves, at))


DEMO = Demo(
    positional_encoding,
    asks={
        "omega": "차원마다의 주파수 ω",
        "P": "위치 pos의 위치 인코딩 P",
        "similarity": "두 위치 인코딩의 내적",
    },
    draw=draw,
    mistakes=(
        Mistake("omega", "base ** (-pair / d)", "지수에서 2를 빠뜨렸습니다. −2·짝/d입니다."),
        Mistake(
            "omega",
            "base ** (2 * pair / d)",
            "지수의 부호가 반대입니다. 뒤쪽 짝일수록 주파수가 작습니다.",
        ),
        Mistake("omega", "base ** (-2 * i / d)", "한 짝의 sin과 cos은 주파수가 같습니다."),
        Mistake(
            "P",
            "np.where(i > 2 * pair, np.sin(pos * omega), np.cos(pos * omega))",
            "sin과 cos을 바꾸었습니다. 0번 차원이 sin입니다.",
        ),
        Mistake("P", "np.sin(pos * omega)", "모든 차원을 sin으로 계산했습니다."),
        Mistake("P", "pos * omega", "각도에 sin과 cos을 씌우지 않았습니다."),
        Mistake(
            "similarity",
            "np.sum(np.cos((pos + k) * omega)) / 2",
            "거리 k가 아니라 위치 pos + k의 각도를 넣었습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "omega": [1, 1, 0.1, 0.1],
                "P": [np.sin(3), np.cos(3), np.sin(0.3), np.cos(0.3)],
                "similarity": np.cos(2) + np.cos(0.2),
            },
            "손계산: ω = 100⁰과 100^(−2/4), 내적은 sin·sin + cos·cos = cos(kω)의 합",
        ),
        Worked(
            {"pos": 0, "k": 0},
            {"P": [0, 1, 0, 1], "similarity": 2.0},
            "손계산: 위치 0은 sin 0 = 0, cos 0 = 1",
        ),
    ),
    picture=picture,
    limits={"pos": (0, 1e5), "k": (-1e5, 1e5), "d": (1, 512), "base": (1, 1e8)},
    words={"base": "밑", "similarity": "내적", "pos": "위치 pos", "pair": "짝"},
    lines={
        "i": "",
        "pair": "차원 0과 1이 짝 0, 차원 2와 3이 짝 1입니다.",
        "omega": "짝마다 주파수는 밑의 (−2·짝/d)제곱입니다.",
        "P": "짝마다 짝수 차원은 sin(위치·ω), 홀수 차원은 cos(위치·ω)입니다.",
        "P_k": "k칸 뒤의 위치도 같은 식으로 구합니다.",
        "d": "차원 수 d",
    },
)
