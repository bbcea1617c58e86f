"""LSTM 한 스텝: 게이트 셋으로 셀 상태와 은닉 상태를 갱신한다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

# at x = 1 and h₀ = 0.5 the gates become 0.75, 0.9 and 0.8, and the candidate 0.6
INPUT_WEIGHTS = np.array([np.log(3), 0.0, np.log(2), 0.0])
HIDDEN_WEIGHTS = np.array([0.0, 4 * np.log(3), 0.0, 4 * np.log(2)])
BIASES = np.zeros(4)


def lstm_gru(x=1.0, h0=0.5, c0=1.0, W_x=INPUT_WEIGHTS, W_h=HIDDEN_WEIGHTS, b=BIASES):
    z = W_x * x + W_h * h0 + b  # 입력, 망각, 후보, 출력 게이트에 넣을 값
    i = 1 / (1 + np.exp(-z[0]))  # 입력 게이트: 새 내용을 얼마나 더할지
    f = 1 / (1 + np.exp(-z[1]))  # 망각 게이트: 이전 셀을 얼마나 남길지
    g = np.tanh(z[2])  # 셀에 더할 후보. 음수일 수도 있다
    o = 1 / (1 + np.exp(-z[3]))  # 출력 게이트: 셀을 얼마나 내보낼지
    c1 = f * c0 + i * g  # 셀 상태: 곱하고 더한다. 이전 셀로 미분하면 f
    h1 = o * np.tanh(c1)  # 은닉 상태
    return h1


def draw(rng):
    # gates of 3/4, 9/10, 4/5 or 1/4, each from the input or from the hidden state alone
    gates = rng.permutation(np.log([3.0, 9.0, 4.0, 1 / 3]))[:3]
    candidate = rng.choice(np.log([2.0, 3.0])) * rng.choice([-1, 1])
    z = np.array([gates[0], gates[1], candidate, gates[2]])
    from_input = rng.permutation([True, True, False, False])
    x, h0 = rng.choice([1.0, -1.0]), 0.5
    return {
        "x": x,
        "h0": h0,
        "c0": rng.choice([1.0, 2.0, -1.0, -2.0]),
        "W_x": np.where(from_input, z / x, 0),
        "W_h": np.where(from_input, 0, z / h0),
        "b": np.zeros(4),
    }


def picture(trace: Trace) -> Curves:
    steps = np.linspace(0, 60, 61)
    shares = (("f = 0.5", 0.5), ("f = 0.95", 0.95), ("f = 0.99", 0.99))
    now = Series("지금의 f", steps, trace["f"] ** steps, points=True)
    return Curves(
        "k시점을 거슬러 간 뒤 셀의 기울기에 남는 몫 fᵏ",
        "시점 k",
        "fᵏ",
        (*(Series(name, steps, f**steps) for name, f in shares), now),
    )


DEMO = Demo(
    lstm_gru,
    asks={
        "c1": "새 셀 상태 c₁",
        "h1": "새 은닉 상태 h₁",
    },
    draw=draw,
    mistakes=(
        Mistake("f", "np.tanh(z[1])", "망각 게이트에 시그모이드가 아니라 tanh를 썼습니다."),
        Mistake("g", "1 / (1 + np.exp(-z[2]))", "후보에 tanh가 아니라 시그모이드를 썼습니다."),
        Mistake("c1", "i * c0 + f * g", "입력 게이트와 망각 게이트를 바꾸었습니다."),
        Mistake("c1", "f * c0 + g", "후보에 입력 게이트를 곱하지 않았습니다."),
        Mistake("c1", "c0 + i * g", "이전 셀에 망각 게이트를 곱하지 않았습니다."),
        Mistake("c1", "(1 - f) * c0 + i * g", "망각 게이트는 잊을 비율이 아니라 남길 비율입니다."),
        Mistake("h1", "o * c1", "셀에 tanh를 씌우지 않았습니다."),
        Mistake("h1", "np.tanh(c1)", "출력 게이트를 곱하지 않았습니다."),
        Mistake("h1", "np.tanh(o * c1)", "출력 게이트는 tanh를 씌운 다음에 곱합니다."),
    ),
    worked=(
        Worked(
            {},
            {"i": 0.75, "f": 0.9, "g": 0.6, "o": 0.8, "c1": 1.35},
            "손계산: σ(ln 3) = 3/4, σ(ln 9) = 9/10, tanh(ln 2) = 3/5, 0.9·1 + 0.75·0.6",
        ),
        Worked(
            {
                "x": 0.5,
                "h0": -0.3,
                "c0": 0.7,
                "W_x": [0.2, -0.4, 1.0, 0.6],
                "W_h": [0.5, 0.1, -0.7, 0.3],
                "b": [0.1, 1.0, 0.0, -0.2],
            },
            {"f": 0.6835208937363156, "c1": 0.7914349125272769, "h1": 0.33125861040845744},
            "PyTorch 2.13.0 torch.nn.LSTMCell",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "h0", "c0", "W_x", "W_h", "b"), (-100.0, 100.0)),
    words={"W_x": "Wₓ", "W_h": "Wₕ", "b": ""},
    lines={
        "x": "입력 x",
        "h0": "이전 은닉 상태 h₀",
        "c0": "이전 셀 상태 c₀",
        "W_x": "입력의 가중치(차례로 입력 게이트, 망각 게이트, 후보, 출력 게이트) Wₓ",
        "W_h": "은닉 상태의 가중치(같은 차례) Wₕ",
        "b": "",
        "z": "z = Wₓ·x + Wₕ·h₀이고 편향은 모두 0입니다.",
        "i": "",
        "f": "",
        "g": "",
        "o": "",
        "c1": "",
    },
)
