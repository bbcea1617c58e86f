"""데이터 증강(data augmentation): 라벨을 지키는 변형만 쓰기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

SIX = np.array([[1.0, 0, 0], [1, 1, 1], [1, 0, 1], [1, 1, 1]])


def data_augmentation(image=SIX):
    flipped = image[:, ::-1]  # 좌우 반전: 고양이는 그대로, b는 d가 된다
    rotated = image[::-1, ::-1]  # 180° 회전: 6은 9가 된다
    shifted = np.pad(image, ((0, 0), (1, 0)))[:, :-1]  # 오른쪽으로 한 칸, 빈자리는 0
    first_row = rotated[0]  # 맨 아랫줄이 거꾸로 올라온다
    lost = np.sum(image) - np.sum(shifted)  # 밀려난 픽셀은 사라진다
    return shifted


def draw(rng):
    return {"image": rng.choice(np.arange(1.0, 10.0), size=(2, 3), replace=False)}


def picture(trace: Trace) -> HeatMap:
    kinds = (
        ("원본", "image"),
        ("좌우 반전", "flipped"),
        ("180° 회전", "rotated"),
        ("오른쪽 이동", "shifted"),
    )
    blank = ("",) * (len(trace["image"]) - 1)
    return HeatMap(
        "한 장에서 만든 변형",
        np.vstack([trace[name] for _, name in kinds]),
        tuple(label for title, _ in kinds for label in (title, *blank)),
        tuple(f"열 {j + 1}" for j in range(trace["image"].shape[1])),
    )


DEMO = Demo(
    data_augmentation,
    asks={
        "first_row": "이미지를 180° 회전했을 때의 첫 행",
        "lost": "이미지를 오른쪽으로 한 칸 옮기고 빈자리를 0으로 채울 때 사라지는 픽셀값의 합",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "rotated", "image[::-1]", "위아래만 뒤집었습니다. 180° 회전은 좌우도 함께 뒤집습니다."
        ),
        Mistake(
            "rotated",
            "image[:, ::-1]",
            "좌우만 뒤집었습니다. 180° 회전은 위아래도 함께 뒤집습니다.",
        ),
        Mistake(
            "shifted",
            "np.pad(image, ((0, 0), (0, 1)))[:, 1:]",
            "오른쪽이 아니라 왼쪽으로 옮겼습니다.",
        ),
        Mistake(
            "shifted",
            "np.roll(image, 1, axis=1)",
            "밀려난 픽셀을 반대쪽에 붙였습니다. 빈자리는 0입니다.",
        ),
        Mistake("first_row", "image[0]", "회전하지 않은 이미지의 첫 행입니다."),
        Mistake("lost", "np.sum(shifted)", "사라진 값이 아니라 남은 값의 합입니다."),
    ),
    worked=(
        Worked(
            {"image": [[1, 2, 3], [4, 5, 6]]},
            {
                "flipped": [[3, 2, 1], [6, 5, 4]],
                "rotated": [[6, 5, 4], [3, 2, 1]],
                "shifted": [[0, 1, 2], [0, 4, 5]],
                "first_row": [6, 5, 4],
                "lost": 9.0,
            },
            "손으로 옮겨 적은 그림, 밀려난 열은 3 + 6",
        ),
        Worked(
            {},
            {"flipped": [[0, 0, 1], [1, 1, 1], [1, 0, 1], [1, 1, 1]], "lost": 3.0},
            "손으로 옮겨 적은 그림: 6을 좌우로 뒤집으면 d, 밀려난 열은 0 + 1 + 1 + 1",
        ),
        Worked(
            {"image": [[1, 1, 1], [1, 0, 0], [1, 1, 1], [1, 0, 1], [1, 1, 1]]},
            {"rotated": [[1, 1, 1], [1, 0, 1], [1, 1, 1], [0, 0, 1], [1, 1, 1]]},
            "픽셀로 그린 6을 180° 돌리면 9와 같다 (Goodfellow et al. §7.4)",
        ),
    ),
    picture=picture,
    limits={"image": (-1e6, 1e6)},
    words={
        "rotated": "회전한 이미지",
        "shifted": "옮긴 이미지",
        "image": "이미지",
    },
    lines={
        "rotated": "",
        "shifted": "",
    },
)
