"""L1의 희소성(sparsity): Lasso를 근접 경사하강(ISTA)으로 풀고 0을 세기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import symbol
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

RNG = np.random.default_rng(0)
FEATURES = RNG.standard_normal((100, 10))
TARGETS = FEATURES @ [3, -2, 1.5, 0, 0, 0, 0, 0, 0, 0] + 0.5 * RNG.standard_normal(100)


def l1_sparsity(X=FEATURES, y=TARGETS, lam=0.2, steps=100):
    n = np.size(y)
    lam_max = np.max(np.abs(X.T @ y)) / n  # λ가 이 이상이면 모두 0
    lr = n / np.max(np.linalg.eigvalsh(X.T @ X))  # 1 / 가장 큰 곡률
    tau = lr * lam  # 한 스텝에 깎는 양
    w = np.zeros(np.shape(X)[1])
    for t in range(steps):
        w = w - lr * (X.T @ (X @ w - y)) / n  # 데이터 손실의 기울기로 한 스텝
        w = np.sign(w) * np.maximum(np.abs(w) - tau, 0)  # 깎고 0에서 멈춘다
    zeros = np.sum(w == 0)  # 정확히 0인 계수의 수
    return w


def draw(rng):
    # two orthogonal columns: each coefficient is shrunk on its own, and one step arrives
    X = np.array([[1.0, 1.0], [1.0, -1.0]])[rng.permutation(2)]
    large, small = -rng.choice([2, 2.5, 3]), rng.choice([-0.25, 0.25, 0.4])
    return {
        "X": X,
        "y": X @ rng.permutation([large, small]),
        "lam": rng.choice([0.5, 0.75]),
        "steps": 1,
    }


def picture(trace: Trace) -> Curves:
    lams = np.linspace(0, 1.05 * trace["lam_max"], 16)
    paths = np.array([DEMO.run({**trace.inputs, "lam": lam, "steps": 50})["w"] for lam in lams])
    order = np.sort(np.argsort(-np.abs(paths[0]))[:4])
    return Curves(
        "λ를 키우면 계수가 하나씩 0이 된다",
        "λ",
        "w",
        tuple(Series(symbol(f"w{i + 1}"), lams, paths[:, i]) for i in order),
    )


DEMO = Demo(
    l1_sparsity,
    asks={
        "w": "‖y − Xw‖²/(2n) + λ‖w‖₁을 가장 작게 하는 w",
        "lam_max": "‖y − Xw‖²/(2n) + λ‖w‖₁의 해가 모두 0이 되는 가장 작은 λ",
    },
    draw=draw,
    mistakes=(
        Mistake("lam_max", "np.max(np.abs(X.T @ y))", "샘플 수 n으로 나누지 않았습니다."),
        Mistake("lam_max", "np.sum(np.abs(X.T @ y)) / n", "더하지 않고 가장 큰 것 하나만 봅니다."),
        Mistake(
            "lam_max",
            "np.max(X.T @ y) / n",
            "절댓값을 빠뜨렸습니다. 음의 상관도 크기로 비교합니다.",
        ),
        Mistake(
            "tau", "0.0", "깎지 않으면 보통의 최소제곱입니다. 0에 가까워도 정확히 0은 아닙니다."
        ),
        Mistake("tau", "lr * lam * n", "손실을 이미 n으로 나누었으므로 λ에 n을 곱하지 않습니다."),
        Mistake("tau", "-lr * lam", "0 쪽으로 당기지 않고 0에서 밀어냈습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "w": [
                    2.8340403311756845,
                    -1.8076507858364421,
                    1.1984748929209361,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                ],
                "zeros": 7,
                "lam_max": 2.48762314890884,
            },
            "KKT 조건의 정확한 해(PyTorch 2.13.0 torch.linalg.solve): 세 "
            "계수의 g = −λ·sign(w), 나머지 |g| ≤ λ",
        ),
        Worked({"lam": 2.49}, {"zeros": 10}, "KKT 조건: λ > λ_max = 2.4876이면 w = 0이 해"),
        Worked({"lam": 0}, {"zeros": 0}, "벌점이 없으면 최소제곱: 어떤 계수도 정확히 0이 아니다"),
        Worked(
            {"X": [[1, 1], [1, -1], [-1, 1], [-1, -1]], "y": [2, 3, -3, -2], "lam": 0.75},
            {"w": [1.75, 0.0], "zeros": 1, "lam_max": 2.5},
            "손계산: 두 열이 직교하므로 w = soft(Xᵀy / 4, λ), Xᵀy / 4 = (2.5, −0.5)",
        ),
    ),
    picture=picture,
    limits={"X": (-100, 100), "y": (-1000, 1000), "lam": (0, 1e6), "steps": (1, 1000)},
    words={
        "steps": "",
    },
    holds=lambda run: not np.any(np.triu(run["X"].T @ run["X"], 1)),
    lines={
        "n": "n은 샘플 수입니다.",
        "lr": "X의 두 열은 서로 직교합니다.",
        "tau": "",
        "w": "",
    },
)
