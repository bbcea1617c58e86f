"""RoPE: 쿼리와 키를 위치만큼 돌려 내적한다 (Su et al. 2021, §3.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

QUERY = np.array([2.0, 0.0])
KEY = np.array([3.0, 4.0])


def rope(q=QUERY, k=KEY, m=2.0, n=1.0, theta=30.0, s=1.0):
    J = np.array([[0, -1], [1, 0]])  # 90° 돌리는 행렬
    a = m / s * theta * np.pi / 180  # 쿼리의 각도: 위치 m에 비례. s > 1이면 위치 보간
    b = n / s * theta * np.pi / 180  # 키의 각도: 위치 n에 비례
    q_m = np.cos(a) * q + np.sin(a) * (J @ q)  # 쿼리를 mθ만큼 돌린다
    k_n = np.cos(b) * k + np.sin(b) * (J @ k)  # 키를 nθ만큼 돌린다
    score = q_m @ k_n  # (m − n)θ에만 달려 있다
    return score


def draw(rng):
    # half turns and quarters of the circle, and a distance that is not 0
    n = rng.integers(1, 4)
    return {
        "q": rng.choice([[2.0, 1.0], [1.0, 3.0], [4.0, -1.0], [1.0, -2.0]]),
        "k": rng.choice([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0], [1.0, -1.0]]),
        "m": n + rng.integers(1, 4),
        "n": n,
        "theta": rng.choice([30.0, 45.0, 60.0]),
        "s": rng.choice([1.0, 2.0]),
    }


def picture(trace: Trace) -> Curves:
    def scores(far: list[float], start: float) -> list[float]:
        places = ({"m": start + one, "n": start} for one in far)
        return [DEMO.run({**trace.inputs, **place})["score"] for place in places]

    along = [step / 4 for step in range(49)]
    whole = [float(step) for step in range(13)]
    return Curves(
        "내적은 거리 m − n만의 함수: 키가 어디에 있든 같은 곡선 위에 있다",
        "m − n",
        "내적",
        (
            Series("키의 위치 n = 0", along, scores(along, 0)),
            Series("키의 위치 n = 100", whole, scores(whole, 100), points=True),
        ),
    )


DEMO = Demo(
    rope,
    asks={
        "q_m": "위치 m만큼 돌린 쿼리",
        "score": "돌린 쿼리와 돌린 키의 내적",
    },
    draw=draw,
    mistakes=(
        Mistake("a", "m / s * theta", "도를 라디안으로 바꾸지 않았습니다."),
        Mistake("a", "theta * np.pi / 180", "위치를 곱하지 않았습니다. 각도는 mθ입니다."),
        Mistake(
            "q_m",
            "np.cos(a) * q - np.sin(a) * (J @ q)",
            "반대로 돌렸습니다. 양의 각도는 시계 반대 방향입니다.",
        ),
        Mistake("q_m", "q + a", "각도를 더했습니다. RoPE는 더하지 않고 돌립니다."),
        Mistake(
            "k_n",
            "np.cos(a) * k + np.sin(a) * (J @ k)",
            "키를 쿼리의 위치만큼 돌렸습니다. 그러면 위치가 상쇄됩니다.",
        ),
        Mistake("k_n", "k", "키를 돌리지 않았습니다. 쿼리와 키를 모두 돌립니다."),
        Mistake("score", "np.cos(a - b)", "벡터의 크기와 원래 방향을 빠뜨렸습니다."),
    ),
    worked=(
        Worked(
            {"m": 3},
            {"q_m": [0, 2], "score": 3 + 4 * 3**0.5},
            "손계산: q는 90°, k는 30° 돌아 (0, 2)와 (3√3/2 − 2, 3/2 + 2√3)",
        ),
        Worked(
            {"q": [1, 2], "k": [2, -1], "m": 8, "n": 6, "theta": 60},
            {"q_m": [-1 / 2 - 3**0.5, 3**0.5 / 2 - 1], "score": -5 * 3**0.5 / 2},
            "복소수의 곱: (1 + 2i)(2 + i) = 5i를 120° 돌린 것의 실수부",
        ),
    ),
    picture=picture,
    limits={"m": (0, 1e6), "n": (0, 1e6), "theta": (0, 360), "s": (1, 1e4)}
    | dict.fromkeys(("q", "k"), (-1e6, 1e6)),
    words={"score": "내적"},
    lines={
        "J": "",
        "a": "쿼리를 시계 반대 방향으로 (m/s)θ만큼 돌립니다.",
        "b": "",
        "q_m": "",
        "k_n": "키를 시계 반대 방향으로 (n/s)θ만큼 돌립니다.",
        "theta": "θ(도)",
        "s": "위치 보간의 배율 s",
    },
)
