"""청킹(chunking): 조각의 수와 답이 경계에서 잘릴 확률."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def chunking(n=20, size=8, overlap=3, answer=5):
    stride = size - overlap  # 다음 조각은 이만큼 뒤에서 시작한다
    chunks = np.ceil((n - overlap) / stride)  # 마지막 조각은 짧을 수 있다
    tokens = n + (chunks - 1) * overlap  # 겹친 토큰은 두 번 저장한다
    starts = np.arange(max(n - answer, 0) + 1)  # 답이 시작할 수 있는 자리를 모두 본다
    latest = np.floor(starts / stride)  # 답보다 앞에서 시작하는 마지막 조각의 번호
    kept = starts + answer <= latest * stride + size  # 그 조각 안에서 답이 끝나는가
    cut = 1 - np.mean(kept)  # 어느 조각에도 온전히 들지 못하는 답의 비율
    return cut


def draw(rng):
    # the document ends a little into what one more chunk would begin with
    overlap, stride, count = [
        (2, 3, 4),
        (2, 3, 5),
        (2, 4, 4),
        (2, 4, 5),
        (2, 5, 5),
        (3, 4, 4),
        (3, 4, 5),
        (3, 5, 4),
        (3, 5, 5),
        (3, 6, 5),
    ][rng.integers(10)]
    return {
        "n": count * stride + rng.integers(1, overlap),
        "size": stride + overlap,
        "overlap": overlap,
        "answer": overlap + rng.integers(2, 4),
    }


def picture(trace: Trace) -> Curves:
    overlaps = np.unique(np.linspace(0, trace["size"] // 2, 9).astype(int))
    runs = [DEMO.traced({**trace.inputs, "overlap": int(one)}, {}) for one in overlaps]
    extra = [run["tokens"] / run["n"] - 1 for run in runs]
    return Curves(
        "겹칠수록 잘린 답은 줄고 저장할 토큰은 는다",
        "겹침(토큰)",
        "비율",
        (
            Series("잘린 답", overlaps, np.array([run["cut"] for run in runs]), points=True),
            Series("더 저장한 토큰", overlaps, np.array(extra), points=True),
        ),
    )


DEMO = Demo(
    chunking,
    asks={
        "chunks": "조각의 수",
        "tokens": "조각들에 저장한 토큰 수의 합",
        "cut": "어느 조각에도 온전히 들지 못하는 답의 비율(답의 자리는 모두 같은 확률)",
    },
    draw=draw,
    mistakes=(
        Mistake("stride", "size", "겹침을 빼지 않고 조각의 크기만큼 건너뛰었습니다."),
        Mistake("stride", "size + overlap", "겹침을 빼지 않고 더했습니다."),
        Mistake(
            "chunks",
            "np.ceil(n / stride)",
            "마지막 조각이 겹침만큼 더 담는 것을 잊었습니다.",
        ),
        Mistake("chunks", "np.floor((n - overlap) / stride)", "짧은 마지막 조각을 버렸습니다."),
        Mistake("tokens", "n", "겹친 토큰이 두 번 저장되는 것을 잊었습니다."),
        Mistake(
            "tokens",
            "n + chunks * overlap",
            "겹치는 곳은 조각의 수보다 하나 적습니다.",
        ),
        Mistake(
            "kept",
            "starts + answer < latest * stride + size",
            "조각의 끝에 꼭 맞게 들어간 답까지 잘린 것으로 셌습니다.",
        ),
        Mistake("cut", "np.mean(kept)", "잘린 답이 아니라 온전한 답의 비율입니다."),
    ),
    worked=(
        Worked(
            {},
            {"chunks": 4, "tokens": 29, "cut": 3 / 16},
            "손계산: 조각은 0, 5, 10, 15에서 시작하고, 자리 16곳 가운데 4, 9, 14가 잘린다",
        ),
        Worked(
            {"n": 1000, "size": 200, "overlap": 50, "answer": 60},
            {"chunks": 7, "tokens": 1300, "cut": 54 / 941},
            "손계산: ⌈950/150⌉ = 7, 경계 여섯 곳에서 9자리씩 잘린다",
        ),
    ),
    picture=picture,
    limits={"n": (1, 5000), "size": (1, 5000), "overlap": (0, 4999), "answer": (1, 5000)},
    words={
        "size": "크기",
        "overlap": "겹침",
        "answer": "답의 길이",
        "stride": "간격",
        "chunks": "조각의 수",
        "starts": "답의 시작",
        "latest": "조각의 번호",
        "kept": "온전한 답",
    },
    lines={
        "n": "문서의 토큰 수 n",
        "size": "조각의 크기(토큰)",
        "overlap": "이웃한 조각의 겹침(토큰)",
        "answer": "이어진 답의 길이(토큰)",
        "stride": "",
        "chunks": "조각은 문서의 처음부터 끝까지 같은 간격으로 만듭니다.",
        "tokens": "",
        "starts": "",
        "latest": "",
        "kept": "",
        "cut": "",
    },
)
