"""IoU by counting cells of half a unit, and boxes crossed off a list one after the other."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    middles = torch.arange(0.25, 40, 0.5, dtype=torch.float64)
    covered = [cells(middles, box) for box in torch.tensor(p["boxes"], dtype=torch.float64)]
    iou = torch.stack([torch.stack([overlap(one, two) for two in covered]) for one in covered])
    left = sorted(range(len(covered)), key=lambda i: -p["scores"][i])
    kept = torch.zeros(len(covered), dtype=torch.float64)
    while left:
        best, *left = left
        kept[best] = 1
        left = [i for i in left if iou[best, i] <= p["threshold"]]
    return {"iou": iou, "pair": iou[0, 1], "kept": kept}


def cells(middles: Any, box: Any) -> Any:
    x1, y1, x2, y2 = box
    return ((middles > x1) & (middles < x2))[:, None] & ((middles > y1) & (middles < y2))


def overlap(one: Any, two: Any) -> Any:
    return (one & two).sum().double() / (one | two).sum()
