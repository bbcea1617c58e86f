"""배치 정규화의 위치: 활성화 앞과 뒤, 그리고 상쇄되는 편향(bias)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Histogram
from quizcards.trace.tracer import Trace

PRODUCTS = np.array([-2.0, 0.0, 1.0, 5.0])


def bn_placement(wx=PRODUCTS, b=1.0, placement="before", eps=1e-5):
    z = wx + b  # 앞 층의 선형변환
    if placement == "before":
        h = z  # 원논문: 선형 → BN → ReLU
    else:
        h = np.maximum(z, 0)  # 뒤에 두면: 선형 → ReLU → BN
    mu = np.mean(h)
    var = np.mean((h - mu) ** 2)
    h_hat = (h - mu) / np.sqrt(var + eps)  # 정규화한 값: 앞에 두면 b도 빠진다
    if placement == "before":
        a = np.maximum(h_hat, 0)  # 다음 층에는 음수가 가지 않는다
    else:
        a = h_hat  # 다음 층이 평균 0, 분산 1을 받는다
    return a


def draw(rng):
    # what is normalised has mean 3 or 5 and standard deviation 3, or any mean before ReLU
    placement = rng.choice(["before", "after"])
    if placement == "after":
        z = rng.permutation([[-4, 2, 2, 8], [-2, 6, 6, 8]][rng.integers(2)])
    else:
        z = rng.integers(1, 4) + rng.permutation([[-5, 1, 1, 3], [5, -1, -1, -3]][rng.integers(2)])
    b = rng.choice([-3, -2, 2, 3])
    return {"wx": (z - b).astype(float), "b": b, "placement": placement, "eps": 1e-12}


def picture(trace: Trace) -> Histogram:
    groups = [("선형변환 z", trace["z"])]
    for placement, name in (("before", "BN → ReLU"), ("after", "ReLU → BN")):
        a = DEMO.run({**trace.inputs, "placement": placement})["a"]
        groups.append((f"{name} (평균 {round(float(np.mean(a)), 2) + 0.0:g})", a))
    return Histogram("선형변환의 출력과 다음 층이 받는 값", tuple(groups))


DEMO = Demo(
    bn_placement,
    asks={
        "mu": "배치 정규화가 빼는 평균 μ",
        "h_hat": "γ = 1, β = 0인 배치 정규화가 낸 값 ĥ",
        "a": "다음 층이 받는 값 a",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "mu", "np.mean(wx)", "b를 더하기 전의 평균을 뺐습니다. BN은 받은 값의 평균을 뺍니다."
        ),
        Mistake(
            "mu",
            "np.mean(np.maximum(z, 0)) if placement == 'before' else np.mean(z)",
            "ReLU와 배치 정규화의 순서를 바꾸었습니다.",
        ),
        Mistake("mu", "np.sum(h)", "샘플 수로 나누지 않았습니다."),
        Mistake("h_hat", "(h - mu) / (var + eps)", "제곱근을 잊고 분산으로 나누었습니다."),
        Mistake(
            "h_hat", "h / np.sqrt(var + eps)", "평균을 빼지 않았습니다. b가 상쇄되지 않습니다."
        ),
        Mistake("a", "np.maximum(z, 0)", "배치 정규화를 빠뜨렸습니다."),
    ),
    worked=(
        Worked(
            {"b": 100, "eps": 1e-12},
            {
                "mu": 101.0,
                "h_hat": np.array([-3, -1, 0, 4]) / 6.5**0.5,
                "a": np.array([0, 0, 0, 4]) / 6.5**0.5,
            },
            "손계산(ε ≈ 0): z − μ = (−3, −1, 0, 4), σ² = 26/4. b = 100이 남지 않는다",
        ),
        Worked(
            {},
            {"a": [0, 0, 0, 1.568927874238341]},
            "PyTorch 2.13.0 F.relu(F.batch_norm(z, training=True))",
        ),
        Worked(
            {"placement": "after"},
            {
                "a": [
                    -0.987877387736696,
                    -0.5488207709648312,
                    -0.10976415419296626,
                    1.646462312894493,
                ]
            },
            "PyTorch 2.13.0 F.batch_norm(F.relu(z), training=True)",
        ),
    ),
    picture=picture,
    limits={"wx": (-1e6, 1e6), "b": (-1e6, 1e6), "eps": (1e-12, 1)},
    choices={
        "placement": {
            "before": "순서는 선형 → BN(γ = 1, β = 0) → ReLU",
            "after": "순서는 선형 → ReLU → BN(γ = 1, β = 0)",
        },
    },
    lines={
        "h": "",
        "mu": "",
        "var": "",
        "h_hat": "",
    },
    words={
        "eps": "",
    },
)
